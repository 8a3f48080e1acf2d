"""What is declared of classes: read first, because everything that is derived follows from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.build.files import Source, contains, graph_text, parsed, reading
from kg.vocabulary import KG, PREFIXES, kg

__all__ = ["Schema"]

_EDGES: Final = tuple(kg(f"edge{name}") for name in "From To Symmetric Sign Within Order".split())
_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"
_LENDS, _BEGINS, _WHOLE = kg("edgeTime"), kg("beginsLifeOf"), kg("timeOfWhole")
_WORDS: Final = re.compile(rb"subClassOf|edge[A-Z]|beginsLifeOf|timeOfWhole")


class Schema:
    """Classes, what lies above them, and what they declare of ties and of time; all IRIs.

    Attributes:
        above: Each class with every class of ours above it.
        lends: Each class with the properties whose values lend it their time.
        begins: Each class with the properties whose values its things begin the life of.
        wholes: Each class with the properties whose values, of the same class, lend it their time.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        direct: dict[str, set[str]] = defaultdict(set)
        self._edges: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        said: dict[str, dict[str, set[str]]] = {each: {} for each in (_LENDS, _BEGINS, _WHOLE)}
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, ox.NamedNode):
                continue
            if predicate == _SUBCLASS and isinstance(value, ox.NamedNode):
                direct[subject.value].add(value.value)
            elif predicate in _EDGES:
                self._edges[subject.value].append((predicate, str(value), graph_text(quad)))
            elif predicate in said and isinstance(value, ox.NamedNode):
                said[predicate].setdefault(subject.value, set()).add(value.value)
        self.above = {each: _all_above(each, direct) for each in direct}
        self.lends, self.begins, self.wholes = (self._inherited(each) for each in said.values())

    @classmethod
    def read(cls, sources: Iterable[Source]) -> Schema:
        """Read what files declare; one in which no such word stands is not parsed for it.

        Raises:
            DataError: A file is not well formed.
        """
        return cls(quad for source in sources for quad in _declaring(source))

    @property
    def links(self) -> frozenset[str]:
        """Give every property by which time is lent."""
        tables = (self.lends, self.begins, self.wholes)
        return frozenset(each for table in tables for found in table.values() for each in found)

    def nearest(self, cls: str, declaring: Collection[str]) -> str | None:
        """Give a class itself, or the nearest class above it, that is one of those declaring."""
        found = [each for each in (cls, *self.above.get(cls, ())) if each in declaring]
        return max(found, key=lambda each: (len(self.above.get(each, ())), each), default=None)

    def lines(self) -> Iterator[str]:
        """Give a class that says nothing of its ties what the nearest class above it says."""
        ties = {cls for cls, found in self._edges.items() if any(p == _EDGES[0] for p, *_ in found)}
        for cls in self.above:
            source = None if cls in ties else self.nearest(cls, ties)
            for predicate, value, graph in self._edges[source] if source else ():
                yield f"<{cls}> <{predicate}> {value}{graph} .\n"

    def _inherited(self, said: Mapping[str, set[str]]) -> dict[str, set[str]]:
        found = {cls: self.nearest(cls, said) for cls in {*self.above, *said}}
        return {cls: said[source] for cls, source in found.items() if source}


def _declaring(source: Source) -> Iterator[ox.Quad]:
    if contains(source.path, _WORDS):
        with reading(source.path):
            yield from parsed(source)


def _all_above(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for above in direct.get(waiting.pop(), ()):
            if above.startswith(KG) and above not in found:
                found.add(above)
                waiting.append(above)
    return found - {start}
