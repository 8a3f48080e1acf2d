"""rdflib's own interface over a server: a read-only store that asks an engine."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from typing import Any, Final

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store

from kg.engine import Answer, Rows, Triples, cells_of
from kg.errors import KgWarning, UsageError
from kg.remote import RemoteEngine
from kg.vocabulary import CLAIMS

__all__ = ["RemoteStore", "to_graph", "to_rdflib", "to_result"]

_NAMES: Final = ("s", "p", "o")
_NO_DIRECTION: Final = "a text loses its direction: rdflib holds none"
_BOOLEAN: Final = str(rdflib.XSD.boolean)
# rdflib warns with a traceback of each literal that Python has no value for, such as a day before
# year 1; the literal itself is sound. Who sets logging up still gets it.
logging.getLogger("rdflib").addHandler(logging.NullHandler())


class RemoteStore(Store):
    """A server as an rdflib store: facts in the default graph, claims in ``id:claims``.

    Args:
        engine: What asks the server.
    """

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, engine: RemoteEngine) -> None:
        super().__init__()
        self._engine = engine
        self._prefixes: dict[str, Any] = {}

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ANN401
        """Give the statements that fit a pattern, each with its graph."""
        if context is None:
            for each in self.contexts():
                yield from self.triples(triple_pattern, each)
            return
        name = _name(context)
        terms = [
            f"?{each}" if term is None else term.n3()
            for each, term in zip(_NAMES, triple_pattern, strict=True)
        ]
        pattern = f"{{ {' '.join(terms)} }}"
        where = f"GRAPH <{name}> {pattern}" if name else pattern
        answer = self._engine.query(f"SELECT * WHERE {{ {where} }}")
        if isinstance(answer, bool):
            return
        names = list(answer.names) if isinstance(answer, Rows) else []
        for row in cells_of(answer):
            found = dict(zip(names, map(to_rdflib, row), strict=True))
            fixed = zip(_NAMES, triple_pattern, strict=True)
            yield tuple(found.get(each, term) for each, term in fixed), iter((context,))

    def query(self, query: Any, *_: Any, **__: Any) -> Result:  # noqa: ANN401 - rdflib's own signature
        """Evaluate a read query on the server."""
        return to_result(self._engine.query(str(query)))

    def contexts(self, triple: Any = None) -> Generator[rdflib.Graph, None, None]:  # noqa: ANN401, ARG002 - rdflib's own
        """Give the graphs: the default one, and the claims."""
        for name in (DATASET_DEFAULT_GRAPH_ID, rdflib.URIRef(CLAIMS)):
            yield rdflib.Graph(store=self, identifier=name)

    def __len__(self, context: Any = None) -> int:  # noqa: ANN401
        """Count the statements of a graph."""
        name = _name(context)
        where = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else "?s ?p ?o"
        answer = self._engine.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
        rows = list(cells_of(answer))
        return int(getattr(rows[0][0], "value", "0")) if rows else 0

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:  # noqa: ANN401
        """Keep a prefix."""
        if override or prefix not in self._prefixes:
            self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> Any:  # noqa: ANN401
        """Give the namespace of a prefix."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: Any) -> str | None:  # noqa: ANN401
        """Give the prefix of a namespace."""
        return next((p for p, ns in self._prefixes.items() if ns == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, Any]]:
        """Give every prefix with its namespace."""
        yield from self._prefixes.items()

    def add(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Refuse: a server is read here, and written by publishing.

        Raises:
            UsageError: Always.
        """
        raise UsageError("a server is only read", mend="load files, change them, then kg push")

    remove = add

    def add_graph(self, graph: Any) -> None:  # noqa: ANN401
        """Do nothing: rdflib announces each graph that it looks at."""


def _name(context: Any) -> str:  # noqa: ANN401
    """Give the IRI of a named graph, or nothing for the default one."""
    found = getattr(context, "identifier", context)
    return "" if found in (None, DATASET_DEFAULT_GRAPH_ID) else str(found)


def to_result(answer: Answer) -> Result:
    """Give an answer as rdflib gives its own."""
    if isinstance(answer, bool):
        result = Result("ASK")
        result.askAnswer = answer
    elif isinstance(answer, Triples):
        result = Result("CONSTRUCT")
        result.graph = to_graph(answer)
    else:
        result = Result("SELECT")
        result.vars = [rdflib.Variable(name) for name in answer.names]
        result.bindings = [
            {v: to_rdflib(c) for v, c in zip(result.vars, row, strict=True) if c is not None}
            for row in answer.cells
        ]
    return result


def to_graph(answer: Triples) -> rdflib.Graph:
    """Give an answer of triples as a graph of rdflib's own."""
    graph = rdflib.Graph()
    for triple in answer.triples:
        graph.add(tuple(map(to_rdflib, triple)))
    return graph


def to_rdflib(term: Any) -> Any:  # noqa: ANN401 - Oxigraph's terms to rdflib's, whatever they are
    """Give one of Oxigraph's terms as rdflib's own.

    Raises:
        UsageError: It is a quoted triple, which rdflib cannot hold.
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            if term.direction:
                warnings.warn(_NO_DIRECTION, KgWarning, stacklevel=2)
            return rdflib.Literal(term.value, lang=term.language)
        plain = term.datatype.value == str(rdflib.XSD.string)
        datatype = None if plain else term.datatype.value
        with warnings.catch_warnings() if datatype == _BOOLEAN else nullcontext():
            if datatype == _BOOLEAN:
                warnings.simplefilter("ignore")  # rdflib finds "yes" weird, and keeps it
            # rdflib would write it anew, and so lose time zones and digits.
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    mend = "ask for its parts, with SUBJECT(?t), PREDICATE(?t) and OBJECT(?t)"
    raise UsageError(f"a {type(term).__name__} has no form in rdflib", mend=mend)
