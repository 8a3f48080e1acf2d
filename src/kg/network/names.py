"""Labels of what a network shows, in English and in Urdu, read as they are needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from kg.engine import Engine
from kg.query import label_of, rows_about

__all__ = ["Names", "initials", "others", "short_names"]

_LABELS: Final = """
SELECT ?thing ?label (LANG(?label) AS ?language) WHERE {
  ?thing skos:prefLabel|dcterms:title ?label }"""

_OTHERS: Final = "SELECT ?thing ?label WHERE { ?thing skos:altLabel ?label }"
_INITIALS: Final = """
SELECT ?thing ?label ?name WHERE {
  ?class kg:calledByInitials true . ?thing a ?class ; skos:prefLabel ?label ; skos:altLabel ?name .
  FILTER(LANG(?label) IN ("en", "") && LANG(?name) IN ("en", "")) }"""
_CAPITALS: Final = re.compile(r"(?=.{2,9}$)[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_LONG: Final = 12


def short_names(engine: Engine, wanted: Collection[str]) -> dict[str, str]:
    """Give what things are called for short, where that is by initials; see `initials`."""
    found: dict[str, tuple[str, list[str]]] = {}
    asked = rows_about(engine, _INITIALS, wanted, accounts=engine.accounts())
    for thing, label, name in asked:
        found.setdefault(thing, (str(label), []))[1].append(str(name))
    short = {thing: initials(label, names) for thing, (label, names) in found.items()}
    # What two things are called tells neither of them.
    bearers = Counter(short.values())
    return {thing: name for thing, name in short.items() if name and bearers[name] == 1}


def initials(label: str, names: Iterable[str]) -> str | None:
    """Give that of some names which stands for a long label: its initials, or the only one.

    >>> initials("European Union", ["EEC", "EU", "Europe"])
    'EU'
    """
    found = sorted({name for name in names if _CAPITALS.fullmatch(name)})
    if len(label) <= _LONG or not found:
        return None
    first = "".join(re.findall(r"\b[A-Z]", label))
    return first if first in found else found[0] if len(found) == 1 else None


def others(engine: Engine, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Give what else each thing is called: alternative labels and abbreviations, sorted."""
    found: dict[str, set[str]] = {}
    for thing, label in rows_about(engine, _OTHERS, {*wanted}, accounts=engine.accounts()):
        found.setdefault(thing, set()).add(str(label))
    return {thing: sorted(labels) for thing, labels in found.items()}


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
