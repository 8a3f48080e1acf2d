"""Matching: the Reconciliation Service API 0.2 (W3C Community Group), over names and codes by date.

A property ``date`` says when a name was borne, so that "Germany" of 1970 is the state of that day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final

from kg.days import parse_date
from kg.errors import DataError, UsageError
from kg.period import words
from kg.query import Reading, chosen_reading, label_of, named, nearest_names, rows
from kg.terms import compact, slug
from kg.vocabulary import ID, KG, OURS
from kg.web.asked import Asked, Reply, pairs_of
from kg.web.faults import NotFound
from kg.web.pages.home import suggest as suggest_names
from kg.web.rendering import render
from kg.web.site import Site

__all__ = ["preview", "proposed", "reconcile", "suggested"]

_KINDS: Final = "SELECT DISTINCT ?thing ?kind WHERE { ?thing kg:kind ?kind }"
_VALUES: Final = """SELECT DISTINCT ?thing ?value WHERE { ?thing ?property ?value
  FILTER(!isLiteral(?value) || LANG(?value) IN ("", "en")) }"""
_CODES: Final = """SELECT DISTINCT ?thing ?scheme ?value WHERE {
  ?given kg:coded ?thing ; kg:code ?value ; kg:codeScheme ?scheme }"""
_DATE: Final = "date"
_MOST_QUERIES: Final = 200
_FEW: Final = 5
_MOST: Final = 50
# How sure a name is that is only near, beside one that is borne.
_NEAR: Final = 0.5


def reconcile(site: Site, asked: Asked) -> Reply:
    """Match names, give values of things, or say what this service is."""
    given = dict(asked.query)
    if asked.method == "POST":
        given |= dict(pairs_of(asked.body.decode("utf-8", "replace")))
    if "queries" in given:
        return _json(_matched(site, _object(given["queries"], "queries")))
    if "extend" in given:
        return _json(_extended(site, _object(given["extend"], "extend")))
    return _json(_manifest(site, asked))


def _json(value: object) -> Reply:
    text = json.dumps(value, ensure_ascii=False)
    return Reply(text.encode("utf-8", "replace"), "application/json")


def _object(text: str, name: str) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    raise UsageError(f"{name} is no object of JSON", mend="see the Reconciliation API 0.2")


def _manifest(site: Site, asked: Asked) -> dict[str, Any]:
    here = f"{asked.base}/reconcile"
    suggests = {
        what: {"service_url": here, "service_path": f"/suggest/{what}"}
        for what in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": f"Khyber {site.release}",
        "identifierSpace": ID,
        "schemaSpace": KG,
        "defaultTypes": [_type(site, each) for each in _types(site)[:10]],
        "view": {"url": f"{asked.base}/id/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 400, "height": 160},
        "suggest": suggests,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def _types(site: Site) -> list[str]:
    """Give the classes of things that bear names, those with most things first."""
    counts: dict[str, int] = defaultdict(int)
    for kinds in _kinds(site).values():
        for kind in kinds:
            counts[kind] += 1
    relations = {each for each in counts if f"{KG}Relation" in site.model.above(each)}
    return sorted(counts.keys() - relations, key=lambda each: (-counts[each], each))


def _kinds(site: Site) -> dict[str, list[str]]:
    def read() -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for thing, kind in rows(site.engine, _KINDS, accounts=site.engine.accounts()):
            found[thing].append(kind)
        return found

    return site.kept("kinds of things", read)


def _type(site: Site, iri: str) -> dict[str, str]:
    return {"id": slug(iri), "name": label_of(site.labels["en"], iri)}


def _matched(site: Site, queries: Mapping[str, Any]) -> dict[str, Any]:
    if len(queries) > _MOST_QUERIES:
        mend = f"send at most {_MOST_QUERIES} at a time"
        raise UsageError(f"there are {len(queries)} queries", mend=mend)
    groups: dict[tuple[str | None, date | None], dict[str, str]] = defaultdict(dict)
    for key, query in queries.items():
        if not isinstance(query, dict) or not isinstance(query.get("query", ""), str):
            raise UsageError("this is no query", where=str(key)[:40], mend='write {"query": "…"}')
        groups[_class(site, query), _day(query)][key] = query.get("query", "")
    found: dict[str, Any] = {}
    for (kind, day), names in groups.items():
        readings = named(site.engine, set(names.values()), kind=kind, on=day)
        for key, name in names.items():
            limit = _limit(queries[key])
            found[key] = {"result": _candidates(site, name, readings[name], kind, day)[:limit]}
    return {key: found[key] for key in queries}


def _limit(query: Mapping[str, Any]) -> int:
    said = query.get("limit", _FEW)
    return min(max(said, 1), _MOST) if isinstance(said, int) else _FEW


def _class(site: Site, query: Mapping[str, Any]) -> str | None:
    """Give the class that a query names; of several, the first."""
    said = query.get("type")
    said = said[0] if isinstance(said, list) and said else said
    if not said:
        return None
    name = said.get("id") if isinstance(said, dict) else said
    iri = KG + str(name).removeprefix("kg:").removeprefix(KG)
    if iri not in site.model.classes:
        where = str(name)[:40]
        raise UsageError("the ontology has no such class", where=where, mend="see /ontology")
    return compact(iri)


def _day(query: Mapping[str, Any]) -> date | None:
    """Give the day at which a name was borne, which a query says as a property."""
    properties = query.get("properties")
    for each in properties if isinstance(properties, list) else ():
        if isinstance(each, dict) and str(each.get("pid", "")).casefold() == _DATE:
            value = each.get("v")
            value = value[0] if isinstance(value, list) and value else value
            text = value.get("id", "") if isinstance(value, dict) else value
            if text in (None, ""):
                return None
            try:
                return parse_date(str(text))
            except DataError as error:
                raise UsageError(error.what, where=error.where, mend=error.mend) from None
    return None


def _candidates(
    site: Site, name: str, readings: list[Reading], kind: str | None, day: date | None
) -> list[dict[str, Any]]:
    borne = [each for each in readings if each.borne]
    chosen = chosen_reading(borne, name) if borne else None
    if readings or not name.strip():
        rest = [each for each in readings if each is not chosen]
        ordered = [*([chosen] if chosen else []), *rest]
        return [_candidate(site, each, each.score, match=each is chosen) for each in ordered]
    near = nearest_names(site.engine, name)
    also = named(site.engine, set(near), kind=kind, on=day)
    found = {each.thing: each for text in near for each in also[text]}
    return [_candidate(site, each, each.score * _NEAR, match=False) for each in found.values()]


def _candidate(site: Site, each: Reading, score: float, *, match: bool) -> dict[str, Any]:
    kinds = _kinds(site).get(each.thing, [])
    return {
        "id": slug(each.thing),
        "name": label_of(site.labels["en"], each.thing),
        "description": ", ".join(label_of(site.labels["en"], kind) for kind in kinds),
        "type": [_type(site, kind) for kind in kinds],
        "score": round(100 * score, 1),
        "match": match,
    }


def suggested(site: Site, asked: Asked, what: str) -> Reply:
    """Give things, classes or properties that begin as somebody types."""
    prefix = asked.one("prefix")
    if what == "entity":
        typed = Asked("GET", "/suggest", [("q", prefix)], base=asked.base)
        found = json.loads(suggest_names(site, typed).body)
        things = [each for each in found if each["href"].startswith(f"{asked.root}/id/")]
        return _json({"result": [{"id": e["slug"], "name": e["label"]} for e in things]})
    every = {"type": _types(site), "property": _properties(site)}.get(what)
    if every is None:
        mend = "entity, type, property"
        raise NotFound("nothing of this kind is suggested", where=what, mend=mend)
    terms = [_type(site, each) for each in every]
    wanted = prefix.casefold()
    near = [t for t in terms if any(v.casefold().startswith(wanted) for v in t.values())]
    return _json({"result": near[:_MOST]})


def _properties(site: Site) -> list[str]:
    model = site.model
    own = [each for each in model.properties if each.startswith(KG) and not model.is_derived(each)]
    return [*own, *sorted(_schemes(site))]


def _schemes(site: Site) -> dict[str, dict[str, list[str]]]:
    """Give the codes of things, by the list that they are of."""

    def read() -> dict[str, dict[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for thing, scheme, value in rows(site.engine, _CODES, accounts=site.engine.accounts()):
            found[scheme][thing].append(str(value))
        return {scheme: dict(each) for scheme, each in found.items()}

    return site.kept("codes by list", read)


def proposed(site: Site, asked: Asked) -> Reply:
    """Give the properties with which things of a class can be extended."""
    kind = asked.one("type")
    iri = KG + kind.removeprefix("kg:")
    if kind and iri not in site.model.classes:
        raise UsageError("the ontology has no such class", where=kind[:40], mend="see /ontology")
    schemes = _schemes(site)
    every = _properties(site)
    fit = [p for p in every if not kind or p in schemes or site.model.is_borne(p, iri)]
    text = asked.one("limit")
    limit = int(text) if text.isascii() and text.isdigit() and len(text) < _FEW else _MOST
    listed = [_type(site, each) for each in fit[:limit]]
    said = {"type": kind} if kind else {}
    return _json({**said, "limit": limit, "properties": listed})


def _extended(site: Site, wanted: Mapping[str, Any]) -> dict[str, Any]:
    ids, properties = wanted.get("ids"), wanted.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list) or len(ids) > _MOST_QUERIES:
        raise UsageError("extend holds ids and properties", mend=f"at most {_MOST_QUERIES} ids")
    known = {slug(each): each for each in _properties(site)}
    asked = [str(each.get("id") if isinstance(each, dict) else each) for each in properties]
    if missing := [each for each in asked if each not in known]:
        raise UsageError("there is no such property", where=missing[0][:40], mend="see /ontology")
    things = [ID + str(each) for each in ids]
    there = {each for each in things if site.engine.declares(each)}
    values = {name: _values(site, known[name], there) for name in asked}
    table = {slug(thing): {name: values[name].get(thing, []) for name in asked} for thing in things}
    return {"meta": [_type(site, known[name]) for name in asked], "rows": table}


def _values(site: Site, prop: str, things: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """Give the values of a property, or the codes of a list, by thing."""
    codes = _schemes(site).get(prop)
    if codes is not None:
        return {t: [{"str": code} for code in codes.get(t, [])] for t in things}
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    if things:
        asked = rows(site.engine, _VALUES, thing=list(things), property=prop)
        for thing, value in asked:
            found[thing].append(_value(site, value))
    return found


def _value(site: Site, value: object) -> dict[str, str]:
    text = str(value)
    if text.startswith(ID):
        return {"id": slug(text), "name": label_of(site.labels["en"], text)}
    if text.startswith(OURS):
        return {"str": label_of(site.labels["en"], text)}
    return {"str": text}


def preview(site: Site, asked: Asked) -> Reply:
    """Give a few words on a thing, as a page of its own."""
    iri = ID + asked.one("id")
    if not site.engine.declares(iri):
        raise NotFound("nothing in the graph has this name", where=asked.one("id")[:80])
    said = rows(site.engine, "SELECT ?time WHERE { ?thing kg:time ?time }", thing=iri)
    times = [words(str(time)) for (time,) in said]
    kinds = [label_of(site.labels["en"], kind) for kind in _kinds(site).get(iri, [])]
    reply = render(site, asked, "preview.html", iri=iri, kinds=kinds, times=times)
    reply.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"
    )
    return reply
