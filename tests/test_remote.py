"""A server that is down, slow, wrong or hostile: one clear line each."""

from __future__ import annotations

import gzip
import os
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from traceback import walk_tb
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.build import build
from kg.engine import OxigraphEngine, Rows, Triples
from kg.errors import KgError, QueryError, UsageError
from kg.remote.dialect import mended_term, mended_triple
from kg.remote.publishing import push
from kg.remote.refusals import EndpointError
from kg.remote.remote import RemoteEngine, open_endpoint
from kg.remote.transport import Transport, checked_address
from kg.sparql import Query
from kg.vocabulary import ID, C
from samples import SAMPLE, ontology_files
from servers import free_port, oxigraph, virtuoso

JSON = "application/sparql-results+json"
WHOLE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x"}}]}}'
ASKED = "SELECT ?s { ?s ?p ?o }"
Answerer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answerer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Run a server on loopback that answers each request in one way."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.close_connection = True
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/query"
        finally:
            server.shutdown()


def saying(
    status: int, body: bytes = b"", kind: str = JSON, length: int | None = None, **headers: str
) -> Answerer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def asked(
    url: str,
    *,
    timeout: float = 5.0,
    headers: Mapping[str, str] | None = None,
    within: float | None = None,
) -> list[Any]:
    """Ask a server for a table, and read it to its end."""
    engine = RemoteEngine(url, Transport(headers or {}, timeout, pauses=(0.0, 0.0)))
    found = engine.query(Query(ASKED, time_limit=within))
    assert isinstance(found, Rows)
    return list(found.cells)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (saying(200, b"<html><title>Hi</title></html>", "text/html"), "answers with a web page"),
        (saying(200, b"1,2", "text/csv"), "answers with text/csv"),
        (saying(200, WHOLE[:40]), "cut short or not well formed"),
        (saying(200, WHOLE, length=500), "closed before the end"),
        (saying(200, WHOLE, X_SPARQL_MaxRows="1"), "cut the answer at 1 row"),
        (saying(200, WHOLE, X_SQL_State="S1TAT"), "cut the answer"),
        (saying(401, WWW_Authenticate='Basic realm="x"'), "asks for a name and a password"),
        (saying(401, WWW_Authenticate="Bearer"), "asks for a name and a password"),
        (saying(403), "does not allow this"),
        (saying(404), "there is no endpoint at this address"),
        (saying(500, b"<h1>Error</h1>out of memory", "text/html"), "answers 500: Error out of"),
        (saying(503), "busy or starting"),
        (saying(302, Location="http://localhost:1/sparql"), "redirects to http://localhost:1"),
        (saying(307, Location="http://example.org/sparql"), "redirects to http://example.org"),
        (saying(200, b"\xff\xfe\x00"), "cut short or not well formed"),
    ],
)
def test_a_bad_answer_is_one_clear_line(
    answer: Answerer, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serving(answer) as url, pytest.raises(EndpointError) as caught:
        asked(url)
    assert said in str(caught.value)
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)
    # Kept in a frame of the error, they would be dropped by the thread that collects it.
    frames = [frame for frame, _ in walk_tb(caught.value.__traceback__)]
    held = [value for frame in frames for value in frame.f_locals.values()]
    assert not any(isinstance(value, ox.QuerySolutions) for value in held)


def test_a_refused_query_is_the_querys_fault() -> None:
    with (
        serving(saying(400, b"Parse error at line 1", "text/plain")) as url,
        pytest.raises(QueryError, match="the server refuses the query: Parse error at line 1"),
    ):
        asked(url)


def test_a_whole_answer_is_read() -> None:
    with serving(saying(200, WHOLE)) as url:
        (row,) = asked(url)
    assert row[0].value == "x"


def test_a_server_that_is_down_is_said_to_be() -> None:
    with pytest.raises(EndpointError, match="nothing listens there"):
        asked(f"http://127.0.0.1:{free_port()}/query")


def test_a_host_that_does_not_exist_is_said_not_to() -> None:
    with pytest.raises(EndpointError, match="no host of this name"):
        asked("http://khyber.invalid/query")


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/query"
        with pytest.raises(EndpointError, match=r"silent for 0\.2 seconds"):
            asked(url, timeout=0.2)


