"""Finding: ids by a name, a code or words of a name, and questions by a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.assistant.desk import Desk, Json, day, page
from kg.engine import Rows
from kg.errors import UsageError
from kg.query import (
    Parameter,
    Question,
    answered,
    code_list,
    columns_of,
    find_questions,
    named,
    nearest_names,
    rows,
)
from kg.terms import expand

__all__ = ["LISTED", "find", "search"]

# What a parameter takes that is no id of a thing.
LISTED: Final = ("skos:Concept", "skos:ConceptScheme", "owl:Class", "xsd:")
# Slugs of what a parameter of a code list takes; a longer list is asked for by describe.
_MOST_CODES: Final = 40
_KINDS: Final = """
SELECT ?thing ?kind (MIN(?when) AS ?time) WHERE { ?thing kg:kind ?kind
  OPTIONAL { ?thing kg:time ?when } } GROUP BY ?thing ?kind"""


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
    return value if parameter.type.startswith(LISTED) else f"id:{value}"


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
