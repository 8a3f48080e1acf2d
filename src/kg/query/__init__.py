"""Asking the graph: SPARQL or a named question, bound parameters, typed tables."""

from kg.query.absence import Silence, silence
from kg.query.asking import answer, ask, is_sparql
from kg.query.catalogue import Parameter, Question, question, questions
from kg.query.frame import columns_of, free_name, rows_of, to_frame
from kg.query.names import find, label_of, labels, resolve
from kg.query.origins import Origin, origins_of
from kg.query.parameters import predecessors
from kg.query.reading import columns, columns_about, rows, rows_about
from kg.query.sources import account_column, evidence_column

__all__ = [
    "Origin",
    "Parameter",
    "Question",
    "Silence",
    "account_column",
    "answer",
    "ask",
    "columns",
    "columns_about",
    "columns_of",
    "evidence_column",
    "find",
    "free_name",
    "is_sparql",
    "label_of",
    "labels",
    "origins_of",
    "predecessors",
    "question",
    "questions",
    "resolve",
    "rows",
    "rows_about",
    "rows_of",
    "silence",
    "to_frame",
]
