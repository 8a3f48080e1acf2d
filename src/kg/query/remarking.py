"""Remarks: what a reader must know of an answer that its rows do not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.counting import counted
from kg.engine import Engine, Rows
from kg.period import words
from kg.query.absence import days_asked, silence
from kg.query.languages import said_in
from kg.query.spans import spoken_for
from kg.query.strangers import unknown_terms
from kg.sparql import Query
from kg.vocabulary import CLAIMS, ID

if TYPE_CHECKING:
    from kg.query.asking import Answered

__all__ = ["claims_beside", "remarks_on"]

_SILENCE: Final = {
    "none": "there is none; an account that was asked is complete for this",
    "not known": "not known; no account that was asked says that it is complete for this",
}
_CLAIMS: Final = "{rows} with --claims"
_AFTER: Final = (
    "{day} lies after {last}, until when things were observed: "
    "what is known of the days since is what was last known"
)
_BEFORE: Final = "{day} lies before {first}, since when things were observed"


def remarks_on(engine: Engine, put: Answered, count: int, language: str = "en") -> Iterator[str]:
    """Say what an answer leaves out: what silence means, what claims would add, the horizon.

    Args:
        engine: What was asked.
        put: What was asked of it, and the answer.
        count: How many rows the answer has.
        language: The language of what is said.
    """
    if not count and put.question.name:
        yield said_in(language, "remarks", _SILENCE[silence(engine, put.question, put.query)])
    if not count and not put.question.name:
        yield from unknown_terms(engine, put.query.text, (ID,))
    if more := claims_beside(engine, put.query, count):
        said = said_in(language, "remarks", _CLAIMS)
        yield said.format(rows=counted(more, "more row"), count=f"{more:,}")
    yield from _horizon(engine, put.query, language)


def claims_beside(engine: Engine, query: Query, count: int) -> int:
    """Count the rows that the claims would add to an answer of so many; 0 where they are in it."""
    if CLAIMS in query.accounts or CLAIMS not in engine.accounts():
        return 0
    wider = engine.query(replace(query, accounts=(*query.accounts, CLAIMS)))
    return max(sum(1 for _ in wider.cells) - count, 0) if isinstance(wider, Rows) else 0


def _horizon(engine: Engine, query: Query, language: str) -> Iterator[str]:
    """Say which of the days asked about lie outside those that the accounts speak for."""
    days = days_asked(query)
    if not days:
        return
    first, last = (str(day or "") for day in spoken_for(engine, query.accounts))
    if last and days[-1] > last:
        said = said_in(language, "remarks", _AFTER)
        yield said.format(day=words(days[-1], language), last=words(last, language))
    if first and days[0] < first:
        said = said_in(language, "remarks", _BEFORE)
        yield said.format(day=words(days[0], language), first=words(first, language))
