"""Layouts that follow what is shown: an alliance, a dyad, shared members, an ego, a corridor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kg.contract import GROUPS
from kg.picture.place.wings import is_winged, wing, wings
from kg.picture.scene import neighbours, start_of

if TYPE_CHECKING:
    from kg.picture.place.view import Point
    from kg.picture.scene import Node, Scene

__all__ = ["blocks", "corridor", "dyad", "ego", "hub", "is_stop", "sets"]

_FLAT: Final = 0.62
_RING_LEAST, _RING_STEP, _RING_ROOM = 210.0, 110.0, 105.0
_ONE_RING: Final = 26
_COLUMN: Final = 9
_BETWEEN: Final = 260.0
_ROW, _ASIDE = 62.0, 175.0
_LONG, _APART = 12, 110.0
# Parties to a corridor: they have a place, which is not on the route.
_PARTIES: Final = ("state", "organization", "person", "group")


def hub(scene: Scene, centre: int) -> list[Point]:
    """Set an alliance in the middle and its members around it, in the order in which they joined.

    The order depends on first dates only, so that a member keeps its place at every date.
    """
    near = neighbours(scene)[centre]
    members = sorted(near, key=lambda i: (start_of(scene, i, centre), scene.nodes[i].label))
    rest = [i for i in range(len(scene.nodes)) if i != centre and i not in near]
    if is_winged(scene, centre):
        return wings(len(scene.nodes), centre, members)
    return _rings(scene, centre, [members, rest])


def blocks(scene: Scene) -> list[Point]:
    """Set the groups of a partition side by side, each as a ring, the busiest things first.

    What is in no group stands below.
    """
    groups: dict[int | None, list[int]] = {}
    for i, node in enumerate(scene.nodes):
        groups.setdefault(node.block, []).append(i)
    at: list[Point] = [(0.0, 0.0)] * len(scene.nodes)
    rest = groups.pop(None, [])
    x = 0.0
    for _, block in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0] or 0)):
        block.sort(key=lambda i: (-scene.nodes[i].degree, scene.nodes[i].label))
        across = max(_RING_LEAST / 2, len(block) * _RING_ROOM / (2 * math.pi)) if block[1:] else 0.0
        x += across
        for place, i in enumerate(block):
            turn = 2 * math.pi * place / len(block) - math.pi / 2
            at[i] = (x + across * math.cos(turn), across * math.sin(turn))
        x += across + _BETWEEN
    low = max((y for _, y in at), default=0.0) + _BETWEEN
    for place, i in enumerate(rest):
        at[i] = (place % _COLUMN * _ASIDE, low + place // _COLUMN * _ROW)
    return at


def ego(scene: Scene, centre: int) -> list[Point]:
    """Set a thing in the middle and the others on rings by their distance, kinds side by side."""
    near = neighbours(scene)
    ties: dict[int, str] = {}
    for tie in scene.ties:
        if centre in (tie.source, tie.target):
            ties.setdefault(tie.target if tie.source == centre else tie.source, tie.paint)
    first = sorted(
        near[centre],
        key=lambda i: (_rank(scene, i), ties.get(i, ""), scene.nodes[i].label),
    )
    if is_winged(scene, centre):
        return wings(len(scene.nodes), centre, first)
    rank = {i: place for place, i in enumerate(first)}
    rest = [i for i in range(len(scene.nodes)) if i != centre and i not in rank]
    rest.sort(key=lambda i: (min((rank.get(n, 999) for n in near[i]), default=999), i))
    return _rings(scene, centre, [first, rest])


def _rank(scene: Scene, i: int) -> int:
    """Give the place of a thing's kind: the few and telling first, what gathers many last."""
    group = scene.nodes[i].group
    return len(GROUPS) if group == "organization" else GROUPS.index(group)


