"""Project: one call from a graph to a networkx network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, overload

from kg.arguments import held
from kg.collecting import uncollected
from kg.days import parse_date
from kg.engine import Engine, chosen, node_if_any
from kg.errors import DataError, UsageError
from kg.foreign import several, shown
from kg.network import reach, ties
from kg.network.classes import essential
from kg.network.days import Asked, Timeline
from kg.network.kinds import Kind
from kg.network.kinds import kinds as read_kinds
from kg.query import resolve
from kg.rdf import AnyGraph, engine_of
from kg.terms import expand
from kg.vocabulary import ID

if TYPE_CHECKING:
    import networkx as nx


__all__ = ["days_of", "project", "timeline"]


class Added(Protocol):
    """What can be added to a network, such as reports of events."""

    def added_to(self, network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
        """Give a network with it."""


@overload
def project(
    graph: AnyGraph,
    on: str | date | None = None,
    *,
    about: str | Sequence[str] = (),
    between: tuple[str, str] | None = None,
    kinds: Iterable[str] | None = None,
    relations: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    title: str = "",
    detail: bool = True,
    events: Added | None = None,
) -> nx.MultiDiGraph[str]: ...


@overload
def project(
    graph: AnyGraph,
    on: Collection[str | date],
    *,
    about: str | Sequence[str] = (),
    between: tuple[str, str] | None = None,
    kinds: Iterable[str] | None = None,
    relations: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    title: str = "",
    detail: bool = True,
    events: Added | None = None,
) -> list[nx.MultiDiGraph[str]]: ...


@held
def project(  # noqa: PLR0913 - the ways of choosing, all by name
    graph: AnyGraph,
    on: str | date | Collection[str | date] | None = None,
    *,
    about: str | Sequence[str] = (),
    between: tuple[str, str] | None = None,
    kinds: Iterable[str] | None = None,
    relations: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    title: str = "",
    detail: bool = True,
    events: Added | None = None,
) -> nx.MultiDiGraph[str] | list[nx.MultiDiGraph[str]]:
    """Give the network of a graph, or the part of it about some things, at a date.

    Each tie is one relation: a node of the graph whose kind the ontology ties with ``kg:edgeFrom``
    and ``kg:edgeTo``. Parallel ties stay apart, each under its relation's slug as key.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        on: A day; only ties that hold on it are kept, and those without any date are left out and
            counted in ``network.graph["undated"]``. All times if None. A list of days gives a list
            of networks from one reading.
        about: Names of things; only ties that touch one of them, or lie within it, are kept.
        between: Two names; only what ties both is kept: ties between them, or between those who act
            for them (predecessors, organs, governments, holders of offices), and things that both
            sides are tied to, such as events and organisations.
        kinds: Kinds of tie, such as ``["Membership", "Partnership"]``; all if None. Of all ties
            about things, ``network.graph["essential"]`` names the kinds that `kg.draw` draws.
        relations: Relations, such as a column of an answer; only ties of these are kept.
        claims: Whether claims are in it, marked by their modality.
        accounts: The accounts that are in it; the facts if None. Where there are several, each tie
            says whose it is.
        title: What the picture is headed with; made from the rest if empty.
        detail: Whether labels, places, facts and sources are read. Without them nodes carry
            nothing, and ties their kind, sign, time, certainty and modality: many times faster,
            for what is counted and not shown.
        events: Reports, such as `kg.events` gives: between things that are in the network, a tie
            for each two with their number as weight, as reports and never as facts.

    Returns:
        A network that carries what `kg.contract` says: its nodes `kg.contract.NodeData`, its ties
        `kg.contract.TieData`, the network itself `kg.contract.NetworkData`. What is not
        known is absent. networkx's own writers find lists as JSON text.

    Raises:
        UsageError: A name or a kind is unknown, or ``on`` is not a day.
    """
    if events is not None and not hasattr(events, "added_to"):
        raise UsageError(
            "these are no reports", where=shown(events), mend="give what kg.events gives"
        )
    many, days = days_of(on)
    with uncollected():
        line = timeline(
            graph,
            about=about,
            between=between,
            kinds=kinds,
            relations=relations,
            claims=claims,
            accounts=accounts,
            detail=detail,
            days=None if None in days else [day for day in days if day],
        )
        found = [line.at(day, title) for day in days]
    if events is not None:
        found = [events.added_to(each) for each in found]
    return found if many else found[0]


def timeline(  # noqa: PLR0913 - as `project`
    graph: AnyGraph,
    *,
    about: str | Sequence[str] = (),
    between: tuple[str, str] | None = None,
    kinds: Iterable[str] | None = None,
    relations: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    detail: bool = True,
    days: Collection[date] | None = None,
) -> Timeline:
    """Read the ties of a graph once, so that the network of any day can be had.

    Args:
        graph: As `project` has it, and so are the others.
        about: Names of things.
        between: Two names.
        kinds: Kinds of tie.
        relations: Relations.
        claims: Whether claims are in it.
        accounts: The accounts that are in it.
        detail: Whether labels, places, facts and sources are read too.
        days: The days that it is made for; any day if None.

    Raises:
        UsageError: A name or a kind is unknown.
    """
    engine = engine_of(graph)
    asked = chosen(engine, accounts, claims=claims)
    names = [about] if isinstance(about, str) else list(about)
    # Named twice, a thing is one all the same.
    own = dict.fromkeys(resolve(engine, name) for name in names)
    focus = [*own, *(resolve(engine, name) for name in between or ())]
    acting = reach.acting(engine, focus[-2:]) if between else []
    touching = set().union(*acting) if between else set(focus) or None
    some = None if relations is None else {_relation(each) for each in relations}
    chosen_kinds = _kinds(engine, kinds)
    read, known = ties.read(engine, chosen_kinds, touching, relations=some, accounts=asked)
    found = [tie for tie in read if some is None or tie.relation in some]
    if between:
        found = _between(found, *acting)
    elif focus:
        found = _touching(engine, found, focus)
    every = kinds is None and some is None
    matter = essential(engine, focus) if every and detail and not between else ()
    what = Asked(() if kinds is None else chosen_kinds, matter, read)
    return Timeline(
        engine, found, known, focus, accounts=asked, detail=detail, days=days, asked=what
    )


def _relation(name: str) -> str:
    iri = expand(name) if ":" in name else ID + name
    if node_if_any(iri) is None:
        mend = "write it as id:membership-cento-pakistan"
        raise UsageError("this is no name of a relation", where=shown(name), mend=mend)
    return iri


def _kinds(engine: Engine, names: Iterable[str] | None) -> list[Kind]:
    return read_kinds(engine, [names] if isinstance(names, str) else names)


def days_of(on: object) -> tuple[bool, list[date | None]]:
    """Give the days that somebody asks about, None for all times, and whether it is a list.

    Raises:
        UsageError: One is not a day.
    """
    given = several(on)
    return given is not None, [_day(each) for each in ([on] if given is None else given)]


def _day(on: object) -> date | None:
    try:
        return None if on is None else parse_date(on)
    except DataError as error:
        raise UsageError(error.what, where=error.where, mend=error.mend) from None


def _touching(engine: Engine, chosen: list[ties.Tie], focus: list[str]) -> list[ties.Tie]:
    """Keep ties that touch the focus, or a part of it, or lie within either."""
    ordered = any(tie.within for tie in chosen)
    inside = reach.parts(engine, focus) if ordered else set(focus)
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
