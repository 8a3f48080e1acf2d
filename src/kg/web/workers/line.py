"""The line to one process: what it is asked, and what it writes, piece by piece."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NamedTuple, Protocol, cast

from kg.web.workers.replying import TORN

__all__ = ["Broken", "Given", "Late", "Pieces", "Rest", "Worker"]

# So many bytes of a reply are taken before somebody asks for them.
_MOST_HELD: Final = 262_144


class Late(Exception):  # noqa: N818
    """The request took longer than one may; its process was ended."""


class Broken(Exception):  # noqa: N818
    """The process ended before it answered."""


class Given(NamedTuple):
    """A reply: what its process says of it, its body, and where there is more, what gives that."""

    head: dict[str, Any]
    body: bytes
    rest: Rest | None = None


class Rest(Protocol):
    """The pieces of a reply behind its head."""

    async def next(self) -> bytes:
        """Give the next piece; nothing at the end."""

    def close(self) -> None:
        """End what makes them."""


class Worker(asyncio.Protocol):
    """A process that answers one request after another."""

    def __init__(self, pid: int, ended: Callable[[Worker], None]) -> None:
        self.pid, self._held, self.lost, self._ended = pid, bytearray(), False, ended
        self._waiting: asyncio.Future[None] | None = None
        self._due = 0
        # How often it was free, whether another one has its place, and whether that one is there.
        self.turns, self.replaced, self.is_last = 0, False, False
        self._line: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the line."""
        self._line = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hold what came, and no more than somebody will take."""
        self._held += data
        if len(self._held) > _MOST_HELD:
            self._line.pause_reading()
        self._wake()

    def connection_lost(self, _: Exception | None) -> None:
        """Tell who waits that nothing more comes."""
        self.lost = True
        self._wake()
        self._ended(self)

    def _wake(self, error: Exception | None = None) -> None:
        if self._waiting is None or self._waiting.done():
            return
        if error is None:
            self._waiting.set_result(None)
        else:
            self._waiting.set_exception(error)

    async def ask(self, frame: bytes, seconds: float) -> bytes:
        """Give what the process answers to a frame.

        Raises:
            Late: It did not answer in time.
            Broken: The process ended.
        """
        self._line.write(frame)
        return await self.answer(seconds)

    async def answer(self, seconds: float) -> bytes:
        """Give what is left of an answer that somebody began to wait for; see `ask`."""
        if not self._due:
            self._due = int.from_bytes(await self.read(8, seconds), "big")
        found = await self.read(self._due, seconds)
        self._due = 0
        return found

    async def read(self, size: int, seconds: float) -> bytes:
        """Give so many bytes of what the process writes.

        Raises:
            Late: They did not come in time.
            Broken: The process ended.
        """
        while len(self._held) < size:
            if self.lost:
                raise Broken
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            late = loop.call_later(seconds, self._wake, Late())
            try:
                self._line.resume_reading()
                await self._waiting
            finally:
                late.cancel()
                self._waiting = None
        found = bytes(self._held[:size])
        del self._held[:size]
        return found

    def end(self) -> None:
        """End the process."""
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        self._line.abort()


class Pieces:
    """The pieces of one reply; who makes them answers nothing else afterwards."""

    def __init__(self, worker: Worker, seconds: float, closed: Callable[[], None]) -> None:
        self._worker, self._left, self._closed = worker, seconds, closed

    async def next(self) -> bytes:
        """Give the next piece; nothing at the end.

        Raises:
            Late: The process took longer than a request may, the client's own time not counted.
            Broken: What follows is missing.
        """
        begun = time.monotonic()
        size = await self._worker.read(8, self._left)
        if size == TORN:
            raise Broken
        piece = await self._worker.read(int.from_bytes(size, "big"), self._left)
        self._left = max(self._left - (time.monotonic() - begun), 0.001)
        return piece

    def close(self) -> None:
        """End the process; another one has its place already."""
        self._worker.end()
        self._closed()
