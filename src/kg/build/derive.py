"""What is derived when a graph is built: superclasses, kinds, date bounds, inherited ties.

It comes as lines of N-Quads, each in the graph of its reason, so that it is stored with what it is
derived from in one go.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from kg.build.gather import Gathered, Thing, lexical
from kg.build.lend import FACTS_GRAPH, Lending, bound_lines
from kg.build.schema import Schema
from kg.errors import DataError
from kg.period import Bounds, bounds
from kg.terms import compact
from kg.vocabulary import FACTS, PREFIXES, RDF_TYPE, kg

__all__ = ["derived"]

_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_KIND: Final = kg("kind")


def derived(schema: Schema, gathered: Gathered) -> Iterator[str]:
    """Give what follows from what was gathered, as N-Quads.

    What cannot be derived, such as the bounds of a time that is not EDTF, becomes one of
    ``gathered.faults``, and the rest is given all the same.
    """
    rules = _Rules(schema, gathered)
    yield from schema.lines()
    for thing in gathered.things():
        yield from rules.of(thing)
    yield from rules.lending.lines()


class _Rules:
    """The rules of derivation, with what they need to know of the whole graph."""

    def __init__(self, schema: Schema, gathered: Gathered) -> None:
        self._schema, self._gathered = schema, gathered
        self.lending = Lending(schema, gathered.lenders)
        self._tails: dict[str, list[str]] = {}
        # Many things share a time, and its bounds are worked out once.
        self._bounds: dict[tuple[str, date | None, date | None], Bounds | DataError] = {}

    def of(self, thing: Thing) -> Iterator[str]:
        """Give a thing every class above its own, its kinds, and the bounds of its time."""
        kinds = [each for each in thing.classes if self._is_narrowest(each[1], thing)]
        for graph, cls in thing.classes:
            for higher in self._above(cls):
                yield f"{thing.name} {higher}{graph} .\n"
        for graph, cls in kinds:
            yield f"{thing.name} <{_KIND}> <{cls}>{graph} .\n"
        timed = dict(self._timed(thing))
        for graph, four in timed.items():
            yield from bound_lines(thing.name, graph, four)
        self.lending.note(thing, kinds, timed)

    def _timed(self, thing: Thing) -> Iterator[tuple[str, Bounds]]:
        """Give each graph that says a time of a thing, with the bounds of that time."""
        since, until = self._gathered.since, self._gathered.until
        for graph, text in thing.times:
            # What a relation does not say itself of when it was observed, its account says.
            account = graph.strip() if graph != FACTS_GRAPH else f"<{FACTS}>"
            seen = until.get(thing.name, until.get(account))
            four = self._read(text, seen, since.get(thing.name, since.get(account)))
            if isinstance(four, Bounds):
                yield graph, four
            else:
                self._gathered.faults.append(_placed(four, thing.name))

    def _above(self, cls: str) -> list[str]:
        if cls not in self._tails:
            above = self._schema.above.get(cls, ())
            self._tails[cls] = [f"<{RDF_TYPE}> <{each}>" for each in above]
        return self._tails[cls]

    def _is_narrowest(self, cls: str, thing: Thing) -> bool:
        return len(thing.classes) == 1 or not any(
            cls in self._schema.above.get(other, ()) for _, other in thing.classes
        )

    def _read(self, text: str, until: date | None, since: date | None) -> Bounds | DataError:
        key = (text, until, since)
        if key not in self._bounds:
            try:
                self._bounds[key] = bounds(_edtf(text), until, since)
            except DataError as error:
                self._bounds[key] = error
        return self._bounds[key]


def _edtf(time: str) -> str:
    text = lexical(time)
    if not (time.startswith('"') and time.endswith(f'"^^<{_EDTF}>')):
        mend = f'write it as "{text}"^^edtf:EDTF'
        raise DataError("a time is an EDTF literal", where=repr(text), mend=mend)
    return text


def _placed(error: DataError, name: str) -> DataError:
    what, where = f"{error.what}: {error.where}", compact(lexical(name))
    return DataError(what, where=where, mend=error.mend)
