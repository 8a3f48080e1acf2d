"""Long answers: piece by piece, in bounded memory, torn only so that a client sees it."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.engine import GRAPHS, OxigraphEngine
from kg.vocabulary import PREFIXES
from test_web_serving import _children, raw, workers
from webs import Running, asked, serving

EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o }"
PAIRS = "SELECT ?a ?b { ?a a ?c . ?b a ?d }"
CUT = 5_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    options = ["--workers", "2", "--most-bytes", "400000000", "--patience", "4"]
    with serving(tmp_path_factory.mktemp("server"), *options) as running:
        yield running


def memory_of(pid: int) -> float:
    """Give the MB that a process has for itself."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(n) for n in re.findall(r"^Private_\w+:\s+(\d+)", text, re.MULTILINE)) / 1000


def soon(holds: Callable[[], object], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
    assert holds()


def settled(server: Running) -> None:
    """Wait until there are the two processes that wait for requests, and no other."""
    end = time.monotonic() + 15
    while len(found := workers(server)) != 2 and time.monotonic() < end:
        time.sleep(0.1)
    stats = [Path(f"/proc/{pid}/stat").read_text() for pid in found]
    assert len(found) == 2, (stats, server.get("/metrics")[2].decode())


@contextmanager
def begun(server: Running, *queries: str, taken: int = 200_000) -> Iterator[list[socket.socket]]:
    """Give the connections of clients that have taken the beginning of an answer."""
    with ExitStack() as stack:
        lines = []
        for query in queries:
            path = asked(query, "tsv")
            line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
            lines.append(stack.enter_context(line))
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            got = 0
            while got < taken:
                more = len(line.recv(65_536))
                assert more
                got += more
        yield lines


def test_a_long_table_is_what_the_engine_answers(server: Running, engine: OxigraphEngine) -> None:
    status, headers, body = server.get(asked(EVERYTHING, "csv"))
    assert (status, headers["transfer-encoding"]) == (200, "chunked")
    found = engine.store.query(EVERYTHING)
    assert isinstance(found, ox.QuerySolutions)
    wanted = found.serialize(format=ox.QueryResultsFormat.CSV) or b""
    assert sorted(body.splitlines()) == sorted(wanted.splitlines())
    assert len(body) > 10_000_000
    packed = server.get(asked(EVERYTHING, "csv"), Accept_Encoding="gzip")
    assert packed[1]["content-encoding"] == "gzip"
    whole = zlib.decompress(packed[2], wbits=31)
    assert sorted(whole.splitlines()) == sorted(body.splitlines())
    assert len(packed[2]) < len(body) / 4


@pytest.mark.parametrize("media", GRAPHS)
def test_a_long_graph_is_what_the_engine_answers(
    server: Running, engine: OxigraphEngine, media: str
) -> None:
    query = "CONSTRUCT WHERE { ?s prov:wasDerivedFrom ?p ; a ?c }"
    status, headers, body = server.get(asked(query, media))
    assert (status, headers["transfer-encoding"]) == (200, "chunked")
    assert headers["content-type"].partition(";")[0] == media
    found = {quad.triple for quad in ox.parse(body, format=GRAPHS[media])}
    assert found == set(engine.store.query(query, prefixes=PREFIXES))  # type: ignore[arg-type]


def test_a_million_rows_go_through_without_being_held(server: Running) -> None:
    path = asked(f"{PAIRS} LIMIT 1000000", "tsv")
    fronts = [server.process.pid, *_children(server.process.pid)]
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    before, most, rows, size = sum(map(memory_of, fronts)), 0.0, -1, 0
    connection.request("GET", path)
    reply = connection.getresponse()
    while piece := reply.read(1_000_000):
        rows, size = rows + piece.count(b"\n"), size + len(piece)
        most = max(most, sum(map(memory_of, fronts)))
    connection.close()
    assert rows == 1_000_000
    assert size > 60_000_000
    assert most - before < 20


def test_a_client_that_goes_away_in_the_middle_ends_the_work(server: Running) -> None:
    with begun(server, PAIRS):
        soon(lambda: len(workers(server)) == 3)
    settled(server)


def test_clients_that_dawdle_hold_up_nobody_and_are_let_go(server: Running) -> None:
    with begun(server, *(f"{PAIRS} #{number}" for number in range(5))):
        start = time.monotonic()
        for number in range(20):
            assert server.get(asked(f"ASK {{ id:none ?p {number} }}"))[0] == 200
        assert time.monotonic() - start < 10
        # Whose connection is full for longer than anybody's patience lasts is let go.
        settled(server)
    assert "Traceback" not in server.log.read_text()


def test_no_more_answers_are_on_their_way_than_may_be(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2", "--patience", "90") as server:
        with begun(server, *(f"{PAIRS} #many {number}" for number in range(8))):
            status, headers, body = server.get(asked(f"{PAIRS} #one more"))
            assert (status, headers["retry-after"]) == (503, "5")
            assert b"busy" in body
        settled(server)


def test_an_answer_that_is_kept_is_known_again(server: Running) -> None:
    path = asked(f"{EVERYTHING} LIMIT 20000", "csv")
    _, headers, body = server.get(path)
    assert headers["transfer-encoding"] == "chunked"
    again = server.get(path)
    assert (again[1]["content-length"], again[2]) == (str(len(body)), body)
    assert again[1]["etag"] == headers["etag"]
    assert server.get(path, If_None_Match=headers["etag"])[::2] == (304, b"")


def test_head_of_a_long_answer_ends_the_work(server: Running) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("HEAD", asked(f"{PAIRS} #head"))
    reply = connection.getresponse()
    assert (reply.status, reply.read()) == (200, b"")
    settled(server)
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200
    connection.close()


def test_http_1_0_gets_an_answer_whole_or_hears_that_it_is_too_long(server: Running) -> None:
    for query, status in ((f"{EVERYTHING} LIMIT 20000", b"200"), (PAIRS, b"400")):
        path = asked(f"{query} #1.0", "csv")
        head, _, body = raw(server, f"GET {path} HTTP/1.0\r\n\r\n".encode()).partition(b"\r\n\r\n")
        assert head.split()[1] == status
        assert int(re.findall(rb"content-length: (\d+)", head)[0]) == len(body)
    assert b"takes more than 32,000,000 bytes" in body


def test_what_is_cut_by_a_limit_is_seen_to_be_cut(tmp_path: Path) -> None:
    with serving(tmp_path, "--most-bytes", str(CUT)) as server:
        with pytest.raises(IncompleteRead) as torn:
            server.get(asked(EVERYTHING))
        assert 900_000 < len(torn.value.partial) <= CUT
        assert "torn after" in server.log.read_text()
        assert server.get(asked("ASK {}"))[0] == 200


@pytest.mark.fault
def test_what_is_cut_by_the_end_of_its_process_is_seen_to_be_cut(server: Running) -> None:
    with begun(server, f"{PAIRS} #killed") as (line,):
        for pid in workers(server):
            os.kill(pid, signal.SIGKILL)
        rest = b""
        while part := line.recv(65_536):
            rest += part
    assert not rest.endswith(b"0\r\n\r\n")
    soon(lambda: server.get(asked("ASK {}"))[0] == 200)
    settled(server)
