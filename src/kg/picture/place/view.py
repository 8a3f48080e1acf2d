"""A view: where everything of a scene stands, so that page and print show the same picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.picture.scene import Node, Scene, Tie

__all__ = [
    "Box", "Label", "Line", "Opening", "Patch", "Point", "Shade", "Strand", "View", "along",
    "fanned", "gap", "gather", "mark_scale", "strands", "via",
]  # fmt: skip

Point = tuple[float, float]
Box = tuple[float, float, float, float]
_GAP: Final = 15.0
_FAN_GAP: Final = 9.0
_MOST_FANNED: Final = 40
_MOST_STRANDS: Final = 8
_USUAL: Final = 13.0
_WIDEST: Final = 0.13
# Direction is told by the kinds of thing at the ends where the target is one of these.
_PLAIN_TARGETS: Final = {"organization", "event", "corridor", "concept", "office"}


@dataclass(slots=True)
class Label:
    """A label's lines in each language and the middle of its box; `shown` at the first view.

    That of an `area` lies on the map where a spot would have a marker. `weight` says how important
    its thing is; the weightiest choose their places first. `side` is -1 or 1 where it stands left
    or right of its thing, and begins there; `led` says that a line leads from the thing to it,
    `beside` that it is made to stand there, in one line with its years.
    """

    node: int
    lines: list[str]
    lines_ur: list[str]
    sub: str
    sub_ur: str
    x: float
    y: float
    width: float
    height: float
    shown: bool
    area: bool = False
    side: int = 0
    weight: float = 0.0
    led: bool = False
    beside: bool = False


@dataclass(slots=True)
class Line:
    """A line of the map: coast, border or disputed."""

    kind: str
    points: list[Point]


@dataclass(slots=True)
class Patch:
    """Land on the map: a country's name, its rings in pixels, and its shade where it has one.

    `shade` is an index into the view's shades, `node` the thing that is shaded; a `disc` stands for
    land too small to see.
    """

    name: str
    rings: list[list[Point]]
    shade: int | None = None
    node: int | None = None
    disc: bool = False


@dataclass(slots=True)
class Shade:
    """A colour of the map's areas, and what it means in each language."""

    colour: str
    label: str
    label_ur: str


@dataclass(slots=True)
class Strand:
    """One drawn line, which stands for the ties of one kind between two things.

    `mark_at` and `count_at` say at which part of it its mark and its number stand, if anywhere.
    """

    ties: list[int]
    source: int
    target: int
    paint: str
    claim: bool
    arrow: bool
    bend: float = 0.0
    loop: int = 0
    mark_at: float | None = None
    count_at: float | None = None


@dataclass(slots=True)
class Opening:
    """What stands for several members while they are shut away, and where they stand once not.

    `hub` and `members` are indices of things; `box` is left, top, right and bottom of the members.
    """

    node: Node
    hub: int
    members: list[int]
    at: Point | None
    radius: float
    box: Box


@dataclass(slots=True)
class View:
    """Positions, lines and labels of one way of looking at a scene; None has no position.

    Where some things are gathered in `openings`, strands and labels name these by the indices that
    follow those of the things, and `bounds` are those of the picture while all are shut.
    """

    name: str
    at: list[Point | None]
    radii: list[float]
    strands: list[Strand]
    font: float
    labels: list[Label] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    frame: tuple[float, float, float, float] | None = None
    notes: list[str] = field(default_factory=list)
    names: list[tuple[str, Point]] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    bounds: Box | None = None

    @property
    def extent(self) -> Box:
        """Give left, top, right and bottom of everything that is drawn."""
        if self.frame or self.bounds:
            return self.frame or self.bounds or (0.0, 0.0, 0.0, 0.0)
        boxes = [(x - r, y - r, x + r, y + r) for x, y, r in self._discs()]
        boxes += [
            (b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2)
            for b in self.labels
            if b.shown
        ]
        if not boxes:
            return (-300.0, -100.0, 300.0, 100.0)
        left, top, right, bottom = zip(*boxes, strict=True)
        return (min(left) - 16, min(top) - 16, max(right) + 16, max(bottom) + 16)

    def _discs(self) -> list[tuple[float, float, float]]:
        pairs = zip(self.at, self.radii, strict=True)
        return [(*point, r) for point, r in pairs if point is not None]


def gap(label: Label, point: Point) -> float:
    """Give how far a point lies from a name's box; 0 inside it."""
    across = max(0.0, abs(point[0] - label.x) - label.width / 2)
    down = max(0.0, abs(point[1] - label.y) - label.height / 2)
    return math.hypot(across, down)


