"""Files that pictures are saved in: which there are, what each can have, and none written over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, nearest
from kg.paths import refuse_existing, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["looks_of", "suffix_of", "write_all"]

_LOOKS: Final[dict[str, tuple[str, ...]]] = {
    ".svg": ("size", "transparent"),
    ".png": ("size", "scale", "transparent"),
    ".pdf": ("size",),
}


def suffix_of(path: Path, known: Iterable[str]) -> str:
    """Give the suffix of a file, of those that are known.

    Raises:
        UsageError: It has none of them.
    """
    name, every = path.name.lower(), [*known]
    found = [suffix for suffix in every if name.endswith(suffix)]
    if not found:
        near = nearest(path.suffix, every)
        raise UsageError(
            f"unknown suffix {path.suffix!r}",
            where=str(path),
            mend=f"use one of {', '.join(every)}" + (f" ({near})" if near else ""),
        )
    return max(found, key=len)


def looks_of(suffix: str, path: Path, **looks: object) -> dict[str, Any]:
    """Give of the ways in which a file can look those that are asked for.

    Raises:
        UsageError: Files with this suffix have not one of them.
    """
    given = {
        name: value for name, value in looks.items() if value is not None and value is not False
    }
    for name in given:
        if name not in _LOOKS.get(suffix, ()):
            raise UsageError(f"a {suffix} file has no {name}", where=str(path),
                             mend="save as .png or .svg")  # fmt: skip
    return given


def write_all(files: Mapping[Path, str | bytes], *, force: bool) -> None:
    """Write files, or none where one is there already.

    Raises:
        UsageError: A file is there and `force` is not said, or a folder cannot be written.
    """
    refuse_existing(*files, force=force)
    for file, content in files.items():
        write_whole(file, content)
