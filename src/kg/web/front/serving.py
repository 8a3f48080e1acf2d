"""Running: one command that opens the graph, listens, takes in changed data, and ends cleanly."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import uvicorn

from kg.errors import KgError, UsageError
from kg.paths import shipped_files
from kg.web.front.app import LONGEST, Front
from kg.web.front.connection import patient
from kg.web.site import Limits, Opened
from kg.web.workers import Pool, Started

__all__ = ["Settings", "serve"]

_LOG: Final = logging.getLogger("kg.web")
_LOOK: Final = 2.0
_closing: set[asyncio.Task[None]] = set()


@dataclass(frozen=True)
class Settings:
    """How a site is served.

    Attributes:
        opened: The graph.
        host: The address that is listened at.
        port: The port; a free one if 0.
        root: The path under which the site lies.
        workers: How many processes answer.
        limits: What a request may take.
        hosts: Further names of the host.
        address: The address of the site, where it is not the one that a request names.
        reload: Whether files are looked at for changes.
        logs_queries: Whether logs hold what is asked.
        cors: Whether pages of other sites may read what is here.
    """

    opened: Opened = field(default_factory=Opened)
    host: str = "127.0.0.1"
    port: int = 8000
    root: str = ""
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    hosts: Sequence[str] = ()
    address: str = ""
    reload: bool = False
    logs_queries: bool = False
    cors: bool = False


def serve(settings: Settings) -> None:
    """Serve a site until it is told to end (SIGTERM, Ctrl-C); SIGHUP takes in changed data.

    Raises:
        UsageError: The graph cannot be opened, or the address is taken.
    """
    listening = _listening(settings)
    with listening:
        asyncio.run(_run(settings, listening))


def _listening(settings: Settings) -> socket.socket:
    if not settings.host:
        # To the system it would mean every network that this machine is in.
        raise UsageError("--host names no address", mend="leave it out, or write 0.0.0.0 for all")
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Where the protocol is not said, asyncio does not know that it is TCP, and leaves on what
    # makes each reply of two pieces wait 40 ms for the client's receipt (Nagle's algorithm).
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((settings.host, settings.port))
    except (OSError, OverflowError, TypeError, ValueError) as error:
        made.close()
        # Of what is no name of a host, Python says so in several ways.
        why = (getattr(error, "strerror", None) or str(error)).lower().rstrip(".")
        where = f"{settings.host}:{settings.port}"
        mend = "choose another --host or --port"
        raise UsageError(f"cannot listen there ({why})", where=where, mend=mend) from None
    made.listen(1024)
    return made


async def _run(settings: Settings, listening: socket.socket) -> None:
    pool = Pool(
        await asyncio.to_thread(Started, settings.opened, settings.limits),
        settings.workers, settings.limits,
    )  # fmt: skip
    await pool.open()
    front = Front(
        pool, settings.limits, [each.lower() for each in settings.hosts], settings.root,
        settings.address, settings.logs_queries, settings.cors,
    )  # fmt: skip
    config = uvicorn.Config(
        front, interface="asgi3", http=patient(settings.limits.patience), ws="none", lifespan="off",
        server_header=False, access_log=False, log_config=None, timeout_keep_alive=20,
        backlog=1024, timeout_graceful_shutdown=int(settings.limits.seconds) + 1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{port}{settings.root}/", flush=True)  # noqa: T201 - what a caller waits for
    watching = asyncio.create_task(_watch(front, settings))
    try:
        await server.serve(sockets=[listening])
    finally:
        watching.cancel()
        answers = front.answers
        if isinstance(answers, Pool):
            await answers.close(settings.limits.seconds + 1)


async def _watch(front: Front, settings: Settings) -> None:
    """Take in changed data when told so, and where files are looked at when one changes."""
    told = asyncio.Event()
    with suppress(NotImplementedError, RuntimeError, ValueError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, told.set)
    seen = _stamps(settings)
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LOOK if settings.reload else None):
                await told.wait()
        now = _stamps(settings)
        if told.is_set() or now != seen:
            told.clear()
            seen = now
            await _exchange(front, settings)


def _stamps(settings: Settings) -> list[tuple[str, int, int]]:
    found = []
    for path in [*shipped_files(), *map(Path, settings.opened.files)]:
        with suppress(OSError):
            said = os.stat(path)  # noqa: PTH116 - one call
            found.append((str(path), said.st_mtime_ns, said.st_size))
    return found


async def _exchange(front: Front, settings: Settings) -> None:
    """Open the data anew beside what is there; what is being asked is answered by the old ones."""
    try:
        started = await asyncio.to_thread(Started, settings.opened, settings.limits)
        pool = Pool(started, settings.workers, settings.limits)
        await pool.open()
    except (KgError, OSError) as error:
        _LOG.warning("the data stay as they were: %s", error)
        return
    old, front.answers = front.answers, pool
    front.cache.clear()
    front.metrics.reloads += 1
    _LOG.info("data %s", pool.version)
    if isinstance(old, Pool):
        # What is on its way to a client comes to its end, and no further change waits for that.
        closing = asyncio.create_task(old.close(LONGEST))
        _closing.add(closing)
        closing.add_done_callback(_closing.discard)
