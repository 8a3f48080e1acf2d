"""What a picture tells of a node or a tie when somebody asks: names, facts, evidence, places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from typing import Any, Final

from kg.engine import Engine
from kg.errors import DataError
from kg.network.ties import rows, rows_about
from kg.query import label_of
from kg.terms import slug
from kg.vocabulary import KG, PREFIXES, kg
from kg.wkt import read_point

__all__ = ["evidence", "facts", "groups", "kinds_of", "places"]

_KINDS: Final = "SELECT ?thing ?kind WHERE { ?thing kg:kind ?kind }"
_ABOVE: Final = "SELECT ?class ?above WHERE { ?class a owl:Class ; rdfs:subClassOf* ?above }"
_PLACES: Final = """
SELECT ?thing ?wkt WHERE {
  { ?thing geo:asWKT ?wkt } UNION { ?thing kg:capital/geo:asWKT ?wkt }
  UNION { ?thing kg:place/geo:asWKT ?wkt } UNION { ?thing kg:headquarters/geo:asWKT ?wkt } }"""
_FACTS: Final = """
SELECT ?thing ?property ?value WHERE { ?thing a kg:Relation ; ?property ?value }"""
_QUANTITIES: Final = """
SELECT ?thing ?value ?unit ?exactness WHERE { ?thing a kg:Quantity ; kg:unit ?unit ;
  kg:exactness ?exactness . OPTIONAL { ?thing kg:value ?value } }"""
_EVIDENCE: Final = """
SELECT ?thing ?title ?publisher ?url ?reviewed ?start ?end ?file WHERE {
  ?thing a kg:Relation ; prov:wasDerivedFrom ?origin .
  { ?origin dcterms:isPartOf ?source ; oa:start ?start ; oa:end ?end }
  UNION { ?origin a kg:Document . BIND(?origin AS ?source) }
  ?source dcterms:title ?title .
  OPTIONAL { ?source dcterms:publisher ?publisher } OPTIONAL { ?source rdfs:seeAlso ?url }
  OPTIONAL { ?source kg:reviewed ?reviewed } OPTIONAL { ?source dcterms:identifier ?file } }"""

# The visual class of a node, by the first of these that its kind is or lies under.
_GROUPS: Final = {
    "State": "state",
    "Person": "person",
    "Force": "organization",
    "Organization": "organization",
    "Actor": "group",
    "Place": "place",
    "Corridor": "corridor",
    "Programme": "corridor",
    "Project": "corridor",
    "Event": "event",
    "Office": "office",
}
_HIDDEN: Final = {
    *map(kg, ("kind", "time", "modality", "claimant", "rivals", "corrects", "reviewStatus")),
    *map(kg, ("earliestStart", "latestStart", "earliestEnd", "latestEnd")),
    PREFIXES["prov"] + "wasDerivedFrom",
    PREFIXES["rdf"] + "type",
}


def kinds_of(engine: Engine, wanted: Collection[str]) -> dict[str, str]:
    """Give the most specific class of each thing that is wanted, by IRI."""
    return dict(sorted((t, k) for t, k in rows_about(engine, _KINDS, wanted, claims=True)))


def groups(engine: Engine) -> dict[str, str]:
    """Give the visual class of each class: state, organization, person and so on."""
    above: dict[str, set[str]] = defaultdict(set)
    for cls, higher in rows(engine, _ABOVE):
        above[cls].add(slug(higher))
    return {
        cls: next((group for name, group in _GROUPS.items() if name in names), "other")
        for cls, names in above.items()
    }


def places(engine: Engine, wanted: Collection[str]) -> dict[str, tuple[float, float]]:
    """Give latitude and longitude in degrees (WGS 84) of what is wanted and lies somewhere."""
    found: dict[str, tuple[float, float]] = {}
    for thing, wkt in rows_about(engine, _PLACES, wanted, claims=True):
        # `kg check` names what cannot be read; a picture shows the rest.
        with suppress(DataError):
            found.setdefault(thing, read_point(str(wkt)))
    return found


def facts(
    engine: Engine, wanted: Collection[str], names: dict[str, str], *, claims: bool
) -> dict[str, list[tuple[str, str, str]]]:
    """Give what each relation says beside its time: property, its label, the value in words."""
    amounts = _quantities(engine, names, claims=claims)
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for thing, prop, value in rows_about(engine, _FACTS, wanted, claims=claims):
        if thing not in wanted or prop in _HIDDEN or not str(prop).startswith(KG):
            continue
        text = amounts.get(value) or (label_of(names, value) if _is_thing(value) else str(value))
        found[thing].append((prop, label_of(names, prop), text))
    return {thing: sorted(each) for thing, each in found.items()}


def _is_thing(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and value.startswith("https://w3id.org/khyber/")


def _quantities(engine: Engine, names: dict[str, str], *, claims: bool) -> dict[str, str]:
    result = {}
    for thing, value, unit, exactness in rows(engine, _QUANTITIES, claims=claims):
        number = "" if value is None else f" {value.normalize():,f}"
        how = label_of(names, exactness)
        amount = f"{'' if how == 'exactly' else how}{number} {label_of(names, unit)}"
        result[thing] = " ".join(amount.split())
    return result


def evidence(
    engine: Engine, wanted: Collection[str], *, claims: bool
) -> dict[str, list[dict[str, str]]]:
    """Give the sources of each relation: title, publisher, locator, url, reviewed, status."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for thing, title, publisher, url, reviewed, start, end, file in rows_about(
        engine, _EVIDENCE, wanted, claims=claims
    ):
        if thing not in wanted:
            continue
        source = {
            "title": str(title),
            "publisher": str(publisher or ""),
            "locator": f"{file}, characters {start} to {end}" if file else "",
            "url": str(url or ""),
            "reviewed": str(reviewed or ""),
            "status": "text" if file else "reviewed",
        }
        if source not in found[thing]:
            found[thing].append(source)
    return {
        t: sorted(each, key=lambda s: (s["title"], s["locator"], *s.values()))
        for t, each in found.items()
    }
