"""From the graph to a network: who is tied to whom at a date, by which kind of tie."""

from kg.network.classes import structure
from kg.network.projection import project

__all__ = ["project", "structure"]
