"""What is dated on the axis of years: where its time lies, and where its words go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.picture.place.text import fit, text_width

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = [
    "LANE_LABEL", "WIDTH", "Axis", "Item", "Ref", "ends_of", "item_of", "one_line", "ordinal",
    "set_on", "when_of",
]  # fmt: skip

Ref: TypeAlias = tuple[int | None, int | None]
"""The number of a thing, or that of a tie."""

WIDTH: Final = 1080.0
LANE_LABEL: Final = 150.0
_LEAST_BAR: Final = 6.0
_AIR: Final = 24.0
_FONT: Final = 12.5
_TICKS: Final = 11
# How far a bar fades at an end of which nobody says when it was.
_FADE: Final = 90.0
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(slots=True)
class Item:
    """One dated thing or tie: where its sure and its possible time lie, and where its words go.

    `fades` says at which ends its time is open, so that it has no edge there: nobody says when it
    began, or it has not ended.
    """

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
    fades: tuple[bool, bool] = (False, False)

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


class Axis:
    """An axis of years, from the name of the lanes to the right edge.

    Args:
        first: The first day that has to lie on it, as its number.
        last: The last one.
    """

    def __init__(self, first: int, last: int) -> None:
        years = (date.fromordinal(first).year, date.fromordinal(last).year + 1)
        span = years[1] - years[0]
        self.step = next(s for s in _STEPS if span / s <= _TICKS or s == _STEPS[-1])
        self.first = years[0] // self.step * self.step
        self.last = -(-years[1] // self.step) * self.step
        self.low = date(max(1, self.first), 1, 1).toordinal()
        self.high = date(min(9999, self.last), 1, 1).toordinal()

    def __call__(self, day: int) -> float:
        """Give how far right a day lies."""
        part = (day - self.low) / max(1, self.high - self.low)
        return round(LANE_LABEL + min(1.0, max(0.0, part)) * (WIDTH - LANE_LABEL), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Give where its years stand, and their words."""
        years = range(self.first, self.last + 1, self.step)
        return [(self(date(min(9999, max(1, y)), 1, 1).toordinal()), str(y)) for y in years]


def when_of(scene: Scene, ref: Ref) -> dict[str, str]:
    """Give the time of a thing or of a tie; see `kg.picture.scene.Node`."""
    node, tie = ref
    return scene.nodes[node].when if node is not None else scene.ties[tie or 0].when


def ordinal(day: str) -> int:
    """Give the number of a day; 0 where it is none."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _fades(when: dict[str, str]) -> tuple[bool, bool]:
    """Say at which ends a time is open: nobody says when that was, or it goes on."""
    began = bool(when.get("earliest_start")) or not when.get("latest_start")
    ended = bool(when.get("latest_end")) or not when.get("earliest_end")
    return not began, not ended or when.get("time", "").endswith("/")


def ends_of(when: dict[str, str]) -> tuple[int, int, int, int] | None:
    """Give earliest start, latest start, earliest end and latest end as day numbers."""
    known = [ordinal(when.get(name, "")) for name in
             ("earliest_start", "latest_start", "earliest_end", "latest_end")]  # fmt: skip
    if not known[0] and not known[1]:
        return None
    start = known[0] or known[1]
    late = known[1] or start
    end = known[3] or known[2] or late
    return start, late, max(known[2] or late, start), max(end, start)


def item_of(
    scene: Scene,
    ref: Ref,
    axis: Axis,
    colours: dict[str, str],
) -> Item:
    """Give a thing or a tie as it lies on the axis."""
    number, tie_number = ref
    urdu = scene.language == "ur"
    when = when_of(scene, ref)
    words = when.get("words_ur" if urdu else "words", "") if "time" in when else _years(when)
    if number is not None:
        node = scene.nodes[number]
        label, group, colour, claim = node.name(scene.language), node.group, "#8a5a44", False
    else:
        tie = scene.ties[tie_number or 0]
        parties = (scene.nodes[tie.source], scene.nodes[tie.target])
        label = " – ".join(n.name(scene.language) for n in parties)
        colour, group, claim = colours[tie.paint], "event", tie.claim
    item = set_on(label, words, when, axis)
    item.node, item.tie = number, tie_number
    item.group, item.colour, item.claim = group, colour, claim
    return item


def set_on(label: str, words: str, when: dict[str, str], axis: Axis) -> Item:
    """Set a dated thing with its words on the axis."""
    start, late, early, end = ends_of(when) or (0, 0, 0, 0)
    x0, x1 = axis(start), axis(end)
    fades = _fades(when)
    if fades[0]:
        x0 = LANE_LABEL if when.get("time", "").startswith("..") else max(LANE_LABEL, x0 - _FADE)
    if fades[1]:
        x1 = min(WIDTH, x1 + _FADE if when.get("latest_end") else axis(max(early, late)) + _FADE)
    item = Item(None, None, one_line(label, x0), one_line(words, x0), "event", "", False,
                round(x0, 1), max(x0, min(axis(late), x1)), min(axis(max(early, late)), x1),
                round(x1, 1), fades=fades)  # fmt: skip
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


def one_line(text: str, left: float = WIDTH) -> str:
    """Cut words that begin at a place to the room there, or on its left, where there is more."""
    return fit(text, _FONT, max(WIDTH - left, left - LANE_LABEL) - _AIR)
