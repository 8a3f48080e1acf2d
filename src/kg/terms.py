"""RDF terms at the boundary: compact names, and the Python value of a literal.

A dirty value stops here: nothing above this floor looks at a datatype IRI.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from kg.errors import UsageError, nearest
from kg.vocabulary import ID, KG, PREFIXES, C

__all__ = ["Iri", "Term", "Value", "compact", "expand", "is_iri", "slug", "text_of", "value_of"]

Iri: TypeAlias = str
Value: TypeAlias = str | int | float | bool | date | datetime | Decimal | None


class Term(Protocol):
    """What every term of an engine carries: its text."""

    @property
    def value(self) -> str:
        """Give the IRI, the blank node's label or the lexical form."""


_XSD: Final = PREFIXES["xsd"]
_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def _boolean(text: str) -> bool:
    return text in ("true", "1")


_INTEGERS = (
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger "
    "negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte"
).split()
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    **{_XSD + name: int for name in _INTEGERS},
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": _boolean,
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}


def compact(iri: Iri) -> str:
    """Give an IRI as a compact name where a prefix fits, else as it is.

    >>> compact("https://w3id.org/khyber/id/pakistan")
    'id:pakistan'
    """
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> Iri:
    """Give the IRI of a compact name; an IRI, with or without angle brackets, stays as it is.

    Raises:
        UsageError: The prefix is not known.

    >>> expand("kg:Membership")
    'https://w3id.org/khyber/ontology/Membership'
    """
    bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    prefix, colon, local = bare.partition(":")
    if not colon or local.startswith("//") or prefix == "urn":
        return bare
    if prefix not in PREFIXES:
        mend = nearest(prefix, PREFIXES) or f"known prefixes: {', '.join(PREFIXES)}"
        raise UsageError(f"unknown prefix {prefix!r}", where=name, mend=mend)
    return PREFIXES[prefix] + local


def slug(iri: Iri) -> str:
    """Give the last part of one of our own IRIs, which is how people type it."""
    for namespace in (ID, KG, C):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri


def is_iri(term: object) -> bool:
    """Say whether a term is a named node: it has a text, and neither datatype nor quads."""
    return type(term).__name__ == "NamedNode"


def text_of(term: object) -> str:
    """Give the text of a term: its IRI, label or lexical form; an empty one for an unbound cell."""
    return "" if term is None else str(getattr(term, "value", term))


def value_of(term: object) -> Value:
    """Give the Python value of a term.

    IRIs come as compact names; a literal whose text does not fit its datatype comes as its text,
    so that one bad value never loses a row.
    """
    if term is None:
        return None
    text = text_of(term)
    if is_iri(term):
        return compact(text)
    reader = _READERS.get(text_of(getattr(term, "datatype", None)))
    try:
        return reader(text) if reader else text
    except (ValueError, ArithmeticError):
        return text
