"""DuckDB, opened in one place: in memory, alone with its file, and no wider than it must be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING
from weakref import finalize

from kg.datasets.cells import needed
from kg.errors import DataError, UsageError
from kg.stopping import remove, unfinished

if TYPE_CHECKING:
    import duckdb

__all__ = ["connected", "opened", "reading"]


def opened(memory: str = "", spilled: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open DuckDB in memory, so that nothing is installed or fetched by it.

    What does not fit in memory goes where temporary files lie, and not where the user is; it is
    removed with the connection.

    Args:
        memory: How much memory it may take, such as ``1GB``; most of what there is if empty.
        spilled: The folder for what does not fit; one of its own if None.

    Raises:
        UsageError: It is not installed, or the memory is no size.
    """
    needed("duckdb", "this", "")
    import duckdb  # noqa: PLC0415 - 0.1 s, and an extra

    spilled = spilled or _folder()
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(spilled),
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        if memory:
            connection.execute("SET memory_limit = ?", [memory])
    except duckdb.Error:
        raise UsageError("this is no size of memory", where=memory, mend="such as 1GB") from None
    finalize(connection, remove, spilled)
    return connection


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB for as long as a block of code; see `opened`."""
    with unfinished(_folder()) as spilled:
        connection = opened(spilled=spilled)
        try:
            yield connection
        finally:
            connection.close()


def _folder() -> Path:
    return Path(gettempdir()) / f"khyber-duckdb-{os.urandom(8).hex()}"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say of what DuckDB cannot read which file it is.

    Raises:
        UsageError: It is not there.
        DataError: It is damaged, cut off, or of another kind.
    """
    import duckdb  # noqa: PLC0415

    if not path.is_file():
        raise UsageError("there is no such file", path=path, mend="check the path")
    try:
        yield
    except duckdb.Error as error:
        what = f"this cannot be read ({' '.join(str(error).split())[:160]})"
        raise DataError(
            what, path=path, mend="see whether it is whole, and what its suffix says"
        ) from None
