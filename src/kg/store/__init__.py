"""The graph where it is kept: read from files, derived, built once, opened in milliseconds.

`graph` (and with it rdflib, 0.4 s to import) is loaded only by who asks for a graph.
"""

from kg.store.answer import Answer, Rows, Triples, cells_of
from kg.store.binding import Binding, Bindings
from kg.store.build import build, open_store
from kg.store.engine import Engine, OxigraphEngine
from kg.store.files import find_line, read_quads

__all__ = [
    "Answer",
    "Binding",
    "Bindings",
    "Engine",
    "OxigraphEngine",
    "Rows",
    "Triples",
    "build",
    "cells_of",
    "find_line",
    "open_store",
    "read_quads",
]
