"""What else counts as a thing: those who act for it, its parts, and the place where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.errors import DataError
from kg.query import predecessors, rows, rows_about
from kg.wkt import read_point

__all__ = ["Placed", "acting", "parts", "places"]

_ACTING: Final = """
SELECT DISTINCT ?actor ?side WHERE {
  { ?property kg:actsFor true . ?actor ?property ?side }
  UNION { ?kind kg:actsFor true ; kg:edgeFrom ?from ; kg:edgeTo ?to .
          ?tie a ?kind ; ?from ?actor ; ?to ?side } }"""
_PARTS: Final = """
SELECT DISTINCT ?part ?whole WHERE { ?property kg:namesWhole true . ?part ?property ?whole }"""
_PLACES: Final = """
SELECT DISTINCT ?thing ?wkt ?area WHERE {
  { ?thing geo:hasGeometry/geo:asWKT|geo:asWKT ?wkt }
  UNION { ?property kg:locates true . ?thing ?property ?place .
          ?place geo:hasGeometry/geo:asWKT|geo:asWKT ?wkt }
  OPTIONAL { ?thing ?sorted ?sort . ?sort kg:spansArea ?area } }"""


def acting(engine: Engine, sides: Iterable[str]) -> list[set[str]]:
    """Give each side with those who act for it: predecessors, organs, holders of its offices."""
    pairs = list(map(tuple, rows(engine, _ACTING)))
    return [_leading_to(pairs, {side, *predecessors(engine, [side])}) for side in sides]


def parts(engine: Engine, wholes: Collection[str]) -> set[str]:
    """Give the wholes with all their parts."""
    return _leading_to(list(map(tuple, rows(engine, _PARTS))), wholes)


def _leading_to(pairs: Iterable[tuple[str, ...]], ends: Iterable[str]) -> set[str]:
    """Give the ends, and everything from which a chain of pairs leads to one of them."""
    before: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        before[target].append(source)
    found, waiting = set(ends), list(ends)
    while waiting:
        new = set(before[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


class Placed(NamedTuple):
    """Where something lies: latitude and longitude in degrees (WGS 84), and whether in an area."""

    lat: float
    lon: float
    area: bool


def places(engine: Engine, wanted: Collection[str]) -> dict[str, Placed]:
    """Give where what is wanted lies, of what lies somewhere."""
    found: dict[str, Placed] = {}
    for thing, wkt, area in rows_about(engine, _PLACES, wanted, accounts=engine.accounts()):
        # `kg check` names what cannot be read; a picture shows the rest.
        with suppress(DataError):
            found.setdefault(thing, Placed(*read_point(str(wkt)), bool(area)))
    return found
