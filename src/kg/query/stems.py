"""Stems: words without their endings, so that "joined" and "joins" are one (Porter's Snowball)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

__all__ = ["STOP", "pairs", "stem", "stems_in"]

STOP: Final = frozenset(
    """a all an and any are as at be been by can could did do does for from get give got had has
    have he her him his how i in into is it its list may me might my of off on or our over please
    s she should show some t tell than that the their them then there these they this those through
    to up us was we were what which while whom will with would you your""".split()
)
"""Words that say nothing of what is asked, but in a phrase."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Give a word without its ending, in small letters."""
    return str(_stemmer().stemWord(word.casefold()))


def stems_in(text: str) -> list[str]:
    """Give the stem of each word of a text, in order; stop words stay as they are."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return [word if word in STOP else stem(word) for word in words]


def pairs(stems: list[str] | tuple[str, ...]) -> list[str]:
    """Give each two neighbours as one, so that "set up" is more than "set"."""
    return [f"{one} {other}" for one, other in zip(stems, stems[1:], strict=False)]


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401 - a library without types
    import snowballstemmer  # noqa: PLC0415 - only finding needs it

    return snowballstemmer.stemmer("english")
