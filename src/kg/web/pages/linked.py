"""Linked data: the same thing as a page and as RDF, by what the visitor takes or by suffix."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from kg.build import read_quads
from kg.engine import node, write_answer
from kg.paths import shipped
from kg.query import label_of, rows
from kg.sparql import Query
from kg.terms import text_of
from kg.vocabulary import PREFIXES
from kg.web.accepting import best_of
from kg.web.asked import HTML, Asked, Reply
from kg.web.faults import NotFound, NotTaken
from kg.web.rendering import address_of, link
from kg.web.site import Site
from kg.web.sparql.describing import SUFFIXES

__all__ = ["as_rdf", "as_schema", "form_of", "seeing_other"]

_ABOUT: Final = """CONSTRUCT { ?s ?p ?o } WHERE {
  { BIND(?thing AS ?s) ?s ?p ?o }
  UNION { ?s a kg:Relation ; ?how ?thing ; ?p ?o FILTER(?how NOT IN (rdf:type, kg:kind)) } }"""
_SCHEMA: Final = "https://schema.org/"
_SCHEMA_FORM: Final = "schema"


def form_of(asked: Asked, suffix: str) -> str:
    """Give the media type in which an address is shown: by its suffix, or by what is taken.

    Raises:
        NotTaken: There is no such form.
    """
    if suffix:
        found = {"": HTML, "html": HTML, **SUFFIXES}.get(suffix[1:])
    else:
        found = best_of(asked.accept, (HTML, *SUFFIXES.values()))
    if found is None:
        raise NotTaken("this form is not there", where=suffix or asked.accept[:80],
                       mend=f"take .{', .'.join(('html', *SUFFIXES))}")  # fmt: skip
    return found


def seeing_other(asked: Asked, media: str) -> Reply:
    """Send a program from a thing to the document about it (W3C, Cool URIs, 4.2)."""
    suffix = next(name for name, each in SUFFIXES.items() if each == media)
    where = f"{link(asked, asked.path)}".partition("?")[0] + f".{suffix}"
    return Reply(b"", "text/plain", 303, {"Location": where, "Vary": "Accept"})


def as_rdf(site: Site, asked: Asked, iri: str, media: str) -> Reply:
    """Give the facts about a thing, and the relations that it is a party to."""
    answer = site.engine.query(Query(_ABOUT, {"thing": [node(iri)]}))
    body = write_answer(answer, media, site.limits.whole)
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    here = f"{asked.base}{address_of(iri)}"
    return Reply(body, f"{media}{charset}", headers={"Link": f'<{here}>; rel="describes"'})


def _schema_types() -> dict[str, str]:
    """Give the class of schema.org that each class of ours is aligned to."""
    wanted = (PREFIXES["rdfs"] + "subClassOf", PREFIXES["skos"] + "closeMatch")
    quads = read_quads(shipped("ontology") / "alignments.ttl")
    pairs = {(text_of(q.subject), text_of(q.object)) for q in quads if q.predicate.value in wanted}
    return {ours: theirs.removeprefix(_SCHEMA) for ours, theirs in pairs if _SCHEMA in theirs}


def as_schema(site: Site, asked: Asked, iri: str, kinds: Sequence[str]) -> str:
    """Give what search engines read of a thing, as JSON-LD that stands in a page."""
    types = site.kept(_SCHEMA_FORM, _schema_types)
    above = [each for kind in kinds for each in (kind, *site.model.above(kind))]
    named = {lang: known[iri] for lang, known in site.labels.items() if iri in known}
    said: dict[str, Any] = {
        "@context": _SCHEMA.removesuffix("/"),
        "@type": next((types[each] for each in above if each in types), "Thing"),
        "@id": iri,
        "url": f"{asked.base}{address_of(iri)}",
        "name": label_of(site.labels["en"], iri),
        "alternateName": sorted(set(named.values()) | set(_others(site, iri))),
    }
    # Nothing in it may end the element that it stands in.
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")


def _others(site: Site, iri: str) -> list[str]:
    query = "SELECT DISTINCT ?name { ?thing skos:altLabel ?name }"
    return [str(name) for (name,) in rows(site.engine, query, thing=iri)]


def existing(site: Site, iri: str, asked: Asked, near: Sequence[str]) -> None:
    """Refuse what the graph says nothing of.

    Raises:
        NotFound: It does not.
    """
    if not site.engine.declares(iri):
        raise NotFound("nothing in the graph has this name", where=asked.path,
                       mend=f"nearest: {', '.join(near)}" if near else "search for it",
                       candidates=near)  # fmt: skip
