"""Tables as text with a sign between the cells, such as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

__all__ = ["write_separated"]


class _Stream(Protocol):
    def write(self, text: str, /) -> object:
        """Take a text."""


class _Lines:
    """A stream whose lines end as on Unix."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def write(self, line: str, /) -> object:
        """Take one line."""
        return self._stream.write(f"{line.removesuffix(_BOTH)}\n")


# The library quotes only cells that hold a sign of what ends a line (before Python 3.13), and
# readers end one at either sign.
_BOTH = "\r\n"


def write_separated(
    rows: Iterable[Iterable[object]], stream: _Stream, *, delimiter: str = ","
) -> None:
    """Write rows, the cells quoted where they hold the delimiter, a quote or the end of a line."""
    import csv  # noqa: PLC0415 - 3 ms, and few answers need it

    csv.writer(_Lines(stream), delimiter=delimiter, lineterminator=_BOTH).writerows(rows)
