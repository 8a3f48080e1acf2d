"""A table with two columns of things, such as an answer of `kg.ask`, read as a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.contract import GROUPS
from kg.counting import counted
from kg.errors import UsageError, nearest
from kg.picture.scene.reading import clean

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_table", "is_table"]

_ENDS = 2


def is_table(value: object) -> bool:
    """Say whether this is a data frame: it has columns, and rows to go through."""
    return hasattr(value, "columns") and hasattr(value, "itertuples")


def from_table(
    table: Any,  # noqa: ANN401 - any data frame
    source: str | None = None,
    target: str | None = None,
) -> nx.MultiDiGraph[Any]:
    """Give the network of a data frame: two of its columns are the ends of the ties.

    These are the columns that are named, else ``source`` and ``target``, else the only two. A
    column of labels beside one (``member_label`` beside ``member``, as `kg.ask` adds them) names
    its things, and every further column becomes a fact of the tie, the first one its detail. A
    column's name tells the kind of thing where it is one of the visual classes (``state``). Rows in
    which an end is missing are left out.

    Raises:
        UsageError: The table has no such columns, or does not say which two are meant.
    """
    import networkx as nx  # noqa: PLC0415

    columns = [clean(name) for name in table.columns]
    rows = [[_text(cell) for cell in row] for row in table.itertuples(index=False, name=None)]
    ends = _ends(columns, source, target)
    shown = [_beside(columns, at) for at in ends]
    rest = [at for at in range(len(columns)) if at not in (*ends, *shown)]
    found: nx.MultiDiGraph[Any] = nx.MultiDiGraph(
        title=f"{columns[ends[0]]} and {columns[ends[1]]}"
    )
    for number, row in enumerate(rows):
        names = [row[at].removeprefix("id:") for at in ends]
        if not all(names):
            continue
        for name, at, label in zip(names, ends, shown, strict=True):
            group = columns[at] if columns[at] in GROUPS else "other"
            found.add_node(
                name, label=row[label].removeprefix("id:"), group=group, kind_label=columns[at]
            )
        facts = [[columns[at], row[at]] for at in rest if row[at]]
        detail = row[rest[0]] if rest else ""
        found.add_edge(*names, key=f"row-{number + 1}", detail=detail, facts=facts)
    return found


def _ends(columns: list[str], source: str | None, target: str | None) -> list[int]:
    """Give the two columns that are tied: those named, those so called, or the only two."""
    if source is not None or target is not None:
        return [_column(columns, source or "source"), _column(columns, target or "target")]
    if {"source", "target"} <= set(columns):
        return [columns.index("source"), columns.index("target")]
    shown = {_beside(columns, at) for at, _ in enumerate(columns) if _beside(columns, at) != at}
    own = [at for at, _ in enumerate(columns) if at not in shown]
    if len(own) == _ENDS:
        return own
    if len(own) < _ENDS:
        raise UsageError(
            f"a table with {counted(len(own), 'column')} of things cannot be drawn",
            mend="select two things in each row",
        )
    names = ", ".join(columns[at] for at in own)
    raise UsageError(
        "which two columns are tied is not said",
        mend=f'say source="{columns[own[0]]}", target="{columns[own[1]]}", or any of: {names}',
    )


def _column(columns: list[str], name: str) -> int:
    if name not in columns:
        mend = nearest(name, columns) or f"columns: {', '.join(columns)}"
        raise UsageError(f"the table has no column {name!r}", mend=mend)
    return columns.index(name)


def _beside(columns: list[str], at: int) -> int:
    """Give the column of labels of a column of things, else the column itself."""
    label = f"{columns[at]}_label"
    return columns.index(label) if label in columns else at


def _text(value: object) -> str:
    """Give a cell's text; a missing value of any kind is empty."""
    text = "" if value is None else clean(value)
    return "" if text in ("<NA>", "nan", "NaT") else text
