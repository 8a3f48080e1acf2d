"""Real servers on loopback: the `oxigraph` binary from PyPI, and Virtuoso 7 from Debian."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kg.remote.publishing import Addresses
from parts import part

__all__ = ["Server", "free_port", "oxigraph", "virtuoso"]

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
TransactionAfterImageLimit = 2000000000

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
MaxClientConnections = 10

[SPARQL]
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 600
{rows}
"""


class Server(NamedTuple):
    """A running server: where it takes what, and its process."""

    addresses: Addresses
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Give a port on loopback that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def oxigraph(
    folder: Path | None = None, port: int | None = None, command: str = "serve"
) -> Iterator[Server]:
    """Run the `oxigraph` server, in memory or on a folder."""
    port = port or free_port()
    binary = part("oxigraph")
    place = ["--location", str(folder)] if folder else []
    base = f"http://127.0.0.1:{port}"
    with _running([str(binary), command, "--bind", f"127.0.0.1:{port}", *place], port) as process:
        yield Server(Addresses(f"{base}/query", f"{base}/update", f"{base}/store"), process)


@contextmanager
def virtuoso(folder: Path, *, rows: int | None = None, buffers: int = 20_000) -> Iterator[Server]:
    """Run Virtuoso on a folder of its own; its updates ask for the name and password ``dba``.

    Args:
        folder: An empty folder.
        rows: The most rows that it answers with; no limit if None.
        buffers: How many pages of 8 kB it keeps in memory.
    """
    http, sql = free_port(), free_port()
    limit = f"ResultSetMaxRows = {rows}" if rows else ""
    text = _INI.format(http=http, sql=sql, buffers=buffers, dirty=buffers * 3 // 4, rows=limit)
    (folder / "virtuoso.ini").write_text(text)
    binary = part("virtuoso")
    base = f"http://127.0.0.1:{http}"
    with _running([str(binary), "+foreground", "+wait"], http, folder) as process:
        yield Server(
            Addresses(f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth"),
            process,
        )


@contextmanager
def _running(
    command: list[str], port: int, folder: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield process
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, seconds: float = 60) -> None:
    """Wait until a server listens, or end with what became of it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not listen at {port}")
