"""Names: what a person types, and the one thing in the graph that it stands for."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from kg.engine import Engine, cells_of, node
from kg.errors import KgWarning, UsageError, closest
from kg.folding import folded
from kg.query.bearers import LONGEST, Reading, readings
from kg.query.index import names_by_key
from kg.sparql import Query
from kg.terms import compact, slug, text_of
from kg.vocabulary import ID

__all__ = ["chosen_reading", "decided", "label_of", "labels", "nearest_names", "resolve"]

_PREFERRED: Final = (
    "SELECT DISTINCT ?thing ?label WHERE { ?thing skos:prefLabel|dcterms:title ?label }"
)

_HALF: Final = 0.5
# Beyond so many things, to read every label costs less than to name them.
_MANY: Final = 2000


def chosen_reading(found: list[Reading], name: str) -> Reading | None:
    """Give the one reading that is surer than every other, None where a person has to say."""
    best = [each for each in found if each.score == found[0].score]
    # Of things that share a name, the one whose slug it is was named so because it is meant.
    best = [each for each in best if folded(slug(each.thing)) == folded(name)] or best
    return best[0] if len(best) == 1 else None


def resolve(engine: Engine, name: str, *, kind: str | None = None, on: date | None = None) -> str:
    """Give the IRI of the one thing that a name stands for; where others bear it too, a note says.

    Args:
        engine: The graph's engine.
        name: A slug, compact name or IRI, a label in any language, or a code such as ``PAK``.
        kind: A class that it is looked for among, such as ``kg:State``.
        on: A day; see `named`.

    Raises:
        UsageError: The name stands for nothing (the nearest names are given), or for several
            things (all are given).
    """
    return decided(engine, name, readings(engine, name, kind=kind, on=on))


def decided(engine: Engine, name: str, found: list[Reading]) -> str:
    """Give the one thing among the readings of a name; see `resolve`."""
    if not found:
        near = nearest_names(engine, name)
        raise UsageError(
            "nothing in the graph has this name",
            where=name if len(name) <= LONGEST else f"{name[:40]}…",
            mend=f"nearest: {', '.join(near)}" if near else "try kg ask things-named",
            candidates=near,
        )
    reading = chosen_reading(found, name)
    if reading is None:
        every = [each.thing for each in found if each.score == found[0].score]
        raise UsageError(
            f"{name!r} may mean {', '.join(_in_words(engine, every))}",
            where=name,
            mend="use one of these",
            candidates=[*map(compact, every)],
        )
    # What a day rules out is half as sure as its name is, and no other reading of that day.
    others = [each.thing for each in found if each is not reading and each.score > _HALF]
    if others:
        taken, *also = _in_words(engine, [reading.thing, *others])
        warnings.warn(
            f"{name} is taken as {taken}; also {', '.join(also)}", KgWarning, stacklevel=2
        )
    return reading.thing


def _in_words(engine: Engine, things: list[str]) -> list[str]:
    """Give things with their labels, as a sentence lists them."""
    known = labels(engine, things=things)
    return [f"{compact(each)} ({label_of(known, each)})" for each in things]


def nearest_names(engine: Engine, name: str, count: int = 3) -> list[str]:
    """Give the names in the graph most like a mistyped one, as the graph writes them."""
    every = names_by_key(engine)
    if "-" in name:
        # With hyphens a slug is meant, and statements have no other name.
        every = {folded(short): short for short in map(slug, engine.names_in(ID))} | every
    return [every[key] for key in closest(folded(name[:LONGEST]), every, count)]


def labels(
    engine: Engine, language: str = "en", things: Collection[str] | None = None
) -> dict[str, str]:
    """Give the preferred label of each thing, by IRI: in a language, else in English.

    Args:
        engine: The graph's engine.
        language: A language tag, such as ``en`` or ``ur``.
        things: The IRIs whose labels are wanted; all if None.
    """
    if things is not None and not things:
        return {}
    chosen: dict[str, str] = {}
    few = things is not None and len(things) < _MANY
    wanted = {"thing": [node(iri) for iri in sorted(things)]} if things is not None and few else {}
    answer = engine.query(Query(_PREFERRED, wanted, engine.accounts()))
    for thing, label in cells_of(answer):
        own, iri = getattr(label, "language", None), text_of(thing)
        if own == language or (own in ("en", None) and iri not in chosen):
            chosen[iri] = text_of(label)
    return chosen


def label_of(known: Mapping[str, str], iri: str) -> str:
    """Give a thing's label, else its slug in words, else its IRI."""
    if label := known.get(iri):
        return label
    short = slug(iri)
    return short.replace("-", " ") if short != iri else compact(iri)
