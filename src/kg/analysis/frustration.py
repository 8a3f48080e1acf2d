"""Frustration: the least that stands against a network's falling into groups, and the groups."""

from __future__ import annotations

import time
import warnings
from collections import defaultdict, deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kg.analysis.program import solve
from kg.analysis.signs import Pairs
from kg.analysis.triads import each_triad
from kg.errors import KgWarning, UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Frustration", "frustration"]

_TWO: Final = 2
# Beyond so many pairs in one block a proof is unlikely within a minute.
_MANY: Final = 4_000
# More rows for triads than this cost more than they save.
_MOST_TRIADS: Final = 20_000
_STARTS: Final = 12


@dataclass(frozen=True)
class Frustration:
    """How far a network is from falling into groups of friends that are foes of each other.

    Attributes:
        groups: The number of groups that it may fall into.
        index: The number of ties against the best grouping that was found (or their weight):
            friendly ones between groups and hostile ones within.
        bound: No grouping has less against it; equal to the index where it is exact.
        exact: Whether it is proved that none has less.
        group: The number of each node's group, from 0, the largest group first.
        against: The rows of the pairs that are against the grouping.
        seconds: How long it took.
    """

    groups: int
    index: float
    bound: float
    exact: bool
    group: dict[Any, int]
    against: tuple[int, ...]
    seconds: float


def frustration(pairs: Pairs, groups: int = 2, time_limit: float = 60.0) -> Frustration:
    """Give the frustration index of a network, exactly where the time allows.

    With two groups it is the frustration index, or line index of balance (Harary 1959; Aref and
    Wilson, "Balance and frustration in signed networks", Journal of Complex Networks 7, 2019);
    with more it is the least criterion of a partition under weak balance (Davis, "Clustering and
    structural balance in graphs", Human Relations 20, 1967; Doreian and Mrvar, "Partitioning
    signed social networks", Social Networks 31, 2009). Cycles lie within blocks (biconnected
    components), and so each block is solved by itself.

    Args:
        pairs: The network's pairs.
        groups: How many groups there may be at most.
        time_limit: Seconds for all blocks together; then the best grouping found so far is given,
            and a bound.

    Raises:
        UsageError: The groups are fewer than 2, the limit is not above 0, or there is no solver.
    """
    if groups < _TWO:
        raise UsageError(f"{groups} is no number of groups", mend="give 2 or more")
    if not time_limit > 0:
        raise UsageError(f"{time_limit} is no limit of time", mend="give seconds above 0")
    began = time.monotonic()
    one_way, cost, fixed = _costs(pairs)
    group = np.zeros(len(pairs.nodes), dtype=np.int64)
    placed = np.zeros(len(pairs.nodes), dtype=bool)
    bound = float(fixed)
    for block in _blocks(one_way):
        inside, proved = _block(one_way[block], cost[block], groups, began + time_limit)
        bound += proved
        _place(inside, group, placed)
    cut = group[pairs.ends[:, 0]] != group[pairs.ends[:, 1]]
    against = np.flatnonzero(cut == (pairs.sign > 0))
    index = float(pairs.weight[against].sum())
    whole = bool(np.all(pairs.weight == pairs.weight.round()))
    bound = min(index, float(np.ceil(bound - 1e-6)) if whole else bound)
    return Frustration(
        groups, index, bound, index - bound < 1e-6, _named(pairs.nodes, group),  # noqa: PLR2004
        tuple(against.tolist()), time.monotonic() - began,
    )  # fmt: skip