def test_a_slow_drip_runs_past_the_time_limit() -> None:
    stop = threading.Event()

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        for byte in WHOLE:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            if stop.wait(0.02):
                return

    with serving(dripping) as url, pytest.raises(QueryError, match=r"past its limit of 0\.3 s"):
        asked(url, within=0.3)
    stop.set()


def test_a_busy_server_is_asked_again() -> None:
    statuses = [503, 429, 200]

    def busy(handler: BaseHTTPRequestHandler) -> None:
        saying(statuses.pop(0), WHOLE, Retry_After="0")(handler)

    with serving(busy) as url:
        assert len(asked(url)) == 1
    assert statuses == []


def test_a_redirect_on_the_same_server_keeps_the_question() -> None:
    seen = []

    def moving(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.path)
        moved = handler.path == "/moved"
        saying(200 if moved else 308, WHOLE if moved else b"", Location="/moved")(handler)

    with serving(moving) as url:
        assert len(asked(url)) == 1
    assert seen == ["/query", "/moved"]


def test_a_header_is_sent_with_every_request() -> None:
    seen = []

    def listening(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers.get("Authorization"))
        saying(200, WHOLE)(handler)

    with serving(listening) as url:
        asked(url, headers={"Authorization": "Bearer secret"})
    assert seen == ["Bearer secret"]


