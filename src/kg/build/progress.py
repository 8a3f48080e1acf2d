"""How far a long load is, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

__all__ = ["read_shown"]

_EVERY: Final = 0.2
# Bytes from which a reading is shown.
_LONG: Final = 20_000_000


class _Counted:
    """A file that says how much of it has been read."""

    def __init__(self, file: IO[bytes], name: str, size: int) -> None:
        self._file, self._name, self._size = file, name, max(size, 1)
        self._read, self._said = 0, 0.0

    def read(self, size: int = -1, /) -> bytes:
        """Read, and say how far it is five times a second."""
        data = self._file.read(size)
        self._read += len(data)
        now = time.monotonic()
        if now - self._said > _EVERY:
            self._said = now
            done = round(20 * self._read / self._size)
            bar = "#" * done + "." * (20 - done)
            sys.stderr.write(f"\r{self._name} [{bar}] {self._read / self._size:4.0%}")
            sys.stderr.flush()
        return data


@contextmanager
def read_shown(path: Path) -> Iterator[IO[bytes] | None]:
    """Open a long file so that its reading is shown, where there is a terminal to show it on.

    Gives None where nobody looks, or it would soon be over: what reads by path reads faster.
    """
    size = path.stat().st_size
    if size < _LONG or not sys.stderr.isatty():
        yield None
        return
    with path.open("rb") as file:
        yield cast("IO[bytes]", _Counted(file, path.name, size))
    sys.stderr.write("\r\033[K")
    sys.stderr.flush()
