"""Asking: ids by a search, questions by words, and answers with what says so beside each row."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from kg.assistant.desk import Desk, Json, clean, day, iris, is_thing, page, sources
from kg.engine import Rows
from kg.errors import UsageError
from kg.query import (
    Answered,
    Parameter,
    Question,
    account_column,
    answered,
    claims_beside,
    code_list,
    columns_of,
    find_questions,
    heading,
    named,
    nearest_names,
    origins_column,
    question,
    remarks_on,
    rows,
    silence,
    table_in_words,
)
from kg.sparql import Query, tokens
from kg.terms import compact, expand, slug

__all__ = ["ask", "find", "search"]

PLACE: Final = "https://w3id.org/khyber/questions/"
# Slugs of what a parameter of a code list takes; a longer list is asked for by describe.
_MOST_CODES: Final = 40
_KINDS: Final = """
SELECT ?thing ?kind (MIN(?when) AS ?time) WHERE { ?thing kg:kind ?kind
  OPTIONAL { ?thing kg:time ?when } } GROUP BY ?thing ?kind"""
_COUNTED: Final = "these rows count or list things; the tools why and ask give the statements"
_LISTED: Final = ("skos:Concept", "skos:ConceptScheme", "owl:Class", "xsd:")


def search(desk: Desk, text: str, kind: str | None, on: str | None, limit: int) -> Json:
    """Find things by a name, an abbreviation or a code, or by words in their names.

    Args:
        desk: Where.
        text: What is looked for.
        kind: A class, such as ``State``; any if None.
        on: The day on which it bore the name; any if None.
        limit: How many to give at most.

    Raises:
        UsageError: The kind is no class, or the day is none.
    """
    wanted = _class(desk, kind)
    found = named(desk.engine, [text], kind=wanted, on=day(on, "on"))[text]
    matched = {each.thing: (each.matched if each.borne else f"{each.matched} at another time")
               for each in found}  # fmt: skip
    for thing in _with_words(desk, text, wanted):
        matched.setdefault(thing, "part of a name")
    if not matched:
        near = {each: named(desk.engine, [each], kind=wanted)[each]
                for each in nearest_names(desk.engine, text)}  # fmt: skip
        matched = {each.thing: f"near: {name}" for name, every in near.items() for each in every}
    shown, turn = page(list(matched), 0, limit)
    return {"things": _things(desk, shown, matched), **turn}


def _class(desk: Desk, kind: str | None) -> str | None:
    if kind is None:
        return None
    name = kind if ":" in kind else f"kg:{kind}"
    if not desk.engine.declares(expand(name)):
        mend = "the tool describe says what kinds there are"
        raise UsageError("the ontology has no such class", where=f"kind: {kind}", mend=mend)
    return name


def _with_words(desk: Desk, text: str, kind: str | None) -> list[str]:
    """Give the things that have a text inside one of their names."""
    asked = answered(desk.engine, "things-named", {"text": text}, accounts=["facts", "claims"])
    assert isinstance(asked.answer, Rows)  # noqa: S101 - the catalogue's own question selects
    things = [expand(str(cell)) for cell in columns_of(asked.answer)[0][0]]
    if kind is None:
        return things
    kept = rows(desk.engine, f"SELECT DISTINCT ?thing WHERE {{ ?thing a {kind} }}", thing=things)
    inside = {thing for (thing,) in kept} if things else set()
    return [thing for thing in things if thing in inside]


def _things(desk: Desk, things: Sequence[str], matched: Mapping[str, str]) -> list[Json]:
    known = desk.labels(things)
    told = rows(desk.engine, _KINDS, thing=list(things)) if things else ()
    kinds = {thing: (kind, time) for thing, kind, time in told}
    words = desk.labels(kind for kind, _ in kinds.values())
    found = []
    for thing in things:
        kind, time = kinds.get(thing, (None, None))
        about = {"kind": desk.told(kind, words)["label"]} if kind else {}
        years = {"time": str(time)} if time else {}
        found.append({**desk.told(thing, known), **about, **years, "matched": matched[thing]})
    return found


def find(desk: Desk, text: str, limit: int) -> Json:
    """Find the questions of the catalogue that suit a sentence, and what it fills in of them."""
    every = find_questions(text, desk.engine)
    shown, turn = page(every, 0, limit)
    return {"questions": [_found(desk, each.question, each.parameters) for each in shown], **turn}


def _found(desk: Desk, asked: Question, given: Mapping[str, str]) -> Json:
    return {
        "question": asked.name,
        "asks": asked.text,
        "parameters": [_declared(desk, each) for each in asked.parameters],
        "filled_in": {
            p.name: _as_id(p, given[p.name]) for p in asked.parameters if p.name in given
        },
        "missing": [p.name for p in asked.parameters if p.default is None and p.name not in given],
    }


def _as_id(parameter: Parameter, value: str) -> str:
    """Give what a sentence names as the id that the tool ask takes."""
    if parameter.type.startswith("skos:"):
        return f"c:{value}"
    return value if parameter.type.startswith(_LISTED) else f"id:{value}"


def _declared(desk: Desk, each: Parameter) -> Json:
    codes = code_list(desk.engine, each)
    told = {
        "name": each.name,
        "type": each.type,
        "meaning": each.meaning,
        "default": each.default,
        "example": each.example,
        "one_of": codes if len(codes) <= _MOST_CODES else [*codes[:_MOST_CODES], "…"],
    }
    return {name: value for name, value in told.items() if value}


def ask(
    desk: Desk,
    name: str,
    parameters: Mapping[str, Any],
    *,
    claims: bool = False,
    accounts: Sequence[str] | None = None,
    offset: int = 0,
    limit: int = 30,
) -> Json:
    """Answer a question of the catalogue, each row with what says so.

    Args:
        desk: Where.
        name: The question.
        parameters: Its parameters: ids, days, numbers, words.
        claims: Whether claims answer beside facts.
        accounts: The accounts that answer; the facts if None.
        offset: How many rows to leave out at the start.
        limit: How many to give at most.

    Raises:
        UsageError: The question, a parameter or an id is unknown, or a value is of another type.
    """
    asked = question(name)
    given = _checked(desk, asked, parameters)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        put = answered(desk.engine, name, given, claims=claims, accounts=accounts, evidence=True)
    told = {
        "question": name,
        "asked": clean(heading(desk.engine, put.question, put.given, given)),
        "accounts": [slug(each) for each in put.query.accounts],
        "observed": desk.observed(list(put.query.accounts)),
        "link": _link(name, given, claims=claims),
    }
    notes = [clean(str(each.message)) for each in said]
    if not isinstance(put.answer, Rows):
        return {**told, **_verdict(desk, put, answer=bool(put.answer)), "notes": notes}
    return {**told, **_table(desk, put, put.answer, offset, limit, notes)}


def _checked(desk: Desk, asked: Question, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give the parameters with every name of a thing held to be an id."""
    types = {each.name: each.type for each in asked.parameters}
    found = {}
    for name, value in parameters.items():
        kind = types.get(name, "xsd:string")
        several = value if isinstance(value, list) else [value]
        if not kind.startswith(_LISTED):
            wanted = None if kind == "any" else kind
            several = [compact(desk.thing(str(v), kind=wanted, where=name)) for v in several]
        found[name] = several if isinstance(value, list) else several[0]
    return found


