"""Oxigraph's rdflib store, held to the same guard as Khyber's own queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from oxrdflib._converter import from_ox_graph_name, to_ox, to_ox_quad_pattern
from rdflib.term import Node

from kg.engine import accounts_of, answer_of, query_stays_inside, update_stays_inside
from kg.errors import UsageError
from kg.rdf.bridge import to_rdflib, to_result
from kg.rdf.evaluator import stays_inside
from kg.sparql import guard, guard_update, tokens

__all__ = ["GuardedStore"]


class GuardedStore(OxigraphStore):
    """Oxigraph's rdflib store, holding its own queries and updates to the same guard."""

    def query(
        self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **more: Any
    ) -> Any:
        # rdflib evaluates a prepared query by itself, and then asks this store triple by triple.
        text = query if isinstance(query, str) else query._original_args[0]  # noqa: SLF001
        guard(text, graphs=accounts_of(self._inner))
        query_stays_inside(text, prefixes=self._known(initNs))
        if not isinstance(query, str):
            stays_inside(query)
            return super().query(query, initNs, initBindings, queryGraph, **more)
        if any(token.text.upper() == "FROM" for token in tokens(text) if token.kind == "word"):
            # The graph that rdflib names would take the place of the one that the query names.
            queryGraph = None
        terms: dict[Any, Any] = {ox.Variable(k): to_ox(v) for k, v in (initBindings or {}).items()}
        facts: Any = to_ox(queryGraph) if isinstance(queryGraph, Node) else None
        found = self._inner.query(
            text,
            use_default_graph_as_union=queryGraph == "__UNION__",
            default_graph=facts,
            prefixes=self._known(initNs),
            substitutions=terms,
        )
        return to_result(answer_of(found))

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        # rdflib's own converter would write literals anew; what it cannot convert matches nothing.
        with suppress(TypeError, ValueError):
            for quad in self._inner.quads_for_pattern(*to_ox_quad_pattern(triple_pattern, context)):
                graph = from_ox_graph_name(quad.graph_name, self)
                yield tuple(map(to_rdflib, quad.triple)), iter((graph,))

    def add_graph(self, graph: Any) -> None:
        # rdflib announces each graph that it looks at, in a store that is only read too.
        with suppress(UsageError), _only_read():
            super().add_graph(graph)

    def _known(self, given: Any) -> dict[str, str]:
        return {**self._namespace_for_prefix, **{str(k): str(v) for k, v in (given or {}).items()}}

    def update(self, update: Any, initNs: Any, *args: Any, **more: Any) -> None:
        if not isinstance(update, str):
            raise UsageError("a prepared update cannot be looked into", mend="give it as text")
        guard_update(update)
        update_stays_inside(update, self._known(initNs))
        with _only_read():
            super().update(update, initNs, *args, **more)

    def add(self, *args: Any, **more: Any) -> None:
        with _only_read():
            super().add(*args, **more)

    def addN(self, *args: Any, **more: Any) -> None:
        with _only_read():
            super().addN(*args, **more)

    def remove(self, *args: Any, **more: Any) -> None:
        with _only_read():
            super().remove(*args, **more)


@contextmanager
def _only_read() -> Iterator[None]:
    """Say how to get a graph that can be written, where this one cannot."""
    try:
        yield
    except RuntimeError as error:
        if "read-write" not in str(error):
            raise
        raise UsageError(
            "the graph is only read", mend="take one from kg.load(writable=True)"
        ) from None
