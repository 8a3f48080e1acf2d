"""The application: one request in, limits held, one reply out of the cache or a process."""

from __future__ import annotations

import asyncio
import gzip
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final, Protocol
from urllib.parse import unquote_to_bytes

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kg.errors import KgError, UsageError
from kg.web.asked import Asked, Reply, pairs_of, write_frame
from kg.web.faults import Refused, fault_reply
from kg.web.front.cache import Cache, Kept, Key
from kg.web.front.hosts import host_allowed
from kg.web.front.metrics import Metrics
from kg.web.front.security import SECURITY
from kg.web.site import Limits
from kg.web.workers import Broken, Busy, Late, fault_of

__all__ = ["Answers", "Front", "application"]

_LOG: Final = logging.getLogger("kg.web")
_PACKED: Final = 1_000
_LONGEST_ADDRESS: Final = 32_000
_AGAIN: Final = "5"
# Headers that a reply without its body does not have.
_OF_BODY: Final = (b"content-length", b"content-type", b"content-encoding")
# A reply that a client does not take is let go after so long.
_SENDING: Final = 120.0
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")


class Answers(Protocol):
    """What has a request answered: a pool of processes, or this one."""

    @property
    def version(self) -> str:
        """Give the release, and the version of the data."""

    @property
    def running(self) -> int:
        """Give how many requests are being answered."""

    async def ask(self, frame: bytes) -> tuple[dict[str, Any], bytes]:
        """Have a request answered."""


class TooLarge(Refused):
    """The body or the address is longer than one may be."""

    status = 413


class TooSlow(Refused):
    """The body did not come in time."""

    status = 408


class WrongMethod(Refused):
    """There is no such method here."""

    status = 405


class Misdirected(Refused):
    """The request is for another host (RFC 9110, section 15.5.20)."""

    status = 421


