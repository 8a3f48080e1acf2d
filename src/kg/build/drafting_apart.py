"""Apart: an account that is being made, with no more of a graph than what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.build.files import reading
from kg.build.fill import complete
from kg.build.sources import Source, accounts_in, read_quads
from kg.engine import Engine, cells_of, node
from kg.errors import DataError
from kg.paths import shipped
from kg.sparql import Query
from kg.terms import is_iri, text_of
from kg.vocabulary import CLAIMS, FACTS, ID, kg

__all__ = ["Apart", "apart"]

_SAID: Final = """
SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(?p != kg:time) FILTER NOT EXISTS { ?p kg:derived true } }"""
_POINTING: Final = """
SELECT ?s ?p ?o WHERE { ?s kg:coded ?thing ; ?p ?o FILTER NOT EXISTS { ?p kg:derived true } }"""
# A shape looks over so many steps from what it is held to.
_STEPS: Final = 3


class Apart(NamedTuple):
    """An account that is being made, and what of a graph it speaks of.

    Attributes:
        store: Its statements, what they speak of, and what follows from them.
        things: The IRIs of what it states something of, in order.
        faults: What is wrong with its statements.
    """

    store: ox.Store
    things: list[str]
    faults: list[DataError]


def apart(path: Path, engine: Engine) -> Apart:
    """Give the statements of a file as if they were all the facts there are.

    Beside them stand the ontology, and of a graph what is said of the things that the file names
    and does not describe itself, and of what these lead to, but for their times: what one account
    states breaks no rule for another, and so it is held to the rules by itself.

    Args:
        path: The file.
        engine: The graph's engine.

    Raises:
        DataError: The file is not well formed.
    """
    store, things, named = _own(path)
    for module in shipped("ontology").glob("*.ttl"):
        if module.name != "alignments.ttl":
            store.extend(read_quads(module))
    known = set(things)
    for step in range(_STEPS):
        named = {each for each in named if each.startswith(ID)} - known
        known |= named
        said = [*_said(engine, named, _SAID, "s")]
        # What points at a thing says with which codes it is known.
        said += [] if step else _said(engine, named, _POINTING, "thing")
        store.extend(said)
        named = {text_of(quad.object) for quad in said if is_iri(quad.object)}
    return Apart(store, sorted(things), complete(store))


def _own(path: Path) -> tuple[ox.Store, set[str], set[str]]:
    """Give what a file states, with the things of which it does, and the names that it uses."""
    store, account = _loaded(path, FACTS), FACTS
    if next(store.quads_for_pattern(None, node(kg("modality")), None), None):
        store, account = _loaded(path, CLAIMS), CLAIMS  # They are held to the rules of claims.
    things, named, spans = set[str](), set[str](), list[ox.Quad]()
    # What the file says of the days of its account holds for that in whose place it stands.
    days = (kg("observedFrom"), kg("observedUntil"))
    accounts = accounts_in(store)
    for quad in store:
        thing = text_of(quad.subject)
        things.add(thing)
        if is_iri(quad.object):
            named.add(text_of(quad.object))
        elif thing in accounts and quad.predicate.value in days:
            spans.append(ox.Quad(node(account), quad.predicate, quad.object, quad.graph_name))
    store.extend(spans)
    return store, things, named


def _loaded(path: Path, account: str) -> ox.Store:
    store = ox.Store()
    with reading(path):
        store.bulk_load(path=path, to_graph=Source(path, account).graph)
    return store


def _said(engine: Engine, things: set[str], sparql: str, variable: str) -> Iterator[ox.Quad]:
    if things:
        asked = Query(sparql, {variable: [*map(node, sorted(things))]}, engine.accounts())
        for row in cells_of(engine.query(asked)):
            yield ox.Quad(*row)  # type: ignore[arg-type]
