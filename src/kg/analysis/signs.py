"""Pairs with a sign: what every measure of balance reads of a network."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kg.errors import KgWarning, UsageError
from kg.network import BOTH, one_of

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

__all__ = ["Pairs", "read_pairs"]

_MEND: Final = "give ties a sign of 1 or -1, or take the network of kg.signed"


@dataclass(frozen=True)
class Pairs:
    """The pairs of a network that have ties with a sign, each pair and sign once.

    Attributes:
        nodes: The nodes, in order.
        ends: Two numbers of nodes a row, the lower first.
        sign: 1 or -1 for each row.
        weight: What each row counts; 1 where nothing else is asked for.
        ties: What each row's ties carry.
        neutral: The pairs with a tie and without a sign, as numbers of nodes.
        both: How many pairs have ties of both signs.
        loops: How many ties lead from a node to itself; they count for nothing.
        directed: How many ties have a direction, which is not read.
    """

    nodes: list[Any]
    ends: NDArray[np.int64]
    sign: NDArray[np.int64]
    weight: NDArray[np.float64]
    ties: list[list[Mapping[str, Any]]]
    neutral: frozenset[tuple[int, int]]
    both: int
    loops: int
    directed: int

    def matrix(self, sign: int = 0) -> NDArray[np.float64]:
        """Give the symmetric matrix of ties: of one sign as ones, or of both with their signs."""
        found = np.zeros((len(self.nodes), len(self.nodes)))
        chosen = slice(None) if sign == 0 else self.sign == sign
        one, other = self.ends[chosen].T
        value = self.sign[chosen] if sign == 0 else 1
        np.add.at(found, (one, other), value)
        np.add.at(found, (other, one), value)
        return found


def read_pairs(network: nx.Graph[Any], both: str = "drop", weight: str | None = None) -> Pairs:
    """Read the signs of a network's ties, pair by pair and without direction.

    Args:
        network: Any networkx network whose ties carry ``sign``: 1, -1, or 0 for neither.
        both: What becomes of a pair with ties of both signs: ``"drop"``, ``"negative"``,
            ``"positive"`` or ``"keep"``, which keeps one of each.
        weight: The attribute that says what a tie counts; each pair and sign counts 1 if None.

    Raises:
        UsageError: No tie carries a sign, one is not 1, 0 or -1, or there is no such rule.
    """
    one_of("rule for both", both, BOTH)
    number = {node: at for at, node in enumerate(network)}
    found: dict[tuple[int, int], dict[int, list[Mapping[str, Any]]]] = defaultdict(dict)
    loops = directed = told = 0
    for start, end, data in network.edges(data=True):
        told += "sign" in data
        directed += network.is_directed() and not data.get("symmetric", False)
        if start == end:
            loops += 1
            continue
        pair = (number[start], number[end])
        sides = found[min(pair), max(pair)]
        sides.setdefault(_sign(data.get("sign"), start, end), []).append(data)
    if network.number_of_edges() and not told:
        raise UsageError("no tie of the network has a sign", mend=_MEND)
    _warn(loops, directed)
    mixed = {pair for pair, sides in found.items() if {1, -1} <= sides.keys()}
    rows = [
        (pair, sign, sides[sign])
        for pair, sides in sorted(found.items())
        for sign in (1, -1)
        if sign in sides and (pair not in mixed or _kept(both, sign))
    ]
    neutral = frozenset(pair for pair, sides in found.items() if not {1, -1} & sides.keys())
    counts = [_weight(ties, weight) for _, _, ties in rows]
    return Pairs(
        list(number), np.array([pair for pair, *_ in rows], dtype=np.int64).reshape(-1, 2),
        np.array([sign for _, sign, _ in rows], dtype=np.int64), np.array(counts, dtype=float),
        [ties for *_, ties in rows], neutral, len(mixed), loops, directed,
    )  # fmt: skip


def _kept(both: str, sign: int) -> bool:
    return both == "keep" or (both == "positive" and sign > 0) or (both == "negative" and sign < 0)


def _sign(value: Any, start: object, end: object) -> int:  # noqa: ANN401 - whatever stands there
    if value is None:
        return 0
    if value in (0, 1, -1):
        return int(value)
    raise UsageError(f"{value!r} is no sign", where=f"{start} to {end}", mend="give 1, 0 or -1")


def _weight(ties: list[Mapping[str, Any]], weight: str | None) -> float:
    if weight is None:
        return 1.0
    try:
        found = sum(abs(float(data[weight])) for data in ties)
    except (KeyError, TypeError, ValueError):
        where, mend = repr(weight), "give each tie a number under this name, or no weight"
        raise UsageError("a tie has no such weight", where=where, mend=mend) from None
    return found


def _warn(loops: int, directed: int) -> None:
    if loops:
        said = "1 tie leads" if loops == 1 else f"{loops} ties lead"
        warnings.warn(
            KgWarning(f"{said} from a node to itself, and counts for nothing"), stacklevel=4
        )
    if directed:
        said = "1 tie has" if directed == 1 else f"{directed} ties have"
        warnings.warn(
            KgWarning(f"{said} a direction; balance reads each pair without it"), stacklevel=4
        )
