"""Mappings: which column fills which field, as somebody types it or in a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.datasets.times import DATES, DECIMALS, Reading
from kg.errors import DataError, UsageError, nearest
from kg.paths import existing

__all__ = ["Columns", "Plan", "columns_of", "held_to", "read_plan"]

_KEYS: Final = {
    "kind": str, "account": str, "title": str, "from": str, "until": str, "claim": bool,
    "dates": str, "missing": list, "open": list, "map": dict, "set": dict, "key": str,
    "sheet": str, "decimal": str,
}  # fmt: skip
_SPAN: Final = ".."
_PARTS: Final = 3


class Columns(NamedTuple):
    """The columns that fill a field.

    Attributes:
        start: One column; of a time, one or those of year, month and day.
        end: Of a time, those of its end; None where it has no end of its own.
        scheme: The scheme of codes that the column holds.
    """

    start: tuple[str, ...]
    end: tuple[str, ...] | None = None
    scheme: str = ""

    @property
    def every(self) -> tuple[str, ...]:
        """Give the columns alone."""
        return (*self.start, *(self.end or ()))


class Plan(NamedTuple):
    """How a table is made into statements.

    Attributes:
        kind: The class of its rows, as somebody typed it.
        columns: Field and columns, in the order in which they were said.
        constants: Field and value, the same for every row.
        reading: How cells are read.
        account: The name of the account; empty for the name of the file.
        title: The account's title; empty for the name of the file.
        since: The first day that the table speaks for; empty where it says none.
        until: The last one.
        claim: Whether the rows are claims.
        key: The column whose cells tell the rows apart; empty for the lines.
        sheet: The sheet of an Excel file; empty where one only can be meant.
    """

    kind: str
    columns: tuple[tuple[str, Columns], ...]
    constants: tuple[tuple[str, str], ...] = ()
    reading: Reading = Reading()
    account: str = ""
    title: str = ""
    since: str = ""
    until: str = ""
    claim: bool = False
    key: str = ""
    sheet: str = ""

    @property
    def every(self) -> list[str]:
        """Give the columns that it names, each once."""
        named = [name for _, each in self.columns for name in each.every]
        return [*dict.fromkeys([*named, *([self.key] if self.key else [])])]


def columns_of(text: str) -> list[tuple[str, Columns]]:
    """Read a mapping as it is typed: ``member=country,organization=org,time=from..to``.

    ``time=year+month+day`` composes a date of three columns, ``member=ccode@cow`` reads codes.

    Raises:
        UsageError: A part of it names no field or no column.
    """
    return [_part(part) for part in text.split(",") if part.strip()]


def _part(part: str) -> tuple[str, Columns]:
    field, sign, columns = part.partition("=")
    if not (sign and field.strip() and columns.strip()):
        mend = "write FIELD=COLUMN, such as member=country,time=from..to"
        raise UsageError("this maps no column to a field", where=part.strip(), mend=mend)
    return field.strip(), _columns(columns.strip())


def _columns(text: str) -> Columns:
    text, _, scheme = text.partition("@") if re.search(r"\w@[\w-]+$", text) else (text, "", "")
    start, span, end = text.partition(_SPAN)
    return Columns(_joined(start), _joined(end) if span else None, scheme.strip())


def _joined(text: str) -> tuple[str, ...]:
    columns = tuple(each.strip() for each in text.split("+"))
    if len(columns) > _PARTS or not all(columns):
        mend = "write one column, or year+month+day"
        raise UsageError("these are no columns", where=text, mend=mend)
    return columns


def read_plan(path: str | Path) -> Plan:
    """Read a mapping from a TOML file.

    Raises:
        UsageError: There is no such file.
        DataError: It is no TOML, or says what a mapping cannot.
    """
    file = existing(path)
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = f"this is no TOML ({str(error).lower()})"
        raise DataError(what, path=path, mend="see kg import --suggest") from None
    _hold(said, path)
    columns = tuple((name, _from_toml(value, path)) for name, value in said.get("map", {}).items())
    several = [(n, each) for n, every in columns for each in every]
    return Plan(
        str(said.get("kind", "")),
        tuple(several),
        tuple((name, str(value)) for name, value in said.get("set", {}).items()),
        _reading(said, path),
        str(said.get("account", "")),
        str(said.get("title", "")),
        str(said.get("from", "")),
        str(said.get("until", "")),
        bool(said.get("claim", False)),
        str(said.get("key", "")),
        str(said.get("sheet", "")),
    )


def _reading(said: Mapping[str, Any], path: str | Path) -> Reading:
    for name, known in (("dates", DATES), ("decimal", DECIMALS)):
        if said.get(name, known[0]) not in known:
            mend = f"write {' or '.join(known)}"
            raise DataError("this is no way to write it", path=path, where=name, mend=mend)
    dates, decimal = str(said.get("dates", "")), str(said.get("decimal", ""))
    return Reading(_texts(said, "missing"), _texts(said, "open"), dates, decimal)


def _hold(said: Mapping[str, Any], path: str | Path) -> None:
    for name, value in said.items():
        if name not in _KEYS:
            mend = nearest(name, _KEYS) or f"a mapping has {', '.join(_KEYS)}"
            raise DataError("a mapping has no such entry", path=path, where=name, mend=mend)
        if not isinstance(value, _KEYS[name]) and not (name in ("from", "until") and value):
            what = f"this is to be a {_KEYS[name].__name__}"
            raise DataError(what, path=path, where=name, mend="see kg import --suggest")


def _from_toml(value: object, path: str | Path) -> list[Columns]:
    """Read the columns of a field: a text as it is typed, or a table, or several of either."""
    if isinstance(value, list):
        return [each for one in value for each in _from_toml(one, path)]
    if isinstance(value, str):
        return [_columns(value)]
    if isinstance(value, Mapping) and isinstance(value.get("column"), str):
        return [Columns((value["column"],), None, str(value.get("scheme", "")))]
    mend = 'write "column", or { column = "…", scheme = "cow" }'
    raise DataError("this names no column", path=path, where=str(value), mend=mend)


def _texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(map(str, said.get(name, ())))


def held_to(columns: Iterable[str], head: Sequence[str], path: str) -> None:
    """Hold the columns of a mapping to those of a table.

    Raises:
        UsageError: The table has no such column (the nearest are given), or several.
    """
    for column in columns:
        if head.count(column) == 1:
            continue
        if column in head:
            what = f"{head.count(column)} columns have this name"
            raise UsageError(what, path=path, where=column, mend="give each a name of its own")
        near = nearest(column, head) or f"its columns are {', '.join(filter(None, head[:12]))}"
        raise UsageError("the table has no such column", path=path, where=column, mend=near)
