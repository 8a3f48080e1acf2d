"""What was read of a graph that does not change, so that the next page need not read it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from kg.recent import Recent

__all__ = ["Read", "Remembered", "remembering"]

# So many cells all together, some megabytes, and so many of one answer.
_MOST: Final = 60_000
_LARGEST: Final = 4_000
# What the objects of one answer take beside, in cells.
_AROUND: Final = 20


class Read(NamedTuple):
    """What was asked: the text, of which accounts, and the things that its variables stand for."""

    sparql: str
    accounts: tuple[str, ...]
    bound: tuple[tuple[str, tuple[str, ...]], ...]


Remembered: TypeAlias = Recent[Read, Sequence[Sequence[Any]]]


def remembering() -> Remembered:
    """Give a memory of answers as columns, each answer sized by its cells and its own terms."""
    return Recent(_MOST, _LARGEST, _cells)


def _cells(asked: Read, found: Sequence[Sequence[Any]]) -> int:
    return _AROUND + sum(map(len, found)) + sum(len(terms) for _, terms in asked.bound)
