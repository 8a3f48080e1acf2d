"""The timeline: dated events, or else dated ties, in lanes by their kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.picture.place.text import text_width, wrap
from kg.picture.scene import WORDS, paints

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = ["Item", "Lane", "Timeline", "timeline"]

WIDTH: Final = 1080.0
LANE_LABEL: Final = 150.0
ROW: Final = 40.0
_LEAST_BAR: Final = 6.0
_LABEL: Final = 330.0
_FONT: Final = 12.5
_TICKS: Final = 11
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(slots=True)
class Item:
    """One dated thing or tie: where its sure and its possible time lie, and where its words go."""

    node: int | None
    tie: int | None
    label: str
    words: str
    group: str
    colour: str
    claim: bool
    left: float
    sure_left: float
    sure_right: float
    right: float
    row: int = 0
    text_left: bool = False

    @property
    def point(self) -> bool:
        """Say whether it is too short for a bar."""
        return self.right - self.left < _LEAST_BAR

    @property
    def wide(self) -> float:
        """Give how much room its words take."""
        return max(text_width(self.label, _FONT), text_width(self.words, _FONT * 0.85)) + 20

    @property
    def span(self) -> tuple[float, float]:
        """Give how far it reaches from left to right with its words."""
        if self.text_left:
            return self.left - self.wide, self.right + 6
        return self.left - 8, max(self.right + 6, self.left + self.wide)


@dataclass(slots=True)
class Lane:
    """The items of one kind, in rows that do not collide."""

    label: str
    items: list[Item]
    rows: int


@dataclass(slots=True)
class Timeline:
    """Lanes over an axis of years; `undated` are the labels of what has no date."""

    lanes: list[Lane]
    ticks: list[tuple[float, str]]
    undated: list[str]
    on: float | None


def timeline(scene: Scene) -> Timeline | None:
    """Set what has a date in lanes; None where nothing has.

    Events are shown where the network has dated ones, ties otherwise: nothing is told twice.
    """
    dated = [(i, None) for i, node in enumerate(scene.nodes) if _ends(node.when)]
    refs: list[tuple[int | None, int | None]] = list(dated)
    if not refs:
        refs = [(None, i) for i, tie in enumerate(scene.ties) if _ends(tie.when)]
    if not refs:
        return None
    ends = [found for ref in refs if (found := _ends(_when(scene, ref)))]
    axis = _Axis(min(e[0] for e in ends), max(e[3] for e in ends))
    items = [_item(scene, ref, each, axis) for ref, each in zip(refs, ends, strict=True)]
    on = axis(_ordinal(scene.on)) if scene.on else None
    return Timeline(_lanes(scene, items), axis.ticks(), _undated(scene, events=bool(dated)), on)


class _Axis:
    def __init__(self, first: int, last: int) -> None:
        years = (date.fromordinal(first).year, date.fromordinal(last).year + 1)
        span = years[1] - years[0]
        self.step = next(s for s in _STEPS if span / s <= _TICKS or s == _STEPS[-1])
        self.first = years[0] // self.step * self.step
        self.last = -(-years[1] // self.step) * self.step
        self.low = date(max(1, self.first), 1, 1).toordinal()
        self.high = date(min(9999, self.last), 1, 1).toordinal()

    def __call__(self, day: int) -> float:
        part = (day - self.low) / max(1, self.high - self.low)
        return round(LANE_LABEL + min(1.0, max(0.0, part)) * (WIDTH - LANE_LABEL), 1)

    def ticks(self) -> list[tuple[float, str]]:
        years = range(self.first, self.last + 1, self.step)
        return [(self(date(min(9999, max(1, y)), 1, 1).toordinal()), str(y)) for y in years]


def _when(scene: Scene, ref: tuple[int | None, int | None]) -> dict[str, str]:
    node, tie = ref
    return scene.nodes[node].when if node is not None else scene.ties[tie or 0].when


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _ends(when: dict[str, str]) -> tuple[int, int, int, int] | None:
    """Give earliest start, latest start, earliest end and latest end as day numbers."""
    known = [_ordinal(when.get(name, "")) for name in
             ("earliest_start", "latest_start", "earliest_end", "latest_end")]  # fmt: skip
    if not known[0] and not known[1]:
        return None
    start = known[0] or known[1]
    late = known[1] or start
    end = known[3] or known[2] or late
    return start, late, max(known[2] or late, start), max(end, start)


def _item(
    scene: Scene,
    ref: tuple[int | None, int | None],
    ends: tuple[int, int, int, int],
    axis: _Axis,
) -> Item:
    number, tie_number = ref
    urdu = scene.language == "ur"
    start, late, early, end = ends
    when = _when(scene, ref)
    words = when.get("words_ur" if urdu else "words", "") if "time" in when else _years(when)
    if number is not None:
        node = scene.nodes[number]
        label, group, colour, claim = node.name(scene.language), node.group, "#8a5a44", False
    else:
        tie = scene.ties[tie_number or 0]
        parties = (scene.nodes[tie.source], scene.nodes[tie.target])
        label = " – ".join(n.name(scene.language) for n in parties)
        colour = next(p.colour for p in paints(scene) if p.key == tie.paint)
        group, claim = "event", tie.claim
    x0, x1 = axis(start), axis(end)
    item = Item(number, tie_number, _one_line(label), _one_line(words), group, colour, claim,
                x0, max(x0, min(axis(late), x1)), min(axis(max(early, late)), x1), x1)  # fmt: skip
    # Cut to their width, words that would end past the axis have room to the left of their item.
    item.text_left = item.left + item.wide > WIDTH + 14
    return item


def _years(when: dict[str, str]) -> str:
    """Give the years of what has bounds but no time of its own."""
    first, last = (
        (when.get(a) or when.get(b) or "")[:4]
        for a, b in (("earliest_start", "latest_start"), ("latest_end", "earliest_end"))
    )
    return first if first == last or not last else f"{first}–{last}"


def _one_line(text: str) -> str:
    return (wrap(text, _FONT, _LABEL, lines=1) or [""])[0]


def _lanes(scene: Scene, items: list[Item]) -> list[Lane]:
    by_kind: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda i: (i.left, i.right, i.label)):
        by_kind.setdefault(_lane_name(scene, item), []).append(item)
    return [_packed(name, by_kind[name]) for name in by_kind]


def _lane_name(scene: Scene, item: Item) -> str:
    if item.node is not None:
        node = scene.nodes[item.node]
        return node.kind_name(scene.language) or WORDS[scene.language][node.group]
    return scene.ties[item.tie or 0].kind_name(scene.language)


def _packed(name: str, items: list[Item]) -> Lane:
    """Give each item the first row in which it and its words are free."""
    rows: list[list[tuple[float, float]]] = []
    for item in items:
        low, high = item.span
        row = next((r for r, taken in enumerate(rows)
                    if all(high <= a or low >= b for a, b in taken)), len(rows))  # fmt: skip
        if row == len(rows):
            rows.append([])
        rows[row].append((low, high))
        item.row = row
    return Lane(name, items, len(rows))


def _undated(scene: Scene, *, events: bool) -> list[str]:
    if events:
        nodes = [n for n in scene.nodes if n.group == "event" and not _ends(n.when)]
        return [n.name(scene.language) for n in nodes]
    ties = [tie for tie in scene.ties if not _ends(tie.when)]
    names = [n.name(scene.language) for n in scene.nodes]
    return [f"{names[tie.source]} – {names[tie.target]}" for tie in ties]
