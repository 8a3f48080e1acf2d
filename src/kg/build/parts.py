"""Where a store is built until it is whole: a folder with a lock, and what dead builds left."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from kg.stopping import remove, unfinished

__all__ = ["MANIFEST", "building_in", "move", "sweep"]

MANIFEST: Final = "khyber.json"
"""The file by which a whole store is known."""

_LOCK: Final = "khyber.lock"
_DAY: Final = 24 * 3600
_MONTH: Final = 30 * _DAY
_TRIES: Final = 3


@contextmanager
def building_in(folder: Path) -> Iterator[Path]:
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


def move(part: Path, folder: Path) -> None:
    """Give a folder its final name, and let what is whole there stand, or is not ours to read."""
    if folder.exists() and folder / MANIFEST not in list(folder.iterdir()):
        remove(folder)
    part.rename(folder)


def sweep(cache: Path) -> None:
    """Remove what killed builds have left, and what nobody has opened for a month."""
    with suppress(OSError):
        for folder in list(cache.iterdir()):
            forgotten = (_age(folder / MANIFEST) or 0) > _MONTH
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
