"""Triads: three nodes all tied to each other with a sign, by the pattern of their signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analysis.signs import Pairs

__all__ = ["PATTERNS", "STRICT", "WEAK", "census", "each_triad", "open_triads", "shares", "triads"]

PATTERNS: Final = ("+++", "++-", "+--", "---")
STRICT: Final = frozenset({"+++", "+--"})
"""Balanced where the product of the signs is positive (Cartwright and Harary 1956)."""

WEAK: Final = frozenset({"+++", "+--", "---"})
"""Balanced in the weak or generalised sense: three foes may be three groups (Davis 1967)."""


def triads(pairs: Pairs) -> NDArray[np.int64]:
    """Give every triad as the numbers of its three rows in the pairs.

    A pair that is kept with both signs is in a triad with each of them.
    """
    return np.array(list(each_triad(pairs.ends)), dtype=np.int64).reshape(-1, 3)


def each_triad(ends: NDArray[np.int64]) -> Iterator[tuple[int, ...]]:
    """Give the triads one by one; see `triads`."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    later: dict[int, set[int]] = defaultdict(set)
    for row, (one, other) in enumerate(ends.tolist()):
        rows[one, other].append(row)
        later[one].add(other)
    for a, b in list(rows):
        for c in sorted(later[a] & later[b]):
            yield from product(rows[a, b], rows[b, c], rows[a, c])


def census(three: NDArray[np.int64], sign: NDArray[np.int64]) -> dict[str, int]:
    """Count the triads of each pattern."""
    negative = (sign[three] < 0).sum(axis=1) if len(three) else np.zeros(0, dtype=int)
    counts = np.bincount(negative, minlength=4)
    return dict(zip(PATTERNS, map(int, counts), strict=True))


def shares(counts: dict[str, int]) -> tuple[float | None, float | None]:
    """Give the shares of triads that are balanced strictly and weakly; None without triads."""
    total = sum(counts.values())
    if not total:
        return None, None
    strict = sum(counts[each] for each in STRICT) / total
    return strict, sum(counts[each] for each in WEAK) / total


def open_triads(pairs: Pairs) -> tuple[int, int]:
    """Count the paths of two signed ties whose ends have no signed tie.

    Returns:
        How many ends are known to have a neutral tie, and of how many nothing is known.
    """
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs.ends.tolist():
        near[one].add(other)
        near[other].add(one)
    paths = sum(len(each) * (len(each) - 1) // 2 for each in near.values())
    closed = sum(len(near[a] & near[b]) for a, b in {tuple(e) for e in pairs.ends.tolist()})
    neutral = sum(len(near[a] & near[b]) for a, b in pairs.neutral)
    return neutral, paths - closed - neutral
