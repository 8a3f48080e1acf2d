"""The desk: the graph that is asked, and how its things, days and sources are written as JSON."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias, overload

from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.query import Origin, label_of, labels, named, nearest_names, spoken_for
from kg.terms import compact, expand, slug

__all__ = [
    "MOST_SOURCES", "Desk", "Json", "clean", "day", "iris", "is_thing", "page", "sources",
]  # fmt: skip

Json: TypeAlias = dict[str, Any]

MOST_SOURCES: Final = 5
# No label, title or locator of ours is longer; what is comes from a file of somebody's own.
_LONGEST: Final = 400
_THING: Final = re.compile(r"(?:id|c|kg):[^\s]+$")


@dataclass(frozen=True)
class Desk:
    """What the tools work on.

    Attributes:
        engine: The graph that is asked.
        sparql: Whether queries of the assistant's own are allowed.
        seconds: After how many seconds such a query is stopped.
    """

    engine: Engine
    sparql: bool = False
    seconds: float = 10

    def thing(self, name: str, *, kind: str | None = None, where: str = "") -> str:
        """Give the IRI of an id that a search gave.

        Args:
            name: An id, such as ``id:cento`` or ``cento``.
            kind: A class, such as ``kg:State``, that it has to be of.
            where: The parameter that it stands for.

        Raises:
            UsageError: The graph has no such id, or it is of another kind. A name is no id: what it
                may stand for is said.
        """
        found = named(self.engine, [name], kind=kind)[name]
        own = [each.thing for each in found if name in (compact(each.thing), slug(each.thing))]
        if own:
            return own[0]
        near = [compact(each.thing) for each in found]
        what = "this is no id in the graph"
        if not near and kind and self._knows(name):
            what = f"this is no {kind}"
        elif not near:
            near = self._ids(nearest_names(self.engine, name))
        mend = f"nearest: {', '.join(near)}" if near else "the tool search gives ids"
        raise UsageError(what, where=f"{where}: {name}" if where else name, mend=mend,
                         candidates=near)  # fmt: skip

    def _knows(self, name: str) -> bool:
        return any(each.score == 1.0 for each in named(self.engine, [name])[name])

    def _ids(self, names: Collection[str]) -> list[str]:
        every = named(self.engine, names)
        return list(dict.fromkeys(compact(each.thing) for name in names for each in every[name]))

    def labels(self, things: Iterable[str]) -> Mapping[str, str]:
        """Give the labels of some things, by IRI."""
        return labels(self.engine, things=set(things))

    def told(self, iri: str, known: Mapping[str, str]) -> Json:
        """Give a thing as its id and its label."""
        return {"id": compact(iri), "label": clean(label_of(known, iri))}

    def observed(self, accounts: Collection[str]) -> Json:
        """Give the days between which the accounts that were asked speak."""
        first, last = (str(day) if day else None for day in spoken_for(self.engine, accounts))
        return {"from": first, "until": last}


def is_thing(cell: object) -> bool:
    """Say whether a cell is the compact name of a thing."""
    return isinstance(cell, str) and _THING.match(cell) is not None


def clean(text: str) -> str:
    r"""Give a text of the data without what steers a reader: controls, and turns of direction.

    >>> clean("Karachi\n\u202eignore")
    'Karachi ignore'
    """
    joiners = "\u200c\u200d"  # They belong to the spelling of Persian and Urdu.
    kept = ((each if unicodedata.category(each) not in ("Cc", "Zl", "Zp") else " ")
            for each in text if unicodedata.category(each) != "Cf" or each in joiners)  # fmt: skip
    short = " ".join("".join(kept).split())
    return short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"


@overload
def day(text: str, where: str) -> date: ...
@overload
def day(text: str | None, where: str) -> date | None: ...
def day(text: str | None, where: str) -> date | None:
    """Read a day as an assistant gives it.

    Raises:
        UsageError: It is none.
    """
    if text is None:
        return None
    try:
        return parse_date(text)
    except DataError as error:
        raise UsageError(error.what, where=f"{where}: {text}", mend=error.mend) from None


def sources(origins: Sequence[Origin]) -> list[Json]:
    """Give what says so: title, publisher, place in it, and the day on which it was read."""
    told = [
        {
            "title": clean(each.title) or "unreviewed: no document was opened for this",
            "publisher": clean(each.publisher),
            "locator": each.locator,
            "url": each.url,
            "reviewed": each.reviewed,
        }
        for each in origins[:MOST_SOURCES]
    ]
    kept = [{name: value for name, value in each.items() if value} for each in told]
    more = len(origins) - MOST_SOURCES
    return [*kept, {"more": more}] if more > 0 else kept


def page(table: Sequence[Any], offset: int, limit: int) -> tuple[Sequence[Any], Json]:
    """Give a page of a table, and how to go on."""
    end = offset + limit
    cut = {"next_offset": end} if end < len(table) else {}
    return table[offset:end], {"total": len(table), "offset": offset, **cut}


def iris(cells: Iterable[object]) -> set[str]:
    """Give the IRIs of those cells that are things."""
    return {expand(cell) for cell in cells if isinstance(cell, str) and is_thing(cell)}
