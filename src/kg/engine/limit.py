"""A time limit that holds: the query runs in a process of its own, which is ended at the limit.

Oxigraph has no way to stop a query that runs, and a thread cannot be ended. A process can, and all
that it took goes with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.engine.answer import Answer, Rows, Triples, syntax_error
from kg.errors import QueryError

__all__ = ["query_within"]


def query_within(
    store: ox.Store,
    folder: Path | None,
    sparql: str,
    graphs: Mapping[str, Any],
    seconds: float | None,
) -> Answer:
    """Evaluate a query, and end it where it runs past a limit.

    Args:
        store: The store, which is copied to disk for the query where it is in memory.
        folder: Where the store is on disk; None where it is in memory.
        sparql: The query, passed by the guard, its parameters bound.
        graphs: The graphs to ask, as the engine takes them.
        seconds: The limit, from 0 up, the start of the process (0.1 s) not counted; none if None.

    Raises:
        QueryError: The query ran past its limit, or is not well formed.
    """
    with _on_disk(store, folder) as path:
        named = {name: _texts(value) for name, value in graphs.items()}
        asked = json.dumps({"folder": str(path), "query": sparql, "graphs": named})
        with subprocess.Popen(
            [sys.executable, "-m", "kg.engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            try:
                patience = None if seconds is None else seconds + 0.1
                out, _ = process.communicate(f"{asked}\n".encode(), timeout=patience)
            except subprocess.TimeoutExpired:
                process.kill()
                raise QueryError(
                    f"the query ran past its limit of {seconds:g} s and was stopped",
                    mend="ask for less, or raise the limit",
                ) from None
    return _answer(out)


def _texts(value: Any) -> Any:  # noqa: ANN401 - a list of graphs, or a bool
    """Give graphs as text, the default one as an empty one."""
    return [getattr(g, "value", "") for g in value] if isinstance(value, list) else value


@contextmanager
def _on_disk(store: ox.Store, folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="khyber-") as made:
        copy = ox.Store(made)
        copy.bulk_extend(store)
        copy.flush()
        del copy
        yield Path(made)


def _answer(out: bytes) -> Answer:
    head, _, body = out.partition(b"\n")
    kind, _, rest = head.decode().partition(" ")
    if kind == "rows":
        cells = ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV)
        rows = cells if isinstance(cells, ox.QuerySolutions) else iter(())
        return Rows(json.loads(rest), rows, lambda: body)
    if kind == "triples":
        return Triples(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    if kind in ("yes", "no"):
        return kind == "yes"
    if kind == "error":
        raise syntax_error(rest)
    raise QueryError("the query's process ended without an answer", mend="memory may have run out")
