"""PDF from SVG: lines as lines, text as text, shaped in every script, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.picture.print.saying import About

__all__ = ["pdf"]

# Everything that comes from data is an input, never a part of the source.
_SOURCE: Final = b"""
#let told = sys.inputs
#set document(title: told.title, author: told.creator, description: told.description,
  keywords: (told.date, told.source, told.rights).filter(word => word != ""), date: none)
#set text(lang: told.language)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(told.svg), format: "svg", alt: told.title)
"""


def pdf(svg: str, about: About) -> bytes:
    """Set an SVG on a page of its size with Typst, with its title and source in the file.

    Args:
        svg: The picture.
        about: What the file says of itself; its readers hear the title in place of the picture.

    Raises:
        UsageError: The package typst is not installed.
    """
    try:
        from typst import compile as set_page  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise UsageError(
            "PDF needs the package typst", mend="pip install 'khyber-kg[pdf]', or save as .svg"
        ) from None
    return bytes(set_page(_SOURCE, format="pdf", sys_inputs={**about._asdict(), "svg": svg}))
