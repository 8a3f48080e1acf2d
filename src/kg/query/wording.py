"""Tables in words: things by their labels, dates and truth values as people write them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from typing import Final, TypeAlias, TypeGuard

from kg.engine import Engine, Rows
from kg.errors import DataError
from kg.lexical import Value
from kg.period import words
from kg.query.languages import said_in
from kg.query.names import label_of, labels
from kg.terms import expand, is_iri, text_of, value_of
from kg.vocabulary import PREFIXES

__all__ = ["label_columns", "table_in_words"]

Labels: TypeAlias = Callable[[Collection[str]], Mapping[str, str]]
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
    names: Sequence[str], columns: Sequence[Sequence[Value]], labels_of: Labels
) -> tuple[list[str], list[Sequence[Value]]]:
    """Set a column of labels beside each column of things, unless the table has one of that name.

    Args:
        names: The names of the columns.
        columns: Columns of Python values, things as compact names.
        labels_of: Gives labels by IRI, those of some things at least.

    Returns:
        The names and the columns, with a column ``NAME_label`` after each column of things.
    """
    heads: list[str] = []
    wide: list[Sequence[Value]] = []
    for name, column in zip(names, columns, strict=True):
        heads.append(name)
        wide.append(column)
        things = set(filter(_is_thing, column))
        if things and f"{name}_label" not in names:
            iris = {cell: expand(cell) for cell in things}
            known = labels_of(iris.values())
            said = {cell: label_of(known, iri) for cell, iri in iris.items()}
            heads.append(f"{name}_label")
            wide.append([said.get(str(cell)) for cell in column])
    return heads, wide


def _is_thing(cell: object) -> TypeGuard[str]:
    return isinstance(cell, str) and cell.startswith(("id:", "c:", "kg:")) and " " not in cell
