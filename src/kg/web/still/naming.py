"""Names of files: where a page of the site lies in the folder, and how another one leads there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from hashlib import blake2b
from html import escape, unescape
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

__all__ = ["file_of", "rewritten"]

_LINK: Final = re.compile(r'\b(href|src)="(/[^"]*)"')
_INDEXED: Final = ("", "/questions", "/ontology", "/source", "/guide")
_WITH_PAGES: Final = ("/id/", "/ontology/", "/concept/", "/source/", "/questions/", "/guide/")
_FOLDERS: Final = {"ur": "ur/"}
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 80


def file_of(link: str) -> str | None:
    """Give the file of an address of the site, relative to the folder; None where there is none.

    >>> file_of("/id/cento?lang=ur"), file_of("/draw.svg?name=id:cento"), file_of("/compare")
    ('ur/id/cento.html', 'pictures/cento.svg', None)
    """
    parts = urlsplit(link)
    query = dict(parse_qsl(parts.query))
    folder = _FOLDERS.get(query.pop("lang", ""), "")
    file = _file_of(unquote(parts.path), query)
    return None if file is None else folder + file


def _file_of(path: str, query: dict[str, str]) -> str | None:
    if path.rstrip("/") in _INDEXED:
        return f"{path.strip('/')}/index.html".lstrip("/")
    if path in ("/about", "/sparql") and not query:
        return f"{path[1:]}.html"
    if path.startswith("/static/"):
        return path[1:]
    if path.startswith("/draw.") and set(query) == {"name"}:
        return f"pictures/{query['name'].removeprefix('id:')}{path.removeprefix('/draw')}"
    # Of a page about a day there is no file of its own.
    if not path.startswith(_WITH_PAGES) or (query and not path.startswith("/questions/")):
        return None
    suffix = posixpath.splitext(path)[1]
    stem = path[1:].removesuffix(suffix)
    if path.startswith("/questions/") and query:
        stem += f"/{_variant(query)}"
    return f"{stem}{suffix or '.html'}"


def _variant(query: dict[str, str]) -> str:
    """Give the part of a file's name that stands for a question's values, each file its own."""
    name = _UNSAFE.sub("-", "-".join(query.values()))[:_LONGEST].strip("-.")
    return f"{name}-{blake2b(urlencode(query).encode(), digest_size=3).hexdigest()}"


def rewritten(text: str, own: str, there: Callable[[str], bool]) -> tuple[str, list[str]]:
    """Give a page with links relative to its own file, and the addresses that it leads to.

    Args:
        text: The page.
        own: Its file.
        there: Whether an address has a file; a link to what has none is left out.
    """
    found: list[str] = []

    def relative(match: re.Match[str]) -> str:
        link = unescape(match[2])
        file = file_of(link)
        if file is None or not there(link):
            return ""
        found.append(link)
        way = posixpath.relpath(file, posixpath.dirname(own) or ".")
        anchor = urlsplit(link).fragment
        return f'{match[1]}="{escape(quote(way))}{"#" + escape(anchor) if anchor else ""}"'

    return _LINK.sub(relative, text), found
