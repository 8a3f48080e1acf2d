"""Sources beside rows: which statement a row rests on, and what says so, in a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from kg.store import Engine, Rows
from kg.store.guard import tokens
from kg.store.literals import node
from kg.terms import Value, expand, text_of

__all__ = ["evidence_column", "with_statements"]

_SOURCES: Final = """
SELECT DISTINCT ?thing ?title ?start ?end ?status WHERE {
  VALUES ?class { kg:Relation kg:Event } ?thing a ?class .
  { ?thing prov:wasDerivedFrom ?origin .
    { ?origin dcterms:isPartOf ?source ; oa:start ?start ; oa:end ?end }
    UNION { ?origin a kg:Document . BIND(?origin AS ?source) }
    ?source dcterms:title ?title }
  UNION { ?thing kg:reviewStatus ?status }
} ORDER BY ?thing ?title ?start"""


def with_statements(sparql: str, names: Sequence[str]) -> str:
    """Give a SELECT with the variables of its statements in its projection too.

    >>> with_statements("SELECT ?who WHERE { ?m kg:member ?who }", ["m"])
    'SELECT ?m ?who WHERE { ?m kg:member ?who }'
    """
    words = [token for token in tokens(sparql) if token.kind in ("word", "var", "other")]
    for here, token in enumerate(words):
        if token.text.upper() == "SELECT":
            distinct = words[here + 1].text.upper() in ("DISTINCT", "REDUCED")
            last = words[here + 1] if distinct else token
            at = last.start + len(last.text)
            return f"{sparql[:at]}{''.join(f' ?{name}' for name in names)}{sparql[at:]}"
    return sparql


def evidence_column(engine: Engine, rows: Iterable[Sequence[Value]]) -> list[str]:
    """Give for each row what says so, from every relation and every event in it.

    Returns:
        A line a row: titles with the offsets of passages, ``unreviewed`` where nothing was opened,
        and an empty one where the row holds neither a relation nor an event.
    """
    table = [[cell for cell in row if _is_thing(cell)] for row in rows]
    wanted = sorted({str(cell) for row in table for cell in row})
    found = _sources(engine, wanted) if wanted else {}
    return [
        "; ".join(dict.fromkeys(line for cell in row for line in found.get(str(cell), [])))
        for row in table
    ]


def _is_thing(cell: Value) -> bool:
    return isinstance(cell, str) and re.match(r"id:[\w-]+$", cell) is not None


def _sources(engine: Engine, wanted: list[str]) -> dict[str, list[str]]:
    bound = {"thing": [node(expand(name)) for name in wanted]}
    answer = engine.query(_SOURCES, bindings=bound, claims=True)
    found: dict[str, list[str]] = defaultdict(list)
    for row in answer.cells if isinstance(answer, Rows) else ():
        thing, title, start, end, status = map(text_of, row)
        place = f" [{start}–{end}]" if start else ""
        found[thing].append("unreviewed" if status else f"{title}{place}")
    return {name: found[expand(name)] for name in wanted if expand(name) in found}
