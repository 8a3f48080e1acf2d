"""The map: things on an outline of coasts and borders, routes in the order of their stops."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.picture.geography import outline
from kg.picture.shape import is_route
from kg.picture.view import Line, Point

if TYPE_CHECKING:
    from kg.picture.scene import Scene

__all__ = ["Projection", "background", "on_map", "projection"]

_WIDTH: Final = 1040.0
_LEAST_SPAN: Final = 9.0
_MARGIN: Final = 0.16
_FLATTEST, _TALLEST = 0.45, 0.85
_SAME: Final = 7.0


class Projection(NamedTuple):
    """Equirectangular, true to scale along the middle parallel; pixels, y downwards."""

    west: float
    north: float
    east: float
    south: float
    scale_x: float
    scale_y: float

    def __call__(self, lon: float, lat: float) -> Point:
        """Give the place of a longitude and latitude in pixels."""
        x, y = (lon - self.west) * self.scale_x, (self.north - lat) * self.scale_y
        return round(x, 1), round(y, 1)

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a longitude and latitude lie on the map."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def projection(scene: Scene) -> Projection | None:
    """Fit the map to what has coordinates; None where fewer than two things have them.

    The map of a route keeps to the route: a party whose capital is far off would shrink it.
    """
    route = is_route(scene)
    spots = [
        (n.lon, n.lat)
        for n in scene.nodes
        if n.lon is not None and n.lat is not None and not (route and n.group == "state")
    ]
    if len(spots) < 2:  # noqa: PLR2004
        return None
    west, east = _span([spot[0] for spot in spots], 180.0)
    south, north = _span([spot[1] for spot in spots], 90.0)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = (east - west) * squeeze, north - south
    if tall < wide * _FLATTEST:
        south, north = _widen(south, north, wide * _FLATTEST, 90.0)
    if tall > wide * _TALLEST:
        west, east = _widen(west, east, tall / _TALLEST / squeeze, 180.0)
    scale = _WIDTH / (east - west)
    return Projection(west, north, east, south, scale, scale / squeeze)


def _span(values: list[float], limit: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((high - low) * (1 + 2 * _MARGIN), _LEAST_SPAN)
    return _widen(low, high, room, limit)


def _widen(low: float, high: float, room: float, limit: float) -> tuple[float, float]:
    middle = (low + high) / 2
    return max(-limit, middle - room / 2), min(limit, middle + room / 2)


def on_map(scene: Scene, fit: Projection) -> list[Point | None]:
    """Give each thing's place on the map, None without coordinates.

    Things in one spot (a capital and a state) stand beside each other, a few pixels apart.
    """
    seen: dict[tuple[int, int], int] = {}
    at: list[Point | None] = []
    for node in scene.nodes:
        if node.lat is None or node.lon is None or not fit.holds(node.lon, node.lat):
            at.append(None)
            continue
        x, y = fit(node.lon, node.lat)
        cell = (round(x / _SAME), round(y / _SAME))
        count = seen.get(cell, 0)
        seen[cell] = count + 1
        turn, reach = count * 2.4, _SAME * 2 * math.sqrt(count)
        at.append((round(x + reach * math.cos(turn), 1), round(y + reach * math.sin(turn), 1)))
    return at


def background(fit: Projection) -> list[Line]:
    """Give the outline within the map's frame, cut at its edge."""
    found = []
    for kind, lines in outline().items():
        for line in lines:
            found += [Line(kind, [fit(*p) for p in run]) for run in _clip(line, fit)]
    return found


def _clip(line: list[tuple[float, float]], fit: Projection) -> list[list[tuple[float, float]]]:
    """Cut a line to the runs that touch the frame; what juts out is hidden by the frame itself."""
    runs: list[list[tuple[float, float]]] = []
    whole = False
    for a, b in pairwise(line):
        touches = (
            max(a[0], b[0]) >= fit.west
            and min(a[0], b[0]) <= fit.east
            and max(a[1], b[1]) >= fit.south
            and min(a[1], b[1]) <= fit.north
        )
        if touches and whole:
            runs[-1].append(b)
        elif touches:
            runs.append([a, b])
        whole = touches
    return runs
