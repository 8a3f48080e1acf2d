"""What a picture shows: a network or a table read once, and how its kinds look and are called."""

from kg.picture.scene.choosing import Said, chosen
from kg.picture.scene.folding import fold
from kg.picture.scene.gathering import MOST_MEMBERS, Lot, again, closed, gathered
from kg.picture.scene.holding import holds
from kg.picture.scene.paint import COLOURS, MARKS, TURNING, Paint, paints
from kg.picture.scene.reading import clean, read
from kg.picture.scene.scene import Node, Phase, Scene, Tie
from kg.picture.scene.shape import hubs, is_bipartite, is_route, neighbours, paint_routes, start_of
from kg.picture.scene.size import resize
from kg.picture.scene.style import (
    CLAIM_DASH,
    SHAPES,
    STROKES,
    radius,
    shape_points,
    stroke_of,
    surest,
)
from kg.picture.scene.table import from_table, is_table
from kg.picture.scene.words import (
    COUNTS,
    WORDS,
    counted,
    day_words,
    enumerated,
    last_known_words,
    listed,
)

__all__ = [
    "CLAIM_DASH",
    "COLOURS",
    "COUNTS",
    "MARKS",
    "MOST_MEMBERS",
    "SHAPES",
    "STROKES",
    "TURNING",
    "WORDS",
    "Lot",
    "Node",
    "Paint",
    "Phase",
    "Said",
    "Scene",
    "Tie",
    "again",
    "chosen",
    "clean",
    "closed",
    "counted",
    "day_words",
    "enumerated",
    "fold",
    "from_table",
    "gathered",
    "holds",
    "hubs",
    "is_bipartite",
    "is_route",
    "is_table",
    "last_known_words",
    "listed",
    "neighbours",
    "paint_routes",
    "paints",
    "radius",
    "read",
    "resize",
    "shape_points",
    "start_of",
    "stroke_of",
    "surest",
]
