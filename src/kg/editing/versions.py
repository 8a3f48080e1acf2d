"""Versions of a graph: files, folders, git revisions, or statements, read as statements."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox

from kg.build import is_rdf, read_quads
from kg.errors import UsageError
from kg.paths import shipped
from kg.stopping import scratch

__all__ = ["Version", "counterpart", "quads_of"]

Version: TypeAlias = str | Path | Iterable[ox.Quad]
"""A file, a folder of files, a git revision, or statements."""

_PLACES: Final = ("ontology", "data")
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
    path = Path(version)
    if path.is_dir():
        return _in_folder(path)
    if path.is_file():
        return read_quads(path)
    return _at_revision(str(version))


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


def _in_folder(folder: Path) -> list[ox.Quad]:
    """Read every RDF file of a folder; of a checkout, those of its ontology and its data."""
    inside = [folder / name for name in _PLACES if (folder / name).is_dir()]
    files = sorted(
        path
        for place in inside or [folder]
        for path in place.glob("*.*")
        if is_rdf(path) and path.is_file()
    )
    if not files:
        raise UsageError("no RDF file is in this folder", where=str(folder), mend="check the path")
    return [quad for path in files for quad in read_quads(path)]


def _at_revision(name: str) -> list[ox.Quad]:
    """Read the files of a git revision, or of a path in one (``HEAD~1:data/triples.ttl``)."""
    revision, _, inside = name.partition(":")
    listed = _git(
        name, "ls-tree", "-r", "--name-only", "-z", "--full-tree", _END, revision, inside or "."
    )
    wanted = [path for path in listed.decode().split("\0") if _is_wanted(path, inside)]
    if not wanted:
        raise UsageError("this revision has no RDF file there", where=name, mend="name its folder")
    with scratch("khyber-diff-") as folder:
        quads = []
        for path in wanted:
            copy = folder / path.replace("/", "_")
            copy.write_bytes(_git(name, "show", _END, f"{revision}:{path}"))
            quads += read_quads(copy)
        return quads


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
