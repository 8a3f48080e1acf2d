"""Sources beside rows: which statement a row rests on, and what says so, in a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from kg.engine import Engine
from kg.lexical import Value
from kg.query.origins import Origin, origins_of
from kg.query.reading import rows_about
from kg.sparql import Token, tokens
from kg.terms import compact, expand, slug

__all__ = ["account_column", "evidence_column", "origins_column", "with_statements"]

# What an account states: neither what all accounts speak of, nor what is no thing of ours.
_STATED: Final = "?thing kg:kind ?kind FILTER NOT EXISTS { ?thing a ?all . ?all kg:shared true }"
_OWN: Final = f"SELECT DISTINCT ?thing WHERE {{ {_STATED} }}"
_STATEMENTS: Final = (
    f"SELECT DISTINCT ?thing WHERE {{ {{ ?thing a kg:Relation }} UNION {{ {_STATED} }} }}"
)


def with_statements(sparql: str, names: Sequence[str]) -> str:
    """Give a query with the variables of its statements in each SELECT inside which they stand.

    >>> with_statements("SELECT ?who WHERE { ?m kg:member ?who }", ["m"])
    'SELECT ?m ?who WHERE { ?m kg:member ?who }'
    """
    words = [token for token in tokens(sparql) if token.kind in ("word", "var", "other")]
    inserts = []
    for here, token in enumerate(words):
        if token.text.upper() == "SELECT":
            distinct = words[here + 1].text.upper() in ("DISTINCT", "REDUCED")
            last = words[here + 1] if distinct else token
            inside = _inside(words[here:])
            wanted = "".join(f" ?{name}" for name in names if f"?{name}" in inside)
            inserts.append((last.start + len(last.text), wanted))
    for at, wanted in reversed(inserts):
        sparql = f"{sparql[:at]}{wanted}{sparql[at:]}"
    return sparql


def _inside(words: Sequence[Token]) -> set[str]:
    """Give what stands in the first pair of braces."""
    found: set[str] = set()
    depth = 0
    for token in words:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth:
            found.add(token.text)
        elif found:
            break
    return found


def evidence_column(engine: Engine, rows: Iterable[Sequence[Value]]) -> list[str]:
    """Give for each row what says so in a line, from every relation and every event in it.

    Returns:
        A line a row: titles with the offsets of passages, ``unreviewed`` where nothing was opened,
        and an empty one where the row holds neither a relation nor an event.
    """
    return [
        "; ".join(dict.fromkeys(said.line for said in origins))
        for origins in origins_column(engine, rows)
    ]


def origins_column(engine: Engine, rows: Iterable[Sequence[Value]]) -> list[list[Origin]]:
    """Give for each row what says so, each once, from every relation and every event in it."""
    table = [[str(cell) for cell in row if _is_thing(cell)] for row in rows]
    things = {expand(cell) for row in table for cell in row}
    stated = rows_about(engine, _STATEMENTS, things, accounts=engine.accounts())
    found = origins_of(engine, {thing for (thing,) in stated})
    return [
        list(dict.fromkeys(said for cell in row for said in found.get(expand(cell), [])))
        for row in table
    ]


def account_column(
    engine: Engine, accounts: Collection[str], rows: Iterable[Sequence[Value]]
) -> list[str]:
    """Give for each row whose it is: the accounts in which its relations and events stand.

    Returns:
        Slugs, such as ``facts, cow-alliances`` where two accounts state the same; an empty one
        where the row holds neither a relation nor an event.
    """
    table = [[str(cell) for cell in row if _is_thing(cell)] for row in rows]
    wanted = {expand(cell) for row in table for cell in row}
    found: dict[str, list[str]] = defaultdict(list)
    for account in accounts:
        for (thing,) in rows_about(engine, _OWN, wanted, accounts=(account,)):
            found[compact(thing)].append(slug(account))
    return [
        ", ".join(dict.fromkeys(name for cell in row for name in found.get(cell, [])))
        for row in table
    ]


def _is_thing(cell: Value) -> bool:
    return isinstance(cell, str) and re.match(r"id:[\w-]+$", cell) is not None
