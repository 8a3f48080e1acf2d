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
from kg.build.notes import DECLARING, Notes
from kg.build.progress import read_shown
from kg.build.sources import Source, contains, graph_text, parsed, said_with
from kg.errors import DataError
from kg.vocabulary import FACTS, RDF_TYPE, kg

__all__ = ["complete", "fill"]

# Bytes from which a file is worth the engine's own loader.
_LARGE: Final = 10_000_000
# Bytes that are handed to it together: each load writes files of its own.
_TOGETHER: Final = 1 << 25
# How a file of a format that the loader reads may begin a node without a name.
_UNNAMED: Final = {".nt": rb"_:", ".nq": rb"_:", ".ttl": rb"_:|\[", ".trig": rb"_:|\["}


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
    native = [source for source in sources if _is_native(source.path)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        loading = [pool.submit(_load, store, source) for source in native]
        try:
            notes = Notes(quad for file in sources for quad in said_with(file, *DECLARING))
            for part in _parts(_lines(notes, sources, native)):
                # What is made faster than it is loaded would fill the memory.
                for each in loading[len(native) : -1]:
                    each.result()
                loading.append(pool.submit(_add, store, part))
        finally:
            # Of a file that is not well formed, who loads it natively knows in which line.
            for each in loading:
                each.result()
    return [*unknown_terms(store, notes.terms), *notes.faults]


def complete(store: ox.Store) -> list[DataError]:
    """Add to a store in memory what follows from its statements, and give what is wrong with them.

    What is there already is not said twice, so a store that was added to can be completed again;
    what followed from a statement that is gone stays.
    """
    notes = Notes(store)
    for quad in store:
        notes.take(quad)
    for lines in derived(notes):
        _add(store, lines)
    return [*unknown_terms(store, notes.terms), *notes.faults]


def _is_native(path: Path) -> bool:
    """Say whether a file is large, and names every node.

    The engine names nodes that have no name anew at each reading, so that what is derived of one
    would be said of another.
    """
    unnamed = _UNNAMED.get(path.suffix)
    return unnamed is not None and path.stat().st_size >= _LARGE and not contains(path, unnamed)


def _load(store: ox.Store, source: Source) -> None:
    """Load a large file natively."""
    graph = None if has_graphs(source.path) else source.graph
    with reading(source.path):
        store.bulk_load(
            path=source.path,
            format=format_of(source.path),
            to_graph=graph,
            base_iri=source.base,
        )


def _lines(notes: Notes, sources: Sequence[Source], native: Sequence[Source]) -> Iterator[bytes]:
    """Give every statement that is not loaded natively, as N-Quads."""
    for source in sources:
        with reading(source.path), read_shown(source.path) as file:
            if source not in native:
                for quad in parsed(source, file, apart=True):
                    notes.take(quad)
                    yield f"{quad.triple}{graph_text(quad.graph_name)} .\n".encode()
            elif source.path.suffix == ".nt":
                with TextIOWrapper(file or source.path.open("rb"), "utf-8", newline="\n") as lines:
                    notes.take_lines(lines, source.graph)
            else:
                for quad in parsed(source, file):
                    notes.take(quad)
    for account in {source.account for source in sources} - {FACTS}:
        # Whoever asks a server for its accounts asks for what says that it is one.
        yield f"<{account}> <{RDF_TYPE}> <{kg('Account')}> <{account}> .\n".encode()
    yield from derived(notes)


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    part = bytearray()
    for line in lines:
        part += line
        if len(part) >= _TOGETHER:
            yield bytes(part)
            part = bytearray()
    yield bytes(part)


def _add(store: ox.Store, lines: bytes) -> None:
    """Load lines of N-Quads that were written here, and so need not be held to the grammar."""
    store.bulk_load(lines, format=ox.RdfFormat.N_QUADS, lenient=True)
