"""Rules: which ties count on a day, and which sign a pair bears that has ties of both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, cast

from kg.errors import UsageError, nearest
from kg.period import Certainty

__all__ = ["BOTH", "Both", "Rule", "certainties", "one_of"]

Rule: TypeAlias = Literal["certain", "last known", "possible"]
"""Which ties count: those that hold for certain, also those last known to, also possible ones."""

Both: TypeAlias = Literal["drop", "negative", "positive", "keep"]
"""What becomes of a pair with friendly and hostile ties: left out, hostile, friendly, or both."""

BOTH: Final[tuple[Both, ...]] = ("drop", "negative", "positive", "keep")
_COUNTED: Final[dict[Rule, frozenset[Certainty]]] = {
    "certain": frozenset({"certain"}),
    "last known": frozenset({"certain", "last known"}),
    "possible": frozenset({"certain", "last known", "possible"}),
}


def certainties(rule: str) -> frozenset[Certainty]:
    """Give the degrees of certainty that count under a rule.

    Raises:
        UsageError: There is no such rule; the nearest is given.
    """
    return _COUNTED[cast("Rule", one_of("rule", rule, _COUNTED))]


def one_of(what: str, given: str, known: Iterable[str]) -> str:
    """Give back one of some words.

    Raises:
        UsageError: It is none of them; the nearest are given.
    """
    words = list(known)
    if given in words:
        return given
    near = nearest(str(given), words) or f"one of: {', '.join(words)}"
    raise UsageError(f"there is no {what} {given!r}", mend=near)
