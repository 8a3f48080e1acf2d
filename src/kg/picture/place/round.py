"""Lines that go round: none runs through a thing that it does not tie."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kg.picture.place.view import along, via

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.picture.place.view import Point, Strand

__all__ = ["go_round"]

_MOST: Final = 250
_AIR: Final = 5.0
_STEP: Final = 14.0
_TRIED: Final = 3
# Parts of a line at which it is looked whether it runs through a thing.
_PARTS: Final = tuple(part / 24 for part in range(1, 24))


def go_round(
    lines: list[Strand], at: Sequence[Point | None], radii: Sequence[float]
) -> list[Strand]:
    """Bend the lines of a pair together so far that none of them runs through another thing.

    Those that would have to bend too far stay as they are. Of more than 250 lines none is bent.

    Args:
        lines: Of a network; those of a pair stand next to each other.
        at: Positions of the things.
        radii: Of the things.
    """
    if len(lines) > _MOST:
        return lines
    discs = [(p, r + _AIR) for p, r in zip(at, radii, strict=True) if p and r]
    for _, pair in groupby(lines, key=lambda s: (min(s.source, s.target), max(s.source, s.target))):
        own = [s for s in pair if s.source != s.target and at[s.source] and at[s.target]]
        if not own:
            continue
        near = [each for each in discs if each[0] not in (at[own[0].source], at[own[0].target])]
        shift = next((s for s in _shifts() if not any(_hit(each, s, at, near) for each in own)), 0)
        for strand in own:
            strand.bend += shift * _side(strand)
    return lines


def _shifts() -> list[float]:
    return [0.0, *(side * _STEP * step for step in range(1, _TRIED + 1) for side in (1, -1))]


def _side(strand: Strand) -> int:
    """Give which way a bend goes: that of a pair is one, whichever way its lines run."""
    return 1 if strand.source <= strand.target else -1


def _hit(
    strand: Strand, shift: float, at: Sequence[Point | None], discs: list[tuple[Point, float]]
) -> bool:
    start, end = at[strand.source] or (0.0, 0.0), at[strand.target] or (0.0, 0.0)
    bent, _ = via(start, end, strand.bend + shift * _side(strand))
    spots = [along(start, bent, end, part) for part in _PARTS]
    return any(math.dist(p, spot) < r for p, r in discs for spot in spots)
