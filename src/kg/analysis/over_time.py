"""Series: a measure of a network, day by day, as a tidy frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kg.analysis.balancing import balance
from kg.arguments import held
from kg.engine import chosen
from kg.errors import UsageError, nearest
from kg.foreign import several
from kg.network import days_of, timeline
from kg.network import signed as signed_networks
from kg.rdf import AnyGraph, engine_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.analysis.plot import Series

__all__ = ["MEASURES", "series"]

Measure: TypeAlias = "Callable[[nx.Graph[Any]], float | int | Mapping[Any, Any] | None]"

_LAST: Final = "-12-31"
_YEAR: Final = 4


def _simple(network: nx.Graph[Any]) -> nx.Graph[Any]:
    """Give the network with one tie a pair, without direction and without ties to oneself."""
    import networkx as nx  # noqa: PLC0415 - 0.2 s

    found: nx.Graph[Any] = nx.Graph()
    found.add_nodes_from(network)
    found.add_edges_from((a, b) for a, b in network.edges() if a != b)
    return found


def _per_node(name: str) -> Measure:
    def measured(network: nx.Graph[Any]) -> Mapping[Any, Any]:
        import networkx as nx  # noqa: PLC0415

        found: Mapping[Any, Any] = getattr(nx, name)(_simple(network)) if len(network) else {}
        return found

    return measured


def _eigenvector(network: nx.Graph[Any]) -> Mapping[Any, Any]:
    """Give eigenvector centrality (Bonacich 1972) within the largest component, 0 elsewhere."""
    import networkx as nx  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415 - 0.1 s

    graph = _simple(network)
    if not graph.number_of_edges():
        return dict.fromkeys(graph, 0.0)
    largest: set[Any] = max(_components(network), key=len)
    inside = sorted(largest, key=str)
    _, vectors = np.linalg.eigh(nx.to_numpy_array(graph, nodelist=inside))
    values = np.abs(vectors[:, -1])
    return {**dict.fromkeys(graph, 0.0), **dict(zip(inside, values.tolist(), strict=True))}


def _community(network: nx.Graph[Any]) -> Mapping[Any, Any]:
    """Give the number of each node's community (Clauset, Newman and Moore 2004), largest first."""
    import networkx as nx  # noqa: PLC0415

    graph = _simple(network)
    if not graph.number_of_edges():
        return {node: number for number, node in enumerate(graph)}
    found = nx.community.greedy_modularity_communities(graph)
    ordered = sorted(found, key=lambda each: (-len(each), min(map(str, each))))
    return {node: number for number, each in enumerate(ordered) for node in each}


def _modularity(network: nx.Graph[Any]) -> float | None:
    """Give the modularity of the communities (Newman and Girvan 2004)."""
    import networkx as nx  # noqa: PLC0415

    graph = _simple(network)
    if not graph.number_of_edges():
        return None
    found = nx.community.greedy_modularity_communities(graph)
    return float(nx.community.modularity(graph, found))


def _bridging(network: nx.Graph[Any]) -> Mapping[Any, Any]:
    """Give Burt's effective size of each node's network: contacts, less their ties to each other.

    R. S. Burt, "Structural Holes" (1992), as S. P. Borgatti, "Structural holes: unpacking Burt's
    redundancy measures", Connections 20 (1997), has it for ties without strength.
    """
    import networkx as nx  # noqa: PLC0415

    graph = _simple(network)
    among = nx.triangles(graph)
    return {n: d - 2 * among[n] / d if d else 0.0 for n, d in graph.degree()}


def _density(network: nx.Graph[Any]) -> float | None:
    import networkx as nx  # noqa: PLC0415

    return float(nx.density(_simple(network))) if len(network) > 1 else None


def _polarity(network: nx.Graph[Any]) -> float | None:
    """Give the share of hostile ties among those with a sign."""
    signs = [data.get("sign") for *_, data in network.edges(data=True)]
    told = [sign for sign in signs if sign in (1, -1)]
    return told.count(-1) / len(told) if told else None


def _balanced(network: nx.Graph[Any]) -> float | None:
    return balance(network, exact=False, count=1).strict


def _frustrated(network: nx.Graph[Any]) -> float | None:
    found = balance(network, count=1).frustration
    return found.index if found else None


