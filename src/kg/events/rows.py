"""Rows: the query that a source declares, read as expressions that any engine can count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from kg.errors import DataError

if TYPE_CHECKING:
    from ibis import Table, Value

__all__ = ["RAW", "REPORT", "called", "plain", "rows_of"]

RAW: Final = {
    "id": "string", "day": "date", "source": "string", "target": "string", "code": "string",
    "root": "string", "plover": "string", "intensity": "float64", "reports": "int64",
}  # fmt: skip
"""What a row has, with types; source and target are codes or names as the file writes them."""

REPORT: Final = {
    "id": "string", "day": "date", "code": "string", "root": "string", "intensity": "float64",
    "reports": "int64", "source": "string", "target": "string", "plover": "string",
    "quad": "string", "label": "string",
}  # fmt: skip
"""What a report has, whose actors are things."""

_TYPES: Final = {"DOUBLE": "float64", "BIGINT": "int64"}


def rows_of(query: str, table: Table) -> tuple[Table, str]:
    """Give the rows of a table, and the scheme of codes or class of names of their actors.

    Args:
        query: A query of one table in DuckDB's words; ``source@cow`` and
            ``target@cow`` name columns of codes, of one scheme.
        table: Its columns, in whatever case and of whatever type, are taken as texts.

    Raises:
        DataError: A column is missing.
    """
    import sqlglot  # noqa: PLC0415 - 1 s with Ibis, and an extra

    tree = sqlglot.parse_one(query, read="duckdb")
    columns = called(table.columns, {each.name for each in tree.find_all(sqlglot.exp.Column)})
    texts = table.select(**{name: table[own].cast("string") for name, own in columns.items()})
    read = _reader(texts)
    values = {each.alias_or_name: read(each.unalias()) for each in tree.expressions}
    (scheme,) = {name.partition("@")[2] for name in values if "@" in name}
    named = {name.partition("@")[0]: value for name, value in values.items()}
    typed = {each: as_value(named.get(each)).cast(kind) for each, kind in RAW.items()}
    return texts.select(**typed), scheme


def as_value(value: Any) -> Value:  # noqa: ANN401 - a plain value, or one already
    """Give a plain value as an expression."""
    import ibis  # noqa: PLC0415

    return ibis.literal(value) if value is None or isinstance(value, str | int) else value


def called(there: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Give for each wanted column what a table calls it.

    Raises:
        DataError: One is missing.
    """
    known = {plain(each): each for each in there}
    if lacking := sorted(set(wanted) - set(known)):
        what = f"there is no column {', '.join(lacking)}"
        raise DataError(what, mend=f"there are {', '.join(sorted(known)[:12])}")
    return {each: known[each] for each in sorted(wanted)}


def plain(name: str) -> str:
    """Give a column's name as declared queries write it."""
    return re.sub(r"\W+", "_", name.strip('"').casefold())


def _reader(table: Table) -> Callable[[Any], Value]:
    """Give what reads an expression of SQL: no more of SQL than the declared queries use."""
    import ibis  # noqa: PLC0415
    from sqlglot import exp  # noqa: PLC0415

    def read(node: Any) -> Value:  # noqa: ANN401 - sqlglot's
        if type(node) not in meanings:
            raise DataError("rows.sql says what is not read here", where=node.sql("duckdb"))
        return meanings[type(node)](node, *(read(node.args[each]) for each in _parts(node)))

    def case(node: Any, *subject: Value) -> Value:  # noqa: ANN401
        whens = [(read(each.this), read(each.args["true"])) for each in node.args["ifs"]]
        last = node.args.get("default")
        way = subject[0].cases if subject else ibis.cases
        return way(*whens, else_=read(last) if last else None)

    def cast(node: Any, text: Value) -> Value:  # noqa: ANN401
        if node.to.sql("duckdb") in _TYPES:
            return text.try_cast(_TYPES[node.to.sql("duckdb")])
        # Engines make days of much: a year alone (Spark), the 30th of February (ClickHouse).
        day = text.try_cast("date")
        return ibis.cases((day.cast("string") == text.left(len("2020-01-31")), day))

    meanings: dict[type, Callable[..., Value]] = {
        exp.Column: lambda node: table[node.name],
        exp.Literal: lambda node: node.this if node.is_string else int(node.this),
        exp.Null: lambda _: None,
        exp.TryCast: cast,
        exp.Case: case,
        exp.Neg: lambda _, value: -value,
        exp.Sub: lambda _, one, other: one - other,
        exp.Nullif: lambda _, value, other: value.nullif(other),
        exp.Coalesce: lambda node, value: ibis.coalesce(value, *map(read, node.expressions)),
        exp.Left: lambda _, text, length: text.left(length),
        exp.Substring: lambda _, text, start, *length: text.substr(start - 1, *length),
        exp.Pad: lambda _, text, length, fill: text.lpad(length, fill),
        exp.DPipe: lambda _, one, other: one + other,
        exp.Length: lambda _, text: text.length(),
        exp.SplitPart: lambda _, text, parting, number: text.split(parting)[number - 1],
        exp.In: lambda node, value: value.isin([read(each) for each in node.expressions]),
    }
    return read


def _parts(node: Any) -> list[str]:  # noqa: ANN401
    """Name the parts of an expression that are single expressions, in the order of SQL."""
    order = ("this", "expression", "start", "length", "fill_pattern", "delimiter", "part_index")
    from sqlglot import exp  # noqa: PLC0415

    if isinstance(node, exp.Column | exp.Literal):
        return []
    return [each for each in order if isinstance(node.args.get(each), exp.Expression)]
