"""Records: lines of text to the cells of a table, so that one bad line spoils no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from kg.counting import counted
from kg.errors import DataError

__all__ = [
    "Record",
    "Refused",
    "column_name",
    "delimiter_of",
    "fitted",
    "headed",
    "records_of",
    "short",
]

_DELIMITERS: Final = ",;\t|"
# As many letters as a spreadsheet takes in a cell; a longer one is a quote that was never closed.
LONGEST: Final = 32_767
_LINES: Final = 200
_LETTERS: Final = 1_000_000
_SHOWN: Final = 60


class Record(NamedTuple):
    """A row as it was read.

    Attributes:
        line: The number of the line on which it begins.
        cells: Its cells.
    """

    line: int
    cells: list[str]


class Refused(NamedTuple):
    """A row that cannot be read.

    Attributes:
        line: The number of the line on which it begins.
        why: The reason, as a clause.
        column: The column in which it stands; empty where it is the whole row.
        text: What stands there, cut short.
    """

    line: int
    why: str
    column: str = ""
    text: str = ""

    def __str__(self) -> str:
        """Give the reason as one line."""
        where = f"{self.column}: " if self.column else ""
        said = f" {self.text!r}" if self.text else ""
        return f"line {self.line:,}: {where}{self.why}{said}"


def delimiter_of(line: str) -> str:
    """Give the sign that parts the cells of a first line; a comma where there is one cell only."""
    counts = {sign: _count(line, sign) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best] > 1 else ","


def _count(line: str, sign: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=sign), []))
    except csv.Error:
        return 0


def records_of(
    lines: Iterable[tuple[int, str]], delimiter: str, refused: list[Refused]
) -> Iterator[Record]:
    """Give each record; one that cannot be read is added to the refused, and reading goes on.

    A cell in quotes may run over several lines. Where its quote is not closed within 200 of them,
    only the line on which it is opened is refused.
    """
    ahead: deque[tuple[int, str]] = deque()
    waiting = iter(lines)
    while (first := ahead.popleft() if ahead else next(waiting, None)) is not None:
        number, line = first
        if not line.strip():
            continue
        found = _parsed(line, delimiter)
        if found == _OPEN:
            ahead.extend(islice(waiting, _LINES - len(ahead)))
            found, taken = _quoted(line, [text for _, text in ahead], delimiter)
            for _ in range(taken):
                ahead.popleft()
        if isinstance(found, str):
            refused.append(Refused(number, found, text=short(line)))
        else:
            yield Record(number, found)


def _quoted(line: str, ahead: Sequence[str], delimiter: str) -> tuple[list[str] | str, int]:
    """Read a line with a quote that is open, with as many after it as its cells run over."""
    text, taken = line, 0
    found: list[str] | str = _OPEN
    while found == _OPEN and taken < len(ahead) and len(text) < _LETTERS:
        text = f"{text}\n{ahead[taken]}"
        taken += 1
        found = _parsed(text, delimiter)
    return (_OPEN, 0) if isinstance(found, str) else (found, taken)


_OPEN: Final = "a quote is opened and not closed"


def _parsed(text: str, delimiter: str) -> list[str] | str:
    """Give the cells of a record, or why it has none."""
    if "\0" in text:
        return "the row holds a NUL byte"
    try:
        cells = next(csv.reader(_kept(text), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "unexpected end" in str(error):
            return _OPEN
        if "field larger" in str(error):
            return _too_long(len(text))
        return "the quotes are unbalanced"
    long = max(map(len, cells), default=0)
    return _too_long(long) if long > LONGEST else cells


def _too_long(letters: int) -> str:
    return f"a cell has {letters:,} letters, and {LONGEST:,} are the most"


def _kept(text: str) -> list[str]:
    """Give the lines of a record with what ends them, as the reader asks for."""
    return text.splitlines(keepends=True) if "\n" in text else [text]


def short(text: str) -> str:
    """Give the beginning of a text, on one line."""
    plain = " ".join(text[: 2 * _SHOWN].split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def fitted(
    records: Iterable[Record], head: Sequence[str], refused: list[Refused]
) -> Iterator[Record]:
    """Give the records that have as many cells as the head; blank cells beyond it are left out."""
    width = len(head)
    for record in records:
        cells = record.cells
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            cells = cells[:width]
        if len(cells) != width:
            what = f"the row has {counted(len(cells), 'cell')}, and the head has {width:,}"
            refused.append(Refused(record.line, what, text=short(" | ".join(cells))))
        elif any(map(str.strip, cells)):
            yield Record(record.line, cells)


def column_name(text: str) -> str:
    """Give the name of a column as it is compared: small, with ``_`` where there is a blank."""
    return "_".join(text.casefold().split())


def headed(records: Iterator[Record], wanted: Sequence[str], path: str) -> tuple[Record, list[str]]:
    """Give the record that names the columns: the first one, or the first that names some wanted.

    Returns:
        The record, and a note where others stand above it.

    Raises:
        DataError: The file is empty, or no record names what is wanted.
    """
    first = next(records, None)
    if first is None:
        raise DataError("the file is empty", path=path, mend="its first line names the columns")
    folded = {*map(column_name, wanted)}
    half = max(1, len(folded) // 2)
    for record in chain([first], islice(records, 30)):
        names = {*map(column_name, record.cells)}
        if len(folded & names) >= half or not wanted:
            above = f"the head is taken from line {record.line:,}, and nothing from above it"
            return record, [] if record is first else [above]
    return first, []
