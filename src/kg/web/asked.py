"""What a visitor asks for, and what is given: two plain values, so that no page knows a server."""

from __future__ import annotations

import json
import re
from binascii import a2b_qp
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Final
from urllib.parse import unquote

from kg.errors import UsageError

__all__ = ["Asked", "Reply", "pairs_of", "read_frame", "write_frame"]

_MOST_FIELDS: Final = 200
_NO_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
HTML: Final = "text/html"


@dataclass(frozen=True)
class Asked:
    """One request, read and held to its form.

    Attributes:
        method: ``GET`` or ``POST``; a HEAD is a GET whose body is not sent.
        path: The path below the root, decoded, such as ``/id/cento``.
        query: The parameters of the address, in their order.
        accept: What the visitor takes, as the header says it.
        media: The media type of the body, without its parameters; empty where there is none.
        charset: The character set that the body's header names; empty where it names none.
        body: The body.
        base: The address of the site, without a slash at its end.
        still: Whether it is for a file of a site without a server.
        asks: Whether that site answers SPARQL itself, in the browser.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    accept: str = ""
    media: str = ""
    charset: str = ""
    body: bytes = b""
    base: str = ""
    still: bool = False
    asks: bool = False

    def one(self, name: str, default: str = "") -> str:
        """Give the value of a parameter that may be there once.

        Raises:
            UsageError: It is there more than once.
        """
        found = self.all(name)
        if len(found) > 1:
            raise UsageError(f"the parameter {name!r} is there {len(found)} times", mend="once")
        return found[0].strip() if found else default

    def all(self, name: str) -> list[str]:
        """Give every value of a parameter."""
        return [value for key, value in self.query if key == name]

    @property
    def language(self) -> str:
        """Give the language of the pages: ``en`` or ``ur``.

        Raises:
            UsageError: Another one is asked for.
        """
        said = self.one("lang", "en")
        if said not in ("en", "ur"):
            raise UsageError("there are no pages in this language", where=said[:20], mend="en, ur")
        return said

    @property
    def root(self) -> str:
        """Give the path under which the site lies; empty where that is the host's own root."""
        # The links of a file are made relative, wherever its site will lie.
        path = "" if self.still else self.base.partition("://")[2].partition("/")[2]
        return f"/{path}" if path else ""


@dataclass
class Reply:
    """What is given.

    Attributes:
        body: The body.
        media: Its media type.
        status: The status of HTTP.
        headers: Further headers.
        cached: Whether the same request gets the same reply as long as the data stay as they are.
        write: Writes the body to a file, where it may be too long to be held whole.
    """

    body: bytes
    media: str = f"{HTML}; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cached: bool = True
    write: Callable[[IO[bytes]], None] | None = None


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Read parameters as an address or a form writes them.

    Raises:
        UsageError: They are no UTF-8, hold what nobody types, or are too many.
    """
    parts = text.replace("+", " ").split("&")
    if len(parts) > _MOST_FIELDS:
        raise UsageError(f"there are more than {_MOST_FIELDS} parameters")
    try:
        split = (each.partition("=") for each in parts if each)
        found = [(_unquoted(name), _unquoted(value)) for name, _, value in split]
    except UnicodeDecodeError:
        raise UsageError("the parameters are not UTF-8", mend="encode them as UTF-8") from None
    if any("\0" in each for pair in found for each in pair):
        raise UsageError("a parameter holds the character of code 0", mend="leave it out")
    return found


def _unquoted(text: str) -> str:
    """Read percent-encoding as `urllib.parse.unquote` does, which takes each escape by itself.

    A query has hundreds, and the decoder of quoted-printable takes all of them at once.
    """
    if "%" not in text:
        return text
    if not text.isascii() or _NO_ESCAPE.search(text):
        return unquote(text, errors="strict")
    return a2b_qp(text.replace("=", "=3D").replace("%", "=")).decode()


def write_frame(head: Mapping[str, object], body: bytes) -> bytes:
    """Give a message between two processes: its length, a line of JSON, and bytes."""
    line = json.dumps(head).encode() + b"\n"
    return (len(line) + len(body)).to_bytes(8, "big") + line + body


def read_frame(frame: bytes) -> tuple[dict[str, object], bytes]:
    """Read a message, without its length."""
    line, _, body = frame.partition(b"\n")
    return json.loads(line.decode()), body
