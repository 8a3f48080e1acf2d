"""How kinds of tie look: each its colour and its mark, the same in every picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from kg.picture.scene.scene import Scene, Tie

__all__ = ["COLOURS", "MARKS", "TURNING", "Paint", "paints"]

COLOURS: Final = {
    "blue": "#0072b2",
    "red": "#d55e00",
    "green": "#008a64",
    "violet": "#7b61c9",
    "gold": "#8f7000",
    "crimson": "#c2344d",
    "teal": "#1b87a0",
    "rose": "#b0589a",
    "brown": "#a0522d",
    "grey": "#5f6a78",
}

# The marks of vis-network's lines, as corners around 0,0 with the line running to the right.
MARKS: Final[dict[str, list[tuple[float, float]]]] = {
    "": [],
    "circle": [],
    "box": [(-4, -4), (4, -4), (4, 4), (-4, 4)],
    "diamond": [(0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)],
    "bar": [(-1.6, -6.5), (1.6, -6.5), (1.6, 6.5), (-1.6, 6.5)],
    "triangle": [(-5, -5.5), (6, 0), (-5, 5.5)],
}
# Those that turn with their line; a square that did so would be a diamond.
TURNING: Final = ("bar", "triangle")


@dataclass(frozen=True, slots=True)
class Paint:
    """How one kind of tie is drawn, and how many there are."""

    key: str
    label: str
    label_ur: str
    colour: str
    mark: str
    count: int


def paints(scene: Scene) -> list[Paint]:
    """Give every kind of tie in a scene its colour and mark.

    Those that the ontology gives a look come first. Any other takes the look that its name leads
    to, so that it too is alike in every picture, or the next one where that is taken.
    """
    first: dict[str, Tie] = {}
    counts: dict[str, int] = {}
    for tie in scene.ties:
        first.setdefault(tie.paint, tie)
        counts[tie.paint] = counts.get(tie.paint, 0) + tie.count
    looks = {key: look for key, tie in sorted(first.items()) if (look := _own(tie))}
    for key in sorted(key for key, tie in first.items() if _is_route(tie)):
        looks[key] = _plain(set(looks.values())) or _free(key, set(looks.values()))
    for key in sorted(counts):
        looks.setdefault(key, _free(key, set(looks.values())))
    return [
        Paint(
            key,
            _named(scene, first[key], "en"),
            _named(scene, first[key], "ur"),
            COLOURS[looks[key][0]],
            looks[key][1],
            counts[key],
        )
        for key in looks
    ]


def _own(tie: Tie) -> tuple[str, str] | None:
    """Give the colour and the mark that the kind of a tie has in every picture."""
    if tie.paint != tie.kind or tie.colour not in COLOURS:
        return None
    return tie.colour, tie.mark if tie.mark in MARKS else ""


def _free(key: str, taken: set[tuple[str, str]]) -> tuple[str, str]:
    """Give the look that a name leads to (its CRC-32 of ISO 3309), or the next that is free."""
    looks = [(colour, mark) for mark, colour in product(MARKS, COLOURS)]
    at = crc32(key.encode("utf-8", "replace")) % len(looks)
    ordered = looks[at:] + looks[:at]
    return next((look for look in ordered if look not in taken), ordered[0])


def _is_route(tie: Tie) -> bool:
    """Say whether a tie is painted by the route whose stops it joins."""
    return tie.order is not None and tie.paint != tie.kind


def _plain(taken: set[tuple[str, str]]) -> tuple[str, str] | None:
    """Give the next colour that no line without marks has."""
    return next(((colour, "") for colour in COLOURS if (colour, "") not in taken), None)


def _named(scene: Scene, tie: Tie, language: str) -> str:
    """Give the words of a legend entry; ties painted apart by what they lead to name it."""
    kind = tie.kind_name(language)
    if _is_route(tie):
        return (tie.within_label_ur if language == "ur" else "") or tie.within_label
    return kind if tie.paint == tie.kind else f"{kind}: {scene.nodes[tie.target].name(language)}"
