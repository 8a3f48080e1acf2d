"""Mistakes in single terms: language tags, datatypes, escapes, days without quotes, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from kg.engine.mistake import Mistake
from kg.sparql import Token
from kg.vocabulary import PREFIXES

__all__ = ["in_terms"]

_TAG: Final = re.compile(r"@[\w-]*")
_DAY: Final = re.compile(r"\d{4}-\d\d(-\d\d)?(T[\d:.]+Z?)?|\d\d?:\d\d(:\d\d)?")
_ESCAPE: Final = re.compile(r"\\(?![tbnrf\"'\\uU])(.)", re.DOTALL)
_HALF: Final = re.compile(r"\\u(?![0-9A-Fa-f]{4})|\\U(?![0-9A-Fa-f]{8})|\\u[Dd][89A-Fa-f]\w\w")
_TYPES: Final = {"int": "integer", "number": "decimal", "bool": "boolean", "str": "string"}


def in_terms(sparql: str, found: Sequence[Token]) -> Mistake | None:
    """Find a term that is written as none is."""
    looks: tuple[Callable[[str, Token, Token], Mistake | None], ...] = (
        _tag, _datatype, _escape, _day, _address, _sign,
    )  # fmt: skip
    pairs = pairwise([Token("", "", 0), *found])
    each = (look(sparql, before, token) for before, token in pairs for look in looks)
    return next((mistake for mistake in each if mistake), _shared_blank(found))


def _tag(sparql: str, before: Token, token: Token) -> Mistake | None:
    """Find a language tag that is none, behind a text."""
    if before.kind != "string" or not token.text.startswith("@"):
        return None
    said = _TAG.match(sparql, token.start)
    tag = said[0][1:] if said else ""
    try:
        ox.Literal("", language=tag)
    except ValueError:
        right = tag.replace("_", "-")
        mend = f"write @{right}" if "_" in tag else "write one such as @en or @en-GB"
        return Mistake(token.start, f"@{tag} is no language tag", mend)
    return None


def _datatype(sparql: str, before: Token, token: Token) -> Mistake | None:
    """Find a datatype that is a word, behind a text."""
    if before.text != "^" or token.kind != "word" or sparql[token.start - 2] != "^":
        return None
    name = _TYPES.get(token.text.lower(), token.text if token.text not in PREFIXES else "integer")
    return Mistake(token.start, f"{token.text} is no datatype", f"write xsd:{name}")


def _escape(_sparql: str, _before: Token, token: Token) -> Mistake | None:
    """Find an escape that is none of SPARQL's, in a text."""
    if token.kind != "string":
        return None
    if half := _HALF.search(token.text):
        what = f"{half[0]} is no escape of a character"
        return Mistake(token.start + half.start(), what, "write the character itself")
    wrong = _ESCAPE.search(token.text.replace("\\\\", "  "))
    if not wrong:
        return None
    what = f"{wrong[0]} is no escape of SPARQL"
    return Mistake(token.start + wrong.start(), what, f"write \\\\{wrong[1]}")


def _day(sparql: str, _before: Token, token: Token) -> Mistake | None:
    """Find a day or a time that stands without quotes."""
    said = _DAY.match(sparql, token.start) if token.kind == "number" else None
    if said is None:
        return None
    kind = "dateTime" if "T" in said[0] else "date" if said[1] else "gYearMonth"
    kind = "time" if ":" in said[0] and "T" not in said[0] else kind
    what = f"{said[0]} stands without quotes"
    return Mistake(token.start, what, f'write "{said[0]}"^^xsd:{kind}')


def _address(_sparql: str, _before: Token, token: Token) -> Mistake | None:
    """Find an address that is none for another reason than the signs in it."""
    if token.kind != "iri" or ":" not in token.text:
        return None
    try:
        ox.NamedNode(token.text[1:-1])
    except ValueError as error:
        what = f"{token.text} is no address ({error})"
        return Mistake(token.start, what, "write what is not plain in it with %")
    return None


def _sign(_sparql: str, _before: Token, token: Token) -> Mistake | None:
    """Find a character that nobody sees, outside of texts."""
    if token.kind != "other" or token.text.isprintable():
        return None
    return Mistake(token.start, f"U+{ord(token.text):04X} is no sign of SPARQL", "leave it out")


def _shared_blank(found: Sequence[Token]) -> Mistake | None:
    """Find a blank node that is named in two groups, which SPARQL does not let be the same."""
    seen: dict[str, int] = {}
    for group, token in _groups(found):
        if token.kind == "blank" and seen.setdefault(token.text, group) != group:
            what = f"{token.text} stands in two groups, and a blank node is of one"
            return Mistake(token.start, what, f"write a variable: ?{token.text[2:]}")
    return None


def _groups(found: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Give each token with the number of the group that it stands in."""
    inside, count = [0], 0
    for token in found:
        if token.text == "{":
            count += 1
            inside.append(count)
        elif token.text == "}" and len(inside) > 1:
            inside.pop()
        yield inside[-1], token
