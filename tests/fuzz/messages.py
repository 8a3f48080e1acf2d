"""Messages of a server to the remote reader: statuses, headers and bodies, chunked, packed, cut.

A whole message gives its rows; of one whose body is changed, those that the engine's own parser
finds in it; of one that is cut, all rows or none.
"""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any, NamedTuple
from xml.parsers import expat

import pyoxigraph as ox

from fuzz.mutating import any_text, mutated
from fuzz.target import Judge, Target, Wrong
from kg.engine import Rows, Triples
from kg.errors import KgError
from kg.remote import RemoteEngine
from kg.remote.dialect import mended_term, mended_triple
from kg.remote.transport import Transport

__all__ = ["TARGET", "serve"]

_ASKED = {
    "rows": "SELECT ?a ?b { ?a ?p ?b }",
    "truth": "ASK { ?s ?p ?o }",
    "graph": "CONSTRUCT WHERE { ?s ?p ?o }",
}
_TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_TERMS = [
    "<http://e/a>",
    "<urn:x>",
    '"x"',
    '"a\\tb\\n\\"c"',
    '"x"@en-gb',
    "1",
    "1.50",
    "true",
    '"0"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '"POINT(37.950000762939 1.5)"^^<http://www.openlinksw.com/schemas/virtrdf#Geometry>',
    "<nodeID://b10>",
    '"آ\\u0301"',
    '""',
    "UNDEF",
    '"<b>&amp;]]>"',
    '"1957-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
]
_STATUSES = ["200 OK"] * 12 + [
    "201 Created",
    "204 No Content",
    "206 Partial",
    "301 Moved",
    "302 Found",
    "303 See",
    "307 Temporary",
    "308 P",
    "400 Bad Request",
    "401 No",
    "403 No",
    "404 No",
    "405 No",
    "407 No",
    "413 No",
    "429 Slow",
    "500 No",
    "502 No",
    "503 No",
    "504 No",
    "999 X",
    "100 Continue",
    "200",
    "abc",
    "2000 OK",
    "99 x",
    "",
]
_HEADERS = [
    "Content-Encoding: gzip",
    "Content-Encoding: x-gzip",
    "Content-Encoding: br",
    "Content-Length: -1",
    "Content-Length: 5, 5",
    "Content-Length: 99999999999999999999",
    "Content-Length: abc",
    "Retry-After: 999999",
    "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
    "Retry-After: -1",
    "Retry-After: 1e9",
    "Retry-After: ²",
    "Location: /q",
    "Retry-After: Fri, 31 Dec 99999 23:59:59 +9999",
    "Location: http://[bad/",
    "Location: file:///etc/passwd",
    "Location: //e.invalid/",
    "Location: http://e:port/",
    "Location: \x00",
    "WWW-Authenticate: Bearer",
    "WWW-Authenticate: Basic",
    "WWW-Authenticate: ,,,",
    "X-SPARQL-MaxRows: 1",
    "X-SPARQL-MaxRows: ²",
    "X-SQL-State: S1TAT",
    "Server: Virtuoso",
    "Transfer-Encoding: gzip, chunked",
    "Content-Type: text/html",
    "Content-Type: ;;;",
    "Content-Type: text/csv",
    "Content-Type: application/sparql-results+json; charset=utf-16",
    "Connection: keep-alive",
    "Set-Cookie: a=\x1b[2J",
    " folded: x",
    "no colon",
    ": x",
    "X: " + "y" * 70_000,
    *["A: b"] * 3,
]
_PIECES = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"<",
    b">",
    b"&",
    b"\xff",
    b"\0",
    b"\n",
    b"\r\n",
    b"\t",
    b"null",
    b"1e999",
    b'"type":"triple"',
    b'"type":"typed-literal"',
    b'"bnode"',
    b'"xml:lang":"??"',
    b'"datatype":"x"',
    b'"value":1',
    b'"head":{}',
    b'"boolean":true',
    b"<sparql>",
    b"</results>",
    b"<boolean>true</boolean>",
    b"<!DOCTYPE x>",
    b"?x",
    b"\\u",
    b"0\r\n\r\n",
    b"5;x=y\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"FFFFFFFFF\r\n",
    b"\x1f\x8b",
]


class Message(NamedTuple):
    """What is asked, what the server says, and what it means, where that is known."""

    kind: str
    raw: bytes
    means: Any
    said: str


def _made(pick: Random) -> Message:
    kind = pick.choice(["rows", "rows", "rows", "truth", "graph"])
    media, body, means = _graph(pick) if kind == "graph" else _table(pick, kind)
    if pick.random() < 0.05:
        kind, means = pick.choice(list(_ASKED)), None
    if pick.random() < 0.4:
        body = mutated(pick, body, _PIECES)
        means = _parsed(media, body) if means is not None else None
        if isinstance(means, bool) and kind != "truth":
            means = "nothing"  # Yes or no is no answer to who asked for rows.
    said, raw = _framed(pick, media, body)
    cut = pick.random()
    if cut < 0.2:
        raw = raw[: pick.randint(0, len(raw))]
        said += ", cut"
    elif cut < 0.4:
        raw, means, said = mutated(pick, raw, _PIECES), None, "mutated"
    return Message(kind, raw, means, said)


