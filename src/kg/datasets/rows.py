"""Rows: what one row of a table gives, before its names are looked up."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kg.datasets.fields import Field, Kind
from kg.period import bounds

__all__ = ["Given", "Row"]


class Given(NamedTuple):
    """One value of a row.

    Attributes:
        field: The field that it fills.
        text: What stands in the cell.
        column: The column that it stands in, as an error names it.
        scheme: The scheme of codes that it is a code of; empty where it is a name of any sort.
    """

    field: Field
    text: str
    column: str
    scheme: str = ""


class Row(NamedTuple):
    """One row, as a statement that is not made yet.

    Attributes:
        line: The line of the file on which it begins.
        key: That by which it is found again.
        kind: Of what it is made.
        name: The last part of its statement's name; made of the key where it is empty.
        time: Its EDTF time; empty where it has none.
        given: Its other values.
        on: The day as of which its names and codes are looked up; that by which it holds if None.
    """

    line: int
    key: str
    kind: Kind
    name: str
    time: str
    given: list[Given]
    on: date | None = None

    @property
    def day(self) -> date | None:
        """Give the day by which it holds: names and codes mean who bore them then."""
        if self.on is not None or not self.time:
            return self.on
        when = bounds(self.time)
        return when.latest_start or when.earliest_end
