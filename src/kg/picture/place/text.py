"""How much room a text takes, without a browser to measure it."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

__all__ = ["broken", "compact_years", "fit", "text_width", "wrap"]

# Widths in ems of a humanist sans; the rest of Latin is near 0.56, and Arabic script near 0.5.
_NARROW: Final = {**dict.fromkeys("iljI.,:;'|!()[]/ ’", 0.3), **dict.fromkeys("frt-–", 0.4)}
_WIDE: Final = dict.fromkeys("mwMW@%—", 0.87)
_WIDTHS: Final = {**_NARROW, **_WIDE}
_CAPITAL, _LATIN, _ARABIC, _FULL = 0.69, 0.575, 0.5, 1.15
_ARABIC_FROM, _ARABIC_TO, _FULL_FROM = 0x0600, 0x08FF, 0x2E80
_COMBINING: Final = range(0x064B, 0x0660)
_CENTURY, _DECADE = 2, 3


def text_width(text: str, size: float) -> float:
    """Estimate a line's width in pixels at a font size, erring on the wide side."""
    return sum(_em(character) for character in text) * size


def _em(character: str) -> float:
    code = ord(character)
    if code in _COMBINING:
        return 0.0
    if character in _WIDTHS:
        return _WIDTHS[character]
    if code >= _FULL_FROM and not 0xFB50 <= code <= 0xFEFF:  # noqa: PLR2004
        return _FULL
    if _ARABIC_FROM <= code <= _ARABIC_TO:
        return _ARABIC
    return _CAPITAL if character.isupper() else _LATIN


def wrap(text: str, size: float, limit: float, lines: int = 5) -> list[str]:
    """Break a label into lines; what does not fit ends in an ellipsis (the panel shows it whole).

    Args:
        text: The label.
        size: Font size in pixels.
        limit: Width of a line in pixels.
        lines: How many lines there may be.
    """
    found = broken(text, size, limit)
    cut = found[:lines]
    if len(found) > lines:
        cut[-1] += "…"
    return [fit(line, size, limit * 1.35) for line in cut]


def broken(text: str, size: float, limit: float) -> list[str]:
    """Break a text between its words, or after dashes in them, into as many lines as it takes."""
    found = [""]
    for word in text.split():
        space = " "
        for part in re.findall(r".*?[-–—/](?=\w)|.+", word):
            longer = f"{found[-1]}{space}{part}".strip()
            if not found[-1] or text_width(longer, size) <= limit:
                found[-1] = longer
            else:
                found.append(part)
            space = ""
    return found


def fit(line: str, size: float, limit: float) -> str:
    """Give a line as far as a width holds it, with an ellipsis where it is cut."""
    if text_width(line, size) <= limit:
        return line
    so_far = accumulate(map(_em, line))
    held = sum((width + _em("…")) * size <= limit for width in so_far)
    return line[:held].rstrip("…") + "…"


def compact_years(edtf: str, language: str = "en") -> str:
    """Give an EDTF time as years, short enough to stand under a name.

    >>> compact_years("1955-09-23/1979-03-12")
    '1955–1979'
    >>> compact_years("2017-06-09/..")
    'since 2017'
    """
    start, slash, end = (_year(part, language) for part in edtf.partition("/"))
    if not start or (slash and not end and edtf[-1:] != "/"):
        return ""
    if not slash or start == end:
        return start
    if end == "..":
        return f"{start} سے" if language == "ur" else f"since {start}"
    if start in ("", ".."):
        return f"{end} تک" if language == "ur" else f"until {end}"
    return f"{start} تا {end or '؟'}" if language == "ur" else f"{start}–{end or '?'}"


def _year(text: str, language: str) -> str:
    if text in ("", "..", "/"):
        return text
    about, decade = ("تقریباً ", "0 کی دہائی") if language == "ur" else ("c. ", "0s")
    year = text.rstrip("~?%")[:4].split("X")[0]
    if len(year) <= _CENTURY:
        return ""
    said = year + (decade if len(year) == _DECADE else "")
    said += "؟" * (language == "ur" and text[-1] in "?%") or "?" * (text[-1] in "?%")
    return f"{about if text[-1] in '~%' else ''}{said}"
