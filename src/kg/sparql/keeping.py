"""Keeping: what is found in a text once, for who asks the same text again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

__all__ = ["kept"]

_Found = TypeVar("_Found")
_SHORT: Final = 4_000
_MANY: Final = 256


def kept(find: Callable[[str], _Found]) -> Callable[[str], _Found]:
    """Give a function that keeps what it found in each short text; what it gives never changes.

    The same few texts are asked again and again; a long one is nobody's question.
    """
    known = lru_cache(_MANY)(find)

    @wraps(find)
    def found(text: str) -> _Found:
        return known(text) if len(text) < _SHORT else find(text)

    return found
