"""Rows into pandas: every column with a real type, missing cells as NA."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kg.engine import Rows
from kg.errors import UsageError
from kg.lexical import Value, spelled
from kg.terms import read_texts, value_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["columns_of", "frame_from", "free_name", "rows_of", "to_frame"]

_MOST: Final = 2**63 - 1
# The pandas type of a column, by the Python types that stand in it; anything mixed is text.
_TYPES: Final[dict[frozenset[type], str]] = {
    frozenset({bool}): "boolean",
    frozenset({int}): "Int64",
    **{frozenset(kinds): "Float64" for kinds in (
        {float}, {Decimal}, {int, Decimal}, {int, float}, {Decimal, float}, {int, Decimal, float}
    )},
    frozenset({date}): "datetime64[s]",
    frozenset({datetime}): "datetime64[us]",
}  # fmt: skip


def columns_of(rows: Rows, limit: int | None = None) -> tuple[list[list[Value]], bool]:
    """Give a table's columns as Python values, and whether a limit cut it.

    Args:
        rows: What an engine answered.
        limit: How many rows to take at most; all if None.

    Returns:
        One list per name in ``rows.names``, all of one length, and True where rows were left out.

    Raises:
        UsageError: The limit is below 0.
    """
    if limit is not None and limit < 0:
        raise UsageError(f"{limit} is no number of rows", mend="give a limit of 0 or more")
    if limit is None and rows.as_tsv:
        return [_converted(texts, _read_all(texts)) for texts in _texts(rows)], False
    cells = iter(rows.cells)
    taken = list(islice(cells, min(limit, sys.maxsize))) if limit is not None else list(cells)
    cut = limit is not None and next(cells, None) is not None
    if not taken:
        return [[] for _ in rows.names], cut
    return [[value_of(term) for term in column] for column in zip(*taken, strict=True)], cut


def _texts(rows: Rows) -> list[Sequence[str]]:
    """Give the columns of SPARQL 1.1 TSV: tabs and line ends inside a term are escaped there."""
    tsv = (rows.as_tsv() if rows.as_tsv else None) or b""
    lines = tsv.decode("utf-8").split("\n")[1:-1]
    if not lines or not rows.names:
        return [() for _ in rows.names]
    return list(zip(*(line.split("\t") for line in lines), strict=True))


def _read_all(texts: Sequence[str]) -> dict[str, Value]:
    # Columns repeat their terms (a state, a date), so each distinct one is converted once.
    distinct = list(set(texts))
    return dict(zip(distinct, read_texts(distinct), strict=True))


def _converted(texts: Sequence[str], known: dict[str, Value]) -> list[Value]:
    return list(map(known.__getitem__, texts))


def to_frame(rows: Rows, limit: int | None = None) -> pd.DataFrame:
    """Give a table as a pandas frame.

    Integers come as ``Int64``, decimals and doubles as ``Float64``, booleans as ``boolean``, dates
    as ``datetime64[s]``, moments as ``datetime64[us]`` (in their time zone, in UTC where they have
    several), all else as ``string``: EDTF literals as they are written, IRIs as compact names. A
    column of which some value would not be kept whole, such as an integer past 64 bits or a decimal
    with more digits than a double holds, is text too. A missing cell is NA (NaT in a column of
    dates); the number NaN is no missing cell.

    Args:
        rows: What an engine answered.
        limit: How many rows to take at most; ``frame.attrs["cut"]`` says whether it cut.
    """
    import pandas as pd  # noqa: PLC0415 - 0.5 s, and only frames need it

    names = list(rows.names)
    if not names:
        count, cut = _count(rows, limit)
        frame = pd.DataFrame(index=pd.RangeIndex(count))
    elif limit is None and rows.as_tsv:
        columns, cut = _read_tsv(pd, rows.as_tsv() or b""), False
        frame = pd.DataFrame(dict(zip(names, columns, strict=True)), columns=names)
    else:
        values, cut = columns_of(rows, limit)
        columns = [_array(pd, column) for column in values]
        frame = pd.DataFrame(dict(zip(names, columns, strict=True)), columns=names)
    frame.attrs["cut"] = cut
    return frame


def frame_from(names: Sequence[str], table: Sequence[Sequence[Value]]) -> pd.DataFrame:
    """Give rows of Python values as a pandas frame, its columns typed as those of `to_frame`."""
    import pandas as pd  # noqa: PLC0415

    columns = list(zip(*table, strict=True)) or [()] * len(names)
    arrays = (_array(pd, list(column)) for column in columns)
    return pd.DataFrame(dict(zip(names, arrays, strict=True)), columns=list(names))


def _count(rows: Rows, limit: int | None) -> tuple[int, bool]:
    """Count the rows of a table without columns, such as that of ``SELECT * {}``."""
    count = sum(1 for _ in rows.cells)
    return (count, False) if limit is None else (min(count, limit), count > limit)


def free_name(name: str, taken: Iterable[str]) -> str:
    """Give a column's name, or the first of ``name_2``, ``name_3`` that the user does not use."""
    used = set(taken)
    names = (name, *(f"{name}_{number}" for number in range(2, len(used) + 3)))
    return next(each for each in names if each not in used)


