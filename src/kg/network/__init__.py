"""From the graph to a network: who is tied to whom at a date, by which kind of tie."""

from kg.network.answers import resting
from kg.network.classes import groups, structure
from kg.network.days import Timeline
from kg.network.friends import signed
from kg.network.names import Names
from kg.network.onemode import Projection, Strand, Through, projections
from kg.network.projection import days_of, project, timeline
from kg.network.rules import BOTH, Both, Rule, certainties, one_of
from kg.network.ties import Tie, times

__all__ = [
    "BOTH",
    "Both",
    "Names",
    "Projection",
    "Rule",
    "Strand",
    "Through",
    "Tie",
    "Timeline",
    "certainties",
    "days_of",
    "groups",
    "one_of",
    "project",
    "projections",
    "resting",
    "signed",
    "structure",
    "timeline",
    "times",
]
