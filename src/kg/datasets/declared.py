"""Declared data sets of the field: a description and one query each, in ``ontology/datasets``."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.build import read_quads
from kg.errors import DataError, UsageError, nearest
from kg.paths import shipped
from kg.terms import text_of
from kg.vocabulary import KG, PREFIXES, kg

__all__ = ["DataSet", "data_set", "data_sets", "held_to_set"]

_DCAT = "http://www.w3.org/ns/dcat#"
_QUERY, _ABOUT, _THINGS = "rows.sql", "dataset.ttl", "things.csv"


class DataSet(NamedTuple):
    """A data set of the field, as it is declared.

    Attributes:
        name: Its name, which is that of its account.
        title: Its title.
        version: The version that is read.
        citation: How to cite it.
        rights: What its makers allow, in a sentence.
        page: The address where it can be had.
        since: The first day that it speaks for.
        until: The last one.
        columns: The columns that its file has to have.
        rows: How many rows the file of this version has; 0 where that is not said.
        version_column: The column in which the file says its version; empty where it does not.
        becomes: What becomes what, a sentence each.
        conventions: Where its makers draw lines otherwise than others, a sentence each.
        leaves_out: What is lost, a sentence each.
        query: The query from the file to rows of the pattern.
        things: Keys of the file and what they stand for, with further columns.
    """

    name: str
    title: str
    version: str
    citation: str
    rights: str
    page: str
    since: date
    until: date
    columns: tuple[str, ...]
    rows: int
    version_column: str
    becomes: tuple[str, ...]
    conventions: tuple[str, ...]
    leaves_out: tuple[str, ...]
    query: str
    things: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def data_sets() -> dict[str, DataSet]:
    """Give every data set that is declared, by name."""
    folders = sorted((shipped("ontology") / "datasets").glob(f"*/{_ABOUT}"))
    return {path.parent.name: _read(path.parent) for path in folders}


def data_set(name: str) -> DataSet:
    """Give a data set by its name.

    Raises:
        UsageError: None is declared by this name; the nearest are given.
    """
    known = data_sets()
    if name not in known:
        mend = nearest(name, known) or "kg datasets lists them"
        raise UsageError("no data set of this name is declared", where=name, mend=mend)
    return known[name]


def _read(folder: Path) -> DataSet:
    said: dict[str, list[str]] = {}
    for quad in read_quads(folder / _ABOUT):
        said.setdefault(text_of(quad.predicate), []).append(text_of(quad.object))
    terms, things = PREFIXES["dcterms"], folder / _THINGS

    def one(iri: str) -> str:
        return next(iter(said.get(iri, ())), "")

    def several(name: str) -> tuple[str, ...]:
        return tuple(sorted(said.get(kg(name), ())))

    return DataSet(
        folder.name,
        one(f"{terms}title"),
        one(f"{_DCAT}version"),
        one(f"{terms}bibliographicCitation"),
        one(f"{terms}rights"),
        one(f"{_DCAT}landingPage"),
        date.fromisoformat(one(kg("observedFrom"))),
        date.fromisoformat(one(kg("observedUntil"))),
        tuple(one(KG + "readsColumns").split()),
        int(one(KG + "rowCount") or 0),
        one(KG + "versionColumn"),
        several("becomes"),
        several("convention"),
        several("leavesOut"),
        (folder / _QUERY).read_text(encoding="utf-8"),
        _things(things) if things.is_file() else (),
    )


def _things(path: Path) -> tuple[tuple[str, ...], ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(map(tuple, csv.reader(lines)))


def held_to_set(declared: DataSet, head: Sequence[str], path: str | Path) -> None:
    """Hold the head of a file to the columns of a data set.

    Raises:
        DataError: It lacks some: it says which, and which data set the file looks like.
    """
    missing = _missing(declared, head)
    if not missing:
        return
    like = [each.name for each in data_sets().values() if not _missing(each, head)]
    shown = ", ".join(missing[:5])
    what = f"columns of {declared.name} {declared.version} are missing: {shown}"
    near = nearest(missing[0], head)
    mend = f"it looks like {' or '.join(like)}" if like else near and f"{near}; is it renamed"
    raise DataError(what, path=path, mend=mend or f"the file has {', '.join(head[:8])}")


def _missing(declared: DataSet, head: Sequence[str]) -> list[str]:
    there = {each.casefold() for each in head}
    return [each for each in declared.columns if each.casefold() not in there]
