"""The map: things on an outline of coasts and borders, routes in the order of their stops."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.picture.place.outline import names
from kg.picture.place.text import text_width
from kg.picture.place.view import Label, Point
from kg.picture.scene import is_route, neighbours

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.picture.scene import Scene

__all__ = ["Projection", "amid_its_own", "country_names", "fitted", "meet", "on_map", "projection"]

_WIDTH: Final = 1040.0
_LEAST_SPAN: Final = 9.0
_MARGIN: Final = 0.16
_FLATTEST, _TALLEST = 0.45, 0.85
_SAME: Final = 7.0
_SEEN: Final = 4
_TURNS: Final = 400
_FEW: Final = 2
# A name may be somewhat wider than its country.
_JUTS: Final = 1.3


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
    return fitted(spots) if len(spots) > 1 else None


def fitted(spots: list[tuple[float, float]], margin: float = _MARGIN) -> Projection:
    """Fit the map to longitudes and latitudes, with a share of their span as margin."""
    west, east = _span([spot[0] for spot in spots], 180.0, margin)
    south, north = _span([spot[1] for spot in spots], 90.0, margin)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = (east - west) * squeeze, north - south
    if tall < wide * _FLATTEST:
        south, north = _widen(south, north, wide * _FLATTEST, 90.0)
    if tall > wide * _TALLEST:
        west, east = _widen(west, east, tall / _TALLEST / squeeze, 180.0)
    scale = _WIDTH / (east - west)
    return Projection(west, north, east, south, scale, scale / squeeze)


def _span(values: list[float], limit: float, margin: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = max((high - low) * (1 + 2 * margin), _LEAST_SPAN)
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


def amid_its_own(scene: Scene, at: list[Point | None]) -> list[int]:
    """Set each organisation that has no place amid what it is tied to, and say which they are.

    One that is tied to a single thing on the map stays off it: it would stand for nothing there.
    """
    found = []
    taken = {p for p in at if p}
    for index, own in enumerate(neighbours(scene)):
        spots = [p for other in sorted(own) if (p := at[other])]
        node = scene.nodes[index]
        if at[index] or node.lat is not None or node.group != "organization" or len(spots) < _FEW:
            continue
        x, y = _mean(p[0] for p in spots), _mean(p[1] for p in spots)
        at[index] = _clear((x, y), taken)
        taken.add(at[index] or (x, y))
        found.append(index)
    return found


def _clear(spot: Point, taken: set[Point]) -> Point:
    """Give the nearest place on a spiral that is clear of what stands already."""
    for count in range(_TURNS):
        reach, turn = _SAME * 2 * math.sqrt(count), count * 2.4
        x, y = spot[0] + reach * math.cos(turn), spot[1] + reach * math.sin(turn)
        if all(math.dist((x, y), other) > 3 * _SAME for other in taken):
            break
    return round(x, 1), round(y, 1)


def country_names(
    fit: Projection,
    labels: list[Label],
    at: list[Point | None],
    size: float,
    told: Collection[str] = (),
) -> list[tuple[str, Point]]:
    """Set the names of the countries on the map where nothing of the picture stands.

    A name goes to that point inside the country, on the map, that is nearest the middle of what is
    seen of it; where every such point is taken or too near the edge, or the country is too small
    for its name, it is left out.

    Args:
        fit: The map.
        labels: What has its words already.
        at: Where things stand.
        size: Of the words, in pixels.
        told: Countries that are named already.
    """
    taken = [(b.x, b.y, b.width, b.height) for b in labels if b.shown]
    taken += [(p[0], p[1], 26.0, 26.0) for p in at if p]
    right, bottom = fit(fit.east, fit.south)
    found: list[tuple[str, Point]] = []
    for name, points in names().items():
        spots = [fit(*p) for p in points if fit.holds(*p)] if name not in told else []
        if len(spots) < min(_SEEN, len(points)) or len(spots) < 2:  # noqa: PLR2004
            continue
        wide = text_width(name.upper(), size) * 1.15
        if wide > _JUTS * _across(spots, 2 * fit.scale_x):
            continue
        inner = [
            s for s in spots if wide / 2 < s[0] < right - wide / 2 and size < s[1] < bottom - size
        ]
        middle = (_mean(s[0] for s in spots), _mean(s[1] for s in spots))
        for spot in sorted(inner, key=lambda s: math.dist(s, middle)):
            box = (spot[0], spot[1], wide, size * 1.4)
            if not any(meet(box, other) for other in taken):
                taken.append(box)
                found.append((name, spot))
                break
    return found


def _across(spots: list[Point], mesh: float) -> float:
    """Give how wide a country is, of whose points one stands for each mesh."""
    return max(x for x, _ in spots) - min(x for x, _ in spots) + mesh


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known)


def meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Say whether two boxes, given by middle and size, share more than an edge."""
    return abs(a[0] - b[0]) < (a[2] + b[2]) / 2 and abs(a[1] - b[1]) < (a[3] + b[3]) / 2
