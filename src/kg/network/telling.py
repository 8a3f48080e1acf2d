"""What a picture tells of a tie when somebody asks: its facts in words, and what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kg.contract import SourceData
from kg.engine import Engine
from kg.network.names import Names
from kg.query import Origin, origins_of, rows, rows_about
from kg.vocabulary import KG, OURS

__all__ = ["Fact", "evidence", "facts"]

_HOW: Final = """
SELECT ?term ?told ?rank WHERE {
  { ?term kg:toldInPicture ?told } UNION { ?term kg:briefRank ?rank } }"""
# By the kind, and not by the class above all, the engine begins with the relations that are wanted.
_FACTS: Final = """
SELECT ?thing ?property ?value WHERE {{
  ?thing kg:kind ?kind . ?kind kg:edgeFrom ?start . ?thing ?property ?value
  FILTER(?property NOT IN (rdf:type, prov:wasDerivedFrom{untold})) }}"""
_WORDS: Final = """
SELECT ?thing ?rank ?value WHERE { ?property kg:briefRank ?rank . ?thing ?property ?value .
  FILTER NOT EXISTS { ?thing a kg:Relation } }"""


class Fact(NamedTuple):
    """One thing that a relation says: of which property, its label, and the value in words.

    The rank is that among the few words that a picture has for the relation; None is not there.
    """

    property: str
    label: str
    text: str
    rank: int | None


def facts(
    engine: Engine, wanted: Collection[str], names: Names, *, accounts: Collection[str]
) -> dict[str, list[Fact]]:
    """Give what each relation says beside its time, as far as the ontology lets pictures tell it.

    Args:
        engine: The graph's engine.
        wanted: The relations.
        names: Labels, read here as far as the facts need them.
        accounts: The accounts that are read.
    """
    untold, ranks = _how(engine)
    asked = _FACTS.format(untold="".join(f", <{term}>" for term in sorted(untold)))
    said = [
        (thing, prop, value)
        for thing, prop, value in rows_about(engine, asked, wanted, accounts=accounts)
        if thing in wanted and str(prop).startswith(KG)
    ]
    values = {value for _, _, value in said if _is_thing(value)}
    names.read(values | {prop for _, prop, _ in said})
    nameless = {value for value in values if not names.has(value)}
    words = _words(engine, nameless, names, untold, accounts=accounts)
    found: dict[str, list[Fact]] = defaultdict(list)
    for thing, prop, value in said:
        text = words.get(value) or (names.of(value) if _is_thing(value) else str(value))
        found[thing].append(Fact(prop, names.of(prop), text, ranks.get(prop)))
    return {thing: sorted(each, key=lambda fact: fact[:3]) for thing, each in found.items()}


def _how(engine: Engine) -> tuple[set[str], dict[str, int]]:
    """Give the terms of which a picture says nothing, and the ranks of brief properties."""
    found = list(rows(engine, _HOW))
    untold = {term for term, told, _ in found if told is False}
    return untold, {term: rank for term, _, rank in found if rank is not None}


def _words(
    engine: Engine,
    things: Collection[str],
    names: Names,
    untold: set[str],
    *,
    accounts: Collection[str],
) -> dict[str, str]:
    """Give things without a name, such as quantities, the words of their brief properties."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    said = list(rows_about(engine, _WORDS, things, accounts=accounts))
    names.read(value for _, _, value in said if _is_thing(value))
    for thing, rank, value in said:
        if thing in things and value not in untold:
            found[thing].append((rank, _word(value, names)))
    return {thing: " ".join(word for _, word in sorted(parts)) for thing, parts in found.items()}


def _word(value: Any, names: Names) -> str:  # noqa: ANN401
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return names.of(value) if _is_thing(value) else str(value)


def _is_thing(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and value.startswith(OURS)


def evidence(
    engine: Engine, wanted: Collection[str], *, accounts: Collection[str]
) -> dict[str, list[SourceData]]:
    """Give the sources of each relation."""
    return {
        thing: [_source(origin) for origin in each]
        for thing, each in origins_of(engine, wanted, accounts).items()
    }


def _source(origin: Origin) -> SourceData:
    return SourceData(
        title=origin.title or "Not checked against a document",
        publisher=origin.publisher,
        locator=origin.locator,
        url=origin.url,
        reviewed=origin.reviewed if origin.title else "",
        status="text" if origin.file else "reviewed" if origin.title else "unreviewed",
    )
