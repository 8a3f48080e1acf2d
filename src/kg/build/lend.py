"""Lent time: a relation that has no time of its own takes that of what it is part of.

A state takes part in an event when the event takes place; a corridor crosses a state only once
there is a corridor. Which property lends its time is declared in the ontology (``kg:edgeTime``).
Only bounds are lent; ``kg:time`` stays what a source says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.build.gather import Thing
from kg.build.sorting import Sorter
from kg.period import Bounds
from kg.vocabulary import PREFIXES, kg

__all__ = ["Lending", "bound_lines"]

_FACTS: Final = ""
_DATE: Final = PREFIXES["xsd"] + "date"
_BOUNDS: Final = tuple(
    kg(name) for name in ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
)
_PART_OF, _CORRIDOR = kg("partOf"), kg("corridor")


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
        lends: By kind, the properties whose values lend their time; IRIs.
        lenders: Everything that a link leads to, as text.
        above: By class, all classes above it.
    """

    def __init__(
        self, lends: Mapping[str, set[str]], lenders: set[str], above: Mapping[str, set[str]]
    ) -> None:
        self._lends, self._lenders, self._above = lends, lenders, above
        # Of each lender, by graph; a corridor in several parts may have several.
        self._bounds: dict[str, dict[str, list[Bounds]]] = defaultdict(lambda: defaultdict(list))
        self._asking = Sorter()
        self._corridors: set[str] = set()
        self._wholes: dict[str, list[str]] = defaultdict(list)
        self._lives: dict[str, list[Bounds]] = defaultdict(list)

    def note(
        self, thing: Thing, kinds: Iterable[tuple[str, str]], timed: Mapping[str, Bounds]
    ) -> None:
        """Note what a thing can lend, and what it asks for.

        Args:
            thing: What was gathered of it.
            kinds: Its most specific classes, each after its graph.
            timed: The bounds of its own time, by graph.
        """
        is_corridor = self._is_a(thing, kg("Corridor"))
        if is_corridor:
            self._corridors.add(thing.name)
        if is_corridor or thing.name in self._lenders:
            for graph, four in timed.items():
                self._bounds[thing.name][graph].append(four)
        if thing.links:
            self._note_links(thing, kinds, timed)

    def lines(self) -> Iterator[str]:
        """Give every statement of bounds that are lent, as N-Quads."""
        yield from self._lent(self._lifetimes())
        yield from self._lent(self._of_parts())
        for line in self._asking:
            name, graph, lender = line[:-1].split("\t")
            known = self._bounds.get(lender, {})
            for own in dict.fromkeys((_FACTS, graph)):
                for four in known.get(own, ()):
                    yield from bound_lines(name, graph, four)

    def _is_a(self, thing: Thing, cls: str) -> bool:
        return any(
            not graph and (own == cls or cls in self._above.get(own, ()))
            for graph, own in thing.classes
        )

    def _note_links(
        self, thing: Thing, kinds: Iterable[tuple[str, str]], timed: Mapping[str, Bounds]
    ) -> None:
        links = [(graph, *link.split(" ", 1)) for graph, link in thing.links]
        for graph, kind in kinds:
            wanted = self._lends.get(kind, ()) if graph not in timed else ()
            for linked, predicate, lender in links:
                if linked == graph and predicate in wanted:
                    self._asking.add(f"{thing.name}\t{graph}\t{lender}\n")
        status = timed.get(_FACTS) if self._is_a(thing, kg("CorridorStatus")) else None
        starts = status and status.earliest_start and status.latest_start
        for linked, predicate, lender in links:
            if linked == _FACTS and predicate == _PART_OF:
                self._wholes[thing.name].append(lender)
            elif linked == _FACTS and predicate == _CORRIDOR and status and starts:
                self._lives[lender].append(status)

    def _lifetimes(self) -> Iterator[tuple[str, Bounds]]:
        """Give each corridor the start of its life.

        It has been there since the earliest time at which anything is said of its status; nothing
        is said of an end, so that a tie of it is possible and never certain.
        """
        for corridor, starts in self._lives.items():
            if _FACTS not in self._bounds.get(corridor, {}):
                early = min(each.earliest_start for each in starts if each.earliest_start)
                late = min(each.latest_start for each in starts if each.latest_start)
                yield corridor, Bounds(early, late, None, None)

    def _of_parts(self) -> Iterator[tuple[str, Bounds]]:
        """Give each part of a corridor whose start is not known the bounds of the whole."""
        for part in sorted(self._corridors):
            if not any(four.earliest_start for four in self._known(part)):
                for whole in self._above_part(part):
                    if whole in self._corridors:
                        yield from ((part, four) for four in self._known(whole))

    def _known(self, lender: str) -> list[Bounds]:
        return self._bounds.get(lender, {}).get(_FACTS, [])

    def _above_part(self, part: str) -> list[str]:
        found: dict[str, None] = {}
        waiting = [part]
        while waiting:
            new = [each for each in self._wholes.get(waiting.pop(), ()) if each not in found]
            found.update(dict.fromkeys(new))
            waiting += new
        return list(found)

    def _lent(self, found: Iterator[tuple[str, Bounds]]) -> Iterator[str]:
        for name, four in list(found):
            self._bounds[name][_FACTS].append(four)
            yield from bound_lines(name, _FACTS, four)
