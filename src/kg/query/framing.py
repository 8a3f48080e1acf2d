"""Framing: an answer as a frame, with labels, evidence and what a reader must know beside it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.engine import Engine, Rows
from kg.errors import KgWarning
from kg.query.absence import silence
from kg.query.frame import free_name, rows_of, to_frame
from kg.query.headings import heading
from kg.query.names import label_of, labels
from kg.query.remarking import remarks_on
from kg.query.sources import account_column, evidence_column
from kg.query.strangers import unknown_terms
from kg.terms import expand
from kg.vocabulary import ID

if TYPE_CHECKING:
    import pandas as pd

    from kg.query.asking import Answered

__all__ = ["framed"]


def framed(  # noqa: PLR0913 - what may stand beside a table, all by name
    engine: Engine,
    put: Answered,
    rows: Rows,
    parameters: Mapping[str, object],
    *,
    limit: int | None = None,
    language: str | None = None,
    evidence: bool = False,
    whose: bool = False,
    remarks: bool = False,
) -> pd.DataFrame:
    """Give an answer's rows as a frame; see `kg.query.ask` for what stands beside them.

    Args:
        engine: What answered.
        put: What was asked.
        rows: The answer.
        parameters: The parameters as they were given.
        limit: How many rows to give at most.
        language: The language of columns of labels; none are added if None.
        evidence: Whether a column says what each row rests on.
        whose: Whether a column says whose each row is, where several accounts answered.
        remarks: Whether the frame says what the answer leaves out.
    """
    frame = to_frame(rows, limit)
    if evidence:
        frame[free_name("evidence", frame.columns)] = evidence_column(engine, rows_of(frame))
    if whose and len(put.query.accounts) > 1:
        column = account_column(engine, put.query.accounts, rows_of(frame))
        frame[free_name("account", frame.columns)] = column
    if language:
        _add_labels(engine, frame, language)
    if put.question.name:
        asked = put.question, put.given, parameters, language or "en"
        frame.attrs["heading"] = heading(engine, *asked)
    if frame.empty:
        _tell_of_silence(engine, frame, put)
    if remarks:
        frame.attrs["remarks"] = list(remarks_on(engine, put, len(frame)))
    return frame


def _tell_of_silence(engine: Engine, frame: pd.DataFrame, put: Answered) -> None:
    if put.question.name:
        frame.attrs["silence"] = silence(engine, put.question, put.query)
        return
    for line in unknown_terms(engine, put.query.text, (ID,)):
        warnings.warn(line, KgWarning, stacklevel=4)


def _add_labels(engine: Engine, frame: pd.DataFrame, language: str) -> None:
    """Set a column of labels beside each column of things, unless the query gives one itself."""
    import pandas as pd  # noqa: PLC0415 - 0.5 s, and only frames need it

    known = labels(engine, language)
    taken = list(frame.columns)
    added = frame.attrs["labels"] = []
    for name in taken:
        if f"{name}_label" in taken or frame[name].dtype != "string":
            continue
        things = [each if _is_thing(each) else None for each in frame[name]]
        if any(things):
            added.append(f"{name}_label")
            texts = [each and label_of(known, expand(each)) for each in things]
            place = list(frame.columns).index(name) + 1
            frame.insert(place, added[-1], pd.Series(texts, dtype="string"))


def _is_thing(cell: object) -> bool:
    return isinstance(cell, str) and re.fullmatch(r"(?:id|c|kg):\S+", cell) is not None
