"""A site to test: the front over this process, and a client that speaks to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

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
