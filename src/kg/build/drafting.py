"""A draft: files read to be checked, with every fault collected instead of the first one raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.build.derive import derived
from kg.build.faults import unknown_terms
from kg.build.files import find_line, find_name, read_quads
from kg.build.gather import Gathered
from kg.errors import DataError, KgError, UsageError
from kg.paths import shipped_files
from kg.terms import expand, text_of

__all__ = ["Draft", "draft"]


@dataclass
class Draft:
    """What files say, together with what is shipped about everything else.

    Attributes:
        store: Their statements, the ontology, and what is shipped of things they do not speak of.
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
        path = self.subjects.get(_iri(name))
        return find_line(path, *(text for text in (name, value) if text)) if path else ""


def draft(files: Iterable[str | Path]) -> Draft:
    """Read files to be checked.

    Raises:
        UsageError: A file is missing, or of no RDF format.
    """
    made = Draft()
    for path in map(Path, files):
        try:
            quads = read_quads(path)
        except DataError as error:
            made.faults.append(error)
            continue
        made.size += len(quads)
        made.store.extend(quads)
        for quad in quads:
            made.subjects.setdefault(text_of(quad.subject), path)
    for path in shipped_files():
        made.store.extend(q for q in read_quads(path) if text_of(q.subject) not in made.subjects)
    gathered = Gathered()
    gathered.take(made.store)
    follows = "".join(derived(gathered)).encode()
    made.store.bulk_load(input=follows, format=ox.RdfFormat.N_QUADS)
    faults = [*unknown_terms(made.store, gathered.terms()), *gathered.faults]
    made.faults += [_placed(made, error) for error in faults]
    return made


def _iri(name: str) -> str:
    """Give the IRI of a compact name; any other IRI, such as ``mailto:a@b``, is one already."""
    try:
        return expand(name)
    except UsageError:
        return name


def _placed(made: Draft, error: DataError) -> DataError:
    """Give a fault with its file and line; a term is looked for in every file."""
    path = made.subjects.get(_iri(error.name))
    paths = [path] if path else sorted(set(made.subjects.values()))
    found = ((each, find_name(each, error.name)) for each in paths)
    path, line = next(((each, line) for each, line in found if line), (None, None))
    return DataError(
        error.what, where=error.name, mend=error.mend,
        path=path, line=line, candidates=error.candidates,
    )  # fmt: skip
