"""What a graph is asked through: the protocol, the embedded engine, its limits and its answers."""

from kg.engine.accounts import account_iri, accounts_of, chosen, graph_of, is_apart, shared
from kg.engine.answer import Answer, Cell, Rows, Triples, answer_of, cells_of, syntax_error
from kg.engine.engine import Engine, OxigraphEngine, in_memory
from kg.engine.inward import query_stays_inside, update_stays_inside
from kg.engine.limit import ask_on, checked_limit, rows_of_text
from kg.engine.literals import literal, literal_of, node, node_if_any, term_given
from kg.engine.patterns import bad_patterns
from kg.engine.remembered import Read, Remembered
from kg.engine.writing import GRAPHS, TABLES, graph_as, write_answer, write_answer_to

__all__ = [
    "GRAPHS",
    "TABLES",
    "Answer",
    "Cell",
    "Engine",
    "OxigraphEngine",
    "Read",
    "Remembered",
    "Rows",
    "Triples",
    "account_iri",
    "accounts_of",
    "answer_of",
    "ask_on",
    "bad_patterns",
    "cells_of",
    "checked_limit",
    "chosen",
    "graph_as",
    "graph_of",
    "in_memory",
    "is_apart",
    "literal",
    "literal_of",
    "node",
    "node_if_any",
    "query_stays_inside",
    "rows_of_text",
    "shared",
    "syntax_error",
    "term_given",
    "update_stays_inside",
    "write_answer",
    "write_answer_to",
]
