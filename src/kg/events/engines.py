"""Engines: where an expression is counted, which is DuckDB here or any that Ibis speaks to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from kg.errors import DataError
from kg.stopping import aside

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    from ibis import Schema, Table

__all__ = ["Counting", "Duck", "Elsewhere"]

_KINDS: Final = {
    "string": "string", "int64": "Int64", "float64": "Float64", "date": "datetime64[us]",
}  # fmt: skip


class Counting(Protocol):
    """What counts reports: it reads expressions of Ibis, and none but itself knows its SQL."""

    def frame(self, asked: Table) -> pd.DataFrame:
        """Give what is asked for.

        Raises:
            DataError: The engine cannot read or count it.
        """

    def small(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> Table:
        """Give rows from here as a table to be joined there."""

    def write(self, asked: Table, path: Path) -> None:
        """Write what is asked for as Parquet: a file, or a folder of them.

        Raises:
            DataError: It cannot be counted, or not be written.
        """


class Duck:
    """DuckDB in this process. Ibis writes its SQL, and no more: its own way to it wants pyarrow."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        # Rows in the order of the file would be held until the last is read: 4.7 GB of 10^8.
        connection.execute("SET preserve_insertion_order = false")

    def frame(self, asked: Table) -> pd.DataFrame:
        """Give what is asked for; see `Counting`."""
        return _typed(self.run(_sql(asked), lambda found: found.df()), asked.schema())

    def small(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> Table:
        """Give rows from here as a table to be joined; see `Counting`."""
        import ibis  # noqa: PLC0415

        kinds = {"string": "VARCHAR", "int64": "BIGINT"}
        listed = ", ".join(f'"{each}" {kinds[kind]}' for each, kind in columns.items())
        self.run(f"CREATE TABLE {name} ({listed})")
        if rows:
            holes = ", ".join("?" * len(columns))
            self.connection.executemany(f"INSERT INTO {name} VALUES ({holes})", list(rows))
        return ibis.table(dict(columns), name=name)

    def write(self, asked: Table, path: Path) -> None:
        """Write what is asked for as one Parquet file; see `Counting`."""
        self.run(f"COPY ({_sql(asked)}) TO {quoted(str(path))} (FORMAT parquet)")

    def run(self, sql: str, then: Callable[[Any], Any] = lambda found: found) -> Any:  # noqa: ANN401
        """Run a query of DuckDB's own, and give what is made of its answer.

        It runs beside the thread that Ctrl-C interrupts, which DuckDB would answer with an error of
        its own or, between two steps, not at all.

        Raises:
            DataError: It failed.
            KeyboardInterrupt: It was interrupted, and has ended.
        """

        def work() -> Any:  # noqa: ANN401
            import duckdb  # noqa: PLC0415

            try:
                return then(self.connection.execute(sql))
            except duckdb.Error as error:
                raise _failed(error) from None

        return aside(work, self.connection.interrupt)


class Elsewhere:
    """An engine behind Ibis: Spark, BigQuery, ClickHouse, Trino, and whatever else it speaks to."""

    def __init__(self, backend: Any) -> None:  # noqa: ANN401 - Ibis's
        self.backend = backend

    def frame(self, asked: Table) -> pd.DataFrame:
        """Give what is asked for; see `Counting`."""
        return _typed(self._done("to_pandas", asked), asked.schema())

    def small(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> Table:
        """Give rows from here as a table to be joined there; see `Counting`."""
        import ibis  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        frame = pd.DataFrame([list(each) for each in rows], columns=list(columns), dtype="object")
        del name  # Ibis names what it takes along.
        return ibis.memtable(frame, schema=dict(columns))

    def write(self, asked: Table, path: Path) -> None:
        """Write what is asked for as its engine does, in one file or in many; see `Counting`."""
        # Spark's own folder is that in which it was started.
        self._done("to_parquet", asked, path.absolute())

    def _done(self, what: str, *given: Any) -> Any:  # noqa: ANN401
        try:
            return getattr(self.backend, what)(*given)
        except Exception as error:  # noqa: BLE001 - each engine has errors of its own
            raise _failed(error) from None


def _sql(asked: Table) -> str:
    import ibis  # noqa: PLC0415

    return str(ibis.to_sql(asked, dialect="duckdb", pretty=False))


def quoted(text: str) -> str:
    """Quote a text for DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def _failed(error: Exception) -> DataError:
    said = " ".join(str(error).split())
    full = re.search("no space left on device", said, re.IGNORECASE)
    shown = full[0].lower() if full else said[:160]
    return DataError(f"the events cannot be read, counted or written ({shown})")


def _typed(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Give every engine's answer the same types, whatever is in it."""
    import pandas as pd  # noqa: PLC0415

    for name, kind in schema.items():
        wanted = _KINDS[str(kind).removeprefix("!")]
        column = pd.to_datetime(frame[name]) if wanted.startswith("date") else frame[name]
        frame[name] = column.astype(cast("Any", wanted))
    return frame
