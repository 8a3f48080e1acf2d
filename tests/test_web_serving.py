"""A server as it runs: clients of others, limits, processes that are killed, data that change."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from kg.vocabulary import CLAIMS
from kg.web.front.serving import Settings, _listening
from parts import part
from samples import ROOT, write_turtle
from webs import MEMBERS, Running, asked, serving

LAST = b"Host: localhost\r\nConnection: close\r\n\r\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    limits = ["--time-limit", "2", "--workers", "2", "--most-waiting", "2000"]
    with serving(tmp_path_factory.mktemp("server"), *limits) as running:
        yield running


# HTTP


def test_a_small_reply_is_sent_without_waiting_for_a_receipt() -> None:
    nodelay = (socket.IPPROTO_TCP, socket.TCP_NODELAY)
    with _listening(Settings(port=0)) as listening:

        async def taken() -> int:
            found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

            def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                found.set_result(writer.get_extra_info("socket").getsockopt(*nodelay))
                writer.close()

            async with await asyncio.start_server(met, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname()[:2])
                said = await found
                writer.close()
                return said

        # In a thread of its own: a browser that another test keeps has a loop in this one.
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(asyncio.run, taken()).result()


def test_a_reply_that_is_there_already_is_not_sent_again(server: Running) -> None:
    status, headers, body = server.get(asked(MEMBERS))
    assert status == 200
    again = server.get(asked(MEMBERS), If_None_Match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")
    assert server.get(asked(MEMBERS), If_None_Match='"another"')[::2] == (200, body)


def test_head_is_get_without_its_body(server: Running) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("HEAD", asked(MEMBERS))
    reply = connection.getresponse()
    assert (reply.status, reply.read()) == (200, b"")
    assert int(reply.headers["content-length"]) == len(server.get(asked(MEMBERS))[2])
    connection.close()


def test_what_is_long_is_packed_for_who_takes_that(server: Running) -> None:
    query = asked("SELECT * { ?s a ?o } LIMIT 500")
    _, headers, body = server.get(query, Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == server.get(query)[2]
    assert len(body) < len(server.get(query)[2]) / 4
    assert "Accept-Encoding" in headers["vary"]


def test_every_reply_forbids_what_a_page_does_not_need(server: Running) -> None:
    for path in ("/health", "/metrics", "/nope", asked("ASK {}"), asked("nonsense")):
        _, headers, _ = server.get(path)
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421), ("evil.example:80", 421), ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421), ("", 421), ("a b", 421), ("localhost@evil.example", 421),
        ("localhost:99999999", 421), ("localhost", 200), ("LOCALHOST:8000", 200),
        ("[::1]:8000", 200),
    ],
)  # fmt: skip
def test_a_request_for_another_host_is_refused(server: Running, host: str, status: int) -> None:
    assert server.get("/sparql?query=ASK%7B%7D", Host=host)[0] == status


def test_health_and_metrics_tell_nothing_of_what_was_asked(server: Running) -> None:
    server.get(asked("SELECT ?secret { ?secret a kg:Alliance }"))
    assert server.get("/health")[2].startswith(b"ok 0.")
    text = server.get("/metrics")[2].decode()
    assert re.search(r'khyber_requests_total\{page="sparql",status="200"\} \d+', text)
    assert "secret" not in text
    assert "secret" not in server.log.read_text()
    assert "GET /sparql 200" in server.log.read_text()


# Limits


def test_a_query_that_would_run_for_hours_is_stopped_and_others_go_on(server: Running) -> None:
    start = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        stuck = pool.submit(server.get, asked(ENDLESS))
        time.sleep(0.2)
        others = [server.get(asked(f"ASK {{ id:none ?p {n} }}"))[0] for n in range(20)]
        status, headers, body = stuck.result()
    assert (status, headers["retry-after"]) == (503, "5")
    assert b"longer than one request may" in body
    assert others == [200] * 20
    assert time.monotonic() - start < 10


def test_what_takes_all_memory_takes_its_own_process_only(server: Running) -> None:
    whole = 'GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); SEPARATOR="x")'
    query = f"SELECT ({whole} AS ?n) {{ ?a ?b ?c . ?d ?e ?f }}"
    assert server.get(asked(query))[0] == 503
    assert server.get(asked("ASK { id:none ?p 77 }"))[0] == 200


def workers(server: Running) -> list[int]:
    """Give the processes that answer: the children of the one that opened the graph."""
    (nursery,) = _children(server.process.pid)
    return _children(nursery)


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(said[1]) == pid and said[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.fault
def test_a_process_that_is_killed_takes_one_request_with_it(server: Running) -> None:
    def ask(number: int) -> tuple[int, bytes]:
        reply = server.get(asked(f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} #{number}"))
        return reply[0], reply[2]

    killed = 0
    with ThreadPoolExecutor(8) as pool:
        replies = [pool.submit(ask, number) for number in range(120)]
        for _ in range(5):
            time.sleep(0.1)
            victims = workers(server)
            os.kill(victims[0], signal.SIGKILL)
            killed += 1
        found = [each.result() for each in replies]
    good = {body for status, body in found if status == 200}
    assert len(good) == 1
    assert sum(status != 200 for status, _ in found) <= killed
    assert all(status in (200, 503) for status, _ in found)
    time.sleep(0.3)
    assert len(workers(server)) == 2


def test_a_thousand_at_once_are_all_answered(server: Running) -> None:
    replies: list[bytes] = []

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
            head = f"GET {asked(f'ASK {{ id:none ?p {number} }}')} HTTP/1.1\r\n"
            line.sendall(head.encode() + LAST)
            text = b""
            while part := line.recv(65536):
                text += part
        replies.append(text)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(1000)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(replies) == 1000
    assert {text.split()[1] for text in replies} == {b"200"}
    assert all(json.loads(text.partition(b"\r\n\r\n")[2])["boolean"] is False for text in replies)


def raw(server: Running, text: bytes, wait: float = 20) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as line:
        line.sendall(text)
        out = b""
        while part := line.recv(65536):
            out += part
    return out


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"GET /health HTTP/1.0\r\n\r\n", b"200"),
        (b"GET /sparql?query=ASK{} HTTP/1.0\r\n\r\n", b"200"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /a%0d%0aX-Injected:1 HTTP/1.1\r\n" + LAST, b"400"),
        (b"GET /%ff HTTP/1.1\r\n" + LAST, b"400"),
        (b"GET /../../etc/passwd HTTP/1.1\r\n" + LAST, b"404"),
        (b"GET /id/..%2f..%2fetc HTTP/1.1\r\n" + LAST, b"404"),
        (b"GET /sparql?query=" + b"a" * 40_000 + b" HTTP/1.1\r\n" + LAST, b"413"),
        (b"POST /sparql HTTP/1.1\r\nContent-Length: 9999999\r\n" + LAST, b"413"),
        (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000, b"431"),
    ],
)  # fmt: skip
def test_what_is_no_good_request_gets_a_status_and_no_trace(
    server: Running, text: bytes, status: bytes
) -> None:
    reply = raw(server, text)
    assert reply.split()[1] == status, reply[:300]
    assert b"X-Injected" not in reply.partition(b"\r\n\r\n")[0]
    assert b"Traceback" not in reply


def test_a_query_of_a_megabyte_is_read_or_refused_and_never_hangs(server: Running) -> None:
    for size, status in ((900_000, 200), (1_100_000, 413)):
        body = b"ASK { } #" + b"a" * size
        assert server.post("/sparql", body, "application/sparql-query") == status


def test_clients_that_go_away_leave_the_server_free(server: Running) -> None:
    path = asked(ENDLESS + " #away")
    for _ in range(6):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    start = time.monotonic()
    assert server.get(asked("ASK { id:none ?p 99 }"))[0] == 200
    assert time.monotonic() - start < 8


def test_a_log_is_free_of_traces_at_the_end(server: Running) -> None:
    assert "Traceback" not in server.log.read_text()


# A server of its own


@pytest.mark.fault
def test_data_that_change_under_load_are_taken_in_without_a_dropped_request(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own.ttl"
    write_turtle(own, 'id:new-pact a kg:Alliance ; skos:prefLabel "Pact 1"@en .')
    query = asked("SELECT ?label { id:new-pact skos:prefLabel ?label }", "csv")
    with serving(tmp_path, "--data", str(own), "--workers", "2", "--root-path", "/kg") as server:
        stop = threading.Event()
        seen: list[tuple[int, bytes]] = []

        def ask() -> None:
            while not stop.is_set():
                reply = server.get(query)
                seen.append((reply[0], reply[2]))
                # What is kept is there at once, and the new data want a processor too.
                time.sleep(0.01)

        with ThreadPoolExecutor(3) as pool:
            for _ in range(3):
                pool.submit(ask)
            time.sleep(0.5)
            write_turtle(own, 'id:new-pact a kg:Alliance ; skos:prefLabel "Pact 2"@en .')
            server.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline and b"Pact 2" not in seen[-1][1]:
                time.sleep(0.1)
            # What is broken is not taken in.
            own.write_text("this is no Turtle", encoding="utf-8")
            server.process.send_signal(signal.SIGHUP)
            while time.monotonic() < deadline and "stay as they were" not in server.log.read_text():
                time.sleep(0.1)
            stop.set()
        assert {status for status, _ in seen} == {200}
        words = [body.decode().split("\r\n")[1] for _, body in seen]
        assert set(words) == {"Pact 1", "Pact 2"}
        assert words.index("Pact 2") > 1
        assert words[-1] == "Pact 2"
        assert "stay as they were" in server.log.read_text()


@pytest.mark.fault
def test_too_many_that_wait_are_told_when_to_come_again(tmp_path: Path) -> None:
    options = ["--workers", "1", "--most-waiting", "2", "--time-limit", "1.5"]
    with serving(tmp_path, *options) as server:
        with ThreadPoolExecutor(8) as pool:
            asks = [f"{ENDLESS} #{number}" for number in range(8)]
            found = list(pool.map(lambda query: server.get(asked(query)), asks))
        assert {status for status, _, _ in found} == {503}
        assert all(headers["retry-after"] == "5" for _, headers, _ in found)
        assert sum(b"busy" in body for _, _, body in found) == 5
        assert server.get(asked("ASK {}"))[0] == 200


@pytest.mark.fault
def test_who_dawdles_over_a_head_is_let_go(tmp_path: Path) -> None:
    with serving(tmp_path, "--patience", "1") as server:
        start = time.monotonic()
        assert raw(server, b"GET /health HTTP/1.1\r\nHost: local") == b""
        head = b"POST /sparql HTTP/1.1\r\nContent-Length: 50\r\n"
        body = head + b"Content-Type: application/sparql-query\r\n" + LAST + b"ASK"
        assert raw(server, body).split()[1] == b"408"
        assert 1.5 < time.monotonic() - start < 15


def test_an_address_that_is_taken_and_data_that_are_broken_are_said_in_a_line(
    tmp_path: Path, server: Running
) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("no Turtle", encoding="utf-8")
    calls = {
        ("--port", str(server.port)): "cannot listen there",
        ("--port", "0", "--data", str(broken)): "broken.ttl:1",
        ("--port", "99999"): "cannot listen there",
        ("--workers", "0"): "0 is no number of processes",
        ("--port", "0", "--time-limit", "nan"): "is no limit in time",
    }
    for options, said in calls.items():
        command = [sys.executable, "-m", "kg", "serve", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode in (1, 2)
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_server_stands_behind_a_server(
    tmp_path: Path, server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_ENDPOINT", f"{server.url}/sparql")
    paths = (
        "/id/cento.ttl", "/questions/members-at.json?organization=cento&on=1957", asked(MEMBERS),
        asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), "/sparql?query=SELCT",
        asked("CONSTRUCT WHERE { ?s a kg:Alliance }", "nt"),
        asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") + f"&default-graph-uri={quote(CLAIMS)}",
    )  # fmt: skip
    with serving(tmp_path, "--workers", "1") as front:
        assert front.get("/", Accept="text/html")[0] == 200
        for path in paths:
            found, wanted = (each.get(path) for each in (front, server))
            assert found[0] == wanted[0], found[2]
            assert sorted(found[2].splitlines()) == sorted(wanted[2].splitlines())


DOCUMENTED = (ROOT / "docs" / "guide" / "server.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("where", ["unit", "container"])
def test_what_the_documents_start_starts(where: str) -> None:
    (unit,) = re.findall(r"^ExecStart=\S+/kg (.*)$", DOCUMENTED, re.MULTILINE)
    (entry,) = re.findall(r"^ENTRYPOINT (\[.*\])$", DOCUMENTED, re.MULTILINE)
    words = unit.split() if where == "unit" else json.loads(entry)[1:]
    # The port itself may be somebody's.
    words = ["0" if word == "8000" else word for word in words]
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        url = urlsplit(process.stdout.readline().strip())
        connection = HTTPConnection("127.0.0.1", url.port or 0, timeout=60)
        connection.request("GET", f"{url.path}health")
        assert connection.getresponse().read().startswith(b"ok ")
        connection.close()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM
        process.stdout.close()


def test_the_documents_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    program = part("systemd")
    (text,) = re.findall(r"^```ini\n(.*?)^```", DOCUMENTED, re.MULTILINE | re.DOTALL)
    unit = tmp_path / "khyber.service"
    unit.write_text(re.sub(r"=\S+/kg ", f"={sys.executable} ", text), encoding="utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