def rows_of(frame: pd.DataFrame) -> list[list[Any]]:
    """Give the rows of a frame as Python values, None where a cell is missing."""
    rows: list[list[Any]] = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return rows


def _read_tsv(pd: Any, tsv: bytes) -> list[Any]:  # noqa: ANN401 - pandas is imported late
    """Give the columns of SPARQL 1.1 TSV, cut by pandas' own reader and typed term by term."""
    text = pd.read_csv(
        BytesIO(tsv), sep="\t", dtype=str, quoting=csv.QUOTE_NONE, keep_default_na=False,
        na_filter=False, skip_blank_lines=False, low_memory=False,
    )  # fmt: skip
    columns = []
    for name in text.columns:
        # Columns repeat their terms (a state, a date), so each distinct one is converted once.
        codes, distinct = pd.factorize(text[name])
        columns.append(_array(pd, read_texts(list(distinct))).take(codes))
    return columns


def _array(pd: Any, values: Sequence[Value]) -> Any:  # noqa: ANN401
    dtype = _TYPES.get(frozenset(type(value) for value in values if value is not None), "string")
    try:
        if dtype == "Float64":
            return _floats(pd, values)
        if dtype == "datetime64[us]":
            return _moments(pd, values)
        if dtype == "Int64" and not _fits(values):
            dtype = "string"
        if dtype != "string":
            return pd.array(values, dtype=dtype)
    except (ArithmeticError, TypeError, ValueError):
        pass  # Some value would not be kept whole: its text loses nothing.
    return pd.array([None if each is None else spelled(each) for each in values], dtype="string")


def _fits(values: Sequence[Any]) -> bool:
    return all(value is None or abs(value) <= _MOST for value in values)


def _floats(pd: Any, values: Sequence[Value]) -> Any:  # noqa: ANN401
    """Give numbers as pandas keeps them, NaN as a number and not as a gap.

    Raises:
        ValueError: One has more digits than a double holds.
    """
    import numpy as np  # noqa: PLC0415 - pandas has imported it

    numbers = [0.0 if value is None else float(value) for value in values]  # type: ignore[arg-type]
    for value, number in zip(values, numbers, strict=True):
        if isinstance(value, int | Decimal) and Decimal(repr(number)) != value:
            raise ValueError(value)
    return pd.arrays.FloatingArray(np.array(numbers), np.array([each is None for each in values]))


def _moments(pd: Any, values: Sequence[Any]) -> Any:  # noqa: ANN401
    """Give moments in the time zone that they share, in UTC where they have several.

    Raises:
        ValueError: Some have a time zone and some do not.
    """
    zones = {value.tzinfo for value in values if value is not None}
    if zones == {None}:
        return pd.array(values, dtype="datetime64[us]")
    if None in zones:
        raise ValueError(zones)
    zone = zones.pop() if len(zones) == 1 else UTC
    # A moment of the same zone is not reckoned anew: in UTC it may lie before Python's first day.
    there = [
        None if v is None else v.replace(tzinfo=zone) if v.tzinfo == zone else v.astimezone(zone)
        for v in values
    ]
    return pd.array(there, dtype=pd.DatetimeTZDtype("us", zone))
