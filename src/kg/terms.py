"""RDF terms at the boundary: compact names, and the Python value of a literal.

A dirty value stops here: nothing above this floor looks at a datatype IRI. What a text of a
datatype means is in `kg.lexical`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias

from kg.errors import UsageError, nearest
from kg.lexical import Value, read
from kg.vocabulary import ID, KG, PREFIXES, C

__all__ = [
    "Iri",
    "Term",
    "Value",
    "compact",
    "expand",
    "is_iri",
    "lexical",
    "read_text",
    "read_texts",
    "slug",
    "text_of",
    "value_of",
]

Iri: TypeAlias = str


class Term(Protocol):
    """What every term of an engine carries: its text."""

    @property
    def value(self) -> str:
        """Give the IRI, the blank node's label or the lexical form."""


_XSD: Final = PREFIXES["xsd"]
# No number of so many digits comes near the limit at which Python refuses to read one.
_DIGITS: Final = 600
_OWN: Final = len(ID)
_BY_NAMESPACE: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}

_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def compact(iri: Iri) -> str:
    """Give an IRI as a compact name where a prefix fits, else as it is.

    >>> compact("https://w3id.org/khyber/id/pakistan")
    'id:pakistan'
    """
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _BY_NAMESPACE.get(iri[:end])
    return f"{prefix}:{iri[end:]}" if prefix else iri


def expand(name: str) -> Iri:
    """Give the IRI of a compact name; an IRI, with or without angle brackets, stays as it is.

    Raises:
        UsageError: The prefix is not known.

    >>> expand("kg:Membership")
    'https://w3id.org/khyber/ontology/Membership'
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if not colon or local.startswith("//") or prefix == "urn":
        return name
    if prefix not in PREFIXES:
        mend = nearest(prefix, PREFIXES) or f"known prefixes: {', '.join(PREFIXES)}"
        raise UsageError(f"unknown prefix {prefix!r}", where=name, mend=mend)
    return PREFIXES[prefix] + local


def slug(iri: Iri) -> str:
    """Give the last part of one of our own IRIs, which is how people type it."""
    if iri.startswith(ID):  # nearly all, and many thousands in a network
        return iri[_OWN:]
    for namespace in (KG, C):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri


def is_iri(term: object) -> bool:
    """Say whether a term is a named node: it has a text, and neither datatype nor quads."""
    return type(term).__name__ == "NamedNode"


def lexical(text: str) -> str:
    """Give the text inside a term as N-Triples writes it: its IRI, or what its quotes hold."""
    return text[1:-1] if text.startswith("<") else text.rpartition('"')[0][1:] or text


def text_of(term: object) -> str:
    """Give the text of a term: its IRI, label or lexical form; an empty one for an unbound cell."""
    return "" if term is None else str(getattr(term, "value", term))


def read_text(text: str) -> Value:
    """Give the Python value of a term as SPARQL 1.1 TSV writes it, None for an empty cell.

    >>> read_text('"1957-01-01"^^<http://www.w3.org/2001/XMLSchema#date>')
    datetime.date(1957, 1, 1)
    """
    first = text[:1]
    if first == "<" and text[1:2] != "<":
        return compact(text[1:-1])
    if first != '"':
        return _bare(text)
    lexical, _, tail = text[1:].rpartition('"')
    if "\\" in lexical:
        lexical = _ESCAPE.sub(_unescaped, lexical)
    return _read(lexical, tail[3:-1] if tail.startswith("^^<") else "")


def read_texts(texts: Sequence[str]) -> list[Value]:
    """Give the Python value of each of several terms; see `read_text`.

    A column of things of one namespace, or of whole numbers, is read at once: both are common in
    long tables, and several times faster so.
    """
    first = texts[0] if texts else ""
    end = first.rfind("/") + 1
    namespace, prefix = first[:end], _BY_NAMESPACE.get(first[1:end])
    if prefix and all(text.startswith(namespace) and "/" not in text[end:] for text in texts):
        return [f"{prefix}:{text[end:-1]}" for text in texts]
    if first.isdigit() and all(text.isdigit() and len(text) <= _DIGITS for text in texts):
        return list(map(int, texts))
    return [read_text(text) for text in texts]


def _bare(text: str) -> Value:
    """Read a number, a boolean, a blank node or an unbound cell."""
    if text in ("true", "false"):
        return text == "true"
    if not text or not (text[0].isdigit() or text[0] in "+-."):
        return text or None
    name = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return _read(text, _XSD + name)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code[0] in "uU" else _ESCAPES.get(code, code)


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
    return _read(text, text_of(getattr(term, "datatype", None)))


def _read(text: str, datatype: Iri) -> Value:
    return read(text, datatype[len(_XSD) :]) if datatype.startswith(_XSD) else text
