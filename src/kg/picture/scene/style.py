"""Colour, shape and dash: never colour alone, and a palette that colour-blind readers can part.

Fills of things are those of Okabe and Ito (2008), always with a dark outline; ties take darker
colours that reach a contrast of 3:1 on white and on the dark page alike. The plain dash is kept for
claims, the long one for what was last known; kinds of tie use the other patterns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.picture.scene.scene import Node

__all__ = [
    "CLAIM_DASH",
    "SHAPES",
    "STROKES",
    "radius",
    "shape_points",
    "stroke_of",
    "surest",
]

CLAIM_DASH: Final = (7.0, 5.0)
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


def stroke_of(certainty: str | None) -> Stroke:
    """Give how a tie of this certainty is drawn; what says nothing of it is certain."""
    return STROKES.get(certainty or "", STROKES["certain"])


def surest(certainties: Iterable[str | None]) -> Stroke:
    """Give how a line is drawn that stands for several ties: as the surest of them."""
    found = {each or "certain" for each in certainties}
    return next((STROKES[name] for name in STROKES if name in found), STROKES["certain"])


def radius(node: Node, crowd: int) -> float:
    """Give a thing's radius in pixels: larger for the focus or several in one, less in a crowd.

    Where a size was asked for, its area grows with the thing's share of the largest.
    """
    base = 13.0 if crowd <= 120 else 8.0  # noqa: PLR2004
    if node.share is not None:
        return round(base * (0.5 + 1.3 * math.sqrt(node.share)), 1)
    return round(base * (1.35 if node.focus or node.count > 1 else 1.0), 1)


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
