"""Project: one call from a graph to a networkx network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.counting import counted
from kg.days import parse_date
from kg.engine import Engine, chosen
from kg.errors import DataError, UsageError
from kg.network import reach, ties
from kg.network.assembly import Assembly
from kg.query import resolve
from kg.rdf import AnyGraph, engine_of

if TYPE_CHECKING:
    import networkx as nx


__all__ = ["project"]


def project(
    graph: AnyGraph,
    on: str | date | None = None,
    *,
    about: str | Sequence[str] = (),
    between: tuple[str, str] | None = None,
    kinds: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    title: str = "",
) -> nx.MultiDiGraph[str]:
    """Give the network of a graph, or the part of it about some things, at a date.

    Each tie is one relation: a node of the graph whose kind the ontology ties with ``kg:edgeFrom``
    and ``kg:edgeTo``. Parallel ties stay apart, each under its relation's slug as key.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        on: A day; only ties that hold on it are kept, and those without any date are left out and
            counted in ``network.graph["undated"]``. All times if None.
        about: Names of things; only ties that touch one of them, or lie within it, are kept.
        between: Two names; only what ties both is kept: ties between them, or between those who act
            for them (predecessors, organs, governments, holders of offices), and things that both
            sides are tied to, such as events and organisations.
        kinds: Kinds of tie, such as ``["Membership", "Partnership"]``; all if None.
        claims: Whether claims are in it, marked by their modality.
        accounts: The accounts that are in it; the facts if None. Where there are several, each tie
            says whose it is.
        title: What the picture is headed with; made from the rest if empty.

    Returns:
        A network that carries what `kg.contract` says: its nodes `kg.contract.NodeData`, its ties
        `kg.contract.TieData`, the network itself `kg.contract.NetworkData`. What is not
        known is absent. networkx's own writers find lists as JSON text.

    Raises:
        UsageError: A name or a kind is unknown, or ``on`` is not a day.
    """
    engine = engine_of(graph)
    day, asked = _day(on), chosen(engine, accounts, claims=claims)
    names = [about] if isinstance(about, str) else list(about)
    focus = [resolve(engine, name) for name in [*names, *(between or ())]]
    acting = reach.acting(engine, focus[-2:]) if between else []
    touching = set().union(*acting) if between else set(focus) or None
    found = [
        tie
        for kind in _kinds(engine, kinds)
        for tie in ties.read(engine, kind, touching, accounts=asked)
    ]
    if between:
        found = _between(found, *acting)
    elif focus:
        found = _touching(engine, found, focus)
    assembly = Assembly(engine, found, focus, day, accounts=asked)
    held = ties.in_force(found, assembly.known, day)
    network = assembly.network(held, title)
    if day and (silent := len(ties.without_date(found, assembly.known))):
        network.graph["undated"] = silent
        network.graph["source_line"] += f"; {counted(silent, 'undated tie')} left out"
    return network


def _kinds(engine: Engine, names: Iterable[str] | None) -> list[ties.Kind]:
    return ties.kinds(engine, [names] if isinstance(names, str) else names)


def _day(on: object) -> date | None:
    try:
        return None if on is None else parse_date(on)
    except DataError as error:
        raise UsageError(error.what, where=error.where, mend=error.mend) from None


def _touching(engine: Engine, chosen: list[ties.Tie], focus: list[str]) -> list[ties.Tie]:
    """Keep ties that touch the focus, or a part of it, or lie within either."""
    inside = reach.parts(engine, focus)
    return [t for t in chosen if t.source in focus or t.target in focus or t.within in inside]


def _between(chosen: list[ties.Tie], one: set[str], other: set[str]) -> list[ties.Tie]:
    """Keep ties whose ends stand on both sides, and those to things that both sides are tied to."""
    shared = (_reached(chosen, one) & _reached(chosen, other)) - one - other
    return [
        tie
        for tie in chosen
        if _joins(tie, one, other) or _joins(tie, shared, one) or _joins(tie, shared, other)
    ]


def _reached(chosen: list[ties.Tie], side: set[str]) -> set[str]:
    out = {tie.target for tie in chosen if tie.source in side}
    return out | {tie.source for tie in chosen if tie.target in side}


def _joins(tie: ties.Tie, one: set[str], other: set[str]) -> bool:
    return (tie.source in one and tie.target in other) or (
        tie.source in other and tie.target in one
    )
