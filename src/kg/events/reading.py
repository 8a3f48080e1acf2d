"""Reading: event files opened lazily in DuckDB, as reports of one shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from kg.datasets import delimiter_of
from kg.errors import DataError, UsageError
from kg.events.engines import Duck, quoted
from kg.events.rows import REPORT, plain, rows_of
from kg.events.sources import EventSource

if TYPE_CHECKING:
    from ibis import Table

__all__ = ["faults", "files_of", "read", "table_of"]


def files_of(pattern: str | Path | Sequence[str | Path]) -> list[Path]:
    """Give the files that a pattern names, in order.

    Raises:
        UsageError: It names none.
    """
    given = [pattern] if isinstance(pattern, str | Path) else list(pattern)
    found = [Path(name) for each in given for name in sorted(glob(str(each)))]  # noqa: PTH207
    if not found:
        raise UsageError("no file has this name", where=str(pattern), mend="check the pattern")
    return found


def table_of(duck: Duck, source: EventSource, files: Sequence[Path]) -> tuple[Table, str]:
    """Give the rows of files, of which nothing is read yet; see `read`.

    Raises:
        DataError: A file is empty, or has none of the columns of its kind.
    """
    import ibis  # noqa: PLC0415 - 1 s, and an extra

    if all(each.suffix == ".parquet" for each in files):
        names = ", ".join(quoted(str(each)) for each in files)
        return read(source, _view(duck, "parquet", f"read_parquet([{names}])"))
    parts = [
        rows_of(source.query, _view(duck, f"file_{number}", _scan(form, several)))
        for number, (form, several) in enumerate(_by_form(source, files).items())
    ]
    return ibis.union(*(each for each, _ in parts)) if parts[1:] else parts[0][0], parts[0][1]


def read(source: EventSource, table: Table) -> tuple[Table, str]:
    """Give the rows of a table, and the scheme or class that their actors are of.

    A table that `Events.write` wrote has reports already, and no scheme.

    Raises:
        DataError: It has not the columns of its kind.
    """
    if set(REPORT) <= set(table.columns):
        return table.select(**{each: table[each].cast(kind) for each, kind in REPORT.items()}), ""
    return rows_of(source.query, _named(source, table))


def _named(source: EventSource, table: Table) -> Table:
    """Name the columns of a file without a head by their number, where an engine numbered them."""
    if not all(re.fullmatch(r"[a-z_]*\d+", each.casefold()) for each in table.columns):
        return table
    forms = (each for each in source.columns if len(each) == len(table.columns))
    return table.rename(dict(zip(next(forms, ()), table.columns, strict=False)))


def _view(duck: Duck, name: str, scanned: str) -> Table:
    import ibis  # noqa: PLC0415
    from ibis.backends.sql.datatypes import DuckDBType  # noqa: PLC0415

    duck.run(f"CREATE VIEW {name} AS SELECT * FROM {scanned}")
    described = duck.run(f"DESCRIBE {name}", lambda found: found.fetchall())
    return ibis.table({each[0]: DuckDBType.from_string(each[1]) for each in described}, name=name)


Form = tuple[tuple[str, ...], str, bool]


def _by_form(source: EventSource, files: Sequence[Path]) -> dict[Form, list[Path]]:
    """Part files by how they are written: their columns, what parts the cells, whether a head."""
    found: dict[Form, list[Path]] = {}
    for path in files:
        found.setdefault(_form(source, path), []).append(path)
    return found


def _form(source: EventSource, path: Path) -> Form:
    import gzip  # noqa: PLC0415 - small

    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        line = (
            file.readline(1 << 20).decode("utf-8", errors="replace").lstrip("\ufeff").rstrip("\r\n")
        )
    if not line:
        raise DataError("the file is empty", path=path, mend="leave it out")
    delimiter = delimiter_of(line)
    cells = [plain(each) for each in line.split(delimiter)]
    if any(set(columns) <= set(cells) for columns in source.columns):
        return tuple(cells), delimiter, True
    # GDELT's files have no head: the number of their columns tells their form.
    for columns in source.columns:
        if len(columns) == len(cells) and any(re.fullmatch(r"\d{8}", each) for each in cells):
            return columns, delimiter, False
    shown = " or ".join(str(len(each)) for each in source.columns)
    what = f"the file has {len(cells)} columns, and none of the forms of {source.name} has those"
    raise DataError(what, path=path, mend=f"{source.name} has {shown}: {source.columns[0][0]}, …")


def _scan(form: Form, files: Sequence[Path]) -> str:
    columns, delimiter, has_head = form
    names = ", ".join(quoted(str(each)) for each in files)
    types = ", ".join(f"{quoted(each)}: 'VARCHAR'" for each in columns)
    quote = "" if delimiter == "\t" else '"'
    return (
        f"read_csv([{names}], delim = {quoted(delimiter)}, quote = {quoted(quote)}, "
        f"escape = {quoted(quote)}, header = {str(has_head).lower()}, auto_detect = false, "
        f"columns = {{{types}}}, store_rejects = true, rejects_limit = 1000)"
    )


def faults(duck: Duck) -> list[str]:
    """Give each line that could not be read, with its file, as far as files have been read."""
    asked = """SELECT DISTINCT file_path, line, error_type FROM reject_errors
      JOIN reject_scans USING (scan_id, file_id) ORDER BY 1, 2"""
    return [
        f"{path}:{line}: the line cannot be read ({str(kind).lower()})"
        for path, line, kind in duck.run(asked, lambda found: found.fetchall())
    ]
