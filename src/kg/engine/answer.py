"""What an engine answers: a table, a graph, yes or no; and the error for what does not parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError

__all__ = ["Answer", "Cell", "Rows", "Triples", "answer_of", "cells_of", "syntax_error"]

_CLASSES: Final = re.compile(r"\[\^?'[^\]]*\]")
_EXPECTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z][A-Za-z ]*')
_MOST: Final = 6


Cell: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
"""A term of a table, None where it is unbound."""


class Rows(NamedTuple):
    """A table that can be read once: as terms row by row, or as text in one go.

    Attributes:
        names: The names of its columns.
        cells: Its rows as terms, None where a cell is unbound.
        as_tsv: Gives the whole table as SPARQL 1.1 TSV, where the engine can write that; several
            times faster than terms, because no term becomes a Python object.
    """

    names: Sequence[str]
    cells: Iterable[Sequence[Cell]]
    as_tsv: Callable[[], bytes | None] | None = None


class Triples(NamedTuple):
    """A graph, as triples."""

    triples: Iterable[ox.Triple]


Answer: TypeAlias = Rows | Triples | bool


def answer_of(result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> Answer:
    """Give what Oxigraph answers as an answer of any engine's."""
    if isinstance(result, ox.QuerySolutions):
        tsv = partial(result.serialize, format=ox.QueryResultsFormat.TSV)
        return Rows([v.value for v in result.variables], result, tsv)
    return Triples(result) if isinstance(result, ox.QueryTriples) else bool(result)


def cells_of(answer: Answer) -> Iterator[Sequence[Cell]]:
    """Give the rows of an answer as terms; none where it is no table."""
    return iter(answer.cells) if isinstance(answer, Rows) else iter(())


def syntax_error(message: str) -> QueryError:
    """Give the error for a query that does not parse, with its line and column.

    >>> str(syntax_error("error at 2:7: expected one of A, B"))
    'line 2, column 7: the query is not well formed: expected A, B. Mend it there.'
    """
    match = re.match(r"error at (\d+):(\d+):? ?(.*)", message, re.DOTALL)
    if match is None:
        return QueryError(f"the query is not well formed: {message}")
    line, column, expected = match.groups()
    rest = _in_words(expected)
    where = f"line {line}, column {column}"
    return QueryError(f"the query is not well formed: {rest}", where=where, mend="mend it there")


def _in_words(expected: str) -> str:
    """Give the reason that the parser names, or the words and signs that it could have read.

    Its message mixes both with classes of characters, which say nothing to who typed the query.
    """
    if "Prefix not found" in expected:
        return "the prefix of the name before is not declared"
    plain = _CLASSES.sub("", expected.removeprefix("expected ").removeprefix("one of "))
    said = _EXPECTED.findall(plain)
    reasons = [each for each in said if " " in each]
    if reasons or not said:
        return "; ".join(reasons) or "something else is expected there"
    return f"expected {', '.join(said[:_MOST])}{' or others' if len(said) > _MOST else ''}"
