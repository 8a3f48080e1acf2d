"""Marks on lines and the numbers beside them: each where it covers no name, thing or other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.picture.place.map import meet
from kg.picture.place.text import text_width
from kg.picture.place.view import along, mark_scale, via
from kg.picture.scene import paints

if TYPE_CHECKING:
    from kg.picture.place.view import Point, Strand, View
    from kg.picture.scene import Scene

__all__ = ["count_lines"]

Box = tuple[float, float, float, float]
_MOST: Final = 250
_NEAR, _FAR = 0.36, 0.64
_STEPS: Final = tuple(step / 50 for step in range(7, 44))
_MARK: Final = 10.0
_SIZE: Final = 0.85
_AIR: Final = 3.0


def count_lines(scene: Scene, view: View) -> View:
    """Set the mark of each line and how many ties it stands for, nearer the end with fewer ties.

    A number that has no room anywhere on its line is left out: the line is thicker all the same.
    Above 250 lines there are neither.

    Args:
        scene: What is drawn.
        view: Where; its labels are placed already.

    Returns:
        The view.
    """
    if len(view.strands) > _MOST:
        return view
    marked = {paint.key for paint in paints(scene) if paint.mark}
    taken = [(b.x, b.y, b.width, b.height) for b in view.labels if b.shown]
    taken += [(*p, 2 * r, 2 * r) for p, r in zip(view.at, view.radii, strict=True) if p and r]
    for strand in view.strands:
        start, end = view.at[strand.source], view.at[strand.target]
        if start is None or end is None or start == end:
            continue
        busy = scene.nodes[strand.source].degree > scene.nodes[strand.target].degree
        wanted = _FAR if busy else _NEAR
        line = (start, via(start, end, strand.bend)[0], end)
        if strand.paint in marked:
            size = _MARK * mark_scale(view)
            strand.mark_at = _set(line, wanted, (size, size), taken) or wanted
            taken.append((*along(*line, strand.mark_at), size, size))
            wanted = 0.5
        strand.count_at = _counted(scene, strand, line, wanted, view.font * _SIZE, taken)
    return view


def _counted(
    scene: Scene, strand: Strand, line: tuple[Point, Point, Point], wanted: float, size: float,
    taken: list[Box],
) -> float | None:  # fmt: skip
    count = sum(scene.ties[number].count for number in strand.ties)
    if count < 2:  # noqa: PLR2004
        return None
    room = (text_width(f"×{count:,}", size) + _AIR, size + _AIR)
    found = _set(line, wanted, room, taken)
    if found is not None:
        taken.append((*along(*line, found), *room))
    return found


def _set(
    line: tuple[Point, Point, Point], wanted: float, room: tuple[float, float], taken: list[Box]
) -> float | None:
    """Give the free part of a line that is nearest to the one that is wanted."""
    for part in sorted(_STEPS, key=lambda each: abs(each - wanted)):
        box = (*along(*line, part), *room)
        if not any(meet(box, other) for other in taken):
            return part
    return None
