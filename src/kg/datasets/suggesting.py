"""Suggesting: a first mapping for a table, from its columns and what stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import islice
from math import log10
from pathlib import Path
from typing import Final, NamedTuple

from kg.datasets.fields import Field, Kind, read_kind
from kg.datasets.tables import open_table
from kg.datasets.times import Reading, composed
from kg.engine import Engine
from kg.errors import DataError
from kg.query import CodeBook, code_schemes, named, rows
from kg.reference import Model, made_from
from kg.terms import compact, expand

__all__ = ["suggested"]

_SAMPLE: Final = 200
_DISTINCT: Final = 40
# Of what stands in a column, at least this share is what the column is taken for.
_MOST: Final = 0.6
_CLASSES: Final = "SELECT DISTINCT ?thing ?class WHERE { ?thing a ?class }"
_ANY_ORDER: Final = Reading(dates="dmy")
_USED: Final = "SELECT ?cls (COUNT(?thing) AS ?number) WHERE { ?thing kg:kind ?cls } GROUP BY ?cls"
_PARTS: Final = (r"(year|yr)", r"(month|mon|mth)", r"(day|dy)")


class _Column(NamedTuple):
    """What a column holds: of each class the share of its values, a scheme, whether dates."""

    name: str
    shares: dict[str, float]
    scheme: str
    is_time: bool
    values: list[str]


def suggested(engine: Engine, path: str | Path, typed: str = "", sheet: str = "") -> str:
    """Give a first mapping for a table as TOML, to be read and mended.

    Args:
        engine: The graph's engine.
        path: The table.
        typed: The kind of its rows; without it the one whose needs the columns fill best.
        sheet: Of an Excel file the sheet.

    Raises:
        DataError: The table is empty or damaged.
    """
    model = Model(engine)
    with open_table(path, sheet=sheet) as table:
        sample = list(islice(table.records, _SAMPLE))
        head = table.head
    columns = [
        _column(engine, name, [r.cells[at].strip() for r in sample]) for at, name in enumerate(head)
    ]
    kind = read_kind(model, typed) if typed else _best(engine, model, columns)
    return _toml(kind, columns, sheet)


def _column(engine: Engine, name: str, cells: Sequence[str]) -> _Column:
    values = [*dict.fromkeys(filter(None, cells))][:_DISTINCT]
    is_time = _is_most(values, _is_time)
    shares = {} if is_time or not values else _shares(engine, values)
    scheme = "" if is_time else _scheme(engine, values)
    return _Column(name, shares, scheme, is_time, values)


def _is_most(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) >= _MOST * len(values)


def _is_time(text: str) -> bool:
    try:
        return re.search(r"\d{4}", text) is not None and bool(composed([text], None, _ANY_ORDER))
    except DataError:
        return False


def _scheme(engine: Engine, values: Sequence[str]) -> str:
    """Give the scheme of which most values are codes, where they are short enough to be any."""
    if not values or max(map(len, values)) > 4:  # noqa: PLR2004 - no code of a state is longer
        return ""
    books = [CodeBook(engine, each) for each in code_schemes(engine)]
    known = {book.name: sum(bool(book.bearers(v)) for v in values) for book in books}
    best = max(known, key=lambda each: known[each], default="")
    return best if best and known[best] >= _MOST * len(values) else ""


def _shares(engine: Engine, values: Sequence[str]) -> dict[str, float]:
    found = {value: {r.thing for r in every} for value, every in named(engine, values).items()}
    things = set().union(*found.values())
    if not things:
        return {}
    of: dict[str, set[str]] = {}
    for thing, cls in rows(engine, _CLASSES, accounts=engine.accounts(), thing=things):
        of.setdefault(compact(cls), set()).add(thing)
    return {c: sum(bool(each & t) for each in found.values()) / len(values) for c, t in of.items()}


def _best(engine: Engine, model: Model, columns: Sequence[_Column]) -> Kind:
    """Give the kind whose needs the columns fill best; of several, the one that is used most."""
    used = {str(cls): int(number) for cls, number in rows(engine, _USED)}

    def fit(kind: Kind) -> float:
        filled = {field.prop for field, _ in _filled(kind, columns)}
        needed = {f.prop: f for f in kind.fields.values() if f.needed}.values()
        usual = log10(1 + used.get(kind.cls, 0)) / 2
        return usual + sum(_weight(model, f, f.prop in filled) for f in needed)

    return max((read_kind(model, name) for name, _ in made_from(engine)), key=fit)


def _weight(model: Model, field: Field, is_filled: bool) -> float:
    """Say what a field counts: more for a narrow class; an entry of a list is easily set."""
    if not is_filled:
        return -0.25 if field.entries else -1
    return 1 + max((len(model.above(expand(each))) for each in field.classes), default=0) / 10


def _filled(kind: Kind, columns: Sequence[_Column]) -> list[tuple[Field, _Column]]:
    """Give the fields of a kind that columns fill, each column once.

    What it needs comes first, and of that what the fewest columns fill.
    """
    fields = {f.prop: f for f in kind.fields.values()}
    free, found = list(columns), []

    def order(field: Field) -> tuple[bool, int]:
        return not field.needed, sum(_fit(field, each) > 0 for each in columns)

    for field in sorted(fields.values(), key=order):
        scored = [(score, -columns.index(c), c) for c in free if (score := _fit(field, c)) > 0]
        if scored:
            *_, column = max(scored, key=lambda each: each[:2])
            free.remove(column)
            found.append((field, column))
    return found


def _fit(field: Field, column: _Column) -> float:
    """Say how well a column fills a field: what it holds where that is needed, or its name."""
    plain = re.sub(r"[\s_-]", "", column.name).casefold()
    is_called = plain == field.name.casefold()
    share = max((column.shares.get(each, 0.0) for each in field.classes), default=0.0)
    if field.classes and share >= _MOST and (field.needed or is_called):
        return 1 + share + is_called
    return 1.0 if is_called and not column.is_time else 0.0


def _toml(kind: Kind, columns: Sequence[_Column], sheet: str) -> str:
    filled = _filled(kind, columns)
    lines = [f"{field.name} = {_shown(column)}" for field, column in filled]
    if time := _time(columns):
        lines.append(f"time = {json.dumps(time, ensure_ascii=False)}")
    there = {field.prop for field, _ in filled}
    needed = {f.prop: f for f in kind.fields.values() if f.needed and f.prop not in there}
    fixed = [f"# {f.name} = {json.dumps(_such_as(f))}  # needed" for f in needed.values()]
    used = {column.name for _, column in filled}
    used |= set(re.split(r"\.\.|\+", time))
    rest = [c.name for c in columns if c.name not in used]
    return "\n".join(
        [
            "# A first mapping: read it, mend it, then kg import TABLE.",
            f'kind = "{kind.name}"',
            *([f"sheet = {json.dumps(sheet, ensure_ascii=False)}"] if sheet else []),
            '# until = "YYYY-MM-DD"  # the last day that the table speaks for',
            '# missing = ["-9"]  # what stands for no value',
            "",
            "[map]",
            *lines,
            *([f"# not used: {', '.join(rest)}"] if rest else []),
            "",
            "[set]",
            *fixed,
            "",
        ]
    )


def _shown(column: _Column) -> str:
    name = json.dumps(column.name, ensure_ascii=False)
    return f'{{ column = {name}, scheme = "{column.scheme}" }}' if column.scheme else name


def _such_as(field: Field) -> str:
    return next(iter(field.entries.values()), field.name.upper())


def _time(columns: Sequence[_Column]) -> str:
    """Give the columns of the time: one, a start and an end, or year, month and day of each."""
    parted = _parted([c.name for c in columns])
    if parted:
        return "..".join("+".join(each) for each in parted[:2])
    return "..".join([c.name for c in columns if c.is_time][:2])


def _parted(names: Sequence[str]) -> list[list[str]]:
    """Give the columns of year, month and day that belong together, in the order of the table."""
    found = []
    for name in names:
        if not re.search(_PARTS[0], name.casefold()):
            continue
        others = [
            next((n for n in names if n.casefold() in _like(name.casefold(), part)), "")
            for part in _PARTS[1:]
        ]
        if others[0]:
            found.append([name, *filter(None, others)])
    return found


def _like(year: str, part: str) -> set[str]:
    return {re.sub(_PARTS[0], each, year) for each in part.strip("()").split("|")}
