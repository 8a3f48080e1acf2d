"""Lines: where in a file a name stands, found again as text after parsing."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.build.unpacking import opened
from kg.errors import UsageError
from kg.terms import expand

__all__ = ["begins_line", "find_line", "find_name", "iri_of", "text_in"]

_IN_NAME: Final = re.compile(r"[\w:-]")
_PREFIX: Final = re.compile(r"(?im)^@?prefix\s+([\w-]*):\s*<([^>]*)>")


def find_line(path: str | Path, *texts: str) -> str:
    """Give ``file:line`` of the first line after which all texts have stood, each after the last.

    Triples do not carry their lines, so a fault that shows after parsing is found again as text;
    where a text is not found, the line of the one before it is given.
    """
    return f"{path}:{_line_of(text_in(Path(path)), *texts)}"


def find_name(path: str | Path, name: str) -> int | None:
    """Give the line of the first place of a compact name, or of its IRI; None where it is not."""
    content = text_in(Path(path))
    at = _find_any(content, name, 0)
    return None if at < 0 else content.count("\n", 0, at) + 1


def begins_line(path: Path, name: str) -> bool:
    """Say whether a compact name stands at the beginning of a line, as what is spoken of does."""
    return _at_head(text_in(path), name) >= 0


def iri_of(name: str) -> str:
    """Give the IRI of a compact name; any other IRI, such as ``mailto:a@b``, is one already."""
    try:
        return expand(name)
    except UsageError:
        return name


def _line_of(content: str, *texts: str) -> int:
    # What a statement is about begins a line, while as a value it may stand anywhere before.
    at = max(_at_head(content, texts[0]), 0) if texts else 0
    for text in texts:
        found = _find_any(content, text, at)
        if found < 0:
            break
        at = found
    return content.count("\n", 0, at) + 1


def _find_any(content: str, text: str, start: int) -> int:
    """Find a text, or a name in any of the forms that a file may write it in; -1 if none."""
    found = (_find_word(content, form, start) for form in _forms(content, text))
    return min((at for at in found if at >= 0), default=-1)


def _at_head(content: str, name: str) -> int:
    forms = "|".join(map(re.escape, _forms(content, name)))
    found = re.search(rf"^(?:{forms})(?![\w:-])", content, re.MULTILINE)
    return found.start() if found else -1


def _forms(content: str, text: str) -> list[str]:
    """Give a name as it is, as an IRI, and with the prefixes that the file itself declares."""
    try:
        iri = expand(text)
    except UsageError:
        return [text]
    if iri == text and not text.startswith(("http:", "https:")):
        return [text]
    own = _PREFIX.findall(content)
    named = [f"{prefix}:{iri[len(ns) :]}" for prefix, ns in own if ns and iri.startswith(ns)]
    return [*dict.fromkeys([text, f"<{iri}>", *named])]


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
