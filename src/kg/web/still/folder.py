"""The folder that a site is written into: which files in it are ours, and who writes there."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Final, Self

from kg.errors import UsageError
from kg.paths import write_whole

__all__ = ["Folder"]

_MANIFEST: Final = ".khyber-site.json"
# What has been begun to be written since; it is ours too where the run did not come to its end.
_BEGUN: Final = ".khyber-site.begun"


class Folder:
    """A folder that holds a site, or nothing yet; in a ``with`` block nobody else writes into it.

    Attributes:
        path: Where it lies.
        before: The files in it that are a site's own.
        folds: Whether it takes names for the same that differ in case alone.

    Raises:
        UsageError: It holds files that are no site of ours, is no folder, cannot be written, or
            another process writes into it.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._open = path, ExitStack()
        try:
            with self._open:
                path.mkdir(parents=True, exist_ok=True)
                self._open.enter_context(_held(path))
                self.before = frozenset(_listed(path))
                write_whole(path / _MANIFEST, json.dumps(sorted(self.before)))
                begun = (path / _BEGUN).open("w", encoding="utf-8")
                self._begun = self._open.enter_context(begun).fileno()
                self._open = self._open.pop_all()
        except (OSError, ValueError) as error:
            why = (getattr(error, "strerror", "") or str(error)).lower()
            mend = "choose a folder that you may write in"
            raise UsageError(f"cannot write there ({why})", path=path, mend=mend) from None
        self.folds = (path / _MANIFEST.upper()).exists()

    def __enter__(self) -> Self:
        """Give the folder."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let others write into it."""
        self._open.close()

    def write(self, name: str, content: bytes) -> bool:
        """Write a file, and say whether that was needed.

        Raises:
            UsageError: It cannot be written, or somebody else's file has this name.
        """
        path = self.path / name
        with suppress(FileNotFoundError):
            if path.read_bytes() == content:
                return False
            if name not in self.before:
                mend = "move it away, or choose an empty folder"
                raise UsageError("this file is none of the site's", path=path, mend=mend)
        if name not in self.before:
            # In one go, for other processes do the same.
            os.write(self._begun, f"{name}\n".encode())
        _write(path, content)
        return True

    def finish(self, made: Collection[str]) -> int:
        """Remove what was ours and is no more, and give how many files that were."""
        same = str.casefold if self.folds else str
        there = {same(name) for name in made}
        gone = [self.path / name for name in self.before if same(name) not in there]
        removed = sum(_removed(each) for each in gone)
        for folder in sorted({each.parent for each in gone}, reverse=True):
            with suppress(OSError):
                # A folder that holds anything stays.
                folder.rmdir()
        write_whole(self.path / _MANIFEST, json.dumps(sorted(made)))
        (self.path / _BEGUN).unlink(missing_ok=True)
        return removed


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        mend = "free space, or see what lies there"
        raise UsageError(f"cannot make the folder ({why})", path=path.parent, mend=mend) from None
    write_whole(path, content)


def _removed(path: Path) -> bool:
    if not path.is_file():
        return False
    path.unlink()
    return True


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a folder, where the system can do that; that ends with this process in any case.

    Raises:
        UsageError: Another process holds it.
    """
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ModuleNotFoundError:
        yield
        return
    held = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            mend = "wait for it, or choose another folder"
            raise UsageError("another process publishes there", path=path, mend=mend) from None
        except OSError:
            pass  # Not every file system can.
        yield
    finally:
        os.close(held)


def _listed(path: Path) -> list[str]:
    """Give the files that were published into a folder before."""
    manifest = path / _MANIFEST
    if not manifest.exists():
        if any(path.iterdir()):
            mend = "choose an empty one"
            raise UsageError("the folder holds other files", path=path, mend=mend)
        return []
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        mend = "remove the folder, and publish anew"
        raise UsageError("its list of files is damaged", path=manifest, mend=mend)
    with suppress(FileNotFoundError):
        found += (path / _BEGUN).read_text(encoding="utf-8").splitlines()
    # Nothing outside the folder is ever removed, whoever wrote the list.
    return [each for each in found if _is_inside(each)]


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
