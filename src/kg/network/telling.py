"""What a picture tells of a tie when somebody asks: its facts in words, and what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kg.contract import SourceData
from kg.engine import Engine
from kg.network.ties import rows, rows_about
from kg.query import label_of
from kg.vocabulary import KG, OURS

__all__ = ["Fact", "evidence", "facts"]

_HOW: Final = """
SELECT ?term ?told ?rank WHERE {
  { ?term kg:toldInPicture ?told } UNION { ?term kg:briefRank ?rank } }"""
_FACTS: Final = """
SELECT ?thing ?property ?value WHERE { ?thing a kg:Relation ; ?property ?value }"""
_WORDS: Final = """
SELECT ?thing ?rank ?value WHERE { ?property kg:briefRank ?rank . ?thing ?property ?value .
  FILTER NOT EXISTS { ?thing a kg:Relation } }"""
_EVIDENCE: Final = """
SELECT ?thing ?title ?publisher ?url ?reviewed ?start ?end ?file WHERE {
  ?thing a kg:Relation ; prov:wasDerivedFrom ?origin .
  { ?origin dcterms:isPartOf ?source ; oa:start ?start ; oa:end ?end }
  UNION { ?origin a kg:Document . BIND(?origin AS ?source) }
  ?source dcterms:title ?title .
  OPTIONAL { ?source dc:publisher ?publisher } OPTIONAL { ?source rdfs:seeAlso ?url }
  OPTIONAL { ?source kg:reviewed ?reviewed } OPTIONAL { ?source dcterms:identifier ?file } }"""


class Fact(NamedTuple):
    """One thing that a relation says: of which property, its label, and the value in words.

    The rank is that among the few words that a picture has for the relation; None is not there.
    """

    property: str
    label: str
    text: str
    rank: int | None


def facts(
    engine: Engine, wanted: Collection[str], names: dict[str, str], *, accounts: Collection[str]
) -> dict[str, list[Fact]]:
    """Give what each relation says beside its time, as far as the ontology lets pictures tell it.

    Args:
        engine: The graph's engine.
        wanted: The relations.
        names: Labels by IRI.
        accounts: The accounts that are read.
    """
    untold, ranks = _how(engine)
    said = [
        (thing, prop, value)
        for thing, prop, value in rows_about(engine, _FACTS, wanted, accounts=accounts)
        if thing in wanted and prop not in untold and str(prop).startswith(KG)
    ]
    nameless = {value for _, _, value in said if _is_thing(value) and value not in names}
    words = _words(engine, nameless, names, untold, accounts=accounts)
    found: dict[str, list[Fact]] = defaultdict(list)
    for thing, prop, value in said:
        text = words.get(value) or (label_of(names, value) if _is_thing(value) else str(value))
        found[thing].append(Fact(prop, label_of(names, prop), text, ranks.get(prop)))
    return {thing: sorted(each, key=lambda fact: fact[:3]) for thing, each in found.items()}


def _how(engine: Engine) -> tuple[set[str], dict[str, int]]:
    """Give the terms of which a picture says nothing, and the ranks of brief properties."""
    found = list(rows(engine, _HOW))
    untold = {term for term, told, _ in found if told is False}
    return untold, {term: rank for term, _, rank in found if rank is not None}


def _words(
    engine: Engine,
    things: Collection[str],
    names: dict[str, str],
    untold: set[str],
    *,
    accounts: Collection[str],
) -> dict[str, str]:
    """Give things without a name, such as quantities, the words of their brief properties."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for thing, rank, value in rows_about(engine, _WORDS, things, accounts=accounts):
        if thing in things and value not in untold:
            found[thing].append((rank, _word(value, names)))
    return {thing: " ".join(word for _, word in sorted(parts)) for thing, parts in found.items()}


def _word(value: Any, names: dict[str, str]) -> str:  # noqa: ANN401
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return label_of(names, value) if _is_thing(value) else str(value)


def _is_thing(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and value.startswith(OURS)


def evidence(
    engine: Engine, wanted: Collection[str], *, accounts: Collection[str]
) -> dict[str, list[SourceData]]:
    """Give the sources of each relation."""
    found: dict[str, list[SourceData]] = defaultdict(list)
    for thing, title, publisher, url, reviewed, start, end, file in rows_about(
        engine, _EVIDENCE, wanted, accounts=accounts
    ):
        if thing not in wanted:
            continue
        source = SourceData(
            title=str(title),
            publisher=str(publisher or ""),
            locator=f"{file}, characters {start} to {end}" if file else "",
            url=str(url or ""),
            reviewed=str(reviewed or ""),
            status="text" if file else "reviewed",
        )
        if source not in found[thing]:
            found[thing].append(source)
    return {
        thing: sorted(each, key=lambda s: (s["title"], s["locator"], *map(str, s.values())))
        for thing, each in found.items()
    }
