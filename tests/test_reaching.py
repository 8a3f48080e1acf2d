"""No text makes an engine call out: a listener on loopback hears nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

import kg
from kg.engine.engine import OxigraphEngine
from kg.engine.inward import holds_letters, query_stays_inside, update_stays_inside
from kg.engine.limit import query_within
from kg.errors import KgError, QueryError
from kg.rdf.evaluator import RdflibEngine, stays_inside
from kg.remote.remote import RemoteEngine
from kg.sparql import Query
from kg.sparql.guarding import guard
from reaching import Ear, listening, queries, small_engine, try_queries, try_updates, updates
from servers import oxigraph


@pytest.fixture
def ear() -> Iterator[Ear]:
    with listening() as found:
        yield found


def texts(ear: Ear, seed: int = 1) -> Iterator[str]:
    return queries(random.Random(seed), ear.url)


def test_the_listener_hears_what_no_guard_holds_back(ear: Ear) -> None:
    store = ox.Store()
    for text in islice(texts(ear), 2000):
        with suppress(SyntaxError, OSError, ValueError, TypeError, RuntimeError):
            list(store.query(text))  # type: ignore[arg-type]
    assert len(ear.heard) > 10


def test_the_guard_as_it_was_let_calls_through(ear: Ear) -> None:
    """Tokens of the specification alone: what this edition mends."""
    store = ox.Store()
    for text in islice(texts(ear), 4000):
        with suppress(KgError, SyntaxError, OSError, ValueError, TypeError, RuntimeError):
            guard(text)
            list(store.query(text))  # type: ignore[arg-type]
    assert ear.heard


@pytest.mark.slow
def test_oxigraph_is_silent(ear: Ear) -> None:
    tally = try_queries(small_engine(ear.url), texts(ear), 100_000)
    assert not ear.heard
    assert tally.parsed > 1000, str(tally)


@pytest.mark.slow
def test_updates_are_silent(ear: Ear) -> None:
    tally = try_updates(updates(random.Random(2), ear.url), 20_000)
    assert not ear.heard
    assert tally.parsed > 200, str(tally)


@pytest.mark.slow
def test_rdflibs_evaluator_is_silent(ear: Ear) -> None:
    graph = rdflib.Dataset()
    graph.bind("e", ear.url)
    try_queries(RdflibEngine(graph), texts(ear, 3), 2000)
    assert not ear.heard


@pytest.mark.slow
def test_rdflibs_interface_and_prepared_queries_are_silent(ear: Ear) -> None:
    graph = kg.Graph(small_engine(ear.url))
    for text in islice(texts(ear, 4), 1000):
        with suppress(Exception):
            list(graph.query(text))
        with suppress(Exception):
            list(graph.query(prepareQuery(text)))
    assert not ear.heard


def test_rdflibs_updates_are_silent(ear: Ear) -> None:
    graph = kg.Graph(small_engine(ear.url))
    for text in islice(updates(random.Random(5), ear.url), 3000):
        with suppress(Exception):
            graph.update(text)
    assert not ear.heard


def test_a_server_is_silent(ear: Ear) -> None:
    with oxigraph() as server:
        try_queries(RemoteEngine(server.addresses.query), texts(ear, 6), 2000)
    assert not ear.heard


@pytest.mark.slow
def test_the_worker_is_silent(ear: Ear, tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path))
    engine = OxigraphEngine(store, tmp_path)
    store.flush()
    del store
    engine = OxigraphEngine(ox.Store.read_only(str(tmp_path)), tmp_path)
    for text in islice(texts(ear, 7), 60):
        with suppress(KgError):
            engine.query(Query(text, time_limit=20))
    assert not ear.heard


def test_the_worker_cannot_open_a_connection_whatever_it_is_asked(ear: Ear, tmp_path: Path) -> None:
    """The second wall, without the first."""
    ox.Store(str(tmp_path)).flush()
    asked = f"SELECT * {{ SERVICE <{ear.url}> {{ ?s ?p ?o }} }}"
    store = ox.Store.read_only(str(tmp_path))
    with suppress(KgError, OSError):
        query_within(store, tmp_path, asked, {}, 20)
    assert not ear.heard


GLUED = [
    "SELECT*{SERVICESILENT<http://a.invalid/>{?s ?p ?o}}",
    "SELECT*{SERVICEid:x{?s ?p ?o}}",
    "SELECT*{?s ?p 1SERVICE<http://a.invalid/>{}}",
    "SELECT*{?s ?p trueSERVICE<http://a.invalid/>{}}",
    "SELECT*{ ?a ?b ?x FILTER(?a<?b#>'''\n)SERVICE<http://a.invalid/>{}#'''\n}",
]


@pytest.mark.parametrize("text", GLUED)
def test_a_keyword_is_found_where_the_engine_reads_one(text: str) -> None:
    with pytest.raises(QueryError, match="another endpoint"):
        query_stays_inside(text)


@pytest.mark.parametrize(
    "text", ["LOADSILENT<http://a.invalid/>", "INSERT{?s ?p ?o}WHERE{SERVICESILENT<a:b>{?s ?p ?o}}"]
)
def test_an_update_is_read_as_the_engine_reads_it(text: str) -> None:
    with pytest.raises(QueryError, match="another address"):
        update_stays_inside(text)


def test_letters_that_mean_nothing_pass() -> None:
    for text in (
        "SELECT ?service { ?service kg:note 'SERVICE <http://a> {}' } # SERVICE",
        "PREFIX service: <a:> ASK { service:SERVICE <a:service> 'x'@service }",
        'ASK { ?s ?p "caf\\u00E9 service" }',
    ):
        assert holds_letters(text)
        query_stays_inside(text)
    update_stays_inside("INSERT DATA { <a:load> <a:b> 'load service' }; DROP GRAPH <a:b>")


def test_an_allowed_endpoint_lets_no_other_one_in() -> None:
    allowed = "SELECT * { SERVICE <http://a> { ?s ?p ?o } }"
    query_stays_inside(allowed, ["http://a"])
    query_stays_inside("PREFIX x: <http://> SELECT * { SERVICE SILENT x:a {} }", ["http://a"])
    for other in (
        "SELECT * { SERVICE <http://a> {} SERVICESILENT<http://b> {} }",
        "PREFIX x: <http://> PREFIX x:#\n<http://b/> SELECT * { SERVICE x:a {} }",
    ):
        with pytest.raises(QueryError):
            query_stays_inside(other, ["http://a"])


@pytest.mark.parametrize(
    "text", ["SELECT * FROM <http://a.invalid> {}", "ASK FROM NAMED <http://a.invalid> {}"]
)
def test_rdflib_fetches_no_graph(text: str) -> None:
    with pytest.raises(QueryError, match="FROM"):
        stays_inside(prepareQuery(text))
