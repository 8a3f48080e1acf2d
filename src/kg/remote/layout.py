"""The named graphs of a server.

A server's own default graph means different things (empty, or the union of all), so everything
lies in a graph with a name, and each query says which of them are its default graph (SPARQL 1.1
Protocol, section 2.1.4).
"""

from __future__ import annotations

from typing import Final

from kg.vocabulary import CLAIMS, ID

__all__ = ["FACTS", "GRAPHS", "ONTOLOGY", "dataset"]

FACTS: Final = ID + "facts"
"""The facts, and what is derived from them."""

ONTOLOGY: Final = ID + "ontology"
"""Classes, properties and concepts."""

GRAPHS: Final = (ONTOLOGY, FACTS, CLAIMS)
"""Every named graph of a server, in the order in which they are written."""


def dataset(*, claims: bool) -> list[tuple[str, str]]:
    """Give the protocol's parameters for the data set that a query is asked of."""
    default = GRAPHS if claims else (ONTOLOGY, FACTS)
    return [*(("default-graph-uri", each) for each in default), ("named-graph-uri", CLAIMS)]
