"""Every link of every page in a folder, followed to a file, letter by letter, and a place in it."""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_LINK = re.compile(r'\b(href|src)="([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')
# What a browser fetches by itself; any other link is followed by who reads.
_FETCHED = re.compile(r'<(?:script|img|iframe|link rel="(?:stylesheet|icon)")[^>]*"(?:https?:)?//')


class Followed(NamedTuple):
    """What following every link came to.

    Attributes:
        pages: How many pages there are.
        links: How many links lead to files.
        broken: Each link that leads to no file, or to no place in one, with its page.
        leaving: Pages that have a browser ask another host.
    """

    pages: int
    links: int
    broken: list[tuple[str, str]]
    leaving: list[str]


def follow(folder: Path) -> Followed:
    """Follow every link of a site that lies in a folder."""
    files = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    count, broken, leaving = 0, list[tuple[str, str]](), list[str]()

    @cache
    def places(name: str) -> frozenset[str]:
        return frozenset(map(unescape, _ID.findall((folder / name).read_text(encoding="utf-8"))))

    # A picture is a page of its own that leads nowhere, and its scripts hold what looks like links.
    pages = sorted(name for name in files if name.endswith(".html") and "pictures/" not in name)
    for page in pages:
        text = (folder / page).read_text(encoding="utf-8")
        if _FETCHED.search(text):
            leaving.append(page)
        for _, link in _LINK.findall(text):
            way, _, place = unescape(link).partition("#")
            if re.match(r"https?:|data:", way):
                continue
            count += 1
            file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(way)))
            target = file if way else page
            if target not in files or (place and unquote(place) not in places(target)):
                broken.append((page, link))
    script = (folder / "static/names.js").read_text(encoding="utf-8")
    searched = json.loads(script.partition(" = ")[2].rstrip(";\n"))
    broken += [("names.js", path) for _, path in searched if path not in files]
    return Followed(len(pages), count + len(searched), broken, leaving)
