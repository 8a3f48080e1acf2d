"""Processes killed with SIGKILL at random points of load and push: nothing lost, nothing half."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.build import build
from kg.engine import OxigraphEngine
from kg.paths import shipped_files
from kg.remote.layout import ONTOLOGY, THINGS
from kg.remote.publishing import push
from kg.remote.remote import RemoteEngine
from kg.remote.target import RECEIPTS
from kg.vocabulary import CLAIMS, FACTS
from servers import free_port, oxigraph

pytestmark = [pytest.mark.slow, pytest.mark.fault]

LOADS, PUSHES, SERVERS = 20, 20, 10
LOAD = "from kg.build import open_store; open_store()"
PUSH = """
import sys
import pyoxigraph as ox
from kg.engine import OxigraphEngine
from kg.remote.publishing import Addresses, push
push(Addresses(*sys.argv[2:]), OxigraphEngine(ox.Store.read_only(sys.argv[1])), batch=500)
"""


@pytest.fixture(scope="module")
def whole() -> OxigraphEngine:
    return OxigraphEngine(build(shipped_files()))


@pytest.fixture(scope="module")
def versions(
    whole: OxigraphEngine, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, set[bytes]]]:
    """Give two versions of a graph on disk, each with its statements."""
    folder = tmp_path_factory.mktemp("versions")
    quads = [quad for number, quad in enumerate(whole.store) if number % 4 == 0]
    found = []
    for name, some in (("old", quads[:-200]), ("new", quads[200:])):
        store = ox.Store(str(folder / name))
        store.bulk_extend(some)
        store.flush()
        found.append((folder / name, {f"{q.triple} .".encode() for q in store}))
        del store
    return found


def started(code: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
    )


def seconds(code: str, *arguments: str, **environment: str) -> float:
    """Give how long a process takes that nobody kills."""
    start = time.monotonic()
    assert started(code, *arguments, **environment).wait() == 0
    return time.monotonic() - start


def killed(process: subprocess.Popen[bytes], after: float) -> bool:
    """Kill a process after a while, and say whether it still ran."""
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def test_a_load_that_is_killed_leaves_a_whole_store_or_none(
    whole: OxigraphEngine, tmp_path: Path, survived: Callable[[str, int], None]
) -> None:
    chance, faults = random.Random(1), 0
    expected = set(whole.dump().splitlines())
    cache = tmp_path / "cache"
    usual = seconds(LOAD, KG_CACHE=str(tmp_path / "first"))
    while faults < LOADS:
        process = started(LOAD, KG_CACHE=str(cache))
        faults += killed(process, chance.uniform(0, 1.1) * usual)
        for folder in cache.glob("*"):
            if folder.suffix != ".part":
                kept = OxigraphEngine(ox.Store.read_only(str(folder)))
                assert set(kept.dump().splitlines()) == expected
                del kept
                folder.rename(tmp_path / f"seen-{time.monotonic_ns()}")
    assert started(LOAD, KG_CACHE=str(cache)).wait() == 0
    (folder,) = cache.iterdir()
    assert set(OxigraphEngine(ox.Store.read_only(str(folder))).dump().splitlines()) == expected
    assert faults == LOADS
    survived("loads", faults)


def test_processes_that_load_at_once_do_not_harm_each_other(
    whole: OxigraphEngine, tmp_path: Path
) -> None:
    told = f"{LOAD.replace('; ', '; e = ')}; raise SystemExit(e.size() != {whole.size()})"
    for _ in range(2):
        processes = [started(told, KG_CACHE=str(tmp_path)) for _ in range(3)]
        assert [process.wait() for process in processes] == [0, 0, 0]
    (folder,) = tmp_path.iterdir()
    assert len(ox.Store.read_only(str(folder))) == whole.size()


def test_a_push_that_is_killed_leaves_the_old_version_or_the_new_one(
    versions: list[tuple[Path, set[bytes]]],
    survived: Callable[[str, int], None],
) -> None:
    chance, faults = random.Random(2), 0
    with oxigraph() as server:
        addresses = [each for each in server.addresses if each]
        engine = RemoteEngine(server.addresses.query)
        usual = max(seconds(PUSH, str(path), *addresses) for path, _ in versions)
        while faults < PUSHES:
            path, _ = versions[faults % 2]
            process = started(PUSH, str(path), *addresses)
            faults += killed(process, chance.uniform(0, 1.1) * usual)
            assert held(engine) in [statements for _, statements in versions]
        for path, statements in versions:
            push(server.addresses, OxigraphEngine(ox.Store.read_only(str(path))), batch=500)
            assert held(engine) == statements
            # A quarter of the statements may hold nothing that all accounts speak of.
            assert graphs(engine) - {THINGS} == {ONTOLOGY, FACTS, CLAIMS, RECEIPTS}
    assert faults == PUSHES
    survived("pushes", faults)


def test_a_server_that_is_killed_while_it_is_pushed_to_loses_nothing(
    versions: list[tuple[Path, set[bytes]]],
    tmp_path: Path,
    survived: Callable[[str, int], None],
) -> None:
    chance, faults, port = random.Random(3), 0, free_port()
    with oxigraph(tmp_path, port) as server:
        push(server.addresses, OxigraphEngine(ox.Store.read_only(str(versions[0][0]))))
        usual = seconds(PUSH, str(versions[1][0]), *filter(None, server.addresses))
    for number in range(SERVERS):
        path, _ = versions[number % 2]
        with oxigraph(tmp_path, port) as server:
            process = started(PUSH, str(path), *filter(None, server.addresses))
            faults += killed(server.process, chance.uniform(0.1, 1) * usual)
            process.kill()
            process.wait()
        with oxigraph(tmp_path, port) as server:
            engine = RemoteEngine(server.addresses.query)
            assert held(engine) in [statements for _, statements in versions]
    with oxigraph(tmp_path, port) as server:
        engine = RemoteEngine(server.addresses.query)
        for path, statements in versions:
            push(server.addresses, OxigraphEngine(ox.Store.read_only(str(path))), batch=500)
            assert held(engine) == statements
    assert faults == SERVERS
    survived("servers", faults)


def held(engine: RemoteEngine) -> set[bytes]:
    return set(engine.dump().splitlines())


def graphs(engine: RemoteEngine) -> set[str]:
    found = engine.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", [])
    return {row[0].value for row in found.cells}  # type: ignore[union-attr]
