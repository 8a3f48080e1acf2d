"""Hygiene queries: what a shape cannot say, as queries that must return nothing.

Each is a ``.rq`` file beside the shapes. Its first comment line is the rule, the second says how to
mend a breach; it selects ``?focus`` and, where there is one, ``?value``. What no query can say
either, such as whether a place can be read, is looked at beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.engine import Engine, cells_of
from kg.errors import DataError
from kg.paths import shipped
from kg.sparql import Query
from kg.terms import text_of
from kg.wkt import read_point

__all__ = ["Breach", "breaches"]


_POINTS: Final = "SELECT DISTINCT ?thing ?wkt WHERE { ?thing geo:asWKT ?wkt }"


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
    yield from _places(engine)


def _places(engine: Engine) -> Iterator[Breach]:
    """Give each place whose point cannot be read: what WKT means is said once, in `kg.wkt`."""
    for row in cells_of(engine.query(Query(_POINTS, accounts=engine.accounts()))):
        focus, value = map(text_of, row)
        try:
            read_point(value)
        except DataError as error:
            what, mend = (f"{each[:1].upper()}{each[1:]}." for each in (error.what, error.mend))
            yield Breach(what, mend, focus, value)
