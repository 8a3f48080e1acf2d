"""Lines: where in a file a name stands, found again as text after parsing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.build.unpacking import opened
from kg.errors import UsageError
from kg.terms import expand

__all__ = ["find_line", "find_name", "iri_of", "text_in"]

_IN_NAME: Final = re.compile(r"[\w:-]")


def find_line(path: str | Path, *texts: str) -> str:
    """Give ``file:line`` of the first line after which all texts have stood, each after the last.

    Triples do not carry their lines, so a fault that shows after parsing is found again as text;
    where a text is not found, the line of the one before it is given.
    """
    return f"{path}:{_line_of(text_in(Path(path)), *texts)}"


def find_name(path: str | Path, name: str) -> int | None:
    """Give the line of the first place of a compact name, or of its IRI; None where it is not."""
    content = text_in(Path(path))
    forms = (name, f"<{iri_of(name)}>")
    return next((_line_of(content, f) for f in forms if _find_word(content, f, 0) >= 0), None)


def iri_of(name: str) -> str:
    """Give the IRI of a compact name; any other IRI, such as ``mailto:a@b``, is one already."""
    try:
        return expand(name)
    except UsageError:
        return name


def _line_of(content: str, *texts: str) -> int:
    at = 0
    for text in texts:
        found = _find_word(content, text, at)
        if found < 0:
            break
        at = found
    return content.count("\n", 0, at) + 1


def text_in(path: Path) -> str:
    """Give the text of a file, read anew where it may have changed."""
    stat = path.stat()
    return _content(path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _content(path: Path, *_changed: int) -> str:
    with opened(path) as file:
        return file.read().decode("utf-8", "replace")


def _find_word(content: str, text: str, start: int) -> int:
    """Find a text that is not part of a longer name; -1 where there is none."""
    at = content.find(text, start)
    while at >= 0:
        before, after = content[at - 1 : at], content[at + len(text) : at + len(text) + 1]
        if not (before and _IN_NAME.match(before)) and not (after and _IN_NAME.match(after)):
            return at
        at = content.find(text, at + 1)
    return -1
