"""Names of files: where a page of the site lies in the folder, and how another one leads there."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from html import escape, unescape
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

__all__ = ["family_of", "file_of", "rewritten", "twins_among"]

_LINK: Final = re.compile(r'\b(href|src)="(/[^"]*)"')
_INDEXED: Final = ("", "/questions", "/ontology", "/source", "/guide")
_WITH_PAGES: Final = ("/id/", "/ontology/", "/concept/", "/source/", "/questions/", "/guide/")
_FOLDERS: Final = {"ur": "ur/"}
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 80
# No system takes a name of more than 255 bytes, and a suffix and a sum come behind.
_MOST_BYTES: Final = 200
# Windows keeps these for devices, with any suffix.
_KEPT: Final = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)", re.IGNORECASE)
_PICTURES: Final = "pictures/"


# Pages lead to the same few again and again.
@lru_cache(maxsize=1 << 16)
def file_of(link: str, twins: frozenset[str] = frozenset()) -> str | None:
    """Give the file of an address of the site, relative to the folder; None where there is none.

    Args:
        link: The address, as `kg.web.rendering.link` makes it.
        twins: What `twins_among` gives: names that some systems do not tell apart.

    >>> file_of("/id/cento?lang=ur"), file_of("/draw.svg?name=id:cento"), file_of("/compare")
    ('ur/id/cento.html', 'pictures/cento.svg', None)
    """
    folder, file = _placed(link)
    return None if file is None else folder + _apart(file, twins)


def family_of(link: str) -> str:
    """Give what an address is about: the same for a page, its data, its picture and its Urdu twin.

    >>> family_of("/draw.svg?name=id%3Acento&lang=ur") == family_of("/id/cento.ttl")
    True
    """
    stem = posixpath.splitext(_placed(link)[1] or link)[0]
    return f"id/{stem.removeprefix(_PICTURES)}" if stem.startswith(_PICTURES) else stem


def twins_among(links: Iterable[str]) -> frozenset[str]:
    """Give those names, as `_folded` has them, that differ from another one in case alone.

    On Windows and macOS the later of two such files would take the place of the first.
    """
    plain = {family for link in links if not link.partition("?")[2] for family in [family_of(link)]}
    folded = Counter(_folded(each) for each in plain)
    return frozenset(name for name, count in folded.items() if count > 1)


def _folded(stem: str) -> str:
    """Give a name as systems compare it: in one case, its accents composed."""
    return unicodedata.normalize("NFC", stem).casefold()


def _placed(link: str) -> tuple[str, str | None]:
    """Give the folder of an address's language, and its file below that."""
    parts = urlsplit(link)
    query = dict(parse_qsl(parts.query))
    folder = _FOLDERS.get(query.pop("lang", ""), "")
    return folder, _file_of(unquote(parts.path), query)


def _file_of(path: str, query: dict[str, str]) -> str | None:
    if path.rstrip("/") in _INDEXED:
        return f"{path.strip('/')}/index.html".lstrip("/")
    if path in ("/about", "/sparql") and not query:
        return f"{path[1:]}.html"
    if path.startswith("/static/"):
        return path[1:]
    if path.startswith("/draw.") and set(query) == {"name"}:
        return f"{_PICTURES}{query['name'].removeprefix('id:')}{path.removeprefix('/draw')}"
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
    return f"{name}-{_sum(urlencode(query))}"


def _apart(file: str, twins: frozenset[str]) -> str:
    """Give a file a name that every system takes and tells from every other one."""
    stem, suffix = posixpath.splitext(file)
    folder, name = posixpath.split(stem)
    long, kept = len(name.encode()) > _MOST_BYTES, _KEPT.fullmatch(name)
    about = f"id/{name}" if folder in ("pictures", "source") else stem
    if not long and not kept and _folded(about) not in twins:
        return file
    short = name.encode()[:_MOST_BYTES].decode(errors="ignore")
    return posixpath.join(folder, f"{short}-{_sum(name)}{suffix}")


def _sum(text: str) -> str:
    return blake2b(text.encode(), digest_size=3).hexdigest()


@lru_cache(maxsize=1 << 16)
def _way(file: str, folder: str) -> str:
    return escape(quote(posixpath.relpath(file, folder or ".")))


def rewritten(text: str, own: str, twins: frozenset[str] = frozenset()) -> tuple[str, list[str]]:
    """Give a page with links relative to its own file, and the addresses that it leads to.

    Args:
        text: The page.
        own: Its file.
        twins: As `file_of` takes it; a link to what has no file is left out.
    """
    found: list[str] = []

    def relative(match: re.Match[str]) -> str:
        link = unescape(match[2])
        file = file_of(link, twins)
        if file is None:
            return ""
        found.append(link)
        way = _way(file, posixpath.dirname(own))
        anchor = urlsplit(link).fragment
        return f'{match[1]}="{way}{"#" + escape(anchor) if anchor else ""}"'

    return _LINK.sub(relative, text), found
