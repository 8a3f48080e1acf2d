"""Rows as Python values: how every room reads what a query of its own answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from kg.engine import Engine, Rows, cells_of, node
from kg.sparql import Query
from kg.terms import is_iri, read_text, text_of, value_of
from kg.vocabulary import FACTS

__all__ = ["rows", "rows_about"]

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
    bound = {
        name: [node(iri)] if isinstance(iri, str) else [node(each) for each in sorted(iri)]
        for name, iri in terms.items()
    }
    answer = engine.query(Query(sparql, bound, accounts))
    tsv = answer.as_tsv() if isinstance(answer, Rows) and answer.as_tsv else None
    if tsv is not None:
        yield from _read(tsv)
        return
    for row in cells_of(answer):
        yield [text_of(cell) if is_iri(cell) else value_of(cell) for cell in row]


def _read(tsv: bytes) -> Iterator[list[Any]]:
    """Give the rows of SPARQL 1.1 TSV: tabs and line ends inside a term are escaped there."""
    lines = tsv.decode("utf-8").split("\n")[1:-1]
    columns: Iterable[Sequence[str]] = zip(*(line.split("\t") for line in lines), strict=True)
    # Columns repeat their terms (a kind, a date), so each distinct one is read once.
    known = ((column, {text: _value(text) for text in set(column)}) for column in columns)
    return map(
        list, zip(*(map(values.__getitem__, column) for column, values in known), strict=True)
    )


def _value(text: str) -> Any:  # noqa: ANN401
    if text.startswith("<") and not text.startswith("<<"):
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
    if wanted is None or len(wanted) >= _MANY:
        yield from rows(engine, sparql, accounts=accounts)
    elif wanted:
        for variable in variables:
            yield from rows(engine, sparql, accounts=accounts, **{variable: wanted})
