"""What derivation needs of a graph, noted in one pass over its statements.

Reading a statement back from a store on disk costs four times as much as parsing it (measured on
10^6 statements), so what is derived is derived from what the parser gives, before it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.build.sources import Source, graph_text, said_with
from kg.terms import lexical
from kg.vocabulary import KG, PREFIXES, RDF_TYPE, C, kg

__all__ = ["SUBCLASS", "TIME", "Notes"]

SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"
# By which properties a class declares its ties, and that it lends or takes time.
_TIES: Final = KG + "edge"
_LENDS: Final = frozenset(map(kg, ("edgeTime", "beginsLifeOf", "timeOfWhole")))
_WORDS: Final = (b"subClassOf", b"ontology/edge", b":edge", b"beginsLifeOf", b"timeOfWhole")
_TYPE, TIME, _SINCE, _UNTIL = (
    f"<{each}>" for each in (RDF_TYPE, *map(kg, ("time", "observedFrom", "observedUntil")))
)
_OURS, _CONCEPT = f"<{KG}", f"<{C}"
_STARTS: Final = ("<", '"')


class Notes:
    """Notes of statements; terms and graphs are text, as N-Quads writes them.

    Args:
        declarations: Statements among which are those on classes.

    Attributes:
        declared: What is said of classes, as lines of N-Triples.
        classes: By graph, each thing with its classes of ours.
        times: By graph, each thing with a time.
        days: By property, each thing with the first or the last day for which it was observed.
        links: By graph, lines of N-Triples that say what may lend its time to what.
        linked: The things of which they speak.
        terms: The IRI of every property, class and concept that was used as one.
    """

    def __init__(self, declarations: Iterable[ox.Quad]) -> None:
        self.declared: list[str] = []
        self.classes: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.times: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.days: dict[str, dict[str, str]] = {_SINCE: {}, _UNTIL: {}}
        self.links: dict[str, list[str]] = defaultdict(list)
        self.linked: set[str] = set()
        self.terms: set[str] = set()
        links = set()
        for quad in declarations:
            predicate, value = quad.predicate.value, str(quad.object)
            is_class = predicate == SUBCLASS and value.startswith(_OURS)
            if is_class or predicate.startswith(_TIES) or predicate in _LENDS:
                self.declared.append(f"{quad.triple} .\n")
                links |= {value} if predicate in _LENDS else set()
        self._noted = frozenset({_TYPE, TIME, _SINCE, _UNTIL, *links})

    @classmethod
    def of(cls, sources: Iterable[Source]) -> Notes:
        """Begin with what files say of classes; one without such a word is not parsed for it.

        Raises:
            DataError: A file is not well formed.
        """
        return cls(quad for source in sources for quad in said_with(source, *_WORDS))

    def passing(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Note what is needed of statements, and give them on."""
        known: dict[ox.NamedNode, bool] = {}
        for quad in quads:
            predicate, value = quad.predicate, quad.object
            try:
                noted = known[predicate]
            except KeyError:
                noted = known[predicate] = self._is_noted(str(predicate))
            if noted:
                self._note(str(quad.subject), str(predicate), str(value), graph_text(quad))
            elif isinstance(value, ox.NamedNode) and value.value.startswith(C):
                self.terms.add(value.value)
            yield quad

    def take_lines(self, lines: Iterable[str], graph: str) -> None:
        """Note what is needed of lines of N-Triples in which every node has a name.

        To split a line as it is usually written takes a fifth of the time of parsing it. What is
        written in another way is parsed; what is not well formed says nothing here: who holds the
        file to the grammar knows in which line of it that is.

        Args:
            lines: The lines, of a file that something else holds to the grammar.
            graph: The graph that they go into, as text with a space before it.
        """
        known: dict[str, bool] = {}
        for line in lines:
            try:
                subject, predicate, rest = line.split(" ", 2)
                noted = known[predicate]
            except (KeyError, ValueError):
                for quad in self.passing(_parsed(line, graph)):
                    known[str(quad.predicate)] = self._is_noted(str(quad.predicate))
                continue
            if not noted and rest.startswith(_STARTS):
                if rest.startswith(_CONCEPT):
                    self.terms.add(rest[1:].partition(">")[0])
            elif noted and rest.endswith(" .\n") and "\\" not in line:
                self._note(subject, predicate, rest[:-3], graph)
            else:
                for _ in self.passing(_parsed(line, graph)):
                    pass

    def _is_noted(self, predicate: str) -> bool:
        self.terms.add(lexical(predicate))
        return predicate in self._noted

    def _note(self, subject: str, predicate: str, value: str, graph: str) -> None:
        if predicate == _TYPE:
            self.terms.add(lexical(value))
            if value.startswith(_OURS):
                self.classes[graph].setdefault(subject, []).append(value)
        elif predicate == TIME:
            self.times[graph].append((subject, value))
        elif predicate in self.days:
            self.days[predicate][subject] = value
        elif not value.startswith('"'):
            self.linked |= {subject, value}
            self.links[graph].append(f"{subject} {predicate} {value} .\n")


def _parsed(line: str, graph: str) -> list[ox.Quad]:
    name = ox.NamedNode(graph[2:-1]) if graph else ox.DefaultGraph()
    try:
        quads = list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        return []
    return [ox.Quad(q.subject, q.predicate, q.object, name) for q in quads]
