"""Where files lie, what is shipped, and how a file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import SourceError, UsageError

__all__ = ["cache_folder", "existing", "shipped", "shipped_files", "sources_folder", "write_whole"]


def shipped(name: str) -> Path:
    """Give a folder that Khyber ships: ``"ontology"`` or ``"data"``.

    In an installed wheel both lie inside the package; in a checkout, at its top level.
    """
    package = Path(__file__).parent
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parents[1] / name


def shipped_files() -> list[Path]:
    """Give the Turtle files that a plain load reads: the ontology's modules, then the data."""
    modules = (p for p in shipped("ontology").glob("*.ttl") if p.name != "alignments.ttl")
    return sorted(modules) + sorted(shipped("data").glob("*.ttl"))


def cache_folder() -> Path:
    """Give the folder of built stores: ``KG_CACHE``, else ``khyber`` in the user's cache folder."""
    if named := os.environ.get("KG_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "khyber"


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


def existing(path: str | Path) -> Path:
    """Give a path to a file that is there.

    Raises:
        UsageError: There is no such file, or it is a folder.
    """
    file = Path(path)
    if not file.is_file():
        what = "this is a folder, not a file" if file.is_dir() else "there is no such file"
        raise UsageError(what, where=str(path), mend="check the path")
    return file


def write_whole(path: str | Path, content: str | bytes) -> Path:
    """Write a file through a temporary name beside it, so that an old file stays whole.

    Raises:
        UsageError: The folder is missing or cannot be written.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True) if target.parent.is_dir() else None
        reason = error.strerror or str(error)
        raise UsageError(
            f"cannot write the file ({reason.lower()})",
            where=str(path),
            mend="choose a folder that exists and that you may write in",
        ) from None
    return target
