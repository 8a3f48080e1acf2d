"""Reading: what says so, what a term means, what changed, a network, and a query under guard."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from kg.assistant.desk import Desk, Json, clean, day, page
from kg.engine import Rows, chosen
from kg.errors import UsageError
from kg.evidence import evidence_of
from kg.network import project, structure
from kg.query import answered, columns_of, is_sparql
from kg.reference import entry
from kg.terms import compact, slug

__all__ = ["changes", "means", "network", "picture", "query", "says"]

_TIE: Final = ("kind_label", "time_words", "certainty", "last_known", "modality", "detail", "sign")


def says(desk: Desk, name: str, offset: int, limit: int) -> Json:
    """Give the statements about a thing, facts before claims, each with what says so.

    Args:
        desk: Where.
        name: The id of a thing or of a statement.
        offset: How many statements to leave out at the start.
        limit: How many to give at most.

    Raises:
        UsageError: There is no such id.
    """
    thing = desk.thing(name)
    found = evidence_of(desk.engine, compact(thing))
    every = [(each, list(group)) for each, group in groupby(found, lambda one: one.statement)]
    shown, turn = page(every, offset, limit)
    told = [
        {
            "id": statement,
            "says": clean(group[0].in_words),
            "time": group[0].time,
            "stands": "fact" if group[0].modality == "asserted" else "claim",
            "modality": group[0].modality,
            "claimant": group[0].claimant,
            "evidence": [_source(one._asdict()) for one in group],
        }
        for statement, group in shown
    ]
    return {
        "about": desk.told(thing, desk.labels([thing])),
        "statements": [{k: v for k, v in each.items() if v} for each in told],
        **turn,
    }


def _source(said: Mapping[str, Any]) -> Json:
    kept = {name: clean(str(said[name])) for name in ("title", "publisher", "locator", "reviewed")}
    kept["title"] = kept["title"] or "unreviewed: no document was opened for this"
    return {name: value for name, value in kept.items() if value}


def means(desk: Desk, term: str) -> Json:
    """Say what a class, a property, a code list or a concept of the ontology means.

    Raises:
        UsageError: The ontology has no such term.
    """
    found = entry(desk.engine, term)
    return {
        "id": found.name,
        "label": found.label,
        "definition": found.definition,
        "details": [f"{'  ' * depth}{said}" for depth, said in found.details],
        "questions": list(found.questions),
    }


def changes(
    desk: Desk, about: Sequence[str], before: str, after: str, *, claims: bool, limit: int
) -> Json:
    """Say what joined, left and changed about some things between two days.

    Args:
        desk: Where.
        about: Ids.
        before: The earlier day.
        after: The later day.
        claims: Whether claims count beside facts.
        limit: How many changes to give at most.

    Raises:
        UsageError: An id is unknown, or a day is none.
    """
    from kg.analysis import compare  # noqa: PLC0415 - numpy, 0.1 s

    names = [compact(desk.thing(each, where="about")) for each in about]
    one, two = day(before, "before"), day(after, "after")
    found = compare(one, two, graph=desk.engine, about=names, claims=claims,
                    kinds=structure(desk.engine, names))  # fmt: skip
    told = found.changes("joined", "left", "changed")
    shown, turn = page(told, 0, limit)
    return {
        "before": one.isoformat(),
        "after": two.isoformat(),
        "observed": desk.observed(chosen(desk.engine, claims=claims)),
        "changes": [_change(each) for each in shown],
        **turn,
        "stayed": len(found.changes("stayed")),
    }


def _change(each: Any) -> Json:  # noqa: ANN401 - a change, whose room is imported late
    return {
        "what": each.what,
        "kind": each.kind,
        "start": clean(each.start),
        "end": clean(each.end),
        "certain": each.certain,
        "of": [list(map(clean, one)) for one in each.of],
        "statements": [f"id:{one}" for one in each.relations],
        "evidence": [{"title": clean(title)} for title in each.sources],
    }


def _projected(desk: Desk, about: Sequence[str], on: str | None, *, claims: bool) -> Any:  # noqa: ANN401
    names = [compact(desk.thing(each, where="about")) for each in about]
    kinds = structure(desk.engine, names)
    return project(desk.engine, day(on, "on"), about=names, kinds=kinds, claims=claims)


def network(
    desk: Desk, about: Sequence[str], on: str | None, *, claims: bool, offset: int, limit: int
) -> Json:
    """Give the ties about some things at a date: their ends, kind, time, certainty and sources.

    Args:
        desk: Where.
        about: Ids.
        on: A day; all times if None.
        claims: Whether claims are in it, marked.
        offset: How many ties to leave out at the start.
        limit: How many to give at most.

    Raises:
        UsageError: An id is unknown, or the day is none.
    """
    found = _projected(desk, about, on, claims=claims)
    told = found.graph
    every = sorted(found.edges(keys=True, data=True), key=lambda tie: tie[:3])
    shown, turn = page(every, offset, limit)
    labels = {node: clean(str(data.get("label", node))) for node, data in found.nodes(data=True)}
    ends = dict.fromkeys(end for tie in shown for end in tie[:2])
    return {
        "title": clean(str(told.get("title", ""))),
        "on": told.get("on"),
        "observed_until": told.get("observed_until"),
        "accounts": told.get("accounts", []),
        "nodes": [{"id": _id(node), "label": labels[node]} for node in ends],
        "ties": [_tie(*tie) for tie in shown],
        **turn,
        "undated_left_out": told.get("undated", 0),
    }


def _tie(start: str, end: str, key: str, data: Mapping[str, Any]) -> Json:
    told = {name: data[name] for name in _TIE if data.get(name) not in (None, "")}
    modality = data.get("modality", "asserted")
    return {
        "start": _id(start),
        "end": _id(end),
        "statement": _id(key),
        "stands": "fact" if modality == "asserted" else "claim",
        **{name: clean(each) if isinstance(each, str) else each for name, each in told.items()},
        "evidence": [_source({**dict.fromkeys(("title", "publisher", "locator", "reviewed"), ""),
                              **each}) for each in data.get("evidence", ())],
    }  # fmt: skip


def _id(name: str) -> str:
    return name if ":" in name else f"id:{name}"


def picture(desk: Desk, about: Sequence[str], on: str | None, *, claims: bool) -> str:
    """Give the same network as an SVG, in base64."""
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

    svg = draw(_projected(desk, about, on, claims=claims)).to_svg()
    return b64encode(svg.encode("utf-8")).decode("ascii")


def query(desk: Desk, text: str, *, claims: bool, limit: int) -> Json:
    """Answer a query of the assistant's own: read only, guarded, with limits of time and rows.

    Raises:
        QueryError: It is not well formed, asks for what it may not, or takes too long.
        UsageError: It is no SPARQL, or no table answers it.
    """
    if not is_sparql(text):
        raise UsageError("this is no SPARQL", mend="the tool ask takes questions by name")
    put = answered(desk.engine, text, claims=claims, time_limit=desk.seconds)
    if isinstance(put.answer, bool):
        return {"answer": put.answer}
    if not isinstance(put.answer, Rows):
        raise UsageError("a graph answers this", mend="write SELECT or ASK")
    columns, cut = columns_of(put.answer, limit)
    table = [[clean(str(cell)) if isinstance(cell, str) else cell for cell in row]
             for row in zip(*columns, strict=True)]  # fmt: skip
    return {
        "columns": list(put.answer.names),
        "rows": [[_plain(cell) for cell in row] for row in table],
        "cut": cut,
        "accounts": [slug(each) for each in put.query.accounts],
        "note": "an empty answer is not known, and never a no; ids have to come from search",
    }


def _plain(cell: object) -> object:
    return cell if cell is None or isinstance(cell, (bool, int, float, str)) else str(cell)
