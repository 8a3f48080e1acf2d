"""Colour, shape and dash: never colour alone, and a palette that colour-blind readers can part.

Fills of things are those of Okabe and Ito (2008), always with a dark outline; ties take darker
colours that reach a contrast of 3:1 on white and on the dark page alike. The plain dash is kept for
claims, the long one for what was last known; kinds of tie use the other patterns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.picture.scene.scene import Node, Scene, Tie

__all__ = [
    "CLAIM_DASH",
    "SHAPES",
    "STROKES",
    "Paint",
    "paints",
    "radius",
    "shape_points",
    "stroke_of",
]

CLAIM_DASH: Final = (7.0, 5.0)
_DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (1.5, 4.0),
    (12.0, 4.0, 2.0, 4.0),
    (12.0, 3.0, 2.0, 3.0, 2.0, 3.0),
)
# In the order in which kinds without a colour of their own are given one.
_COLOURS: Final = {
    "blue": "#0072b2",
    "red": "#d55e00",
    "green": "#008a64",
    "violet": "#7b61c9",
    "gold": "#8f7000",
    "crimson": "#c2344d",
    "teal": "#1b87a0",
    "rose": "#b0589a",
    "brown": "#a0522d",
    "grey": "#6f7a88",
}

SHAPES: Final[dict[str, tuple[str, str]]] = {
    "state": ("circle", "#56b4e9"),
    "organization": ("square", "#e69f00"),
    "person": ("triangle", "#4fc3a1"),
    "group": ("hexagon", "#cc79a7"),
    "place": ("down", "#f0e442"),
    "corridor": ("diamond", "#d6a67e"),
    "event": ("star", "#ee8866"),
    "office": ("pentagon", "#b6a6e3"),
    "concept": ("cross", "#c3cad3"),
    "other": ("dot", "#aab4c0"),
}
_CORNERS: Final = {"triangle": 3, "down": 3, "diamond": 4, "square": 4, "pentagon": 5, "hexagon": 6}
_STAR_POINTS, _STAR_WAIST = 5, 0.5
# Shapes of the same radius do not look the same size: these factors even out their areas.
_SWELL: Final = {"square": 1.2, "triangle": 1.3, "down": 1.3, "diamond": 1.25, "star": 1.35}


@dataclass(frozen=True, slots=True)
class Stroke:
    """How surely a tie holds: the factor of its line's width, the opacity, and the dash if any."""

    width: float
    opacity: float
    dash: tuple[float, ...] = ()


STROKES: Final[dict[str, Stroke]] = {
    "certain": Stroke(1.0, 0.9),
    "last known": Stroke(0.8, 0.75, (14.0, 4.0)),
    "possible": Stroke(0.55, 0.6),
}


@dataclass(frozen=True, slots=True)
class Paint:
    """How one kind of tie is drawn, and how many there are."""

    key: str
    label: str
    label_ur: str
    colour: str
    dash: tuple[float, ...]
    count: int


def stroke_of(certainty: str | None) -> Stroke:
    """Give how a tie of this certainty is drawn; what says nothing of it is certain."""
    return STROKES.get(certainty or "", STROKES["certain"])


def paints(scene: Scene) -> list[Paint]:
    """Give every kind of tie in a scene its colour and dash.

    Those that have a colour of their own come first and are alike in every picture; any other takes
    the next free pair of dash and colour.
    """
    first: dict[str, Tie] = {}
    counts: dict[str, int] = {}
    for tie in scene.ties:
        first.setdefault(tie.paint, tie)
        counts[tie.paint] = counts.get(tie.paint, 0) + tie.count
    own = {key: look for key, tie in first.items() if (look := _own(tie))}
    free = ((colour, dash) for dash, colour in product(range(len(_DASHES)), _COLOURS.values()))
    spare = [pair for pair in free if pair not in own.values()]
    found = []
    for number, key in enumerate(sorted(counts, key=lambda key: (key not in own, key))):
        colour, dash = own.get(key) or spare[(number - len(own)) % len(spare)]
        label, label_ur = (_named(scene, first[key], language) for language in ("en", "ur"))
        found.append(Paint(key, label, label_ur, colour, _DASHES[dash], counts[key]))
    return found


def _own(tie: Tie) -> tuple[str, int] | None:
    """Give the colour and the dash that the kind of a tie has in every picture."""
    if tie.paint != tie.kind or tie.colour not in _COLOURS:
        return None
    return _COLOURS[tie.colour], tie.dash if 0 <= tie.dash < len(_DASHES) else 0


def _named(scene: Scene, tie: Tie, language: str) -> str:
    """Give the words of a legend entry; ties painted by organisation name it."""
    kind = tie.kind_name(language)
    return kind if tie.paint == tie.kind else f"{kind}: {scene.nodes[tie.target].name(language)}"


def radius(node: Node, crowd: int) -> float:
    """Give a thing's radius in pixels: larger with its ties, smaller in a crowd."""
    base = 10.0 if crowd <= 120 else 7.0  # noqa: PLR2004
    swell = 1.25 if node.focus else 1.0
    return round(min(base * 2.2, base + 1.4 * math.sqrt(node.degree)) * swell, 1)


def shape_points(shape: str, r: float) -> list[tuple[float, float]]:
    """Give a shape's corners around 0,0; an empty list is a circle."""
    size = r * _SWELL.get(shape, 1.1)
    if shape in ("circle", "dot"):
        return []
    if shape == "cross":
        a, b = size, size * 0.4
        return [(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b),
                (-a, b), (-a, -b), (-b, -b)]  # fmt: skip
    if shape == "star":
        radii = (size, size * _STAR_WAIST)
        return [_polar(radii[i % 2], i / (2 * _STAR_POINTS)) for i in range(2 * _STAR_POINTS)]
    turn = {"down": 0.5, "square": 0.125, "hexagon": 1 / 12}.get(shape, 0.0)
    corners = _CORNERS[shape]
    return [_polar(size, turn + i / corners) for i in range(corners)]


def _polar(r: float, turn: float) -> tuple[float, float]:
    angle = 2 * math.pi * turn - math.pi / 2
    return round(r * math.cos(angle), 2), round(r * math.sin(angle), 2)
