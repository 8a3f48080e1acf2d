"""Terms made from Python values, for binding."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.foreign import shown
from kg.sparql import Binding
from kg.vocabulary import PREFIXES

__all__ = ["literal", "literal_of", "node", "node_if_any", "term_given"]


def node(iri: str) -> ox.NamedNode:
    """Give the named node of an IRI."""
    return ox.NamedNode(iri)


def node_if_any(iri: str) -> ox.NamedNode | None:
    """Give the named node of an IRI; None where a text is none, and so names nothing."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def literal(text: str, datatype: str) -> ox.Literal:
    """Give a literal of an XML Schema datatype: ``literal("1957-01-01", "date")``."""
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def literal_of(text: str, datatype: str = "", language: str = "") -> ox.Literal:
    """Give a literal of a datatype by its IRI, of a language, or a plain text.

    Raises:
        UsageError: The text holds half a character, which Python makes of what is no UTF-8.
    """
    try:
        if language:
            return ox.Literal(text, language=language)
        return ox.Literal(text, datatype=ox.NamedNode(datatype)) if datatype else ox.Literal(text)
    except UnicodeEncodeError:
        mend = "write it anew, as UTF-8"
        raise UsageError("this is no text", where=shown(text), mend=mend) from None


def term_given(value: Any) -> Binding | None:  # noqa: ANN401 - whatever a caller gives
    """Give an IRI or a literal of Oxigraph's or of rdflib's as a term; None where it is neither.

    Raises:
        UsageError: It is one of rdflib's that RDF does not allow, such as an IRI with a space.
    """
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    # rdflib is known by its names, and not imported for who holds none of its terms.
    if type(value).__module__.partition(".")[0] != "rdflib":
        return None
    try:
        return _of_rdflib(value)
    except ValueError:
        raise UsageError("this is no term of RDF", where=shown(value), mend="mend it") from None


def _of_rdflib(value: Any) -> Binding | None:  # noqa: ANN401
    if type(value).__name__ == "URIRef":
        return node(str(value))
    if type(value).__name__ != "Literal":
        return None
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=node(str(value.datatype)) if value.datatype else None)
