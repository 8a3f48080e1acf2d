"""The ground of a map: land, coasts and borders cut to its frame."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.picture.place.outline import areas, outline
from kg.picture.place.view import Line, Patch

if TYPE_CHECKING:
    from kg.picture.place.map import Projection

__all__ = ["area_at", "background", "cut_line", "cut_ring", "inside", "land"]

Spot = tuple[float, float]
Box = tuple[float, float, float, float]
_NEAR: Final = 1.2
_CORNERS: Final = 3


def background(fit: Projection) -> list[Line]:
    """Give the lines of the outline within the map's frame, in pixels."""
    return [
        Line(kind, [fit(*p) for p in run])
        for kind, lines in outline().items()
        for line in lines
        for run in cut_line(line, (fit.west, fit.south, fit.east, fit.north))
    ]


def land(fit: Projection) -> list[Patch]:
    """Give every country's land within the map's frame, in pixels; none that is off it."""
    box = (fit.west, fit.south, fit.east, fit.north)
    found = []
    for name, rings, _ in areas():
        cut = [ring for each in rings if len(ring := cut_ring(each, box)) >= _CORNERS]
        if cut:
            found.append(Patch(name, [[fit(*p) for p in ring] for ring in cut]))
    return found


def area_at(lon: float, lat: float) -> str:
    """Give the name of the country in which a point lies; empty where none is near.

    Coasts are thinned, so that a port may lie off them: then it is the nearest country's.
    """
    near = [area for area in areas() if _reaches(area.box, lon, lat)]
    for name, rings, _ in near:
        if sum(inside((lon, lat), ring) for ring in rings) % 2:
            return name
    apart = {
        name: min(max(abs(x - lon), abs(y - lat)) for ring in rings for x, y in ring)
        for name, rings, _ in near
    }
    name = min(apart, key=apart.__getitem__, default="")
    return name if name and apart[name] < _NEAR else ""


def _reaches(box: Box, lon: float, lat: float) -> bool:
    return box[0] - _NEAR < lon < box[2] + _NEAR and box[1] - _NEAR < lat < box[3] + _NEAR


def inside(point: Spot, ring: list[Spot]) -> bool:
    """Say whether a point lies in a ring, by counting the sides that a ray crosses."""
    x, y = point
    found = False
    for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            found = not found
    return found


def cut_line(line: list[Spot], box: Box) -> list[list[Spot]]:
    """Cut a line to the runs of it that lie in a box (Liang and Barsky 1984)."""
    runs: list[list[Spot]] = []
    if all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in line):
        return [line] if len(line) > 1 else []
    for a, b in pairwise(line):
        part = _part(a, b, box)
        if part is None:
            continue
        start, end = part
        if runs and runs[-1][-1] == start:
            runs[-1].append(end)
        else:
            runs.append([start, end])
    return [run for run in runs if len(run) > 1]


def _part(a: Spot, b: Spot, box: Box) -> tuple[Spot, Spot] | None:
    dx, dy = b[0] - a[0], b[1] - a[1]
    first, last = 0.0, 1.0
    for step, room in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]),
                       (-dy, a[1] - box[1]), (dy, box[3] - a[1])):  # fmt: skip
        if not step and room < 0:
            return None
        if step < 0:
            first = max(first, room / step)
        elif step > 0:
            last = min(last, room / step)
    if first >= last:
        return None
    start = a if not first else (a[0] + first * dx, a[1] + first * dy)
    return start, b if last == 1 else (a[0] + last * dx, a[1] + last * dy)


def cut_ring(ring: list[Spot], box: Box) -> list[Spot]:
    """Cut a ring to a box (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        ring = _half(ring, axis, limit, sign)
    return ring


def _half(ring: list[Spot], axis: int, limit: float, sign: int) -> list[Spot]:
    """Keep of a ring what lies on one side of a line."""
    found: list[Spot] = []
    for a, b in pairwise([ring[-1], *ring]) if ring else ():
        one, two = sign * (a[axis] - limit), sign * (b[axis] - limit)
        if (one < 0) != (two < 0):
            part = one / (one - two)
            found.append((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))
        if two >= 0:
            found.append(b)
    return found
