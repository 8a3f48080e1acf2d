"""DuckDB, opened in one place: in memory, alone with its file, and no wider than it must be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from kg.datasets.tables import needed
from kg.errors import DataError, UsageError
from kg.stopping import unfinished

if TYPE_CHECKING:
    import duckdb

__all__ = ["connected", "reading"]


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB in memory, so that nothing is installed or fetched by it.

    Raises:
        UsageError: It is not installed.
    """
    needed("duckdb", "this", "")
    import duckdb  # noqa: PLC0415 - 0.1 s, and an extra

    # What does not fit in memory goes where temporary files lie, and not where the user is.
    spilled = Path(gettempdir()) / f"khyber-duckdb-{os.urandom(8).hex()}"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(spilled),
    }
    with unfinished(spilled):
        connection = duckdb.connect(":memory:", config=settings)
        try:
            yield connection
        finally:
            connection.close()


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
