"""PNG from SVG, without a browser."""

from __future__ import annotations

from kg.errors import UsageError

__all__ = ["png"]


def png(svg: str, scale: float) -> bytes:
    """Render an SVG with resvg.

    Raises:
        UsageError: resvg_py is not installed.
    """
    try:
        from resvg_py import svg_to_bytes  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError(
            "PNG needs the package resvg_py", mend="pip install resvg_py, or save as .svg"
        ) from None
    return bytes(svg_to_bytes(svg_string=svg, zoom=scale, background="#ffffff"))
