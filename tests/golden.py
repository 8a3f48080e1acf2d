"""Golden answers: an answer as JSON, one row a line, and the file that it is held to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeAlias

from kg.engine import Answer, Engine, Rows, Triples
from kg.query import Question, question
from kg.query.asking import answer
from kg.terms import compact, is_iri

GOLDEN = Path(__file__).parent / "golden"
Row: TypeAlias = tuple[str | None, ...]
REWRITE = "pytest tests/test_questions.py --rewrite-golden"


def rows_of(engine: Engine, name: str, *, claims: bool = False, **given: object) -> list[Row]:
    """Ask a question, and give its rows: things as compact names, literals as they are written."""
    found = answer(engine, name, given, claims=claims)
    assert isinstance(found, Rows)
    return _texts(found)


def column(engine: Engine, name: str, **given: object) -> list[str | None]:
    """Ask a question, and give its first column."""
    return [row[0] for row in rows_of(engine, name, claims=False, **given)]


def as_json(found: Answer) -> str:
    if isinstance(found, bool):
        return f"{json.dumps(found)}\n"
    if isinstance(found, Triples):
        columns, rows = ["subject", "predicate", "object"], sorted(_triples(found), key=str)
    else:
        columns, rows = list(found.names), _texts(found)
    lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
    head = json.dumps(columns, ensure_ascii=False)
    return f'{{\n  "columns": {head},\n  "rows": [\n{lines}\n  ]\n}}\n'


def same(asked: Question, text: str, golden: str) -> bool:
    """Say whether an answer is the golden one: row for row where the question orders its rows."""
    if "ORDER BY" in asked.sparql:
        return text == golden
    one, other = json.loads(text), json.loads(golden)
    if isinstance(one, bool) or isinstance(other, bool):
        return bool(one is other)
    return one["columns"] == other["columns"] and _set(one["rows"]) == _set(other["rows"])


def current(engine: Engine, name: str) -> tuple[Question, str]:
    """Ask a question with its examples, and give it with its answer as JSON."""
    asked = question(name)
    return asked, as_json(answer(engine, name, asked.example))


def _set(rows: list[list[str | None]]) -> set[Row]:
    return {tuple(row) for row in rows}


def _texts(found: Rows) -> list[Row]:
    return [tuple(None if cell is None else _text(cell) for cell in row) for row in found.cells]


def _triples(found: Triples) -> list[Row]:
    return [(_text(t.subject), _text(t.predicate), _text(t.object)) for t in found.triples]


def _text(term: object) -> str:
    text = str(getattr(term, "value", term))
    return compact(text) if is_iri(term) else text
