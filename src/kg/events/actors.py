"""Actors: the codes and names of event files to things, once for each year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.engine import Engine
from kg.events.engines import Counting
from kg.events.rows import REPORT
from kg.events.sources import classes
from kg.query import CodeBook, resolved
from kg.terms import compact

if TYPE_CHECKING:
    from ibis import Table, Value

__all__ = ["Actor", "look_up", "reports_of"]

Actor = tuple[str, int, str | None, str | None]
"""A code or name, and a year; the thing that it meant then, or why it is none."""

_COLUMNS: Final = {"typed": "string", "its_year": "int64", "thing": "string"}
_CLASS: Final = {"key": "string", "label": "string", "its_quad": "string", "its_plover": "string"}


def look_up(there: Counting, engine: Engine, raw: Table, scheme: str) -> list[Actor]:
    """Look up each code or name of the rows in each year in which it stands, as of its last day."""
    import ibis  # noqa: PLC0415

    # Both at once: a file of text is read whole for each time that it is asked.
    each = raw.select(typed=ibis.array([raw.source, raw.target]).unnest(), year=_year(raw))
    asked = each.filter(each.typed.notnull(), each.year.notnull()).distinct()
    rows = there.frame(asked).itertuples(index=False, name=None)
    return _actors(engine, sorted((str(typed), int(year)) for typed, year in rows), scheme)


def reports_of(there: Counting, raw: Table, actors: Sequence[Actor]) -> Table:
    """Give the rows with their actors as things and their kinds in the words of all sources."""
    known = there.small("actor", _COLUMNS, [each[:3] for each in actors if each[2]])
    made = raw.mutate(year=_year(raw), key=raw.root.coalesce(raw.plover))
    for side in ("source", "target"):
        own = known.rename({f"{side}_{each}": each for each in _COLUMNS})
        made = made.left_join(own, [(side, f"{side}_typed"), ("year", f"{side}_its_year")])
    made = made.left_join(there.small("class", _CLASS, _kinds()), "key")
    given = {"source": made.source_thing, "target": made.target_thing, "quad": made.its_quad,
             "plover": made.plover.coalesce(made.its_plover)}  # fmt: skip
    return made.select(**{each: given[each] if each in given else made[each] for each in REPORT})


def _year(raw: Table) -> Value:
    return raw.day.year().cast("int64")


def _kinds() -> list[tuple[str | None, ...]]:
    """Give what each root and each type of PLOVER is; a type of two classes is of its first."""
    roots = [(root, label, quad, plover or None) for root, label, quad, plover in classes()]
    types = {type_: (type_, None, quad, type_) for *_, quad, type_ in reversed(roots) if type_}
    return [*roots, *types.values()]


def _actors(engine: Engine, typed: Sequence[tuple[str, int]], scheme: str) -> list[Actor]:
    """Look up each code or name in each year: the thing, or why there is none."""
    if not typed:
        return []
    # A class, unlike a scheme, begins with a capital: its things are looked up by name.
    if not scheme[:1].islower():
        days = [date(year, 12, 31) for _, year in typed]
        rows = resolved(engine, [name for name, _ in typed], scheme, days)
        told: list[tuple[Any, Any]] = [(row[1], row[3]) for row in rows]
    else:
        book = CodeBook(engine, scheme)
        told = [_by_code(book, *each) for each in typed]
    return [
        (text, year, thing, None if thing else why)
        for (text, year), (thing, why) in zip(typed, told, strict=True)
    ]


def _by_code(book: CodeBook, code: str, year: int) -> tuple[str | None, Any]:
    how, every = book.find(code, date(year, 12, 31))
    return (compact(every[0].thing) if how == "code" else None), how
