"""What an engine answers: a table, a graph, yes or no; and the error for what does not parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import IO, Any, ClassVar, Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.engine.mistaken_scopes import in_aggregates
from kg.engine.mistakes import Mistake, find_mistake
from kg.errors import QueryError
from kg.stopping import Aside, can_be_interrupted

__all__ = [
    "Answer",
    "Cell",
    "Rows",
    "Triples",
    "answer_of",
    "cells_of",
    "engine_error",
    "evaluated",
    "hold_to_aggregates",
    "syntax_error",
]

_CLASSES: Final = re.compile(r"\[\^?'[^\]]*\]")
_EXPECTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z][A-Za-z ]*')
_MOST: Final = 6
_MOST_IDLE: Final = 4
# Rows that cross from thread to thread at once.
_TOGETHER: Final = 4096


Cell: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
"""A term of a table, None where it is unbound."""


class Rows(NamedTuple):
    """A table, read as terms row by row or as text in one go; each reading may ask anew.

    Attributes:
        names: The names of its columns.
        cells: Its rows as terms, None where a cell is unbound.
        as_tsv: Gives the whole table as SPARQL 1.1 TSV, where the engine can write that; several
            times faster than terms, because no term becomes a Python object.
        write: Writes the whole table in a format of the engine's to an open file, where the engine
            can do that by itself.
    """

    names: Sequence[str]
    cells: Iterable[Sequence[Cell]]
    as_tsv: Callable[[], bytes | None] | None = None
    write: Callable[[ox.QueryResultsFormat, IO[bytes]], None] | None = None


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


def evaluated(
    evaluate: Callable[[], ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean],
) -> Answer:
    """Give what an engine answers, so that Ctrl-C interrupts it and each part can be read anew.

    What is interrupted runs on in its thread, to its end or to the end of the process.

    Args:
        evaluate: Evaluates the query; called again where the answer is read again.

    Raises:
        SyntaxError: The query is not well formed.
        KeyboardInterrupt: Ctrl-C was pressed, also while the rows are read.
    """
    first = _Read(evaluate)
    if first.kind is ox.QuerySolutions:
        found = _Found(evaluate, first)
        return Rows(first.names, found, found.as_tsv, found.write)
    if first.kind is ox.QueryTriples:
        return Triples(_Found(evaluate, first))
    return bool(first.said)


class _Read:
    """One evaluation, all in one thread: the engine's answers may not leave the one that made them.

    Without anybody to press Ctrl-C that is the thread of who asks.
    """

    # Threads that have been read to the end and wait for a further query: a new one costs as much
    # as a short query. Only the main thread takes one.
    _idle: ClassVar[list[Aside]] = []

    def __init__(self, evaluate: Callable[[], Any]) -> None:
        beside = (self._idle.pop() if self._idle else Aside()) if can_be_interrupted() else None
        self._beside = beside
        self._call: Callable[[Callable[[], Any]], Any] = beside or (lambda work: work())
        self._held: dict[str, Any] = beside.held if beside else {}
        self._many = beside is not None
        self.kind, self.names, self.said = self._call(partial(self._begin, evaluate))
        if self.kind is ox.QueryBoolean:
            self._rest()

    def _rest(self) -> None:
        """Let the thread rest until it is needed again, without what it holds."""
        if self._beside is not None and len(self._idle) < _MOST_IDLE:
            self._beside.begin(self._held.clear)
            self._idle.append(self._beside)
            self._beside = None

    def _begin(self, evaluate: Callable[[], Any]) -> tuple[type, list[str], bool]:
        result = self._held["result"] = evaluate()
        names = [each.value for each in getattr(result, "variables", ())]
        return type(result), names, isinstance(result, ox.QueryBoolean) and bool(result)

    def all(self) -> Iterator[Any]:
        if not self._many:
            yield from self._held["result"]
            return
        count = 1
        while some := self._call(partial(self._next, count)):
            yield from some
            count = min(2 * count, _TOGETHER)
        self._rest()

    def _next(self, count: int) -> list[Any]:
        return list(islice(self._held["result"], count))

    def as_tsv(self) -> bytes | None:
        written: bytes | None = self._call(self._tsv)
        self._rest()
        return written

    def write(self, form: ox.QueryResultsFormat, out: IO[bytes]) -> None:
        self._call(lambda: self._held["result"].serialize(out, format=form))
        self._rest()

    def _tsv(self) -> bytes | None:
        text: bytes | None = self._held["result"].serialize(format=ox.QueryResultsFormat.TSV)
        return text


class _Found:
    """An answer that can be read again: the query is then evaluated again."""

    def __init__(self, evaluate: Callable[[], Any], first: _Read) -> None:
        self._evaluate, self._first = evaluate, [first]

    def _take(self) -> _Read:
        return self._first.pop() if self._first else _Read(self._evaluate)

    def __iter__(self) -> Iterator[Any]:
        return self._take().all()

    def as_tsv(self) -> bytes | None:
        return self._take().as_tsv()

    def write(self, form: ox.QueryResultsFormat, out: IO[bytes]) -> None:
        self._take().write(form, out)


def engine_error(error: Exception, sparql: str) -> QueryError:
    """Give the error for a query that the engine does not parse, or cannot evaluate."""
    if isinstance(error, SyntaxError):
        return syntax_error(str(error), sparql)
    return QueryError(f"the engine cannot evaluate the query: {error}")


def syntax_error(message: str, sparql: str = "") -> QueryError:
    """Give the error for a query that does not parse, with its line and column.

    Args:
        message: What the engine says.
        sparql: The query, in which the mistake is looked for by name.

    >>> str(syntax_error("error at 2:7: expected one of A, B"))
    'line 2, column 7: the query is not well formed: expected A, B. Mend it there.'
    >>> str(syntax_error("error at 1:10: expected CONSTRUCT", "SELCT ?s { ?s ?p ?o }"))
    'line 1, column 1: the query is not well formed: SELCT is no word of SPARQL. Nearest: SELECT.'
    """
    match = re.match(r"error at (\d+):(\d+):? ?(.*)", message, re.DOTALL)
    if match is None:
        return QueryError(f"the query is not well formed: {message}")
    line, column, expected = int(match[1]), int(match[2]), match[3]
    found = find_mistake(sparql, line, column, expected) if sparql else None
    if found is not None:
        return _mistaken(sparql, found)
    return QueryError(
        f"the query is not well formed: {_in_words(expected)}",
        where=f"line {line}, column {column}",
        mend="mend it there",
    )


def hold_to_aggregates(sparql: str) -> None:
    """Refuse an aggregate inside of another, for which the engine gives nothing without a word.

    Raises:
        QueryError: There is one.
    """
    if found := in_aggregates(sparql):
        raise _mistaken(sparql, found)


def _mistaken(sparql: str, found: Mistake) -> QueryError:
    line = sparql.count("\n", 0, found.at) + 1
    column = found.at - sparql.rfind("\n", 0, found.at)
    return QueryError(
        f"the query is not well formed: {found.what}",
        where=f"line {line}, column {column}",
        mend=found.mend,
        candidates=found.candidates,
    )


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
