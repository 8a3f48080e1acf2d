"""A site to test: the front over this process, and a client; or a server as it runs."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from starlette.testclient import TestClient

from kg.engine import Engine
from kg.web.asked import Asked, read_frame
from kg.web.front.app import Front, application
from kg.web.routes import handle
from kg.web.site import Limits, Site

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

    async def ask(self, frame: bytes) -> tuple[dict[str, Any], bytes]:
        head, body = read_frame(frame[8:])
        pairs = [(str(n), str(v)) for n, v in head.pop("query")]  # type: ignore[attr-defined]
        reply = handle(self.site, Asked(query=pairs, body=body, **head))  # type: ignore[arg-type]
        said = {"media": reply.media, "status": reply.status, "headers": reply.headers}
        return {**said, "cached": reply.cached}, reply.body


def client(engine: Engine, limits: Limits | None = None, **more: Any) -> TestClient:
    """Give a client of a site over an engine."""
    limits = limits or Limits()
    front = Front(Here(Site(engine, limits)), limits, **more)
    return TestClient(application(front), base_url=HOST, follow_redirects=False)


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
