"""The application: one request in, limits held, one reply out of the cache or a process."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final, Protocol, TypeAlias

from kg.errors import KgError
from kg.web.asked import Asked, Reply
from kg.web.faults import fault_reply
from kg.web.front.cache import Cache, Kept, Key
from kg.web.front.form import Form, Gone, Requested, WrongMethod
from kg.web.front.metrics import Metrics
from kg.web.front.sealing import matches, sealed, without_body
from kg.web.site import Limits
from kg.web.workers import Broken, Busy, Given, Late, Rest, fault_of

__all__ = ["LONGEST", "Answers", "Front"]

_LOG: Final = logging.getLogger("kg.web")
_AGAIN: Final = "5"
# So long a reply may be on its way to a client that takes it.
LONGEST: Final = 600.0
# Thousands of pages, and no more than a thousand requests leave behind: what is asked again is
# mostly asked soon, and memory does not grow from day to day.
_KEPT: Final = 8_000_000
_SLICE: Final = 65_536
_LOOK: Final = 0.5
_GETS: Final = ("GET", "HEAD")
_GET_HEADERS: Final = ((b"access-control-allow-origin", b"*"),)
_ASK_HEADERS: Final = (*_GET_HEADERS, (b"access-control-allow-headers", b"content-type, accept"))


_Scope: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Answers(Protocol):
    """What has a request answered: a pool of processes, or this one."""

    @property
    def version(self) -> str:
        """Give the release, and the version of the data."""

    @property
    def running(self) -> int:
        """Give how many requests are being answered."""

    async def ask(self, frame: bytes) -> Given:
        """Have a request answered."""


@dataclass
class Front:
    """What the application keeps between requests; called as ASGI has it.

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
    cache: Cache = field(default_factory=lambda: Cache(_KEPT))
    metrics: Metrics = field(default_factory=Metrics)

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer one request; what is raised is said in the reply."""
        begun = time.perf_counter()
        more = (_ASK_HEADERS if scope["method"] == "OPTIONS" else _GET_HEADERS) if self.cors else ()
        out = _Out(scope, send, more, self.limits.patience)
        # Of two headers of one name the first one counts.
        headers = dict(reversed(scope["headers"]))
        try:
            await self._answer(scope, headers, receive, out)
        except TimeoutError:
            out.stuck()
        except Gone:
            pass
        self._log(scope, out, time.perf_counter() - begun)

    async def _answer(
        self, scope: _Scope, headers: dict[bytes, bytes], receive: _Receive, out: _Out
    ) -> None:
        try:
            if own := self._own(scope):
                await out.whole(own)
                return
            asked = await self._form().read(scope, headers, receive)
        except KgError as error:
            # Where the form is wrong nobody is asked, and there is no page to say it on.
            bare = Asked("GET", "/sparql", accept="text/plain;q=0.9, application/json;q=0.8")
            await out.whole(sealed(fault_reply(None, bare, error)))
            return
        if scope["method"] == "OPTIONS":
            allow = {"Allow": "GET, HEAD, POST, OPTIONS"}
            await out.whole(sealed(Reply(b"", "", 204, allow, cached=False)))
            return
        with _Watch(receive):
            await self._given(asked, headers, out)

    def _form(self) -> Form:
        return Form(self.limits, self.hosts, self.root, self.address)

    def _own(self, scope: _Scope) -> Kept | None:
        """Give what no process is asked for."""
        path = scope["path"].removeprefix(self.root)
        if path not in ("/health", "/metrics"):
            return None
        if scope["method"] not in _GETS:
            raise WrongMethod("this address takes GET, HEAD", where=path)
        if path == "/health":
            text, media = f"ok {self.answers.version}\n", "text/plain; charset=utf-8"
        else:
            text = self.metrics.text(self.answers.running, self.answers.version)
            media = "text/plain; version=0.0.4; charset=utf-8"
        return sealed(Reply(text.encode(), media, cached=False))

    async def _given(self, asked: Requested, headers: dict[bytes, bytes], out: _Out) -> None:
        """Send the reply to a request, out of the cache where it is there."""
        packed = b"gzip" in headers.get(b"accept-encoding", b"")
        key = _key(asked, packed=packed, version=self.answers.version)
        known = headers.get(b"if-none-match", b"").decode("latin-1")
        if found := self.cache.get(key):
            self.metrics.cached += 1
            has = found.etag and (known.strip() == "*" or matches(known, found.etag))
            await out.whole(without_body(found) if has else found)
            return
        tag = f'W/"{key}"'
        if known and matches(known, tag):
            # Who has it got it from here, when the data were the same.
            await out.whole(without_body(sealed(Reply(b"", headers={"Vary": "Accept"}), tag)))
            return
        await self._made(asked, key, tag, out, packed=packed)

    async def _made(self, asked: Requested, key: Key, tag: str, out: _Out, *, packed: bool) -> None:
        """Have a process reply, and send what it gives."""
        try:
            given = await self.answers.ask(asked.frame(packed=packed, whole=out.needs_whole))
        except (Busy, Late, Broken) as error:
            bare = Asked("GET", asked.path, accept=asked.accept)
            reply = fault_reply(None, bare, fault_of(error))
            reply.status = 503
            reply.headers["Retry-After"] = _AGAIN
            await out.whole(sealed(reply))
            return
        head = given.head
        reply = Reply(given.body, head["media"], head["status"], head["headers"],
                      cached=head["cached"])  # fmt: skip
        kept = sealed(reply, tag, whole=given.rest is None)
        if given.rest is not None:
            try:
                await self._passed_on(kept, given.rest, key, out)
            finally:
                given.rest.close()
            return
        if reply.cached:
            self.cache.put(key, kept)
        await out.whole(kept)

    async def _passed_on(self, kept: Kept, rest: Rest, key: Key, out: _Out) -> None:
        """Send a reply piece by piece, each when the client has taken the one before."""
        await out.begin(kept)
        parts: list[bytes] = []
        try:
            while not out.is_head and (piece := await rest.next()):
                if out.size + len(piece) <= self.cache.largest:
                    parts.append(piece)
                await out.piece(piece)
        except (Late, Broken) as error:
            # The last piece never comes, which every client takes for what it is.
            _LOG.warning("torn after %d bytes: %s", out.size, fault_of(error))
            return
        await out.piece(b"", more=False)
        body = b"".join(parts)
        if len(body) == out.size and not out.is_head:
            headers = (*kept.headers, (b"content-length", b"%d" % len(body)))
            self.cache.put(key, Kept(kept.status, headers, body, kept.etag))

    def _log(self, scope: _Scope, out: _Out, seconds: float) -> None:
        path = scope["path"]
        self.metrics.count(path.removeprefix(self.root), out.status, seconds)
        if not _LOG.isEnabledFor(logging.INFO):
            return
        asked = scope["query_string"].decode("ascii", "replace")
        shown = f"{path}?{asked}" if self.logs_queries and asked else path
        # A line of a log is a line, whatever was asked for.
        text = shown if shown.isprintable() else ascii(shown)[1:-1]
        said = (scope["method"], text[:2000], out.status, out.size, 1000 * seconds)
        _LOG.info("%s %s %d %d %.1fms", *said)


class _Out:
    """The way back to a client, and what went over it."""

    def __init__(
        self, scope: _Scope, send: _Send, more: tuple[tuple[bytes, bytes], ...], patience: float
    ) -> None:
        self._scope, self._send, self._more, self._patience = scope, send, more, patience
        self.is_head = scope["method"] == "HEAD"
        # HTTP/1.0 has no pieces: where one was missing, nobody could tell.
        self.needs_whole = scope["http_version"] == "1.0"
        self.status, self.size = 499, 0

    async def begin(self, kept: Kept) -> None:
        self.status = kept.status
        headers = [*kept.headers, *self._more]
        await self._send({"type": "http.response.start", "status": kept.status, "headers": headers})

    async def whole(self, kept: Kept) -> None:
        await self.begin(kept)
        body = b"" if self.is_head else kept.body
        for at in range(0, len(body) - _SLICE, _SLICE):
            await self.piece(body[at : at + _SLICE])
        await self._send({"type": "http.response.body", "body": body[self.size :]})
        self.size = len(body)

    async def piece(self, data: bytes, *, more: bool = True) -> None:
        """Send a piece.

        Raises:
            TimeoutError: The client did not take the ones before it.
        """
        async with asyncio.timeout(self._patience):
            await self._send({"type": "http.response.body", "body": data, "more_body": more})
        self.size += len(data)

    def stuck(self) -> None:
        """Let a client go that takes nothing."""
        end: Callable[[], None] | None = self._scope.get("state", {}).get("abort")
        if end is not None:
            end()


class _Watch:
    """Stops what is being done, wherever it is, once the client goes away, or far too late.

    Raises:
        Gone: The client went away.
        TimeoutError: It took longer than any reply may.
    """

    def __init__(self, receive: _Receive) -> None:
        self._receive = receive
        self._why: type[Exception] | None = None
        self._task, self._loop = asyncio.current_task(), asyncio.get_running_loop()
        self._looking: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        # Most replies are there before anybody can go away.
        self._timer = self._loop.call_later(_LOOK, self._look)

    def _look(self) -> None:
        self._timer = self._loop.call_later(LONGEST - _LOOK, self._stop, TimeoutError)
        self._looking = self._loop.create_task(_left(self._receive))
        self._looking.add_done_callback(self._gone)

    def _gone(self, looking: asyncio.Task[None]) -> None:
        if not looking.cancelled():
            self._stop(Gone)

    def _stop(self, why: type[Exception]) -> None:
        if self._task is not None:
            self._why = why
            self._task.cancel()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._timer.cancel()
        if self._looking is not None:
            self._looking.remove_done_callback(self._gone)
            self._looking.cancel()
        if kind is asyncio.CancelledError and self._why is not None and self._task is not None:
            self._task.uncancel()
            raise self._why from None


async def _left(receive: _Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _key(asked: Requested, *, packed: bool, version: str) -> Key:
    """Name what is asked, of which data, on which day; a query itself may be long."""
    # None but the body, which comes last, can hold the end of a line.
    said = "\n".join((version, time.strftime("%Y-%m-%d"), str(packed), *asked.texts))
    named = blake2b(said.encode("utf-8", "replace"), digest_size=16)
    named.update(b"\n%b" % asked.body)
    return named.hexdigest()
