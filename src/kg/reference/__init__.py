"""The reference: what each term means, what it takes and how it is used; templates to fill in."""

from kg.reference.entries import Entry, describe, described, entry
from kg.reference.kinds import class_named, made_from
from kg.reference.model import Model
from kg.reference.templates import template

__all__ = [
    "Entry",
    "Model",
    "class_named",
    "describe",
    "described",
    "entry",
    "made_from",
    "template",
]
