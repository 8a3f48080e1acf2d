"""W3C's SPARQL tests, read from where their folder lies: queries with their data, requests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

__all__ = ["Evaluation", "Request", "evaluations", "protocol", "protocol_data"]

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
ENTAILED = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#entailmentRegime")


class Evaluation(NamedTuple):
    """A query, its data, and the file of what it answers."""

    name: str
    query: str
    store: ox.Store
    result: Path


class Request(NamedTuple):
    """One request of the protocol's tests, and what the reply must be."""

    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[int]
    boolean: bool | None
    form: str


def read(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())


def file_of(node: Node | None) -> Path:
    return Path(unquote(urlsplit(str(node)).path))


def evaluations(folder: Path) -> Iterator[Evaluation]:
    """Give every test in which a query is evaluated without entailment."""
    for name in ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl"):
        for path in _included(folder / name):
            graph = read(path)
            for kind in (MF.QueryEvaluationTest, MF.CSVResultFormatTest):
                for test in sorted(graph.subjects(RDF.type, kind), key=str):
                    action = graph.value(test, MF.action)
                    assert action is not None
                    if (action, ENTAILED, None) not in graph and "entailment" not in path.parts:
                        yield _evaluation(graph, test, action, path.parent.name)


def _included(path: Path) -> list[Path]:
    graph = read(path)
    listed = graph.value(rdflib.URIRef(path.as_uri()), MF.include)
    assert listed is not None
    return [file_of(each) for each in Collection(graph, listed)]


def _evaluation(graph: rdflib.Graph, test: Node, action: Node, folder: str) -> Evaluation:
    store = ox.Store()
    for each in graph.objects(action, QT.data):
        _load(store, file_of(each), None)
    for each in graph.objects(action, QT.graphData):
        _load(store, file_of(each), ox.NamedNode(str(each)))
    query = file_of(graph.value(action, QT.query))
    # Relative addresses in a query are of the query's own file.
    text = f"BASE <{query.as_uri()}>\n{query.read_text(encoding='utf-8')}"
    name = f"{folder}/{str(test).rpartition('#')[2]}"
    return Evaluation(name, text, store, file_of(graph.value(test, MF.result)))


def _load(store: ox.Store, path: Path, graph: ox.NamedNode | None) -> None:
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    store.load(path=path, format=form, base_iri=path.as_uri(), to_graph=graph)


@cache
def _protocol(folder: Path) -> rdflib.Graph:
    return read(folder / "manifest.ttl")


def protocol_data(folder: Path) -> ox.Store:
    """Give the graphs that the protocol's tests ask."""
    store = ox.Store()
    for _, data in _protocol(folder).subject_objects(UT.graphData):
        graph = _protocol(folder)
        label = graph.value(data, RDFS.label)
        _load(store, file_of(graph.value(data, UT.graph)), ox.NamedNode(str(label)))
    return store


def protocol(folder: Path) -> Iterator[tuple[str, list[Request]]]:
    """Give every test of the protocol: its name, and its requests in their order."""
    graph = _protocol(folder)
    for test in sorted(graph.subjects(RDF.type, MF.ProtocolTest), key=str):
        connection = graph.value(test, MF.action)
        listed = graph.value(connection, HT.requests)
        assert listed is not None
        name = str(test).rpartition("#")[2]
        yield name, [_request(graph, name, each) for each in Collection(graph, listed)]


def _request(graph: rdflib.Graph, name: str, node: Node) -> Request:
    headers = {}
    if listed := graph.value(node, HT.headers):
        for each in Collection(graph, listed):
            key, value = graph.value(each, HT.fieldName), graph.value(each, HT.fieldValue)
            headers[str(key)] = str(value)
    reply, body = graph.value(node, HT.resp), graph.value(node, HT.body)
    truth = graph.value(reply, MF.expectedBoolean)
    coded = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    chars = str(graph.value(body, CNT.chars) or "") if body else ""
    wanted = (
        str(each).rpartition("StatusCode")[2] for each in graph.objects(reply, MF.expectedStatus)
    )
    statuses = {number for each in wanted for number in _numbers(each)}
    return Request(
        name, str(graph.value(node, HT.methodName)), str(graph.value(node, HT.absolutePath)),
        headers, chars.encode(coded), frozenset(statuses),
        None if truth is None else str(truth) in ("true", "1"),
        str(graph.value(reply, MF.expectedFormat) or ""),
    )  # fmt: skip


def _numbers(code: str) -> range | tuple[int]:
    if code.endswith("xx"):
        return range(int(code[0]) * 100, int(code[0]) * 100 + 100)
    return (int(code),)
