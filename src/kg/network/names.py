"""Labels of what a network shows, in English and in Urdu, read as they are needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.engine import Engine
from kg.query import label_of, rows_about

__all__ = ["Names"]

_LABELS: Final = """
SELECT ?thing ?label (LANG(?label) AS ?language) WHERE {
  ?thing skos:prefLabel|dcterms:title ?label }"""


class Names:
    """The labels of things, read in few queries and kept.

    Args:
        engine: The graph's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._asked: set[str] = set()
        self._english: dict[str, str] = {}
        self._urdu: dict[str, str] = {}

    def read(self, wanted: Iterable[str]) -> None:
        """Read the labels of things that have not been read yet."""
        new = set(wanted) - self._asked
        self._asked |= new
        everywhere = self._engine.accounts()
        for thing, label, language in rows_about(self._engine, _LABELS, new, accounts=everywhere):
            if language == "ur":
                self._urdu[thing] = str(label)
            elif language == "en" or (not language and thing not in self._english):
                self._english[thing] = str(label)

    def has(self, iri: str) -> bool:
        """Say whether a thing has a label in English."""
        return iri in self._english

    def of(self, iri: str) -> str:
        """Give a thing's label, else its slug in words, else its IRI."""
        return label_of(self._english, iri)

    def urdu(self, iri: str) -> str | None:
        """Give a thing's label in Urdu, where it is another than that in English."""
        found = self._urdu.get(iri)
        return found if found != self._english.get(iri) else None