def test_the_header_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_AUTHORIZATION", "Bearer secret")
    yes = b'{"head":{},"boolean":true}'

    def gated(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("Authorization") == "Bearer secret"
        saying(200 if known else 403, yes)(handler)

    with serving(gated) as url:
        assert open_endpoint(url).holds(ID + "ontology")
        monkeypatch.delenv("KG_ENDPOINT_AUTHORIZATION")
        with pytest.raises(EndpointError, match="does not allow this"):
            open_endpoint(url)


def test_name_and_password_come_from_netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password s3cret\n")

    def gated(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("Authorization") == "Basic YW5hOnMzY3JldA==":
            saying(200, WHOLE)(handler)
        else:
            saying(401, WWW_Authenticate='Basic realm="x"')(handler)

    with serving(gated) as url:
        assert len(asked(url)) == 1
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password wrong\n")
        with pytest.raises(EndpointError, match="asks for a name and a password"):
            asked(url)


def test_a_netrc_that_cannot_be_read_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with pytest.raises(UsageError, match="cannot be read"):
        asked("http://127.0.0.1:9/query")


@pytest.mark.parametrize("name", ["127.0.0.1", "elsewhere.example"])
def test_a_certificate_is_verified(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = _certificate(tmp_path, name)
    with serving(saying(200, WHOLE), context) as url:
        with pytest.raises(EndpointError, match="certificate is not to be trusted"):
            asked(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        if name == "127.0.0.1":
            assert len(asked(url)) == 1
        else:
            with pytest.raises(EndpointError, match=r"not to be trusted: .*mismatch"):
                asked(url)


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    key, certificate = folder / "key.pem", folder / "cert.pem"
    kind = "IP" if name[0].isdigit() else "DNS"
    asked_for = f"-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN={name}"
    named = f"-addext subjectAltName={kind}:{name} -keyout {key} -out {certificate}"
    command = ["openssl", "req", "-x509", *asked_for.split(), *named.split()]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


@pytest.mark.parametrize("url", ["ftp://host/x", "host/sparql", "", "http:///x"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        checked_address(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        checked_address("https://ana:s3cret@host/sparql")
    assert "s3cret" not in str(caught.value)
    assert "netrc" in str(caught.value)


def test_a_server_without_our_graphs_says_how_they_get_there() -> None:
    with oxigraph() as server:
        url = server.addresses.query
        with pytest.raises(EndpointError, match=f"kg push {url} writes it"):
            kg.load(endpoint=url)


def test_load_takes_the_endpoint_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = OxigraphEngine(build([*ontology_files(), SAMPLE]))
    with oxigraph() as server:
        push(server.addresses, sample)
        monkeypatch.setenv("KG_ENDPOINT", server.addresses.query)
        graph = kg.load()
        assert f"{sample.size():,} statements" in repr(graph)
        # rdflib's own interface goes to the server too, and only reads.
        first = next(iter(graph))
        assert first[:3] in graph
        assert len(list(graph)) == sample.size()
        assert bool(graph.query("ASK { ?s a kg:Relation }").askAnswer)
        rows = list(graph.query("SELECT ?s { ?s a kg:Relation }"))
        assert rows
        assert len(graph.graph("https://w3id.org/khyber/id/claims")) >= 0
        with pytest.raises(UsageError, match="a server is only read"):
            graph.add(first[:3])
        with pytest.raises(UsageError, match="a server holds its own statements"):
            kg.load(SAMPLE, endpoint=server.addresses.query)


def test_closing_early_leaves_no_connection_open() -> None:
    with oxigraph() as server:
        push(server.addresses, OxigraphEngine(build([*ontology_files(), SAMPLE])))
        found = open_endpoint(server.addresses.query).query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(found, Triples)
        triples = iter(found.triples)
        assert next(triples)
        triples.close()  # type: ignore[attr-defined]


@pytest.mark.slow
def test_virtuosos_row_limit_is_never_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "netrc"
    secrets.write_text("machine 127.0.0.1 login dba password dba\n")
    monkeypatch.setenv("NETRC", str(secrets))
    sample = OxigraphEngine(build([*ontology_files(), SAMPLE]))
    with virtuoso(tmp_path, rows=100) as server:
        push(server.addresses._replace(query=server.addresses.update), sample)
        engine = open_endpoint(server.addresses.query)
        with pytest.raises(KgError, match="cut the answer at 100 rows"):
            list(engine.names_in(C))
        with pytest.raises(KgError, match="cut the answer at 100 rows"):
            engine.dump()


# What servers do that nobody asked for


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "GZIP"])
def test_a_packed_answer_is_unpacked(name: str) -> None:
    body = gzip.compress(WHOLE, mtime=0)
    with (
        serving(saying(200, body, Content_Encoding=name)) as url,
        serving(saying(200, WHOLE)) as plain,
    ):
        assert asked(url) == asked(plain) != []


@pytest.mark.parametrize(
    "body", [gzip.compress(WHOLE, mtime=0)[:-12], b"not packed", gzip.compress(WHOLE, mtime=0)[:9]]
)
def test_a_packed_answer_that_breaks_off_is_one_clear_line(body: bytes) -> None:
    with (
        serving(saying(200, body, Content_Encoding="gzip")) as url,
        pytest.raises(EndpointError, match="closed before the end"),
    ):
        asked(url)


def test_a_packed_refusal_is_read() -> None:
    answer = saying(
        400, gzip.compress(b"no such graph", mtime=0), "text/plain", Content_Encoding="gzip"
    )
    with serving(answer) as url, pytest.raises(QueryError, match="no such graph"):
        asked(url)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_a_long_wait_is_given_up_and_it_is_said(status: int) -> None:
    count = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        count.append(1)
        saying(status, Retry_After="3600")(handler)

    with serving(answer) as url, pytest.raises(EndpointError) as caught:
        asked(url)
    assert "It asks to wait 3,600 seconds." in str(caught.value)
    assert len(count) == 1


def test_a_wait_may_be_said_as_a_day() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    with serving(saying(429, Retry_After=later)) as url, pytest.raises(EndpointError) as caught:
        asked(url)
    assert re.search(r"It asks to wait 7,\d\d\d seconds", str(caught.value))


def test_a_wait_past_the_time_limit_is_not_waited_for() -> None:
    start = time.monotonic()
    with serving(saying(503, Retry_After="20")) as url, pytest.raises(EndpointError):
        asked(url, within=3)
    assert time.monotonic() - start < 3


def test_virtuosos_addresses_of_nameless_nodes_are_nameless_nodes() -> None:
    node = ox.NamedNode("nodeID://b10042")
    assert mended_term(node) == ox.BlankNode("b10042")
    triple = ox.Triple(node, ox.NamedNode("a:b"), node)
    assert mended_triple(triple) == ox.Triple(
        ox.BlankNode("b10042"), ox.NamedNode("a:b"), ox.BlankNode("b10042")
    )


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), 1e10, -1])
def test_what_is_no_limit_in_time_is_refused_before_a_server_is_asked(seconds: float) -> None:
    with pytest.raises(UsageError, match="is no limit in time"):
        asked("http://127.0.0.1:1/", within=seconds)


def test_a_user_without_a_home_has_no_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETRC", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with serving(saying(200, WHOLE)) as url:
        assert asked(url)
