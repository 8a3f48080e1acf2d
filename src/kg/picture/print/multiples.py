"""Small multiples: several pictures side by side on one sheet, each headed with its day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from kg.picture.print.markup import element, number
from kg.picture.print.svg import INK, isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["grid"]

Extent = tuple[float, float, float, float]
_GAP: Final = 28.0
_RATIO: Final = 1.5
_SOFT: Final = "#56616d"


def grid(parts: Sequence[tuple[str, str, str]], extent: Extent) -> tuple[str, Extent]:
    """Set panels of one size in rows, as near to the shape of a page as they go.

    Args:
        parts: For each panel its heading, the line under it, and its content.
        extent: Left, top, right and bottom of the content of each.

    Returns:
        The content of the sheet, and its extent.
    """
    wide, tall = extent[2] - extent[0], extent[3] - extent[1]
    size = max(15.0, wide / 40)
    head = size * 2.9
    columns = _columns(len(parts), wide + _GAP, tall + head + _GAP)
    found = []
    for at, (heading, under, content) in enumerate(parts):
        x, y = at % columns * (wide + _GAP), at // columns * (tall + head + _GAP)
        place = f"translate({number(x)} {number(y)})"
        inner = f"translate({number(-extent[0])} {number(head - extent[1])})"
        frame = element("rect", x=0.0, y=head, width=wide, height=tall, fill="none",
                        stroke="#c5ced8")  # fmt: skip
        title = _words(heading, size * 1.2, size, INK, "600")
        title += _words(under, size * 2.3, size * 0.75, _SOFT, None)
        body = element("g", content or " ", transform=inner)
        found.append(element("g", frame + title + body, transform=place))
    rows = math.ceil(len(parts) / columns)
    right, bottom = columns * (wide + _GAP) - _GAP, rows * (tall + head + _GAP) - _GAP
    return "\n".join(found), (0.0, 0.0, right, bottom)


def _columns(count: int, wide: float, tall: float) -> int:
    """Give the number of columns whose sheet is nearest to the shape of a page."""
    shapes = {n: n * wide / (math.ceil(count / n) * tall) for n in range(1, count + 1)}
    # A last row that is not full costs a little.
    return min(shapes, key=lambda n: abs(math.log(shapes[n] / _RATIO)) + 0.4 * (-count % n) / n)


def _words(text: str, y: float, size: float, fill: str, weight: str | None) -> str:
    return element("text", isolate(text), x=0.0, y=y, font_size=size, fill=fill,
                   font_weight=weight)  # fmt: skip