def strands(scene: Scene) -> list[Strand]:
    """Bundle the ties of each pair into one line for each kind, at most eight a pair.

    A line stands for all ties of its kind between the two, in one direction where that is drawn;
    what is only claimed has a line of its own.
    """
    pairs: dict[tuple[int, int], dict[tuple[object, ...], list[int]]] = {}
    for number, tie in enumerate(scene.ties):
        pair = (min(tie.source, tie.target), max(tie.source, tie.target))
        way = tie.source if _has_arrow(scene, tie) else None
        alike = pairs.setdefault(pair, {}).setdefault((tie.paint, tie.claim, way), [])
        alike.append(number)
    return [strand for alike in pairs.values() for strand in _side_by_side(scene, alike)]


def _side_by_side(scene: Scene, alike: Mapping[tuple[object, ...], list[int]]) -> list[Strand]:
    bundles = list(alike.values())
    if len(bundles) > _MOST_STRANDS:
        rest = [number for bundle in bundles[_MOST_STRANDS - 1 :] for number in bundle]
        bundles = [*bundles[: _MOST_STRANDS - 1], rest]
    return [_strand(scene, bundle, at, len(bundles)) for at, bundle in enumerate(bundles)]


def _strand(scene: Scene, bundle: list[int], at: int, count: int) -> Strand:
    tie = scene.ties[bundle[0]]
    offset = (at - (count - 1) / 2) * _GAP
    # A bend belongs to the pair, not to the direction: without this, opposite ties would coincide.
    side = 1 if tie.source <= tie.target else -1
    claim = all(scene.ties[number].claim for number in bundle)
    arrow = _has_arrow(scene, tie)
    return Strand(bundle, tie.source, tie.target, tie.paint, claim, arrow, offset * side, at)


def _has_arrow(scene: Scene, tie: Tie) -> bool:
    source, target = scene.nodes[tie.source].group, scene.nodes[tie.target].group
    plain = target in _PLAIN_TARGETS and source != target
    return not (tie.symmetric or plain or tie.source == tie.target)


def via(start: Point, end: Point, bend: float) -> tuple[Point, float]:
    """Give the control point of a bent line and its roundness in vis-network's terms.

    The formula is that of vis-network's ``curvedCW`` edges, and mirrored, for a negative
    roundness, that of ``curvedCCW``, so that page and print agree.
    """
    dx, dy = end[0] - start[0], start[1] - end[1]
    length = math.hypot(dx, dy)
    if not length:
        return start, 0.0
    # The middle of a quadratic curve lies half as far out as its control point.
    roundness = min(0.9, abs(bend) * 8 / (math.pi * length))
    side = -1 if bend < 0 else 1
    angle = math.atan2(dy, dx) + (side * roundness * 0.5 + 0.5) * math.pi
    reach = (roundness * 0.5 + 0.5) * length
    middle = (start[0] + reach * math.sin(angle), start[1] + reach * math.cos(angle))
    return middle, side * roundness


def mark_scale(view: View) -> float:
    """Give the size of the marks on lines, one for a picture: less where its things are small."""
    return max(0.7, min((r for r in view.radii if r), default=_USUAL) / _USUAL)


def along(start: Point, bent: Point, end: Point, part: float) -> Point:
    """Give the point at some part of a quadratic curve."""
    a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
    return (
        a * start[0] + b * bent[0] + c * end[0],
        a * start[1] + b * bent[1] + c * end[1],
    )


def fanned(strand: Strand) -> list[float]:
    """Give the bends of a line's ties when it is opened, each beside the next; none of only one."""
    count = len(strand.ties)
    if not 1 < count <= _MOST_FANNED:
        return []
    return [strand.bend + (at - (count - 1) / 2) * _FAN_GAP for at in range(count)]


def gather(strands: list[Strand], at: list[Point | None]) -> list[Strand]:
    """Draw side-by-side lines closer together where their ends are too near for wide bends."""
    widest: dict[tuple[int, int], float] = {}
    for strand in strands:
        pair = (min(strand.source, strand.target), max(strand.source, strand.target))
        widest[pair] = max(widest.get(pair, 0.0), abs(strand.bend))
    for strand in strands:
        start, end = at[strand.source], at[strand.target]
        pair = (min(strand.source, strand.target), max(strand.source, strand.target))
        if start and end and widest[pair]:
            strand.bend *= min(1.0, _WIDEST * math.dist(start, end) / widest[pair])
    return strands
