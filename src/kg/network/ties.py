"""Ties: relations of all kinds read at once, with their times, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from kg.engine import Engine
from kg.network.kinds import Kind
from kg.period import Bounds
from kg.query import rows, rows_about
from kg.vocabulary import FACTS

__all__ = ["Tie", "Times", "read", "times"]

Times = dict[str, tuple[str, Bounds]]
"""The EDTF time and the bounds of what has a time, by IRI; the text is empty where it is lent."""

# What relates touches what it names by any of its properties.
_TOUCHING: Final = """
SELECT DISTINCT ?tie WHERE { ?tie ?role ?thing ; kg:kind ?kind . ?kind kg:edgeFrom ?start }"""
_WHEN: Final = """
  OPTIONAL { ?thing kg:time ?time }
  OPTIONAL { ?thing kg:earliestStart ?es } OPTIONAL { ?thing kg:latestStart ?ls }
  OPTIONAL { ?thing kg:earliestEnd ?ee } OPTIONAL { ?thing kg:latestEnd ?le }
  OPTIONAL { ?thing kg:lastKnown ?known }"""
# The kind's own terms are joined, not bound: so the engine begins with the kinds, which are few.
_TIES: Final = f"""
SELECT ?thing ?kind ?from ?to ?time ?es ?ls ?ee ?le ?known WHERE {{
  ?thing kg:kind ?kind . ?kind kg:edgeFrom ?start ; kg:edgeTo ?end .
  ?thing ?start ?from ; ?end ?to . {_WHEN} }}"""
_STOPS: Final = f"""
SELECT ?thing ?kind ?from ?within ?order ?time ?es ?ls ?ee ?le ?known WHERE {{
  ?thing kg:kind ?kind .
  ?kind kg:edgeFrom ?start ; kg:edgeWithin ?inside ; kg:edgeOrder ?rank .
  ?thing ?start ?from ; ?inside ?within ; ?rank ?order . {_WHEN} }}"""
_TIMES: Final = f"""
SELECT ?thing ?time ?es ?ls ?ee ?le ?known WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ ?thing kg:time|kg:earliestStart|kg:latestEnd ?dated }} }}
  {_WHEN} }}"""


class Tie(NamedTuple):
    """One tie: its relation, kind and ends as IRIs, and its place in a sequence if it has one."""

    relation: str
    kind: Kind
    source: str
    target: str
    within: str | None = None
    order: int | None = None


def read(
    engine: Engine,
    kinds: Collection[Kind],
    touching: Collection[str] | None = None,
    *,
    accounts: Collection[str] = (FACTS,),
) -> tuple[list[Tie], Times]:
    """Give every tie of some kinds, and the times of their relations.

    A symmetric kind with several parties ties each pair of them once; a kind that is ordered within
    something ties each place to the next.

    Args:
        engine: The graph's engine.
        kinds: The kinds.
        touching: Things; ties that touch none of them may be left out. None leaves out nothing.
        accounts: The accounts that are read.

    Returns:
        The ties, and what has a time among their relations.
    """
    plain = {kind.iri: kind for kind in kinds if not (kind.within and kind.order)}
    ordered = {kind.iri: kind for kind in kinds if kind.iri not in plain}
    known: Times = {}
    found = {
        Tie(thing, kind, source, target)
        for thing, iri, source, target, *when in _rows(engine, plain, touching, accounts)
        if (kind := plain.get(iri))
        and (kind.start != kind.end or source < target)
        and _note(known, thing, when)
    }
    return [*found, *_sequences(engine, ordered, known, accounts)], known


def _rows(
    engine: Engine,
    kinds: Mapping[str, Kind],
    touching: Collection[str] | None,
    accounts: Collection[str],
) -> Iterator[list[Any]]:
    if not kinds:
        return iter(())
    if touching is not None:
        near = {tie for (tie,) in rows(engine, _TOUCHING, accounts=accounts, thing=touching)}
        return rows_about(engine, _TIES, near, accounts=accounts)
    return rows(engine, _TIES, accounts=accounts, kind=kinds)


def _note(known: Times, thing: str, when: list[Any]) -> bool:
    """Keep the time of a thing, if it has one; always true."""
    time, first, _, _, last, _ = when
    if time is not None or first is not None or last is not None:
        known[thing] = (str(time or ""), Bounds(*when[1:]))
    return True


def _sequences(
    engine: Engine, kinds: Mapping[str, Kind], known: Times, accounts: Collection[str]
) -> Iterator[Tie]:
    lines: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    found = rows(engine, _STOPS, accounts=accounts, kind=kinds) if kinds else ()
    for thing, kind, place, line, number, *when in found:
        _note(known, thing, when)
        lines[kind, line].append((number, place, thing))
    for (kind, line), stops in sorted(lines.items()):
        for (_, here, _tie), (number, there, tie) in pairwise(sorted(stops)):
            yield Tie(tie, kinds[kind], here, there, line, number)


def times(
    engine: Engine, wanted: Collection[str] | None = None, *, accounts: Collection[str] = (FACTS,)
) -> Times:
    """Give the EDTF time and the bounds of everything that has a time.

    Args:
        engine: The graph's engine.
        wanted: Things; what is none of them may be left out. None leaves out nothing.
        accounts: The accounts that are read.
    """
    known: Times = {}
    for thing, *when in rows_about(engine, _TIMES, wanted, accounts=accounts):
        _note(known, thing, when)
    return known
