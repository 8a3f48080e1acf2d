"""Values: the text of a cell to the term that a field takes, or why it is none."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kg.datasets.fields import Field
from kg.engine import literal_of, node
from kg.errors import nearest
from kg.period import bounds
from kg.terms import slug
from kg.vocabulary import PREFIXES

__all__ = ["NotReadError", "concept", "literal_value", "pointed"]

_XSD: Final = PREFIXES["xsd"]
_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_LANGUAGE: Final = PREFIXES["rdf"] + "langString"
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBERS: Final = ("decimal", "integer", "nonNegativeInteger")
_EITHER: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_BY_COMMA: Final = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_TRUE: Final = dict.fromkeys(("true", "yes", "1"), "true")
_FALSE: Final = dict.fromkeys(("false", "no", "0"), "false")


class NotReadError(Exception):
    """A cell holds no value of its field.

    Attributes:
        why: The reason, as a clause.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def concept(field: Field, text: str) -> str:
    """Give the entry of a code list that a cell names, by its slug or its label.

    Raises:
        NotReadError: The list has no such entry.
    """
    if found := _names(tuple(field.entries.items())).get(_folded(text.removeprefix("c:"))):
        return found
    names = [slug(iri) for iri in field.entries]
    near = nearest(text, names) or f"such as {', '.join(sorted(names)[:3])}"
    raise NotReadError(f"no entry of its code list ({near}):")


@lru_cache(maxsize=64)
def _names(entries: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Give each name of each entry; of two alike the first one's."""
    named = [(_folded(name), iri) for iri, label in entries for name in (slug(iri), label)]
    return dict(reversed(named))


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def literal_value(field: Field, text: str) -> object:
    """Give the literal of a cell.

    Raises:
        NotReadError: It is none of the field's datatype.
    """
    datatype = field.datatype
    if datatype in ("", _XSD + "string"):
        return literal_of(text)
    if datatype == _LANGUAGE:
        return literal_of(text, language="en")
    if datatype == _EDTF:
        bounds(text)
        return literal_of(text, datatype)
    if datatype == _XSD + "anyURI":
        return node(text)
    return literal_of(_lexical(text, datatype.removeprefix(_XSD)), datatype)


def _lexical(text: str, datatype: str) -> str:
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if datatype in _NUMBERS:
        is_whole = "." not in plain.removesuffix(".0")
        if not _NUMBER.fullmatch(plain) or not (is_whole or datatype == "decimal"):
            raise NotReadError("no number:")
        number = f"{Decimal(plain.removesuffix('.0')):f}"
        return number if datatype != "decimal" or "." in number else f"{number}.0"
    if datatype == "boolean":
        said = (_TRUE | _FALSE).get(plain.casefold())
        if said is None:
            raise NotReadError("neither true nor false:")
        return said
    if datatype == "date":
        try:
            return date.fromisoformat(plain).isoformat()
        except ValueError:
            raise NotReadError("no day such as 1955-09-23:") from None
    return text


def pointed(field: Field, text: str, decimal: str) -> str:
    """Give the cell of a number with a point before its decimals, any other cell as it is.

    Args:
        field: Its field.
        text: What stands there.
        decimal: ``comma`` or ``point``, by which numbers have decimals; empty where nothing says.

    Raises:
        NotReadError: The comma may part thousands or decimals, and nothing says which.
    """
    if field.datatype.removeprefix(_XSD) not in _NUMBERS:
        return text
    if decimal == "comma":
        if not _BY_COMMA.fullmatch(text):
            raise NotReadError("no number with a comma before its decimals:")
        return text.replace(".", "").replace(",", ".")
    if not decimal and _EITHER.fullmatch(text):
        mend = "(say --decimal comma or --decimal point)"
        raise NotReadError(f"the comma may part thousands or decimals {mend}:")
    if not decimal and "," in text and _BY_COMMA.fullmatch(text):
        raise NotReadError("no number (where a comma parts decimals, --decimal comma):")
    return text
