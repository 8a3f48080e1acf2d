"""Ties: relations read from the graph as rows, by what the ontology declares of their kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from kg.engine import Engine, node
from kg.errors import UsageError
from kg.period import Bounds, Certainty, certainty
from kg.query import rows, rows_about
from kg.terms import compact, slug
from kg.vocabulary import FACTS

__all__ = [
    "Kind",
    "Tie",
    "in_force",
    "kinds",
    "read",
    "standing",
    "times",
    "without_date",
]

_KINDS: Final = """
SELECT ?kind ?label ?from ?to ?symmetric ?sign ?within ?order ?gathers ?colour ?dash WHERE {
  ?kind kg:edgeFrom ?from ; kg:edgeTo ?to ; skos:prefLabel ?label .
  FILTER(LANG(?label) IN ("en", ""))
  OPTIONAL { ?kind kg:edgeSymmetric ?symmetric } OPTIONAL { ?kind kg:edgeSign ?sign }
  OPTIONAL { ?kind kg:edgeWithin ?within } OPTIONAL { ?kind kg:edgeOrder ?order }
  OPTIONAL { ?kind kg:gathers ?gathers } OPTIONAL { ?kind kg:colour ?colour }
  OPTIONAL { ?kind kg:dash ?dash }
}"""
_STOPS: Final = """
SELECT ?tie ?from ?within ?order WHERE {
  ?tie kg:kind ?kind ; ?start ?from ; ?inside ?within ; ?rank ?order }"""
_TIMES: Final = """
SELECT ?thing ?time ?es ?ls ?ee ?le ?known WHERE {
  { SELECT DISTINCT ?thing WHERE { ?thing kg:time|kg:earliestStart|kg:latestEnd ?dated } }
  OPTIONAL { ?thing kg:time ?time }
  OPTIONAL { ?thing kg:earliestStart ?es } OPTIONAL { ?thing kg:latestStart ?ls }
  OPTIONAL { ?thing kg:earliestEnd ?ee } OPTIONAL { ?thing kg:latestEnd ?le }
  OPTIONAL { ?thing kg:lastKnown ?known }
}"""


class Kind(NamedTuple):
    """A kind of tie, as the ontology declares it; properties and class are IRIs.

    Whether it gathers, its colour and its dash are as `kg.contract.TieData` has them.
    """

    iri: str
    label: str
    start: str
    end: str
    symmetric: bool
    sign: int | None
    within: str | None
    order: str | None
    gathers: bool
    colour: str | None
    dash: int | None


class Tie(NamedTuple):
    """One tie: its relation, kind and ends as IRIs, and its place in a sequence if it has one."""

    relation: str
    kind: Kind
    source: str
    target: str
    within: str | None = None
    order: int | None = None


def kinds(engine: Engine, names: Iterable[str] | None = None) -> list[Kind]:
    """Give the kinds of tie that the ontology declares, or those with the given names.

    Raises:
        UsageError: A name is none of a kind's.
    """
    found = [
        Kind(
            iri,
            label,
            start,
            end,
            bool(symmetric),
            sign,
            within,
            order,
            bool(gathers),
            colour,
            dash,
        )
        for iri, label, start, end, symmetric, sign, within, order, gathers, colour, dash in rows(
            engine, _KINDS
        )
    ]
    if names is None:
        return sorted(found)
    by_name = {name.casefold(): kind for kind in found for name in _names(kind)}
    unknown = [name for name in names if name.casefold() not in by_name]
    if unknown:
        raise UsageError(
            f"{unknown[0]!r} is no kind of tie",
            mend=f"kinds: {', '.join(sorted(slug(k.iri) for k in found))}",
        )
    return sorted({by_name[name.casefold()] for name in names})


def _names(kind: Kind) -> tuple[str, ...]:
    return slug(kind.iri), compact(kind.iri), kind.iri, kind.label


def read(
    engine: Engine,
    kind: Kind,
    touching: Collection[str] | None = None,
    *,
    accounts: Collection[str] = (FACTS,),
) -> Iterator[Tie]:
    """Give every tie of a kind.

    A symmetric kind with several parties ties each pair of them once; a kind that is ordered within
    something ties each place to the next.

    Args:
        engine: The graph's engine.
        kind: The kind.
        touching: Things; ties that touch none of them may be left out. None leaves out nothing.
        accounts: The accounts that are read.
    """
    if kind.within and kind.order:
        yield from _sequence(engine, kind, kind.within, kind.order, accounts=accounts)
        return
    # The kind's own terms stand in the query: bound, they let the engine begin with every relation
    # of the kind, and not with what the ties are to touch.
    cls, start, end = (node(iri) for iri in (kind.iri, kind.start, kind.end))
    sparql = f"SELECT ?tie ?from ?to WHERE {{ ?tie kg:kind {cls} ; {start} ?from ; {end} ?to }}"
    found = rows_about(engine, sparql, touching, ("from", "to"), accounts=accounts)
    for tie, source, target in set(map(tuple, found)):
        if kind.start != kind.end or source < target:
            yield Tie(tie, kind, source, target)


def _sequence(
    engine: Engine, kind: Kind, within: str, order: str, *, accounts: Collection[str]
) -> Iterator[Tie]:
    terms = {"kind": kind.iri, "start": kind.start, "inside": within, "rank": order}
    lines: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for tie, place, line, number in rows(engine, _STOPS, accounts=accounts, **terms):
        lines[line].append((number, place, tie))
    for line, stops in sorted(lines.items()):
        for (_, here, _tie), (number, there, tie) in pairwise(sorted(stops)):
            yield Tie(tie, kind, here, there, line, number)


def times(
    engine: Engine, wanted: Collection[str] | None = None, *, accounts: Collection[str] = (FACTS,)
) -> dict[str, tuple[str, Bounds]]:
    """Give the EDTF time and the bounds of everything that has a time, by IRI.

    Args:
        engine: The graph's engine.
        wanted: Things; what is none of them may be left out. None leaves out nothing.
        accounts: The accounts that are read.
    """
    return {
        thing: (str(time or ""), Bounds(*four))
        for thing, time, *four in rows_about(engine, _TIMES, wanted, accounts=accounts)
    }


def standing(relation: str, known: dict[str, tuple[str, Bounds]], on: date) -> Certainty | None:
    """Say whether a relation holds on a day; nothing can be said of one without any date."""
    found = known.get(relation)
    return None if found is None else certainty(found[1], on)


def in_force(
    ties: Iterable[Tie], known: dict[str, tuple[str, Bounds]], on: date | None
) -> list[tuple[Tie, Certainty | None]]:
    """Keep the ties that hold on a day, each with its certainty; all where no day is given."""
    if on is None:
        return [(tie, None) for tie in ties]
    found = ((tie, standing(tie.relation, known, on)) for tie in ties)
    return [(tie, sure) for tie, sure in found if sure]


def without_date(ties: Iterable[Tie], known: dict[str, tuple[str, Bounds]]) -> list[Tie]:
    """Give the ties of which no date at all is known, neither their own nor a lent one."""
    return [tie for tie in ties if tie.relation not in known]
