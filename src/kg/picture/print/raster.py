"""PNG from SVG, without a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.picture.print.saying import described

if TYPE_CHECKING:
    from kg.picture.print.saying import About

__all__ = ["png"]

_MOST: Final = 150_000_000
_LEAST_SCALE, _MOST_SCALE = 0.1, 20.0
_SIZE: Final = re.compile(r' width="([\d.]+)(mm)?" height="([\d.]+)(mm)?"')
_DPI: Final = 96.0
_PER_MM: Final = _DPI / 25.4


def png(svg: str, scale: float, about: About, *, clear: bool = False) -> bytes:
    """Render an SVG with resvg.

    Args:
        svg: The picture.
        scale: Pixels for each of its own.
        about: What the file says of itself.
        clear: Whether the ground is transparent.

    Raises:
        UsageError: resvg_py is not installed, or the picture would be too large.
    """
    if not _LEAST_SCALE <= scale <= _MOST_SCALE:
        raise UsageError(f"no scale of a picture: {scale:g}",
                         mend=f"give one from {_LEAST_SCALE:g} to {_MOST_SCALE:g}")  # fmt: skip
    if _area(svg) * scale * scale > _MOST:
        raise UsageError(f"a PNG of more than {_MOST // 1_000_000} million pixels is not made",
                         mend="give a smaller size or scale, or save as .svg")  # fmt: skip
    try:
        from resvg_py import svg_to_bytes  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError(
            "PNG needs the package resvg_py", mend="pip install resvg_py, or save as .svg"
        ) from None
    ground = None if clear else "#ffffff"
    data = svg_to_bytes(svg_string=svg, zoom=scale, dpi=_DPI, background=ground)
    return described(bytes(data), about)


def _area(svg: str) -> float:
    """Give how many pixels a picture has at its own size."""
    found = _SIZE.search(svg)
    if not found:
        return 0.0
    wide, tall = (float(found[at]) * (_PER_MM if found[at + 1] else 1.0) for at in (1, 3))
    return wide * tall
