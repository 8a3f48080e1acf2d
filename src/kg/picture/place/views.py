"""The views of a scene: network and map, each with positions, lines and labels that fit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from kg.picture.place.choropleth import choropleth, choropleths
from kg.picture.place.counts import count_lines
from kg.picture.place.ground import area_at, background, land
from kg.picture.place.kept import kept
from kg.picture.place.labels import label_all
from kg.picture.place.layout import positions, sides
from kg.picture.place.map import amid_its_own, country_names, meet, on_map, projection
from kg.picture.place.round import go_round
from kg.picture.place.spread import place, separate
from kg.picture.place.view import Label, Point, Strand, View, gap, gather, strands
from kg.picture.scene import WORDS, is_route, listed, radius

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.picture.scene import Scene

__all__ = ["map_view", "network_view", "several_views"]

_CROWD: Final = 300
_MANY: Final = 120
_WIDER, _HIGHER = 2.6, 1.7
_STAGE: Final = (820.0, 620.0)
_SMALLEST, _LARGEST = 10.5, 22.0
_FITS: Final = 4
# How far from its marker a name may stand without a line to it.
_OFF: Final = 9.0
_SWELL: Final = 2.4


def network_view(scene: Scene, layout: str | Mapping[Any, Point] | None, seed: int) -> View:
    """Lay a scene out as a network.

    Args:
        scene: What is to be drawn.
        layout: As `kg.picture.draw` takes it.
        seed: Of the stress layout.
    """
    beside = sides(scene, layout)
    crowd = _CROWD + 1 if beside else len(scene.nodes)
    radii = [radius(node, crowd) for node in scene.nodes]
    start = positions(scene, layout, seed)
    if _MANY < len(start) <= _CROWD and not beside:
        # Names are wide: things that start further apart are pushed less out of their shape.
        start = [(x * _WIDER, y * _HIGHER) for x, y in start]
    at, font = start, _font(scene)
    for _ in range(0 if beside else _FITS):
        labels = label_all(scene, radii, font)
        at = separate(start, radii, labels if len(start) <= _CROWD else None)
        larger = _legible(at, font)
        if larger <= font:
            break
        font = larger
    if beside:
        font, at = 13.0, _middle_apart(start, radii, label_all(scene, radii, 13.0), beside)
    if len(at) > _CROWD and not beside:
        # What is read by zooming in is seen from afar too.
        radii = [round(r * min(_SWELL, max(1.0, font / 18)), 1) for r in radii]
    labels = label_all(scene, radii, font, beside)
    places: list[Point | None] = [*at]
    lines = go_round(gather(strands(scene), places), places, radii)
    named = place(places, radii, labels, lines, roomy=len(at) <= _MANY)
    return count_lines(scene, View("network", places, radii, lines, font, named))


def _middle_apart(
    start: list[Point], radii: list[float], labels: list[Label], beside: Mapping[int, int]
) -> list[Point]:
    """Push apart what has no place of its own at the side."""
    free = [i for i in range(len(start)) if i not in beside]
    at = list(start)
    moved = separate([start[i] for i in free], [radii[i] for i in free], [labels[i] for i in free])
    for i, point in zip(free, moved, strict=True):
        at[i] = point
    return [(round(x, 1), round(y, 1)) for x, y in at]


def _legible(at: list[Point], font: float) -> float:
    """Give the font size at which a picture that is fitted to the page's stage can be read."""
    wide = max((x for x, _ in at), default=0.0) - min((x for x, _ in at), default=0.0) + 150
    tall = max((y for _, y in at), default=0.0) - min((y for _, y in at), default=0.0) + 110
    needed = _SMALLEST * max(wide / _STAGE[0], tall / _STAGE[1])
    # A crowd is read by zooming in: there the labels that fit at first are few and large.
    return round(max(font, needed if len(at) > _CROWD else min(needed, _LARGEST)), 1)


