"""What a mistake in a query is, and where a part of one ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.sparql import Token

__all__ = ["Mistake", "end_of"]


class Mistake(NamedTuple):
    """A mistake: where in the text, what it is, how to mend it, and what may have been meant."""

    at: int
    what: str
    mend: str
    candidates: Sequence[str] = ()


def end_of(found: Sequence[Token], start: int) -> int:
    """Give the token that ends what stands at a place: its closing parenthesis, or itself."""
    depth = 0
    for here in range(start, len(found)):
        depth += (found[here].text == "(") - (found[here].text == ")")
        if depth <= 0:
            return here
    return len(found) - 1
