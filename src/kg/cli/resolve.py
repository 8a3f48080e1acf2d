"""``kg resolve``: names or a column of a table to things in the graph."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from datetime import date

from kg.cli.answering import FORMATS, send_table
from kg.cli.options import add_data
from kg.counting import counted
from kg.days import parse_date
from kg.errors import DataError, UsageError, nearest
from kg.opening import open_engine
from kg.paths import existing
from kg.query import resolved, resolved_columns

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg resolve``."""
    parser.epilog = (
        "Each name or code is given with what it stands for, how that was found, and what else it "
        "may mean. Of a CSV file every column is kept. Exit status 1 where a name is left open."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="names or codes")
    parser.add_argument("--csv", metavar="FILE", help="a CSV file; - reads standard input")
    parser.add_argument("--column", metavar="NAME", help="the column that holds the names")
    parser.add_argument("--on-column", metavar="NAME", help="the column that holds days or years")
    parser.add_argument("--kind", metavar="CLASS", help="look among these only, such as State")
    parser.add_argument("--scheme", metavar="NAME", help="they are codes of this scheme, as cow")
    parser.add_argument("--to", metavar="NAME", help="give their codes of this scheme too")
    parser.add_argument("--on", metavar="DATE", help="who bore the name or the code on this day")
    parser.add_argument("--labels", choices=("en", "ur"), default="en")
    add_data(parser)
    parser.add_argument("--format", choices=FORMATS)
    parser.add_argument("-o", "--output", metavar="FILE")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    options = parser.parse_args(arguments)
    if bool(options.csv) == bool(options.names):
        parser.error("give names, or a file with --csv FILE --column NAME")
    if not options.csv and (options.column or options.on_column):
        parser.error("--column and --on-column name columns of the file that --csv FILE gives")
    head, table, names, days = _given(options)
    engine = open_engine(options.data, account=options.account, base=options.base)
    found = resolved(engine, names, options.kind, days, options.labels, options.scheme, options.to)
    columns = resolved_columns(options.to)
    # In a file the names stand in their own column already.
    added = columns[1:] if options.csv else columns
    rows = [[*row, *cells[-len(added) :]] for row, cells in zip(table, found, strict=True)]
    send_table(options, [*head, *_unused(added, head)], rows)
    left = sum(_is_open(cells, to=options.to) for cells in found)
    if left:
        print(f"note: {left:,} of {counted(len(found), 'name')} left open", file=sys.stderr)
    return 1 if left else 0


def _is_open(cells: Sequence[object], *, to: str | None) -> bool:
    without = to is not None and cells[3] != "blank" and cells[-2] is None
    return cells[3] in ("ambiguous", "unknown", "gap") or without


def _unused(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    return [f"kg_{name}" if name in taken else name for name in names]


def _given(
    options: argparse.Namespace,
) -> tuple[list[str], list[list[str]], list[str], list[date | None]]:
    """Give the head and the rows of the file, the names, and a day for each."""
    on = _day(options.on, "--on") if options.on else None
    if not options.csv:
        return [], [[] for _ in options.names], options.names, [on] * len(options.names)
    head, table = _read(options.csv)
    at = _place(head, options.column, "--column")
    days = [on] * len(table)
    if options.on_column:
        place = _place(head, options.on_column, "--on-column")
        days = [
            _day(row[place], f"line {number}") if row[place].strip() else on
            for number, row in enumerate(table, 2)
        ]
    return head, table, [row[at] for row in table], days


def _day(text: str, where: str) -> date:
    try:
        return parse_date(text.strip())
    except DataError as error:
        raise UsageError(error.what, where=f"{where}: {text}", mend=error.mend) from None


def _place(head: Sequence[str], name: str | None, option: str) -> int:
    if name is None and len(head) == 1:
        return 0
    if name not in head:
        near = nearest(name or "", head)
        where = name or option
        mend = near or f"the columns are {', '.join(head)}"
        raise UsageError("the file has no such column", where=where, mend=mend)
    return head.index(name)


def _read(file: str) -> tuple[list[str], list[list[str]]]:
    """Read a CSV file: its head, and its rows filled up to the head's width."""
    data = sys.stdin.buffer.read() if file == "-" else existing(file).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        mend = "save it as UTF-8"
        raise DataError("this is not UTF-8 text", path=file, line=line, mend=mend) from None
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise DataError(f"this is no CSV ({error})", path=file, mend="check the quotes") from None
    if not rows:
        raise DataError("the file is empty", path=file, mend="its first line names the columns")
    head, *table = rows
    for number, row in enumerate(table, 2):
        if len(row) > len(head):
            what = f"this row has {counted(len(row), 'cell')}, and the head has {len(head):,}"
            raise DataError(what, path=file, line=number, mend="quote cells that hold a comma")
    return head, [row + [""] * (len(head) - len(row)) for row in table]
