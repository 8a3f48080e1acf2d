"""What derivation needs of a graph, noted in one pass over its statements.

Reading a statement back from a store on disk costs four times as much as parsing it (measured on
10^6 statements), so what is derived is derived from what the parser gives, before it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import pyoxigraph as ox

from kg.build.sources import GraphName, graph_text
from kg.errors import DataError
from kg.terms import lexical
from kg.vocabulary import KG, PREFIXES, RDF_TYPE, C, kg

__all__ = ["DECLARING", "SUBCLASS", "TIME", "Notes"]

SUBCLASS: Final = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
# By which properties a class declares its ties, and that it lends or takes time.
_TIES: Final = KG + "edge"
_LENDS: Final = frozenset(map(kg, ("edgeTime", "beginsLifeOf", "timeOfWhole")))
_BINDS: Final = kg("boundsTime")
# Words, one of which stands in a file that says of classes what is needed here.
DECLARING: Final = (
    b"subClassOf", b"ontology/edge", b":edge", b"beginsLifeOf", b"timeOfWhole", b"boundsTime",
)  # fmt: skip
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
        within: By graph, each thing with those while which it can hold.
        terms: The IRI of every property, class and concept that was used as one.
        faults: What of this nothing can be derived from.
    """

    def __init__(self, declarations: Iterable[ox.Quad]) -> None:
        self.declared: list[str] = []
        self.classes: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.times: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.days: dict[str, dict[str, str]] = {_SINCE: {}, _UNTIL: {}}
        self.links: dict[str, list[str]] = defaultdict(list)
        self.linked: set[str] = set()
        self.within: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.terms: set[str] = set()
        self.faults: list[DataError] = []
        links, self._binding = set(), set[str]()
        for quad in declarations:
            predicate, value = quad.predicate.value, str(quad.object)
            is_class = quad.predicate == SUBCLASS and value.startswith(_OURS)
            if is_class or predicate.startswith(_TIES) or predicate in _LENDS:
                self.declared.append(f"{quad.triple} .\n")
                links |= {value} if predicate in _LENDS else set()
            elif predicate == _BINDS and lexical(value) == "true":
                self._binding.add(str(quad.subject))
        self._lending = frozenset(links)
        self._noted = frozenset({_TYPE, TIME, _SINCE, _UNTIL, *links, *self._binding})
        self._known: dict[ox.NamedNode | str, bool] = {}

    def take(self, quad: ox.Quad) -> None:
        """Note what is needed of a statement."""
        predicate, value = quad.predicate, quad.object
        noted = self._known.get(predicate)
        if noted is None:
            noted = str(predicate) in self._noted
            self._known |= {predicate: noted, str(predicate): noted}
            self.terms.add(predicate.value)
        if noted:
            self._note(str(quad.subject), str(predicate), str(value), graph_text(quad.graph_name))
        elif isinstance(value, ox.NamedNode) and value.value.startswith(C):
            self.terms.add(value.value)

    def take_lines(self, lines: Iterable[str], graph: GraphName) -> None:
        """Note what is needed of lines of N-Triples in which every node has a name.

        To split a line as it is usually written takes a fifth of the time of parsing it. What is
        written in another way is parsed; what is not well formed says nothing here: who holds the
        file to the grammar knows in which line of it that is.

        Args:
            lines: The lines, of a file that something else holds to the grammar.
            graph: The graph that they go into.
        """
        text = graph_text(graph)
        for line in lines:
            subject, predicate, value = (*line.split(" ", 2), "", "")[:3]
            noted = self._known.get(predicate)
            if noted is False and value.startswith(_STARTS):
                if value.startswith(_CONCEPT):
                    self.terms.add(value[1:].partition(">")[0])
            elif noted and value.endswith(" .\n") and "\\" not in line:
                self._note(subject, predicate, value[:-3], text)
            else:
                with suppress(SyntaxError):
                    for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES):
                        self.take(ox.Quad(quad.subject, quad.predicate, quad.object, graph))

    def _note(self, subject: str, predicate: str, value: str, graph: str) -> None:
        if predicate == _TYPE:
            self.terms.add(lexical(value))
            if value.startswith(_OURS):
                self.classes[graph].setdefault(subject, []).append(value)
        elif predicate == TIME:
            self.times[graph].append((subject, value))
        elif predicate in self.days:
            self.days[predicate][subject] = value
        elif value.startswith('"'):
            return
        if predicate in self._binding:
            self.within[graph].setdefault(subject, []).append(value)
        if predicate in self._lending:
            self.linked |= {subject, value}
            self.links[graph].append(f"{subject} {predicate} {value} .\n")
