"""Kinds: the classes of which a template can be made, and the one that somebody typed."""

from __future__ import annotations

import re

from kg.engine import Engine
from kg.errors import UsageError, nearest
from kg.reference.model import Model
from kg.terms import compact, slug
from kg.vocabulary import KG

__all__ = ["class_named", "made_from"]


def made_from(engine: Engine) -> list[tuple[str, str]]:
    """Give what templates are for: each class that a shape targets, and its kinds, with its label.

    Returns:
        The compact name and the label of each, in the order of labels.
    """
    model = Model(engine)
    made = [(compact(each), model.label(each)) for each in _classes(model)]
    return sorted(made, key=lambda each: each[1].casefold())


def _classes(model: Model) -> list[str]:
    targets = {cls for shape in model.rules.shapes for cls in shape.targets}
    ours = (each for each in model.classes if each.startswith(KG))
    return [each for each in ours if targets & {each, *model.above(each)}]


def class_named(model: Model, kind: str) -> str:
    """Give the class that somebody typed.

    Raises:
        UsageError: There is none; the nearest are given.
    """
    typed = re.sub(r"[\s_-]", "", kind.partition(":")[2] or kind).casefold()
    known = {name: each for each in _classes(model) for name in (slug(each), model.label(each))}
    exact = {re.sub(r"[\s_-]", "", name).casefold(): each for name, each in known.items()}
    if typed in exact:
        return exact[typed]
    near = nearest(kind.casefold(), {name.lower() for name in known})
    raise UsageError("there is no such kind", where=kind, mend=near or "kg new lists what there is")