def map_view(scene: Scene, shade: object = None) -> View | None:
    """Set a scene on the map; None where fewer than two things have coordinates.

    Args:
        scene: What is to be drawn.
        shade: What states are shaded by, as `values` takes it; None shades none.

    Raises:
        UsageError: There is nothing of the kind to shade states by.
    """
    if shade is not None:
        return choropleth(scene, shade, _font(scene) * 1.2)
    fit = projection(scene)
    if fit is None:
        return None
    radii = [0.0 if node.area else round(radius(node, len(scene.nodes)) * 0.62, 1)
             for node in scene.nodes]  # fmt: skip
    at = on_map(scene, fit)
    amid = [] if is_route(scene) else amid_its_own(scene, at)
    lines = gather([s for s in strands(scene) if at[s.source] and at[s.target]], at)
    font, frame = _font(scene) * 1.2, (0.0, 0.0, *fit(fit.east, fit.south))
    labels = _labels(scene, at, radii, lines, font, frame)
    notes = [WORDS[scene.language]["borders"], *_off_the_map(scene, at), *_amid(scene, amid)]
    view = View("map", at, radii, lines, font, labels, background(fit), frame, notes)
    view.patches = land(fit)
    _lead(view)
    # The source names countries in English only: an Urdu map goes without.
    if scene.language == "en":
        view.names = country_names(fit, labels, at, font * 0.8, _told(scene, at))
    return count_lines(scene, view)


def several_views(
    scenes: Sequence[Scene], whole: Scene, view: View, shade: object = None
) -> list[View]:
    """Give a view of each of several scenes, everything at the place that it has in the whole.

    Args:
        scenes: What is drawn in each.
        whole: A scene of all of them.
        view: Where that stands.
        shade: What states are shaded by on a map, as `values` takes it; None shades none.

    Raises:
        UsageError: There is nothing of the kind to shade states by.
    """
    if shade is not None and view.name == "map":
        return choropleths(scenes, shade, _font(whole) * 1.2)
    return [kept(scene, whole, view) for scene in scenes]


def _labels(
    scene: Scene, at: list[Point | None], radii: list[float], lines: list[Strand], font: float,
    frame: tuple[float, float, float, float],
) -> list[Label]:  # fmt: skip
    """Give the labels: those of areas lie on their point, those of spots beside their marker."""
    made = label_all(scene, radii, font)
    spots = [label for label in made if not scene.nodes[label.node].area]
    found = place(at, radii, spots, lines, frame=frame)
    taken = [(b.x, b.y, b.width, b.height) for b in found if b.shown]
    taken += [(*p, 2 * r, 2 * r) for p, r in zip(at, radii, strict=True) if p and r]
    for label in made:
        point = at[label.node]
        if scene.nodes[label.node].area and point:
            label.area = True
            free = [s for s in _around(point) if not _covers(label, s, taken)]
            label.x, label.y = free[0] if free else point
            label.shown = bool(free)
            taken.append((label.x, label.y, label.width, label.height))
            found.append(label)
    return found


def _around(point: Point) -> list[Point]:
    """Give places for the name of an area on its point, and further and further from it."""
    ring = [(math.cos(math.pi * turn / 4), math.sin(math.pi * turn / 4)) for turn in range(8)]
    x, y = point
    return [point, *((round(x + reach * dx, 1), round(y + reach * dy * 0.7, 1))
                     for reach in (18, 36, 54, 72) for dx, dy in ring)]  # fmt: skip


def _covers(label: Label, spot: Point, taken: list[tuple[float, float, float, float]]) -> bool:
    box = (*spot, label.width, label.height)
    return any(meet(box, other) for other in taken)


def _lead(view: View) -> None:
    """Lead each name to its marker that stands off it, or nearer to another."""
    for label in view.labels:
        point = view.at[label.node]
        if not label.shown or label.area or point is None:
            continue
        own = gap(label, point) - view.radii[label.node]
        others = (gap(label, p) - r for p, r in zip(view.at, view.radii, strict=True)
                  if p and p != point)  # fmt: skip
        label.led = own > _OFF or min(others, default=_OFF) < own + 3


def _amid(scene: Scene, amid: list[int]) -> list[str]:
    names = [scene.nodes[i].name(scene.language) for i in amid]
    said = f"{WORDS[scene.language]['amid']}: {listed(names, scene.language)}"
    return [said] if names else []


def _told(scene: Scene, at: list[Point | None]) -> set[str]:
    """Give the countries that the picture's own states name."""
    return {
        area_at(node.lon, node.lat)
        for node, point in zip(scene.nodes, at, strict=True)
        if point and node.group == "state" and node.lat is not None and node.lon is not None
    }


def _font(scene: Scene) -> float:
    return 13.0 if len(scene.nodes) <= _MANY else 10.0


def _off_the_map(scene: Scene, at: list[Point | None]) -> list[str]:
    missing = [
        node.name(scene.language)
        for node, point in zip(scene.nodes, at, strict=True)
        if point is None
    ]
    if not missing:
        return []
    return [f"{WORDS[scene.language]['not_on_map']}: {listed(missing, scene.language)}"]
