"""Building a store from files, once, and opening what was built."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from traceback import clear_frames
from typing import Final

import pyoxigraph as ox

from kg.build.files import Source, find_name, settled
from kg.build.fill import fill
from kg.engine import OxigraphEngine
from kg.errors import DataError
from kg.paths import cache_folder, existing, shipped_files
from kg.release import VERSION

__all__ = ["build", "open_store"]

_LAYOUT: Final = "5"
_MANIFEST: Final = "khyber.json"
_MONTH: Final = 30 * 24 * 3600


def open_store(extra: Sequence[str | Path] = (), *, account: str | None = None) -> OxigraphEngine:
    """Open the built store of the shipped files and the caller's own, building it if need be.

    What is built is kept in the cache folder under a name made of every file's path, size and
    time, so that a changed file is noticed and a second start parses nothing. What nobody has
    opened for a month is removed at the next build.

    Args:
        extra: Files of the caller's own.
        account: The IRI of the account that they belong to; see `kg.build.files.settled`.

    Raises:
        UsageError: A file of the caller's is missing, or of no RDF format.
        DataError: A file is not well formed, or says what the model does not allow.
    """
    own = [Source(existing(path).resolve(), account) for path in extra]
    sources = [*map(Source, shipped_files()), *own]
    folder = cache_folder() / _fingerprint(sources)
    if (folder / _MANIFEST).is_file():
        try:
            with suppress(PermissionError):
                os.utime(folder / _MANIFEST)
            return OxigraphEngine(ox.Store.read_only(str(folder)), folder)
        except OSError:
            # What is kept is damaged, as by a cleaner of old files: it is built anew.
            shutil.rmtree(folder, ignore_errors=True)
    if _keep(sources, folder):
        return OxigraphEngine(ox.Store.read_only(str(folder)), folder)
    store = ox.Store()
    _fill(store, sources)
    return OxigraphEngine(store, fixed=True)


def build(
    files: Iterable[str | Path], extra: Iterable[str | Path] = (), *, account: str | None = None
) -> ox.Store:
    """Build a store in memory from files: load, hold to the closed vocabulary, derive.

    Args:
        files: Turtle and other RDF files, each in the account that it describes, else the facts.
        extra: More of them.
        account: The IRI of the account that those more belong to.

    Raises:
        UsageError: A file is missing, or of no RDF format.
        DataError: A file is not well formed, uses a term of ours that nothing declares, or
            holds a time that is not EDTF.
    """
    store = ox.Store()
    own = [Source(existing(path), account) for path in extra]
    _fill(store, [*(Source(existing(path)) for path in files), *own])
    return store


def _fill(store: ox.Store, sources: Sequence[Source]) -> None:
    if faults := fill(store, settled(sources)):
        raise _first(faults, [source.path for source in sources])


def _fingerprint(sources: Iterable[Source]) -> str:
    digest = hashlib.blake2b(f"{_LAYOUT} {VERSION} {ox.__version__}".encode(), digest_size=12)
    for file, account in sources:
        stat = file.stat()
        said = f"\0{file}\0{account or ''}\0{stat.st_size}\0{stat.st_mtime_ns}"
        digest.update(said.encode())
    return digest.hexdigest()


def _keep(sources: Sequence[Source], folder: Path) -> bool:
    """Write beside the final name and move there whole; False where the cache is not writable."""
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        _write(part, sources)
        manifest = {"layout": _LAYOUT, "files": [str(source.path) for source in sources]}
        (part / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        _move(part, folder)
    except BaseException as error:
        _let_go(error)
        if not isinstance(error, OSError):
            raise
        # Another process was first, or the disk is full: what is there is whole, or memory serves.
        return (folder / _MANIFEST).is_file()
    finally:
        shutil.rmtree(part, ignore_errors=True)
        _sweep(folder.parent)
    return True


def _write(part: Path, sources: Sequence[Source]) -> None:
    store = ox.Store(str(part))
    _fill(store, sources)
    # Several loads lie in several files; questions of one that is merged take a quarter less.
    store.optimize()
    store.flush()


def _let_go(error: BaseException | None) -> None:
    """Close what the frames of an error hold open.

    The engine writes in the background until its store is gone, also into a folder that is being
    removed.
    """
    while error:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _move(part: Path, folder: Path) -> None:
    """Give a folder its final name, and let what is whole there stand."""
    try:
        part.rename(folder)
    except OSError:
        if (folder / _MANIFEST).is_file():
            raise
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)


def _sweep(cache: Path) -> None:
    """Remove what killed builds have left, and what nobody has opened for a month."""
    for manifest in cache.glob(f"*/{_MANIFEST}"):
        if time.time() - manifest.stat().st_mtime > _MONTH:
            shutil.rmtree(manifest.parent, ignore_errors=True)
    for part in cache.glob("*.part"):
        number = part.suffixes[-2].removeprefix(".") if len(part.suffixes) > 1 else ""
        if number.isdigit() and not _lives(int(number)):
            shutil.rmtree(part, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _first(faults: Sequence[DataError], paths: Sequence[Path]) -> DataError:
    """Give the first fault with its file and line, and say how many more there are."""
    fault = faults[0]
    more = f" (and {len(faults) - 1} more faults; kg check lists them)" if len(faults) > 1 else ""
    places = (find_name(path, fault.where) for path in reversed(paths))
    place = next((place for place in places if place), "")
    where = f"{place}: {fault.where}" if place else fault.where
    return DataError(f"{fault.what}{more}", where=where, mend=fault.mend)
