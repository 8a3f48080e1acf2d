"""Filling a store from files: what they say, and what follows from it.

A large file goes through the engine's own loader, which needs no Python and so runs beside it:
meanwhile its statements are parsed here too, for what is derived from them. Everything else, small
files and derived statements, goes into the store as one stream, because each load writes files of
its own, and questions of a store in many files are slow.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kg.build.derive import derived
from kg.build.faults import unknown_terms
from kg.build.files import format_of, graph_of, has_graphs, parsed, reading
from kg.build.gather import Gathered, graph_text
from kg.build.progress import read_shown
from kg.errors import DataError

__all__ = ["fill"]

# Bytes from which a file is worth the engine's own loader.
_LARGE: Final = 10_000_000
# Lines that are handed to the engine together.
_TOGETHER: Final = 1000
_NATIVE: Final = (".nt", ".nq", ".ttl", ".trig")


def fill(store: ox.Store, paths: Sequence[Path]) -> list[DataError]:
    """Load files into a store, with what is derived from them.

    Args:
        store: An empty store.
        paths: Files that are there.

    Returns:
        What is wrong with what they say; the rest is loaded all the same.

    Raises:
        UsageError: A file is of no RDF format.
        DataError: A file is not well formed.
    """
    gathered = Gathered()
    native = [path for path in paths if _is_native(path)]
    lines = _File(_lines(gathered, paths, native))
    with ThreadPoolExecutor(max_workers=1) as pool:
        loading = pool.submit(_load, store, native)
        store.bulk_load(input=cast("IO[bytes]", lines), format=ox.RdfFormat.N_QUADS)
        loading.result()
    return [*unknown_terms(store, gathered.terms()), *gathered.faults]


def _is_native(path: Path) -> bool:
    """Say whether a file is large, and names every node.

    The engine names nodes that have no name anew at each reading, so that what is derived of one
    would be said of another.
    """
    if path.suffix not in _NATIVE or path.stat().st_size < _LARGE:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"_:") < 0 and (path.suffix in (".nt", ".nq") or content.find(b"[") < 0)


def _load(store: ox.Store, paths: Sequence[Path]) -> None:
    """Load large files natively."""
    for path in paths:
        with reading(path):
            to_graph = None if has_graphs(path) else graph_of(path)
            store.bulk_load(path=path, format=format_of(path), to_graph=to_graph)


def _lines(gathered: Gathered, paths: Sequence[Path], native: Sequence[Path]) -> Iterator[str]:
    """Give every statement that is not loaded natively, as N-Quads."""
    for path in paths:
        with reading(path), read_shown(path) as file:
            if path not in native:
                for q in gathered.passing(parsed(path, file, apart=True)):
                    yield f"{q.subject} {q.predicate} {q.object}{graph_text(q)} .\n"
            elif path.suffix == ".nt":
                graph = graph_of(path)
                named = "" if isinstance(graph, ox.DefaultGraph) else f" {graph}"
                with TextIOWrapper(file or path.open("rb"), "utf-8", newline="\n") as lines:
                    gathered.take_lines(lines, named)
            else:
                gathered.take(parsed(path, file))
    if gathered.late:
        for path in paths:
            with reading(path):
                gathered.take_late(parsed(path))
    yield from derived(gathered)


class _File:
    """Lines as a file that is read once, made while they are read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._made = lines, memoryview(b"")

    def read(self, size: int, /) -> bytes:
        """Give some bytes; none at the end."""
        if not self._made:
            self._made = memoryview("".join(islice(self._lines, _TOGETHER)).encode())
        part, self._made = self._made[:size], self._made[size:]
        return part.tobytes()
