"""What a graph is asked through: the protocol, the embedded engine, its limits and its answers."""

from kg.engine.answer import Answer, Cell, Rows, Triples, cells_of, syntax_error
from kg.engine.engine import Engine, OxigraphEngine
from kg.engine.inward import query_stays_inside, update_stays_inside
from kg.engine.limit import checked_limit
from kg.engine.literals import literal, node

__all__ = [
    "Answer",
    "Cell",
    "Engine",
    "OxigraphEngine",
    "Rows",
    "Triples",
    "cells_of",
    "checked_limit",
    "literal",
    "node",
    "query_stays_inside",
    "syntax_error",
    "update_stays_inside",
]
