"""What a saved picture says of itself, in each format's way: title, day, source and licence."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.picture.print.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["About", "described", "html_meta", "svg_metadata"]

_NAMESPACES: Final = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#"'
)
_SIGNATURE: Final = 8
# Keywords that the PNG specification registers (ISO/IEC 15948, 11.3.4.2), and the date; others of
# them are the names of Dublin Core with a capital.
_KEYWORDS: Final = {"rights": "Copyright", "creator": "Software"}


class About(NamedTuple):
    """The elements of Dublin Core that a picture can fill; what is not known is empty.

    Attributes:
        title: Its heading.
        description: What is on it, and when.
        date: The day that it shows, or else the last day for which its data speaks.
        source: What it is taken from.
        rights: The address of the licence.
        language: ``"en"`` or ``"ur"``.
        creator: What made it.
    """

    title: str
    description: str
    date: str
    source: str
    rights: str
    language: str
    creator: str

    def told(self) -> Iterator[tuple[str, str]]:
        """Give the elements that are known, by their names in Dublin Core."""
        yield from ((name, value) for name, value in self._asdict().items() if value)


def svg_metadata(about: About) -> str:
    """Give a ``metadata`` element of RDF, as Inkscape and Creative Commons write it."""
    said = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in about.told())
    licence = f'<cc:license rdf:resource="{escape(about.rights)}"/>' if about.rights else ""
    work = f'<cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>{said}{licence}</cc:Work>'
    return f"<metadata><rdf:RDF {_NAMESPACES}>{work}</rdf:RDF></metadata>"


def html_meta(about: About) -> str:
    """Give ``meta`` elements for the head of a page."""
    plain = f'<meta name="description" content="{escape(about.description)}">'
    core = [
        f'<meta name="dcterms.{name}" content="{escape(value)}">' for name, value in about.told()
    ]
    return "\n".join([plain, *core])


def described(data: bytes, about: About) -> bytes:
    """Give a PNG with texts behind its header (iTXt, which holds every language)."""
    header = _SIGNATURE + 12 + struct.unpack(">I", data[_SIGNATURE : _SIGNATURE + 4])[0]
    texts = b"".join(
        _text(_KEYWORDS.get(name, name.capitalize()), value) for name, value in about.told()
    )
    return data[:header] + texts + data[header:]


def _text(keyword: str, value: str) -> bytes:
    body = keyword.encode("latin-1") + b"\0\0\0\0\0" + value.encode("utf-8")
    kind = b"iTXt" + body
    return struct.pack(">I", len(body)) + kind + struct.pack(">I", zlib.crc32(kind))
