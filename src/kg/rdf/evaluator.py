"""rdflib's own evaluator as an engine: the reference that others are held to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from kg.engine import Answer, Rows, Triples
from kg.errors import KgError, QueryError, UsageError
from kg.sparql import Bindings, guard, tokens, with_values
from kg.vocabulary import PREFIXES

__all__ = ["RdflibEngine", "stays_inside"]


def stays_inside(query: Query, services: Collection[str] = ()) -> None:
    """Refuse a query that rdflib's own evaluator would reach out with.

    What is looked at is what rdflib evaluates, so nothing hangs on how its text is read. Unlike
    other engines rdflib fetches what FROM names, from the web and from files, even a graph that it
    has.

    Raises:
        QueryError: It calls an endpoint, or names a graph that would be fetched.
    """
    parts = list(_parts(query.algebra))
    called = [each.term for each in parts if each.name == "ServiceGraphPattern"]
    if any(str(each) not in services or isinstance(each, rdflib.Variable) for each in called):
        raise QueryError(
            "SERVICE would reach another endpoint, and queries stay on this machine",
            mend="name the endpoint in services=[…] to allow it",
        )
    if any(each.name == "DatasetClause" for each in parts):
        raise QueryError(
            "rdflib's own evaluator would fetch the graph that FROM names",
            mend="ask with GRAPH, or give the query as text to a graph from kg.load()",
        )


def _parts(node: Any) -> Iterator[Any]:  # noqa: ANN401 - rdflib's algebra, whatever it holds
    """Give every part of an algebra that has a name."""
    if hasattr(node, "name") and hasattr(node, "items"):
        yield node
    if isinstance(node, str):
        return
    inside = node.values() if hasattr(node, "values") else node if _is_many(node) else ()
    for each in inside:
        yield from _parts(each)


def _is_many(node: object) -> bool:
    return isinstance(node, list | tuple | set | frozenset)


class RdflibEngine:
    """rdflib's own evaluator, for graphs that live in rdflib: the reference, and slow."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = graph

    def query(
        self,
        sparql: str,
        *,
        bindings: Bindings | None = None,
        claims: bool = False,
        services: Collection[str] = (),
        time_limit: float | None = None,
    ) -> Answer:
        """Evaluate a read query; see `Engine.query`."""
        if time_limit is not None:
            raise UsageError(
                "rdflib's own evaluator cannot be stopped", mend="ask a graph that kg.load() gives"
            )
        guard(sparql, graphs=self._names(), services=services)
        own = {name: rdflib.Namespace(iri) for name, iri in PREFIXES.items()}
        bound = with_values(sparql, bindings or {})
        if isinstance(self.graph, rdflib.Dataset):
            self.graph.default_union = claims
        try:
            prepared = prepareQuery(bound, initNs=own)
            graph = self._named(prepared) or self._dataset(bound)
            stays_inside(prepared, services)
            return _answer(graph.query(prepared, use_store_provided=False))
        except KgError:
            raise
        except Exception as error:  # noqa: BLE001
            # rdflib raises whatever its parser library raises; none of it is a public class.
            raise QueryError(f"rdflib cannot evaluate the query: {error}") from None

    def _named(self, prepared: Query) -> rdflib.Graph | None:
        """Give the data set that a query names itself, and take the names from the query.

        rdflib would fetch them from their addresses.
        """
        clause = prepared.algebra.get("datasetClause")
        if not clause or not isinstance(self.graph, rdflib.Dataset):
            return None
        made = rdflib.Dataset()
        for each in clause:
            for kind, name in each.items():
                into = made.default_graph if kind == "default" else made.graph(name)
                if kind in ("default", "named"):
                    into += self.graph.graph(name)
        prepared.algebra["datasetClause"] = None
        return made

    def _dataset(self, sparql: str) -> rdflib.Graph:
        """Give the graph itself; a data set of it alone where the query asks for named graphs."""
        words = {token.text.upper() for token in tokens(sparql) if token.kind == "word"}
        if isinstance(self.graph, rdflib.Dataset) or "GRAPH" not in words:
            return self.graph
        alone = rdflib.Dataset()
        for triple in self.graph:
            alone.add(triple)
        return alone

    def _names(self) -> list[str]:
        if not isinstance(self.graph, rdflib.Dataset):
            return []
        return [str(each.identifier) for each in self.graph.graphs()]

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        return next(self._statements(rdflib.URIRef(iri)), None) is not None

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        subjects = {str(statement[0]) for statement in self._statements()}
        return (iri for iri in subjects if iri.startswith(namespace))

    def _statements(self, subject: rdflib.URIRef | None = None) -> Iterator[Any]:
        """Give every statement, or those on a subject, of facts and claims alike."""
        if isinstance(self.graph, rdflib.Dataset):
            return self.graph.quads((subject, None, None, None))
        return self.graph.triples((subject, None, None))

    def dump(self) -> bytes:
        """Give every statement, of facts and claims alike, as N-Triples."""
        triples = (ox.Triple(*map(_to_ox, each[:3])) for each in self._statements())
        return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def size(self) -> int:
        """Count the statements."""
        return len(self.graph)

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        return f"rdflib {rdflib.__version__}, {self.size():,} statements"


def _answer(result: Result) -> Answer:
    if result.type == "ASK":
        return bool(result.askAnswer)
    if result.graph is not None:
        return Triples([ox.Triple(*map(_to_ox, triple)) for triple in result.graph])
    names = [str(var) for var in result.vars or ()]
    cells = [[None if c is None else _to_ox(c) for c in row] for row in result]  # type: ignore[union-attr]
    return Rows(names, cells)


def _to_ox(term: Any) -> Any:  # noqa: ANN401 - rdflib's nodes to Oxigraph's, whatever they are
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), datatype=datatype)
    raise UsageError(f"rdflib gives a {type(term).__name__}, which no table can hold")
