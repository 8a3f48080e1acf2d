"""Data sets of the field: a user's own copy of one to the Turtle of its account."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.counting import counted
from kg.datasets.declared import DataSet, Version, data_set, held_to_set
from kg.datasets.describing import checksum, described_as
from kg.datasets.importing import Imported, finished
from kg.datasets.making import Account, Said
from kg.datasets.matching import Matcher
from kg.datasets.querying import rows_of_set
from kg.datasets.tables import Table, open_table
from kg.engine import Engine, node
from kg.reference import Model
from kg.vocabulary import ID

__all__ = ["import_set"]

_MADE: Final = "Made by kg import from the user's own copy; cite: "


def import_set(
    engine: Engine,
    name: str,
    path: str | Path,
    *,
    corrections: Mapping[tuple[str, str], str] | None = None,
    skip_bad: bool = False,
) -> Imported:
    """Make the account of a data set of the field from the user's own copy of its file.

    Args:
        engine: The graph's engine, in which codes are looked up by date.
        name: The data set, such as ``cow-alliances``; `data_sets` gives all.
        path: Its file.
        corrections: What somebody has said that codes stand for.
        skip_bad: Whether rows that cannot be read are left out, and the others made.

    Raises:
        UsageError: No such data set is declared, or the file is not there.
        DataError: The file is empty, damaged, or that of another data set: it says of which.
    """
    declared, file = data_set(name), Path(path)
    model = Model(engine)
    done = Imported(declared.name, said=dict(corrections or {}))
    with open_table(file, wanted=declared.columns) as table:
        held_to_set(declared, table.head, file)
        table.version_column = declared.version_column
        rows = list(rows_of_set(engine, model, declared, table, done.refused))
        identifier = f"sha256:{checksum(file)}"
        version = declared.version_of(sorted(table.versions), identifier)
        done.notes += [*table.notes(), *_version_notes(declared, version, table)]
        done.refused += table.refused
        done.rows = table.taken + len(table.refused)
    matcher = Matcher(engine, corrections, made=(ID + row.name for row in rows if row.name))
    account = Account(declared.name, version.since, version.until)
    title = f"{declared.title} {version.name}"
    about = [*_described(declared, account, title, identifier)]
    heading = f"{title}\n{_MADE}{declared.citation}"
    return finished(done, rows, account, matcher, model, about, skip_bad=skip_bad, heading=heading)


def _described(declared: DataSet, account: Account, title: str, identifier: str) -> list[Said]:
    said = described_as(
        account,
        title=title,
        identifier=identifier,
        bibliographicCitation=declared.citation,
        rights=declared.rights,
    )
    page = node("http://www.w3.org/2000/01/rdf-schema#seeAlso")
    found = list(said)
    if declared.page:
        found.append(Said(node(ID + account.name), page, node(declared.page)))
    return found


def _version_notes(declared: DataSet, version: Version, table: Table) -> list[str]:
    notes = []
    read = table.taken + len(table.refused)
    if read < version.rows:
        notes.append(
            f"{declared.name} {version.name} has {counted(version.rows, 'row')}, and this file "
            f"{read:,}: it may be cut off, or another version"
        )
    others = sorted(each for each in table.versions if each and not version.is_named(each))
    if others:
        known = " and ".join(each.name for each in reversed(declared.versions))
        said = ", ".join(others[:3])
        notes.append(
            f"the file says that it is version {said}, and {known} is declared: "
            f"it is read as {version.name}, up to {version.until}"
        )
    return notes
