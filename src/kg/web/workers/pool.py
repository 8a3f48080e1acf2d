"""The pool: who asks gets the next free process, or hears soon that none is free."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError, UsageError
from kg.web.asked import read_frame
from kg.web.site import Limits, Opened

__all__ = ["Broken", "Busy", "Late", "Pool", "Started", "fault_of"]

_CODE: Final = (
    "import sys; sys.path.append({folder!r}); "
    "from kg.web.workers.nursery import main; main({number})"
)
# For so long a request waits for a free process, in seconds.
_PATIENCE: Final = 10.0


class Busy(Exception):  # noqa: N818 - not a fault
    """Too many wait already, or none became free for too long."""


class Late(Exception):  # noqa: N818
    """The request took longer than one may; its process was ended."""


class Broken(Exception):  # noqa: N818
    """The process ended before it answered."""


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
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
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


class _Worker:
    """A process that answers one request after another."""

    def __init__(self, pid: int, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        self.pid, self._read, self._write = pid, read, write

    async def ask(self, frame: bytes) -> bytes:
        self._write.write(frame)
        await self._write.drain()
        size = int.from_bytes(await self._read.readexactly(8), "big")
        return await self._read.readexactly(size)

    def end(self) -> None:
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        self._write.close()


class Pool:
    """Processes that answer, all of one graph.

    Args:
        started: The graph.
        count: How many processes there are.
        limits: What a request may take.
    """

    def __init__(self, started: Started, count: int, limits: Limits) -> None:
        self.started, self._count, self._limits = started, count, limits
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._waiting = self._running = 0
        self._forking = asyncio.Lock()
        self._closing = False

    @property
    def version(self) -> str:
        """Give the release, and the version of the data."""
        return self.started.version

    @property
    def running(self) -> int:
        """Give how many requests are being answered."""
        return self._running

    async def open(self) -> None:
        """Start the processes."""
        for _ in range(self._count):
            await self._add()

    async def _add(self) -> None:
        async with self._forking:
            pid, line = await asyncio.to_thread(self.started.fork)
        read, write = await asyncio.open_unix_connection(sock=line, limit=1 << 20)
        self._idle.put_nowait(_Worker(pid, read, write))

    async def ask(self, frame: bytes) -> tuple[dict[str, Any], bytes]:
        """Have a request answered.

        Raises:
            Busy: Too many wait, or none became free.
            Late: It took too long.
            Broken: The process ended.
        """
        worker = await self._free()
        self._running += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                reply = await worker.ask(frame)
        except BaseException as error:
            worker.end()
            self._replace()
            if isinstance(error, TimeoutError):
                raise Late from None
            if isinstance(error, asyncio.IncompleteReadError | OSError):
                raise Broken from None
            raise
        finally:
            self._running -= 1
        self._idle.put_nowait(worker)
        return read_frame(reply)

    async def _free(self) -> _Worker:
        if not self._idle.empty():
            return self._idle.get_nowait()
        if self._waiting >= self._limits.waiting:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._idle.get()
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting -= 1

    def _replace(self) -> None:
        if self._closing:
            return
        task = asyncio.ensure_future(self._add())
        # Where none can be forked, as without memory, those that are left go on.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def close(self) -> None:
        """Let what is being answered come to its end, and end the processes."""
        self._closing = True
        async with asyncio.timeout(self._limits.seconds + 1):
            while self._running or self._waiting:
                await asyncio.sleep(0.05)
        while not self._idle.empty():
            self._idle.get_nowait().end()
        await asyncio.to_thread(self.started.close)


def fault_of(error: Exception) -> KgError:
    """Give what a visitor is told of a request that no process answered."""
    what = {
        Busy: ("the server is busy", "ask again in some seconds"),
        Late: ("this takes longer than one request may", "ask for less"),
        Broken: ("the process that was answering ended", "ask for less; memory may have run out"),
    }[type(error)]
    return KgError(what[0], mend=what[1])
