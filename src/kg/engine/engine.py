"""The small interface that a graph is asked through, and the embedded engine behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

import pyoxigraph as ox

from kg.engine.answer import Answer, evaluated, syntax_error
from kg.engine.inward import holds_letters, query_stays_inside
from kg.engine.limit import query_within
from kg.sparql import Bindings, guard, with_values
from kg.stopping import can_be_interrupted, is_interactive
from kg.terms import text_of
from kg.vocabulary import PREFIXES

__all__ = ["Engine", "OxigraphEngine"]


@runtime_checkable
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
        query_stays_inside(bound, services)
        # What could be read as a call is asked by a process that can open no connection.
        doubtful = bool(self.folder) and not services and holds_letters(bound)
        # Where the process goes on after Ctrl-C, the query must not: only a process can be ended.
        lasting = bool(self.folder) and not services and is_interactive() and can_be_interrupted()
        if time_limit is not None or doubtful or lasting:
            seconds = time_limit
            return query_within(self.store, self.folder, bound, claims=claims, seconds=seconds)
        ask = partial(self.store.query, bound, prefixes=PREFIXES, use_default_graph_as_union=claims)
        try:
            return evaluated(ask)
        except SyntaxError as error:
            raise syntax_error(str(error), bound) from None

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
        # Graph by graph the engine writes by itself, and no statement becomes a Python object.
        graphs = [ox.DefaultGraph(), *self.store.named_graphs()]
        form = ox.RdfFormat.N_TRIPLES
        return b"".join(self.store.dump(format=form, from_graph=each) or b"" for each in graphs)

    def size(self) -> int:
        """Count the statements."""
        return len(self.store)

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        return f"Oxigraph {ox.__version__}, embedded, {self.size():,} statements"
