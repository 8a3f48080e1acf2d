"""Frames: a table's columns as Python values and in pandas, whole or cut, by terms or by text."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from math import isnan, nan
from typing import Any

import pandas as pd
import pyoxigraph as ox
import pytest

from kg.engine import Rows
from kg.engine.answer import answer_of
from kg.query import columns_of, rows_of, to_frame
from kg.query.frame import frame_from, free_name

XSD = "http://www.w3.org/2001/XMLSchema#"


def answered(values: str, variables: str = "?a ?b") -> Rows:
    """Give a fresh answer of the engine to some inline data."""
    found = ox.Store().query(
        f"PREFIX xsd: <{XSD}> SELECT {variables} {{ VALUES ({variables}) {{ {values} }} }}"
    )
    answer = answer_of(found)
    assert isinstance(answer, Rows)
    return answer


def told(values: str, *, as_text: bool) -> Rows:
    """Give the same answer as terms alone, or as text alone."""
    answer = answered(values)
    text = answer.as_tsv() if as_text and answer.as_tsv else None
    if text is not None:
        return Rows(answer.names, iter(()), lambda: text)
    return Rows(answer.names, list(answer.cells))


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize(
    ("values", "columns"),
    [
        ("(1 'x') (UNDEF 'y')", [[1, None], ["x", "y"]]),
        ("(1 'x')", [[1], ["x"]]),
        ("('' UNDEF) (UNDEF UNDEF) ('NA' 'null')", [["", None, "NA"], [None, None, "null"]]),
        ("", [[], []]),
    ],
)
def test_columns_are_told_alike_by_terms_and_by_text(
    values: str, columns: list[list[Any]], *, as_text: bool
) -> None:
    assert columns_of(told(values, as_text=as_text)) == (columns, False)
    frame = to_frame(told(values, as_text=as_text))
    assert list(frame.columns) == ["a", "b"]
    assert frame.attrs["cut"] is False
    assert list(map(list, zip(*rows_of(frame), strict=True))) == (columns if columns[0] else [])


@pytest.mark.parametrize(
    ("limit", "kept", "cut"),
    [(None, 3, False), (0, 0, True), (2, 2, True), (3, 3, False), (9, 3, False)],
)
def test_a_limit_keeps_so_many_rows_and_says_whether_it_cut(
    limit: int | None, kept: int, *, cut: bool
) -> None:
    values = "(1 'x') (2 'y') (3 'z')"
    assert columns_of(answered(values), limit) == ([[1, 2, 3][:kept], ["x", "y", "z"][:kept]], cut)
    frame = to_frame(answered(values), limit)
    assert (len(frame), frame.attrs["cut"]) == (kept, cut)
    bare = Rows([], [()] * 3)
    frame = to_frame(bare, limit)
    assert (len(frame), list(frame.columns), frame.attrs["cut"]) == (kept, [], cut)


@pytest.mark.parametrize(
    ("values", "dtype", "cells"),
    [
        ("(1) (UNDEF)", "Int64", [1, None]),
        ("(9223372036854775807) (1)", "Int64", [2**63 - 1, 1]),
        ("(9223372036854775808) (1)", "string", ["9223372036854775808", "1"]),
        ("(-9223372036854775808)", "string", ["-9223372036854775808"]),
        ("(0.5) (UNDEF)", "Float64", [0.5, None]),
        ("(0.10000000000000000000000001)", "string", ["0.10000000000000000000000001"]),
        ("(1e0) (2)", "Float64", [1.0, 2.0]),
        ("(9007199254740993) (1e0)", "string", ["9007199254740993", "1.0"]),
        ("(true) (UNDEF)", "boolean", [True, None]),
        ("('x') (1)", "string", ["x", "1"]),
        ("(UNDEF)", "string", [None]),
        ("('2001-09-11'^^xsd:date)", "datetime64[s]", [pd.Timestamp("2001-09-11")]),
        ("('2001-09-11T08:46:40.000001'^^xsd:dateTime)", "datetime64[us]",
         [pd.Timestamp("2001-09-11T08:46:40.000001")]),
    ],
)  # fmt: skip
def test_a_column_has_the_type_that_keeps_every_value(
    values: str, dtype: str, cells: list[Any]
) -> None:
    for limit in (None, 99):  # from the text, and from the terms
        frame = to_frame(answered(values, "?a"), limit)
        assert str(frame["a"].dtype) == dtype
        assert [row[0] for row in rows_of(frame)] == cells
    python, _ = columns_of(answered(values, "?a"))
    again = frame_from(["a"], [[cell] for cell in python[0]])
    pd.testing.assert_frame_equal(again, frame, check_flags=False)
    assert str(again["a"].dtype) == dtype


def test_a_number_that_is_none_is_no_gap() -> None:
    frame = frame_from(["n", "m"], [[nan, 1], [None, 2], [1.5, None]])
    numbers = frame["n"].array.to_numpy(dtype=object, na_value=None)
    assert isnan(numbers[0])
    assert list(numbers[1:]) == [None, 1.5]
    assert list(frame["n"].isna()) == [False, True, False]
    assert list(frame["m"]) == [1, 2, pd.NA]


def test_moments_keep_the_zone_that_they_share() -> None:
    tokyo = pd.Timestamp("2001-09-11T08:00", tz="Asia/Tokyo").to_pydatetime()
    utc = datetime(2001, 9, 11, tzinfo=UTC)
    own = frame_from(["t"], [[tokyo], [None]])["t"]
    assert str(own.dtype) == "datetime64[us, Asia/Tokyo]"
    assert list(own.isna()) == [False, True]
    assert str(frame_from(["t"], [[tokyo], [utc]])["t"].dtype) == "datetime64[us, UTC]"
    bare = datetime(2001, 9, 11)  # noqa: DTZ001 - a moment without a zone is what is tried
    assert str(frame_from(["t"], [[bare], [utc]])["t"].dtype) == "string"


def test_a_frame_of_no_rows_has_its_columns() -> None:
    frame = frame_from(["x", "y"], [])
    assert list(frame.columns) == ["x", "y"]
    assert len(frame) == 0
    assert frame_from(["x"], [[Decimal("1.5")]])["x"].dtype == "Float64"


def test_a_column_of_ours_gives_way_to_one_of_the_users() -> None:
    assert free_name("on", []) == "on"
    assert free_name("on", ["on"]) == "on_2"
    assert free_name("on", ["on", "on_2", "x"]) == "on_3"
    assert free_name("on", ["on", "on_3"]) == "on_2"
