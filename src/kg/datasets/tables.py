"""Tables: CSV, TSV, Excel and Parquet files as a head and records of text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from kg.datasets.cells import cell_text
from kg.datasets.excel import excel_rows
from kg.datasets.lines import Decoder, lines_of, unpacked
from kg.datasets.records import (
    Record,
    Refused,
    column_name,
    delimiter_of,
    fitted,
    headed,
    records_of,
)
from kg.errors import DataError, UsageError

__all__ = ["Table", "open_table"]

# So many lines may stand above the head.
_ABOVE: Final = 30
_NESTED: Final = re.compile(r"\[\d*\]$|^(STRUCT|MAP|UNION|BLOB)")
# A first line by which a spreadsheet program says what parts the cells.
_SEPARATOR: Final = re.compile(r"sep=(.)\s*")


class Table:
    """A table that is read once, from its first record to its last.

    Attributes:
        path: Its file.
        head: The names of its columns.
        records: Its records, each as wide as the head.
        refused: The rows that could not be read, as far as it has been.
        taken: How many were.
        version_column: The column in which a file says its version, to be set before it is read.
        versions: What stood there.
        delimiter: What parts the cells of a text; empty where something else does.
    """

    def __init__(
        self,
        path: Path,
        head: tuple[Record, list[str]],
        records: Iterator[Record],
        decoder: Decoder,
        refused: list[Refused],
        delimiter: str = "",
    ) -> None:
        self.path, self.refused, self._decoder = path, refused, decoder
        self.delimiter = delimiter
        self.head, self._above = [each.strip() for each in head[0].cells], head[1]
        self.records = self._counted(fitted(records, self.head, self.refused))
        self.taken, self.versions = 0, set[str]()
        self.version_column = ""

    def _counted(self, records: Iterator[Record]) -> Iterator[Record]:
        names = [each.casefold() for each in self.head]
        wanted = self.version_column.casefold()
        at = names.index(wanted) if wanted in names else None
        for record in records:
            self.taken += 1
            if at is not None:
                self.versions.add(record.cells[at].strip())
            yield record

    def notes(self) -> list[str]:
        """Say what a reader should know of how it was read."""
        return [*self._decoder.notes(), *self._above]


@contextmanager
def open_table(path: str | Path, wanted: Sequence[str] = (), sheet: str = "") -> Iterator[Table]:
    """Open a table: CSV or TSV, packed or not, an Excel sheet, or Parquet.

    Args:
        path: The file.
        wanted: Names of columns that its head has; lines before that head are passed over.
        sheet: Of an Excel file the sheet; needed where several show and hold something.

    Raises:
        UsageError: It is not there, or a library that it needs is not installed.
        DataError: It is empty, damaged or cut off.
    """
    file = Path(path)
    kind = _kind(file)
    if kind == "text":
        with unpacked(file) as stream:
            yield _of_text(file, stream, wanted)
    else:
        rows = excel_rows(file, sheet) if kind == "excel" else _parquet(file, wanted)
        records = (Record(line, cells) for line, cells in rows)
        head = headed(records, wanted, str(file))
        yield Table(file, head, records, Decoder(), [])


def _kind(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in (".xls", ".ods"):
        mend = "save it as .xlsx or .csv"
        raise UsageError(f"a {suffix} file is not read", path=path, mend=mend)
    return {".xlsx": "excel", ".xlsm": "excel", ".parquet": "parquet"}.get(suffix, "text")


def _of_text(path: Path, stream: Any, wanted: Sequence[str]) -> Table:  # noqa: ANN401 - a stream
    decoder, refused = Decoder(), list[Refused]()
    lines = lines_of(stream, decoder)
    before = list(islice(lines, _ABOVE))
    sign = _SEPARATOR.fullmatch(before[0][1]) if before else None
    before = before[bool(sign) :]
    named = [line for _, line in before if line.strip()]
    if not named:
        raise DataError("the file is empty", path=path, mend="its first line names the columns")
    like = (line for line in named if wanted and _names_some(line, wanted))
    delimiter = sign[1] if sign else delimiter_of(next(like, named[0]))
    records = records_of(chain(before, lines), delimiter, refused)
    head = headed(records, wanted, str(path))
    refused.clear()  # What stands above the head is no row.
    return Table(path, head, records, decoder, refused, delimiter)


def _names_some(line: str, wanted: Sequence[str]) -> bool:
    names = {column_name(each.strip().strip('"')) for each in _split(line)}
    return len(names & {*map(column_name, wanted)}) * 2 >= len(wanted)


def _split(line: str) -> list[str]:
    return line.split(delimiter_of(line))


def _parquet(path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    from kg.datasets.duck import connected, reading  # noqa: PLC0415 - DuckDB, 0.1 s

    with connected() as duck, reading(path):
        # A moment with a zone is the day that it is at Greenwich, on every machine.
        duck.execute("SET TimeZone = 'UTC'")
        found = duck.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = found.description or []
        _hold_plain(path, columns, {*map(column_name, wanted)})
        yield 0, [each[0] for each in columns]
        number = 0
        while rows := found.fetchmany(10_000):
            for row in rows:
                number += 1
                yield number, [cell_text(value) for value in row]


def _hold_plain(path: Path, columns: Sequence[Any], wanted: Collection[str]) -> None:
    """Refuse a column that is to be read and holds several values in a cell."""
    for name, kind, *_ in columns:
        if column_name(name) in wanted and re.search(
            r"\[\d*\]$|^(STRUCT|MAP|UNION|BLOB)", str(kind)
        ):
            what = f"this column holds {str(kind).lower()}, and not one value in a cell"
            raise DataError(what, path=path, where=name, mend="give each value a row of its own")
