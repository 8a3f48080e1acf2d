"""Colour, shape and dash: never colour alone, and a palette that colour-blind readers can part.

Fills of things are those of Okabe and Ito (2008), always with a dark outline; ties take darker
colours that reach a contrast of 3:1 on white and on the dark page alike. The plain dash is kept for
claims; kinds of tie use the other patterns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from kg.picture.scene.words import urdu_kind

if TYPE_CHECKING:
    from kg.picture.scene.scene import Node, Scene

__all__ = ["CLAIM_DASH", "SHAPES", "Paint", "paints", "radius", "shape_points"]

CLAIM_DASH: Final = (7.0, 5.0)
_DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (1.5, 4.0),
    (12.0, 4.0, 2.0, 4.0),
    (12.0, 3.0, 2.0, 3.0, 2.0, 3.0),
)
_BLUE, _RED, _GREEN, _ROSE, _GOLD = "#0072b2", "#d55e00", "#008a64", "#b0589a", "#8f7000"
_TEAL, _VIOLET, _BROWN, _GREY, _CRIMSON = "#1b87a0", "#7b61c9", "#a0522d", "#6f7a88", "#c2344d"
_COLOURS: Final = (
    _BLUE, _RED, _GREEN, _VIOLET, _GOLD, _CRIMSON, _TEAL, _ROSE, _BROWN, _GREY
)  # fmt: skip

# Kinds that every picture draws alike; any other takes the next free pair of colour and dash.
_KNOWN: Final[dict[str, tuple[str, int]]] = {
    "Membership": (_BLUE, 0),
    "Agreement": (_GREEN, 0),
    "Obligation": (_GREEN, 2),
    "Support": (_TEAL, 0),
    "Cooperation": (_TEAL, 1),
    "Alignment": (_TEAL, 2),
    "Dispute": (_RED, 1),
    "Conflict": (_CRIMSON, 0),
    "Rivalry": (_RED, 2),
    "Sanction": (_CRIMSON, 2),
    "DiplomaticRelations": (_GREY, 0),
    "Designation": (_VIOLET, 2),
    "Presence": (_BROWN, 1),
    "Deployment": (_BROWN, 0),
    "Provision": (_GOLD, 0),
    "Participation": (_ROSE, 0),
    "CorridorParticipation": (_GOLD, 2),
    "Crossing": (_GOLD, 1),
    "Connection": (_BROWN, 2),
    "Stop": (_VIOLET, 0),
    "OfficeHolding": (_GREY, 2),
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
class Paint:
    """How one kind of tie is drawn, and how many there are."""

    key: str
    label: str
    label_ur: str
    colour: str
    dash: tuple[float, ...]
    count: int


def paints(scene: Scene) -> list[Paint]:
    """Give every kind of tie in a scene its colour and dash, known kinds first and alike always."""
    counts: dict[str, int] = {}
    labels: dict[str, tuple[str, str]] = {}
    for tie in scene.ties:
        counts[tie.paint] = counts.get(tie.paint, 0) + tie.count
        labels.setdefault(tie.paint, _names(scene, tie.paint, tie.kind, tie.kind_label, tie.target))
    taken = {_KNOWN[key] for key in counts if key in _KNOWN}
    free = ((colour, dash) for dash, colour in product(range(len(_DASHES)), _COLOURS))
    free = (pair for pair in free if pair not in taken)
    spare = list(free)
    found = []
    for number, key in enumerate(sorted(counts, key=lambda key: (key not in _KNOWN, key))):
        colour, dash = _KNOWN.get(key) or spare[(number - len(taken)) % len(spare)]
        label, label_ur = labels[key]
        found.append(
            Paint(key, label, urdu_kind(key, label_ur), colour, _DASHES[dash], counts[key])
        )
    return found


def _names(scene: Scene, paint: str, kind: str, label: str, target: int) -> tuple[str, str]:
    """Give the words of a legend entry; ties painted by organisation name it."""
    urdu = urdu_kind(kind, label)
    if paint == kind:
        return label, urdu
    node = scene.nodes[target]
    return f"{label}: {node.label}", f"{urdu}: {node.label_ur or node.label}"


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
