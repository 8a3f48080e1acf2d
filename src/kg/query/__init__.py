"""Asking the graph: SPARQL or a named question, bound parameters, typed tables."""

from kg.query.ask import answer, ask, is_sparql
from kg.query.catalogue import Parameter, Question, question, questions
from kg.query.frame import columns_of, to_frame
from kg.query.names import find, label_of, labels, resolve
from kg.query.parameters import predecessors

__all__ = [
    "Parameter",
    "Question",
    "answer",
    "ask",
    "columns_of",
    "find",
    "is_sparql",
    "label_of",
    "labels",
    "predecessors",
    "question",
    "questions",
    "resolve",
    "to_frame",
]
