"""The small interface that a graph is asked through, and the embedded engine behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.binding import Bindings, with_values
from kg.store.guard import guard
from kg.store.limit import query_within
from kg.terms import text_of
from kg.vocabulary import PREFIXES

__all__ = ["Answer", "Engine", "OxigraphEngine", "Rows", "Triples"]

_CLASSES: Final = re.compile(r"\[\^?'[^\]]*\]")
_EXPECTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z][A-Za-z ]*')
_MOST: Final = 6


class Rows(NamedTuple):
    """A table that can be read once: as terms row by row, or as text in one go.

    Attributes:
        names: The names of its columns.
        cells: Its rows as terms, None where a cell is unbound.
        as_tsv: Gives the whole table as SPARQL 1.1 TSV, where the engine can write that; several
            times faster than terms, because no term becomes a Python object.
    """

    names: Sequence[str]
    cells: Iterable[Sequence[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]]
    as_tsv: Callable[[], bytes | None] | None = None


class Triples(NamedTuple):
    """A graph, as triples."""

    triples: Iterable[ox.Triple]


Answer: TypeAlias = Rows | Triples | bool


class Engine(Protocol):
    """What a graph can be asked through."""

    def query(
        self,
        sparql: str,
        *,
        bindings: Bindings | None = None,
        claims: bool = False,
        services: Collection[str] = (),
        time_limit: float | None = None,
    ) -> Answer:
        """Evaluate a read query, after the guard has passed it.

        Args:
            sparql: SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE.
            bindings: Terms for variables, by name; several terms are several rows.
            claims: Whether the default graph holds the claims beside the facts.
            services: Endpoints that the query may reach with SERVICE; none by default.
            time_limit: Seconds after which the query is stopped; never if None.

        Raises:
            QueryError: The query is not well formed, or asks for what it may not; the message
                names line and column.
        """
        ...

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        ...

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        ...

    def dump(self) -> bytes:
        """Give every statement, of facts and claims alike, as N-Triples."""
        ...

    def size(self) -> int:
        """Count the statements."""
        ...

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        ...


class OxigraphEngine:
    """The embedded engine: pyoxigraph, in memory or opened read-only from disk."""

    def __init__(self, store: ox.Store, folder: Path | None = None) -> None:
        self.store = store
        self.folder = folder
        self.graphs = [name.value for name in store.named_graphs()]

    def query(
        self,
        sparql: str,
        *,
        bindings: Bindings | None = None,
        claims: bool = False,
        services: Collection[str] = (),
        time_limit: float | None = None,
    ) -> Answer:
        """Evaluate a read query; see `Engine.query`."""
        guard(sparql, graphs=self.graphs, services=services)
        bound = with_values(sparql, bindings or {})
        if time_limit is not None:
            seconds = time_limit
            return query_within(self.store, self.folder, bound, claims=claims, seconds=seconds)
        try:
            result = self.store.query(bound, prefixes=PREFIXES, use_default_graph_as_union=claims)
        except SyntaxError as error:
            raise syntax_error(str(error)) from None
        if isinstance(result, ox.QuerySolutions):
            tsv = partial(result.serialize, format=ox.QueryResultsFormat.TSV)
            return Rows([v.value for v in result.variables], result, tsv)
        return Triples(result) if isinstance(result, ox.QueryTriples) else bool(result)

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        node = ox.NamedNode(iri)
        return next(self.store.quads_for_pattern(node, None, None, None), None) is not None

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        seen: set[str] = set()
        for quad in self.store.quads_for_pattern(None, None, None, None):
            iri = text_of(quad.subject)
            if iri.startswith(namespace) and iri not in seen:
                seen.add(iri)
                yield iri

    def dump(self) -> bytes:
        """Give every statement, of facts and claims alike, as N-Triples."""
        triples = (quad.triple for quad in self.store)
        return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def size(self) -> int:
        """Count the statements."""
        return len(self.store)

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        return f"Oxigraph {ox.__version__}, embedded, {self.size():,} statements"


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
