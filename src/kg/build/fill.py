"""Filling a store from files: what they say, and what follows from it.

A large file goes through the engine's own loader, which needs no Python and so runs beside it:
meanwhile its statements are parsed here too, for what is derived from them. Everything else, small
files and derived statements, is loaded in large parts while the next one is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import TextIOWrapper
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.build.derive import derived
from kg.build.faults import unknown_terms
from kg.build.files import format_of, has_graphs, reading
from kg.build.notes import Notes
from kg.build.progress import read_shown
from kg.build.sources import Source, contains, graph_text, parsed
from kg.errors import DataError
from kg.vocabulary import FACTS, RDF_TYPE, kg

__all__ = ["complete", "fill"]

# Bytes from which a file is worth the engine's own loader.
_LARGE: Final = 10_000_000
# Bytes that are handed to it together: each load writes files of its own.
_TOGETHER: Final = 1 << 25
_WAITING: Final = 2
# How a file of a format that the loader reads may begin a node without a name.
_UNNAMED: Final = {".nt": [b"_:"], ".nq": [b"_:"]} | {
    suffix: [b"_:", rb"\["] for suffix in (".ttl", ".trig")
}


def fill(store: ox.Store, sources: Sequence[Source]) -> list[DataError]:
    """Load files into a store, with what is derived from them.

    Args:
        store: An empty store.
        sources: Files that are there, each with its account.

    Returns:
        What is wrong with what they say; the rest is loaded all the same.

    Raises:
        UsageError: A file is of no RDF format.
        DataError: A file is not well formed.
    """
    faults = list[DataError]()
    native = [source for source in sources if _is_native(source.path)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        loading = [pool.submit(_load, store, native)]
        try:
            notes = Notes.of(sources)
            for part in _parts(_lines(notes, faults, sources, native)):
                # What is made faster than it is loaded would fill the memory.
                if len(loading) > _WAITING:
                    loading[-_WAITING].result()
                loading.append(pool.submit(_add, store, part))
        finally:
            # Of a file that is not well formed, who loads it natively knows in which line.
            for each in loading:
                each.result()
    return [*unknown_terms(store, notes.terms), *faults]


def complete(store: ox.Store) -> list[DataError]:
    """Add to a store in memory what follows from its statements, and give what is wrong with them.

    What is there already is not said twice, so a store that was added to can be completed again;
    what followed from a statement that is gone stays.
    """
    notes, faults = Notes(store), list[DataError]()
    for _ in notes.passing(store):
        pass
    for lines in derived(notes, faults):
        _add(store, lines)
    return [*unknown_terms(store, notes.terms), *faults]


def _is_native(path: Path) -> bool:
    """Say whether a file is large, and names every node.

    The engine names nodes that have no name anew at each reading, so that what is derived of one
    would be said of another.
    """
    unnamed = _UNNAMED.get(path.suffix)
    large = unnamed and path.stat().st_size >= _LARGE
    return bool(unnamed and large and not contains(path, *unnamed))


def _load(store: ox.Store, sources: Sequence[Source]) -> None:
    """Load large files natively."""
    for source in sources:
        with reading(source.path):
            store.bulk_load(
                path=source.path,
                format=format_of(source.path),
                to_graph=None if has_graphs(source.path) else source.graph,
            )


def _lines(
    notes: Notes, faults: list[DataError], sources: Sequence[Source], native: Sequence[Source]
) -> Iterator[bytes]:
    """Give every statement that is not loaded natively, as N-Quads."""
    for source in sources:
        with reading(source.path), read_shown(source.path) as file:
            if source not in native:
                for q in notes.passing(parsed(source, file, apart=True)):
                    yield f"{q.subject} {q.predicate} {q.object}{graph_text(q)} .\n".encode()
            elif source.path.suffix == ".nt":
                graph = "" if source.account == FACTS else f" <{source.account}>"
                with TextIOWrapper(file or source.path.open("rb"), "utf-8", newline="\n") as lines:
                    notes.take_lines(lines, graph)
            else:
                for _ in notes.passing(parsed(source, file)):
                    pass
    for account in {source.account for source in sources} - {FACTS}:
        # Whoever asks a server for its accounts asks for what says that it is one.
        yield f"<{account}> <{RDF_TYPE}> <{kg('Account')}> <{account}> .\n".encode()
    yield from derived(notes, faults)


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    made, size = list[bytes](), 0
    for line in lines:
        made.append(line)
        size += len(line)
        if size >= _TOGETHER:
            yield b"".join(made)
            made, size = [], 0
    yield b"".join(made)


def _add(store: ox.Store, lines: bytes) -> None:
    """Load lines of N-Quads that were written here, and so need not be held to the grammar."""
    store.bulk_load(lines, format=ox.RdfFormat.N_QUADS, lenient=True)
