"""Rows into pandas: every column with a real type, missing cells as NA."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kg.store import Rows
from kg.terms import Value, value_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["columns_of", "to_frame"]

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
    """
    cells = iter(rows.cells)
    taken = list(islice(cells, limit)) if limit is not None else list(cells)
    cut = limit is not None and next(cells, None) is not None
    if not taken:
        return [[] for _ in rows.names], cut
    return [_values(column) for column in zip(*taken, strict=True)], cut


def _values(column: Sequence[Any]) -> list[Value]:
    # Columns repeat their terms (a state, a date), so each distinct text is converted once.
    known: dict[Any, Value] = {None: None}
    result: list[Value] = []
    for term in column:
        if term not in known:
            known[term] = value_of(term)
        result.append(known[term])
    return result


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

    columns, cut = columns_of(rows, limit)
    series = {name: _series(pd, column) for name, column in zip(rows.names, columns, strict=True)}
    frame = pd.DataFrame(series, columns=list(rows.names))
    frame.attrs["cut"] = cut
    return frame


def _series(pd: Any, column: list[Value]) -> Any:  # noqa: ANN401 - pandas is imported late
    kinds = frozenset(type(value) for value in column if value is not None)
    dtype = _TYPES.get(kinds, "string")
    converters: dict[str, Callable[[Any], Value]] = {"string": _text, "Float64": float}
    if convert := converters.get(dtype):
        column = [None if value is None else convert(value) for value in column]
    return pd.Series(column, dtype=dtype)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
