"""Files as they lie on disk: packed, with a byte order mark, too large to be read whole."""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

__all__ = ["content_of", "needs_opening", "opened", "unpacked"]

_BOM: Final = b"\xef\xbb\xbf"


def unpacked(path: Path) -> Path:
    """Give the name that a file has once it is unpacked."""
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


@contextmanager
def content_of(path: Path) -> Iterator[mmap.mmap | bytes]:
    """Give what a file holds, unpacked, without reading what need not be read.

    Raises:
        OSError, EOFError, zlib.error: It cannot be read.
    """
    if path.suffix.lower() == ".gz" or not path.stat().st_size:
        with opened(path) as packed:
            yield packed.read()
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


def needs_opening(path: Path) -> bool:
    """Say whether a file holds more than its text: it is packed, or has a byte order mark."""
    if path.suffix.lower() == ".gz":
        return True
    with path.open("rb") as file:
        return file.read(len(_BOM)) == _BOM


def opened(path: Path, file: IO[bytes] | None = None) -> IO[bytes]:
    """Open a file, or take it open, so that its text is read, without a byte order mark."""
    if path.suffix.lower() == ".gz":
        import gzip  # noqa: PLC0415 - few files are packed

        source = cast("IO[bytes]", gzip.open(file or path, "rb"))  # noqa: SIM115 - as below
    else:
        source = file or path.open("rb")
    buffered = io.BufferedReader(cast("io.RawIOBase", source))
    try:
        if buffered.peek(len(_BOM)).startswith(_BOM):
            buffered.read(len(_BOM))
    except BaseException:
        buffered.close()
        raise
    return buffered
