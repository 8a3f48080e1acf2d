"""The map of shaded land: each state's area in the colour of what is told of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.picture.place.ground import background, land
from kg.picture.place.labels import label_all
from kg.picture.place.map import Projection, country_names, fitted, meet
from kg.picture.place.outline import areas, names
from kg.picture.place.shade import classes, lands
from kg.picture.place.text import text_width
from kg.picture.place.values import values
from kg.picture.place.view import Label, Patch, Point, View, gap
from kg.picture.scene import WORDS, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.picture.place.shade import Land
    from kg.picture.place.view import Shade
    from kg.picture.scene import Scene

__all__ = ["box", "choropleth", "choropleths"]

_MARGIN: Final = 0.05
_MAIN: Final = 0.18
_SMALL: Final = 9.0
_DISC: Final = 6.0
# How far from the middle of its land a name may stand without a line to it.
_NEAR: Final = 9.0
_CROWD: Final = 25
_DATED: Final = 12
_SIDES: Final = 16
# How many corners of a land tell how much of it is covered.
_CORNERS: Final = 16
_EDGE: Final = 180.0
_JUTS: Final = 1.4
_GAPS: Final = (2.0, 14.0, 34.0)
Box = tuple[float, float, float, float]
_SOUTHMOST, _NORTHMOST = -58.0, 84.0


def choropleth(scene: Scene, shade: object, font: float) -> View:
    """Shade states on the map.

    The map holds the states that are shaded, each with its name on its land; one too small to
    see is a disc in its colour. Everything else of the scene is told by the shade or not at all.

    Args:
        scene: What is drawn.
        shade: As `values` takes it.
        font: Size of the names in pixels.

    Raises:
        UsageError: Nothing is told of any state that has a place.
    """
    return choropleths([scene], shade, font)[0]


def choropleths(scenes: Sequence[Scene], shade: object, font: float) -> list[View]:
    """Shade states on several maps of one extent, with one meaning of each colour.

    Raises:
        UsageError: Nothing is told of any state that has a place, on any of them.
    """
    told = _told(scenes, shade)
    every: Land = {name: value for found, _ in told for name, value in found.items()}
    if not every:
        raise UsageError("there is no state with a place to shade",
                         mend="shade by something that states have, or view=network")  # fmt: skip
    fit = _fit(every)
    shades, given = classes([value for found, _ in told for _, value in found.values()])
    numbers = iter(given)
    font = font if len(every) <= _CROWD else font * 0.68
    return [
        _shaded(scene, found, {name: next(numbers) for name in found}, shades, fit, font, left)
        for scene, (found, left) in zip(scenes, told, strict=True)
    ]


def _told(scenes: Sequence[Scene], shade: object) -> list[tuple[Land, list[list[str]]]]:
    """Give what is told of the land of each scene; of one that lacks what another has, nothing."""
    told, refused = [], []
    for scene in scenes:
        try:
            told.append(lands(scene, values(scene, shade)))
        except UsageError as error:
            refused.append(error)
            told.append(({}, [[], []]))
    if len(refused) == len(scenes):
        raise refused[-1]
    return told


def _shaded(
    scene: Scene, found: Land, number: Mapping[str, int], shades: list[Shade], fit: Projection,
    font: float, left_out: list[list[str]],
) -> View:  # fmt: skip
    view = View("map", [None] * len(scene.nodes), [0.0] * len(scene.nodes), [], font)
    view.frame = (0.0, 0.0, *fit(fit.east, fit.south))
    view.shades, view.lines, view.patches = shades, background(fit), land(fit)
    for patch in view.patches:
        if patch.name in found:
            patch.node, patch.shade = found[patch.name][0], number[patch.name]
    view.patches += _discs(scene, view, found, fit)
    view.labels = _labels(scene, view, fit)
    if scene.language == "en":
        told = [name for name, (at, _) in found.items() if at is not None]
        view.names = country_names(fit, view.labels, [], font * 0.75, told)
    words = WORDS[scene.language]
    view.notes = [f"{words['borders']} {words['areas_today']}"]
    for word, left in zip(("no_area", "one_area"), left_out, strict=True):
        view.notes += [f"{words[word]}: {listed(left, scene.language)}"] if left else []
    return view


def _fit(found: Land) -> Projection:
    spots: list[Point] = []
    for name, rings, _ in areas():
        if name in found:
            sizes = [_size(ring) for ring in rings]
            main = [r for r, size in zip(rings, sizes, strict=True) if size >= _MAIN * max(sizes)]
            # Of a ring at both ends of the map, the one that lies mostly on it.
            main = [ring for ring in main if abs(_centre(ring)) <= _EDGE]
            spots += [spot for ring in main for spot in ring if abs(spot[0]) <= _EDGE]
    fit = fitted(spots, _MARGIN)
    north, south = min(fit.north, _NORTHMOST), max(fit.south, _SOUTHMOST)
    return Projection(fit.west, north, fit.east, south, fit.scale_x, fit.scale_y)


def _size(ring: list[Point]) -> float:
    """Give a ring's area in square degrees (the shoelace formula)."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def _centre(ring: list[Point]) -> float:
    return (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2


def _discs(scene: Scene, view: View, found: Land, fit: Projection) -> list[Patch]:
    """Give a disc for each shaded state whose land is too small to be seen."""
    seen = {patch.name for patch in view.patches if _width(patch) >= _SMALL}
    number = {patch.name: patch.shade for patch in view.patches}
    discs = []
    for name, (at, _) in found.items():
        if name in seen or name not in number:
            continue
        patch = next(patch for patch in view.patches if patch.name == name)
        node = scene.nodes[at] if at is not None else None
        placed = node is not None and node.lon is not None and node.lat is not None
        x, y = fit(node.lon, node.lat) if placed and node else _middle(patch)  # type: ignore[arg-type]
        turns = [2 * math.pi * step / _SIDES for step in range(_SIDES)]
        ring = [(x + _DISC * math.cos(turn), y + _DISC * math.sin(turn)) for turn in turns]
        discs.append(Patch(name, [ring], number[name], at, disc=True))
    return discs


def _width(patch: Patch) -> float:
    xs = [x for ring in patch.rings for x, _ in ring]
    ys = [y for ring in patch.rings for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _middle(patch: Patch) -> Point:
    ring = max(patch.rings, key=_size)
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _labels(scene: Scene, view: View, fit: Projection) -> list[Label]:
    """Set the names of shaded states on their land, the largest first, where none covers another.

    A name that has no room there stands beside it, with a line that leads to it.
    """
    made = label_all(scene, view.radii, view.font)
    discs = {patch.node: patch for patch in view.patches if patch.disc}
    shaded = [discs.get(p.node, p) for p in view.patches if p.node is not None and not p.disc]
    taken = [box(patch) for patch in discs.values()]
    found: dict[int, Label] = {}
    rest = []
    for patch in sorted(shaded, key=_width, reverse=True):
        label = found[patch.node or 0] = made[patch.node or 0]
        if len(shaded) > _DATED:
            _undate(label, view.font, scene.language)
        if not _set_on(patch, label, taken, view, fit):
            rest.append(patch)
    lands = {patch.name: _thinned(max(patch.rings, key=_size)) for patch in view.patches}
    for patch in rest:
        _set_beside(patch, found[patch.node or 0], taken, view, lands)
    return [found[at] for at in sorted(found)]


def _undate(label: Label, font: float, language: str) -> None:
    lines = label.lines_ur if language == "ur" else label.lines
    label.height -= font if label.sub else 0.0
    label.width = max(text_width(line, font) for line in lines) + 6
    label.sub = label.sub_ur = ""


def _set_on(patch: Patch, label: Label, taken: list[Box], view: View, fit: Projection) -> bool:
    """Give a name the first place on its land that is free, if there is one."""
    for spot in _inner(patch, label, fit):
        if _free((*spot, label.width, label.height), taken, view):
            label.x, label.y = view.at[label.node] = spot
            taken.append((*spot, label.width, label.height))
            return True
    return False


def _set_beside(
    patch: Patch, label: Label, taken: list[Box], view: View, lands: Mapping[str, list[Point]]
) -> None:
    """Give a name the free place beside its land that covers least of any other land.

    On all of another it would be read as that one's name.
    """
    spots = _beside(patch, label)
    free = [spot for spot in spots if _free((*spot, label.width, label.height), taken, view)]
    others = [land for name, land in lands.items() if name != patch.name]
    # Nearer places come first; one that is further off has to cover less.
    costs = {spot: _covered(label, spot, others) + 0.01 * spots.index(spot) for spot in free}
    label.x, label.y = min(costs, key=costs.__getitem__, default=spots[0])
    x, y = _middle(patch)
    label.shown, label.led = bool(free), bool(free) and gap(label, (x, y)) > _NEAR
    view.at[label.node] = (round(x, 1), round(y, 1)) if label.led else (label.x, label.y)
    if free:
        taken.append((label.x, label.y, label.width, label.height))


def _thinned(ring: list[Point]) -> list[Point]:
    return ring[:: max(1, len(ring) // _CORNERS)]


def _covered(label: Label, spot: Point, others: list[list[Point]]) -> float:
    """Give how much of lands a name covers, a whole one as 1."""
    wide, tall = label.width / 2, label.height / 2
    return sum(
        sum(abs(x - spot[0]) < wide and abs(y - spot[1]) < tall for x, y in land) / len(land)
        for land in others
    )


def _inner(patch: Patch, label: Label, fit: Projection) -> list[Point]:
    """Give where a name may stand on the larger part of its land, from the middle outwards."""
    x, y, wide, tall = box(patch)
    if patch.disc or wide * _JUTS < label.width:
        return []
    spots = [fit(*spot) for spot in names().get(patch.name, [])]
    inner = [s for s in spots if abs(s[0] - x) <= wide / 2 and abs(s[1] - y) <= tall / 2]
    return sorted(inner, key=lambda spot: math.dist(spot, (x, y))) or [_middle(patch)]


def _beside(patch: Patch, label: Label) -> list[Point]:
    x, y, wide, tall = box(patch)
    near = []
    # Among many names a line that is long leads nowhere.
    for away in _GAPS if label.sub else _GAPS[:2]:
        off, under = (wide + label.width) / 2 + away, (tall + label.height) / 2 + away
        near += [(x, y + under), (x, y - under), (x + off, y), (x - off, y)]
        near += [(x + off, y + under), (x - off, y + under), (x + off, y - under),
                 (x - off, y - under)]  # fmt: skip
    return [(round(a, 1), round(b, 1)) for a, b in near]


def box(patch: Patch) -> Box:
    """Give the middle, the width and the height of the larger part of some land."""
    ring = max(patch.rings, key=_size)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return (*middle, max(xs) - min(xs), max(ys) - min(ys))


def _free(wanted: Box, taken: list[Box], view: View) -> bool:
    x, y, wide, tall = wanted
    *_, right, bottom = view.frame or (0.0, 0.0, 0.0, 0.0)
    on_it = wide / 2 <= x <= right - wide / 2 and tall / 2 <= y <= bottom - tall / 2
    return on_it and not any(meet(wanted, other) for other in taken)
