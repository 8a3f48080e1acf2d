"""The addresses from which every page of a site is reached, and the things that have none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.query import code_list, questions, rows
from kg.terms import slug
from kg.vocabulary import ID
from kg.web.asked import Asked
from kg.web.rendering import address_of, link
from kg.web.site import Site

__all__ = ["seeds", "without_page"]

_FIRST: Final = (
    "/", "/about", "/questions", "/ontology", "/source", "/guide", "/static/style.css",
    "/static/still.js",
)  # fmt: skip
# What a site that answers SPARQL has beside; its page leads to the rest.
_ASKING: Final = ("/sparql", "/static/editor.js")
_THING: Final = "SELECT DISTINCT ?thing WHERE { ?thing kg:kind ?kind }"
_PARTS: Final = "SELECT DISTINCT ?thing WHERE { ?thing oa:start ?start }"


def seeds(site: Site, *, sparql: bool) -> list[str]:
    """Give the addresses from which every other one is reached.

    Args:
        site: The site.
        sparql: Whether it answers SPARQL.
    """
    found = [*_FIRST, *(_ASKING if sparql else ())]
    found += filter(None, map(address_of, _things(site)))
    found += (address_of(term) for group in site.model.terms().values() for term in group)
    return list(dict.fromkeys([*found, *_questions(site)]))


def without_page(site: Site) -> list[str]:
    """Give the things whose names no address can hold."""
    return [slug(thing) for thing in _things(site) if not address_of(thing)]


def _things(site: Site) -> list[str]:
    """Give every thing that is told of: a passage is told of with its document."""
    accounts = site.engine.accounts()
    parts = {thing for (thing,) in rows(site.engine, _PARTS, accounts=accounts)}
    every = (thing for (thing,) in rows(site.engine, _THING, accounts=accounts))
    return [each for each in every if each.startswith(ID) and each not in parts]


def _questions(site: Site) -> Iterator[str]:
    """Give each question, and what is asked with each entry of a code list that it takes."""
    plain = Asked("GET", "/")
    for which in questions().values():
        yield f"/questions/{which.name}"
        for each in which.parameters:
            for code in code_list(site.engine, each):
                yield link(plain, f"/questions/{which.name}", **{**which.example, each.name: code})
