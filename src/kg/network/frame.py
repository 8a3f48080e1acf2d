"""From a table to a network: a result that holds two columns of things can be drawn as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.query import label_of
from kg.terms import expand, slug

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["network_of_frame"]


def network_of_frame(result: object, names: dict[str, str] | None = None) -> nx.MultiDiGraph[str]:
    """Tie the first two columns of things of each row.

    Args:
        result: A frame that `kg.ask` gave.
        names: Labels by IRI; slugs in words where there is none.

    Returns:
        A network with a tie for each row, its other cells as the tie's ``facts``.

    Raises:
        UsageError: It is no frame, or has fewer than two columns of things.
    """
    import networkx as nx  # noqa: PLC0415 - 0.2 s

    columns: list[str] = list(getattr(result, "columns", []))
    rows: list[Any] = result.values.tolist() if columns else []  # type: ignore[attr-defined]
    places = [at for at, _ in enumerate(columns) if _is_things(rows, at)]
    if len(places) < 2:  # noqa: PLR2004
        raise UsageError(
            "the answer has not two columns of things to tie",
            mend="select two things a row, such as ?member ?organization",
        )
    one, other = places[:2]
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(title="", claims=False)
    for row in rows:
        ends = [str(row[at]) for at in (one, other)]
        for name in ends:
            network.add_node(slug(expand(name)), label=label_of(names or {}, expand(name)))
        rest = [[c, str(v)] for at, (c, v) in enumerate(zip(columns, row, strict=True))
                if at not in (one, other)]  # fmt: skip
        network.add_edge(*(slug(expand(name)) for name in ends), facts=rest)
    return network


def _is_things(rows: list[Any], at: int) -> bool:
    return bool(rows) and all(
        isinstance(row[at], str) and row[at].startswith("id:") for row in rows
    )
