"""What a visitor takes, and what suits it best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

__all__ = ["best_of"]


@lru_cache(256)
def best_of(accept: str, offered: tuple[str, ...]) -> str | None:
    """Give the media type that suits a header best; of those that suit alike the first offered.

    Args:
        accept: The header; an empty one takes anything.
        offered: Media types, the preferred one first.

    Returns:
        None where none is taken.

    >>> best_of("text/csv;q=0.5, */*;q=0.1", ("application/json", "text/csv"))
    'text/csv'
    """
    taken = [_range(each) for each in accept.lower().split(",") if each.strip()]
    if not taken:
        return offered[0]
    weighed = [(_weight(media, taken), -at, media) for at, media in enumerate(offered)]
    weight, _, media = max(weighed)
    return media if weight > 0 else None


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip() for part in text.split(";"))
    quality = 1.0
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return media, quality


def _weight(media: str, taken: Sequence[tuple[str, float]]) -> float:
    """Give the quality of the most specific range that a media type falls into."""
    kind = media.partition("/")[0]
    for pattern in (media, f"{kind}/*", "*/*"):
        found = [quality for each, quality in taken if each == pattern]
        if found:
            return max(found)
    return 0.0
