"""Building a store from files, once, and opening what was built."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from traceback import clear_frames
from typing import IO, Final

import pyoxigraph as ox

from kg.build.files import Source, find_name, settled
from kg.build.fill import fill
from kg.engine import OxigraphEngine
from kg.errors import DataError
from kg.paths import cache_folder, existing, is_file, shipped_files
from kg.release import VERSION
from kg.stopping import aside, remove, unfinished

__all__ = ["build", "open_store"]

_LAYOUT: Final = "5"
_MANIFEST: Final = "khyber.json"
_LOCK: Final = "khyber.lock"
_DAY: Final = 24 * 3600
_MONTH: Final = 30 * _DAY
_TRIES: Final = 3


def open_store(extra: Sequence[str | Path] = (), *, account: str | None = None) -> OxigraphEngine:
    """Open the built store of the shipped files and the caller's own, building it if need be.

    What is built is kept in the cache folder under a name made of every file's name and content,
    so that a changed file is noticed and a second start parses nothing. What nobody has opened for
    a month is removed at the next build.

    Args:
        extra: Files of the caller's own.
        account: The IRI of the account that they belong to; see `kg.build.files.settled`.

    Raises:
        UsageError: A file of the caller's is missing, or of no RDF format.
        DataError: A file is not well formed, or says what the model does not allow.
    """
    own = [Source(existing(path).resolve(), account) for path in extra]
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


def _opened(folder: Path) -> OxigraphEngine | None:
    """Open a store that was kept; one that is damaged, as by a cleaner of old files, is removed."""
    if not is_file(folder / _MANIFEST):
        return None
    # The folder may be another user's, or on a disk that is not written to.
    with suppress(OSError):
        os.utime(folder / _MANIFEST)
    try:
        return OxigraphEngine(ox.Store.read_only(str(folder)), folder)
    except OSError:
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
    """Give a name for what is built from files: neither sizes nor times say that they are the same.

    Where they lie does not matter, so that users, containers and machines can share a cache.
    """
    whole = hashlib.blake2b(f"{_LAYOUT} {VERSION} {ox.__version__}".encode(), digest_size=12)
    for path, account in sources:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, hashlib.blake2b)
        name = os.fsencode(path.name)
        whole.update(b"\0".join([b"", name, (account or "").encode(), content.digest()]))
    return whole.hexdigest()


def _keep(sources: Sequence[Source], folder: Path) -> None:
    """Write beside the final name and move there whole, where the cache can be written."""
    try:
        with _part(folder) as part:
            _write(part, sources)
            # A file that was changed meanwhile is not what the name says.
            if _fingerprint(sources) == folder.name:
                manifest = {"layout": _LAYOUT, "files": [str(each.path) for each in sources]}
                (part / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
                _move(part, folder)
    except BaseException as error:
        _let_go(error)
        if not isinstance(error, OSError):
            raise
        # Another process was first, or the disk is full: what is there is whole, or memory serves.
    finally:
        _sweep(folder.parent)


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """Give an empty folder to build in, held by a lock that ends with this process.

    Its name holds the machine: a lock says who lives on the same machine, whatever container they
    are in, and process numbers do not.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(_TRIES):
        name = f"{folder.name}.{_machine()}.{os.urandom(4).hex()}.part"
        with unfinished(folder.with_name(name)) as part:
            part.mkdir()
            if lock := _lock(part):
                with lock:
                    yield part
                return
    raise OSError("the cache is swept faster than it is filled")


def _lock(part: Path) -> IO[bytes] | None:
    """Lock a folder as long as a file is open; None where another process holds or removes it."""
    try:
        file = (part / _LOCK).open("a+b")
    except FileNotFoundError:
        return None
    try:
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ModuleNotFoundError:
        file.close()  # An open file cannot be moved there, nor a folder that is in use removed.
        return file
    except OSError:
        file.close()
        return None
    # Until here another process may have taken it for a dead one's.
    if os.fstat(file.fileno()).st_nlink:
        return file
    file.close()
    return None


@lru_cache(maxsize=1)
def _machine() -> str:
    """Give a name for this machine since it was started."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    import platform  # noqa: PLC0415 - 3 ms, and Linux has the above

    return hashlib.blake2b(platform.node().encode(), digest_size=4).hexdigest()


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
    """Give a folder its final name, and let what is whole there stand, or is not ours to read."""
    if folder.exists() and folder / _MANIFEST not in list(folder.iterdir()):
        remove(folder)
    part.rename(folder)


def _sweep(cache: Path) -> None:
    """Remove what killed builds have left, and what nobody has opened for a month."""
    with suppress(OSError):
        for folder in list(cache.iterdir()):
            forgotten = (_age(folder / _MANIFEST) or 0) > _MONTH
            if forgotten or folder.name.endswith(".gone.part") or _is_dead(folder):
                remove(folder)


def _is_dead(part: Path) -> bool:
    """Say whether nobody builds there any more; on another machine, whether that is likely."""
    if part.suffix != ".part":
        return False
    if f".{_machine()}." not in part.name:
        return (_age(part) or 0) > _DAY
    if not (part / _LOCK).exists():
        return True
    lock = _lock(part)
    if lock:
        lock.close()
    return lock is not None


def _age(path: Path) -> float | None:
    """Give the seconds since something was last written, or None where nothing is there."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return None


def _first(faults: Sequence[DataError], paths: Sequence[Path]) -> DataError:
    """Give the first fault with its file and line, and say how many more there are."""
    fault = faults[0]
    more = f" (and {len(faults) - 1} more faults; kg check lists them)" if len(faults) > 1 else ""
    places = ((path, find_name(path, fault.name)) for path in reversed(paths))
    path, line = next(((path, line) for path, line in places if line), (None, None))
    return DataError(
        f"{fault.what}{more}", where=fault.name, mend=fault.mend,
        path=path, line=line, candidates=fault.candidates,
    )  # fmt: skip
