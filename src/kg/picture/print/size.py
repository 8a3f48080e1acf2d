"""How large a picture is on paper or on a screen."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kg.errors import UsageError

__all__ = ["Size", "read_size"]

_LEAST, _MOST = 200, 20_000
_LONGEST: Final = 5.0
_PAPERS: Final = {  # ISO 216, and the two that North America prints on; millimetres, upright
    "A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0),
    "LETTER": (215.9, 279.4), "LEGAL": (215.9, 355.6),
}  # fmt: skip
_PER_INCH, _PER_MM = 96.0, 25.4
_NUMBERS: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([:x×])\s*(\d+(?:\.\d+)?)", re.ASCII)
_MEND: Final = "give 1600x900 (pixels), 16:9, or a paper such as A4"


class Size(NamedTuple):
    """A page.

    Attributes:
        ratio: Its width over its height.
        width: Its width in CSS pixels; None where only the ratio is given.
        turns: Whether it is turned to suit the picture, as paper is.
        unit: ``"mm"`` for paper, ``""`` for pixels.
    """

    ratio: float
    width: float | None
    turns: bool = False
    unit: str = ""

    def suited(self, wide: float, tall: float) -> Size:
        """Give the page the way round that suits a picture so wide and so tall."""
        if not self.turns or self.width is None or (wide > tall) == (self.ratio > 1):
            return self
        return Size(1 / self.ratio, self.width / self.ratio, self.turns, self.unit)

    def spelled(self, value: float) -> str:
        """Give a length in pixels as SVG writes it in the page's unit."""
        if self.unit == "mm":
            return f"{value * _PER_MM / _PER_INCH:.6g}mm"
        return f"{value:.6g}"


def read_size(text: str) -> Size:
    """Read the size of a page.

    Args:
        text: Width and height in pixels (``"1600x900"``), a ratio (``"16:9"``), or a paper, which
            lies the way that suits the picture: ``"A3"``, ``"A4"``, ``"A5"``, ``"letter"``,
            ``"legal"``.

    Raises:
        UsageError: It is none of these, or too small to read, too large to make, or too narrow.
    """
    paper = _PAPERS.get(text.strip().upper())
    if paper:
        return Size(paper[0] / paper[1], paper[0] / _PER_MM * _PER_INCH, turns=True, unit="mm")
    found = _NUMBERS.fullmatch(text.strip())
    if not found:
        raise UsageError(f"no size of a picture: {text!r}", mend=_MEND)
    wide, tall = float(found[1]), float(found[3])
    if not wide or not tall or not 1 / _LONGEST <= wide / tall <= _LONGEST:
        raise UsageError(f"a picture of {text} has no room: at most five times as wide as high",
                         mend=_MEND)  # fmt: skip
    if found[2] == ":":
        return Size(wide / tall, None)
    if not _LEAST <= min(wide, tall) <= max(wide, tall) <= _MOST:
        raise UsageError(
            f"a picture of {text} cannot be read or made: from {_LEAST} to {_MOST:,} pixels",
            mend=_MEND,
        )
    return Size(wide / tall, wide)
