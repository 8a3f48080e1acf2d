"""Hygiene queries: what a shape cannot say, as queries that must return nothing.

Each is a ``.rq`` file beside the shapes. Its first comment line is the rule, the second says how to
mend a breach; it selects ``?focus`` and, where there is one, ``?value``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.engine import Engine, cells_of
from kg.paths import shipped
from kg.terms import text_of

__all__ = ["Breach", "breaches"]


class Breach(NamedTuple):
    """One row of a hygiene query: the rule, its mending, and the terms found, as text."""

    rule: str
    mend: str
    focus: str
    value: str


def breaches(engine: Engine) -> Iterator[Breach]:
    """Run every hygiene query on a graph."""
    for path in sorted((shipped("ontology") / "shapes").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        rule, mend = (line.lstrip("# ") for line in text.splitlines()[:2])
        answer = engine.query(text)
        for row in cells_of(answer):
            focus, value, *_ = [*map(text_of, row), ""]
            yield Breach(rule, mend, focus, value)
