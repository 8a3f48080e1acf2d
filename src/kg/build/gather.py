"""What derivation needs of a graph, gathered in one pass over its statements.

Reading a statement back from a store on disk costs four times as much as parsing it (measured on
10^6 statements), so what is derived is derived from what the parser gives, before it is stored.
What concerns one thing is kept as lines that are sorted by thing: memory does not grow with the
graph, but for classes, dates and what lends its time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.build.files import graph_text
from kg.build.sorting import Sorter
from kg.errors import DataError
from kg.terms import compact
from kg.vocabulary import KG, RDF_TYPE, C, kg

__all__ = ["Gathered", "Thing", "lexical"]

# What a line says of its thing; an empty mark says nothing that is gathered.
_CLASS, _TIME, _LINK, _UNTIL, _FROM = "a", "t", "l", "u", "f"
_MARKS: Final = {
    RDF_TYPE: _CLASS,
    kg("time"): _TIME,
    kg("observedUntil"): _UNTIL,
    kg("observedFrom"): _FROM,
}
_CONCEPT: Final = f"<{C}"
_STARTS: Final = ("<", '"')


class Thing(NamedTuple):
    """What was gathered of one thing; each class, time and link after its graph.

    Attributes:
        name: The thing, as text.
        classes: IRIs of its classes.
        times: Its times, as text.
        links: The IRI of a property, a space, and the thing that it leads to, as text.
    """

    name: str
    classes: list[tuple[str, str]]
    times: list[tuple[str, str]]
    links: list[tuple[str, str]]


def lexical(text: str) -> str:
    """Give the text inside a term: its IRI, or what stands between a literal's quotes."""
    return text[1:-1] if text.startswith("<") else text.rpartition('"')[0][1:] or text


class Gathered:
    """What was gathered from statements. Terms and graphs are text, as N-Quads writes them.

    Args:
        links: IRIs of the properties by which time is lent.

    Attributes:
        since: The first day for which each thing that says so was observed.
        until: The last one.
        lenders: What links lead to.
        faults: What is wrong with what was gathered.
    """

    def __init__(self, links: Collection[str] = ()) -> None:
        self.since: dict[str, date] = {}
        self.until: dict[str, date] = {}
        self.lenders: set[str] = set()
        self.faults: list[DataError] = []
        self._marks = {**dict.fromkeys(links, _LINK), **_MARKS}
        self._lines = Sorter()
        self._terms: set[str] = set()

    def passing(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Gather from statements, and give them on."""
        known: dict[ox.NamedNode, str] = {}
        for quad in quads:
            predicate, value = quad.predicate, quad.object
            try:
                mark = known[predicate]
            except KeyError:
                mark = known[predicate] = self._mark(predicate.value)
            if mark:
                text = predicate.value
                self._note(mark, text, str(quad.subject), str(value), graph_text(quad))
            elif isinstance(value, ox.NamedNode) and value.value.startswith(C):
                self._terms.add(value.value)
            yield quad

    def take_lines(self, lines: Iterable[str], graph: str) -> None:
        """Gather from lines of N-Triples in which every node has a name.

        To split a line as it is usually written takes a fifth of the time of parsing it. What is
        written in another way is parsed.

        Args:
            lines: The lines, of a file that something else holds to the grammar.
            graph: The graph that they go into, as text with a space before it.
        """
        known: dict[str, str] = {}
        for line in lines:
            try:
                subject, predicate, rest = line.split(" ", 2)
                mark = known[predicate]
            except (KeyError, ValueError):
                for each in self._parsed(line, graph):
                    known[str(each.predicate)] = self._mark(each.predicate.value)
                continue
            if not mark and rest.startswith(_STARTS):
                if rest.startswith(_CONCEPT):
                    self._terms.add(rest[1:].partition(">")[0])
            elif mark and rest.endswith(" .\n") and "\\" not in line:
                self._note(mark, predicate[1:-1], subject, rest[:-3], graph)
            else:
                self._parsed(line, graph)

    def things(self) -> Iterator[Thing]:
        """Give everything of which something was gathered, in the order of names."""
        for name, group in groupby(self._lines, key=lambda line: line[: line.index("\t")]):
            thing = Thing(name, [], [], [])
            by_mark = {_CLASS: thing.classes, _TIME: thing.times, _LINK: thing.links}
            for line in group:
                _, graph, value = line[:-1].split("\t")
                by_mark[value[0]].append((graph, value[1:]))
            yield thing

    def terms(self) -> set[str]:
        """Give the IRI of every property, class and concept that was used as one."""
        return self._terms

    def _mark(self, predicate: str) -> str:
        self._terms.add(predicate)
        return self._marks.get(predicate, "")

    def _parsed(self, line: str, graph: str) -> list[ox.Quad]:
        """Gather from a line that was not seen through, and give its statements.

        One that is not well formed says nothing here: who holds the file to the grammar knows in
        which line of it that is.
        """
        try:
            quads = list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError:
            return []
        for quad in quads:
            value = str(quad.object)
            if value.startswith(_CONCEPT):
                self._terms.add(lexical(value))
            if mark := self._mark(quad.predicate.value):
                self._note(mark, quad.predicate.value, str(quad.subject), value, graph)
        return quads

    def _note(self, mark: str, predicate: str, subject: str, value: str, graph: str) -> None:
        if mark in (_UNTIL, _FROM):
            self._observed(self.until if mark == _UNTIL else self.since, predicate, subject, value)
            return
        if mark == _CLASS:
            value = lexical(value)
            self._terms.add(value)
            if not value.startswith(KG):
                return
        elif mark == _LINK:
            if value.startswith('"'):
                return
            self.lenders.add(value)
            value = f"{predicate} {value}"
        self._lines.add(f"{subject}\t{graph}\t{mark}{value}\n")

    def _observed(self, days: dict[str, date], predicate: str, subject: str, value: str) -> None:
        try:
            days[subject] = date.fromisoformat(lexical(value))
        except ValueError:
            what, mend = f"{compact(predicate)} is not a day", "write it as year-month-day"
            self.faults.append(DataError(what, where=compact(lexical(subject)), mend=mend))
