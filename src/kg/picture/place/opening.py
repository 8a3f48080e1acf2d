"""What is gathered, on the page: where members stand once a reader opens what holds them."""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.picture.place.labels import label_all
from kg.picture.place.view import Opening, View, gather, strands
from kg.picture.place.views import network_view
from kg.picture.place.wings import STEP
from kg.picture.scene import closed, radius

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.picture.place.view import Box, Label, Point, Strand
    from kg.picture.scene import Lot, Scene

__all__ = ["Shut", "shut"]

_AIR: Final = 60.0
_COLUMN: Final = 24.0
_SHAPE: Final = 1.6
_LEADING: Final = 1.9


@dataclass(frozen=True, slots=True)
class Shut:
    """A scene with its lots shut, as it is printed, and where everything stands in it."""

    scene: Scene
    view: View
    lots: Sequence[Lot]


def shut(
    scene: Scene, lots: Sequence[Lot], layout: str | Mapping[Any, Point] | None, seed: int
) -> tuple[View, Shut]:
    """Lay a scene out with its lots shut; give the whole scene's view too, in which they open.

    Args:
        scene: What is to be drawn.
        lots: What is gathered in it.
        layout: As `kg.picture.draw` takes it.
        seed: Of the stress layout.
    """
    less, stands_for = closed(scene, lots)
    view = network_view(less, layout, seed)
    return _opened(scene, less, deepcopy(view), lots, stands_for), Shut(less, view, lots)


def _opened(
    scene: Scene, less: Scene, view: View, lots: Sequence[Lot], stands_for: Sequence[Sequence[int]]
) -> View:
    """Give the view of a whole scene of which another has the view with its lots shut.

    What is in no lot stands where it does there; members stand below the picture, lot by lot, in
    columns with their names beside them. Behind the things the view's `openings` say where each
    lot stands while it is shut.

    Args:
        scene: The whole.
        less: The same with its lots shut, which come last in it.
        view: Where everything stands in that.
        lots: What is gathered.
        stands_for: For each tie of the shut scene those of the whole that it stands for.
    """
    inside = {i for lot in lots for i in lot.members}
    places = {i: at for at, i in enumerate(i for i in range(len(scene.nodes)) if i not in inside)}
    crowd = len(less.nodes)
    radii = [view.radii[places[i]] if i in places else radius(node, crowd)
             for i, node in enumerate(scene.nodes)]  # fmt: skip
    sides = dict.fromkeys(inside, 1)
    words = {label.node: label for label in label_all(scene, radii, view.font, sides)}
    at: list[Point | None] = [
        view.at[places[i]] if i in places else None for i in range(len(radii))
    ]
    boxes = _stand(at, radii, [lot.members for lot in lots], words, view)
    renamed = {old: new for new, old in places.items()}
    renamed |= {len(places) + k: len(scene.nodes) + k for k in range(len(lots))}
    labels = [_moved(label, renamed) for label in view.labels]
    labels += [_beside(words[i], at[i], radii[i]) for i in sides]
    kept = [_renamed(strand, renamed, stands_for) for strand in view.strands]
    theirs = [s for s in strands(scene) if s.source in sides or s.target in sides]
    found = View(view.name, at, radii, [*kept, *gather(theirs, at)], view.font, labels)
    found.bounds = view.extent
    first = len(places)
    found.openings = [
        Opening(lot.node, lot.hub, [*lot.members], view.at[first + k], view.radii[first + k], box)
        for k, (lot, box) in enumerate(zip(lots, boxes, strict=True))
    ]
    return found


def _stand(
    at: list[Point | None], radii: Sequence[float], members: Sequence[Sequence[int]],
    words: dict[int, Label], view: View,
) -> list[Box]:  # fmt: skip
    """Set the members of each lot in a block below the picture, and give the blocks."""
    left, _, right, bottom = view.extent
    x, y, low, boxes = left, bottom + _AIR, 0.0, []
    for inside in members:
        step = max(STEP, view.font * _LEADING)
        wide = max(words[i].width + 2 * radii[i] for i in inside) + _COLUMN
        columns = max(1, round(math.sqrt(_SHAPE * len(inside) * step / wide)))
        rows = math.ceil(len(inside) / columns)
        if x > left and x + columns * wide > right:
            x, y, low = left, y + low + _AIR, 0.0
        for place, i in enumerate(inside):
            column, row = divmod(place, rows)
            at[i] = (round(x + column * wide + radii[i], 1), round(y + (row + 0.5) * step, 1))
        boxes.append((x, y, x + columns * wide, y + rows * step))
        x, low = x + columns * wide + _AIR, max(low, rows * step)
    return boxes


def _beside(label: Label, at: Point | None, r: float) -> Label:
    if at is not None:
        label.x, label.y = round(at[0] + r + 4 + label.width / 2, 1), at[1]
    return label


def _moved(label: Label, renamed: dict[int, int]) -> Label:
    label.node = renamed[label.node]
    return label


def _renamed(
    strand: Strand, renamed: dict[int, int], stands_for: Sequence[Sequence[int]]
) -> Strand:
    strand.source, strand.target = renamed[strand.source], renamed[strand.target]
    strand.ties = [number for tie in strand.ties for number in stands_for[tie]]
    return strand
