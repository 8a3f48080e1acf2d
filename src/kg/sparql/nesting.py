"""How deep a query may nest: engines go down into it on the stack of their process, and fall.

A query that outgrows the stack ends the process without a word, a notebook's kernel with it. With
the usual stack of 8 MB the first fell at 830 groups in one another, at 2,560 that stand in a row
(of which each is asked of what those before it gave), and at 6,400 signs between values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.sparql.guarding import Token

__all__ = ["is_small", "too_large"]

_DEPTH: Final = 250
_GROUPS: Final = 1_000
_SIGNS: Final = 3_000
_SMALL: Final = 5_000
_STEPS: Final = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}
# What else stands for a group, such as OPTIONAL, has braces too.
_OF_GROUPS: Final = frozenset({"{", "BIND", "FILTER"})
_OF_SIGNS: Final = frozenset("|&+-*/!=^<")


def is_small(sparql: str) -> bool:
    """Say whether a query is too small to nest too deep, whatever it says."""
    return len(sparql) < _SMALL and sum(map(sparql.count, "({[")) <= _DEPTH


def too_large(found: Iterable[Token]) -> tuple[int, str, str] | None:
    """Find where a query outgrows what an engine can go down into.

    Returns:
        Where in the text, what it is, and how to mend it; None where it does not.
    """
    depth = groups = signs = 0
    for token in found:
        depth = max(depth + _STEPS.get(token.text, 0), 0)
        groups += token.text.upper() in _OF_GROUPS
        signs += token.text in _OF_SIGNS
        if depth > _DEPTH:
            return token.start, f"more than {_DEPTH} brackets stand in one another", "part it"
        if groups > _GROUPS:
            mend = "write what is alike in them as one VALUES, or ask in parts"
            return token.start, f"it has more than {_GROUPS:,} groups and conditions", mend
        if signs > _SIGNS:
            mend = "write the values in IN (…) or VALUES, or ask in parts"
            return token.start, f"it has more than {_SIGNS:,} signs between values", mend
    return None
