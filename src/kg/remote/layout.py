"""The graphs of a server: which of them a query is asked of (SPARQL 1.1 Protocol, section 2.1.4).

A server's own default graph means different things (empty, or the union of all), so `kg push` puts
everything into a graph with a name, and each query says which of them are its default graph. A
server of `kg serve` takes accounts in that place, and adds by itself what all of them speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, NamedTuple

from kg.vocabulary import FACTS, ID, KG, C

__all__ = ["ONTOLOGY", "PUSHED", "SERVED", "THINGS", "Layout"]

ONTOLOGY: Final = ID + "ontology"
"""Classes, properties and concepts."""

THINGS: Final = ID + "things"
"""What all accounts speak of: actors, places, documents."""

_Parameters = list[tuple[str, str]]


class Layout(NamedTuple):
    """How the graphs of a server are asked.

    Attributes:
        dataset: Gives the protocol's parameters for the data set that a query is asked of: from
            the accounts that are the default graph, with what all accounts speak of, and from
            every account of the server.
        accounts: Asks for the accounts.
        terms: Asks for every term of the ontology, with the parameters for it.
        counted: Asks how many statements there are, with the parameters for it, from every account.
    """

    dataset: Callable[[Collection[str], Collection[str]], _Parameters]
    accounts: str
    terms: tuple[str, _Parameters]
    counted: Callable[[Collection[str]], tuple[str, _Parameters]]


def _pushed(asked: Collection[str], known: Collection[str]) -> _Parameters:
    default = (ONTOLOGY, THINGS, *asked)
    named = [("named-graph-uri", each) for each in known if each != FACTS]
    return [*(("default-graph-uri", each) for each in default), *named]


def _served(asked: Collection[str], _: Collection[str]) -> _Parameters:
    return [("default-graph-uri", each) for each in asked]


def _all_pushed(known: Collection[str]) -> tuple[str, _Parameters]:
    graphs = [("named-graph-uri", each) for each in (ONTOLOGY, THINGS, *known)]
    return "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }", graphs


def _all_served(_: Collection[str]) -> tuple[str, _Parameters]:
    both = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
    return f"SELECT (COUNT(*) AS ?n) WHERE {{ {both} }}", []


_OURS: Final = " || ".join(f'STRSTARTS(STR(?s), "{each}")' for each in (KG, C))
PUSHED: Final = Layout(
    _pushed,
    """SELECT DISTINCT ?account WHERE {
  GRAPH ?g { { ?account a kg:Account } UNION { id:push dcterms:references ?account } } }""",
    ("SELECT DISTINCT ?s WHERE { ?s ?p ?o }", [("default-graph-uri", ONTOLOGY)]),
    _all_pushed,
)
"""What `kg push` writes."""

SERVED: Final = Layout(
    _served,
    "SELECT DISTINCT ?account WHERE { GRAPH ?account { ?s ?p ?o } }",
    (f"SELECT DISTINCT ?s WHERE {{ ?s ?p ?o FILTER({_OURS}) }}", []),
    _all_served,
)
"""What `kg serve` answers."""
