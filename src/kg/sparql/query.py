"""A read query as one value: its text, the terms for its variables, and how it is to be asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from kg.sparql.binding import Bindings, with_values
from kg.sparql.guarding import Token, cut
from kg.vocabulary import FACTS, PREFIXES

__all__ = ["Asked", "Query", "prefixes_in"]

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_LONG: Final = 4_000
_COUNTING: Final = frozenset("COUNT SUM AVG SAMPLE GROUP_CONCAT LIMIT OFFSET".split())


@dataclass(frozen=True)
class Query:
    """A read query with all that says how it is asked; its text is cut into tokens once.

    Attributes:
        text: SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE.
        bindings: Terms for variables, by name; several terms are several rows.
        accounts: IRIs of the accounts that are its default graph, together with the ontology and
            the things that all accounts speak of.
        services: Endpoints that it may reach with SERVICE; none by default.
        time_limit: Seconds after which it is stopped; never if None.
        dataset: The graphs that the SPARQL 1.1 Protocol names in the place of those of the text's
            own FROM (section 2.1.4), each with whether it is a named one; None where none is named.
    """

    text: str
    bindings: Bindings = field(default_factory=dict)
    accounts: Collection[str] = (FACTS,)
    services: Collection[str] = ()
    time_limit: float | None = None
    dataset: Sequence[tuple[bool, str]] | None = None

    @classmethod
    def of(cls, asked: Asked) -> Query:
        """Give a query as it is; a text as a query for the facts."""
        return cls(asked) if isinstance(asked, str) else asked

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Give the terminals of the text."""
        return cut(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Give the bare words of the text, in capitals."""
        return frozenset(token.text.upper() for token in self.tokens if token.kind == "word")

    def has(self, word: str) -> bool:
        """Say whether a bare word stands in the text, given in capitals."""
        # Most texts do not even hold the letters, and need not be cut to know that.
        return word in self.text.upper() and word in self.words

    @cached_property
    def is_of_sets(self) -> bool:
        """Say whether it answers a set and counts nothing: statements may then stand twice."""
        words = [token.text.upper() for token in self.tokens if token.kind == "word"]
        at = next((at for at, word in enumerate(words) if word in _FORMS), len(words))
        is_set = words[at : at + 1] == ["ASK"] or words[at : at + 2] == ["SELECT", "DISTINCT"]
        return is_set and not self.words & _COUNTING

    @cached_property
    def bound(self) -> str:
        """Give the text with the terms for its variables in it.

        Raises:
            QueryError: It has no such variable, or a form that cannot hold a value.
        """
        if not self.bindings:
            return self.text
        return with_values(self.text, self.bindings)


Asked: TypeAlias = Query | str
"""What an engine takes: a query, or the text of one."""


def prefixes_in(sparql: str) -> dict[str, str]:
    """Give the known prefixes that a query may use: an engine reads each one that it is given.

    >>> prefixes_in("ASK { ?state a kg:State }")
    {'kg': 'https://w3id.org/khyber/ontology/'}
    """
    # An escape may stand for any letter of a prefix, and to look through a long text costs more.
    if "\\" in sparql or len(sparql) > _LONG:
        return dict(PREFIXES)
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in sparql}
