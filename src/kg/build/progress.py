"""How far a long load is, on a terminal only."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

__all__ = ["read_shown"]

_EVERY: Final = 0.2
# Bytes from which a reading is shown.
_LONG: Final = 20_000_000
_AT_ONCE: Final = 1 << 16


class _Counted(io.RawIOBase):
    """A file that says how much of it has been read."""

    def __init__(self, file: io.FileIO, name: str, size: int) -> None:
        self._file, self._name, self._size = file, name, max(size, 1)
        self._read, self._said = 0, 0.0

    def readable(self) -> bool:
        """Say that it can be read, which is all that it can."""
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - any writable buffer
        """Read, and say how far it is five times a second."""
        count = self._file.readinto(buffer)
        self._read += count or 0
        now = time.monotonic()
        if now - self._said > _EVERY:
            self._said = now
            done = round(20 * self._read / self._size)
            bar = "#" * done + "." * (20 - done)
            sys.stderr.write(f"\r{self._name} [{bar}] {self._read / self._size:4.0%}")
            sys.stderr.flush()
        return count


@contextmanager
def read_shown(path: Path) -> Iterator[IO[bytes] | None]:
    """Open a long file so that its reading is shown, where there is a terminal to show it on.

    Gives None where nobody looks, or it would soon be over: what reads by path reads faster.
    """
    size = path.stat().st_size
    if size < _LONG or not sys.stderr or not sys.stderr.isatty():
        yield None
        return
    with path.open("rb", buffering=0) as file:
        try:
            yield io.BufferedReader(_Counted(file, _shown(path), size), _AT_ONCE)
        finally:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def _shown(path: Path) -> str:
    # A name is data: it moves no cursor.
    return path.name if path.name.isprintable() else ascii(path.name)
