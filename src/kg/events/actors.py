"""Actors: the codes and names of event files to things, once for each year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.engine import Engine
from kg.errors import DataError
from kg.events.reading import COLUMNS, faults
from kg.events.sources import classes
from kg.query import CodeBook, resolved
from kg.terms import compact

if TYPE_CHECKING:
    import duckdb

__all__ = ["look_up"]


def look_up(
    duck: duckdb.DuckDBPyConnection, engine: Engine, schemes: Sequence[str], *, skip_bad: bool
) -> None:
    """Make the tables of actors and classes, and the view ``report`` in which both are joined."""
    duck.execute("CREATE TABLE class (root VARCHAR, label VARCHAR, quad VARCHAR, plover VARCHAR)")
    duck.executemany("INSERT INTO class VALUES (?, ?, ?, nullif(?, ''))", list(classes()))
    duck.execute("""CREATE TABLE actor
      (typed VARCHAR, year INTEGER, scheme VARCHAR, thing VARCHAR, why VARCHAR)""")
    for column, scheme in zip(("source", "target"), schemes, strict=True):
        asked = f"SELECT DISTINCT {column}, year(day) FROM raw WHERE {column} IS NOT NULL"
        found = duck.execute(asked).fetchall()
        told = _actors(engine, [(str(t), y) for t, y in found if y is not None], scheme)
        known = set(duck.execute("SELECT typed, year, scheme FROM actor").fetchall())
        new = [row for row in told if tuple(row[:3]) not in known]
        if new:
            duck.executemany("INSERT INTO actor VALUES (?, ?, ?, ?, ?)", new)
    bad = [] if skip_bad else list(faults(duck))
    if bad:
        more = f"; and {len(bad) - 1:,} more" if len(bad) > 1 else ""
        raise DataError(f"{bad[0]}{more}", mend="mend the lines, or pass skip_bad=True")
    duck.execute(
        f"""CREATE VIEW report AS SELECT {", ".join(f"raw.{c}" for c in COLUMNS if c in _PLAIN)},
          s.thing AS source, t.thing AS target, coalesce(raw.plover, class.plover) AS plover,
          coalesce(class.quad, p.quad) AS quad, class.label AS label
        FROM raw
        LEFT JOIN actor s
          ON s.typed = raw.source AND s.year = year(raw.day) AND s.scheme = '{schemes[0]}'
        LEFT JOIN actor t
          ON t.typed = raw.target AND t.year = year(raw.day) AND t.scheme = '{schemes[1]}'
        LEFT JOIN class ON class.root = raw.root
        LEFT JOIN (SELECT plover, any_value(quad) AS quad FROM class GROUP BY plover) p
          ON raw.root IS NULL AND p.plover = raw.plover"""
    )


_PLAIN: Final = ("id", "day", "code", "root", "intensity", "reports")


def _actors(engine: Engine, typed: Sequence[tuple[str, int]], scheme: str) -> list[list[Any]]:
    """Look up each code or name in each year: the thing, or why there is none."""
    if not typed:
        return []
    # A class, unlike a scheme, begins with a capital: its things are looked up by name.
    if scheme[:1].islower():
        book = CodeBook(engine, scheme)
        rows = []
        for code, year in typed:
            how, every = book.find(code, date(year, 12, 31))
            thing = compact(every[0].thing) if how == "code" else None
            rows.append([code, year, scheme, thing, None if thing else how])
        return rows
    days = [date(year, 12, 31) for _, year in typed]
    found = resolved(engine, [name for name, _ in typed], scheme, days)
    return [
        [name, year, scheme, row[1], None if row[1] else row[3]]
        for (name, year), row in zip(typed, found, strict=True)
    ]
