"""Strangers: terms of ours in a query that nothing declares, so that they can match nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress

from kg.engine import Engine
from kg.errors import UsageError, nearest
from kg.sparql import kept, tokens
from kg.terms import compact, expand
from kg.vocabulary import ID

__all__ = ["unknown_terms"]


def unknown_terms(engine: Engine, sparql: str, spaces: Collection[str]) -> Iterator[str]:
    """Give a line for each name of some namespaces in a query that nothing declares.

    Args:
        engine: What is asked.
        sparql: The query.
        spaces: The namespaces; one is looked for among its own names.
    """
    for name, iri in _named(sparql):
        ours = iri.startswith(tuple(spaces)) and iri not in spaces
        if not ours or engine.declares(iri) or iri in engine.accounts():
            continue
        where = "the graph" if iri.startswith(ID) else "the ontology"
        known = [
            compact(each) for space in spaces for each in engine.names_in(space) if each != space
        ]
        near = nearest(compact(iri), known)
        yield f"{name} is not in {where}{near and f'; {near}'}"


@kept
def _named(sparql: str) -> tuple[tuple[str, str], ...]:
    """Give each name in a query, as it stands there, with its IRI."""
    found = []
    for name in sorted({token.text for token in tokens(sparql) if token.kind in ("name", "iri")}):
        with suppress(UsageError):
            # SPARQL escapes what a name could not hold otherwise: kg:half\-brother.
            found.append((name, expand(re.sub(r"\\(.)", r"\1", name))))
    return tuple(found)
