"""A time limit that holds: the query runs in a process of its own, which is ended at the limit.

Oxigraph has no way to stop a query that runs, and a thread cannot be ended. A process can, and all
that it took goes with it. It ends by itself at its limit, and with the process that asked.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.engine.answer import Answer, Rows, Triples, engine_error
from kg.errors import QueryError, UsageError
from kg.foreign import shown
from kg.stopping import is_interactive, scratch

__all__ = ["ask_on", "checked_limit", "end_waiting", "query_within", "rows_of_text"]

_LONGEST: Final = 1e9
_START: Final = 0.1
# -P, and at the end: no module of the folder that one works in stands in the way of Python's own.
_CODE: Final = (
    f"import sys; sys.path.append({str(Path(__file__).parents[2])!r}); "
    "from kg.engine.worker import main; main()"
)
_COMMAND: Final = (sys.executable, "-P", "-c", _CODE)
# By the folder of a store, a process that has answered and waits, where somebody may ask on.
_waiting: dict[str, list[subprocess.Popen[bytes]]] = {}
# Processes of ours that ask one question after another, and keep what has answered.
_asking_on: set[int] = set()


def checked_limit(seconds: float | None) -> float | None:
    """Give a time limit, if it is one.

    Raises:
        UsageError: It is no number of seconds from 0 up, or past thirty years.
    """
    if seconds is not None and not 0 <= seconds <= _LONGEST:
        mend = f"give seconds from 0 to {_LONGEST:,.0f}, or none"
        # A whole number may be longer than any float.
        said = shown(seconds) if isinstance(seconds, int) else f"{seconds:g}"
        raise UsageError(f"{said} is no limit in time", mend=mend)
    # A number of numpy's is none that the worker can be told in JSON.
    return None if seconds is None else float(seconds)


def query_within(
    store: ox.Store,
    folder: Path | None,
    sparql: str,
    graphs: Mapping[str, Any],
    seconds: float | None,
) -> Answer:
    """Evaluate a query in a process of its own, and end it where it runs past a limit.

    Args:
        store: The store, which is copied to disk for the query where it is in memory.
        folder: Where the store is on disk; None where it is in memory.
        sparql: The query, passed by the guard, its parameters bound.
        graphs: The graphs to ask, as the engine takes them.
        seconds: The limit, from 0 up, the start of the process (0.1 s) not counted; none if None.

    Raises:
        UsageError: The limit is none.
        QueryError: The query ran past its limit, or is not well formed.
        KeyboardInterrupt: Ctrl-C was pressed; the process is ended.
    """
    seconds = checked_limit(seconds)
    with _on_disk(store, folder) as path:
        named = {name: _texts(value) for name, value in graphs.items()}
        asked = {"folder": str(path), "query": sparql, "graphs": named, "seconds": seconds}
        with _worker(str(path), lasting=folder is not None) as process:
            out = _asked(process, f"{json.dumps(asked)}\n".encode(), seconds)
    return _answer(out, sparql)


def ask_on() -> None:
    """Have this process keep what has answered for its next question, as a server does.

    A process that was forked has to say so itself: what its parent kept is the parent's.
    """
    _waiting.clear()
    _asking_on.add(os.getpid())


@contextmanager
def _worker(folder: str, *, lasting: bool) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process that answers, and end it; where one asks on it is kept for the next."""
    kept = _waiting.setdefault(folder, [])
    while kept and kept[-1].poll() is not None:
        _end(kept.pop())
    process = kept.pop() if kept else subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    except BaseException:
        _end(process)
        raise
    asks_on = is_interactive() or os.getpid() in _asking_on
    if lasting and asks_on and process.poll() is None:
        kept.append(process)
        atexit.unregister(end_waiting)
        atexit.register(end_waiting)
    else:
        _end(process)


def end_waiting() -> None:
    """End the processes that wait for a further question."""
    for kept in _waiting.values():
        while kept:
            _end(kept.pop())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(BrokenPipeError):
        process.communicate()


def _asked(process: subprocess.Popen[bytes], question: bytes, seconds: float | None) -> bytes:
    """Give what a process answers, empty where it ended before.

    Raises:
        QueryError: It ran past its limit.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(min((seconds or 0) + _START, threading.TIMEOUT_MAX), end)
    timer.daemon = True
    if seconds is not None:
        timer.start()
    given, taken = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        with suppress(BrokenPipeError):
            given.write(question)
            given.flush()
        size = taken.readline()
        out = taken.read(int(size)) if size else b""
        whole = bool(size) and len(out) == int(size)
    finally:
        timer.cancel()
    if late.is_set() and not whole:
        raise QueryError(
            f"the query ran past its limit of {seconds:g} s and was stopped",
            mend="ask for less, or raise the limit",
        )
    return out if whole else b""


def _texts(value: Any) -> Any:  # noqa: ANN401 - a list of graphs, or a bool
    """Give graphs as text, the default one as an empty one."""
    return [getattr(g, "value", "") for g in value] if isinstance(value, list) else value


@contextmanager
def _on_disk(store: ox.Store, folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with scratch("khyber-") as made:
        copy = ox.Store(str(made))
        copy.bulk_extend(store)
        copy.flush()
        del copy
        yield made


def _answer(out: bytes, sparql: str) -> Answer:
    head, _, body = out.partition(b"\n")
    kind, _, rest = head.decode().partition(" ")
    if kind == "rows":
        return rows_of_text(json.loads(rest), body)
    if kind == "triples":
        return Triples(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    if kind in ("yes", "no"):
        return kind == "yes"
    if kind in ("error", "fault"):
        error = SyntaxError if kind == "error" else RuntimeError
        raise engine_error(error(json.loads(rest)), sparql)
    raise QueryError("the query's process ended without an answer", mend="memory may have run out")


def rows_of_text(names: Sequence[str], tsv: bytes) -> Rows:
    """Give a table that somebody has as SPARQL 1.1 TSV."""
    return Rows(names, _Cells(tsv), lambda: tsv)


class _Cells:
    """The rows of SPARQL 1.1 TSV as terms, as often as they are read."""

    def __init__(self, tsv: bytes) -> None:
        self._tsv = tsv

    def __iter__(self) -> Iterator[Any]:
        cells = ox.parse_query_results(self._tsv, format=ox.QueryResultsFormat.TSV)
        return cells if isinstance(cells, ox.QuerySolutions) else iter(())
