"""Sources: the kinds of event files that are declared, each with its columns and a query."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.build import read_quads
from kg.errors import UsageError, nearest
from kg.paths import shipped
from kg.terms import text_of
from kg.vocabulary import KG, PREFIXES

__all__ = ["EventSource", "classes", "event_source", "event_sources"]

_TITLE: Final = PREFIXES["dcterms"] + "title"
_CITE: Final = PREFIXES["dcterms"] + "bibliographicCitation"


class EventSource(NamedTuple):
    """A kind of event files.

    Attributes:
        name: Its name.
        title: Its title.
        citation: How to cite it.
        columns: The columns that its files have, one list for each form of them.
        query: The query from a file to reports.
    """

    name: str
    title: str
    citation: str
    columns: tuple[tuple[str, ...], ...]
    query: str


@lru_cache(maxsize=1)
def event_sources() -> dict[str, EventSource]:
    """Give every kind of event files that is declared, by name."""
    folders = sorted((shipped("ontology") / "events").glob("*/dataset.ttl"))
    return {path.parent.name: _read(path.parent) for path in folders}


def event_source(name: str) -> EventSource:
    """Give a kind of event files by its name.

    Raises:
        UsageError: None is declared by this name; the nearest are given.
    """
    known = event_sources()
    if name not in known:
        mend = nearest(name, known) or f"there are {', '.join(known)}"
        raise UsageError("no event files of this kind are declared", where=name, mend=mend)
    return known[name]


def _read(folder: Path) -> EventSource:
    said: dict[str, list[str]] = {}
    for quad in read_quads(folder / "dataset.ttl"):
        said.setdefault(text_of(quad.predicate), []).append(text_of(quad.object))
    lists = sorted(said[KG + "readsColumns"], key=len, reverse=True)
    columns = tuple(tuple(each.casefold().split()) for each in lists)
    query = (folder / "rows.sql").read_text(encoding="utf-8")
    return EventSource(folder.name, said[_TITLE][0], said[_CITE][0], columns, query)


@lru_cache(maxsize=1)
def classes() -> tuple[tuple[str, ...], ...]:
    """Give what each root of CAMEO is: its label, its quad class, its PLOVER type.

    CAMEO codebook 1.1b3 (Schrodt 2012); quad classes as GDELT draws them; PLOVER (OEDA 2018).
    """
    path = shipped("ontology") / "events" / "cameo.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(map(tuple, csv.reader(lines)))[1:]
