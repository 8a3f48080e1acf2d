"""From the graph to a network: who is tied to whom at a date, by which kind of tie."""

from kg.network.classes import structure
from kg.network.friends import signed
from kg.network.onemode import projections
from kg.network.projection import days_of, project, timeline
from kg.network.rules import BOTH, Both, Rule, counted, one_of
from kg.network.timeline import Timeline

__all__ = [
    "BOTH",
    "Both",
    "Rule",
    "Timeline",
    "counted",
    "days_of",
    "one_of",
    "project",
    "projections",
    "signed",
    "structure",
    "timeline",
]
