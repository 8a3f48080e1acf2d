"""Lent time: a relation that has no time of its own takes that of what it is part of.

A state takes part in an event when the event takes place; a corridor crosses a state only once
there is a corridor. Who lends to whom is declared in the ontology (``kg:edgeTime``,
``kg:beginsLifeOf``, ``kg:timeOfWhole``). Only bounds are lent; what a source says stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from kg.build.gather import Thing
from kg.build.schema import Schema
from kg.build.sorting import Sorter
from kg.period import Bounds
from kg.vocabulary import PREFIXES, kg

__all__ = ["FACTS_GRAPH", "Lending", "bound_lines"]

FACTS_GRAPH: Final = ""
"""The graph of the facts, as N-Quads writes it."""

_DATE: Final = PREFIXES["xsd"] + "date"
_BOUNDS: Final = tuple(
    kg(name) for name in ("earliestStart", "latestStart", "earliestEnd", "latestEnd", "lastKnown")
)


def bound_lines(name: str, graph: str, four: Bounds) -> Iterator[str]:
    """Give the statements of a thing's bounds, as N-Quads.

    Args:
        name: The thing, as text.
        graph: Its graph as text with a space before it; empty for the facts.
        four: The bounds.
    """
    for predicate, day in zip(_BOUNDS, four, strict=True):
        if day is not None:
            yield f'{name} <{predicate}> "{day.isoformat()}"^^<{_DATE}>{graph} .\n'


class Lending:
    """Who lends its time to whom.

    Args:
        schema: What classes declare.
        lenders: Everything that a link leads to, as text.
    """

    def __init__(self, schema: Schema, lenders: Collection[str]) -> None:
        self._schema, self._lenders = schema, lenders
        # Of each lender, by graph; a corridor in several parts may have several.
        self._bounds: dict[str, dict[str, list[Bounds]]] = defaultdict(lambda: defaultdict(list))
        self._lives: dict[str, dict[str, list[Bounds]]] = defaultdict(lambda: defaultdict(list))
        self._asking = Sorter()
        # What asks and is asked, with whether only one of its own class lends to it.
        self._asks: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        self._parts: set[str] = set()

    def note(
        self, thing: Thing, kinds: Iterable[tuple[str, str]], timed: Mapping[str, Bounds]
    ) -> None:
        """Note what a thing can lend, and what it asks for.

        Args:
            thing: What was gathered of it.
            kinds: Its most specific classes, each after its graph.
            timed: The bounds of its own time, by graph.
        """
        if thing.name in self._lenders:
            for graph, four in timed.items():
                self._bounds[thing.name][graph].append(four)
        for graph, kind in kinds:
            if kind in self._schema.wholes:
                self._parts.add(thing.name)
            for linked, link in thing.links:
                if linked == graph:
                    self._link(thing.name, graph, kind, link, timed.get(graph))

    def _link(self, name: str, graph: str, kind: str, link: str, four: Bounds | None) -> None:
        predicate, lender = link.split(" ", 1)
        lends, wholes, begins = (
            predicate in table.get(kind, ())
            for table in (self._schema.lends, self._schema.wholes, self._schema.begins)
        )
        if four is None and (lends or wholes):
            self._asking.add(f"{name}\t{graph}\t{lender}\t{'' if lends else 'part'}\n")
            if name in self._lenders:
                self._asks[name].append((graph, lender, not lends))
        if begins and four and four.earliest_start and four.latest_start:
            self._lives[lender][graph].append(four)

    def lines(self) -> Iterator[str]:
        """Give every statement of bounds that are lent, as N-Quads."""
        for lender, lives in self._lives.items():
            for graph, found in lives.items():
                if graph not in self._bounds[lender]:
                    self._bounds[lender][graph] = [_begun(found)]
                    yield from bound_lines(lender, graph, _begun(found))
        for line in self._asking:
            name, graph, lender, part = line[:-1].split("\t")
            if not part or (graph not in self._bounds.get(name, {}) and lender in self._parts):
                for four in self._known(lender, graph, {name}):
                    yield from bound_lines(name, graph, four)

    def _known(self, lender: str, graph: str, seen: set[str]) -> list[Bounds]:
        """Give the bounds of a lender in the facts and in a graph, or those that are lent to it."""
        own = self._bounds.get(lender, {})
        graphs = tuple(dict.fromkeys((FACTS_GRAPH, graph)))
        found = [four for each in graphs for four in own.get(each, ())]
        if found or lender in seen:
            return found
        for each, next_one, is_part in self._asks.get(lender, ()):
            if each in graphs and (not is_part or next_one in self._parts):
                found += self._known(next_one, graph, {*seen, lender})
        return found


def _begun(lives: Iterable[Bounds]) -> Bounds:
    """Give the bounds of what has been there since the earliest of some times.

    Nothing is said of an end, so that a tie of it is possible and never certain.
    """
    early = min(each.earliest_start for each in lives if each.earliest_start)
    late = min(each.latest_start for each in lives if each.latest_start)
    return Bounds(early, late, None, None)
