"""From the graph to a network: who is tied to whom at a date, by which kind of tie."""

from kg.network.classes import structure
from kg.network.projection import project, timeline
from kg.network.timeline import Timeline

__all__ = ["Timeline", "project", "structure", "timeline"]