def _rings(scene: Scene, centre: int, rings: list[list[int]]) -> list[Point]:
    at: list[Point] = [(0.0, 0.0)] * len(scene.nodes)
    inner = 0.0
    for ring in rings:
        if not ring:
            continue
        lanes = 1 + len(ring) // _ONE_RING
        room = len(ring) / lanes * _RING_ROOM / (2 * math.pi) / (1 + _FLAT) * 2
        across = max(_RING_LEAST, room, inner + _RING_STEP * 1.4)
        for place, i in enumerate(ring):
            # Nothing stands right below the middle, where the name of the middle goes.
            turn = place + (0.5 if len(ring) % 2 == 0 else 0.0)
            angle = 2 * math.pi * turn / len(ring) - math.pi / 2
            # Members stand alternately further out where one ring would be too crowded.
            reach = across + (place % lanes) * _RING_STEP
            at[i] = (reach * math.cos(angle), reach * _FLAT * math.sin(angle))
        inner = across + (lanes - 1) * _RING_STEP
    at[centre] = (0.0, 0.0)
    return at


def dyad(scene: Scene, one: int, other: int) -> list[Point]:
    """Set two things left and right, what they share between them, what is their own outside."""
    near = neighbours(scene)
    at: list[Point] = [(0.0, 0.0)] * len(scene.nodes)
    rest = [i for i in range(len(scene.nodes)) if i not in (one, other)]
    shared = [i for i in rest if i in near[one] and i in near[other]]
    shared.sort(key=lambda i: (scene.nodes[i].when.get("earliest_start", "9999"), i))
    left = [i for i in rest if i in near[one] and i not in shared]
    right = [i for i in rest if i not in left and i not in shared]
    for own in (left, right):
        own.sort(key=lambda i: (_rank(scene, i), scene.nodes[i].label))
    between = sum({t.source, t.target} == {one, other} for t in scene.ties)
    columns = max(1, round(math.sqrt(len(shared) / 2)))
    half = 260.0 + columns * _ASIDE / 2
    at[one], at[other] = (-half, 0.0), (half, 0.0)
    clear = (min(between, 8) * 15 / 2 + _ROW * 0.8) if between else _ROW / 2
    above = math.ceil(len(shared) / columns / 2)
    for place, i in enumerate(shared):
        # Read downwards in the order of time, with room for the ties between the two themselves;
        # columns stand a little lower each, so that no line runs through its neighbours.
        row, column = divmod(place, columns)
        y = (row - above) * _ROW - clear + _ROW if row < above else clear + (row - above) * _ROW
        at[i] = ((column - (columns - 1) / 2) * _ASIDE, y + column * _ROW / columns)
    for group, side in ((left, -1), (right, 1)):
        for i, (x, y) in zip(group, wing(len(group)), strict=True):
            at[i] = (side * (half + x), y)
    return at


def sets(scene: Scene, found: list[int]) -> list[Point]:
    """Set organisations on a ring; a member stands at the middle of the organisations it is in.

    Members of one organisation alone fan out behind it, so that what lies inside is shared.
    """
    near = neighbours(scene)
    at: list[Point] = [(0.0, 0.0)] * len(scene.nodes)
    groups: dict[tuple[int, ...], list[int]] = {}
    for i in range(len(scene.nodes)):
        if i not in found:
            inside = tuple(h for h in found if h in near[i])
            groups.setdefault(inside, []).append(i)
    crowd = max((len(m) for k, m in groups.items() if len(k) == 1), default=1)
    across = 250.0 + 34.0 * len(found) + 2.0 * crowd
    order = _around(found, groups)
    turn = 0.0 if len(found) == 2 else 0.5 / len(found) * 2 * math.pi  # noqa: PLR2004
    for place, h in enumerate(order):
        angle = 2 * math.pi * place / len(order) + turn + math.pi
        at[h] = (across * math.cos(angle), across * _FLAT * math.sin(angle))
    for inside, members in sorted(groups.items()):
        members.sort(key=lambda i: scene.nodes[i].label)
        _set_group(at, inside, members)
    return at


def _around(found: list[int], groups: dict[tuple[int, ...], list[int]]) -> list[int]:
    """Order organisations so that those that share members stand next to each other."""
    shared = {
        (a, b): sum(len(m) for k, m in groups.items() if a in k and b in k)
        for a in found
        for b in found
    }
    order, left = [found[0]], found[1:]
    while left:
        best = max(left, key=lambda h: (shared[order[-1], h], -found.index(h)))
        order.append(best)
        left.remove(best)
    return order


