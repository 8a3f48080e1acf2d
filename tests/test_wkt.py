"""Points: read as GeoSPARQL, Wikidata, PostGIS and others write them, or refused in a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import DataError
from kg.wkt import Point, read_point
from samples import write_turtle

CRS = "http://www.opengis.net/def/crs"
HERE = Point(31.5, 74.3)


@pytest.mark.parametrize(
    "text",
    [
        "POINT(74.3 31.5)",
        "Point(74.3 31.5)",
        " point \n( +7.43e1\t31.50 ) ",
        "POINT Z (74.3 31.5 217)",
        "POINTZ(74.3 31.5 217)",
        "POINT M (74.3 31.5 1)",
        "POINT ZM (74.3 31.5 217 1)",
        "POINT (74.3 31.5 217)",
        f"<{CRS}/OGC/1.3/CRS84> POINT(74.3 31.5)",
        f"<{CRS}/OGC/0/CRS84h> POINT Z(74.3 31.5 217)",
        f"<{CRS}/EPSG/0/4326> POINT(31.5 74.3)",
        f"<{CRS.replace('http:', 'https:')}/EPSG/9.9.1/4326>POINT(31.5 74.3)",
        f"<{CRS}/EPSG/0/4979> POINT Z (31.5 74.3 217)",
        "<urn:ogc:def:crs:EPSG::4326> POINT(31.5 74.3)",
        "<urn:ogc:def:crs:OGC:1.3:CRS84> POINT(74.3 31.5)",
        "<http://www.wikidata.org/entity/Q2> Point(74.3 31.5)",
        "SRID=4326;POINT(74.3 31.5)",
    ],
)
def test_a_point_is_read_however_it_is_written(text: str) -> None:
    assert read_point(text) == HERE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no point"),
        ("74.3 31.5", "no point"),
        ("POINT(74.3, 31.5)", "no point"),
        ("POINT(74,3 31,5)", "no point"),
        ("POINT(74.3)", "no point"),
        ("POINT(nan nan)", "no point"),
        ("POINT(٧٤ ٣١)", "no point"),
        ("POLYGON((1 1, 2 2, 1 2, 1 1))", "no point"),
        ("POINT EMPTY", "an empty point is no place"),
        ("POINT Z EMPTY", "an empty point is no place"),
        ("POINT Z (74.3 31.5)", "has 3 numbers"),
        ("POINT(31.5 174.3)", "Write longitude first"),
        (f"<{CRS}/EPSG/0/4326> POINT(174.3 31.5)", "Write latitude first"),
        ("POINT(190 0)", "outside"),
        ("POINT(1e999 0)", "outside"),
        (f"<{CRS}/EPSG/0/3857> POINT(1 2)", "reference system"),
        (f"<{CRS}/IAU/0/4326> POINT(1 2)", "reference system"),
        ("<http://www.wikidata.org/entity/Q405> Point(1 2)", "entity/Q405 is not read here"),
        ("<http://example.org/4326> POINT(1 2)", "reference system"),
        ("<> POINT(1 2)", "reference system"),
        ("SRID=3857;POINT(1 2)", "reference system"),
    ],
)
def test_what_is_no_place_on_earth_is_refused_in_a_line(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        read_point(text)
    assert "\n" not in str(caught.value)


NUMBERS = st.floats(-400, 400, allow_nan=False)
CASES = st.sampled_from([str.upper, str.lower, str.title])


@given(NUMBERS, NUMBERS, CASES, st.sampled_from(["{}", "{:e}", "{:.5f}", "{:+.3E}"]), st.booleans())
def test_a_place_lies_where_its_numbers_say(
    one: float, other: float, case: object, form: str, latitude_first: bool
) -> None:
    first, second = form.format(one), form.format(other)
    head = f"<{CRS}/EPSG/0/4326> " if latitude_first else ""
    text = f"{head}{case('point')}({first} {second})"  # type: ignore[operator]
    lat, lon = (first, second) if latitude_first else (second, first)
    if abs(float(lat)) <= 90 and abs(float(lon)) <= 180:
        assert read_point(text) == Point(float(lat), float(lon))
    else:
        with pytest.raises(DataError, match="outside"):
            read_point(text)


@given(st.one_of(st.text(max_size=30), st.text("POINTZM EPTY()<>.;=eE+-0123456789 ", max_size=30)))
def test_any_text_is_a_place_or_refused(text: str) -> None:
    try:
        lat, lon = read_point(text)
    except DataError:
        return
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180


def test_check_names_a_place_that_cannot_be_read(tmp_path: Path) -> None:
    body = """
id:here a kg:Place ; skos:prefLabel "Here"@en ; kg:placeType c:port ;
  geo:asWKT "{}"^^geo:wktLiteral .
"""
    good = write_turtle(tmp_path / "good.ttl", body.format("Point(74.3 31.5)"))
    assert not [fault for fault in kg.check(good) if "POINT" in fault.mend]
    bad = write_turtle(tmp_path / "bad.ttl", body.format("Point(31.5 174.3)"))
    (fault,) = (fault for fault in kg.check(bad) if "degrees" in fault.rule)
    assert (fault.thing, fault.value) == ("id:here", "Point(31.5 174.3)")
    assert "longitude first" in fault.mend
