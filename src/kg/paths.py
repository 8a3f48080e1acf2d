"""Where files lie, what is shipped, and how a file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE

from kg.errors import SourceError, UsageError
from kg.stopping import unfinished

__all__ = [
    "cache_folder",
    "existing",
    "in_home",
    "is_file",
    "refuse_existing",
    "shipped",
    "shipped_files",
    "sources_folder",
    "write_whole",
]


def shipped(name: str) -> Path:
    """Give a folder that Khyber ships: ``"ontology"``, ``"data"`` or ``"guide"``.

    In an installed wheel they lie inside the package; in a checkout, at its top level or in docs.
    """
    package = Path(__file__).parent
    inside, top = package / "_shipped" / name, package.parents[1]
    if inside.is_dir():
        return inside
    return top / name if (top / name).is_dir() else top / "docs" / name


def shipped_files() -> list[Path]:
    """Give the Turtle files that a plain load reads: the ontology's modules, then the data."""
    modules = (p for p in shipped("ontology").glob("*.ttl") if p.name != "alignments.ttl")
    return sorted(modules) + sorted(shipped("data").glob("*.ttl"))


def cache_folder() -> Path | None:
    """Give the folder of built stores: ``KG_CACHE``, else ``khyber`` in the user's cache folder.

    None where nothing names one and the user has no home: then nothing is kept.
    """
    if named := os.environ.get("KG_CACHE"):
        return _from_home(named)
    base = os.environ.get("XDG_CACHE_HOME", "")
    # A path that is not absolute is to be ignored (XDG Base Directory Specification).
    folder = _from_home(base) if base.startswith(("/", "~")) else in_home(".cache")
    return folder and folder / "khyber"


def in_home(name: str) -> Path | None:
    """Give a path in the user's home, or None for a user who has none."""
    try:
        return Path.home() / name
    except RuntimeError:
        return None


def _from_home(name: str) -> Path | None:
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return None


def is_file(path: str | Path) -> bool:
    """Say whether a file is there and can be looked at, whatever the path is made of."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def sources_folder() -> Path | None:
    """Give the folder of the source texts that ``KG_SOURCES`` names, or None where it is not set.

    Raises:
        SourceError: ``KG_SOURCES`` names something that is not a folder.
    """
    named = os.environ.get("KG_SOURCES")
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise SourceError(
            "KG_SOURCES names no folder", where=named, mend="point it at the folder of the texts"
        )
    return folder


def existing(path: object) -> Path:
    """Give a path to a file that is there.

    Raises:
        UsageError: It is no path; there is no such file, or it is a folder, or it cannot be looked
            at.
    """
    if not isinstance(path, str | os.PathLike) or path == "":
        what = (
            "there is no path" if isinstance(path, str) else f"a {type(path).__name__} is no path"
        )
        raise UsageError(what, mend="give the path of a file, such as my.ttl")
    file = Path(path)
    try:
        if file.is_file():
            return file
        what = "this is a folder, not a file" if file.is_dir() else "there is no such file"
        if file.exists() and not file.is_dir():
            mend = "save what it gives to a file first: files are read more than once"
            raise UsageError("this is a pipe or a device, not a file", path=path, mend=mend)
    except OSError as error:
        what = f"cannot be looked at ({_reason(error)})"
    raise UsageError(what, path=path, mend=_mend_of_path(str(path)))


def _mend_of_path(path: str) -> str:
    """Say how to mend a path that leads nowhere, by what others than us would take it for."""
    if "://" in path:
        return "addresses are not fetched: save what is there, and give the path of the file"
    if path.startswith("~"):
        return "write the home folder in full"
    if any(sign in path for sign in "*?["):
        return "patterns are left to the shell: give the files that it stands for"
    return "check the path"


def refuse_existing(*paths: str | Path, force: bool = False) -> None:
    """Refuse files that are there, unless they may be written over.

    Raises:
        UsageError: One of them is there.
    """
    for each in paths:
        if Path(each).exists() and not force:
            mend = "add --force, or force=True, to write over it"
            raise UsageError("there is a file already", path=each, mend=mend)


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write a file through a temporary name beside it, so that an old file stays whole.

    A link is followed. A file that is there keeps its mode and its owner; where that cannot be, or
    where it has several names, it is written over in its place once all is on the disk.

    Raises:
        UsageError: The folder is missing or cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # A device or a pipe; a folder is refused.
            return Path(path)
        # The name of the target may be as long as names can be, and this one is longer.
        with unfinished(target.with_name(f".{os.urandom(8).hex()}.part")) as part:
            part.write_bytes(data)
            if _is_like(part, target):
                part.replace(target)
            else:
                target.write_bytes(data)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"cannot write the file ({_reason(error)})",
            path=path,
            mend="choose a folder that exists and that you may write in",
        ) from None
    return Path(path)


def _is_like(part: Path, target: Path) -> bool:
    """Give a new file the mode and the owner of the one that it is to replace, if that can be."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return True
    new = part.stat()
    if old.st_nlink > 1:
        return False
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(part, old.st_uid, old.st_gid)
        except OSError:
            return False
    part.chmod(S_IMODE(old.st_mode))
    return True


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
