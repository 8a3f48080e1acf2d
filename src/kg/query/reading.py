"""Rows as Python values: how every room reads what a query of its own answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from kg.engine import Cell, Engine, Read, Remembered, Rows, cells_of, node
from kg.sparql import Query
from kg.terms import is_iri, read_text, text_of, value_of
from kg.vocabulary import FACTS

__all__ = ["columns", "columns_about", "rows", "rows_about"]

# Up to so many things, naming them in a query costs less than reading all there are.
_MANY: Final = 2000


def rows(
    engine: Engine,
    sparql: str,
    *,
    accounts: Collection[str] = (FACTS,),
    **terms: str | Iterable[str],
) -> Iterator[list[Any]]:
    """Give the rows of a query, things as IRIs and literals as Python values.

    Further arguments bind variables to one thing, or to several, which are several rows.
    """
    found = columns(engine, sparql, accounts=accounts, **terms)
    yield from map(list, zip(*found, strict=True))


def columns(
    engine: Engine,
    sparql: str,
    *,
    accounts: Collection[str] = (FACTS,),
    **terms: str | Iterable[str],
) -> list[list[Any]]:
    """Give the columns of a query, all of one length; see `rows`."""
    bound = {
        name: (iri,) if isinstance(iri, str) else tuple(sorted(iri)) for name, iri in terms.items()
    }
    known: Remembered | None = getattr(engine, "remembered", None)
    if known is None:
        return _read_columns(engine, sparql, accounts, bound)
    asked = Read(sparql, tuple(accounts), tuple(bound.items()))
    found = known.get(asked)
    if found is None:
        found = _read_columns(engine, sparql, accounts, bound)
        known.put(asked, found)
    return [list(column) for column in found]


def _read_columns(
    engine: Engine, sparql: str, accounts: Collection[str], bound: Mapping[str, Sequence[str]]
) -> list[list[Any]]:
    terms = {name: [node(each) for each in iris] for name, iris in bound.items()}
    answer = engine.query(Query(sparql, terms, accounts))
    names = answer.names if isinstance(answer, Rows) else ()
    tsv = answer.as_tsv() if isinstance(answer, Rows) and answer.as_tsv else None
    if tsv is None:
        table = list(cells_of(answer))
        return [[_of_cell(row[at]) for row in table] for at in range(len(names))]
    _, _, body = tsv.decode("utf-8").partition("\n")
    # Tabs and line ends inside a term are escaped there: all cells, row by row, are one list.
    cells = body[:-1].replace("\n", "\t").split("\t") if body else []
    return [_read(cells[at :: len(names)]) for at in range(len(names))]


def _of_cell(cell: Cell) -> Any:  # noqa: ANN401
    return text_of(cell) if is_iri(cell) else value_of(cell)


def _read(column: Sequence[str]) -> list[Any]:
    """Give the values of a column of SPARQL 1.1 TSV."""
    if not column:
        return []
    # Columns repeat their things and literals: each is read once, and is one object throughout.
    distinct = {*column}
    # All are IRIs where the first and the last in order are; a quoted triple would be the first.
    first = min(distinct)
    if first[:1] == "<" and first[1:2] != "<" and max(distinct) < "=":
        known: dict[str, Any] = {text: text[1:-1] for text in distinct}
    else:
        known = {text: _value(text) for text in distinct}
    return list(map(known.__getitem__, column))


def _value(text: str) -> Any:  # noqa: ANN401
    if text[:1] == "<" and text[1:2] != "<":
        return text[1:-1]
    return text[2:] if text.startswith("_:") else read_text(text)


def rows_about(
    engine: Engine,
    sparql: str,
    wanted: Collection[str] | None,
    variables: Iterable[str] = ("thing",),
    *,
    accounts: Collection[str] = (FACTS,),
) -> Iterator[list[Any]]:
    """Give the rows of a query in which one of some variables is one of the things wanted.

    Where all things are wanted (None), or so many that reading them all costs less, every row is
    given. A row comes once for each variable that is wanted.
    """
    found = columns_about(engine, sparql, wanted, variables, accounts=accounts)
    return map(list, zip(*found, strict=True))


def columns_about(
    engine: Engine,
    sparql: str,
    wanted: Collection[str] | None,
    variables: Iterable[str] = ("thing",),
    *,
    accounts: Collection[str] = (FACTS,),
) -> list[list[Any]]:
    """Give the same as columns, all of one length; none where nothing is wanted."""
    if wanted is None or len(wanted) >= _MANY:
        return columns(engine, sparql, accounts=accounts)
    if not wanted:
        return []
    several = (columns(engine, sparql, accounts=accounts, **{v: wanted}) for v in variables)
    return [[value for part in parts for value in part] for parts in zip(*several, strict=True)]