def _table(pick: Random, kind: str) -> tuple[str, bytes, Any]:
    media, form = pick.choice(list(_TABLES.items())[: 2 if kind == "truth" else 3])
    asked = pick.choice(["ASK {}", "ASK { ?s ?p ?o }"])
    if kind != "truth":
        rows = " ".join(
            f"({pick.choice(_TERMS)} {pick.choice(_TERMS)})"
            for _ in range(pick.choice((0, 1, 2, 5, 60)))
        )
        asked = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {rows} }} }}"
    found: Any = ox.Store().query(asked)
    body: bytes = found.serialize(format=form) or b""
    return media, body, _parsed(media, body)


def _graph(pick: Random) -> tuple[str, bytes, Any]:
    media, form = pick.choice(list(_GRAPHS.items()))
    lines = "".join(
        f"<http://e/s{pick.randint(0, 9)}> <http://e/p> {pick.choice(_TERMS)} .\n".replace(
            "UNDEF", "<a:b>"
        )
        for _ in range(pick.choice((0, 1, 3, 50)))
    )
    body = ox.serialize(ox.parse(lines, format=ox.RdfFormat.TURTLE), format=form) or b""
    return media, body, _parsed(media, body)


def _parsed(media: str, body: bytes) -> Any:
    """Give what a body means to the engine's own parser, as text; None where it means nothing."""
    try:
        if "xml" in media:
            # Not by ElementTree, to which a namespace with a } is none; no XML holds this sign.
            expat.ParserCreate(namespace_separator="\x01").Parse(body, True)
        if media in _GRAPHS:
            return [str(mended_triple(q.triple)) for q in ox.parse(body, format=_GRAPHS[media])]
        found = ox.parse_query_results(body, format=_TABLES[media])
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        return [str([*map(str, map(mended_term, row))]) for row in found]
    except (SyntaxError, ValueError, OSError, LookupError, expat.ExpatError):
        return "nothing"


def _framed(pick: Random, media: str, body: bytes) -> tuple[str, bytes]:
    said = pick.choice(["length", "length", "chunked", "closed"])
    status, headers = (
        "200 OK",
        [f"Content-Type: {media}{pick.choice(['', '; charset=utf-8', ';'])}"],
    )
    if pick.random() < 0.15:
        body = gzip.compress(body, 1)
        headers.append(f"Content-Encoding: {pick.choice(['gzip', 'x-gzip', 'GZIP'])}")
    if said == "length":
        headers.append(f"Content-Length: {len(body)}")
    if said == "chunked":
        headers.append("Transfer-Encoding: chunked")
        body = b"".join(_chunks(pick, body)) + b"0\r\n\r\n"
    if pick.random() < 0.3:
        status, said = pick.choice(_STATUSES), f"{said}, odd"
        headers += pick.choices(_HEADERS, k=pick.randint(0, 3))
        if pick.random() < 0.2:
            body = any_text(pick, 300).encode("utf-8", "replace")
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""])
    return said, head.encode("utf-8", "replace") + body


def _chunks(pick: Random, body: bytes) -> Iterator[bytes]:
    while body:
        size = pick.choice((1, 7, 100, 5000))
        part, body = body[:size], body[size:]
        yield b"%x%s\r\n%s\r\n" % (len(part), pick.choice((b"", b";a=b")), part)


@contextmanager
def _judging() -> Iterator[Judge]:
    says: list[bytes] = [b""]
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/query"
        threading.Thread(target=serve, args=(server, says), daemon=True).start()
        engine = RemoteEngine(url, Transport(timeout=4, pauses=()))

        def judge(given: Message) -> None:
            says[0] = given.raw
            _judge(engine, given)

        yield judge


def serve(server: socket.socket, says: list[bytes]) -> None:
    """Say some bytes to whoever calls, whatever they ask."""
    with suppress(OSError):
        while True:
            caller, _ = server.accept()
            with caller, suppress(OSError):
                caller.settimeout(2)
                asked = b""
                while b"\r\n\r\n" not in asked:
                    asked += caller.recv(1 << 16)
                head, _, body = asked.partition(b"\r\n\r\n")
                length = int(
                    head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0
                )
                while len(body) < length:
                    body += caller.recv(1 << 16)
                caller.sendall(says[0])
                caller.shutdown(socket.SHUT_WR)


def _judge(engine: RemoteEngine, given: Message) -> None:
    whole = given.said in ("length", "chunked", "closed")
    try:
        found = engine.query(_ASKED[given.kind])
        if isinstance(found, Triples):
            got: Any = [str(each) for each in found.triples]
        else:
            got = (
                [str([*map(str, row)]) for row in found.cells] if isinstance(found, Rows) else found
            )
    except KgError as error:
        if whole and given.means not in (None, "nothing"):
            raise Wrong(f"it means {given.means}, and is refused: {error}") from None
        raise
    kinds = {"rows": Rows, "truth": bool, "graph": Triples}
    if not isinstance(found, kinds[given.kind]):
        raise Wrong(f"asked for {given.kind}, and given {found!r}")
    # Lines that end where the server closes may be all of them.
    ended = b"xml" in given.raw or b"json" in given.raw
    cut = given.said in ("length, cut", "chunked, cut") or (given.said == "closed, cut" and ended)
    if (whole or cut) and given.means is not None and _unnamed(got) != _unnamed(given.means):
        raise Wrong(f"it means {given.means}, and is read as {got}")


def _unnamed(got: Any) -> Any:
    return [re.sub(r"_:\w+", "_:", each) for each in got] if isinstance(got, list) else got


TARGET = Target("messages", 50, _made, _judging)
