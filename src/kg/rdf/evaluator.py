"""rdflib's own evaluator as an engine: the reference that others are held to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query as Prepared
from rdflib.query import Result

from kg.counting import counted
from kg.engine import Answer, OxigraphEngine, Rows, Triples
from kg.errors import KgError, QueryError, UsageError
from kg.sparql import Asked, Query, guard, named_graphs
from kg.vocabulary import FACTS, PREFIXES, kg

__all__ = ["RdflibEngine", "stays_inside"]


def stays_inside(query: Prepared, services: Collection[str] = ()) -> None:
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

    def accounts(self) -> list[str]:
        """Give the IRIs of its accounts, the facts first."""
        named = sorted(str(each.identifier) for each in self._graphs())
        return [FACTS, *(iri for iri in named if iri != str(DATASET_DEFAULT_GRAPH_ID))]

    def query(self, asked: Asked) -> Answer:
        """Evaluate a read query; see `Engine.query`."""
        query = Query.of(asked)
        if query.time_limit is not None:
            raise UsageError(
                "rdflib's own evaluator cannot be stopped", mend="ask a graph that kg.load() gives"
            )
        guard(query.text, graphs=self.accounts(), services=query.services)
        own = {name: rdflib.Namespace(iri) for name, iri in PREFIXES.items()}
        try:
            prepared = prepareQuery(query.bound, initNs=own)
            # rdflib would fetch what FROM names from its address.
            prepared.algebra["datasetClause"] = None
            stays_inside(prepared, query.services)
            return _answer(self._dataset(query).query(prepared, use_store_provided=False))
        except KgError:
            raise
        except Exception as error:  # noqa: BLE001
            # rdflib raises whatever its parser library raises; none of it is a public class.
            raise QueryError(f"rdflib cannot evaluate the query: {error}") from None

    def _graphs(self) -> Iterator[rdflib.Graph]:
        return self.graph.graphs() if isinstance(self.graph, rdflib.Dataset) else iter(())

    def _dataset(self, query: Query) -> rdflib.Graph:
        """Give what is asked; the caller's own graph stays as it is."""
        known, named = self.accounts(), named_graphs(query.tokens)
        default = [iri for is_named, iri in named if not is_named] if named else query.accounts
        if not named and set(default) == {FACTS}:
            if not query.has("GRAPH") and not isinstance(self.graph, rdflib.Dataset):
                return self.graph
            if isinstance(self.graph, rdflib.Dataset):
                return rdflib.Dataset(store=self.graph.store, default_union=False)
        if not named and set(default) >= set(known) and isinstance(self.graph, rdflib.Dataset):
            return rdflib.Dataset(store=self.graph.store, default_union=True)
        made = rdflib.Dataset()
        for iri in default:
            _copy(self._graph(iri), made.default_graph)
        if not named and FACTS not in default:
            _copy(self._shared(), made.default_graph)
        for iri in known if not named else [iri for is_named, iri in named if is_named]:
            if iri != FACTS:
                _copy(self._graph(iri), made.graph(rdflib.URIRef(iri)))
        return made

    def _graph(self, account: str) -> rdflib.Graph:
        if not isinstance(self.graph, rdflib.Dataset):
            return self.graph if account == FACTS else rdflib.Graph()
        name = DATASET_DEFAULT_GRAPH_ID if account == FACTS else rdflib.URIRef(account)
        return rdflib.Graph(store=self.graph.store, identifier=name)

    def _shared(self) -> Iterator[Any]:
        """Give what all accounts speak of; see `kg.engine.shared`."""
        facts = self._graph(FACTS)
        for cls in facts.subjects(rdflib.URIRef(kg("shared")), rdflib.Literal(True)):
            for thing in facts.subjects(rdflib.RDF.type, cls):
                yield from facts.triples((thing, None, None))

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

    def embedded(self) -> OxigraphEngine:
        """Give the same statements in a store, which joins them a hundred times faster."""
        store = ox.Store()
        for graph in list(self._graphs()) or [self.graph]:
            default = graph.identifier == DATASET_DEFAULT_GRAPH_ID or graph is self.graph
            name = ox.DefaultGraph() if default else _to_ox(graph.identifier)
            store.extend(ox.Quad(_to_ox(s), _to_ox(p), _to_ox(o), name) for s, p, o in graph)
        return OxigraphEngine(store)

    def size(self) -> int:
        """Count the statements."""
        return len(self.graph)

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        return f"rdflib {rdflib.__version__}, {counted(self.size(), 'statement')}"


def _copy(triples: Iterable[Any], into: rdflib.Graph) -> None:
    for triple in triples:
        into.add(triple)


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
