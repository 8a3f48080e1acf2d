"""Arguments: those of the public verbs, held to their annotations before a verb begins.

A type checker says it to whoever runs one; in a notebook nobody does, and a wrong argument would
fail far inside, or be taken for another: ``claims="no"`` for yes, one text for its letters.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import wraps
from numbers import Integral, Real
from os import PathLike
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

from kg.errors import UsageError
from kg.foreign import several, shown

__all__ = ["held"]

P = ParamSpec("P")
R = TypeVar("R")


class _Kind(NamedTuple):
    """What an annotation names: how a reader calls it, and what tells a value of it."""

    name: str
    fits: Callable[[Any], bool]


def _is_truth(value: object) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_PAIR: Final = 2
_KINDS: Final = {
    "str": _Kind("a text", lambda value: isinstance(value, str)),
    "Path": _Kind("a path", lambda value: isinstance(value, PathLike)),
    "bool": _Kind("True or False", _is_truth),
    "int": _Kind("a whole number", lambda v: isinstance(v, Integral) and not _is_truth(v)),
    "float": _Kind("a number", lambda v: isinstance(v, Real) and not _is_truth(v)),
    "Mapping": _Kind("a dictionary", lambda value: isinstance(value, Mapping)),
    "pair": _Kind("two texts", lambda value: _are_texts(value) and len(value) == _PAIR),
    "texts": _Kind("a list of texts", _are_texts),
    "None": _Kind("None", lambda value: value is None),
}
# The annotations that are read; what holds any other is looked at by the verb itself.
_SPELLED: Final = {
    r"(?:Iterable|Sequence|Collection)\[str\]": "texts",
    r"tuple\[str, str\]": "pair",
    r"Mapping\[.*\]": "Mapping",
}


def held(verb: Callable[P, R]) -> Callable[P, R]:
    """Refuse an argument of a verb that is not of the kind which its annotation names.

    Lists of texts may be anything that gives texts, such as a column of a frame, or one text.

    >>> @held
    ... def draw(kinds: Iterable[str], all: bool = False): return kinds
    >>> draw("Membership"), draw(iter(["Membership"]))
    (['Membership'], ['Membership'])
    >>> draw([], all="no")
    Traceback (most recent call last):
    kg.errors.UsageError: all='no': this is not what it takes. Give True or False.
    """
    signature = inspect.signature(verb)
    kinds = {
        name: found
        for name, each in signature.parameters.items()
        if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)
        if (found := _kinds(str(each.annotation)))
    }

    @wraps(verb)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        given = None
        with suppress(TypeError):
            given = signature.bind(*args, **kwargs)
        if given is None:
            # One is missing or not known, and Python's own words name the verb.
            return verb(*args, **kwargs)
        for name in kinds.keys() & given.arguments.keys():
            given.arguments[name] = _checked(name, given.arguments[name], kinds[name])
        return verb(*given.args, **given.kwargs)

    return checked


def _kinds(annotation: str) -> list[_Kind]:
    """Give the kinds that an annotation names; none where it names one that is not known here."""
    spelled = annotation
    for form, name in _SPELLED.items():
        spelled = re.sub(form, name, spelled)
    names = spelled.split(" | ")
    return [_KINDS[each] for each in names] if set(names) <= _KINDS.keys() else []


def _checked(name: str, value: object, kinds: list[_Kind]) -> Any:  # noqa: ANN401 - as given
    if any(kind.fits(value) for kind in kinds):
        return value
    listed = _listed(value)
    if listed is not None and any(kind.fits(listed) for kind in kinds):
        return listed
    *most, last = (kind.name for kind in kinds)
    mend = f"give {', '.join(most)} or {last}" if most else f"give {last}"
    raise UsageError("this is not what it takes", where=f"{name}={shown(value)}", mend=mend)


def _listed(value: object) -> list[Any] | None:
    """Give a list of what a value holds, of a text the text; None where it holds nothing else."""
    if isinstance(value, str):
        return [value]
    with suppress(UsageError):  # It has rows and columns, and no place for what it is given as.
        return None if isinstance(value, bytes | Mapping) else several(value)
    return None
