"""Tables: CSV, TSV, Excel and Parquet files as a head and records of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

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

__all__ = ["Table", "needed", "open_table"]

_MIDNIGHT: Final = " 00:00:00"
# So many lines may stand above the head.
_ABOVE: Final = 30


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
    """

    def __init__(
        self,
        path: Path,
        head: Sequence[str],
        records: Iterator[Record],
        decoder: Decoder,
        refused: list[Refused],
    ) -> None:
        self.path, self.refused, self._decoder = path, refused, decoder
        self.head = [each.strip() for each in head]
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
        return self._decoder.notes()


@contextmanager
def open_table(path: str | Path, wanted: Sequence[str] = ()) -> Iterator[Table]:
    """Open a table: CSV or TSV, packed or not, an Excel sheet, or Parquet.

    Args:
        path: The file.
        wanted: Names of columns that its head has; lines before that head are passed over.

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
        rows = _excel(file) if kind == "excel" else _parquet(file)
        records = (Record(line, cells) for line, cells in rows)
        head = headed(records, wanted, str(file))
        yield Table(file, head.cells, records, Decoder(), [])


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
    named = [line for _, line in before if line.strip()]
    if not named:
        raise DataError("the file is empty", path=path, mend="its first line names the columns")
    like = (line for line in named if wanted and _names_some(line, wanted))
    records = records_of(chain(before, lines), delimiter_of(next(like, named[0])), refused)
    head = headed(records, wanted, str(path))
    refused.clear()  # What stands above the head is no row.
    return Table(path, head.cells, records, decoder, refused)


def _names_some(line: str, wanted: Sequence[str]) -> bool:
    names = {column_name(each.strip().strip('"')) for each in _split(line)}
    return len(names & {*map(column_name, wanted)}) * 2 >= len(wanted)


def _split(line: str) -> list[str]:
    return line.split(delimiter_of(line))


def _excel(path: Path) -> Iterator[tuple[int, list[str]]]:
    needed("openpyxl", "an Excel file", path)
    import openpyxl  # noqa: PLC0415 - 0.3 s

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    except FileNotFoundError:
        raise UsageError("there is no such file", path=path, mend="check the path") from None
    except Exception as error:  # noqa: BLE001 - the library raises whatever it meets
        what = f"this is no Excel file that can be read ({' '.join(str(error).split())[:80]})"
        raise DataError(what, path=path, mend="save it once more as .xlsx, or as .csv") from None
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            cells = [_text(value) for value in row]
            if any(cells):
                yield number, cells
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(_MIDNIGHT)
    text = str(value)
    return text.removesuffix(".0") if isinstance(value, float) else text


def _parquet(path: Path) -> Iterator[tuple[int, list[str]]]:
    from kg.datasets.duck import connected, reading  # noqa: PLC0415 - DuckDB, 0.1 s

    with connected() as duck, reading(path):
        found = duck.execute("SELECT * FROM read_parquet(?)", [str(path)])
        yield 0, [each[0] for each in found.description or ()]
        number = 0
        while rows := found.fetchmany(10_000):
            for row in rows:
                number += 1
                yield number, [_text(value) for value in row]


def needed(library: str, what: str, path: str | Path) -> None:
    """Say which extra brings a library that is not installed.

    Raises:
        UsageError: It is not installed.
    """
    if find_spec(library) is None:
        mend = "pip install 'khyber-kg[tables]', or save it as .csv"
        raise UsageError(f"{what} needs the {library} library", path=path, mend=mend)
