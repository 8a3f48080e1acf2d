"""The views of a scene: network and map, each with positions, lines and labels that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.picture.place.choropleth import choropleth
from kg.picture.place.ground import area_at, background, land
from kg.picture.place.layout import positions
from kg.picture.place.map import country_names, on_map, projection
from kg.picture.place.spread import label_all, place, separate
from kg.picture.place.view import Point, View, gather, strands
from kg.picture.scene import WORDS, listed, radius

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.picture.scene import Scene

__all__ = ["map_view", "network_view"]

_CROWD: Final = 120
_STAGE: Final = (820.0, 620.0)
_SMALLEST, _LARGEST = 10.5, 22.0
_FITS: Final = 4


def network_view(scene: Scene, layout: str | Mapping[Any, Point] | None, seed: int) -> View:
    """Lay a scene out as a network.

    Args:
        scene: What is to be drawn.
        layout: As `kg.picture.draw` takes it.
        seed: Of the stress layout.
    """
    radii = [radius(node, len(scene.nodes)) for node in scene.nodes]
    start = positions(scene, layout, seed)
    at, font = start, _font(scene)
    for _ in range(_FITS):
        labels = label_all(scene, radii, font)
        at = separate(start, radii, labels if len(start) <= _CROWD else None)
        larger = _legible(at, font)
        if larger <= font:
            break
        font = larger
    labels = label_all(scene, radii, font)
    places: list[Point | None] = [*at]
    lines = gather(strands(scene), places)
    return View(
        "network",
        places,
        radii,
        lines,
        font,
        place(places, radii, labels, lines, roomy=len(at) <= _CROWD),
    )


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
    radii = [round(radius(node, len(scene.nodes)) * 0.62, 1) for node in scene.nodes]
    at = on_map(scene, fit)
    lines = gather([s for s in strands(scene) if at[s.source] and at[s.target]], at)
    font = _font(scene) * 1.2
    labels = place(at, radii, label_all(scene, radii, font), lines)
    frame = (0.0, 0.0, *fit(fit.east, fit.south))
    notes = [WORDS[scene.language]["borders"], *_off_the_map(scene, at)]
    view = View("map", at, radii, lines, font, labels, background(fit), frame, notes)
    view.patches = land(fit)
    # The source names countries in English only: an Urdu map goes without.
    if scene.language == "en":
        view.names = country_names(fit, labels, at, font * 0.8, _told(scene, at))
    return view


def _told(scene: Scene, at: list[Point | None]) -> set[str]:
    """Give the countries that the picture's own states name."""
    return {
        area_at(node.lon, node.lat)
        for node, point in zip(scene.nodes, at, strict=True)
        if point and node.group == "state" and node.lat is not None and node.lon is not None
    }


def _font(scene: Scene) -> float:
    return 13.0 if len(scene.nodes) <= _CROWD else 10.0


def _off_the_map(scene: Scene, at: list[Point | None]) -> list[str]:
    missing = [
        node.name(scene.language)
        for node, point in zip(scene.nodes, at, strict=True)
        if point is None
    ]
    if not missing:
        return []
    return [f"{WORDS[scene.language]['not_on_map']}: {listed(missing, scene.language)}"]
