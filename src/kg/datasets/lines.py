"""Lines: the bytes of a file, packed or not, to lines of text, whatever wrote them."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from kg.errors import DataError, UsageError

__all__ = ["Decoder", "lines_of", "unpacked"]

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TABLES: Final = (".csv", ".tsv", ".tab", ".txt")
_PACKED: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".zip", ".gz")


class Decoder:
    """Bytes to text: UTF-8, and a line that is not is read as Windows-1252, and noted.

    A character that was cut in its middle, in a file that is UTF-8 elsewhere, becomes U+FFFD, so
    that no name is taken for another one.

    Attributes:
        foreign: The lines that were read as Windows-1252.
        cut: The lines with a character that is cut.
    """

    def __init__(self) -> None:
        self.foreign: list[int] = []
        self.cut: list[int] = []
        self._utf8_seen = False

    def text(self, line: bytes, number: int) -> str:
        """Give the text of one line."""
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            return self._other(line, number, error)
        self._utf8_seen = self._utf8_seen or len(text) != len(line)
        return text

    def _other(self, line: bytes, number: int, error: UnicodeDecodeError) -> str:
        lead = line[error.start]
        # The first byte of a character without those that it announces.
        if self._utf8_seen and lead >= 0xC2:  # noqa: PLR2004 - RFC 3629
            self.cut.append(number)
            return line.decode("utf-8", errors="replace")
        self.foreign.append(number)
        return line.decode("cp1252", errors="replace")

    def notes(self) -> list[str]:
        """Say what a reader should know of how the lines were read."""
        said = []
        if self.foreign:
            said.append(f"read as Windows-1252, not UTF-8: {_listed(self.foreign)}")
        if self.cut:
            said.append(f"a character is cut in the middle: {_listed(self.cut)}")
        return said


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    more = f" and {len(numbers) - 5:,} more" if len(numbers) > 5 else ""  # noqa: PLR2004
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, or the one table that a gzip or zip file holds.

    Raises:
        UsageError: It is not there, cannot be read, or holds several tables.
        DataError: It is packed and cut off, or damaged.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head[:2] == _GZIP:
                with gzip.open(file) as inner:
                    yield inner  # type: ignore[misc]
            elif head == _ZIP and path.suffix.lower() != ".xlsx":
                with zipfile.ZipFile(file) as box, box.open(_only(box, path)) as inner:
                    yield inner
            else:
                yield file
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        what = f"the packed file is cut off or damaged ({str(error).lower()})"
        raise DataError(what, path=path, mend="fetch it once more") from None
    except IsADirectoryError:
        raise UsageError("this is a folder, not a file", path=path, mend="name the file") from None
    except FileNotFoundError:
        raise UsageError("there is no such file", path=path, mend="check the path") from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the file cannot be read ({why})", path=path) from None


def _only(box: zipfile.ZipFile, path: Path) -> str:
    names = [each for each in box.namelist() if not _is_beside(each)]
    if "[Content_Types].xml" in names:
        mend = "give it the suffix .xlsx"
        raise UsageError("this is an Excel file by what it holds", path=path, mend=mend)
    tables = [each for each in names if each.lower().endswith(_TABLES)]
    found = tables or names
    if len(found) == 1 and found[0].lower().endswith(_PACKED):
        raise UsageError("the zip file holds no text", path=path, mend=f"unpack {found[0]}")
    if len(found) == 1:
        return found[0]
    what = f"the zip file holds {len(found):,} tables" if found else "the zip file is empty"
    shown = ", ".join(found[:5])
    raise UsageError(what, path=path, mend=f"unpack the one that is meant: {shown}")


def _is_beside(name: str) -> bool:
    """Say whether a member is a folder, or what a system keeps beside the files of others."""
    return name.endswith("/") or name.startswith("__MACOSX/") or name.rpartition("/")[2][:1] == "."


def lines_of(file: IO[bytes], decoder: Decoder) -> Iterator[tuple[int, str]]:
    """Give each line with its number, whether CR, LF or both end it, without a byte order mark."""
    start = file.read(4)
    if encoding := _utf_16(start):
        text = io.TextIOWrapper(_chained(start, file), encoding=encoding, newline=None)
        for number, each in enumerate(text, 1):
            yield number, each.removesuffix("\n")
        return
    number = 0
    for chunk in _chained(start.removeprefix(codecs.BOM_UTF8), file):
        for line in chunk.splitlines():
            number += 1
            yield number, decoder.text(line, number)


def _utf_16(start: bytes) -> str:
    """Give the encoding of a file of 16-bit units, with a byte order mark or with Latin letters."""
    if start[:2] in _UTF_16:
        return "utf-16"
    zeros = [not each for each in start]
    if zeros == [False, True] * 2:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False] * 2 else ""


def _chained(start: bytes, file: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(_Chained(start, file), 1 << 20)


class _Chained(io.RawIOBase):
    """Bytes that were read already, before the rest of a file."""

    def __init__(self, start: bytes, file: IO[bytes]) -> None:
        self._start, self._file = start, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._start[: len(buffer)] or self._file.read(len(buffer))
        self._start = self._start[len(buffer) :] if self._start else b""
        buffer[: len(data)] = data
        return len(data)
