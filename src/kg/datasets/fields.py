"""Fields: the properties that a row of a kind can fill, as ontology and shapes declare them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import UsageError, nearest
from kg.reference import Model, class_named
from kg.terms import compact, slug
from kg.vocabulary import CLAIMS, KG, PREFIXES, kg

__all__ = ["CLAIM", "Field", "Kind", "read_kind"]

CLAIM: Final = (kg("modality"), kg("claimant"))
_RELATION, _DOCUMENT, _TIME = kg("Relation"), kg("Document"), kg("time")
_ANYTHING: Final = PREFIXES["owl"] + "Thing"
_CONCEPT: Final = PREFIXES["skos"] + "Concept"
_LABELS: Final = {"label": PREFIXES["skos"] + "prefLabel", "title": PREFIXES["dcterms"] + "title"}


class Field(NamedTuple):
    """What one property takes.

    Attributes:
        prop: Its IRI.
        name: Its name as a mapping has it, such as ``member``.
        datatype: The datatype of a literal; empty where a value is a thing or an entry of a list.
        entries: The entries of the code list that a value is from, each with its label.
        classes: The classes of the things that it takes, as compact names.
        is_literal: Whether a value is a literal.
        needed: Whether a shape asks for it.
    """

    prop: str
    name: str
    datatype: str
    entries: dict[str, str]
    classes: tuple[str, ...]
    is_literal: bool
    needed: bool


class Kind(NamedTuple):
    """A class of which rows are made.

    Attributes:
        cls: Its IRI.
        name: Its name in small letters, its words parted by hyphens.
        is_relation: Whether it is a relation, made from its row, or a thing that the row states.
        is_apart: Whether what goes on carries its own day of observation.
        fields: Its fields by name.
    """

    cls: str
    name: str
    is_relation: bool
    is_apart: bool
    fields: dict[str, Field]

    def field(self, name: str) -> Field:
        """Give a field by the name that somebody typed.

        Raises:
            UsageError: There is none; the nearest are given.
        """
        if found := self.fields.get(_plain(name)):
            return found
        known = sorted(each.name for each in self.fields.values())
        near = nearest(name, known) or f"kg describe {slug(self.cls)} lists them"
        raise UsageError(f"a {self.name} has no such field", where=name, mend=near)


def read_kind(model: Model, typed: str) -> Kind:
    """Give what the ontology and the shapes say of a class.

    Raises:
        UsageError: There is no such class; the nearest are given.
    """
    any_claim = typed.casefold() == slug(CLAIMS).removesuffix("s")
    cls = _RELATION if any_claim else class_named(model, typed)
    above = [cls, *model.above(cls)]
    asked = {each.path for each in model.rules.of(*above) if each.path and each.least}
    # Who makes a claim is asked only of a claim.
    asked -= {*CLAIM}
    may = [prop for prop in model.properties if _is_filled(model, prop, cls)]
    fields: dict[str, Field] = {}
    for prop in sorted(may):
        field = _field(model, prop, cls, needed=prop in asked)
        for name in (field.name, model.label(prop), compact(prop)):
            fields.setdefault(_plain(name), field)
        for name, labelling in _LABELS.items():
            if prop == labelling:
                fields.setdefault(name, field)
    apart = compact(kg("observedApart"))
    return Kind(
        cls,
        _hyphened(cls),
        _RELATION in above,
        any(model.values(each, apart) for each in above),
        fields,
    )


def _is_filled(model: Model, prop: str, cls: str) -> bool:
    """Say whether a row can fill a property: it stands on the class, and is nobody's evidence."""
    if model.is_derived(prop) or not model.is_borne(prop, cls):
        return False
    return _DOCUMENT not in model.taken(prop, cls).classes


def _field(model: Model, prop: str, cls: str, *, needed: bool) -> Field:
    taken = model.taken(prop, cls)
    entries = {each: model.label(each) for each in model.entries(taken.scheme)}
    classes = tuple(compact(each) for each in taken.classes if each not in (_ANYTHING, _CONCEPT))
    datatype = PREFIXES["edtf"] + "EDTF" if prop == _TIME else taken.datatype
    name = next((name for name, iri in _LABELS.items() if iri == prop), _local(prop))
    return Field(prop, name, datatype, entries, classes, taken.is_literal, needed)


def _local(iri: str) -> str:
    return compact(iri).rpartition(":")[2]


def _hyphened(iri: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", iri.removeprefix(KG)).lower()


def _plain(name: str) -> str:
    """Give a name as it is compared: without case, spaces and hyphens."""
    return re.sub(r"[\s_-]", "", name).casefold()
