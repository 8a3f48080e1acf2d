"""What became of each tie between two days: it joined, left, stayed, or joined and left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.analysis.change import COLOURS, MARKS
from kg.days import parse_date
from kg.errors import UsageError
from kg.network import project
from kg.period import words
from kg.rdf import AnyGraph

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["span"]

_BOTH: Final = "joined and left"


def span(
    graph: AnyGraph,
    start: str | date,
    end: str | date,
    *,
    about: str | Sequence[str] = (),
    title: str = "",
    essential: bool = False,
    **choice: Any,  # noqa: ANN401 - as kg.project takes them
) -> nx.MultiDiGraph[str]:
    """Give the ties that held at some time between two days, by what became of them.

    Where `kg.compare` sets two days side by side, this tells what came between them too: a member
    that joined and left within the time is in it.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        start: The first day; of a month or a year its first.
        end: The last day.
        about: Names of things; only ties that touch one of them are kept.
        title: What the picture is headed with; made from the rest if empty.
        essential: Whether only the kinds that matter of the things are kept, as `kg.draw` keeps
            them.
        choice: What else `kg.project` is asked: kinds, claims, accounts, between.

    Returns:
        A network as `kg.project` gives it, in which the kind of a tie says what became of it. Ties
        without any date, and those over before or not begun after, are left out; the former are
        counted in ``network.graph["undated"]``.

    Raises:
        UsageError: The first day lies after the last, or `kg.project` refuses what it is asked.
    """
    first, last = parse_date(start, first=True), parse_date(end)
    if first > last:
        raise UsageError(f"{words(first.isoformat())} lies after {words(last.isoformat())}",
                         mend="give the earlier day first")  # fmt: skip
    before, after = project(graph, [first, last], about=about, **choice)
    found = project(graph, about=about, **choice)
    told = found.graph
    when = f"{words(first.isoformat())} to {words(last.isoformat())}"
    told.update(title=title or f"{told.get('title', 'Ties')}, {when}", undated=0)
    kept = told.pop("essential", ())
    if essential and kept:
        ties = found.edges(keys=True, data="kind")
        found.remove_edges_from([(u, v, key) for u, v, key, kind in ties if kind not in kept])
    kinds = {data.get("kind") for *_, data in found.edges(data=True)}
    for u, v, key, data in list(found.edges(keys=True, data=True)):
        what = _became(before.has_edge(u, v, key), after.has_edge(u, v, key), data, first, last)
        if what:
            said = {"kind": what if len(kinds) == 1 else f"{what} {data['kind']}",
                    "kind_label": f"{what}: {data.get('kind_label', '')}", "kind_label_ur": None,
                    "colour": COLOURS[what], "mark": MARKS[what]}  # fmt: skip
            found.edges[u, v, key].update(said)
        else:
            found.remove_edge(u, v, key)
            told["undated"] += not data.get("time")
    lone = [n for n in found if not found.degree(n) and n not in told.get("focus", ())]
    found.remove_nodes_from(lone)
    return found


def _became(was: bool, is_still: bool, data: dict[str, Any], first: date, last: date) -> str | None:
    if was or is_still:
        return "stayed" if was and is_still else "left" if was else "joined"
    start = data.get("earliest_start") or data.get("latest_start")
    end = data.get("latest_end") or data.get("earliest_end")
    within = start and end and first.isoformat() < start and end < last.isoformat()
    return _BOTH if within else None
