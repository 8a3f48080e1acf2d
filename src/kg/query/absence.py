"""What it means that nothing answers: that there is none, or that nothing is known.

Absence is a "no" only where an account says that it is complete, within the days that it speaks
for; everywhere else it is "not known".
"""

from __future__ import annotations

from typing import Final, Literal

from kg.engine import Engine, cells_of, node
from kg.query.catalogue import Question
from kg.sparql import Query, tokens
from kg.terms import compact, text_of
from kg.vocabulary import PREFIXES

__all__ = ["Silence", "days_asked", "silence"]

Silence = Literal["none", "not known"]

_DATE: Final = PREFIXES["xsd"] + "date"

_COMPLETE: Final = """
SELECT ?kind ?thing ?from ?until WHERE {
  ?kind kg:completedBy ?by . ?account kg:completeFor ?thing .
  OPTIONAL { ?account kg:observedFrom ?from } OPTIONAL { ?account kg:observedUntil ?until } }"""


def silence(engine: Engine, asked: Question, query: Query) -> Silence:
    """Say what it means that a question has no rows.

    Args:
        engine: What was asked.
        asked: The question.
        query: How it was asked: the terms of its parameters, and the accounts.

    Returns:
        ``"none"`` where an account that was asked is complete for what was asked, on every day that
        was named; else ``"not known"``.
    """
    terms = [term for every in query.bindings.values() for term in every]
    named = {token.text for token in tokens(asked.sparql) if token.kind == "name"}
    days = days_asked(query)
    things = {text_of(each) for each in terms}
    # Any account may be described among the things that all speak of: only these were asked.
    whose = query.accounts
    found = engine.query(Query(_COMPLETE, {"account": list(map(node, whose))}, whose))
    for kind, thing, since, until in (map(text_of, row) for row in cells_of(found)):
        inside = all((since or day) <= day <= (until or day) for day in days)
        if thing in things and compact(kind) in named and inside:
            return "none"
    return "not known"


def days_asked(query: Query) -> list[str]:
    """Give the days among the terms of a query's parameters, the earliest first."""
    terms = (term for every in query.bindings.values() for term in every)
    return sorted(text_of(t) for t in terms if text_of(getattr(t, "datatype", None)) == _DATE)
