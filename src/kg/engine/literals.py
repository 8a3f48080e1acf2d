"""Terms made from Python values, for binding."""

from __future__ import annotations

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

__all__ = ["literal", "node"]


def node(iri: str) -> ox.NamedNode:
    """Give the named node of an IRI."""
    return ox.NamedNode(iri)


def literal(text: str, datatype: str) -> ox.Literal:
    """Give a literal of an XML Schema datatype: ``literal("1957-01-01", "date")``."""
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
