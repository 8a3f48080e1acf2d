"""Sources beside rows: which statement a row rests on, and what says so, in a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.engine import Engine, cells_of, node
from kg.lexical import Value
from kg.sparql import Query, Token, tokens
from kg.terms import compact, expand, slug, text_of

__all__ = ["Said", "account_column", "evidence_column", "sources_of", "with_statements"]

_SOURCES: Final = """
SELECT DISTINCT ?thing ?title ?start ?end ?url ?status WHERE {
  { ?thing prov:wasDerivedFrom|kg:statedIn ?origin .
    { ?origin dcterms:isPartOf ?source ; oa:start ?start ; oa:end ?end }
    UNION { ?origin a kg:Document . BIND(?origin AS ?source) }
    ?source dcterms:title ?title . OPTIONAL { ?source rdfs:seeAlso ?url } }
  UNION { ?thing kg:reviewStatus ?status }
} ORDER BY ?thing ?title ?start"""
# What an account states: neither what all accounts speak of, nor what is no thing of ours.
_STATED: Final = "?thing kg:kind ?kind FILTER NOT EXISTS { ?thing a ?all . ?all kg:shared true }"
_OWN: Final = f"SELECT DISTINCT ?thing WHERE {{ {_STATED} }}"
_STATEMENTS: Final = (
    f"SELECT DISTINCT ?thing WHERE {{ {{ ?thing a kg:Relation }} UNION {{ {_STATED} }} }}"
)


class Said(NamedTuple):
    """What says so: a line for people, and the address of a document where there is one."""

    line: str
    url: str


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
    """Give for each row what says so, from every relation and every event in it.

    Returns:
        A line a row: titles with the offsets of passages, ``unreviewed`` where nothing was opened,
        and an empty one where the row holds neither a relation nor an event.
    """
    table = [[str(cell) for cell in row if _is_thing(cell)] for row in rows]
    found = sources_of(engine, _statements(engine, {cell for row in table for cell in row}))
    return [
        "; ".join(dict.fromkeys(said.line for cell in row for said in found.get(cell, [])))
        for row in table
    ]


def account_column(
    engine: Engine, accounts: Sequence[str], rows: Iterable[Sequence[Value]]
) -> list[str]:
    """Give for each row whose it is: the accounts in which its relations and events stand.

    Returns:
        Slugs, such as ``facts, cow-alliances`` where two accounts state the same; an empty one
        where the row holds neither a relation nor an event.
    """
    table = [[str(cell) for cell in row if _is_thing(cell)] for row in rows]
    wanted = {"thing": [node(expand(cell)) for cell in sorted({c for row in table for c in row})]}
    found: dict[str, list[str]] = defaultdict(list)
    for account in accounts if wanted["thing"] else ():
        for (thing,) in cells_of(engine.query(Query(_OWN, wanted, (account,)))):
            found[compact(text_of(thing))].append(slug(account))
    return [
        ", ".join(dict.fromkeys(name for cell in row for name in found.get(cell, [])))
        for row in table
    ]


def sources_of(engine: Engine, names: Iterable[str]) -> dict[str, list[Said]]:
    """Give what says so, for each of several things by compact name.

    Returns:
        Titles with the offsets of passages, and ``unreviewed`` where nothing was opened; a thing
        that names no source is not in it.
    """
    found: dict[str, list[Said]] = defaultdict(list)
    for row in _rows(engine, _SOURCES, names):
        thing, title, start, end, url, status = map(text_of, row)
        place = f" [{start}–{end}]" if start else ""
        said = Said("unreviewed" if status else f"{title}{place}", url)
        found[compact(thing)].append(said)
    return dict(found)


def _statements(engine: Engine, names: Iterable[str]) -> list[str]:
    return [compact(text_of(thing)) for (thing,) in _rows(engine, _STATEMENTS, names)]


def _rows(engine: Engine, sparql: str, names: Iterable[str]) -> Iterator[Sequence[object]]:
    bound = {"thing": [node(expand(name)) for name in sorted(set(names))]}
    if bound["thing"]:
        answer = engine.query(Query(sparql, bound, engine.accounts()))
        yield from cells_of(answer)


def _is_thing(cell: Value) -> bool:
    return isinstance(cell, str) and re.match(r"id:[\w-]+$", cell) is not None
