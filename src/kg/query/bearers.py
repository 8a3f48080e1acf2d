"""Readings: everything in the graph that a typed name may stand for, the surest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.errors import UsageError
from kg.folding import folded, turned
from kg.query.catalogue import question
from kg.query.index import bearers_of
from kg.query.reading import rows
from kg.terms import expand, slug
from kg.vocabulary import ID, KG, C

__all__ = ["LONGEST", "Reading", "lives", "named", "predecessors", "readings"]

# How a thing bears each of its names, and between which days where that is dated.
_BORNE: Final = """
SELECT DISTINCT ?thing ?label ?how ?start ?end WHERE {
  { ?thing skos:prefLabel ?label BIND("label" AS ?how) }
  UNION { ?thing skos:altLabel ?label BIND("alternative label" AS ?how) }
  UNION { ?bearing kg:coded ?thing ; kg:code ?label ; kg:codeScheme ?scheme
    FILTER NOT EXISTS { ?scheme kg:onlyInScheme true } BIND("code" AS ?how)
    OPTIONAL { ?bearing kg:earliestStart ?start } OPTIONAL { ?bearing kg:latestEnd ?end } }
  UNION { ?bearing kg:named ?thing ; kg:name ?label BIND("name" AS ?how)
    OPTIONAL { ?bearing kg:earliestStart ?start } OPTIONAL { ?bearing kg:latestEnd ?end } }
}"""
_LIVES: Final = """
SELECT DISTINCT ?thing ?start ?end WHERE { ?thing kg:latestEnd|kg:earliestStart ?any
  OPTIONAL { ?thing kg:earliestStart ?start } OPTIONAL { ?thing kg:latestEnd ?end } }"""
_SCORES: Final = {"slug": 1.0, "label": 1.0, "alternative label": 0.9, "name": 0.95, "code": 0.8}
# No name in the graph is nearly as long, and what comes in by mistake can be any length.
LONGEST: Final = 500


class Reading(NamedTuple):
    """One thing that a name may stand for.

    Attributes:
        thing: Its IRI.
        matched: How the name is its: ``slug``, ``label``, ``alternative label``, ``name`` (borne
            for a time), ``code``, or ``predecessor`` of what bears it.
        label: The name as the graph writes it.
        score: How sure the reading is, from 0 to 1.
        borne: Whether it bore the name on the day asked about, as far as that is dated.
    """

    thing: str
    matched: str
    label: str
    score: float
    borne: bool = True


def readings(
    engine: Engine, name: str, *, kind: str | None = None, on: date | None = None
) -> list[Reading]:
    """Give everything that a name may stand for, the surest first; see `named`."""
    return named(engine, [name], kind=kind, on=on)[name]


def named(
    engine: Engine, names: Collection[str], *, kind: str | None = None, on: date | None = None
) -> dict[str, list[Reading]]:
    """Give everything that each of several names may stand for, the surest first.

    A slug, a compact name or an IRI that the graph declares is taken before any label; then a
    preferred or alternative label in any language, a code, or a name borne for a time, compared
    without regard to case, accents, punctuation, spaces and a leading article.

    Args:
        engine: The graph's engine.
        names: What was typed.
        kind: A class, such as ``kg:State``; things of other classes are left out.
        on: A day: who bore the name or the code then comes first, and in the place of a state that
            had not begun come those before it that had.
    """
    found: dict[str, list[Reading]] = {}
    for name in names:
        direct = _direct(engine, name)
        if direct and _fitting(engine, [direct.thing], kind):
            found[name] = [direct]
    left = [name for name in names if name not in found]
    found |= _by_name(engine, {name: [name] for name in left}, kind, on)
    others = {name: forms for name in left if not found[name] and (forms := turned(name[:LONGEST]))}
    return found | _by_name(engine, others, kind, on)


def _by_name(
    engine: Engine, forms: Mapping[str, Sequence[str]], kind: str | None, on: date | None
) -> dict[str, list[Reading]]:
    """Give the readings of names, each in the forms that it may have."""
    keys = {name: [folded(each[:LONGEST]) for each in every] for name, every in forms.items()}
    borne = _borne(engine, {key for every in keys.values() for key in every if key}, on)
    things = {each.thing for every in borne.values() for each in every}
    fitting = _fitting(engine, things, kind)
    known = lives(engine, fitting) if on else {}
    found = {}
    for name, every in keys.items():
        own = [each for key in every for each in borne.get(key, ()) if each.thing in fitting]
        found[name] = _then(engine, own, on, known) if on else own
    return found


def _direct(engine: Engine, name: str) -> Reading | None:
    """Give the thing that a slug, a compact name or an IRI names."""
    if not name.strip():
        return None
    try:
        direct = [expand(name)] if ":" in name else [ns + name for ns in (ID, KG, C)]
    except UsageError:
        return None
    found = None
    with suppress(ValueError):  # No IRI: a % or a letter that no IRI may hold.
        found = next((iri for iri in direct if _is_iri(iri) and engine.declares(iri)), None)
    return Reading(found, "slug", slug(found), 1.0) if found else None


def _is_iri(text: str) -> bool:
    form = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+"
    return text.isprintable() and re.fullmatch(form, text) is not None


def _fitting(engine: Engine, things: Collection[str], kind: str | None) -> set[str]:
    """Give those things that are of a class; all where none is asked for."""
    if kind in (None, "any") or not things:
        return set(things)
    # The class stands in the query: rdflib would look at every statement before it binds one.
    asked = f"SELECT DISTINCT ?thing WHERE {{ ?thing a {kind} }}"
    found = rows(engine, asked, accounts=engine.accounts(), thing=things)
    return {thing for (thing,) in found}


def _borne(engine: Engine, keys: Collection[str], on: date | None) -> dict[str, list[Reading]]:
    """Give the readings of each folded name."""
    if not keys:
        return {}
    wanted = bearers_of(engine, keys)
    best: dict[tuple[str, str], Reading] = {}
    borne = rows(engine, _BORNE, accounts=engine.accounts(), thing=wanted) if wanted else ()
    for thing, label, how, start, end in borne:
        key, then = folded(str(label)), on is None or _alive((start, end), on)
        # Where no day is asked about, a code goes to who bears it now before who bore it once.
        sure = then and (on is not None or how != "code" or end is None)
        reading = Reading(thing, how, str(label), _SCORES[how] / (1 if sure else 2), then)
        if key in keys and reading.score > best.get((key, thing), _NONE).score:
            best[key, thing] = reading
    found = defaultdict(list)
    for (key, _), reading in best.items():
        found[key].append(reading)
    return {key: sorted(each, key=lambda r: (-r.score, r.thing)) for key, each in found.items()}


_NONE: Final = Reading("", "", "", 0.0)


def lives(engine: Engine, things: Collection[str]) -> dict[str, tuple[date | None, date | None]]:
    """Give between which days each of some things was there; None where nothing bounds it."""
    if not things:
        return {}
    found = rows(engine, _LIVES, accounts=engine.accounts(), thing=things)
    return {thing: (start, end) for thing, start, end in found}


def _then(
    engine: Engine,
    found: list[Reading],
    on: date,
    known: Mapping[str, tuple[date | None, date | None]],
) -> list[Reading]:
    """Give readings as of a day: what had ended or not begun gives way to what was there."""
    there = [each for each in found if _alive(known.get(each.thing), on)]
    if there or not found:
        return there + [each._replace(score=each.score / 2) for each in found if each not in there]
    before: dict[str, Reading] = {}
    for each in found:
        earlier = predecessors(engine, [each.thing])
        then = lives(engine, earlier)
        for iri in earlier:
            if _alive(then.get(iri), on):
                before.setdefault(iri, Reading(iri, "predecessor", each.label, each.score))
    return [*before.values()] or found


def _alive(life: tuple[date | None, date | None] | None, on: date) -> bool:
    start, end = life or (None, None)
    return (start or on) <= on <= (end or on)


def predecessors(engine: Engine, things: Iterable[str]) -> list[str]:
    """Give the IRIs of what came before things, over any number of steps."""
    asked = question("predecessors-of").sparql
    return [iri for (iri,) in rows(engine, asked, actor=things)]
