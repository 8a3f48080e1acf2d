"""Places: a point of WKT, as GeoSPARQL, Wikidata, PostGIS and others write one.

The text is that of OGC 06-103r4 (well-known text), in any case, with Z, M or both, and with the
coordinate reference system before it as GeoSPARQL 1.1 (section 8.5.1) has it. A reference system
says which axis comes first: longitude in CRS84, which is meant where none is named; latitude in
EPSG:4326. See docs/decisions/0015-points-are-read-here.md.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import DataError

__all__ = ["Point", "read_point"]

_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?"
_WKT: Final = re.compile(
    rf"""\s* (?: <(?P<crs>[^<>\s]*)>\s* | SRID\s*=\s*(?P<srid>[0-9]+)\s*;\s* )?
    POINT \s* (?P<axes>Z\s*M|Z|M)? \s*
    (?: (?P<empty>EMPTY) | \( \s* (?P<numbers>{_NUMBER}(?:\s+{_NUMBER}){{1,3}}) \s* \) ) \s*""",
    re.VERBOSE | re.IGNORECASE,
)
# Of the Earth, in degrees, and so near each other that no map of ours would show a difference.
_LONGITUDE_FIRST: Final = frozenset({"CRS84", "CRS84H", "CRS:84"})
_LATITUDE_FIRST: Final = frozenset({"4326", "4979", "4258", "4937", "4269"})
_NAMED: Final = re.compile(
    r"(?:https?://(?:www\.)?opengis\.net/def/crs/|urn:(?:x-)?ogc:def:crs:)"
    r"(?:OGC[/:][^/:]*[/:](?P<ogc>.+)|EPSG[/:][^/:]*[/:](?P<epsg>.+))",
    re.IGNORECASE,
)
_EARTH: Final = re.compile(r"https?://www\.wikidata\.org/entity/Q2")
_NUMBERS: Final = {"": (2, 3, 4), "Z": (3,), "M": (3,), "ZM": (4,)}
_MEND: Final = 'write "POINT(longitude latitude)"^^geo:wktLiteral, in degrees'


class Point(NamedTuple):
    """A place on Earth, in degrees."""

    lat: float
    lon: float


def read_point(text: str) -> Point:
    """Give the place that a point of WKT says.

    Raises:
        DataError: It is no point, an empty one, outside the Earth's degrees, or on a reference
            system that is not read here, such as another planet's.

    >>> read_point("Point(74.3 31.5)")
    Point(lat=31.5, lon=74.3)
    >>> read_point("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT Z (31.5 7.43e1 217)")
    Point(lat=31.5, lon=74.3)
    """
    match = _WKT.fullmatch(text)
    if match is None:
        raise _fault("this is no point of WKT", text)
    if match["empty"]:
        raise _fault("an empty point is no place", text, "leave it out")
    numbers = [float(number) for number in match["numbers"].split()]
    axes = "".join((match["axes"] or "").upper().split())
    if len(numbers) not in _NUMBERS[axes]:
        raise _fault(f"a POINT {axes} has {_NUMBERS[axes][0]} numbers", text)
    # PostGIS puts longitude first under every number.
    first, second = numbers[:2]
    latitude_first = match["crs"] is not None and _latitude_first(match["crs"], text)
    if match["srid"] and match["srid"] not in _LATITUDE_FIRST:
        raise _fault(f"the reference system {match['srid']} is not read here", text)
    found = Point(first, second) if latitude_first else Point(second, first)
    if not (abs(found.lat) <= 90 and abs(found.lon) <= 180):  # noqa: PLR2004 - degrees
        order = "latitude" if latitude_first else "longitude"
        raise _fault("this lies outside the Earth's degrees", text, f"write {order} first")
    return found


def _latitude_first(crs: str, text: str) -> bool:
    named = _NAMED.fullmatch(crs)
    if named and named["epsg"] in _LATITUDE_FIRST:
        return True
    if not _EARTH.fullmatch(crs) and (
        not named or str(named["ogc"]).upper() not in _LONGITUDE_FIRST
    ):
        raise _fault(f"the reference system {crs or 'without a name'} is not read here", text)
    return False


def _fault(what: str, text: str, mend: str = _MEND) -> DataError:
    return DataError(what, where=repr(text[:80]), mend=mend)
