"""Publishing: whole or not at all, restartable, counted afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build, sorting
from kg.engine import OxigraphEngine
from kg.engine.literals import node
from kg.errors import UsageError
from kg.remote.batches import cargo_of
from kg.remote.layout import ONTOLOGY, THINGS
from kg.remote.publishing import Addresses, push
from kg.remote.refusals import EndpointError
from kg.remote.remote import RemoteEngine, open_endpoint
from kg.remote.target import Target
from kg.vocabulary import CLAIMS, FACTS, ID
from samples import CLAIMS as CLAIMS_FILE
from samples import SAMPLE, ontology_files
from servers import Server, oxigraph, virtuoso

GRAPHS = (ONTOLOGY, THINGS, FACTS, CLAIMS)


class BrokenOffError(Exception):
    """What stops a push in these tests."""


@pytest.fixture(scope="module")
def sample() -> OxigraphEngine:
    return OxigraphEngine(build([*ontology_files(), SAMPLE, CLAIMS_FILE]))


@pytest.fixture
def server() -> Iterator[Server]:
    with oxigraph() as running:
        yield running


def grown(sample: OxigraphEngine, count: int) -> OxigraphEngine:
    """Give the sample with more facts."""
    store = ox.Store()
    store.bulk_extend(sample.store)
    for number in range(count):
        store.add(ox.Quad(node(f"{ID}thing-{number}"), node(ID + "p"), ox.Literal("ü\n\"'\\")))
    return OxigraphEngine(store)


def contents(engine: RemoteEngine) -> set[bytes]:
    return set(engine.dump().splitlines())


@pytest.mark.parametrize("by_graph_store", [True, False])
def test_the_server_then_holds_the_graph(
    server: Server, sample: OxigraphEngine, *, by_graph_store: bool
) -> None:
    addresses = server.addresses
    if not by_graph_store:
        addresses = addresses._replace(graph_store=None)
    done = push(addresses, grown(sample, 50), batch=100)
    engine = open_endpoint(addresses.query)
    assert contents(engine) == set(grown(sample, 50).dump().splitlines())
    assert done.sent == sum(done.counts.values()) == engine.size()
    assert done.counts == {each: engine.count(each) for each in GRAPHS}
    assert all(done.counts.values())


def test_ontology_facts_and_claims_lie_apart(server: Server, sample: OxigraphEngine) -> None:
    push(server.addresses, sample)
    engine = open_endpoint(server.addresses.query)
    only = build(ontology_files())
    assert engine.count(ONTOLOGY) == len(only)
    claims = list(sample.store.quads_for_pattern(None, None, None, node(CLAIMS)))
    assert engine.count(CLAIMS) == len(claims) > 0
    assert engine.count(THINGS) > 0
    facts = engine.count(THINGS) + engine.count(FACTS)
    assert facts == sample.size() - len(only) - len(claims)


def test_what_is_there_already_is_not_sent_again(server: Server, sample: OxigraphEngine) -> None:
    assert push(server.addresses, sample).sent == sample.size()
    assert push(server.addresses, sample).sent == 0


def test_a_new_version_replaces_the_old_one(server: Server, sample: OxigraphEngine) -> None:
    push(server.addresses, grown(sample, 30))
    push(server.addresses, sample)
    engine = open_endpoint(server.addresses.query)
    assert contents(engine) == set(sample.dump().splitlines())
    assert staging(engine) == set()


def test_readers_see_the_old_version_until_the_new_one_is_whole(
    server: Server, sample: OxigraphEngine
) -> None:
    push(server.addresses, sample)
    engine, seen = open_endpoint(server.addresses.query), set()
    push(
        server.addresses,
        grown(sample, 500),
        batch=200,
        progress=lambda *_: seen.add(engine.size()),
    )
    assert seen == {sample.size()}
    assert engine.size() == sample.size() + 500


@pytest.mark.fault
def test_a_push_that_was_broken_off_goes_on(server: Server, sample: OxigraphEngine) -> None:
    reached = []

    def stopping(done: int, _total: int) -> None:
        reached.append(done)
        if len(reached) == 5:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        push(server.addresses, sample, batch=100, progress=stopping)
    done = push(server.addresses, sample, batch=100)
    assert done.sent == sample.size() - reached[-1]
    assert contents(open_endpoint(server.addresses.query)) == set(sample.dump().splitlines())


def test_what_an_older_push_left_is_cleared(server: Server, sample: OxigraphEngine) -> None:
    def stopping(done: int, _total: int) -> None:
        if done > 300:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        push(server.addresses, grown(sample, 400), batch=100, progress=stopping)
    engine = RemoteEngine(server.addresses.query)
    assert staging(engine)
    push(server.addresses, sample, batch=100)
    assert staging(engine) == set()
    assert engine.size() == sample.size()


def test_receipts_that_the_server_does_not_bear_out_are_not_believed(
    server: Server, sample: OxigraphEngine
) -> None:
    def stopping(done: int, total: int) -> None:
        if done == total:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        push(server.addresses, sample, batch=100, progress=stopping)
    engine = RemoteEngine(server.addresses.query)
    for graph in staging(engine):
        push_update(server, f"DROP GRAPH <{graph}>")
    assert push(server.addresses, sample, batch=100).sent == sample.size()
    assert contents(engine) == set(sample.dump().splitlines())


@pytest.mark.fault
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_what_is_forgotten_may_be_broken_off_anywhere(
    server: Server, sample: OxigraphEngine, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopping(done: int, _total: int) -> None:
        if done > 300:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        push(server.addresses, grown(sample, 400), batch=100, progress=stopping)
    left, update = [steps], Target.update

    def counted(target: Target, text: str, **more: bool) -> None:
        left[0] -= 1
        update(target, text, **more)
        if not left[0]:
            raise BrokenOffError

    monkeypatch.setattr(Target, "update", counted)
    with pytest.raises(BrokenOffError):
        push(server.addresses, sample, batch=100)
    monkeypatch.setattr(Target, "update", update)
    engine = RemoteEngine(server.addresses.query)
    for wanted in (grown(sample, 400), sample):
        push(server.addresses, wanted, batch=100)
        assert contents(engine) == set(wanted.dump().splitlines())
        assert staging(engine) == set()


@pytest.mark.fault
def test_a_server_that_loses_statements_is_found_out(
    server: Server, sample: OxigraphEngine
) -> None:
    push(server.addresses, sample)
    engine = RemoteEngine(server.addresses.query)

    def losing(done: int, total: int) -> None:
        if done == total:
            for graph in staging(engine):
                push_update(server, f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s a ?o }} }}")

    with pytest.raises(
        EndpointError, match=r"the server counts [\d,]+ statements for .*were to be"
    ):
        push(server.addresses, grown(sample, 10), progress=losing)
    assert contents(engine) == set(sample.dump().splitlines())
    assert push(server.addresses, grown(sample, 10)).sent == sample.size() + 10


def test_progress_reaches_the_whole(server: Server, sample: OxigraphEngine) -> None:
    steps: list[tuple[int, int]] = []
    push(server.addresses, sample, batch=300, progress=lambda *step: steps.append(step))
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    assert steps[-1] == (sample.size(), sample.size())


def test_nothing_is_written_where_there_is_no_terminal(
    server: Server, sample: OxigraphEngine, capfd: pytest.CaptureFixture[str]
) -> None:
    push(server.addresses, sample)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_virtuoso_takes_it_too_and_asks_for_a_password(
    sample: OxigraphEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(secrets))
    with virtuoso(tmp_path) as server:
        addresses = server.addresses._replace(query=server.addresses.update)
        with pytest.raises(EndpointError, match="asks for a name and a password"):
            push(addresses, sample)
        secrets.write_text("machine 127.0.0.1 login dba password dba\n")
        for way in (addresses, addresses._replace(graph_store=None)):
            done = push(way, grown(sample, way.graph_store is None), batch=500)
            engine = open_endpoint(server.addresses.query)
            assert done.counts == {each: engine.count(each) for each in GRAPHS}
            assert done.sent == engine.size()


def test_a_server_that_is_only_read_refuses(sample: OxigraphEngine, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as server:
        pass
    with oxigraph(tmp_path, command="serve-read-only") as server, pytest.raises(EndpointError):
        push(server.addresses, sample)


@pytest.mark.parametrize(
    "addresses",
    [Addresses("host/query", "http://host/update"), Addresses("http://h/q", "http://h/u", "x")],
)
def test_every_address_is_looked_at_first(addresses: Addresses, sample: OxigraphEngine) -> None:
    with pytest.raises(UsageError, match="no address"):
        push(addresses, sample)


def test_batches_do_not_depend_on_the_order_of_loading(
    sample: OxigraphEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quads = list(grown(sample, 100).store)
    found = []
    for run in (7, 10_000):
        monkeypatch.setattr(sorting, "_RUN", run)
        quads.reverse()
        store = ox.Store()
        store.extend(quads)
        folder = tmp_path / str(run)
        folder.mkdir()
        cargo = cargo_of(store, build(ontology_files()), folder)
        found.append([(c.graph, c.size, c.digest, list(c.batches(40))) for c in cargo])
        assert sorted(p.name for p in folder.iterdir()) == ["0.nt", "1.nt", "2.nt", "3.nt"]
    assert found[0] == found[1]
    assert sum(size for _, size, _, _ in found[0]) == len(quads)


def staging(engine: RemoteEngine) -> set[str]:
    """Give the graphs of pushes that did not end."""
    found = engine.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", [])
    names = {row[0].value for row in found.cells}  # type: ignore[union-attr]
    return {name for name in names if name.startswith(f"{ID}push-")}


def push_update(server: Server, text: str) -> None:
    """Send an update as somebody else would."""
    engine = RemoteEngine(server.addresses.query)
    headers = {"Content-Type": "application/sparql-update"}
    engine._transport.send(server.addresses.update, text.encode(), headers).close()
