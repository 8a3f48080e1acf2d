"""One set of places for several scenes: what is in two of them stands at the same spot in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.picture.place.counts import count_lines
from kg.picture.place.labels import label_all
from kg.picture.place.spread import place
from kg.picture.place.view import View, gather, strands

if TYPE_CHECKING:
    from kg.picture.place.view import Point
    from kg.picture.scene import Scene

__all__ = ["kept"]


def kept(scene: Scene, whole: Scene, view: View) -> View:
    """Give a view of a scene with the places, sizes and ground of another's.

    Args:
        scene: What is drawn.
        whole: A scene that has all its things, by their ids.
        view: Where those stand.
    """
    index = {node.id: number for number, node in enumerate(whole.nodes)}
    numbers = [index[node.id] for node in scene.nodes]
    at: list[Point | None] = [view.at[number] for number in numbers]
    radii = [view.radii[number] for number in numbers]
    lines = gather([s for s in strands(scene) if at[s.source] and at[s.target]], at)
    spots = {label.node: label for label in view.labels}
    sides = {i: spots[n].side for i, n in enumerate(numbers) if n in spots and spots[n].beside}
    labels = place(at, radii, label_all(scene, radii, view.font, sides), lines, frame=view.frame)
    for label in labels:
        old = spots.get(numbers[label.node])
        if old and not label.beside:
            # Its own words, where the whole has its own.
            label.x, label.y, label.led = old.x, old.y, old.led
            label.shown, label.area = old.shown, old.area
    found = View(view.name, at, radii, lines, view.font, labels, view.lines, view.frame, [],
                 view.names, view.patches)  # fmt: skip
    return count_lines(scene, found)
