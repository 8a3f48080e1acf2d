"""Apart: an account that is being made, with no more of a graph than what it speaks of."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.build.fill import complete
from kg.build.sources import read_quads
from kg.engine import Engine, cells_of, node
from kg.errors import DataError
from kg.paths import shipped
from kg.sparql import Query
from kg.terms import is_iri, text_of
from kg.vocabulary import CLAIMS, FACTS, ID, kg

__all__ = ["apart"]

_SAID: Final = """
SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(?p != kg:time) FILTER NOT EXISTS { ?p kg:derived true } }"""
_POINTING: Final = """
SELECT ?s ?p ?o WHERE { ?s kg:coded ?thing ; ?p ?o FILTER NOT EXISTS { ?p kg:derived true } }"""


def apart(path: Path, engine: Engine) -> tuple[ox.Store, list[DataError]]:
    """Give the statements of a file as if they were all the facts there are.

    Beside them stand the ontology, and of a graph what is said of the things that the file names
    and does not describe itself, but for their times: what one account states breaks no rule for
    another, and so it is held to the rules by itself.

    Args:
        path: The file.
        engine: The graph's engine.

    Returns:
        The store, with what follows from its statements, and what is wrong with them.
    """
    store = ox.Store()
    for module in shipped("ontology").glob("*.ttl"):
        if module.name != "alignments.ttl":
            store.extend(read_quads(module))
    own, account = read_quads(path, FACTS), FACTS
    if any(quad.predicate.value == kg("modality") for quad in own):
        own, account = read_quads(path, CLAIMS), CLAIMS  # They are held to the rules of claims.
    # What the file says of the days of its account holds for that in whose place it stands.
    days = (kg("observedFrom"), kg("observedUntil"))
    accounts = {q.subject for q in own if text_of(q.object) == kg("Account")}
    spans = [q for q in own if q.subject in accounts and q.predicate.value in days]
    store.extend(ox.Quad(node(account), q.predicate, q.object, q.graph_name) for q in spans)
    store.extend(own)
    subjects = {quad.subject for quad in own}
    named = {quad.object for quad in own if is_iri(quad.object)} - subjects
    things = [node(each) for each in sorted(map(text_of, named)) if each.startswith(ID)]
    for sparql, variable in ((_SAID, "s"), (_POINTING, "thing")):
        if things:
            asked = Query(sparql, {variable: things}, engine.accounts())
            quads = (ox.Quad(*row) for row in cells_of(engine.query(asked)))  # type: ignore[arg-type]
            store.extend(quads)
    return store, complete(store)
