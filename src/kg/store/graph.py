"""The rdflib side: a dataset over the same store, and the engine of any rdflib graph."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore
from rdflib.query import Result
from rdflib.store import Store

from kg.errors import KgError, QueryError, UsageError
from kg.paths import shipped_files
from kg.store.answer import Answer, Rows, Triples
from kg.store.binding import Bindings, with_values
from kg.store.bridge import RemoteStore
from kg.store.build import build, open_store
from kg.store.engine import Engine, OxigraphEngine
from kg.store.guard import guard, guard_update, tokens
from kg.store.remote import RemoteEngine, open_endpoint
from kg.vocabulary import PREFIXES

__all__ = ["AnyGraph", "Graph", "RdflibEngine", "engine_of", "load"]


class _GuardedStore(OxigraphStore):
    """Oxigraph's rdflib store, holding its own queries and updates to the same guard."""

    def query(
        self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **more: Any
    ) -> Any:  # noqa: ANN401 - rdflib's own signature
        # rdflib evaluates a prepared query by itself, and then asks this store triple by triple.
        text = query if isinstance(query, str) else query._original_args[0]  # noqa: SLF001
        guard(text, graphs=[name.value for name in self._inner.named_graphs()])
        if any(token.text.upper() == "FROM" for token in tokens(text) if token.kind == "word"):
            # The graph that rdflib names would take the place of the one that the query names.
            queryGraph = None  # noqa: N806
        return super().query(query, initNs, initBindings, queryGraph, **more)

    def add_graph(self, graph: Any) -> None:  # noqa: ANN401
        # rdflib announces each graph that it looks at, in a store that is only read too.
        with suppress(UsageError), _only_read():
            super().add_graph(graph)

    def update(self, update: Any, *args: Any, **more: Any) -> None:  # noqa: ANN401
        if not isinstance(update, str):
            raise UsageError("a prepared update cannot be looked into", mend="give it as text")
        guard_update(update)
        with _only_read():
            super().update(update, *args, **more)

    def add(self, *args: Any, **more: Any) -> None:  # noqa: ANN401
        with _only_read():
            super().add(*args, **more)

    def addN(self, *args: Any, **more: Any) -> None:  # noqa: ANN401, N802
        with _only_read():
            super().addN(*args, **more)

    def remove(self, *args: Any, **more: Any) -> None:  # noqa: ANN401
        with _only_read():
            super().remove(*args, **more)


@contextmanager
def _only_read() -> Iterator[None]:
    """Say how to get a graph that can be written, where this one cannot."""
    try:
        yield
    except RuntimeError as error:
        if "read-write" not in str(error):
            raise
        raise UsageError(
            "the graph is only read", mend="take one from kg.load(writable=True)"
        ) from None


class Graph(rdflib.Dataset):
    """An rdflib dataset over a built store or a server: the facts by default, claims as a graph.

    Attributes:
        engine: What Khyber's own verbs ask it through.
    """

    def __init__(self, engine: OxigraphEngine | RemoteEngine) -> None:
        super().__init__(store=_rdflib_store(engine), default_union=False)
        self.engine = engine
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace, override=True, replace=True)

    def __repr__(self) -> str:
        """Say how much is in it."""
        return f"<kg.Graph of {self.engine.size():,} statements>"

    __str__ = __repr__


def _rdflib_store(engine: OxigraphEngine | RemoteEngine) -> Store:
    if isinstance(engine, OxigraphEngine):
        return _GuardedStore(store=engine.store)
    return RemoteStore(engine)


AnyGraph: TypeAlias = Graph | rdflib.Graph | OxigraphEngine | RemoteEngine
"""What the verbs take: Khyber's graph, any rdflib graph or dataset, or an engine."""


def load(
    *files: str | Path,
    writable: bool = False,
    endpoint: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Graph:
    """Build the graph, or open it where it is built, or open a server that holds it.

    Args:
        files: RDF files of the caller's own, loaded beside what is shipped; one whose name ends in
            ``claims`` goes into the claims.
        writable: Keep it in memory, where statements can be added; built anew at each call.
        endpoint: The address of a server that ``kg push`` wrote to; without it the one that
            ``KG_ENDPOINT`` names, where no files are given.
        headers: Headers for every request to the server, such as ``Authorization``; see
            `kg.store.remote.open_endpoint`.

    Returns:
        The ontology, the facts and what is derived from them in the default graph; the claims in
        the named graph ``id:claims``; every prefix bound.

    Raises:
        UsageError: A file is missing, or of no RDF format; or both files and a server are given.
        DataError: A file is not well formed, or says what the model does not allow.
        EndpointError: The server cannot be reached, refuses, or holds no graph of ours.
    """
    if endpoint and (files or writable):
        raise UsageError(
            "a server holds its own statements", where=endpoint, mend="kg push writes files to it"
        )
    if not files and not writable:
        endpoint = endpoint or os.environ.get("KG_ENDPOINT")
    if endpoint:
        return Graph(open_endpoint(endpoint, headers=headers))
    if writable:
        return Graph(OxigraphEngine(build([*shipped_files(), *files])))
    return Graph(open_store(files))


def engine_of(graph: AnyGraph) -> Engine:
    """Give the engine that a graph is asked through.

    Raises:
        UsageError: This is no graph.
    """
    if isinstance(graph, OxigraphEngine | RemoteEngine):
        return graph
    if isinstance(graph, Graph):
        return graph.engine
    if isinstance(graph, rdflib.Graph):
        inner = getattr(graph.store, "_inner", None)
        return OxigraphEngine(inner) if isinstance(inner, ox.Store) else RdflibEngine(graph)
    raise UsageError(f"a {type(graph).__name__} is no graph", mend="pass what kg.load() gives")


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
            return _answer(self._dataset(bound).query(bound, initNs=own))
        except KgError:
            raise
        except Exception as error:  # noqa: BLE001
            # rdflib raises whatever its parser library raises; none of it is a public class.
            raise QueryError(f"rdflib cannot evaluate the query: {error}") from None

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