def _set_group(at: list[Point], inside: tuple[int, ...], members: list[int]) -> None:
    if len(inside) == 1:
        _fan(at, inside[0], members)
        return
    hubs = [at[h] for h in inside]
    x = sum(p[0] for p in hubs) / len(hubs) if hubs else 0.0
    y = sum(p[1] for p in hubs) / len(hubs) if hubs else max(p[1] for p in at) + 150
    if len(hubs) == 2:  # noqa: PLR2004
        _across(at, (x, y), hubs, members)
        return
    columns = max(1, math.ceil(math.sqrt(len(members) * 0.6)))
    for place, i in enumerate(members):
        row, column = divmod(place, columns)
        wide = min(columns, len(members) - row * columns)
        rows = math.ceil(len(members) / columns)
        at[i] = (x + (column - (wide - 1) / 2) * 105, y + (row - (rows - 1) / 2) * 60)


def _across(at: list[Point], middle: Point, hubs: list[Point], members: list[int]) -> None:
    """Set what two organisations share in rows across the line between them."""
    (x0, y0), (x1, y1) = hubs
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (y0 - y1) / length, (x1 - x0) / length
    lanes = 1 + len(members) // _LONG
    for place, i in enumerate(members):
        step = (place - (len(members) - 1) / 2) * (70.0 + 50.0 * abs(dx)) / lanes
        aside = (place % lanes - (lanes - 1) / 2) * _APART
        at[i] = (middle[0] + dx * step - dy * aside, middle[1] + dy * step + dx * aside)


def _fan(at: list[Point], hub: int, members: list[int]) -> None:
    """Fan members out behind their organisation, no two on one ray, alternately further out."""
    hx, hy = at[hub]
    outward = math.atan2(hy / _FLAT, hx)
    lanes = 1 + len(members) // 8
    spread = min(math.radians(215), math.radians(38) * max(0, len(members) - 1))
    for place, i in enumerate(members):
        part = place / (len(members) - 1) - 0.5 if len(members) > 1 else 0.0
        angle, reach = outward + part * spread, 165.0 + (place % lanes) * 95.0
        at[i] = (hx + reach * 1.2 * math.cos(angle), hy + reach * 0.85 * math.sin(angle))


def corridor(scene: Scene) -> list[Point]:
    """Set places where they lie (equirectangular); what is no place stands in columns beside."""
    onto = [i for i, n in enumerate(scene.nodes) if is_stop(n) and n.lat is not None]
    placed = [(scene.nodes[i].lon or 0.0, scene.nodes[i].lat or 0.0) for i in onto]
    middle = sum(p[1] for p in placed) / len(placed)
    squeeze = math.cos(math.radians(middle))
    west, east = min(p[0] for p in placed), max(p[0] for p in placed)
    south, north = min(p[1] for p in placed), max(p[1] for p in placed)
    # More stops need more room, or pushing them apart would undo where they lie.
    wide = max(1.0, math.sqrt(len(onto) / 12))
    scale = wide * min(800 / max((east - west) * squeeze, 0.1), 620 / max(north - south, 0.1))
    at: list[Point] = [(0.0, 0.0)] * len(scene.nodes)
    for i, (lon, lat) in zip(onto, placed, strict=True):
        at[i] = ((lon - west) * squeeze * scale, (north - lat) * scale)
    rest = [i for i in range(len(at)) if i not in set(onto)]
    for column, far in enumerate((False, True)):
        group = [i for i in rest if (scene.nodes[i].group in _PARTIES) == far]
        for row, i in enumerate(group):
            y = (north - south) * scale / 2 + (row - (len(group) - 1) / 2) * 90
            at[i] = (-230.0 - 230.0 * column, y)
    return at


def is_stop(node: Node) -> bool:
    """Say whether a thing may be a stop of a corridor, and is none of its parties."""
    return node.group not in _PARTIES
