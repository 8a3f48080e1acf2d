"""A site to test: the front over this process, and a client; or a server as it runs."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import uvicorn
from starlette.testclient import TestClient

from kg.engine import Engine
from kg.web.asked import read_frame
from kg.web.front.app import Front
from kg.web.site import Limits, Site
from kg.web.workers import Broken, Given
from kg.web.workers.replying import TORN, reply_to

HOST = "http://localhost"


class Here(NamedTuple):
    """Answers in this process, in the place of those that are forked."""

    site: Site

    @property
    def version(self) -> str:
        return self.site.release

    @property
    def running(self) -> int:
        return 0

    async def ask(self, frame: bytes) -> Given:
        sent: list[bytes] = []
        reply_to(self.site, frame[8:], sent.append)
        head, body = read_frame(sent[0][8:])
        return Given(head, body, Sent(sent[1:]) if head["more"] else None)


class Sent(NamedTuple):
    """The pieces of a reply that is there."""

    pieces: list[bytes]

    async def next(self) -> bytes:
        piece = self.pieces.pop(0)
        if piece == TORN:
            raise Broken
        return piece[8:]

    def close(self) -> None:
        self.pieces.clear()


def living(front: Front) -> Any:
    """Give a front with a beginning and an end beside it, which the client wants to hear of."""

    async def live(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await front(scope, receive, send)
            return
        for _ in range(2):
            said = (await receive())["type"]
            await send({"type": f"{said}.complete"})

    return live


def client(engine: Engine, limits: Limits | None = None, **more: Any) -> TestClient:
    """Give a client of a site over an engine."""
    limits = limits or Limits()
    front = Front(Here(Site(engine, limits)), limits, **more)
    return TestClient(living(front), base_url=HOST, follow_redirects=False)


@contextmanager
def serving_here(engine: Engine) -> Iterator[str]:
    """Serve an engine from a thread, and give the address of its endpoint."""
    front = Front(Here(Site(engine)))
    config = uvicorn.Config(front, interface="asgi3", port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/sparql"
    finally:
        server.should_exit = True
        thread.join()


def headers(**named: str) -> Mapping[str, str]:
    return {name.replace("_", "-"): value for name, value in named.items()}


class Running(NamedTuple):
    """A server: its address, its process, and the file that it logs into."""

    url: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def port(self) -> int:
        return int(urlsplit(self.url).port or 0)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", urlsplit(self.url).path + path, headers=named)
            reply = connection.getresponse()
            return reply.status, dict(reply.headers), reply.read()
        finally:
            connection.close()

    def post(self, path: str, body: bytes, media: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", path, body, {"content-type": media})
            return connection.getresponse().status
        finally:
            connection.close()


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Running]:
    log = folder / "log.txt"
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *options]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=out, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), log.read_text()
        yield Running(url.rstrip("/"), process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM
        assert process.stdout is not None
        process.stdout.close()


def asked(query: str, form: str = "json") -> str:
    return "/sparql?" + urlencode({"query": query, "format": form})


MEMBERS = """SELECT ?label WHERE { ?m a kg:Membership ; kg:organization id:cento ; kg:member ?who .
  ?who skos:prefLabel ?label . FILTER(LANG(?label) = "en") } ORDER BY ?label"""
