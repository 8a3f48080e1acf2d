"""Wings: many things left and right of what they are tied to, each with its name beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kg.picture.scene import neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.picture.place.view import Point
    from kg.picture.scene import Scene

__all__ = ["STEP", "is_winged", "wing", "wings"]

STEP: Final = 25.0
_FEW: Final = 13
_MOST: Final = 160
_BELLY: Final = 0.88
_LEAST: Final = 210.0


def is_winged(scene: Scene, centre: int) -> bool:
    """Say whether a thing's neighbours are too many for a ring, and all that there is beside it."""
    near = neighbours(scene)[centre]
    return _FEW < len(near) <= _MOST and len(near) == len(scene.nodes) - 1


def wings(count: int, centre: int, order: Sequence[int]) -> list[Point]:
    """Set one thing in the middle and the others left and right of it, in reading order.

    Args:
        count: How many things there are.
        centre: The one in the middle.
        order: The others: down the left, then down the right.
    """
    at: list[Point] = [(0.0, 0.0)] * count
    half = math.ceil(len(order) / 2)
    for side, part in ((-1, order[:half]), (1, order[half:])):
        for i, place in zip(part, wing(len(part)), strict=True):
            at[i] = (side * place[0], place[1])
    at[centre] = (0.0, 0.0)
    return at


def wing(count: int) -> list[Point]:
    """Give the places of things on half an ellipse to the right, from above, one row for each."""
    tall = max(1.0, (count - 1) / 2 * STEP)
    reach = max(_LEAST, tall * 0.62)
    rows = [(row - (count - 1) / 2) * STEP for row in range(count)]
    return [(reach * math.sqrt(1 - (_BELLY * y / tall) ** 2), y) for y in rows]
