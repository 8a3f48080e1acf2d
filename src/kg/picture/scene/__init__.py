"""What a picture shows: a network or a table read once, and how its kinds look and are called."""

from kg.picture.scene.folding import fold
from kg.picture.scene.scene import BOUNDS, GROUPS, Node, Scene, Tie, clean, read
from kg.picture.scene.shape import hubs, is_bipartite, is_route, neighbours, start_of
from kg.picture.scene.style import CLAIM_DASH, SHAPES, Paint, paints, radius, shape_points
from kg.picture.scene.table import from_table, is_table
from kg.picture.scene.words import COUNTS, MONTHS, WORDS, counted, english_day, urdu_date, urdu_kind

__all__ = [
    "BOUNDS",
    "CLAIM_DASH",
    "COUNTS",
    "GROUPS",
    "MONTHS",
    "SHAPES",
    "WORDS",
    "Node",
    "Paint",
    "Scene",
    "Tie",
    "clean",
    "counted",
    "english_day",
    "fold",
    "from_table",
    "hubs",
    "is_bipartite",
    "is_route",
    "is_table",
    "neighbours",
    "paints",
    "radius",
    "read",
    "shape_points",
    "start_of",
    "urdu_date",
    "urdu_kind",
]
