"""Ties: relations of all kinds read at once, with their times, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final, NamedTuple

from kg.engine import Engine, OxigraphEngine
from kg.network.kinds import Kind
from kg.period import Bounds
from kg.query import columns, columns_about, rows
from kg.stopping import Aside
from kg.vocabulary import FACTS

__all__ = ["Tie", "Times", "read", "times"]

Times = dict[str, tuple[str, Bounds]]
"""The EDTF time and the bounds of what has a time, by IRI; the text is empty where it is lent."""

_SEVERAL: Final = 4

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
    relations: Collection[str] | None = None,
    accounts: Collection[str] = (FACTS,),
) -> tuple[list[Tie], Times]:
    """Give every tie of some kinds, and the times of their relations.

    A symmetric kind with several parties ties each pair of them once; a kind that is ordered within
    something ties each place to the next.

    Args:
        engine: The graph's engine.
        kinds: The kinds.
        touching: Things; ties that touch none of them may be left out. None leaves out nothing.
        relations: Relations; ties of others may be left out. None leaves out nothing.
        accounts: The accounts that are read.

    Returns:
        The ties, and what has a time among their relations.
    """
    plain = {kind.iri: kind for kind in kinds if not (kind.within and kind.order)}
    ordered = {kind.iri: kind for kind in kinds if kind.iri not in plain}
    things, iris, sources, targets, *when = (
        _columns(engine, plain, touching, relations, accounts) or [[]] * 10
    )
    known = _dated(things, when)
    found = [
        Tie(thing, kind, source, target)
        for thing, iri, source, target in {*zip(things, iris, sources, targets, strict=True)}
        if (kind := plain.get(iri)) and (kind.start != kind.end or source < target)
    ]
    return [*found, *_sequences(engine, ordered, known, accounts)], known


def _columns(
    engine: Engine,
    kinds: Mapping[str, Kind],
    touching: Collection[str] | None,
    relations: Collection[str] | None,
    accounts: Collection[str],
) -> list[list[Any]]:
    if not kinds:
        return []
    if relations is not None:
        return columns_about(engine, _TIES, relations, accounts=accounts)
    if touching is not None:
        near = {tie for (tie,) in rows(engine, _TOUCHING, accounts=accounts, thing=touching)}
        return columns_about(engine, _TIES, near, accounts=accounts)
    if not isinstance(engine, OxigraphEngine) or len(kinds) < _SEVERAL:
        return columns(engine, _TIES, accounts=accounts, kind=kinds)
    # An embedded engine needs no Python while it answers, and does so for two halves at once.
    halves = sorted(kinds)[::2], sorted(kinds)[1::2]
    ask = partial(columns, engine, _TIES, accounts=accounts)
    one = Aside().begin(lambda: ask(kind=halves[0]))
    other = ask(kind=halves[1])
    return [[*some, *rest] for some, rest in zip(one(), other, strict=True)]


def _dated(things: Iterable[str], when: Iterable[Sequence[Any]]) -> Times:
    """Give the times of things; many are alike, and each is made once."""
    made: dict[tuple[Any, ...], tuple[str, Bounds]] = {}
    known: Times = {}
    for thing, said in zip(things, zip(*when, strict=True), strict=True):
        if said not in made:
            time, *bounds = said
            made[said] = (str(time or ""), Bounds(*bounds))
        time, (first, _, _, last, _) = made[said]
        if time or first is not None or last is not None:
            known[thing] = made[said]
    return known


def _sequences(
    engine: Engine, kinds: Mapping[str, Kind], known: Times, accounts: Collection[str]
) -> Iterator[Tie]:
    lines: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    found = columns(engine, _STOPS, accounts=accounts, kind=kinds) if kinds else [[]] * 11
    things, iris, places, within, numbers, *when = found
    known |= _dated(things, when)
    for thing, kind, place, line, number in zip(things, iris, places, within, numbers, strict=True):
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
    things, *when = columns_about(engine, _TIMES, wanted, accounts=accounts) or [[]] * 7
    return _dated(things, when)
