"""Reading: event files opened lazily in DuckDB, as reports of one shape."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final
from weakref import finalize

from kg.datasets import delimiter_of, needed
from kg.errors import DataError, UsageError
from kg.events.sources import EventSource
from kg.stopping import remove

if TYPE_CHECKING:
    import duckdb

__all__ = ["COLUMNS", "connect", "faults", "files_of", "view"]

COLUMNS: Final = (
    "id", "day", "source", "target", "code", "root", "plover", "intensity", "reports",
)  # fmt: skip
"""What a report has; source and target are codes or names as the file writes them."""

_ACTOR: Final = re.compile(r'"?(source|target)@([\w-]+)"?')


def connect(memory: str) -> duckdb.DuckDBPyConnection:
    """Open DuckDB in memory, with so much of it and what is beyond on disk.

    Raises:
        UsageError: It is not installed.
    """
    needed("duckdb", "events", "")
    import duckdb  # noqa: PLC0415 - 0.1 s, and an extra

    # What does not fit in memory goes where temporary files lie, and not where the user is.
    spilled = Path(gettempdir()) / f"khyber-duckdb-{os.urandom(8).hex()}"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": memory,
        "temp_directory": str(spilled),
    }
    opened = duckdb.connect(":memory:", config=settings)
    finalize(opened, remove, spilled)
    return opened


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


def view(duck: duckdb.DuckDBPyConnection, source: EventSource, files: Sequence[Path]) -> list[str]:
    """Make the view ``raw`` of files, of which nothing is read yet.

    Returns:
        The schemes of codes, or the classes of names, that source and target are of.

    Raises:
        DataError: A file is empty, or has none of the columns of its kind.
    """
    if all(each.suffix == ".parquet" for each in files):
        names = ", ".join(_quoted(str(each)) for each in files)
        duck.execute(f"CREATE VIEW raw AS SELECT * FROM read_parquet([{names}])")
        return []
    parts, schemes = [], dict.fromkeys(("source", "target"), "")
    for form, several in _by_form(source, files).items():
        query = source.query
        for actor, scheme in _ACTOR.findall(query):
            schemes[actor] = scheme
        query = _ACTOR.sub(r"\1", query).replace("FROM file", f"FROM {_scan(form, several)}")
        parts.append(f"({query})")
    union = " UNION ALL BY NAME ".join(parts)
    made = ", ".join(f"NULL AS {each}" for each in ("plover",) if " AS plover" not in source.query)
    duck.execute(f"CREATE VIEW raw AS SELECT *{f', {made}' if made else ''} FROM ({union})")
    return [schemes["source"], schemes["target"]]


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
    cells = [re.sub(r"\W+", "_", each.strip('"').casefold()) for each in line.split(delimiter)]
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
    names = ", ".join(_quoted(str(each)) for each in files)
    types = ", ".join(f"{_quoted(each)}: 'VARCHAR'" for each in columns)
    quote = "" if delimiter == "\t" else '"'
    return (
        f"read_csv([{names}], delim = {_quoted(delimiter)}, quote = {_quoted(quote)}, "
        f"escape = {_quoted(quote)}, header = {str(has_head).lower()}, auto_detect = false, "
        f"columns = {{{types}}}, store_rejects = true, rejects_limit = 1000)"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def faults(duck: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Give each line that could not be read, with its file, as far as files have been read."""
    asked = """SELECT DISTINCT file_path, line, error_type FROM reject_errors
      JOIN reject_scans USING (scan_id, file_id) ORDER BY 1, 2"""
    for path, line, kind in duck.execute(asked).fetchall():
        yield f"{path}:{line}: the line cannot be read ({str(kind).lower()})"
