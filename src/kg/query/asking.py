"""Asking: SPARQL text, or a named question, with bound parameters."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.arguments import held
from kg.engine import Answer, Engine, Rows, Triples, bad_patterns, chosen
from kg.errors import KgWarning, QueryError, UsageError
from kg.query.catalogue import Question, question
from kg.query.framing import framed
from kg.query.parameters import bind, followed
from kg.query.sources import with_statements
from kg.query.strangers import unknown_terms
from kg.rdf import AnyGraph, engine_of
from kg.sparql import (
    Bindings,
    Query,
    capital_tags,
    order_of_star,
    with_folded_tags,
    with_joined_texts,
)
from kg.vocabulary import KG, C

if TYPE_CHECKING:
    import pandas as pd
    import rdflib


__all__ = ["Answered", "answer", "answered", "ask", "is_sparql"]


_NEAR: Final = 5
_LONG: Final = 200
_FORMS: Final = "SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE"
_UPDATES: Final = "INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH"
_BEGINS: Final = re.compile(rf"\s*(?:#|(?:{_FORMS}|{_UPDATES})\b)")
# In small letters these are English words too, and only what follows tells.
_NAMES: Final = re.compile(rf"(?is)\s*(?:{_FORMS}|{_UPDATES})\b.*(?:<|\b\w*:\w|[?$]\w)")


def is_sparql(text: str) -> bool:
    """Say whether a text is a query, and neither the name of a question nor a sentence.

    >>> is_sparql("DESCRIBE id:cento"), is_sparql("describe the members of CENTO")
    (True, False)
    """
    return "{" in text or bool(_BEGINS.match(text) or _NAMES.match(text))


@held
def ask(  # noqa: PLR0913 - the ways of asking, all by name
    graph: AnyGraph,
    query: str,
    *,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    limit: int | None = None,
    labels: str | None = None,
    services: Collection[str] = (),
    time_limit: float | None = None,
    evidence: bool = False,
    remarks: bool = False,
    **parameters: Any,  # noqa: ANN401 - each is checked against what the question declares
) -> pd.DataFrame | rdflib.Graph | bool:
    """Ask a graph a question.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        query: SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE; known prefixes need no declaration),
            or the name of a question such as ``"members-at"``.
        claims: Whether claims answer beside facts.
        accounts: The accounts that answer, such as ``["facts", "cow-alliances"]``; the facts if
            None. Where several answer, a last column ``account`` says whose each row is.
        limit: How many rows to give at most; ``frame.attrs["cut"]`` says whether it cut.
        labels: A language; each column of things then has a column of labels beside it.
        services: Endpoints that ``SERVICE`` may reach.
        evidence: Whether a last column says what each row rests on: titles, and the offsets of
            passages. A question then shows the statements themselves too.
        remarks: Whether ``frame.attrs["remarks"]`` says what the answer leaves out, such as rows
            that claims would add; it costs asking them too.
        time_limit: Seconds after which a query is stopped, with nothing of it left behind; never
            if None. A query with a limit costs 0.1 s more.
        parameters: Values for the question's parameters, or for variables of the query.

    Returns:
        A frame with typed columns for SELECT (see `kg.query.to_frame`), a bool for ASK, an rdflib
        graph for CONSTRUCT and DESCRIBE. ``frame.attrs`` holds the query and its parameters, of a
        question its ``heading`` too, and where it has no rows in ``silence`` whether there is
        ``"none"`` or it is ``"not known"``.

    Raises:
        QueryError: The query is not well formed, or asks for what it may not.
        UsageError: The question or a parameter is unknown, missing or not of its type.
    """
    engine = engine_of(graph)
    put = answered(
        engine,
        query,
        parameters,
        claims=claims,
        accounts=accounts,
        services=services,
        time_limit=time_limit,
        evidence=evidence,
    )
    result = put.answer
    if isinstance(result, bool):
        return result
    if isinstance(result, Triples):
        from kg.rdf import to_graph  # noqa: PLC0415 - rdflib, 0.4 s

        return to_graph(result)
    frame = framed(
        engine,
        put,
        result,
        parameters,
        limit=limit,
        language=labels,
        evidence=evidence,
        whose=accounts is not None,
        remarks=remarks,
    )
    frame.attrs.update(query=query, parameters=parameters, claims=claims)
    return frame


class Answered(NamedTuple):
    """A question with its values, and what answers it.

    Attributes:
        question: The question; one without name or text where SPARQL was given.
        given: The terms of its parameters, as they were given or by default.
        query: What the engine was asked, with what came before those terms where the question
            follows that.
        answer: The answer as it comes from the engine.
    """

    question: Question
    given: Bindings
    query: Query
    answer: Answer


def answer(
    engine: Engine,
    query: str,
    parameters: Mapping[str, object] | None = None,
    **how: Any,  # noqa: ANN401 - see `answered`
) -> Answer:
    """Give the answer alone of what `answered` gives."""
    return answered(engine, query, parameters, **how).answer


def answered(
    engine: Engine,
    query: str,
    parameters: Mapping[str, object] | None = None,
    *,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    services: Collection[str] = (),
    time_limit: float | None = None,
    evidence: bool = False,
) -> Answered:
    """Ask an engine, and give the answer as it comes, with what was asked; see `ask`."""
    parameters = parameters or {}
    named = chosen(engine, accounts, claims=claims)
    if is_sparql(query):
        which, sparql = Question.from_sparql(query, parameters), query
    else:
        which = _question(engine, query)
        named = chosen(engine, accounts, claims=claims or which.claims)
        # What says so, and whose it is, hangs on the relations that a row rests on.
        shown = evidence or (accounts is not None and len(named) > 1)
        sparql = with_statements(which.sparql, which.statements) if shown else which.sparql
    given = bind(engine, which, parameters)
    bound = followed(engine, which, parameters, given)
    folded = with_folded_tags(sparql)
    for tag in capital_tags(folded):
        line = f"language tags are kept in lower case, so {tag} may match nothing"
        warnings.warn(line, KgWarning, stacklevel=3)
    for pattern in bad_patterns(sparql):
        line = f"{pattern} is no regular expression, so it matches nothing"
        warnings.warn(line, KgWarning, stacklevel=3)
    asked = Query(with_joined_texts(folded), bound, named, services, time_limit)
    found = _answer(engine, asked, sparql)
    for line in unknown_terms(engine, sparql, (KG, C)):
        warnings.warn(line, KgWarning, stacklevel=3)
    found = _in_order(sparql, found) if isinstance(found, Rows) else found
    return Answered(which, given, asked, found)


def _answer(engine: Engine, asked: Query, written: str) -> Answer:
    """Ask an engine, and have what is wrong placed in the query as it was written."""
    try:
        return engine.query(asked)
    except QueryError as error:
        if asked.text != written and error.where.startswith("line "):
            engine.query(replace(asked, text=written))
        raise


def _question(engine: Engine, name: str) -> Question:
    """Give the question of a name; of a sentence, those that suit it are said."""
    if " " not in name.strip():
        return question(name.strip())
    from kg.query.searching import find_questions  # noqa: PLC0415 - nothing else needs it

    near = [each.question.name for each in find_questions(name, engine)[:_NEAR]]
    raise UsageError(
        "this is neither the name of a question nor SPARQL",
        where=name if len(name) < _LONG else f"{name[:_LONG]}…",
        mend=f"nearest: {', '.join(near)}" if near else "kg ask lists all questions",
        candidates=near,
    )


def _in_order(sparql: str, rows: Rows) -> Rows:
    """Give a table with its columns in the order in which the query names them."""
    places = order_of_star(sparql, rows.names)
    if places == sorted(places):
        return rows

    def as_tsv() -> bytes:
        lines = ((rows.as_tsv() if rows.as_tsv else None) or b"").splitlines(keepends=True)
        cells = (line[:-1].split(b"\t") for line in lines)
        return b"".join(b"\t".join(row[at] for at in places) + b"\n" for row in cells)

    names = [rows.names[at] for at in places]
    cells = (tuple(row[at] for at in places) for row in rows.cells)
    return Rows(names, cells, as_tsv if rows.as_tsv else None)