MEASURES: Final[dict[str, Measure]] = {
    "nodes": len,
    "ties": lambda network: int(network.number_of_edges()),
    "density": _density,
    "components": lambda network: len(_components(network)),
    "polarity": _polarity,
    "balance": _balanced,
    "frustration": _frustrated,
    "modularity": _modularity,
    "degree": lambda network: dict(_simple(network).degree()),
    "betweenness": _per_node("betweenness_centrality"),
    "closeness": _per_node("closeness_centrality"),
    "eigenvector": _eigenvector,
    "bridging": _bridging,
    "community": _community,
}
"""The measures that have a name; those of a network first, then those of each node."""

_SIGNED: Final = frozenset({"polarity", "balance", "frustration"})


def _components(network: nx.Graph[Any]) -> list[set[Any]]:
    import networkx as nx  # noqa: PLC0415

    return list(nx.connected_components(_simple(network)))


@held
def series(  # noqa: PLR0913 - what is measured of what, all by name
    graph: AnyGraph,
    measure: str | Measure,
    days: Iterable[int | str | date],
    *,
    about: str | Sequence[str] = (),
    kinds: Iterable[str] | None = None,
    signed: bool | None = None,
    through: str | Iterable[str] | None = None,
    sharing: Iterable[str] = (),
    both: str = "drop",
    rule: str = "possible",
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
) -> Series:
    """Measure the network of each of several days.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        measure: The name of a measure (see `MEASURES`), or a function that takes a network of
            networkx and gives a number, or a number for each node.
        days: Days, or years, which stand for their last day: ``range(1947, 2026)``.
        about: Names of things; only ties that touch one of them are in the networks.
        kinds: Kinds of tie; all if None.
        signed: Whether the networks are those of `kg.signed`; if None, where the measure reads
            signs.
        through: The projections of signed networks.
        sharing: What two may share in them; anything if empty.
        both: Their rule for pairs with ties of both signs.
        rule: Their rule for which relations count.
        claims: Whether claims count.
        accounts: The accounts that count; the facts if None.

    Returns:
        A frame with a row a day, or a day and node: day, year, node and label (of nodes only),
        measure, value (NA where there is none), and ``within``: whether the day lies within what
        the data speaks for. `Series.plot` is pandas' own; `Series.to_svg` draws lines.

    Raises:
        UsageError: There is no such measure (the nearest is given), day, name or kind.
    """
    from kg.analysis.plot import Series  # noqa: PLC0415 - pandas, 0.5 s

    name, measured = _measure(measure)
    given = [f"{day:04d}{_LAST}" if isinstance(day, int) else _whole(day) for day in _many(days)]
    _, wanted = days_of(given)
    asked = chosen(engine_of(graph), accounts, claims=claims)
    if signed if signed is not None else name in _SIGNED:
        if about or kinds is not None:
            mend = "leave out about and kinds, and choose with through"
            raise UsageError("a signed network is of all states", mend=mend)
        networks = signed_networks(
            graph, given, through=through, sharing=sharing, both=both, rule=rule, claims=claims,
            accounts=accounts, detail=False,
        )  # fmt: skip
        line = timeline(graph, kinds=(), accounts=accounts, claims=claims, detail=False)
    else:
        line = timeline(
            graph, about=about, kinds=kinds, accounts=accounts, claims=claims, detail=False
        )
        networks = [line.at(day) for day in wanted]
    ends = [(first, last) for first, last in (line.horizon.get(a, (None, None)) for a in asked)]
    rows: list[list[Any]] = []
    for day, network in zip(wanted, networks, strict=True):
        if day is None:
            continue
        within = all((not a or a <= day) and (not z or day <= z) for a, z in ends)
        value = measured(network)
        found = value.items() if isinstance(value, Mapping) else [(None, value)]
        rows += [[day, node, name, number, within] for node, number in found]
    return Series.of(rows, line.labels([row[1] for row in rows if row[1]]))


def _many(days: object) -> list[Any]:
    found = several(days)
    if found is None:
        raise UsageError(
            "a series is of several days", mend="give a list, such as range(1947, 2026)"
        )
    return found


def _whole(day: str | date) -> str | date:
    """Give a year as its last day."""
    return f"{day}{_LAST}" if isinstance(day, str) and day.isdigit() and len(day) == _YEAR else day


def _measure(given: str | Measure) -> tuple[str, Measure]:
    if callable(given):
        return getattr(given, "__name__", "measure"), given
    if given not in MEASURES:
        mend = nearest(given, MEASURES) or f"one of: {', '.join(MEASURES)}"
        raise UsageError(f"there is no measure {given!r}", mend=mend)
    return given, MEASURES[given]
