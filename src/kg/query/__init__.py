"""Asking the graph: SPARQL or a named question, bound parameters, typed tables."""

from kg.query.asking import answer, ask, is_sparql
from kg.query.catalogue import Parameter, Question, question, questions
from kg.query.frame import columns_of, free_name, rows_of, to_frame
from kg.query.names import find, label_of, labels, resolve
from kg.query.sources import Said, evidence_column, sources_of

__all__ = [
    "Parameter",
    "Question",
    "Said",
    "answer",
    "ask",
    "columns_of",
    "evidence_column",
    "find",
    "free_name",
    "is_sparql",
    "label_of",
    "labels",
    "question",
    "questions",
    "resolve",
    "rows_of",
    "sources_of",
    "to_frame",
]
