"""Rows into pandas: every column with a real type, missing cells as NA."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kg.engine import Rows
from kg.errors import UsageError
from kg.terms import Value, read_texts, value_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["columns_of", "rows_of", "to_frame"]

# The pandas type of a column, by the Python types that stand in it; anything mixed is text.
_TYPES: Final[dict[frozenset[type], str]] = {
    frozenset({bool}): "boolean",
    frozenset({int}): "Int64",
    frozenset({float}): "Float64",
    frozenset({Decimal}): "Float64",
    frozenset({int, Decimal}): "Float64",
    frozenset({int, float}): "Float64",
    frozenset({Decimal, float}): "Float64",
    frozenset({date}): "datetime64[s]",
    frozenset({datetime}): "datetime64[us]",
}


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
    taken = list(islice(cells, limit)) if limit is not None else list(cells)
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
    as ``datetime64[s]``, all else as ``string``: EDTF literals as they are written, IRIs as
    compact names. A missing cell is NA (NaT in a column of dates).

    Args:
        rows: What an engine answered.
        limit: How many rows to take at most; ``frame.attrs["cut"]`` says whether it cut.
    """
    import pandas as pd  # noqa: PLC0415 - 0.5 s, and only frames need it

    cut = False
    if limit is None and rows.as_tsv:
        columns = _read_tsv(pd, rows.as_tsv() or b"")
    else:
        values, cut = columns_of(rows, limit)
        columns = [_array(pd, column) for column in values]
    names = list(rows.names)
    frame = pd.DataFrame(dict(zip(names, columns, strict=True)), columns=names)
    frame.attrs["cut"] = cut
    return frame


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
    dtype = _dtype(values)
    try:
        return pd.array([_fitted(value, dtype) for value in values], dtype=dtype)
    except (OverflowError, ValueError):
        # A number past 64 bits, or a moment with a time zone: its text loses nothing.
        return pd.array([_fitted(value, "string") for value in values], dtype="string")


def _dtype(values: Iterable[Value]) -> Any:  # noqa: ANN401 - pandas types its own names narrowly
    kinds = frozenset(type(value) for value in values if value is not None)
    return _TYPES.get(kinds, "string")


def _fitted(value: Value, dtype: str) -> Value:
    """Give a value as its column's type takes it."""
    if value is None or isinstance(value, str):
        return value
    if dtype == "Float64":
        return float(value)  # type: ignore[arg-type]
    if dtype != "string":
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
