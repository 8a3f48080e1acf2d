"""rdflib's own interface to a graph, and the engine of any graph that lives in rdflib.

What needs rdflib (0.4 s to import) is imported when it is first asked for (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.rdf.asked import AnyGraph, embedded, engine_of

if TYPE_CHECKING:
    from kg.rdf.bridge import to_graph as to_graph
    from kg.rdf.graph import Graph as Graph
    from kg.rdf.graph import load as load

__all__ = ["AnyGraph", "Graph", "embedded", "engine_of", "load", "to_graph"]

_HOMES = {"Graph": "graph", "load": "graph", "to_graph": "bridge"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute, whatever it is
    if name in _HOMES:
        return getattr(import_module(f"kg.rdf.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'kg.rdf' has no attribute {name!r}")
