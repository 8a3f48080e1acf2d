"""Querying: the query of a data set over a user's file, to rows of the pattern."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.datasets.declared import DataSet
from kg.datasets.duck import connected
from kg.datasets.fields import Kind, read_kind
from kg.datasets.records import Refused, column_name, short
from kg.datasets.rows import Given, Row
from kg.datasets.tables import Table
from kg.engine import Engine
from kg.errors import OntologyError
from kg.query import rows as answered
from kg.reference import Model
from kg.stopping import scratch
from kg.terms import compact, slug

if TYPE_CHECKING:
    import duckdb

__all__ = ["MACROS", "rows_of_set"]

# What every query may say of dates: nought, what is below it, a blank, and the numbers by which
# code books say "unknown" or "not applicable" are no part of one.
MACROS: Final = """
CREATE MACRO part(x) AS CASE WHEN try_cast(x AS INTEGER) > 0
  AND try_cast(x AS INTEGER) NOT IN (66, 77, 88, 99, 996, 997) THEN try_cast(x AS INTEGER) END;
CREATE MACRO edtf(y, m, d) AS CASE
  WHEN part(y) IS NULL THEN ''
  WHEN part(m) IS NULL AND part(d) IS NULL THEN printf('%04d', part(y))
  WHEN part(m) IS NULL THEN printf('%04d-XX-%02d', part(y), part(d))
  WHEN part(d) IS NULL THEN printf('%04d-%02d', part(y), part(m))
  ELSE printf('%04d-%02d-%02d', part(y), part(m), part(d)) END;
CREATE MACRO by_day(y, m, d) AS CASE
  WHEN part(y) IS NULL THEN NULL
  WHEN part(m) IS NULL THEN make_date(part(y), 12, 31)
  WHEN part(d) IS NULL THEN last_day(try_cast(printf('%04d-%02d-01', part(y), part(m)) AS DATE))
  ELSE try_cast(printf('%04d-%02d-%02d', part(y), part(m), part(d)) AS DATE) END;
CREATE MACRO span(a, b) AS CASE WHEN a = '' AND b IN ('', '..') THEN '' ELSE a || '/' || b END;
CREATE MACRO named(x) AS trim(regexp_replace(lower(strip_accents(x)), '[^a-z0-9]+', '-', 'g'), '-');
"""
_CODES: Final = """
SELECT ?scheme ?code ?thing ?start ?end WHERE {
  ?bearing kg:codeScheme ?scheme ; kg:code ?code ; kg:coded ?thing .
  OPTIONAL { ?bearing kg:earliestStart ?start } OPTIONAL { ?bearing kg:latestEnd ?end } }"""
_CREATE: Final = """
CREATE TABLE file AS SELECT * REPLACE (line::BIGINT AS line) FROM read_csv(?, header = true,
  auto_detect = false, delim = ',', quote = '"', escape = '"', columns = COLUMNS,
  max_line_size = 33554432, strict_mode = true)"""
_OWN: Final = ("line", "kind", "name", "key", "time", "on", "refused")
_TOGETHER: Final = 50_000


def rows_of_set(
    engine: Engine, model: Model, declared: DataSet, table: Table, refused: list[Refused]
) -> Iterator[Row]:
    """Give the rows of the pattern that a data set's query makes of a user's file.

    Args:
        engine: The graph's engine, whose codes the query may look at.
        model: What is declared of kinds and fields.
        declared: The data set.
        table: The file.
        refused: Where rows are added that the query refuses.

    Raises:
        OntologyError: The query fails, or gives what no kind has.
    """
    with scratch("khyber-rows-") as folder, connected() as duck:
        duck.execute(MACROS)
        _load(duck, table, folder / "file.csv")
        _register(duck, engine)
        found = _ran(duck, declared)
        names = [each[0] for each in found.description or ()]
        kinds: dict[str, Kind] = {}
        while batch := found.fetchmany(_TOGETHER):
            for values in batch:
                cells = dict(zip(names, values, strict=True))
                if cells.get("refused"):
                    what = short(str(cells.get("key") or ""))
                    refused.append(Refused(int(cells["line"]), f"{cells['refused']}:", text=what))
                    continue
                name = cells["kind"]
                if name not in kinds:
                    kinds[name] = read_kind(model, name)
                yield _row(cells, kinds[name])


def _ran(duck: duckdb.DuckDBPyConnection, declared: DataSet) -> Any:  # noqa: ANN401 - DuckDB's
    import duckdb  # noqa: PLC0415

    try:
        return duck.execute(declared.query)
    except duckdb.Error as error:
        what = " ".join(str(error).split())[:200]
        where = f"ontology/datasets/{declared.name}/rows.sql"
        raise OntologyError(f"the query fails ({what})", where=where) from None


def _load(duck: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Load a file as a table of texts: its columns, and the line of each row."""
    head = [column_name(each) or f"column{at}" for at, each in enumerate(table.head)]
    # Where a head names two columns alike, the first is meant.
    keep = [at for at, each in enumerate(head) if head.index(each) == at]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["line", *(head[at] for at in keep)])
        for record in table.records:
            writer.writerow([record.line, *(record.cells[at].strip() for at in keep)])
    # The file is ours, and whole: nothing is to be guessed of it.
    columns = _columns(["line", *(head[at] for at in keep)])
    duck.execute(_CREATE.replace("COLUMNS", columns), [str(path)])


def _columns(names: Sequence[str]) -> str:
    quoted = (f"'{name.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for name in names)
    return f"{{{', '.join(quoted)}}}"


def _register(duck: duckdb.DuckDBPyConnection, engine: Engine) -> None:
    """Give the query the dated codes of the graph."""
    duck.execute(
        'CREATE TABLE codes (scheme VARCHAR, code VARCHAR, thing VARCHAR, "start" DATE, "end" DATE)'
    )
    codes = [
        (slug(scheme), str(code), compact(thing), start, end)
        for scheme, code, thing, start, end in answered(engine, _CODES, accounts=engine.accounts())
    ]
    if codes:
        # Column by column at once: row by row it took a millisecond each.
        columns = [list(each) for each in zip(*codes, strict=True)]
        duck.execute(f"INSERT INTO codes SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def _row(cells: Mapping[str, Any], kind: Kind) -> Row:
    line = int(cells["line"])
    given = []
    for column, value in cells.items():
        if column in _OWN or value in (None, ""):
            continue
        name, _, scheme = column.partition("@")
        field = kind.field(name)
        every = value if isinstance(value, list) else [value]
        given += [Given(field, str(v), name, scheme) for v in every if v not in (None, "")]
    key = str(cells.get("key") or line)
    return Row(
        line, key, kind, cells.get("name") or "", cells.get("time") or "", given, cells.get("on")
    )
