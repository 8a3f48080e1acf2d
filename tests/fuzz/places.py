"""WKT text to points: as many systems write one, and slipped.

A point that was made of known numbers is read as them; any other one lies on Earth, and its two
numbers stand in the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import NamedTuple

from fuzz.mutating import LETTERS, any_text, mutated
from fuzz.target import Judge, Target, Wrong
from kg.errors import KgError
from kg.wkt import Point, read_point

__all__ = ["TARGET"]

_OGC = "http://www.opengis.net/def/crs/"
# By the reference system: whether latitude comes first; None where it is not read.
_SYSTEMS: dict[str, bool | None] = {
    "": False,
    f"<{_OGC}OGC/1.3/CRS84> ": False,
    f"<{_OGC}EPSG/0/4326> ": True,
    f"<{_OGC}EPSG/0/4326>": True,
    f"<{_OGC.replace('http:', 'https:')}EPSG/9.9.1/4258> ": True,
    "<urn:ogc:def:crs:EPSG::4326> ": True,
    "<urn:ogc:def:crs:OGC::CRS84>\n": False,
    "<http://www.wikidata.org/entity/Q2> ": False,
    "<http://www.wikidata.org/entity/Q405> ": None,
    f"<{_OGC}EPSG/0/3857> ": None,
    "<>": None,
    "SRID=4326;": False,
    "srid = 4269 ; ": False,
    "SRID=3857;": None,
}
_NUMBERS = ["{}", "+{}", "{}e0", "{}E-0", "{}00", " {}"]
_PIECES = [
    "POINT",
    "EMPTY",
    "Z",
    "M",
    "ZM",
    "(",
    ")",
    ",",
    ";",
    "SRID=",
    "<",
    ">",
    "nan",
    "inf",
    "1e999",
    "0x1",
    "1_0",
    "POLYGON((0 0,1 1))",
    "MULTIPOINT",
    "-",
    "+",
    ".",
    "e",
    "9" * 400,
    *"0123456789",
    *LETTERS,
    *_SYSTEMS,
]


class Wkt(NamedTuple):
    """A text, and the point that it says, where it is known; None and False where it says none."""

    text: str
    point: Point | bool | None


def _made(pick: Random) -> Wkt:
    lat, lon = _degrees(pick, 90), _degrees(pick, 180)
    system, latitude_first = pick.choice(list(_SYSTEMS.items()))
    pair = (lat, lon) if latitude_first else (lon, lat)
    axes = pick.choice(["", "", "", " Z", " M", "Z", "ZM", " Z M"])
    more = {"": 0, "Z": 1, "M": 1, "ZM": 2}["".join(axes.split())]
    numbers = [_number(pick, each) for each in pair] + [
        str(pick.randint(-9, 9000)) for _ in range(more)
    ]
    word = pick.choice(["POINT", "Point", "point"])
    space = pick.choice(["", " ", "\n\t"])
    text = f"{space}{system}{word}{axes}{space}({space}{' '.join(numbers)}{space}){space}"
    point: Point | bool = Point(lat, lon) if latitude_first is not None else False
    if pick.random() < 0.6:
        return Wkt(mutated(pick, text, _PIECES), None)
    return Wkt(any_text(pick, 30), None) if pick.random() < 0.05 else Wkt(text, point)


def _degrees(pick: Random, most: int) -> float:
    return pick.choice(
        [0.0, -0.0, most, -most, pick.uniform(-most, most), round(pick.uniform(-most, most), 3)]
    )


def _number(pick: Random, value: float) -> str:
    form = pick.choice(_NUMBERS)
    text = repr(value)
    plain = (
        "{}"
        if ("-" in text and "+" in form) or "e" in text or ("0" in form and "." not in text)
        else form
    )
    return plain.format(text)


@contextmanager
def _judging() -> Iterator[Judge]:
    yield _judge


def _judge(given: Wkt) -> None:
    try:
        found = read_point(given.text)
    except KgError:
        if isinstance(given.point, Point):
            raise Wrong(f"it says {given.point}") from None
        raise
    if given.point is False:
        raise Wrong(f"read as {found}, on a system that is not the Earth's degrees")
    if given.point is not None and found != given.point:
        raise Wrong(f"read as {found}")
    numbers = [
        float(each)
        for each in re.findall(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?", given.text)
        if re.search("[0-9]", each) and each.count(".") < 2
    ]
    whole = all(math.isfinite(each) and each in numbers for each in found)
    if not (whole and abs(found.lat) <= 90 and abs(found.lon) <= 180):
        raise Wrong(f"read as {found}")


TARGET = Target("places", 160, _made, _judging)
