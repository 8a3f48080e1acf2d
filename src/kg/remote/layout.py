"""The named graphs of a server.

A server's own default graph means different things (empty, or the union of all), so everything
lies in a graph with a name, and each query says which of them are its default graph (SPARQL 1.1
Protocol, section 2.1.4).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kg.vocabulary import FACTS, ID

__all__ = ["ONTOLOGY", "THINGS", "dataset"]

ONTOLOGY: Final = ID + "ontology"
"""Classes, properties and concepts."""

THINGS: Final = ID + "things"
"""What all accounts speak of: actors, places, documents."""


def dataset(asked: Collection[str], known: Collection[str]) -> list[tuple[str, str]]:
    """Give the protocol's parameters for the data set that a query is asked of.

    Args:
        asked: The accounts that are the default graph, with what all accounts speak of.
        known: Every account of the server.
    """
    default = (ONTOLOGY, THINGS, *asked)
    named = [("named-graph-uri", each) for each in known if each != FACTS]
    return [*(("default-graph-uri", each) for each in default), *named]