def _link(name: str, given: Mapping[str, Any], *, claims: bool) -> str:
    """Give the address at which the same question is answered."""
    pairs = [(key, each.removeprefix("id:") if isinstance(each, str) else each)
             for key, value in given.items()
             for each in (value if isinstance(value, list) else [value])]  # fmt: skip
    text = urlencode([*pairs, *([("claims", "1")] if claims else [])])
    return f"{PLACE}{name}{'?' if text else ''}{text}"


def _table(
    desk: Desk, put: Answered, result: Rows, offset: int, limit: int, notes: list[str]
) -> Json:
    columns, _ = columns_of(result)
    table = list(zip(*columns, strict=True))
    words = table_in_words(desk.engine, result)
    pairs, turn = page(list(zip(table, words, strict=True)), offset, limit)
    shown = [row for row, _ in pairs]
    origins = origins_column(desk.engine, shown)
    whose = account_column(desk.engine, list(put.query.accounts), shown)
    told = [
        _row(put, result.names, row, said, sources(found), account)
        for (row, said), found, account in zip(pairs, origins, whose, strict=True)
    ]
    if told and not any(each["evidence"] for each in told):
        notes = [*notes, _COUNTED]
    return {
        "answer": "found" if table else _silence(desk, put.question, put.query),
        "rows": told,
        **turn,
        "claims_would_add": claims_beside(desk.engine, put.query, len(table)),
        "notes": [*notes, *remarks_on(desk.engine, put, len(table))],
    }


def _verdict(desk: Desk, put: Answered, *, answer: bool) -> Json:
    """Give yes, with the sources of what makes it so; no, or that it is not known."""
    if not answer:
        return {"answer": _silence(desk, put.question, put.query)}
    # The same pattern, with what it found.
    asks = next(each for each in tokens(put.query.text) if each.text.upper() == "ASK")
    text = f"{put.query.text[: asks.start]}SELECT *{put.query.text[asks.start + len(asks.text) :]}"
    found = desk.engine.query(replace(put.query, text=text))
    assert isinstance(found, Rows)  # noqa: S101 - it selects
    table = list(zip(*columns_of(found)[0], strict=True))
    said = [each for every in origins_column(desk.engine, table) for each in every]
    return {"answer": "yes", "evidence": sources(list(dict.fromkeys(said)))}


def _silence(desk: Desk, asked: Question, query: Query) -> str:
    return "no" if silence(desk.engine, asked, query) == "none" else "not known"


def _row(
    put: Answered,
    names: Sequence[str],
    row: Sequence[Any],
    words: Sequence[Any],
    evidence: list[Json],
    whose: str,
) -> Json:
    """Give a row: what was asked, whose it is, the statements that it rests on, what says so."""
    rests = set(put.question.statements)
    cells = [(n, v, w) for n, v, w in zip(names, row, words, strict=True) if n not in rests]
    values = {name: _cell(value, word) for name, value, word in cells if value is not None}
    statements = [compact(each) for each in sorted(iris(
        value for name, value in zip(names, row, strict=True) if name in rests))]  # fmt: skip
    claim = "claims" in whose.split(", ")
    return {
        "values": values,
        "stands": "claim" if claim else "fact",
        **({"account": whose} if whose else {}),
        **({"statements": statements} if statements else {}),
        "evidence": evidence,
    }


def _cell(value: Any, word: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    if is_thing(value):
        return {"id": value, "label": clean(str(word))}
    plain = value if isinstance(value, (bool, int, float)) else clean(str(value))
    said = clean(str(word))
    return {"value": plain, "words": said} if isinstance(plain, str) and said != plain else plain
