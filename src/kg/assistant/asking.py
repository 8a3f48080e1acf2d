"""Asking: a question of the catalogue, answered with what says so beside each row."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from kg.assistant.desk import Desk, Json, clean, iris, is_thing, page, sources
from kg.assistant.finding import LISTED
from kg.engine import Rows
from kg.query import (
    Answered,
    Question,
    account_column,
    answered,
    claims_beside,
    columns_of,
    heading,
    origins_column,
    question,
    remarks_on,
    silence,
    table_in_words,
)
from kg.sparql import Query, tokens
from kg.terms import compact, slug

__all__ = ["ask"]

PLACE: Final = "https://w3id.org/khyber/questions/"
_COUNTED: Final = "these rows count or list things; the tools why and ask give the statements"


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
        if not kind.startswith(LISTED):
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
