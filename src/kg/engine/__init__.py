"""What a graph is asked through: the protocol, the embedded engine, its limits and its answers."""

from kg.engine.answer import Answer, Cell, Rows, Triples, answer_of, cells_of, syntax_error
from kg.engine.engine import Engine, OxigraphEngine
from kg.engine.inward import query_stays_inside, update_stays_inside
from kg.engine.literals import literal, node, term_given

__all__ = [
    "Answer",
    "Cell",
    "Engine",
    "OxigraphEngine",
    "Rows",
    "Triples",
    "answer_of",
    "cells_of",
    "literal",
    "node",
    "query_stays_inside",
    "syntax_error",
    "term_given",
    "update_stays_inside",
]
