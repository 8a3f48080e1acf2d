"""A draft: files read to be checked, with every fault collected instead of the first one raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.build.files import salvaged
from kg.build.fill import complete
from kg.build.lines import begins_line, find_line, find_name, iri_of
from kg.build.sources import accounts_in, read_quads
from kg.engine import graph_of
from kg.errors import DataError, KgError
from kg.paths import shipped_files
from kg.terms import text_of
from kg.vocabulary import FACTS

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
        broken: The things of which a statement breaks off, so that more of them may stand there.
        torn: The files that are not well formed, and were read as far as can be.
    """

    store: ox.Store = field(default_factory=ox.Store)
    faults: list[KgError] = field(default_factory=list)
    size: int = 0
    subjects: dict[str, Path] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    torn: list[Path] = field(default_factory=list)

    def speaks_of(self, iri: str) -> bool:
        """Say whether the files, rather than what is shipped, speak of a thing."""
        return iri in self.subjects

    def is_torn_off(self, name: str) -> bool:
        """Say whether a name begins a line of a file that could not be read to its end."""
        return any(begins_line(path, name) for path in self.torn)

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
            quads = _salvaged(made, path, account, error)
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


def _salvaged(made: Draft, path: Path, account: str | None, error: DataError) -> list[ox.Quad]:
    """Give what can be read of a file with a fault, and note every fault in it."""
    quads, faults, broken = salvaged(path)
    made.faults += faults or [error]
    made.broken |= broken
    made.torn.append(path)
    graph = graph_of(account or next(iter(accounts_in(quads)), FACTS))
    default = ox.DefaultGraph()
    return [
        ox.Quad(q.subject, q.predicate, q.object, graph) if q.graph_name == default else q
        for q in quads
    ]


def _placed(made: Draft, error: DataError) -> DataError:
    """Give a fault with its file and line; a term is looked for in every file."""
    path = made.subjects.get(iri_of(error.name))
    paths = [path] if path else sorted(set(made.subjects.values()))
    found = ((each, find_name(each, error.name)) for each in paths)
    path, line = next(((each, line) for each, line in found if line), (None, None))
    if path and error.found:
        # A number stands without quotes; what is found nowhere leaves the line of the thing.
        forms = (f'"{error.found}"', error.found)
        at = (int(find_line(path, error.name, f).rpartition(":")[2]) for f in forms)
        line = next((each for each in at if each != line), line)
    return DataError(
        error.what, where=error.name, mend=error.mend,
        path=path, line=line, candidates=error.candidates, found=error.found,
    )  # fmt: skip
