"""Faults that stand in the way of a build: terms that nothing declares, times that are not EDTF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import DataError, nearest
from kg.terms import compact, text_of
from kg.vocabulary import KG, C

__all__ = ["unknown_terms"]


def unknown_terms(store: ox.Store, used: Iterable[str]) -> Iterator[DataError]:
    """Give an error for each term of ours that is used, and that nothing in a store declares.

    A typo in a term would otherwise be an empty answer later.
    """
    ours = (iri for iri in used if iri.startswith((KG, C)))
    wrong = sorted(iri for iri in ours if not _is_declared(store, iri))
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
    return [compact(iri) for iri in subjects if iri.startswith((KG, C)) and iri not in (KG, C)]
