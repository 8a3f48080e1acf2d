"""The pool: who asks gets the next free process, or hears soon that none is free."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError, UsageError
from kg.web.asked import read_frame
from kg.web.site import Limits, Opened
from kg.web.workers.line import Broken, Given, Late, Pieces, Rest, Worker

__all__ = ["Busy", "Pool", "Started", "fault_of"]

_CODE: Final = (
    "import sys; sys.path.append({folder!r}); "
    "from kg.web.workers.nursery import main; main({number})"
)
# A query takes and gives back thousands of small pieces of memory. The C library keeps seven of
# each size at hand and sorts the rest, which is a third of a short query's time (glibc only).
_AT_HAND: Final = "glibc.malloc.tcache_count=1000"
# For so long a request waits for a free process, in seconds.
_PATIENCE: Final = 10.0
# What a process reads it counts references to, so that it shares less with the others from one
# request to the next; after so many another one takes its place.
_TURNS: Final = 1_000
# For so long a process whose client went away may go on.
_GRACE: Final = 0.25


class Busy(Exception):  # noqa: N818 - not a fault
    """Too many wait already, or none became free for too long."""


class Started:
    """A graph that was opened, and the process that forks from it.

    Attributes:
        version: The release, and the version of the data.
    """

    def __init__(self, opened: Opened, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        folder = str(Path(__file__).parents[3])
        code = _CODE.format(folder=folder, number=theirs.fileno())
        command = [sys.executable, "-P", "-c", code]
        tuned = {"GLIBC_TUNABLES": _AT_HAND, **os.environ}
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
            env=tuned,
        )  # fmt: skip
        theirs.close()
        self._line = ours
        said = {"opened": opened.as_json(), "limits": asdict(limits)}
        ours.sendall(json.dumps(said).encode() + b"\n")
        self.version = self._opened()

    def _opened(self) -> str:
        line = b""
        # Byte by byte: what follows the line comes with a descriptor.
        while not line.endswith(b"\n") and (more := self._line.recv(1)):
            line += more
        said: dict[str, str] = json.loads(line or b'{"fault": "the process that opens it ended"}')
        if fault := said.get("fault"):
            self.close()
            raise UsageError(f"the graph cannot be opened: {fault.removesuffix('.')}")
        return said["version"]

    def fork(self) -> tuple[int, socket.socket]:
        """Give a new process and the line to it; waits some milliseconds."""
        self._line.sendall(b"+")
        said, numbers, _, _ = socket.recv_fds(self._line, 8, 1)
        if not numbers:
            raise Broken
        return int.from_bytes(said, "big"), socket.socket(fileno=numbers[0])

    def close(self) -> None:
        """End the process, and with it all that were forked from it."""
        self._line.close()
        with suppress(OSError):
            self._process.kill()
        self._process.wait()


class Pool:
    """Processes that answer, all of one graph.

    Args:
        started: The graph.
        count: How many processes there are.
        limits: What a request may take.
    """

    def __init__(self, started: Started, count: int, limits: Limits) -> None:
        self.started, self._count, self._limits = started, count, limits
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._running = self._streams = 0
        self._forking = asyncio.Lock()
        self._closing = False
        self._tasks: set[asyncio.Future[None]] = set()

    @property
    def version(self) -> str:
        """Give the release, and the version of the data."""
        return self.started.version

    @property
    def running(self) -> int:
        """Give how many requests are being answered."""
        return self._running + self._streams

    async def open(self) -> None:
        """Start the processes."""
        for _ in range(self._count):
            await self._add()

    async def _add(self) -> None:
        async with self._forking:
            pid, line = await asyncio.to_thread(self.started.fork)
        loop = asyncio.get_running_loop()
        _, worker = await loop.create_unix_connection(lambda: Worker(pid, self._ended), sock=line)
        self._free(worker)

    def _ended(self, worker: Worker) -> None:
        """Put another process in the place of one that somebody killed while it did nothing."""
        if worker in self._idle:
            self._idle.remove(worker)
            self._replace(worker)

    def _free(self, worker: Worker) -> None:
        """Let a process answer who has waited longest."""
        if worker.lost:
            self._replace(worker)
            return
        worker.turns += 1
        if worker.is_last:
            worker.end()
            return
        if not worker.turns % _TURNS and not self._closing:
            self._later(self._relieve(worker))
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(worker)
                return
        self._idle.append(worker)

    async def _relieve(self, worker: Worker) -> None:
        """Put another process in the place of one that has answered for long, without a gap."""
        if worker.replaced:
            return
        worker.replaced = True
        try:
            await self._add()
        except BaseException:
            worker.replaced = False
            raise
        worker.is_last = True
        if worker in self._idle:
            self._idle.remove(worker)
            worker.end()

    async def ask(self, frame: bytes) -> Given:
        """Have a request answered.

        Raises:
            Busy: Too many wait, or none became free.
            Late: It took too long.
            Broken: The process ended.
        """
        worker = await self._one()
        self._running += 1
        try:
            head, body = read_frame(await worker.ask(frame, self._limits.seconds))
            rest = self._streamed(worker) if head["more"] else None
        except asyncio.CancelledError:
            self._later(self._finished(worker))
            raise
        except BaseException:
            self._drop(worker)
            raise
        finally:
            self._running -= 1
        if rest is None:
            self._free(worker)
        return Given(head, body, rest)

    async def _finished(self, worker: Worker) -> None:
        """Let a process whose client went away come to its end, if that is near.

        Most answers are there in some milliseconds, and another process in its place costs more.
        """
        try:
            head, _ = read_frame(await worker.answer(_GRACE))
        except BaseException:
            self._drop(worker)
            raise
        if head["more"]:
            self._drop(worker)
        else:
            self._free(worker)

    def _streamed(self, worker: Worker) -> Rest:
        """Give the pieces of a reply, and its process's place to another one.

        What waits for a client's line so holds up nobody who asks for what is short.
        """
        if self._streams >= self._limits.streams:
            raise Busy
        self._streams += 1
        self._replace(worker)

        def closed() -> None:
            self._streams -= 1

        return Pieces(worker, self._limits.seconds, closed)

    async def _one(self) -> Worker:
        # The one that answered last has most of what it needs at hand.
        if self._idle:
            return self._idle.pop()
        if len(self._waiting) >= self._limits.waiting:
            raise Busy
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[Worker] = loop.create_future()
        self._waiting.append(waiting)
        late = loop.call_later(_PATIENCE, _give_up, waiting)
        try:
            return await waiting
        except BaseException:
            if waiting.done() and not waiting.cancelled() and not waiting.exception():
                self._free(waiting.result())
            elif waiting in self._waiting:
                self._waiting.remove(waiting)
            raise
        finally:
            late.cancel()

    def _drop(self, worker: Worker) -> None:
        """End a process, and put another one in its place."""
        worker.end()
        self._replace(worker)

    def _replace(self, worker: Worker) -> None:
        """Put another process in the place of one that has ended or does something else."""
        if not self._closing and not worker.replaced:
            worker.replaced = True
            self._later(self._add())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # Where none can be forked, as without memory, those that are left go on.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def close(self, patience: float) -> None:
        """Let what is being answered come to its end, for some seconds, and end the processes."""
        self._closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self.running or self._waiting:
                    await asyncio.sleep(0.05)
        while self._idle:
            self._idle.pop().end()
        await asyncio.to_thread(self.started.close)


def _give_up(waiting: asyncio.Future[Worker]) -> None:
    if not waiting.done():
        waiting.set_exception(Busy())


def fault_of(error: Exception) -> KgError:
    """Give what a visitor is told of a request that no process answered."""
    what = {
        Busy: ("the server is busy", "ask again in some seconds"),
        Late: ("this takes longer than one request may", "ask for less"),
        Broken: ("the process that was answering ended", "ask for less; memory may have run out"),
    }[type(error)]
    return KgError(what[0], mend=what[1])
