"""The integer program of frustration, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from kg.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Found", "solve"]

_TWO: Final = 2


class Found(NamedTuple):
    """The group of each node, and the least cost of any grouping that is proved."""

    group: NDArray[np.int64]
    bound: float


@dataclass
class _Program:
    """Binary variables for the groups of nodes, then one for each pair: 1 where it is apart.

    Every row is a sum of variables, each times a number, that is at least a value.
    """

    names: int
    upper: NDArray[np.float64]
    start: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)

    def add(self, low: float, *terms: tuple[int, float]) -> None:
        for at, value in terms:
            self.index.append(at)
            self.value.append(value)
        self.start.append(len(self.index))
        self.low.append(low)


def solve(
    size: int,
    ends: NDArray[np.int64],
    cost: NDArray[np.float64],
    triangles: NDArray[np.int64],
    groups: int,
    time_limit: float,
    begin: NDArray[np.int64],
) -> Found | None:
    """Find the groups of nodes that cost least.

    The program is that of Aref, Mason and Wilson, "A modeling and computational study of the
    frustration index in signed networks", Networks 75 (2020), 95-110: variables for nodes and
    ties, and a row for each triad that no grouping satisfies. More than two groups are told apart
    by a variable for each node and group.

    Args:
        size: How many nodes there are.
        ends: Two numbers of nodes a row, each pair once.
        cost: What it costs a pair to be apart; negative where it gains by it.
        triangles: Three numbers of pairs a row: triads of which one pair is always against what
            it is to be.
        groups: How many groups there may be.
        time_limit: Seconds.
        begin: The group of each node to begin from.

    Returns:
        The groups and what is proved; None where the limit left no grouping.

    Raises:
        UsageError: The library is not installed.
    """
    highs = _library()
    make = _two_groups if groups == _TWO else _several_groups
    program = make(size, ends, cost, groups)
    for three in triangles.tolist():
        wish = [1.0 if cost[pair] > 0 else -1.0 for pair in three]
        low = 1.0 - sum(each < 0 for each in wish)
        terms = ((program.names + pair, each) for pair, each in zip(three, wish, strict=True))
        program.add(low, *terms)
    solver = highs.Highs()
    solver.silent()
    options: dict[str, Any] = {"output_flag": False, "time_limit": time_limit, "threads": 1,
                               "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(highs, program, cost))
    first = begin if groups == _TWO else np.eye(groups)[begin].ravel()
    values = np.concatenate([first, begin[ends[:, 0]] != begin[ends[:, 1]]]).astype(float)
    solver.setSolution(len(values), np.arange(len(values), dtype=np.int32), values)
    solver.run()
    found = np.array(solver.getSolution().col_value)
    if len(found) != len(values) or not np.isfinite(found).all():
        return None
    nodes = found[: program.names].round().astype(np.int64)
    group = nodes if groups == _TWO else nodes.reshape(size, groups).argmax(axis=1)
    return Found(group, float(solver.getInfo().mip_dual_bound))


def _library() -> Any:  # noqa: ANN401 - it carries no types
    try:
        import highspy  # noqa: PLC0415 - an extra
    except ImportError:
        mend = "pip install 'khyber-kg[analysis]', or ask without exact=True"
        raise UsageError("exact frustration needs the HiGHS solver", mend=mend) from None
    return highspy


def _two_groups(size: int, ends: NDArray[np.int64], cost: NDArray[np.float64], _: int) -> _Program:
    """One variable a node; that with most ties is in the first group, which names are not."""
    program = _Program(size, np.ones(size))
    program.upper[np.bincount(ends.ravel(), minlength=size).argmax()] = 0.0
    for pair, (i, j) in enumerate(ends.tolist(), start=size):
        if cost[pair - size] > 0:
            program.add(0.0, (pair, 1.0), (i, -1.0), (j, 1.0))
            program.add(0.0, (pair, 1.0), (i, 1.0), (j, -1.0))
        else:
            program.add(0.0, (pair, -1.0), (i, 1.0), (j, 1.0))
            program.add(-2.0, (pair, -1.0), (i, -1.0), (j, -1.0))
    return program


def _several_groups(
    size: int, ends: NDArray[np.int64], cost: NDArray[np.float64], groups: int
) -> _Program:
    """A variable for each node and group; the n-th node may be in the first n groups only."""
    program = _Program(size * groups, np.ones(size * groups))
    order = np.argsort(-np.bincount(ends.ravel(), minlength=size), kind="stable")
    for rank, node in enumerate(order[: groups - 1].tolist()):
        program.upper[node * groups + rank + 1 : (node + 1) * groups] = 0.0
    for node in range(size):
        mine = range(node * groups, (node + 1) * groups)
        program.add(1.0, *((at, 1.0) for at in mine))
        program.add(-1.0, *((at, -1.0) for at in mine))
    for pair, (i, j) in enumerate(ends.tolist(), start=program.names):
        for one, other in zip(range(i * groups, (i + 1) * groups),
                              range(j * groups, (j + 1) * groups), strict=True):  # fmt: skip
            if cost[pair - program.names] > 0:
                program.add(0.0, (pair, 1.0), (one, -1.0), (other, 1.0))
            else:
                program.add(-2.0, (pair, -1.0), (one, -1.0), (other, -1.0))
    return program


def _model(highs: Any, program: _Program, cost: NDArray[np.float64]) -> Any:  # noqa: ANN401
    model = highs.HighsLp()
    model.num_col_, model.num_row_ = program.names + len(cost), len(program.low)
    model.col_cost_ = np.concatenate([np.zeros(program.names), cost])
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.concatenate([program.upper, np.ones(len(cost))])
    model.row_lower_ = np.array(program.low)
    model.row_upper_ = np.full(model.num_row_, highs.kHighsInf)
    model.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(program.start)
    model.a_matrix_.index_ = np.array(program.index)
    model.a_matrix_.value_ = np.array(program.value)
    kinds = highs.HighsVarType
    model.integrality_ = [kinds.kInteger] * program.names + [kinds.kContinuous] * len(cost)
    return model
