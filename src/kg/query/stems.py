"""Stems: words without their endings, so that "joined" and "joins" are one (Porter's Snowball)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

__all__ = ["STOP", "pairs", "stem", "stems_in"]

STOP: Final = frozenset(
    """a an and any are as at be been by can could did do does for from get give got had has
    have he her him his how i in into is it its list may me might my of off on or our over please
    s she should show some t tell than that the their them then there these they this those through
    to up us was we were what which while whom will with would you your""".split()
)
"""Words that say nothing of what is asked, but in a phrase."""

# The past of verbs that no ending makes.
_PAST: Final = dict(
    pair.split(":")
    for pair in """began:begin begun:begin bought:buy broke:break broken:break brought:bring
    built:build came:come chose:choose chosen:choose cut:cut drew:draw fell:fall fought:fight
    gave:give given:give grew:grow grown:grow held:hold kept:keep knew:know known:know led:lead
    left:leave lent:lend lost:lose made:make met:meet paid:pay ran:run rose:rise said:say sat:sit
    sent:send shot:shoot sold:sell sought:seek spent:spend spoke:speak stood:stand struck:strike
    sworn:swear taken:take took:take told:tell went:go withdrew:withdraw withdrawn:withdraw
    won:win wrote:write written:write""".split()
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Give a word without its ending, in small letters.

    >>> stem("joined") == stem("joins"), stem("Left"), stem("fought")
    (True, 'leav', 'fight')
    """
    word = word.casefold()
    return str(_stemmer().stemWord(_PAST.get(word, word)))


def stems_in(text: str) -> list[str]:
    """Give the stem of each word of a text, in order; stop words stay as they are."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return [word if word in STOP else stem(word) for word in words]


def pairs(stems: list[str] | tuple[str, ...]) -> list[str]:
    """Give each two neighbours as one, but not two stop words: "set up" is more than "set"."""
    return [f"{one} {other}" for one, other in pairwise(stems) if {one, other} - STOP]


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401 - a library without types
    import snowballstemmer  # noqa: PLC0415 - only finding needs it

    return snowballstemmer.stemmer("english")
