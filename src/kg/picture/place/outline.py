"""Coast lines, borders and areas that a map is drawn on, without the internet."""

from __future__ import annotations

import json
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

__all__ = ["Area", "Outline", "areas", "names", "outline"]

Spot: TypeAlias = tuple[float, float]
Outline: TypeAlias = dict[str, list[list[Spot]]]
_ROUND: Final = 360.0
_EDGE: Final = 180.0


class Area(NamedTuple):
    """A country's land: its name in the source, its rings, in degrees, and the box around them.

    A ring inside another is a hole. One that crosses the 180th meridian is there twice, at either
    end of the map, and reaches past it.
    """

    name: str
    rings: list[list[Spot]]
    box: tuple[float, float, float, float]


@cache
def outline() -> Outline:
    """Give the polylines by kind: ``"coast"``, ``"border"`` and ``"disputed"``, in degrees.

    The file holds steps of a hundredth of a degree; `geography/README.md` names source and licence.
    """
    found: Outline = {"border": [], "coast": [], "disputed": []}
    for kind, steps in _stored()["lines"]:
        found[kind] += _at_both_ends(_decode(steps))
    return found


@cache
def areas() -> list[Area]:
    """Give the land of every country."""
    stored = _stored()
    lines = [_decode(steps) for _, steps in stored["lines"]]
    found = []
    for name, numbers in stored["areas"]:
        rings = [copy for ring in numbers for copy in _at_both_ends(_ring(ring, lines))]
        xs, ys = ([spot[axis] for ring in rings for spot in ring] for axis in (0, 1))
        found.append(Area(name, rings, (min(xs), min(ys), max(xs), max(ys))))
    return found


@cache
def names() -> dict[str, list[Spot]]:
    """Give points inside each country, by its name, two degrees apart."""
    stored = _stored()["names"]
    return {name: list(zip(flat[0::2], flat[1::2], strict=True)) for name, flat in stored}


@cache
def _stored() -> dict[str, Any]:
    text = (Path(__file__).parent / "geography" / "outline.json").read_text(encoding="utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored


def _decode(steps: list[int]) -> list[Spot]:
    lon, lat = accumulate(steps[0::2]), accumulate(steps[1::2])
    return [(x / 100, y / 100) for x, y in zip(lon, lat, strict=True)]


def _ring(numbers: list[int], lines: list[list[Spot]]) -> list[Spot]:
    """Join lines to a ring, each begun where the last one ended, on whichever side of 180°."""
    found: list[Spot] = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        turn = _ROUND * round((found[-1][0] - line[0][0]) / _ROUND) if found else 0.0
        found += [(lon + turn, lat) for lon, lat in line[1 if found else 0 :]]
    return found


def _at_both_ends(line: list[Spot]) -> list[list[Spot]]:
    """Give a line, and once more at the other end of the map where it crosses 180 degrees."""
    past = [lon for lon, _ in line if abs(lon) > _EDGE]
    if not past:
        return [line]
    turn = -_ROUND if past[0] > 0 else _ROUND
    return [line, [(lon + turn, lat) for lon, lat in line]]
