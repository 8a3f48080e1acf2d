"""Regular expressions in a query: one that is none matches nothing, and no engine says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from kg.engine.mistake import end_of
from kg.sparql import Token, tokens

__all__ = ["bad_patterns"]

_CALLS: Final = ("REGEX", "REPLACE")


def bad_patterns(sparql: str) -> Iterator[str]:
    """Give each pattern that is written out in a query and is no regular expression."""
    if not any(each in sparql.upper() for each in _CALLS):
        return
    found = list(tokens(sparql))
    for here, token in enumerate(found[:-1]):
        if token.kind == "word" and token.text.upper() in _CALLS and found[here + 1].text == "(":
            pattern = _second(found[here + 2 : end_of(found, here + 1)])
            if pattern and not _is_pattern(pattern):
                yield pattern


def _second(inside: Sequence[Token]) -> str:
    """Give the second of some arguments, where it is a text that is written out."""
    depth = 0
    for here, token in enumerate(inside[:-1]):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text == ",":
            alone = [each.text for each in inside[here + 2 : here + 3]] in ([], [","])
            return inside[here + 1].text if alone and inside[here + 1].kind == "string" else ""
    return ""


def _is_pattern(text: str) -> bool:
    try:
        rows = ox.Store().query(f"SELECT (REGEX('', {text}) AS ?said) {{}}")
    except (SyntaxError, UnicodeError):
        return True  # The text itself is none, which is said of the whole query.
    return not isinstance(rows, ox.QuerySolutions) or next(rows)[0] is not None