def _costs(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """Give each pair once with what it costs it to be apart, and what is against any grouping."""
    total: dict[tuple[int, int], float] = defaultdict(float)
    fixed: dict[tuple[int, int], list[float]] = defaultdict(list)
    for pair, sign, weight in zip(map(tuple, pairs.ends.tolist()), pairs.sign, pairs.weight,
                                  strict=True):  # fmt: skip
        total[pair] += sign * weight
        fixed[pair].append(weight)
    always = sum(min(each) for each in fixed.values() if len(each) > 1)
    kept = {pair: value for pair, value in total.items() if value}
    ends = np.array(list(kept), dtype=np.int64).reshape(-1, 2)
    return ends, np.array(list(kept.values()), dtype=float), always


def _blocks(ends: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Give the pairs of each biconnected component, in an order in which each meets one before."""
    import networkx as nx  # noqa: PLC0415 - 0.2 s

    graph = nx.Graph()
    graph.add_edges_from((i, j, {"row": row}) for row, (i, j) in enumerate(ends.tolist()))
    blocks = [
        np.array([graph.edges[edge]["row"] for edge in edges])
        for edges in nx.biconnected_component_edges(graph)
    ]
    at: dict[int, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for node in set(ends[block].ravel().tolist()):
            at[node].append(number)
    ordered: list[int] = []
    seen: set[int] = set()
    for first in range(len(blocks)):
        waiting = deque([first] if first not in seen else [])
        seen.add(first)
        while waiting:
            ordered.append(here := waiting.popleft())
            near = {n for node in set(ends[blocks[here]].ravel().tolist()) for n in at[node]}
            waiting.extend(sorted(near - seen))
            seen |= near
    return [blocks[number] for number in ordered]


def _block(
    ends: NDArray[np.int64], cost: NDArray[np.float64], groups: int, until: float
) -> tuple[dict[int, int], float]:
    """Give the group of each node of a block, and a bound on what is against any grouping."""
    nodes, flat = np.unique(ends, return_inverse=True)
    small = flat.reshape(-1, 2)
    gain = float(-cost[cost < 0].sum())
    two = _two_coloured(len(nodes), small, cost)
    if two is not None:
        return dict(zip(nodes.tolist(), two.tolist(), strict=True)), 0.0
    begin = _improved(len(nodes), small, cost, groups)
    if len(ends) > _MANY:
        _foretell(len(nodes), len(ends), until - time.monotonic())
    wrong = _wrong(small, cost, groups)
    left = max(until - time.monotonic(), 0.01)
    found = solve(len(nodes), small, cost, wrong, groups, left, begin)
    best, proved = begin, _packed(wrong, np.abs(cost))
    if found is not None:
        proved = max(proved, found.bound + gain)
        best = min(begin, found.group, key=lambda each: _against(each, small, cost))
    return dict(zip(nodes.tolist(), best.tolist(), strict=True)), proved


def _wrong(ends: NDArray[np.int64], cost: NDArray[np.float64], groups: int) -> NDArray[np.int64]:
    """Give triads of which one tie is against any grouping."""
    never = (1, 3) if groups == _TWO else (1,)
    foe = (cost < 0).tolist()
    found = (three for three in each_triad(ends) if sum(foe[row] for row in three) in never)
    return np.array(list(islice(found, _MOST_TRIADS)), dtype=np.int64).reshape(-1, 3)


def _against(group: NDArray[np.int64], ends: NDArray[np.int64], cost: NDArray[np.float64]) -> float:
    return float(cost[group[ends[:, 0]] != group[ends[:, 1]]].sum())


def _two_coloured(
    size: int, ends: NDArray[np.int64], cost: NDArray[np.float64]
) -> NDArray[np.int64] | None:
    """Give two groups that nothing is against; None where there are none."""
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (i, j), value in zip(ends.tolist(), cost, strict=True):
        near[i].append((j, int(value < 0)))
        near[j].append((i, int(value < 0)))
    group = np.full(size, -1, dtype=np.int64)
    group[0] = 0
    waiting = [0]
    while waiting:
        here = waiting.pop()
        for there, apart in near[here]:
            if group[there] < 0:
                group[there] = group[here] ^ apart
                waiting.append(there)
            elif group[there] != group[here] ^ apart:
                return None
    return group


def _improved(
    size: int, ends: NDArray[np.int64], cost: NDArray[np.float64], groups: int
) -> NDArray[np.int64]:
    """Give groups from which no node gains by going to another, the best of several tries."""
    matrix = np.zeros((size, size), dtype=np.float32)
    matrix[ends[:, 0], ends[:, 1]] = matrix[ends[:, 1], ends[:, 0]] = cost
    generator = np.random.default_rng(1)
    found = []
    for _ in range(_STARTS):
        group = generator.integers(0, groups, size)
        near = matrix @ np.eye(groups, dtype=np.float32)[group]
        while True:
            gain = near.max(axis=1) - near[np.arange(size), group]
            node = int(gain.argmax())
            if gain[node] < 1e-4:  # noqa: PLR2004
                break
            new = int(near[node].argmax())
            near[:, group[node]] -= matrix[node]
            near[:, new] += matrix[node]
            group[node] = new
        found.append(group)
    return min(found, key=lambda each: _against(each, ends, cost))


def _packed(triangles: NDArray[np.int64], weight: NDArray[np.float64]) -> float:
    """Give a bound: of triads that share no tie, each has one against any grouping."""
    used: set[int] = set()
    total = 0.0
    for three in triangles.tolist():
        if not used & set(three):
            used |= set(three)
            total += min(weight[row] for row in three)
    return total


def _foretell(nodes: int, ties: int, left: float) -> None:
    said = (
        f"{nodes:,} nodes and {ties:,} ties in one block are a large integer program; it may take "
        f"hours to prove, and stops after {left:,.0f} s with the best grouping found and a bound"
    )
    warnings.warn(KgWarning(said), stacklevel=5)


def _place(inside: dict[int, int], group: NDArray[np.int64], placed: NDArray[np.bool_]) -> None:
    """Give the nodes of a block their groups, named so that the node known before keeps its own."""
    known = next((node for node in inside if placed[node]), None)
    here, there = (inside[known], int(group[known])) if known is not None else (0, 0)
    for node, mine in inside.items():
        group[node] = there if mine == here else here if mine == there else mine
        placed[node] = True


def _named(nodes: list[Any], group: NDArray[np.int64]) -> dict[Any, int]:
    """Number the groups by their size, the largest first."""
    count = np.bincount(group) if len(group) else np.zeros(0, dtype=int)
    first = {int(g): at for at, g in reversed(list(enumerate(group.tolist())))}
    order = sorted(first, key=lambda g: (-count[g], first[g]))
    number = {g: at for at, g in enumerate(order)}
    return {node: number[int(g)] for node, g in zip(nodes, group.tolist(), strict=True)}
