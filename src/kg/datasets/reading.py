"""Reading: the records of a table of one's own to rows, as a plan maps its columns to fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.datasets.fields import CLAIM, Field, Kind
from kg.datasets.mapping import Columns, Plan, held_to
from kg.datasets.records import Record, Refused, short
from kg.datasets.rows import Given, Row
from kg.datasets.tables import Table
from kg.datasets.times import composed
from kg.datasets.values import NotReadError, pointed
from kg.errors import DataError, UsageError
from kg.terms import slug
from kg.vocabulary import kg

__all__ = ["rows_of"]

_TIME: Final = kg("time")


def rows_of(table: Table, plan: Plan, kind: Kind) -> Iterator[Row]:
    """Give the rows of a table; those that cannot be read are added to the table's refused.

    Raises:
        UsageError: The plan names a column that the table has not, a field that the kind has not,
            or leaves out one that it needs.
    """
    held_to(plan.every, table.head, str(table.path))
    if table.delimiter == "," and not plan.reading.decimal:
        # Where the comma parts cells, nobody has it part decimals.
        plan = plan._replace(reading=plan.reading._replace(decimal="point"))
    filled = [(kind.field(name), each) for name, each in plan.columns]
    fixed = [(kind.field(name), value) for name, value in plan.constants]
    _hold_needed(plan, kind, {field.prop for field, _ in (*filled, *fixed)})
    at = {name: number for number, name in enumerate(table.head)}
    for record in table.records:
        row = _row(record, at, plan, kind, filled, fixed, table.refused)
        if row is not None:
            yield row


def _hold_needed(plan: Plan, kind: Kind, there: set[str]) -> None:
    """Hold a plan to what its kind needs, before any row is read."""
    needed = {each.prop: each.name for each in kind.fields.values() if each.needed}
    if plan.claim:
        needed |= {prop: kind.field(slug(prop)).name for prop in CLAIM}
    missing = [name for prop, name in needed.items() if prop not in there]
    if missing:
        what = f"a {kind.name} needs {' and '.join(missing)}"
        mend = f"map a column: --map {missing[0]}=COLUMN, or set it: --set {missing[0]}=VALUE"
        raise UsageError(what, mend=mend)


def _row(
    record: Record,
    at: dict[str, int],
    plan: Plan,
    kind: Kind,
    filled: Sequence[tuple[Field, Columns]],
    fixed: Sequence[tuple[Field, str]],
    refused: list[Refused],
) -> Row | None:
    """Give one row, or None where its time or a number cannot be read."""
    given = [Given(field, value, field.name) for field, value in fixed]
    time = ""
    for field, columns in filled:
        if field.prop == _TIME:
            read = _time(record, at, columns, plan)
            if isinstance(read, Refused):
                refused.append(read)
                return None
            time = read
            continue
        cell = record.cells[at[columns.start[0]]].strip()
        if plan.reading.is_missing(cell):
            continue
        try:
            text = pointed(field, cell, plan.reading.decimal)
        except NotReadError as error:
            refused.append(Refused(record.line, error.why, columns.start[0], short(cell)))
            return None
        given.append(Given(field, text, columns.start[0], columns.scheme))
    key = record.cells[at[plan.key]].strip() if plan.key else str(record.line)
    return Row(record.line, key, kind, "", time, given)


def _time(record: Record, at: dict[str, int], columns: Columns, plan: Plan) -> str | Refused:
    start = [record.cells[at[each]] for each in columns.start]
    end = None if columns.end is None else [record.cells[at[each]] for each in columns.end]
    where = "..".join("+".join(each) for each in (columns.start, columns.end or ()) if each)
    text = " .. ".join("-".join(each) for each in (start, end or []) if each)
    if any(each.strip().startswith("=") for each in (*start, *(end or ()))):
        return Refused(record.line, "a formula, and no value:", where, short(text))
    try:
        return composed(start, end, plan.reading)
    except DataError as error:
        mend = f" ({error.mend})" if error.mend else ""
        return Refused(record.line, f"{error.what}{mend}:", where, short(text))
