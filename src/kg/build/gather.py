"""What derivation needs of a graph, gathered in one pass over its statements.

Reading a statement back from a store on disk costs four times as much as parsing it (measured on
10^6 statements), so what is derived is derived from what the parser gives, before it is stored.
What concerns one thing is kept as lines that are sorted by thing: memory does not grow with the
graph, but for classes, dates and what lends its time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.build.sorting import Sorter
from kg.errors import DataError
from kg.terms import compact
from kg.vocabulary import KG, PREFIXES, RDF_TYPE, C, kg

__all__ = ["EDGES", "LENDS", "Gathered", "Thing", "graph_text", "lexical"]

EDGES: Final = tuple(kg(f"edge{name}") for name in "From To Symmetric Sign Within Order".split())
"""The properties by which a class declares its ties, the one that makes it a tie first."""
LENDS: Final = kg("edgeTime")
"""The property by which a class declares what lends its time."""

_Reader: TypeAlias = Callable[[str, str, str], None]
# What a line says of its thing.
_CLASS, _TIME, _LINK = "a", "t", "l"
_CONCEPT: Final = f"<{C}"
_STARTS: Final = ("<", '"')


def graph_text(quad: ox.Quad) -> str:
    """Give the graph of a statement as N-Quads writes it, with a space before it."""
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"


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

    Attributes:
        above: Each class with the classes directly above it, as IRIs.
        edges: Each class with what it declares of its ties: property, value and graph.
        observed: The last day for which each thing that says so was observed.
        data_sets: The things that are data sets.
        lenders: What links lead to.
        late: Properties that turned out to be links after statements with them had passed.
        faults: What is wrong with what was gathered.
    """

    def __init__(self) -> None:
        self.above: dict[str, set[str]] = defaultdict(set)
        self.edges: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self.observed: dict[str, date] = {}
        self.data_sets: set[str] = set()
        self.lenders: set[str] = set()
        self.late: set[str] = set()
        self.faults: list[DataError] = []
        self._lines = Sorter()
        self._classes: set[str] = set()
        self._concepts: set[str] = set()
        self._known: dict[str, _Reader] = {
            RDF_TYPE: self._class,
            kg("time"): self._time,
            kg("observedUntil"): self._observed,
            PREFIXES["rdfs"] + "subClassOf": self._subclass,
            **{each: self._edge_by(each) for each in (*EDGES, LENDS)},
            **{each: self._link_by(each) for each in (kg("partOf"), kg("corridor"))},
        }
        # By property, what reads a statement with it, or None; it stands here once it was seen.
        self._readers: dict[str, _Reader | None] = {}

    def take(self, quads: Iterable[ox.Quad]) -> None:
        """Gather from statements."""
        for _ in self.passing(quads):
            pass

    def passing(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Gather from statements, and give them on."""
        readers: dict[ox.NamedNode, _Reader | None] = {}
        for quad in quads:
            value = quad.object
            if isinstance(value, ox.NamedNode) and value.value.startswith(C):
                self._concepts.add(value.value)
            predicate = quad.predicate
            try:
                reader = readers[predicate]
            except KeyError:
                reader = readers[predicate] = self._reader(predicate.value)
            if reader is not None:
                reader(str(quad.subject), str(value), graph_text(quad))
            yield quad

    def take_lines(self, lines: Iterable[str], graph: str) -> None:
        """Gather from lines of N-Triples in which every node has a name.

        To split a line as it is usually written takes a fifth of the time of parsing it. What is
        written in another way is parsed.

        Args:
            lines: The lines, of a file that something else holds to the grammar.
            graph: The graph that they go into.
        """
        readers: dict[str, _Reader | None] = {}
        for line in lines:
            try:
                subject, predicate, rest = line.split(" ", 2)
                reader = readers[predicate]
            except (KeyError, ValueError):
                readers.update(self._parse(line, graph))
                continue
            if rest.startswith(_CONCEPT):
                self._concepts.add(rest[1:].partition(">")[0])
            if reader is None and rest.startswith(_STARTS):
                continue
            if reader and rest.endswith(" .\n") and "\\" not in line:
                reader(subject, rest[:-3], graph)
            else:
                self._parse(line, graph)

    def take_late(self, quads: Iterable[ox.Quad]) -> None:
        """Gather the links that passed before they were known to be links."""
        for quad in quads:
            if quad.predicate.value in self.late:
                reader = self._link_by(quad.predicate.value)
                reader(str(quad.subject), str(quad.object), graph_text(quad))

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
        return {*self._readers, *self._classes, *self._concepts}

    def _reader(self, predicate: str) -> _Reader | None:
        return self._readers.setdefault(predicate, self._known.get(predicate))

    def _parse(self, line: str, graph: str) -> dict[str, _Reader | None]:
        """Gather from a line that was not seen through; give its property with what reads it.

        One that is not well formed says nothing here: who holds the file to the grammar knows in
        which line of it that is.
        """
        found: dict[str, _Reader | None] = {}
        try:
            quads = list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError:
            return found
        for quad in quads:
            predicate, value = str(quad.predicate), str(quad.object)
            found[predicate] = reader = self._reader(quad.predicate.value)
            if value.startswith(_CONCEPT):
                self._concepts.add(lexical(value))
            if reader:
                reader(str(quad.subject), value, graph)
        return found

    def _keep(self, subject: str, graph: str, mark: str, value: str) -> None:
        self._lines.add(f"{subject}\t{graph}\t{mark}{value}\n")

    def _class(self, subject: str, value: str, graph: str) -> None:
        iri = lexical(value)
        self._classes.add(iri)
        if iri.startswith(KG):
            self._keep(subject, graph, _CLASS, iri)
            if iri == kg("DataSet"):
                self.data_sets.add(subject)

    def _time(self, subject: str, value: str, graph: str) -> None:
        self._keep(subject, graph, _TIME, value)

    def _observed(self, subject: str, value: str, graph: str) -> None:
        del graph
        try:
            self.observed[subject] = date.fromisoformat(lexical(value))
        except ValueError:
            what, mend = "kg:observedUntil is not a day", "write it as year-month-day"
            self.faults.append(DataError(what, where=compact(lexical(subject)), mend=mend))

    def _subclass(self, subject: str, value: str, graph: str) -> None:
        del graph
        if subject.startswith("<") and value.startswith("<"):
            self.above[lexical(subject)].add(lexical(value))

    def _link_by(self, predicate: str) -> _Reader:
        def link(subject: str, value: str, graph: str) -> None:
            if not value.startswith('"'):
                self.lenders.add(value)
                self._keep(subject, graph, _LINK, f"{predicate} {value}")

        return link

    def _edge_by(self, predicate: str) -> _Reader:
        def edge(subject: str, value: str, graph: str) -> None:
            self.edges[lexical(subject)].append((predicate, value, graph))
            link = lexical(value)
            if predicate == LENDS and link not in self._known:
                self._known[link] = self._link_by(link)
                if link in self._readers:
                    self._readers[link] = self._known[link]
                    self.late.add(link)

        return edge
