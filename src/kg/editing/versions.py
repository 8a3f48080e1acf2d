"""Versions of a graph: files, folders, git revisions, or statements, read as statements."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.build import build, is_rdf, read_quads
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.paths import shipped
from kg.stopping import scratch
from kg.terms import text_of
from kg.vocabulary import PREFIXES

__all__ = ["Version", "counterpart", "engine_of_version", "files_of", "quads_of"]

Version: TypeAlias = str | Path | Iterable[ox.Quad]
"""A file, a folder of files, a git revision, or statements."""

_PLACES: Final = ("ontology", "data")
# A plain load leaves them out.
_ALIGNMENTS: Final = "alignments.ttl"
_CLASS: Final = PREFIXES["owl"] + "Class"
# What follows is never an option, whatever it begins with.
_END: Final = "--end-of-options"


def quads_of(version: Version) -> Iterable[ox.Quad]:
    """Give the statements of a version.

    Raises:
        UsageError: A name stands for no file, no folder and no git revision.
        DataError: A file is not well formed.
    """
    if not isinstance(version, str | Path):
        return version
    with files_of(version) as files:
        return [quad for path in files for quad in read_quads(path)]


def engine_of_version(version: str | Path) -> OxigraphEngine:
    """Build the graph of a version in memory; where it has no ontology, with the one shipped.

    Raises:
        UsageError: A name stands for no file, no folder and no git revision.
        DataError: A file is not well formed.
    """
    with files_of(version) as files:
        wanted = [path for path in files if path.name != _ALIGNMENTS]
        own = any(_declares(path) for path in wanted)
        modules = sorted(shipped(_PLACES[0]).glob("*.ttl"))
        given = () if own else [path for path in modules if path.name != _ALIGNMENTS]
        return OxigraphEngine(build([*given, *wanted]), fixed=True)


def _declares(path: Path) -> bool:
    return any(text_of(quad.object) == _CLASS for quad in read_quads(path))


@contextmanager
def files_of(version: str | Path) -> Iterator[list[Path]]:
    """Give the RDF files of a version, those of a git revision in a folder that is removed after.

    Raises:
        UsageError: A name stands for no file, no folder and no git revision.
    """
    path = Path(version)
    if path.is_dir():
        yield _in_folder(path)
    elif path.is_file():
        yield [path]
    else:
        with scratch("khyber-diff-") as folder:
            yield _at_revision(str(version), folder)


def counterpart(old: str | Path) -> Version:
    """Give what an older version is compared with where no newer one is named.

    That is the same part of what is there now: of a git revision, the folder that it was committed
    from as it lies on the disk; of a file or a folder, what is shipped under its name.

    Raises:
        UsageError: The name stands for no file and no folder, and one works in no checkout.
    """
    path, data = Path(old), shipped("data")
    if path.is_dir():
        whole = all((path / name).is_dir() for name in _PLACES)
        alone = path.name if path.name in _PLACES else data.name
        return data.parent if whole else shipped(alone)
    if path.is_file():
        return next((each for each in _shipped_as(path.name) if each.is_file()), data)
    top = _git(str(old), "rev-parse", "--show-toplevel").decode().removesuffix("\n")
    now = Path(top) / str(old).partition(":")[2]
    # What a revision held, and is no longer there, is gone.
    return now if now.exists() else ()


def _shipped_as(name: str) -> list[Path]:
    return [shipped(place) / name for place in _PLACES]


def _in_folder(folder: Path) -> list[Path]:
    """Give every RDF file of a folder; of a checkout, those of its ontology and its data."""
    inside = [folder / name for name in _PLACES if (folder / name).is_dir()]
    files = sorted(
        path
        for place in inside or [folder]
        for path in place.glob("*.*")
        if is_rdf(path) and path.is_file()
    )
    if not files:
        raise UsageError("no RDF file is in this folder", where=str(folder), mend="check the path")
    return files


def _at_revision(name: str, folder: Path) -> list[Path]:
    """Copy the files of a git revision, or of a path in one (``HEAD~1:data/triples.ttl``)."""
    revision, _, inside = name.partition(":")
    listed = _git(
        name, "ls-tree", "-r", "--name-only", "-z", "--full-tree", _END, revision, inside or "."
    )
    wanted = [path for path in listed.decode().split("\0") if _is_wanted(path, inside)]
    if not wanted:
        raise UsageError("this revision has no RDF file there", where=name, mend="name its folder")
    copies = []
    for path in wanted:
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(_git(name, "show", _END, f"{revision}:{path}"))
        copies.append(copy)
    return copies


def _is_wanted(path: str, inside: str) -> bool:
    top, _, rest = path.partition("/")
    shipped = top in _PLACES and "/" not in rest
    return is_rdf(Path(path)) and (shipped or bool(inside))


def _git(name: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)
    except FileNotFoundError:
        raise UsageError("git is not installed", mend="name files or folders") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"this is no file, no folder and no git revision ({said[-1] if said else 'no reason'})",
            where=name,
            mend="check the path, or the name of the revision",
        ) from None
    return done.stdout
