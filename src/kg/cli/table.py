"""Tables for people and for programs: aligned text, CSV, TSV, JSON."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from textwrap import wrap
from typing import Any, Final, TextIO

from kg.lexical import spelled
from kg.separated import write_separated

__all__ = ["FORMATS", "write"]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

FORMATS = ("table", "csv", "tsv", "json")
# A column keeps so many letters on a narrow screen.
_LEAST: Final = 9


def write(
    names: Sequence[str], rows: Iterable[Sequence[Any]], form: str, out: TextIO | None = None
) -> int:
    """Write a table.

    Args:
        names: The columns' names.
        rows: Python values; None where a cell is missing.
        form: One of `FORMATS`.
        out: Where to; standard output if None.

    Returns:
        How many rows were written.
    """
    stream = out or sys.stdout
    table = [list(row) for row in rows]
    if form == "json":
        records = [dict(zip(names, map(_plain, row), strict=True)) for row in table]
        # Elsewhere a letter may have no byte, and JSON can write every one in ASCII.
        whole = (getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")
        json.dump(records, stream, ensure_ascii=not whole, indent=2)
        stream.write("\n")
    elif form in ("csv", "tsv"):
        lines = [names, *([spelled(cell) for cell in row] for row in table)]
        write_separated(lines, stream, delimiter="\t" if form == "tsv" else ",")
    else:
        _write_aligned(names, table, stream)
    return len(table)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Give a value as JSON holds it: a number that JSON or its readers would change is text."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else spelled(value)
    whole = isinstance(value, float) and math.isfinite(value)
    return value if whole or value is None or isinstance(value, int) else spelled(value)


def _width(text: str) -> int:
    """Give the columns that a text takes on a terminal: wide characters two, marks none."""
    return sum(
        0 if unicodedata.combining(ch) else 2 if unicodedata.east_asian_width(ch) in "WF" else 1
        for ch in text
    )


def _write_aligned(names: Sequence[str], table: list[list[Any]], stream: TextIO) -> None:
    head = [list(names)] if names else []
    lines = [*head, *([_line(cell) for cell in row] for row in table)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    room = _room(stream)
    fitted = _fitted(widths, room) if room else widths
    if fitted is None:
        _write_records(names, lines[len(head) :], stream)
        return
    for number, line in enumerate(lines):
        for part in _folded(line, fitted):
            cells = (
                cell + " " * (width - _width(cell))
                for cell, width in zip(part, fitted, strict=True)
            )
            stream.write("  ".join(cells).rstrip() + "\n")
        if head and number == 0:
            stream.write("  ".join("─" * width for width in fitted) + "\n")


def _fitted(widths: Sequence[int], room: int) -> list[int] | None:
    """Make the widest columns narrower until all fit; None where that leaves too little of them."""
    found = list(widths)
    while sum(found) + 2 * (len(found) - 1) > room:
        widest = max(found)
        if widest <= _LEAST:
            return None
        found[found.index(widest)] -= 1
    return found


def _folded(line: Sequence[str], widths: Sequence[int]) -> Iterator[Sequence[str]]:
    """Give a row as several where a cell is wider than its column; no word is lost."""
    cells = [
        [cell] if _width(cell) <= width else wrap(cell, width)
        for cell, width in zip(line, widths, strict=True)
    ]
    return zip_longest(*cells, fillvalue="")


def _write_records(names: Sequence[str], lines: Sequence[Sequence[str]], stream: TextIO) -> None:
    """Write each row as lines of its own, a cell a line, where a table is wider than the screen."""
    for line in lines:
        said = (f"{name}: {cell}" for name, cell in zip_longest(names, line, fillvalue="") if cell)
        stream.write("\n".join([*said, "", ""]))


def _line(value: Any) -> str:  # noqa: ANN401
    # A label is data: it moves no cursor and changes no colour of the terminal.
    return " ".join(_CONTROL.sub(" ", spelled(value)).split())


def _room(stream: TextIO) -> int:
    """Give the width of the terminal, or 0 where the table goes into a pipe or a file."""
    return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
