"""Faults that stand in the way of a build: terms that nothing declares, times that are not EDTF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeGuard

import pyoxigraph as ox

from kg.errors import DataError, nearest
from kg.terms import compact, text_of
from kg.vocabulary import KG, PREFIXES, C

__all__ = ["unknown_terms"]

_USED: Final = (
    "SELECT DISTINCT ?term WHERE { ?thing ?term ?value }",
    "SELECT DISTINCT ?term WHERE { ?thing a ?term }",
    "SELECT DISTINCT ?term WHERE { ?s ?p ?term FILTER(STRSTARTS(STR(?term), STR(c:))) }",
)


def unknown_terms(store: ox.Store) -> Iterator[DataError]:
    """Give an error for each term of ours that a store uses and nothing in it declares.

    A typo in a term would otherwise be an empty answer later.
    """
    used = {iri for iri in _used(store) if iri.startswith((KG, C))}
    wrong = sorted(iri for iri in used if not _is_declared(store, iri))
    known = _declared(store) if wrong else []
    for iri in wrong:
        name = compact(iri)
        yield DataError(
            f"unknown term {name}",
            where=name,
            mend=nearest(name, known) or "declare it as the ontology declares its own terms",
        )


def _is_declared(store: ox.Store, iri: str) -> bool:
    return next(store.quads_for_pattern(ox.NamedNode(iri), None, None, None), None) is not None


def _declared(store: ox.Store) -> list[str]:
    subjects = {text_of(quad.subject) for quad in store}
    return [compact(iri) for iri in subjects if iri.startswith((KG, C))]


def _used(store: ox.Store) -> Iterator[str]:
    """Give the terms that stand as a predicate, as a class, or as a concept.

    The engine looks through the statements, because millions of them as Python objects take long.
    """
    for query in _USED:
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        yield from (text_of(row[0]) for row in found if row[0]) if _is_table(found) else ()


def _is_table(found: object) -> TypeGuard[ox.QuerySolutions]:
    return isinstance(found, ox.QuerySolutions)
