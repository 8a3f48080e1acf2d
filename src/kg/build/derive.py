"""What is derived when a graph is built: superclasses, kinds, date bounds, inherited ties.

It comes as lines of N-Quads, each in the graph of its reason, so that it is stored with what it is
derived from in one go.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from kg.build.gather import EDGES, LENDS, Gathered, Thing, lexical
from kg.build.lend import Lending, bound_lines
from kg.errors import DataError
from kg.period import Bounds, bounds
from kg.terms import compact
from kg.vocabulary import KG, PREFIXES, RDF_TYPE, kg

__all__ = ["derived"]

_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_KIND: Final = kg("kind")


def derived(gathered: Gathered) -> Iterator[str]:
    """Give what follows from what was gathered, as N-Quads.

    What cannot be derived, such as the bounds of a time that is not EDTF, becomes one of
    ``gathered.faults``, and the rest is given all the same.
    """
    rules = _Rules(gathered)
    yield from rules.edges()
    for thing in gathered.things():
        yield from rules.of(thing)
    yield from rules.lent()


class _Rules:
    """The rules of derivation, with what they need to know of the whole graph."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._above = {each: _all_above(each, gathered.above) for each in gathered.above}
        self._horizon = max(
            (day for name, day in gathered.observed.items() if name in gathered.data_sets),
            default=None,
        )
        self._classes: dict[str, list[str]] = {}
        # Many things share a time, and its bounds are worked out once.
        self._bounds: dict[tuple[str, date | None], Bounds | DataError] = {}
        declared = {each: self._declared(each) for each in {*gathered.edges, *self._above}}
        lends = {
            each: {
                lexical(value)
                for predicate, value, graph in found
                if predicate == LENDS and not graph
            }
            for each, found in declared.items()
        }
        self._lending = Lending(lends, gathered.lenders, self._above)

    def edges(self) -> Iterator[str]:
        """Give a class that says nothing of its ties what the nearest class above it says."""
        for each in self._above:
            if not self._declares(each):
                for predicate, value, graph in self._declared(each):
                    yield f"<{each}> <{predicate}> {value}{graph} .\n"

    def of(self, thing: Thing) -> Iterator[str]:
        """Give a thing every class above its own, its kinds, and the bounds of its time."""
        kinds = [each for each in thing.classes if self._is_narrowest(each[1], thing)]
        for graph, cls in thing.classes:
            for higher in self._tails(cls):
                yield f"{thing.name} {higher}{graph} .\n"
        for graph, cls in kinds:
            yield f"{thing.name} <{_KIND}> <{cls}>{graph} .\n"
        timed = dict(self._timed(thing))
        for graph, four in timed.items():
            yield from bound_lines(thing.name, graph, four)
        self._lending.note(thing, kinds, timed)

    def lent(self) -> Iterator[str]:
        """Give the bounds that are lent, once every thing has been seen."""
        return self._lending.lines()

    def _timed(self, thing: Thing) -> Iterator[tuple[str, Bounds]]:
        """Give each graph that says a time of a thing, with the bounds of that time."""
        observed = self._gathered.observed.get(thing.name, self._horizon)
        for graph, text in thing.times:
            four = self._read(text, observed)
            if isinstance(four, Bounds):
                yield graph, four
            else:
                self._gathered.faults.append(_placed(four, thing.name))

    def _declares(self, cls: str) -> bool:
        return any(predicate == EDGES[0] for predicate, _, _ in self._gathered.edges.get(cls, ()))

    def _declared(self, cls: str) -> list[tuple[str, str, str]]:
        """Give what a class says of its ties, or what the nearest class above it says."""
        own = self._gathered.edges
        if self._declares(cls):
            return own[cls]
        sources = [each for each in self._above.get(cls, ()) if self._declares(each)]
        nearest = max(sources, key=lambda each: (len(self._above.get(each, ())), each), default="")
        return own.get(nearest, [])

    def _tails(self, cls: str) -> list[str]:
        if cls not in self._classes:
            self._classes[cls] = [f"<{RDF_TYPE}> <{each}>" for each in self._above.get(cls, ())]
        return self._classes[cls]

    def _is_narrowest(self, cls: str, thing: Thing) -> bool:
        return len(thing.classes) == 1 or not any(
            cls in self._above.get(other, ()) for _, other in thing.classes
        )

    def _read(self, text: str, observed: date | None) -> Bounds | DataError:
        key = (text, observed)
        if key not in self._bounds:
            try:
                self._bounds[key] = bounds(_edtf(text), observed)
            except DataError as error:
                self._bounds[key] = error
        return self._bounds[key]


def _all_above(start: str, direct: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for above in direct.get(waiting.pop(), ()):
            if above.startswith(KG) and above not in found:
                found.add(above)
                waiting.append(above)
    return found - {start}


def _edtf(time: str) -> str:
    text = lexical(time)
    if not (time.startswith('"') and time.endswith(f'"^^<{_EDTF}>')):
        mend = f'write it as "{text}"^^edtf:EDTF'
        raise DataError("a time is an EDTF literal", where=repr(text), mend=mend)
    return text


def _placed(error: DataError, name: str) -> DataError:
    what, where = f"{error.what}: {error.where}", compact(lexical(name))
    return DataError(what, where=where, mend=error.mend)
