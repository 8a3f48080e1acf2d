"""A table with two columns of things, such as an answer of `kg.ask`, read as a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.picture.scene import GROUPS, clean
from kg.terms import slug

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_table", "is_table"]

_ENDS = 2


def is_table(value: object) -> bool:
    """Say whether this is a data frame: it has columns, and rows to go through."""
    return hasattr(value, "columns") and hasattr(value, "itertuples")


def from_table(table: Any) -> nx.MultiDiGraph[Any]:  # noqa: ANN401 - any data frame
    """Give the network of a data frame: its first two columns are the ends of the ties.

    A column's name tells the kind of thing where it is one of the visual classes (``state``); a
    third column is the ties' detail. Rows in which an end is missing are left out.

    Raises:
        UsageError: The table has fewer than two columns.
    """
    import networkx as nx  # noqa: PLC0415

    columns = [clean(name) for name in table.columns]
    if len(columns) < _ENDS:
        raise UsageError(
            f"a table with {len(columns)} column cannot be drawn",
            mend="select two things in each row",
        )
    found: nx.MultiDiGraph[Any] = nx.MultiDiGraph(title=f"{columns[0]} and {columns[1]}")
    for number, row in enumerate(table.itertuples(index=False, name=None)):
        ends = [_name(value) for value in row[:_ENDS]]
        if not all(ends):
            continue
        for end, column in zip(ends, columns, strict=False):
            group = column if column in GROUPS else "other"
            found.add_node(end, label=slug(end), group=group, kind_label=column)
        detail = _name(row[_ENDS]) if len(row) > _ENDS else ""
        found.add_edge(*ends, key=f"row-{number + 1}", detail=detail)
    return found


def _name(value: object) -> str:
    """Give a cell's text; a missing value of any kind is empty."""
    text = "" if value is None else clean(value)
    return "" if text in ("<NA>", "nan", "NaT") else text.removeprefix("id:")
