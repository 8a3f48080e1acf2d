"""Building a store from files, once, and opening what was built."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from traceback import clear_frames
from typing import Final

import pyoxigraph as ox

from kg.build.fill import fill
from kg.build.lines import find_name
from kg.build.parts import MANIFEST, building_in, move, sweep
from kg.build.sources import Source, settled
from kg.counting import counted
from kg.engine import OxigraphEngine, accounts_of, is_apart, node_if_any
from kg.errors import DataError, UsageError
from kg.paths import cache_folder, existing, is_file, shipped_files
from kg.release import VERSION
from kg.stopping import aside, remove

__all__ = ["build", "open_store"]

_LAYOUT: Final = "7"


def open_store(
    extra: Sequence[str | Path] = (), *, account: str | None = None, base: str | None = None
) -> OxigraphEngine:
    """Open the built store of the shipped files and the caller's own, building it if need be.

    What is built is kept in the cache folder under a name made of every file's name and content,
    so that a changed file is noticed and a second start parses nothing. What nobody has opened for
    a month is removed at the next build.

    Args:
        extra: Files of the caller's own.
        account: The IRI of the account that they belong to; see `kg.build.sources.settled`.
        base: The IRI that relative ones in them are of, where a file names none.

    Raises:
        UsageError: A file of the caller's is missing, or of no RDF format, or the base is no IRI.
        DataError: A file is not well formed, or says what the model does not allow.
    """
    own = [Source(existing(path).resolve(), account, _checked(base)) for path in extra]
    sources = [*map(Source, shipped_files()), *own]
    cache = cache_folder()
    if cache is not None:
        folder = cache / _fingerprint(sources)
        if opened := _opened(folder):
            return opened
        aside(lambda: _keep(sources, folder))
        if opened := _opened(folder):
            return opened
    # Where nothing can be kept, memory serves.
    store = ox.Store()
    aside(lambda: _fill(store, sources))
    return OxigraphEngine(store, fixed=True)


def _checked(base: str | None) -> str | None:
    if base is not None and node_if_any(base) is None:
        mend = "write it as https://example.org/"
        raise UsageError("this is no address that others can be relative to", where=base, mend=mend)
    return base


def _opened(folder: Path) -> OxigraphEngine | None:
    """Open a store that was kept; one that is damaged, as by a cleaner of old files, is removed."""
    if not is_file(folder / MANIFEST):
        return None
    # The folder may be another user's, or on a disk that is not written to.
    with suppress(OSError):
        os.utime(folder / MANIFEST)
    try:
        apart = json.loads((folder / MANIFEST).read_bytes()).get("apart", False)
        return OxigraphEngine(ox.Store.read_only(str(folder)), folder, apart=apart)
    except (OSError, ValueError, AttributeError):
        if _is_readable(folder):
            remove(folder)
        return None


def _is_readable(folder: Path) -> bool:
    """Say whether another reader than the engine could read what is there."""
    try:
        return all(os.access(each, os.R_OK) for each in folder.iterdir())
    except OSError:
        return False


def build(
    files: Iterable[str | Path],
    extra: Iterable[str | Path] = (),
    *,
    account: str | None = None,
    base: str | None = None,
) -> ox.Store:
    """Build a store in memory from files: load, hold to the closed vocabulary, derive.

    Args:
        files: Turtle and other RDF files, each in the account that it describes, else the facts.
        extra: More of them.
        account: The IRI of the account that those more belong to.
        base: The IRI that relative ones in those more are of, where a file names none.

    Raises:
        UsageError: A file is missing, or of no RDF format, or the base is no IRI.
        DataError: A file is not well formed, uses a term of ours that nothing declares, or
            holds a time that is not EDTF.
    """
    store = ox.Store()
    own = [Source(existing(path), account, _checked(base)) for path in extra]
    _fill(store, [*(Source(existing(path)) for path in files), *own])
    return store


def _fill(store: ox.Store, sources: Sequence[Source]) -> None:
    if faults := fill(store, settled(sources)):
        raise _first(faults, [source.path for source in sources])


def _fingerprint(sources: Iterable[Source]) -> str:
    """Give a name for what is built from files: neither sizes nor times say that they are the same.

    Where they lie does not matter, so that users, containers and machines can share a cache.
    """
    whole = hashlib.blake2b(f"{_LAYOUT} {VERSION} {ox.__version__}".encode(), digest_size=12)
    for path, *said in sources:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, hashlib.blake2b)
        name = os.fsencode(path.name)
        told = ((each or "").encode() for each in said)
        whole.update(b"\0".join([b"", name, *told, content.digest()]))
    return whole.hexdigest()


def _keep(sources: Sequence[Source], folder: Path) -> None:
    """Write beside the final name and move there whole, where the cache can be written."""
    try:
        with building_in(folder) as part:
            apart = _write(part, sources)
            # A file that was changed meanwhile is not what the name says.
            if _fingerprint(sources) == folder.name:
                files = [str(each.path) for each in sources]
                manifest = {"layout": _LAYOUT, "files": files, "apart": apart}
                (part / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
                move(part, folder)
    except BaseException as error:
        _let_go(error)
        if not isinstance(error, OSError):
            raise
        # Another process was first, or the disk is full: what is there is whole, or memory serves.
    finally:
        sweep(folder.parent)


def _write(part: Path, sources: Sequence[Source]) -> bool:
    """Build a store on disk, and say whether no statement stands in two of its accounts."""
    store = ox.Store(str(part))
    _fill(store, sources)
    # Several loads lie in several files; questions of one that is merged take a quarter less.
    store.optimize()
    store.flush()
    return is_apart(store, accounts_of(store))


def _let_go(error: BaseException | None) -> None:
    """Close what the frames of an error hold open.

    The engine writes in the background until its store is gone, also into a folder that is being
    removed.
    """
    while error:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _first(faults: Sequence[DataError], paths: Sequence[Path]) -> DataError:
    """Give the first fault with its file and line, and say how many more there are."""
    fault = faults[0]
    more = (
        f" (and {counted(len(faults) - 1, 'more fault')}; kg check lists them)"
        if faults[1:]
        else ""
    )
    places = ((path, find_name(path, fault.name)) for path in reversed(paths))
    path, line = next(((path, line) for path, line in places if line), (None, None))
    return DataError(
        f"{fault.what}{more}", where=fault.name, mend=fault.mend,
        path=path, line=line, candidates=fault.candidates,
    )  # fmt: skip
