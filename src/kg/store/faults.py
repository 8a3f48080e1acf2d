"""Faults that stand in the way of a build: terms that nothing declares, times that are not EDTF."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import DataError, nearest
from kg.terms import compact, text_of
from kg.vocabulary import KG, RDF_TYPE, C

__all__ = ["unknown_terms"]


def unknown_terms(store: ox.Store) -> Iterator[DataError]:
    """Give an error for each term of ours that a store uses and nothing in it declares.

    A typo in a term would otherwise be an empty answer later.
    """
    declared = {text_of(quad.subject) for quad in store}
    known = [compact(iri) for iri in declared if iri.startswith((KG, C))]
    for iri in sorted(_used(store) - declared):
        name = compact(iri)
        yield DataError(
            f"unknown term {name}",
            where=name,
            mend=nearest(name, known) or "declare it as the ontology declares its own terms",
        )


def _used(store: ox.Store) -> set[str]:
    """Give our terms that stand as a predicate, as a class, or as a concept."""
    found = set()
    for quad in store:
        found.add(quad.predicate.value)
        value = text_of(quad.object)
        if quad.predicate.value == RDF_TYPE or value.startswith(C):
            found.add(value)
    return {iri for iri in found if iri.startswith((KG, C))}
