"""The process that opens the graph, and forks one that answers whenever it is asked for one.

What is forked shares the graph's memory with it, so that a further process costs some milliseconds
and no second copy. It opens the graph in a process of its own, without threads, because one with
threads cannot be forked safely.
"""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.engine import ask_on
from kg.errors import KgError
from kg.stopping import end_with_parent
from kg.web.asked import HTML, Asked
from kg.web.routes import ROUTES, handle, import_all
from kg.web.site import Limits, Opened, Site
from kg.web.workers.replying import reply_to

__all__ = ["main"]


def main(number: int) -> None:
    """Open the graph that the first line names, and fork until nobody asks any more.

    Args:
        number: The descriptor of the socket by which it is asked.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    with socket.socket(fileno=number) as front:
        said = json.loads(_line(front))
        try:
            site = _opened(said)
        except KgError as error:
            _tell(front, {"fault": str(error)})
            return
        _tell(front, {"version": site.release})
        # What all share stays shared: a collector that looks at it would write to it.
        gc.freeze()
        # Who is forked is never waited for.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while front.recv(1):
            _fork(site, front)


def _opened(said: dict[str, Any]) -> Site:
    site = Site(Opened(**said["opened"]).engine(), Limits(**said["limits"]))
    import_all()
    site.warm()
    if getattr(site.engine, "remembered", None) is not None:
        _try(site)
    return site


def _try(site: Site) -> None:
    """Have a page of each kind made, so that what it needs is there once, before anybody forks."""
    for route in ROUTES:
        if route.like:
            path = re.sub(r"\{(?!suffix)\w+\}", route.like, route.path).replace("{suffix}", "")
            handle(site, Asked("GET", path, accept=HTML, base="http://localhost", still=True))


def _line(front: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\n"):
        if not (more := front.recv(1 << 16)):
            sys.exit(0)
        text += more
    return text


def _tell(front: socket.socket, said: dict[str, str]) -> None:
    front.sendall(json.dumps(said).encode() + b"\n")


def _fork(site: Site, front: socket.socket) -> None:
    ours, theirs = socket.socketpair()
    child = os.fork()
    if not child:
        front.close()
        theirs.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _serve(site, ours)
    with ours, theirs:
        socket.send_fds(front, [child.to_bytes(8, "big")], [theirs.fileno()])


def _serve(site: Site, line: socket.socket) -> None:
    """Answer what comes in, until nobody asks any more; this process does nothing else."""
    end_with_parent()
    ask_on()
    _hold_memory(site.limits.memory)
    status = 0
    try:
        with line.makefile("rb") as read:
            while size := read.read(8):
                reply_to(site, read.read(int.from_bytes(size, "big")), line.sendall)
    except (OSError, MemoryError):
        status = 1
    finally:
        os._exit(status)


def _hold_memory(megabytes: int) -> None:
    """Hold this process to the memory that it has, and some beside."""
    if not megabytes:
        return
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
