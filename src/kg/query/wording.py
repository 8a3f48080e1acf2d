"""Tables in words: things by their labels, dates and truth values as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from typing import Final

from kg.engine import Engine, Rows
from kg.errors import DataError
from kg.lexical import Value
from kg.period import words
from kg.query.languages import said_in
from kg.query.names import label_of, labels
from kg.terms import expand, is_iri, text_of, value_of
from kg.vocabulary import PREFIXES

__all__ = ["label_columns", "table_in_words"]

_EDTF: Final = PREFIXES["edtf"] + "EDTF"


def table_in_words(
    engine: Engine, rows: Rows, language: str = "en", limit: int | None = None
) -> list[list[Value]]:
    """Give a table's rows as people read them.

    Args:
        engine: What answered.
        rows: Its answer.
        language: The language of labels, times and words.
        limit: How many rows to give at most; all if None.

    Returns:
        A list a row, of one cell for each of ``rows.names``; None where a cell is missing.
    """
    table = list(islice(rows.cells, limit))
    things = {text_of(cell) for row in table for cell in row if is_iri(cell)}
    known = labels(engine, language, things)
    return [[_in_words(cell, known, language) for cell in row] for row in table]


def _in_words(cell: object, known: Mapping[str, str], language: str) -> Value:
    if is_iri(cell):
        return label_of(known, text_of(cell))
    value = value_of(cell)
    if isinstance(value, bool):
        return said_in(language, "values", "yes" if value else "no")
    if isinstance(value, date) and not isinstance(value, datetime):
        return words(value.isoformat(), language)
    if text_of(getattr(cell, "datatype", None)) == _EDTF:
        with suppress(DataError):
            return words(text_of(cell), language)
    return said_in(language, "values", value) if isinstance(value, str) else value


def label_columns(
    engine: Engine, names: Sequence[str], table: Sequence[Sequence[Value]], language: str
) -> tuple[list[str], list[list[Value]]]:
    """Set a column of labels beside each column of things, unless the table has one of that name.

    Args:
        engine: What answered.
        names: The names of the columns.
        table: Rows of Python values, things as compact names.
        language: The language of the labels.

    Returns:
        The names and the rows, with a column ``NAME_label`` after each column of things.
    """
    at = [
        place
        for place, name in enumerate(names)
        if f"{name}_label" not in names and any(_is_thing(row[place]) for row in table)
    ]
    things = {expand(str(row[place])) for row in table for place in at if _is_thing(row[place])}
    known = labels(engine, language, things)
    wide = [_with_labels(row, at, known) for row in table]
    heads = [
        h for place, n in enumerate(names) for h in ([n, f"{n}_label"] if place in at else [n])
    ]
    return heads, wide


def _with_labels(row: Sequence[Value], at: Sequence[int], known: Mapping[str, str]) -> list[Value]:
    wide: list[Value] = []
    for place, cell in enumerate(row):
        wide.append(cell)
        if place in at:
            wide.append(label_of(known, expand(str(cell))) if _is_thing(cell) else None)
    return wide


def _is_thing(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith(("id:", "c:", "kg:")) and " " not in cell
