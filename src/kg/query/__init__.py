"""Asking the graph: SPARQL or a named question, bound parameters, typed tables."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kg.query.absence import Silence, silence
from kg.query.asking import Answered, answer, answered, ask, is_sparql
from kg.query.bearers import Reading, named, predecessors, readings
from kg.query.catalogue import Parameter, Question, is_question, question, questions
from kg.query.frame import columns_of, frame_from, free_name, rows_of, to_frame
from kg.query.headings import heading
from kg.query.languages import question_in, said_in
from kg.query.names import chosen_reading, label_of, labels, nearest_names, resolve
from kg.query.origins import Origin, origins_of
from kg.query.reading import columns, columns_about, rows, rows_about
from kg.query.remarking import claims_beside, remarks_on
from kg.query.sources import account_column, evidence_column, origins_column, with_statements
from kg.query.spans import horizons, spoken_for
from kg.query.wording import label_columns, table_in_words

if TYPE_CHECKING:
    from kg.query.coding import CodeBook as CodeBook
    from kg.query.coding import code_schemes as code_schemes
    from kg.query.parquet import write_parquet as write_parquet
    from kg.query.resolving import resolve_all as resolve_all
    from kg.query.resolving import resolved as resolved
    from kg.query.resolving import resolved_columns as resolved_columns
    from kg.query.searching import Found as Found
    from kg.query.searching import code_list as code_list
    from kg.query.searching import command as command
    from kg.query.searching import find_questions as find_questions
    from kg.query.showing import question_text as question_text

__all__ = [
    "Answered",
    "CodeBook",
    "Found",
    "Origin",
    "Parameter",
    "Question",
    "Reading",
    "Silence",
    "account_column",
    "answer",
    "answered",
    "ask",
    "chosen_reading",
    "claims_beside",
    "code_list",
    "code_schemes",
    "columns",
    "columns_about",
    "columns_of",
    "command",
    "evidence_column",
    "find_questions",
    "frame_from",
    "free_name",
    "heading",
    "horizons",
    "is_question",
    "is_sparql",
    "label_columns",
    "label_of",
    "labels",
    "named",
    "nearest_names",
    "origins_column",
    "origins_of",
    "predecessors",
    "question",
    "question_in",
    "question_text",
    "questions",
    "readings",
    "remarks_on",
    "resolve",
    "resolve_all",
    "resolved",
    "resolved_columns",
    "rows",
    "rows_about",
    "rows_of",
    "said_in",
    "silence",
    "spoken_for",
    "table_in_words",
    "to_frame",
    "with_statements",
    "write_parquet",
]

# What a question that is asked by name does not need.
_LATE: Final = {
    "question_text": "showing",
    **dict.fromkeys(("CodeBook", "code_schemes"), "coding"),
    "write_parquet": "parquet",
    **dict.fromkeys(("resolve_all", "resolved", "resolved_columns"), "resolving"),
    **dict.fromkeys(("Found", "code_list", "command", "find_questions"), "searching"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the room exports
    """Import what is rarely used when it is first used (PEP 562)."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
