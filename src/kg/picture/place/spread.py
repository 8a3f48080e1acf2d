"""Room for labels: things are pushed apart until none covers another; labels find a free side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kg.picture.place.view import Label, Point, Strand, along, via

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["place", "separate"]

_ROUNDS: Final = 120
_MOST_PUSHED: Final = 700
_MOST_CROSSED: Final = 250
_CELL: Final = 90.0
_NEAR: Final = 9
_BUSY: Final = 4
_FAR: Final = 1000
_LED: Final = 9.0
# The corners of some shapes reach further out than the circle of their radius.
_SWELL: Final = 1.5
_WAIST: Final = 0.6
# Below is where a reader looks first; a name far from its thing may be taken for another's, so that
# those places are for where there is no room nearby.
_DISLIKES: Final = (0, 6, 12, 12, 30, 30, 30, 30, 14, _FAR)


def separate(at: list[Point], radii: list[float], labels: list[Label] | None) -> list[Point]:
    """Push things apart until neither they nor the labels below them overlap.

    Deterministic: each round moves every overlapping pair apart along its shorter way out.

    Args:
        at: Positions in pixels.
        radii: Of the things.
        labels: As `label_all` gives them, relative to their things; None where only the things
            themselves are to be clear of each other.
    """
    import numpy as np  # noqa: PLC0415

    if not 1 < len(at) <= _MOST_PUSHED:
        return [(round(x, 1), round(y, 1)) for x, y in at]
    p = np.array(at, dtype=float)
    # Things in exactly one spot would never part: a fixed spiral tells them apart.
    turn = np.arange(len(p))
    p += np.column_stack([np.cos(turn * 2.4), np.sin(turn * 2.4)]) * 0.01
    words = [(b.width, b.height) for b in labels] if labels else [(0.0, 0.0)] * len(at)
    half = np.array(
        [
            (max(r + 4, wide / 2 + 3), (2 * r + tall + 18) / 2)
            for r, (wide, tall) in zip(radii, words, strict=True)
        ]
    )
    # The box of a thing and the label below it has its middle below that of the thing.
    p[:, 1] += [tall / 2 for _, tall in words]
    for _ in range(_ROUNDS):
        if not _push(p, half):
            break
    p[:, 1] -= [tall / 2 for _, tall in words]
    return [(round(float(x), 1), round(float(y), 1)) for x, y in p]


def _push(p: npt.NDArray[np.float64], half: npt.NDArray[np.float64]) -> bool:
    import numpy as np  # noqa: PLC0415

    gap = p[:, None, :] - p[None, :, :]
    over = half[:, None, :] + half[None, :, :] - np.abs(gap)
    hit = (over[..., 0] > 0.05) & (over[..., 1] > 0.05)  # noqa: PLR2004
    np.fill_diagonal(hit, val=False)
    if not hit.any():
        return False
    flat = over[..., 0] <= over[..., 1]
    sign = np.where(gap >= 0, 1.0, -1.0)
    # The order of a pair decides a tie, so that both ends move in opposite directions.
    order = np.sign(np.subtract.outer(np.arange(len(p)), np.arange(len(p))))
    sign = np.where(gap == 0, order[..., None], sign)
    step = over * sign * 0.5
    p[:, 0] += (np.where(hit & flat, step[..., 0], 0)).sum(axis=1).clip(-60, 60) * 0.9
    p[:, 1] += (np.where(hit & ~flat, step[..., 1], 0)).sum(axis=1).clip(-60, 60) * 0.9
    return True


def place(
    at: list[Point | None],
    radii: list[float],
    labels: list[Label],
    strands: list[Strand],
    *,
    roomy: bool = False,
    frame: tuple[float, float, float, float] | None = None,
) -> list[Label]:
    """Move each label to the side of its thing where it covers least; hide those with no room.

    The busiest things choose first. A hidden label is shown when a reader zooms in or points at it.

    Args:
        at: Positions; things without one get no label.
        radii: Of the things.
        labels: As `label_all` gives them.
        strands: The drawn lines, which labels avoid in networks of up to 250 of them.
        roomy: Whether `separate` left room below every thing, so that no label need be far or
            hidden.
        frame: Left, top, right and bottom, which no label may cross; None bounds none.
    """
    lines = _segments(at, strands) if len(strands) <= _MOST_CROSSED else []
    grid = _Grid()
    for i, point in enumerate(at):
        if point is not None:
            grid.add((point[0], point[1], radii[i] * 2, radii[i] * 2), i)
    spots: dict[int, tuple[float, Point]] = {}
    for label in sorted(labels, key=_importance):
        point = at[label.node]
        best = _found(grid, label, point, radii[label.node], lines, frame) if point else None
        if best:
            spots[label.node] = best
            grid.add((*best[1], label.width, label.height), -1)
    worst = max((cost for cost, _ in spots.values()), default=0)
    below = roomy and (len(spots) < len(labels) or worst > _FAR)
    found = [label for label in labels if at[label.node]]
    for label in found:
        spot = None if below and not label.side else spots.get(label.node)
        label.shown = below or label.node in spots
        _settle(label, at[label.node] or (0.0, 0.0), radii[label.node], spot)
    return found


def _settle(label: Label, point: Point, r: float, spot: tuple[float, Point] | None) -> None:
    """Set a label on its spot, or below its thing where it has none."""
    under = (point[0], round(point[1] + r + 3 + label.height / 2, 1))
    label.x, label.y = spot[1] if spot else under
    label.led = label.shown and _gap(label, point) > r + _LED
    # Beside its thing it begins there, however wide the letters turn out.
    if abs(label.x - point[0]) > 1 and not label.led:
        label.side = -1 if label.x < point[0] else 1


def _found(
    grid: _Grid,
    label: Label,
    point: Point,
    r: float,
    lines: list[tuple[Point, Point]],
    frame: tuple[float, float, float, float] | None,
) -> tuple[float, Point] | None:
    """Give the spot of a label and what it costs: its own side, or the best one that is free."""
    if label.side:
        return 0.0, (point[0] + label.side * (r + 4 + label.width / 2), point[1])
    return _best(grid, label, point, r, lines, frame)


def _importance(label: Label) -> tuple[float, int]:
    # What has a side of its own is sure of its place, and the others avoid it.
    return -math.inf if label.side else -label.weight, label.node


def _gap(label: Label, point: Point) -> float:
    """Give how far the box of a label is from a point."""
    dx = max(0.0, abs(label.x - point[0]) - label.width / 2)
    dy = max(0.0, abs(label.y - point[1]) - label.height / 2)
    return math.hypot(dx, dy)


def _best(
    grid: _Grid,
    label: Label,
    point: Point,
    r: float,
    lines: list[tuple[Point, Point]],
    frame: tuple[float, float, float, float] | None,
) -> tuple[float, Point] | None:
    w, h = label.width / 2, label.height / 2
    down, aside = r + 3 + h, r + 5 + w
    corner, under = r * 0.7 + w, r * 0.75 + 3 + h
    sides = [(0, down), (0, -down), (aside, 0), (-aside, 0)]
    sides += [(corner, under), (-corner, under), (corner, -under), (-corner, -under)]
    # A hub's name may hang lower, where the ties that run past it have spread.
    busy = sum(point in line for line in lines) >= _BUSY
    sides += [(0, down * (1.9 if busy else 1.2)), *((dx * 1.5, dy * 1.5) for dx, dy in sides)]
    if frame:
        # On a map, where nothing can be moved apart, a name may be led to from further off.
        sides += [(dx * 2.6, dy * 2.6) for dx, dy in sides[:8]]
    best: tuple[float, Point] | None = None
    for rank, (dx, dy) in enumerate(sides):
        spot = (point[0] + dx, point[1] + dy)
        box = (*spot, label.width, label.height)
        if grid.hits(box, label.node) or (
            _leaves(box, frame) if frame else grid.nearer(box, label.node, point, r)
        ):
            continue
        cost = sum(_inside(box, line) for line in lines) * 0.8 + _DISLIKES[min(rank, _NEAR)]
        if best is None or cost < best[0]:
            best = (cost, spot)
    return (best[0], (round(best[1][0], 1), round(best[1][1], 1))) if best else None


def _leaves(
    box: tuple[float, float, float, float], frame: tuple[float, float, float, float]
) -> bool:
    x, y, w, h = box[0], box[1], box[2] / 2, box[3] / 2
    return x - w < frame[0] or y - h < frame[1] or x + w > frame[2] or y + h > frame[3]


def _segments(at: list[Point | None], strands: list[Strand]) -> list[tuple[Point, Point]]:
    found = []
    for strand in strands:
        a, b = at[strand.source], at[strand.target]
        if a is not None and b is not None and a != b:
            middle = along(a, via(a, b, strand.bend)[0], b, 0.5)
            found += [(a, middle), (middle, b)] if strand.bend else [(a, b)]
    return found


def _inside(box: tuple[float, float, float, float], line: tuple[Point, Point]) -> float:
    """Give how long a line runs inside a box (clipping after Liang and Barsky 1984)."""
    (x0, y0), (x1, y1) = line
    near, far = 0.0, 1.0
    for start, step, centre, size in ((x0, x1 - x0, box[0], box[2]), (y0, y1 - y0, box[1], box[3])):
        low, high = centre - size / 2 - start, centre + size / 2 - start
        if not step:
            if low > 0 or high < 0:
                return 0.0
            continue
        a, b = sorted((low / step, high / step))
        near, far = max(near, a), min(far, b)
    return max(0.0, far - near) * math.hypot(x1 - x0, y1 - y0)


def _away(box: tuple[float, float, float, float], point: tuple[float, ...]) -> float:
    dx = max(0.0, abs(box[0] - point[0]) - box[2] / 2)
    return math.hypot(dx, max(0.0, abs(box[1] - point[1]) - box[3] / 2))


class _Grid:
    """Boxes by cell, so that a look for overlaps touches only what is near."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[tuple[tuple[float, float, float, float], int]]] = {}

    def _keys(self, box: tuple[float, float, float, float]) -> list[tuple[int, int]]:
        x, y, w, h = box
        xs = range(int((x - w / 2) // _CELL), int((x + w / 2) // _CELL) + 1)
        ys = range(int((y - h / 2) // _CELL), int((y + h / 2) // _CELL) + 1)
        return [(i, j) for i in xs for j in ys]

    def add(self, box: tuple[float, float, float, float], owner: int) -> None:
        for key in self._keys(box):
            self.cells.setdefault(key, []).append((box, owner))

    def nearer(
        self, box: tuple[float, float, float, float], owner: int, point: Point, r: float
    ) -> bool:
        """Say whether a box is nearer to another thing than to its own.

        What has corners does not fill the circle of its radius, and letters do not fill their box.
        """
        own = _away(box, point) - r * _WAIST
        wide = (box[0], box[1], box[2] + 2 * own + 2 * r, box[3] + 2 * own + 2 * r)
        return any(
            who not in (owner, -1) and _away(box, other[:2]) - other[2] / 2 * _SWELL <= own
            for key in self._keys(wide)
            for other, who in self.cells.get(key, ())
        )

    def hits(self, box: tuple[float, float, float, float], owner: int) -> bool:
        x, y, w, h = box
        return any(
            who != owner
            and abs(x - other[0]) < (w + other[2]) / 2
            and abs(y - other[1]) < (h + other[3]) / 2
            for key in self._keys(box)
            for other, who in self.cells.get(key, ())
        )
