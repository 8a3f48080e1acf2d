"""Asking: SPARQL text, or a named question, with bound parameters."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.engine import Answer, Engine, Rows, Triples, chosen
from kg.errors import KgWarning, UsageError, nearest
from kg.query.absence import silence
from kg.query.catalogue import Question, question
from kg.query.frame import free_name, rows_of, to_frame
from kg.query.parameters import bind
from kg.query.sources import account_column, evidence_column, with_statements
from kg.rdf import AnyGraph, engine_of
from kg.sparql import Query, capital_tags, order_of_star, tokens, with_folded_tags
from kg.terms import compact, expand
from kg.vocabulary import KG, C

if TYPE_CHECKING:
    import pandas as pd
    import rdflib


__all__ = ["answer", "ask", "is_sparql"]


def is_sparql(text: str) -> bool:
    """Say whether a text is a query rather than the name of a question."""
    return any(character in text for character in "{ \n\t")


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
        time_limit: Seconds after which a query is stopped, with nothing of it left behind; never
            if None. A query with a limit costs 0.1 s more.
        parameters: Values for the question's parameters, or for variables of the query.

    Returns:
        A frame with typed columns for SELECT (see `kg.query.to_frame`), a bool for ASK, an rdflib
        graph for CONSTRUCT and DESCRIBE. ``frame.attrs`` holds the query and its parameters; of a
        question without rows it says in ``silence`` whether there is ``"none"`` or it is ``"not
        known"``.

    Raises:
        QueryError: The query is not well formed, or asks for what it may not.
        UsageError: The question or a parameter is unknown, missing or not of its type.
    """
    engine = engine_of(graph)
    result = answer(
        engine,
        query,
        parameters,
        claims=claims,
        accounts=accounts,
        services=services,
        time_limit=time_limit,
        evidence=evidence,
    )
    if isinstance(result, bool):
        return result
    if isinstance(result, Triples):
        from kg.rdf import to_graph  # noqa: PLC0415 - rdflib, 0.4 s

        return to_graph(result)
    frame = to_frame(result, limit)
    if evidence:
        frame[free_name("evidence", frame.columns)] = evidence_column(engine, rows_of(frame))
    if accounts is not None and len(asked := chosen(engine, accounts, claims=claims)) > 1:
        whose = account_column(engine, asked, rows_of(frame))
        frame[free_name("account", frame.columns)] = whose
    if labels:
        _add_labels(engine, frame, labels)
    frame.attrs.update(query=query, parameters=parameters, claims=claims)
    if frame.empty and not is_sparql(query):
        frame.attrs["silence"] = silence(
            engine, query, parameters, claims=claims, accounts=accounts
        )
    return frame


def answer(
    engine: Engine,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    services: Collection[str] = (),
    time_limit: float | None = None,
    evidence: bool = False,
) -> Answer:
    """Ask an engine, and give its answer as it comes; see `ask`."""
    parameters = parameters or {}
    named = chosen(engine, accounts, claims=claims)
    if is_sparql(query):
        asked, sparql = Question.from_sparql(query, parameters), query
    else:
        asked = question(query)
        named = chosen(engine, accounts, claims=claims or asked.claims)
        # What says so, and whose it is, hangs on the relations that a row rests on.
        shown = evidence or (accounts is not None and len(named) > 1)
        sparql = with_statements(asked.sparql, asked.statements) if shown else asked.sparql
    for line in _unknown_terms(engine, sparql):
        warnings.warn(line, KgWarning, stacklevel=3)
    bound = bind(engine, asked, parameters)
    folded = with_folded_tags(sparql)
    for tag in capital_tags(folded):
        line = f"language tags are kept in lower case, so {tag} may match nothing"
        warnings.warn(line, KgWarning, stacklevel=3)
    found = engine.query(Query(folded, bound, named, services, time_limit))
    return _in_order(sparql, found) if isinstance(found, Rows) else found


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


def _unknown_terms(engine: Engine, sparql: str) -> list[str]:
    """Give a line for each term of ours in a query that nothing declares: it can match nothing."""
    lines = []
    for name in sorted({token.text for token in tokens(sparql) if token.kind in ("name", "iri")}):
        try:
            # SPARQL escapes what a name could not hold otherwise: kg:half\-brother.
            iri = expand(re.sub(r"\\(.)", r"\1", name))
        except UsageError:
            continue
        if iri.startswith((KG, C)) and iri not in (KG, C) and not engine.declares(iri):
            known = [compact(each) for ns in (KG, C) for each in engine.names_in(ns) if each != ns]
            lines.append(f"{name} is not in the ontology; {nearest(compact(iri), known)}")
    return lines


def _add_labels(engine: Engine, frame: pd.DataFrame, language: str) -> None:
    """Set a column of labels beside each column of things, unless the query gives one itself."""
    import pandas as pd  # noqa: PLC0415 - 0.5 s, and only frames need it

    from kg.query.names import label_of, labels  # noqa: PLC0415

    known = labels(engine, language)
    taken = list(frame.columns)
    added = frame.attrs["labels"] = []
    for name in taken:
        if f"{name}_label" in taken or frame[name].dtype != "string":
            continue
        things = [each if _is_thing(each) else None for each in frame[name]]
        if any(things):
            added.append(f"{name}_label")
            texts = [each and label_of(known, expand(each)) for each in things]
            place = list(frame.columns).index(name) + 1
            frame.insert(place, added[-1], pd.Series(texts, dtype="string"))


def _is_thing(cell: object) -> bool:
    return isinstance(cell, str) and re.fullmatch(r"(?:id|c|kg):\S+", cell) is not None
