"""Mistakes in the columns of SELECT, and in what BIND computes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.engine.mistake import Mistake, end_of
from kg.sparql import Token

__all__ = ["in_columns"]


def in_columns(sparql: str, found: Sequence[Token]) -> Mistake | None:
    """Find a column that is computed and not named with AS, a comma between columns, or none."""
    for start in _columns(found):
        token, held = found[start], found[start].text == "("
        end = end_of(found, start if held else min(start + 1, len(found) - 1))
        text = sparql[token.start : found[end].start + 1]
        if token.text == ",":
            return Mistake(token.start, "SELECT has no commas between its columns", "leave it out")
        if token.text == "{" or token.text.upper() in ("WHERE", "FROM"):
            return Mistake(
                token.start, "SELECT names no column", "write SELECT *, or its variables"
            )
        if held and found[end].text == ")" and not _is_named(found[start:end]):
            return _unnamed(token, text, found[end - 1])
        if token.kind == "word" and token.text.upper() != "AS" and found[end].text == ")":
            what = f"{text} stands in SELECT without parentheses and AS"
            return Mistake(token.start, what, f"write ({text} AS ?n)")
    return None


def _columns(found: Sequence[Token]) -> Iterator[int]:
    """Give the tokens that begin a column of SELECT, or what follows BIND, and are no variable."""
    for here, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "BIND" and found[here + 1 : here + 2] and found[here + 1].text == "(":
            yield here + 1
        elif word == "SELECT":
            yield from _of_select(found, here + 1)


def _of_select(found: Sequence[Token], here: int) -> Iterator[int]:
    if here < len(found) and found[here].text.upper() in ("DISTINCT", "REDUCED"):
        here += 1
    first = here
    while here < len(found):
        text = found[here].text
        if text == "{" or text.upper() in ("WHERE", "FROM"):
            if here == first:
                yield here
            return
        if text == "*" or found[here].kind == "var":
            here += 1
            continue
        yield here
        called = found[here].kind in ("word", "name", "iri") and here + 1 < len(found)
        here = end_of(found, here + called) + 1


def _is_named(group: Sequence[Token]) -> bool:
    depth = 0
    for token in group:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 1 and token.text.upper() == "AS":
            return True
    return False


def _unnamed(token: Token, text: str, last: Token) -> Mistake:
    inside = text[1:-1].strip()
    if last.kind == "var" and inside == last.text:
        return Mistake(token.start, f"{text} stands in parentheses", f"write {inside}")
    # What ends in a variable lacks only AS before it, unless a sign joins it to what is computed.
    before = inside.removesuffix(last.text).rstrip()
    names = last.kind == "var" and before[-1:] not in "+-*/=<>!&|,("
    name, inside = (last.text, before) if names else ("?n", inside)
    return Mistake(token.start, f"{text} lacks AS", f"write ({inside} AS {name})")
