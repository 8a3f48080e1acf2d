"""The first page: search, and what is in the graph until when; and the site's own files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.paths import is_file
from kg.query import find_questions, label_of, labels, named, nearest_names, questions, rows
from kg.terms import compact, slug
from kg.web.asked import Asked, Reply
from kg.web.faults import NotFound
from kg.web.rendering import address_of, link, render
from kg.web.site import Site

__all__ = ["FORMS", "about", "home", "names_script", "static", "suggest"]

_STATIC: Final = Path(__file__).parents[1] / "static"
FORMS: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
"""The media types of the site's own files by suffix."""

_KINDS: Final = """SELECT ?kind (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing kg:kind ?kind FILTER NOT EXISTS { ?thing a kg:Relation }
} GROUP BY ?kind ORDER BY DESC(?things) ?kind"""
_TIES: Final = """SELECT ?kind (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing kg:kind ?kind ; a kg:Relation } GROUP BY ?kind ORDER BY DESC(?things) ?kind"""
_FOUND: Final = 12
# The question that the first page begins with.
_FIRST: Final = "members-at"
_KEY: Final = "label"


def home(site: Site, asked: Asked) -> Reply:
    """Show the first page, or what some words find."""
    words = asked.one("q")
    kinds = site.kept("kinds", lambda: list(rows(site.engine, _KINDS)))
    if not words:
        return render(site, asked, "home.html", words="", kinds=kinds, things=[], questions=[],
                      near=[], first=questions()[_FIRST])  # fmt: skip
    things = _things(site, words) or _begun(site, words.casefold(), asked.language)
    asks = [] if len(things) == 1 else find_questions(words, site.engine)[:_FOUND]
    near = [] if things else nearest_names(site.engine, words)
    return render(site, asked, "home.html", words=words, kinds=kinds, things=things,
                  questions=asks, near=near)  # fmt: skip


def _things(site: Site, words: str) -> list[str]:
    """Give what bears a name, surest first."""
    return [each.thing for each in named(site.engine, [words])[words][:_FOUND]]


def _begun(site: Site, text: str, language: str) -> list[str]:
    """Give what has a name that begins with some letters, or with a word in it that does."""
    every = site.kept(f"names {language}", lambda: _names(site, language))
    starts = [each for each in every if each[0].startswith(text)]
    inside = [
        each for each in every
        if (f" {text}" in each[0] or slug(each[2]).casefold().startswith(text))
        and each not in starts
    ]  # fmt: skip
    return [iri for *_, iri in [*starts, *inside][:_FOUND]]


def suggest(site: Site, asked: Asked) -> Reply:
    """Give names that begin with some letters, or hold a word that does, as JSON."""
    text = asked.one("q").casefold()
    known = site.labels[asked.language]
    found = _begun(site, text, asked.language) if text else []
    return _json([
        {_KEY: label_of(known, iri), "slug": slug(iri), "name": compact(iri),
         "href": link(asked, address_of(iri))}
        for iri in found
    ])  # fmt: skip


def _names(site: Site, language: str) -> list[tuple[str, str, str]]:
    """Give every thing that has a page, with its label, shortest labels first."""
    known = labels(site.engine, language)
    found = [(label.casefold(), label, iri) for iri, label in known.items() if address_of(iri)]
    return sorted(found, key=lambda each: (len(each[0]), each))


def names_script(site: Site, file_of: Callable[[str], str]) -> bytes:
    """Give the names of all things with their files, as a script that search in a folder reads."""
    named = {(label, file_of(address_of(iri))) for _, label, iri in _names(site, "en")}
    named |= {(label, file_of(address_of(iri))) for _, label, iri in _names(site, "ur")}
    pairs = sorted(each for each in named if each[1])
    return f"window.khyberNames = {json.dumps(pairs, ensure_ascii=False)};\n".encode()


def _json(value: object) -> Reply:
    text = json.dumps(value, ensure_ascii=False)
    return Reply(text.encode("utf-8", "replace"), "application/json")


def about(site: Site, asked: Asked) -> Reply:
    """Show the accounts, their horizons, how much is in them, the licence, how to cite."""
    kinds = site.kept("kinds", lambda: list(rows(site.engine, _KINDS)))
    ties = site.kept("ties", lambda: list(rows(site.engine, _TIES)))
    sizes = site.kept("size", site.engine.size)
    accounts = [f"data/{slug(each)}.ttl" for each in site.engine.accounts()]
    return render(site, asked, "about.html", kinds=kinds, ties=ties, size=sizes, accounts=accounts)


def static(site: Site, asked: Asked, name: str, suffix: str) -> Reply:  # noqa: ARG001 - every page has the same form
    """Give a style sheet, a script or a picture of the site's own."""
    file = _STATIC / f"{name}{suffix}"
    if suffix[1:] not in FORMS or not is_file(file):
        raise NotFound("there is no file of this name", where=asked.path)
    return Reply(file.read_bytes(), FORMS[suffix[1:]])
