"""A draft: files read to be checked, with every fault collected instead of the first one raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.build.fill import complete
from kg.build.lines import find_line, find_name, iri_of
from kg.build.sources import accounts_in, read_quads
from kg.errors import DataError, KgError
from kg.paths import shipped_files
from kg.terms import text_of

__all__ = ["Draft", "draft"]


@dataclass
class Draft:
    """What files say, together with what is shipped.

    Attributes:
        store: Their statements, and what is shipped; a file that describes an account stands in
            the place of the shipped one that does.
        faults: What stands in the way of loading them.
        size: How many statements the files hold.
        subjects: The things that they speak of, each with its file.
    """

    store: ox.Store = field(default_factory=ox.Store)
    faults: list[KgError] = field(default_factory=list)
    size: int = 0
    subjects: dict[str, Path] = field(default_factory=dict)

    def speaks_of(self, iri: str) -> bool:
        """Say whether the files, rather than what is shipped, speak of a thing."""
        return iri in self.subjects

    def find(self, name: str, value: str) -> str:
        """Give file and line of a thing, and of a value of it where that can be found."""
        path = self.subjects.get(iri_of(name))
        return find_line(path, *(text for text in (name, value) if text)) if path else ""


def draft(files: Iterable[str | Path], account: str | None = None) -> Draft:
    """Read files to be checked.

    Args:
        files: The files.
        account: The IRI of the account that they belong to; see `kg.build.sources.settled`.

    Raises:
        UsageError: A file is missing, or of no RDF format.
    """
    made, given = Draft(), [Path(file) for file in files]
    described: set[str] = set()
    for path in given:
        try:
            quads = read_quads(path, account)
        except DataError as error:
            made.faults.append(error)
            continue
        made.size += len(quads)
        made.store.extend(quads)
        for quad in quads:
            made.subjects.setdefault(text_of(quad.subject), path)
        described |= accounts_in(quads)
    here = {path.resolve() for path in given}
    for path in shipped_files():
        # A new version of a shipped file stands in its place; any other file is added to it.
        if path.resolve() not in here and not described & accounts_in(quads := read_quads(path)):
            made.store.extend(quads)
    made.faults += [_placed(made, error) for error in complete(made.store)]
    return made


def _placed(made: Draft, error: DataError) -> DataError:
    """Give a fault with its file and line; a term is looked for in every file."""
    path = made.subjects.get(iri_of(error.name))
    paths = [path] if path else sorted(set(made.subjects.values()))
    found = ((each, find_name(each, error.name)) for each in paths)
    path, line = next(((each, line) for each, line in found if line), (None, None))
    return DataError(
        error.what, where=error.name, mend=error.mend,
        path=path, line=line, candidates=error.candidates,
    )  # fmt: skip
