"""Literals: how a text that stands in a file is written in the datatype that belongs there."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kg.lexical import read
from kg.meant import days_meant, times_meant, written_as
from kg.vocabulary import PREFIXES

__all__ = ["rewritten"]

_XSD, _RDF = PREFIXES["xsd"], PREFIXES["rdf"]
_A_DAY: Final = 'write year-month-day, such as "2024-12-31"^^xsd:date'


def rewritten(text: str, datatype: str) -> str:
    """Say how a text is written as a literal of a datatype; empty where it means none of it."""
    plain = text.replace(",", "").strip()
    whole = isinstance(read(plain, "integer"), int)
    forms = {
        _XSD + "date": written_as(text, days_meant(text), "xsd:date") or _A_DAY,
        PREFIXES["edtf"] + "EDTF": written_as(text, times_meant(text), "edtf:EDTF"),
        _RDF + "langString": f'say in which language it is, such as "{text}"@en',
        _XSD + "string": f'write it as "{text}", without a language or a datatype',
        _XSD + "integer": f"write it as {plain}, without quotes" if whole else "",
        _XSD + "decimal": _decimal(plain),
        PREFIXES["geo"] + "wktLiteral": f'write it as "{text}"^^geo:wktLiteral',
    }
    return forms.get(datatype, "")


def _decimal(text: str) -> str:
    value = read(text, "decimal")
    if not isinstance(value, Decimal):
        return ""
    return f"write it as {value:f}{'' if '.' in text else '.0'}, without quotes"
