"""Names to what finds them: every label of the sample, as it is written, turned and slipped."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from random import Random
from typing import NamedTuple

from fuzz.mutating import LETTERS, any_text, mutated
from fuzz.target import Judge, Target, Wrong
from kg.build import build
from kg.engine import OxigraphEngine
from kg.errors import KgError
from kg.query import readings, resolve
from kg.terms import compact, is_iri, slug, text_of
from kg.vocabulary import ID, KG, PREFIXES, C
from samples import CLAIMS, SAMPLE, ontology_files

__all__ = ["TARGET"]

_PIECES = [
    *LETTERS,
    *(f"{name}:" for name in PREFIXES),
    "https://w3id.org/khyber/id/",
    "the ",
    "-",
    "  ",
    "urn:",
    "://",
]


class Name(NamedTuple):
    """A name, and the thing that bears it, where that is known."""

    name: str
    thing: str | None


@lru_cache(maxsize=1)
def _engine() -> OxigraphEngine:
    return OxigraphEngine(build([*ontology_files(), SAMPLE, CLAIMS]))


@lru_cache(maxsize=1)
def _known() -> list[Name]:
    store = _engine().store
    labels = (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel")
    found = [
        Name(text_of(q.object), text_of(q.subject)) for q in store if q.predicate.value in labels
    ]
    things = {text_of(q.subject) for q in store if is_iri(q.subject)}
    things = {each for each in things if each.startswith(ID)}
    found += [Name(form, each) for each in things for form in (slug(each), compact(each), each)]
    return sorted(found)


def _made(pick: Random) -> Name:
    known = pick.choice(_known())
    how = pick.random()
    if how < 0.3:
        if (
            known.thing in (known.name, *(ns + known.name for ns in (ID, KG, C)))
            or ":" in known.name
        ):
            return known
        turned = pick.choice(
            [known.name, known.name.upper(), f" {known.name}\u200f", known.name.replace(" ", "  ")]
        )
        return Name(turned, known.thing)
    if how < 0.9:
        return Name(mutated(pick, known.name, _PIECES), None)
    return Name(any_text(pick, 10), None)


@contextmanager
def _judging() -> Iterator[Judge]:
    engine = _engine()
    subjects = {text_of(quad.subject) for quad in engine.store}
    yield lambda given: _judge(engine, subjects, given)


def _judge(engine: OxigraphEngine, subjects: set[str], given: Name) -> bool:
    found = [each.thing for each in readings(engine, given.name)]
    if not set(found) <= subjects:
        raise Wrong(f"found {found}")
    # A slug is taken before a label, so a label may find another thing that is called so.
    if (
        given.thing is not None
        and given.thing not in found
        and slug(found[0] if found else "") != given.name
    ):
        raise Wrong(f"it is {given.thing}, and {found} is found")
    try:
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always")
            one = resolve(engine, given.name)
    except KgError as error:
        if len(found) == 1:
            raise Wrong(f"{found} is found, and refused: {error}") from None
        raise
    if one not in found or (len(found) == 1 and noted):
        raise Wrong(f"{found} is found, and resolved to {one}, with {noted}")
    return True


TARGET = Target("names", 6, _made, _judging)
