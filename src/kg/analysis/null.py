"""What balance would be by chance: networks with the same ties or degrees, and other signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.analysis.triads import PATTERNS, census, shares
from kg.errors import UsageError
from kg.network import one_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analysis.signs import Pairs

__all__ = ["MODELS", "Null", "null_model"]

MODELS: Final = ("signs", "degrees")
# How often each tie is exchanged, on average, before a network counts as drawn anew.
_SWAPS: Final = 10


@dataclass(frozen=True)
class Null:
    """The share of balanced triads in networks drawn at random, beside that which was found.

    Attributes:
        model: ``"signs"``: the ties stay, their signs are shuffled among them. ``"degrees"``: each
            node keeps its number of friendly and of hostile ties, and they lead elsewhere.
        count: How many networks were drawn.
        seed: What they were drawn with.
        mean: The mean share of strictly balanced triads; None where none had a triad.
        sd: Its standard deviation.
        at_least: The share of networks that are as balanced as the one found, or more, it among
            them (a one-sided p value).
    """

    model: str
    count: int
    seed: int
    mean: float | None
    sd: float | None
    at_least: float | None


def null_model(
    pairs: Pairs,
    three: NDArray[np.int64],
    *,
    model: str = "signs",
    count: int = 200,
    seed: int = 1,
) -> Null:
    """Draw networks at random and give how balanced they are.

    Args:
        pairs: The network's pairs.
        three: Its triads.
        model: ``"signs"`` or ``"degrees"``; see `Null`.
        count: How many to draw.
        seed: What to draw them with.

    Raises:
        UsageError: There is no such model, or the count is below 1.
    """
    one_of("null model", model, MODELS)
    if count < 1:
        raise UsageError(f"{count} is no number of networks", mend="draw 1 or more")
    generator = np.random.default_rng(seed)
    found, _ = shares(census(three, pairs.sign))
    drawn: list[float] = []
    for _ in range(count if found is not None else 0):
        if model == "signs":
            counts = census(three, generator.permutation(pairs.sign))
        else:
            counts = _rewired(pairs, generator)
        share, _ = shares(counts)
        if share is not None:
            drawn.append(share)
    if found is None or not drawn:
        return Null(model, count, seed, None, None, None)
    many = np.array(drawn)
    at_least = (1 + int((many >= found - 1e-12).sum())) / (1 + len(drawn))
    return Null(model, count, seed, float(many.mean()), float(many.std()), at_least)


def _rewired(pairs: Pairs, generator: np.random.Generator) -> dict[str, int]:
    """Exchange the ends of ties of one sign, where no pair comes to have two ties."""
    ends = [tuple(each) for each in pairs.ends.tolist()]
    taken = set(ends)
    for sign in (1, -1):
        rows = np.flatnonzero(pairs.sign == sign)
        for one, other in generator.integers(0, max(len(rows), 1), (_SWAPS * len(rows), 2)):
            a, b = rows[one], rows[other]
            (u, v), (x, y) = ends[a], ends[b]
            if generator.random() < 0.5:  # noqa: PLR2004 - a coin
                x, y = y, x
            new = (min(u, y), max(u, y)), (min(x, v), max(x, v))
            if len({u, v, x, y}) < 4 or taken & set(new):  # noqa: PLR2004 - four ends
                continue
            taken -= {ends[a], ends[b]}
            taken |= set(new)
            ends[a], ends[b] = new
    return _census(len(pairs.nodes), np.array(ends, dtype=np.int64).reshape(-1, 2), pairs.sign)


def _census(size: int, ends: NDArray[np.int64], sign: NDArray[np.int64]) -> dict[str, int]:
    """Count triads by matrices: of a network drawn, none is looked at by itself."""
    friends, foes = np.zeros((size, size)), np.zeros((size, size))
    for matrix, value in ((friends, 1), (foes, -1)):
        one, other = ends[sign == value].T
        matrix[one, other] = matrix[other, one] = 1
    two, against = friends @ friends, foes @ foes
    counts = (
        (two * friends).sum() / 6, (two * foes).sum() / 2,
        (against * friends).sum() / 2, (against * foes).sum() / 6,
    )  # fmt: skip
    return dict(zip(PATTERNS, (round(each) for each in counts), strict=True))