@dataclass
class Front:
    """What the application keeps between requests.

    Attributes:
        answers: What answers; exchanged for another one when the data change.
        limits: What a request may take.
        hosts: Further names of the host.
        root: The path under which the site lies, without a slash at its end.
        address: The address of the site, where it is not the one that a request names.
        logs_queries: Whether logs hold what is asked.
        cors: Whether pages of other sites may read what is here.
    """

    answers: Answers
    limits: Limits = field(default_factory=Limits)
    hosts: Collection[str] = ()
    root: str = ""
    address: str = ""
    logs_queries: bool = False
    cors: bool = False
    cache: Cache = field(default_factory=lambda: Cache(64_000_000))
    metrics: Metrics = field(default_factory=Metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is raised is said in the reply."""
        begun = time.perf_counter()
        request = Request(scope, receive)
        kept = await self._kept(request)
        headers = [*kept.headers, *self._more_headers(request)]
        body = kept.body
        if kept.status == 200 and _matches(request.headers.get("if-none-match", ""), kept.etag):  # noqa: PLR2004
            kept, body = kept._replace(status=304), b""
            headers = [
                each for each in headers if each[0] not in (b"content-length", b"content-type")
            ]
        with suppress(TimeoutError):
            async with asyncio.timeout(_SENDING):
                await send(
                    {"type": "http.response.start", "status": kept.status, "headers": headers}
                )
                shown = b"" if request.method == "HEAD" else body
                await send({"type": "http.response.body", "body": shown})
        self._log(request, kept.status, len(body), time.perf_counter() - begun)

    def _more_headers(self, request: Request) -> list[tuple[bytes, bytes]]:
        found = [(b"access-control-allow-origin", b"*")] if self.cors else []
        if self.cors and request.method == "OPTIONS":
            found.append((b"access-control-allow-headers", b"content-type, accept"))
        return found

    async def _kept(self, request: Request) -> Kept:
        """Give the reply to a request, out of the cache where it is there."""
        asked = Asked("GET", "/")
        try:
            asked = await self._asked(request)
        except KgError as error:
            # Where the form is wrong nobody is asked, and there is no page to say it on.
            bare = Asked(asked.method, "/sparql", accept="text/plain;q=0.9, application/json;q=0.8")
            return _sealed(fault_reply(None, bare, error), packed=False)
        if request.method == "OPTIONS":
            allow = {"Allow": "GET, HEAD, POST, OPTIONS"}
            return _sealed(Reply(b"", "text/plain", 204, allow, cached=False), packed=False)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        key = _key(asked, packed=packed, version=self.answers.version)
        if found := self.cache.get(key):
            self.metrics.cached += 1
            return found
        return await self._made(request, asked, key, packed=packed)

    async def _made(self, request: Request, asked: Asked, key: Key, *, packed: bool) -> Kept:
        try:
            head, body = await _unless_gone(self.answers.ask(_frame(asked)), request.receive)
        except (Busy, Late, Broken) as error:
            reply = fault_reply(None, asked, fault_of(error))
            reply.status = 503
            reply.headers["Retry-After"] = _AGAIN
            return _sealed(reply, packed=False)
        reply = Reply(body, head["media"], head["status"], head["headers"], cached=head["cached"])
        kept = await asyncio.to_thread(_sealed, reply, packed=packed) if len(body) > 100_000 else (  # noqa: PLR2004
            _sealed(reply, packed=packed)
        )  # fmt: skip
        if reply.cached:
            self.cache.put(key, kept)
        return kept

    async def _asked(self, request: Request) -> Asked:
        """Read a request, and hold it to its form.

        Raises:
            KgError: It is not of a form that is answered.
        """
        scope = request.scope
        host = request.headers.get("host", "")
        own = (scope.get("server") or ("", 0))[0]
        hosts = request.headers.getlist("host")
        if len(hosts) > 1 or (hosts and not host_allowed(host, self.hosts, own)):
            mend = "kg serve --allow-host NAME allows one more"
            raise Misdirected("this server does not go by this name", where=host[:80], mend=mend)
        if request.method not in _METHODS:
            raise WrongMethod("this method is not taken", mend="take GET, HEAD or POST")
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        if len(raw) + len(query) > _LONGEST_ADDRESS:
            raise TooLarge("the address is too long", mend="send a long query with POST")
        media, charset = _media_of(request.headers.get("content-type", ""))
        return Asked(
            "POST" if request.method == "POST" else "GET",
            self._path(raw),
            pairs_of(query.decode("ascii", "replace")),
            request.headers.get("accept", "")[:1000],
            media,
            charset,
            await self._body(request) if request.method == "POST" else b"",
            self.address or f"{scope['scheme']}://{host or 'localhost'}{self.root}",
        )

    def _path(self, raw: bytes) -> str:
        try:
            path = unquote_to_bytes(raw.partition(b"?")[0]).decode("utf-8")
        except UnicodeDecodeError:
            raise UsageError("the address is not UTF-8", mend="encode it as UTF-8") from None
        if not path.isprintable() or not path.startswith("/"):
            raise UsageError("the address holds what nobody can see")
        # Behind a proxy the path comes with the root or without.
        if self.root and (path == self.root or path.startswith(f"{self.root}/")):
            path = path[len(self.root) :] or "/"
        return path

    async def _body(self, request: Request) -> bytes:
        most = self.limits.body
        mend = f"send at most {most:,} bytes"
        said = request.headers.get("content-length", "0")
        if not said.isascii() or not said.isdigit() or int(said) > most:
            raise TooLarge("the body is too long", mend=mend)
        body = b""
        try:
            async with asyncio.timeout(self.limits.patience):
                async for part in request.stream():
                    body += part
                    if len(body) > most:
                        raise TooLarge("the body is too long", mend=mend)
        except TimeoutError:
            raise TooSlow("the body did not come in time", mend="send it faster") from None
        return body

    def _log(self, request: Request, status: int, size: int, seconds: float) -> None:
        path = request.scope["path"]
        self.metrics.count(path.removeprefix(self.root), status, seconds)
        if not _LOG.isEnabledFor(logging.INFO):
            return
        asked = request.scope["query_string"].decode("ascii", "replace")
        shown = f"{path}?{asked}" if self.logs_queries and asked else path
        # A line of a log is a line, whatever was asked for.
        text = shown if shown.isprintable() else ascii(shown)[1:-1]
        _LOG.info("%s %s %d %d %.1fms", request.method, text[:2000], status, size, 1000 * seconds)


async def _unless_gone(
    work: Awaitable[tuple[dict[str, Any], bytes]], receive: Callable[[], Awaitable[Any]]
) -> tuple[dict[str, Any], bytes]:
    """Wait for an answer; where the client goes away before, end what works on it."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=0.5)
    if not done:
        left = asyncio.ensure_future(_left(receive))
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
        left.cancel()
    try:
        return await task
    except asyncio.CancelledError:
        raise Broken from None


async def _left(receive: Callable[[], Awaitable[Any]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _frame(asked: Asked) -> bytes:
    head = {"method": asked.method, "path": asked.path, "query": list(asked.query),
            "accept": asked.accept, "media": asked.media, "charset": asked.charset,
            "base": asked.base}  # fmt: skip
    return write_frame(head, asked.body)


def _key(asked: Asked, *, packed: bool, version: str) -> Key:
    day = time.strftime("%Y-%m-%d")
    pairs = [each for pair in asked.query for each in pair]
    body = blake2b(asked.body).hexdigest() if asked.body else ""
    return (version, day, asked.base, asked.method, asked.path, asked.accept, asked.media,
            asked.charset, body, str(packed), *pairs)  # fmt: skip


def _media_of(header: str) -> tuple[str, str]:
    media, *parameters = (part.strip() for part in header.split(";"))
    named = dict(each.partition("=")[::2] for each in parameters)
    charset = next((v for n, v in named.items() if n.strip().lower() == "charset"), "")
    return media.lower(), charset.strip('" ')


def _sealed(reply: Reply, *, packed: bool) -> Kept:
    """Give a reply with all of its headers, packed where that is worth it."""
    body = reply.body
    headers = {**SECURITY, **reply.headers, "Content-Type": reply.media}
    if not body and reply.status == 204:  # noqa: PLR2004
        del headers["Content-Type"]
    is_text = not reply.media.startswith("image/png")
    if packed and is_text and len(body) > _PACKED:
        body = gzip.compress(body, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    vary = headers.get("Vary")
    headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    etag = ""
    if reply.cached and reply.status == 200:  # noqa: PLR2004
        etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        headers["ETag"] = etag
        headers["Cache-Control"] = "no-cache"
    else:
        headers["Cache-Control"] = "no-store"
    headers["Content-Length"] = str(len(body))
    raw = tuple(
        (n.lower().encode("latin-1"), v.encode("latin-1", "replace")) for n, v in headers.items()
    )
    return Kept(reply.status, raw, body, etag)


def _matches(header: str, etag: str) -> bool:
    named = (each.strip().removeprefix("W/") for each in header.split(","))
    return bool(etag) and (header.strip() == "*" or etag in named)


def application(front: Front) -> Starlette:
    """Give the application."""

    async def health(_: Request) -> Response:
        return Response(f"ok {front.answers.version}\n", media_type="text/plain", headers=SECURITY)

    async def metrics(_: Request) -> Response:
        text = front.metrics.text(front.answers.running, front.answers.version)
        return Response(text, media_type="text/plain; version=0.0.4", headers=SECURITY)

    own = [("/health", health), ("/metrics", metrics)]
    routes = [Route(front.root + path, each, methods=["GET"]) for path, each in own]
    made = Starlette(routes=routes)
    # A pattern of the router's own would leave out addresses with characters that nobody types.
    made.router.default = front
    return made
