"""The reference, and sources: what each term means, and what rests on each document."""

from __future__ import annotations

import re
from typing import Any, Final

from markupsafe import Markup, escape

from kg.errors import closest
from kg.query import nearest_names, origins_of, rows
from kg.reference import described
from kg.terms import slug as slug_of
from kg.vocabulary import ID, KG, C
from kg.web.asked import HTML, Asked, Reply
from kg.web.faults import NotFound
from kg.web.pages.linked import as_rdf, existing, form_of, seeing_other
from kg.web.rendering import address_of, link, render
from kg.web.site import Site

__all__ = ["concept", "source", "sources", "term", "terms"]

_TERM: Final = re.compile(r"\b(?:kg|c|id):[A-Za-z][\w-]*")
_DOCUMENTS: Final = """SELECT DISTINCT ?document ?title ?publisher WHERE {
  { ?document a kg:Document } UNION { ?document kg:sha256 ?sum } ?document dcterms:title ?title .
  OPTIONAL { ?document dc:publisher ?publisher } } ORDER BY ?title"""
_DOCUMENT: Final = """SELECT DISTINCT ?title ?publisher ?url ?reviewed ?sha WHERE {
  ?document dcterms:title ?title . OPTIONAL { ?document dc:publisher ?publisher }
  OPTIONAL { ?document rdfs:seeAlso ?url } OPTIONAL { ?document kg:reviewed ?reviewed }
  OPTIONAL { ?document kg:sha256 ?sha } }"""
_RESTING: Final = """SELECT DISTINCT ?thing ?kind WHERE {
  { ?thing prov:wasDerivedFrom|kg:statedIn ?document }
  UNION { ?passage dcterms:isPartOf ?document . ?thing prov:wasDerivedFrom|kg:statedIn ?passage }
  ?thing kg:kind ?kind } ORDER BY ?kind ?thing"""
_MOST: Final = 400


def terms(site: Site, asked: Asked) -> Reply:
    """List the terms of the ontology."""
    return render(site, asked, "terms.html", groups=site.model.terms(), model=site.model)


def term(site: Site, asked: Asked, name: str, suffix: str) -> Reply:
    """Show a class or a property."""
    return _term(site, asked, KG + name, suffix)


def concept(site: Site, asked: Asked, name: str, suffix: str) -> Reply:
    """Show a code list or an entry of one."""
    return _term(site, asked, C + name, suffix)


def _term(site: Site, asked: Asked, iri: str, suffix: str) -> Reply:
    if iri not in site.model.said:
        ours = [slug_of(each) for each in site.model.said if each.startswith((KG, C))]
        near = closest(slug_of(iri), ours)
        raise NotFound("the ontology has no such term", where=asked.path, candidates=near,
                       mend=f"nearest: {', '.join(near)}" if near else "see /ontology")  # fmt: skip
    media = form_of(asked, suffix)
    if media != HTML:
        return as_rdf(site, asked, iri, media) if suffix else seeing_other(asked, media)
    found = described(site.engine, site.model, iri)
    details = [(depth, _linked(asked, text)) for depth, text in found.details]
    label = site.labels[asked.language].get(iri) or found.label
    return render(site, asked, "term.html", entry=found, details=details, iri=iri, label=label)


def _linked(asked: Asked, text: str) -> Markup:
    """Give a line with each term in it as a link."""
    parts: list[Any] = []
    at = 0
    for match in _TERM.finditer(text):
        parts.append(escape(text[at : match.start()]))
        path = address_of(match[0])
        parts.append(Markup('<a href="{}">{}</a>').format(link(asked, path), match[0]))
        at = match.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def sources(site: Site, asked: Asked) -> Reply:
    """List the documents."""
    found = site.kept("documents", lambda: list(rows(site.engine, _DOCUMENTS)))
    return render(site, asked, "sources.html", documents=found)


def source(site: Site, asked: Asked, slug: str, suffix: str) -> Reply:
    """Show a document with everything that rests on it."""
    iri = ID + slug
    near = () if site.engine.declares(iri) else nearest_names(site.engine, slug)
    existing(site, iri, asked, near)
    media = form_of(asked, suffix)
    if media != HTML:
        return as_rdf(site, asked, iri, media)
    said = next(iter(rows(site.engine, _DOCUMENT, document=iri)), None)
    if said is None:
        raise NotFound("this is no source", where=asked.path, mend=f"see /id/{slug}")
    found = list(rows(site.engine, _RESTING, accounts=site.engine.accounts(), document=iri))
    # A page as a file leads to no other one that shows the rest.
    shown = found if asked.still else found[:_MOST]
    things = {thing for thing, _ in shown}
    origins = origins_of(site.engine, things)
    return render(site, asked, "source.html", said=said, resting=shown, iri=iri, slug=slug,
                  count=len(found), origins=origins)  # fmt: skip
