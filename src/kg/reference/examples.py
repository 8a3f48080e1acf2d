"""Examples: a statement as it stands in the data, in Turtle; the facts come before the claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.editing import Statement, write
from kg.engine import Engine, cells_of, node
from kg.sparql import Query
from kg.terms import text_of
from kg.vocabulary import FACTS, RDF_TYPE

__all__ = ["example_of"]

# The first in the order of names, among things of the data; of a property, with what it gives.
_THING: Final = """
SELECT ?thing WHERE { ?thing kg:kind ?term FILTER(STRSTARTS(STR(?thing), STR(id:))) }
ORDER BY ?thing LIMIT 1"""
_USE: Final = """
SELECT ?thing WHERE { ?thing ?term ?value FILTER(STRSTARTS(STR(?thing), STR(id:))) }
ORDER BY ?thing LIMIT 1"""
_TAKEN: Final = """
SELECT ?thing ?property WHERE { ?thing ?property ?term
  FILTER(STRSTARTS(STR(?thing), STR(id:)) && ?property NOT IN (kg:kind, rdf:type)) }
ORDER BY ?thing LIMIT 1"""
_SAID: Final = """
SELECT ?thing ?property ?value WHERE { ?thing ?property ?value
  FILTER NOT EXISTS { ?property kg:derived true } }"""
_KINDS: Final = "SELECT ?kind WHERE { ?thing kg:kind ?kind }"
# Lines of an example.
_MOST: Final = 12


def example_of(engine: Engine, term: str) -> str:
    """Give a thing of a class, or a statement with a property or a concept; empty if none."""
    for accounts in ((FACTS,), engine.accounts()):
        if found := _first(engine, _THING, term, accounts):
            return _turtle(engine, found[0], accounts)
        if found := _first(engine, _USE, term, accounts):
            return _turtle(engine, found[0], accounts, term)
        if found := _first(engine, _TAKEN, term, accounts):
            return _turtle(engine, found[0], accounts, found[1])
    return ""


def _first(engine: Engine, sparql: str, term: str, accounts: Sequence[str]) -> list[str]:
    found = cells_of(engine.query(Query(sparql, {"term": [node(term)]}, accounts)))
    return [*map(text_of, next(iter(found), []))]


class _Said:
    """A statement of an answer."""

    def __init__(self, cells: tuple[object, object, object]) -> None:
        self.subject, self.predicate, self.object = cells


def _turtle(engine: Engine, thing: str, accounts: Sequence[str], prop: str | None = None) -> str:
    """Give what is said of a thing, or only its class and what one property gives."""
    asked = {"thing": [node(thing)]}
    kinds = {text_of(k) for (k,) in cells_of(engine.query(Query(_KINDS, asked, accounts)))}
    said: list[Statement] = []
    for subject, predicate, value in cells_of(engine.query(Query(_SAID, asked, accounts))):
        of_class = text_of(predicate) == RDF_TYPE
        if text_of(value) in kinds if of_class else prop in (None, text_of(predicate)):
            said.append(_Said((subject, predicate, value)))
    lines = write(said).rstrip().partition("### ")[2].splitlines()[2:]
    if len(lines) > _MOST:
        lines = [*lines[:_MOST], "    # and more"]
    return "\n".join(lines)
