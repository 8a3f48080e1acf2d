"""Hygiene queries: what a shape cannot say, as queries that must return nothing.

Each is a ``.rq`` file beside the shapes. Its first comment line is the rule, the second says how to
mend a breach, in which ``{value}`` stands for what the query gives under that name; it selects
``?focus`` and, where there are such, ``?value`` and the ``?property`` that gives it. What no query
can say either, such as whether a place can be read, is looked at beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kg.engine import Engine, Rows, cells_of
from kg.errors import DataError
from kg.paths import shipped
from kg.sparql import Query
from kg.terms import compact, text_of
from kg.wkt import read_point

__all__ = ["Breach", "breaches"]


_POINTS: Final = "SELECT DISTINCT ?thing ?wkt WHERE { ?thing geo:asWKT ?wkt }"


class Breach(NamedTuple):
    """One row of a hygiene query.

    Attributes:
        rule: The rule, as a sentence.
        mend: How to mend a breach of it.
        focus: The IRI of what breaks it.
        value: The term that does, or None.
        path: The property that gives the value, or an empty string.
    """

    rule: str
    mend: str
    focus: str
    value: object
    path: str = ""


def breaches(engine: Engine) -> Iterator[Breach]:
    """Run every hygiene query on a graph."""
    for path in sorted((shipped("ontology") / "shapes").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        rule, mend = (line.lstrip("# ") for line in text.splitlines()[:2])
        answer = engine.query(text)
        names = answer.names if isinstance(answer, Rows) else []
        for row in cells_of(answer):
            yield _breach(rule, mend, dict(zip(names, row, strict=True)))
    yield from _places(engine)


def _breach(rule: str, mend: str, cells: Mapping[str, object]) -> Breach:
    said = mend
    for name, cell in cells.items():
        said = said.replace(f"{{{name}}}", compact(text_of(cell)))
    by = text_of(cells.get("property"))
    return Breach(rule, said, text_of(cells["focus"]), cells.get("value"), by)


def _places(engine: Engine) -> Iterator[Breach]:
    """Give each place whose point cannot be read: what WKT means is said once, in `kg.wkt`."""
    for row in cells_of(engine.query(Query(_POINTS, accounts=engine.accounts()))):
        focus, value = row
        try:
            read_point(text_of(value))
        except DataError as error:
            what, mend = (f"{each[:1].upper()}{each[1:]}." for each in (error.what, error.mend))
            yield Breach(what, mend, text_of(focus), value)
