"""Declared data sets of the field: a description and one query each, in ``ontology/datasets``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.build import read_quads
from kg.datasets.records import column_name
from kg.errors import DataError, UsageError, nearest
from kg.paths import shipped
from kg.terms import text_of
from kg.vocabulary import PREFIXES, kg

__all__ = ["DataSet", "Version", "data_set", "data_sets", "held_to_set"]

_DCAT: Final = "http://www.w3.org/ns/dcat#"
_TERMS: Final = PREFIXES["dcterms"]
_QUERY, _ABOUT = "rows.sql", "dataset.ttl"


class Version(NamedTuple):
    """A version of a data set that is read.

    Attributes:
        name: What its makers call it.
        since: The first day that it speaks for.
        until: The last one.
        rows: How many rows its file has; 0 where no file of it was read.
        identifiers: The checksums of files of it that were read, as ``sha256:…``.
    """

    name: str
    since: date
    until: date
    rows: int
    identifiers: tuple[str, ...]

    def is_named(self, name: str) -> bool:
        """Say whether a name is this version's: 5 is 5.0, and 4.01 what a file has as 4.0100002."""
        try:
            return round(float(name), 4) == round(float(self.name), 4)
        except ValueError:
            return name == self.name


class DataSet(NamedTuple):
    """A data set of the field, as it is declared.

    Attributes:
        name: Its name, which is that of its account.
        title: Its title.
        versions: The versions that are read, the newest first.
        citation: How to cite it.
        rights: What its makers allow, in a sentence.
        page: The address where it can be had.
        columns: The columns that its file has to have; a blank in a name is written ``_``.
        version_column: The column in which the file says its version; empty where it does not.
        becomes: What becomes what, a sentence each.
        conventions: Where its makers draw lines otherwise than others, a sentence each.
        leaves_out: What is lost, a sentence each.
        tried: What came of real files, or that none could be read, a sentence each.
        query: The query from the file to rows of the pattern.
    """

    name: str
    title: str
    versions: tuple[Version, ...]
    citation: str
    rights: str
    page: str
    columns: tuple[str, ...]
    version_column: str
    becomes: tuple[str, ...]
    conventions: tuple[str, ...]
    leaves_out: tuple[str, ...]
    tried: tuple[str, ...]
    query: str

    @property
    def newest(self) -> Version:
        """Give the newest of its versions."""
        return self.versions[0]

    def version_of(self, named: Iterable[str], identifier: str) -> Version:
        """Give the version that a file is of: by its checksum, by what it says, else the newest."""
        said = [each for each in named if each]
        for each in self.versions:
            if identifier in each.identifiers or any(map(each.is_named, said)):
                return each
        return self.newest


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
    every: dict[str, dict[str, list[str]]] = {}
    for quad in read_quads(folder / _ABOUT):
        said = every.setdefault(text_of(quad.subject), {})
        said.setdefault(text_of(quad.predicate), []).append(text_of(quad.object))
    # The set itself has columns; what has none beside it is an earlier version.
    said = next(each for each in every.values() if kg("readsColumns") in each)
    earlier = [each for each in every.values() if each is not said]

    def several(name: str) -> tuple[str, ...]:
        return tuple(sorted(said.get(kg(name), ())))

    versions = sorted(map(_version, [said, *earlier]), key=lambda each: each.until, reverse=True)
    return DataSet(
        folder.name,
        _one(said, _TERMS + "title"),
        tuple(versions),
        _one(said, _TERMS + "bibliographicCitation"),
        _one(said, _TERMS + "rights"),
        _one(said, _DCAT + "landingPage"),
        tuple(_one(said, kg("readsColumns")).split()),
        _one(said, kg("versionColumn")),
        several("becomes"),
        several("convention"),
        several("leavesOut"),
        several("tried"),
        (folder / _QUERY).read_text(encoding="utf-8"),
    )


def _version(said: Mapping[str, Sequence[str]]) -> Version:
    return Version(
        _one(said, _DCAT + "version"),
        date.fromisoformat(_one(said, kg("observedFrom"))),
        date.fromisoformat(_one(said, kg("observedUntil"))),
        int(_one(said, kg("rowCount")) or 0),
        tuple(said.get(_TERMS + "identifier", ())),
    )


def _one(said: Mapping[str, Sequence[str]], iri: str) -> str:
    return next(iter(said.get(iri, ())), "")


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
    what = f"columns of {declared.name} {declared.newest.name} are missing: {shown}"
    near = nearest(missing[0], head)
    mend = f"it looks like {' or '.join(like)}" if like else near and f"{near}; is it renamed"
    raise DataError(what, path=path, mend=mend or f"the file has {', '.join(head[:8])}")


def _missing(declared: DataSet, head: Sequence[str]) -> list[str]:
    there = {column_name(each) for each in head}
    return [each for each in declared.columns if column_name(each) not in there]
