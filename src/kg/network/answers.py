"""The network of an answer: the statements that it rests on, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.days import parse_date
from kg.engine import Engine, Rows
from kg.errors import DataError, KgError, QueryError, UsageError
from kg.network import reach
from kg.network.classes import essential
from kg.network.projection import timeline
from kg.network.ties import Tie
from kg.query import (
    Answered,
    answered,
    columns_of,
    heading,
    is_sparql,
    with_statements,
)
from kg.rdf import AnyGraph, engine_of
from kg.sparql import Bindings, tokens
from kg.terms import expand, is_iri, text_of, value_of
from kg.vocabulary import ID

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["resting"]


def resting(
    graph: AnyGraph,
    query: str,
    parameters: Mapping[str, object] | None = None,
    *,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    on: str | date | None = None,
    title: str = "",
) -> nx.MultiDiGraph[str]:
    """Give the network of the statements that an answer rests on.

    These are the relations in its rows. Of a row without one, they are the ties between the things
    in it, or from these to what the question was asked about; where there are none, those that
    make what its rows name, such as the participants of an event.

    Args:
        graph: As `kg.project` takes it.
        query: The name of a question, or SPARQL.
        parameters: Values for its parameters.
        claims: Whether claims answer too.
        accounts: The accounts that answer.
        on: The day of the network; the question's own day ``on`` if None.
        title: What a picture is headed with; the question, its values filled in, if empty.

    Returns:
        A network as `kg.project` gives it.

    Raises:
        UsageError: The answer is no table, or the day is none.
        KgError: It rests on nothing that ties two things.
    """
    engine = engine_of(graph)
    how = {"claims": claims, "accounts": accounts}
    put = _answered(engine, query, parameters or {}, how)
    if not isinstance(put.answer, Rows):
        raise UsageError("only an answer with rows can be drawn", mend="select things")
    table = _things(put.answer)
    asked = [each for each in _values(put.given) if each.startswith(ID)]
    kept = {tie.relation for tie in _ties(engine, put, table, asked)}
    line = timeline(engine, relations=kept, accounts=put.query.accounts)
    line.ties = _of_those_asked(engine, line.ties, asked)
    if not line.ties:
        raise KgError(
            "the answer rests on nothing that ties two things",
            where=put.question.name,
            mend="kg ask shows what it answers",
        )
    line.focus = [each for each in asked if any(each in (t.source, t.target) for t in line.ties)]
    day = _day(on if on is not None else _given(put.given, "on"))
    said = put.question.name and heading(engine, put.question, put.given, parameters or {})
    return line.at(day, title or said or "Answer")


def _answered(
    engine: Engine, query: str, parameters: Mapping[str, object], how: Mapping[str, Any]
) -> Answered:
    """Ask with the statements in the rows; of SPARQL all variables, where it is not grouped."""
    if not is_sparql(query):
        return answered(engine, query, parameters, evidence=True, **how)
    names = sorted({token.text[1:] for token in tokens(query) if token.kind == "var"})
    with suppress(QueryError):
        return answered(engine, with_statements(query, names), parameters, **how)
    return answered(engine, query, parameters, **how)


def _things(answer: Rows) -> list[set[str]]:
    columns, _ = columns_of(answer)
    return [
        {expand(cell) for cell in row if isinstance(cell, str) and cell.startswith("id:")}
        for row in zip(*columns, strict=True)
    ]


def _values(given: Bindings) -> list[str]:
    return [text_of(term) for terms in given.values() for term in terms if is_iri(term)]


def _given(given: Bindings, name: str) -> object:
    terms = given.get(name) or ()
    return value_of(terms[0]) if terms else None


def _day(on: object) -> date | None:
    try:
        return None if on is None else parse_date(on)
    except DataError as error:
        raise UsageError(error.what, where=error.where, mend=error.mend) from None


def _ties(
    engine: Engine, put: Answered, table: list[set[str]], asked: Collection[str]
) -> list[Tie]:
    accounts = put.query.accounts
    cells = set().union(*table)
    found = timeline(engine, relations=cells, accounts=accounts, detail=False).ties
    stated = {tie.relation for tie in found}
    bare = [row for row in table if row and not row & stated]
    things = sorted(set().union(*bare))
    if not things or not put.question.name:
        return found
    near = timeline(engine, about=things, accounts=accounts, detail=False).ties
    sides = set(asked).union(*reach.acting(engine, asked))
    joining = [tie for tie in near if _joined(tie, bare, sides)]
    if not joining and not found:
        kinds = set(essential(engine, things))
        joining = [tie for tie in near if tie.kind.iri in kinds]
    return [*found, *joining]


def _joined(tie: Tie, rows: Iterable[set[str]], sides: Collection[str]) -> bool:
    ends = {tie.source, tie.target}
    return any(ends & row and (ends <= row or ends & set(sides) - row) for row in rows)


def _of_those_asked(engine: Engine, found: list[Tie], asked: Collection[str]) -> list[Tie]:
    """Of a relation between several, keep the ties of those asked about, where it has such."""
    sides = set(asked).union(*reach.acting(engine, asked))
    by_relation: dict[str, list[Tie]] = defaultdict(list)
    for tie in found:
        by_relation[tie.relation].append(tie)
    return [
        tie
        for each in by_relation.values()
        for tie in ([t for t in each if {t.source, t.target} & sides] or each)
    ]
