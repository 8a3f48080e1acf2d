"""Language tags as a Turtle file writes them: a parser gives them in lower case only."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["written_tags"]

_TERMS: Final = re.compile(
    r"""
      \#[^\r\n]* | <[^<>"{}|^`\\\x00-\x20]*>
    | (?: \"\"\"(?P<a>(?:\"{0,2}(?:[^"\\]|\\.))*)\"\"\" | '''(?P<b>(?:'{0,2}(?:[^'\\]|\\.))*)'''
        | "(?P<c>(?:[^"\\\r\n]|\\.)*)" | '(?P<d>(?:[^'\\\r\n]|\\.)*)' )
      (?:@(?P<tag>[A-Za-z]+(?:-[A-Za-z0-9]+)*))?
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def written_tags(turtle: str) -> dict[tuple[str, str], str]:
    """Give the tag of each text that has one with capitals, by the text and the tag in lower case.

    >>> written_tags('<a> <b> "colour"@en-GB , "color"@en .')
    {('colour', 'en-gb'): 'en-GB'}
    """
    found: dict[tuple[str, str], str] = {}
    for match in _TERMS.finditer(turtle):
        tag = match["tag"] or ""
        if tag != tag.lower():
            text = next(match[name] for name in "abcd" if match[name] is not None)
            found.setdefault((_ESCAPE.sub(_character, text), tag.lower()), tag)
    return found


def _character(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)
