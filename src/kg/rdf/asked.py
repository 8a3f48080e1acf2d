"""The engine that any graph is asked through; rdflib is not imported for who holds none of its."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias, Union

import pyoxigraph as ox

from kg.engine import Engine, OxigraphEngine
from kg.errors import UsageError

if TYPE_CHECKING:
    import rdflib

__all__ = ["AnyGraph", "embedded", "engine_of"]

AnyGraph: TypeAlias = Union["rdflib.Graph", Engine]
"""What the verbs take: Khyber's graph, any rdflib graph or dataset, or an engine."""


def engine_of(graph: AnyGraph) -> Engine:
    """Give the engine that a graph is asked through.

    Raises:
        UsageError: This is no graph.
    """
    own = getattr(graph, "engine", graph)
    if isinstance(own, Engine):
        return own
    if "rdflib" in sys.modules:
        import rdflib  # noqa: PLC0415 - it is there already

        from kg.rdf.evaluator import RdflibEngine  # noqa: PLC0415

        if isinstance(graph, rdflib.Graph):
            inner = getattr(graph.store, "_inner", None)
            if not isinstance(inner, ox.Store):
                return RdflibEngine(graph)
            # A graph of rdflib's own stands in the store under its name.
            alone = not isinstance(graph, rdflib.Dataset)
            return OxigraphEngine(inner, default=_name(graph.identifier) if alone else None)
    raise UsageError(f"a {type(graph).__name__} is no graph", mend="pass what kg.load() gives")


def embedded(graph: AnyGraph) -> Engine:
    """Give the engine of a graph for who asks much of it: rdflib's own as a copy in a store.

    Raises:
        UsageError: This is no graph.
    """
    engine = engine_of(graph)
    if "rdflib" in sys.modules:
        from kg.rdf.evaluator import RdflibEngine  # noqa: PLC0415 - rdflib is there already

        if isinstance(engine, RdflibEngine):
            return engine.embedded()
    return engine


def _name(identifier: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode:
    blank = type(identifier).__name__ == "BNode"
    return ox.BlankNode(str(identifier)) if blank else ox.NamedNode(str(identifier))
