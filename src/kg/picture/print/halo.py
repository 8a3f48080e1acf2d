"""Pale edges of words for programs that paint a stroke over its letters, as office suites do."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["with_plain_words"]

_EDGED: Final = re.compile(r'<text([^>]*) paint-order="stroke"([^>]*)>(.*?)</text>', re.DOTALL)
_STROKE: Final = re.compile(r' stroke(?:-\w+)?="[^"]*"')
_FILL: Final = re.compile(r' fill="[^"]*"')


def with_plain_words(svg: str) -> str:
    """Give an SVG without `paint-order`, which Word and PowerPoint do not know.

    Words with a pale edge become two: the edge, hidden from readers, and the letters above it.

    Args:
        svg: As `sheet` gives it, in which no attribute holds a bare ``>``.
    """
    return _EDGED.sub(_parted, svg)


def _parted(found: re.Match[str]) -> str:
    told, words = found[1] + found[2], found[3]
    edge = _FILL.sub(' fill="#ffffff"', told, count=1)
    letters = _STROKE.sub("", told)
    return f'<g><text aria-hidden="true"{edge}>{words}</text><text{letters}>{words}</text></g>'
