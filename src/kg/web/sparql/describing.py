"""What the endpoint says of itself: SPARQL 1.1 Service Description, VoID, DCAT 3, its questions.

SIB's editors configure themselves from class and property partitions (VoID), from questions as
``sh:SPARQLExecutable``, and from prefixes as ``sh:declare``.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.engine import GRAPHS, Rows, cells_of, graph_as
from kg.errors import KgError
from kg.query import question_text as bound_text
from kg.query import questions, rows
from kg.release import VERSION
from kg.terms import text_of
from kg.vocabulary import FACTS, PREFIXES
from kg.web.accepting import best_of
from kg.web.asked import HTML, Asked, Reply
from kg.web.faults import NotTaken
from kg.web.rendering import render
from kg.web.site import Site

__all__ = [
    "ABOUT",
    "LICENCE",
    "SUFFIXES",
    "catalogue",
    "dataset_only",
    "described",
    "service",
    "void",
]

SUFFIXES: Final = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""The media types of a graph by the suffix of an address."""

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_WRITTEN: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_OWN: Final = {
    "sd": _SD, "void": "http://rdfs.org/ns/void#", "dcat": "http://www.w3.org/ns/dcat#",
    "formats": _FORMATS, "schema": "https://schema.org/", "foaf": "http://xmlns.com/foaf/0.1/",
}  # fmt: skip
_CLASSES: Final = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class"
_PROPERTIES: Final = """SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?from)
  (COUNT(DISTINCT ?o) AS ?to) { ?s ?p ?o } GROUP BY ?p"""
_COUNT: Final = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?from) { ?s ?p ?o }"
ABOUT: Final = (
    "A dated, sourced knowledge graph of states, alliances, corridors and events, centred on "
    "Pakistan's foreign policy."
)
# Where the site lies is not known when this is made.
_HERE: Final = "https://here.invalid"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


def service(site: Site, asked: Asked, shown: Mapping[str, object] | None = None) -> Reply:
    """Describe the service: to programs in RDF, to people as the page to ask in.

    Args:
        site: The site.
        asked: What was asked.
        shown: What the page shows of an answer, where there is one.
    """
    if shown is not None:
        return _page(site, asked, shown)
    media = best_of(asked.accept, (*GRAPHS, HTML))
    # A client that takes tables only has forgotten the query, and is told what this is.
    if media == HTML:
        return _page(site, asked, {})
    turtle = described(site, asked.base)
    return _graph(turtle, media or next(iter(GRAPHS)))


def _page(site: Site, asked: Asked, shown: Mapping[str, object]) -> Reply:
    text = asked.one("query")
    return render(site, asked, "sparql.html", text=text, shown=shown, prefixes=PREFIXES)


def void(site: Site, asked: Asked) -> Reply:
    """Describe the data set at its well-known address (VoID, section 7.2)."""
    media = best_of(asked.accept, tuple(GRAPHS))
    return _graph(described(site, asked.base), media or next(iter(GRAPHS)))


def catalogue(site: Site, asked: Asked, suffix: str) -> Reply:
    """Describe the data set for catalogues (DCAT 3); by suffix, or by what the visitor takes."""
    media = SUFFIXES.get(suffix[1:]) if suffix else best_of(asked.accept, tuple(GRAPHS))
    if suffix and media is None:
        raise NotTaken("this form is not there", where=suffix, mend=", ".join(SUFFIXES))
    return _graph(described(site, asked.base), media or next(iter(GRAPHS)))


def _graph(turtle: str, media: str) -> Reply:
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Reply(graph_as(turtle, media), f"{media}{charset}", headers={"Vary": "Accept"})


def described(site: Site, base: str) -> str:
    """Give the whole description as Turtle; addresses begin with the site's own."""
    text = site.kept("description", lambda: _described(site))
    # A base is held to its form by who reads the request, and holds nothing that ends an IRI.
    return text.replace(_HERE, base)


def dataset_only(site: Site, address: str, dumps: Iterable[str]) -> str:
    """Give what describes the data alone, with files and without an endpoint, as Turtle."""
    names = {**PREFIXES, **_OWN}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(names.items()))
    lines = "\n".join(_dataset(site, address, site.version, endpoint=False))
    files = [f"{address}/{name}" for name in dumps]
    more = "".join(
        f"<{address}/#dataset> void:dataDump <{file}> ; dcat:distribution <{file}> .\n"
        f"<{file}> a dcat:Distribution ; dcat:downloadURL <{file}> ; "
        f"dcterms:license <{LICENCE}> .\n"
        for file in files
    )
    return f"{head}{lines}\n{more}"


def _described(site: Site) -> str:
    names = {**PREFIXES, **_OWN}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(names.items()))
    parts = (
        _service(site, _HERE), _dataset(site, _HERE, site.version), _prefixes(_HERE),
        _questions(site, _HERE),
    )  # fmt: skip
    return head + "\n".join(line for part in parts for line in part)


def _service(site: Site, base: str) -> Iterator[str]:
    forms = ", ".join(f"<{_FORMATS}{name}>" for name in _WRITTEN)
    named = "".join(
        f"\n    sd:namedGraph [ a sd:NamedGraph ; sd:name <{each}> ;"
        f" sd:graph [ a sd:Graph, void:Dataset ; void:triples {_size(site, each)} ] ] ;"
        for each in site.engine.accounts()
        if each != FACTS
    )
    yield f"""
<{base}/sparql#service> a sd:Service ;
    sd:endpoint <{base}/sparql> ;
    sd:url <{base}/sparql> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {forms} ;
    sd:defaultDataset <{base}/#data> .
<{base}/#data> a sd:Dataset ;{named}
    sd:defaultGraph <{base}/#facts> .
<{base}/#facts> a sd:Graph .
"""


def _size(site: Site, account: str) -> int:
    """Count the statements of an account alone."""
    found = rows(site.engine, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{account}> {{ ?s ?p ?o }} }}")
    return next((int(n) for (n,) in found), 0)


def _dataset(site: Site, base: str, version: str, *, endpoint: bool = True) -> Iterator[str]:
    ((count, subjects),) = rows(site.engine, _COUNT)
    spaces = "".join(f"\n    void:uriSpace {json.dumps(PREFIXES[p])} ;" for p in ("id",))
    yield f"""
<{base}/#dataset> a void:Dataset, dcat:Dataset ;
    dcterms:title "Khyber"@en ;
    dcterms:description "{ABOUT}"@en ;
    dcterms:license <{LICENCE}> ;
    dcterms:publisher <{base}/#publisher> ;
    dcat:version "{VERSION}+{version}" ;
    foaf:homepage <{base}/> ;
    dcat:landingPage <{base}/> ;{spaces}
    dcat:keyword "foreign policy"@en, "alliances"@en, "international organisations"@en ;
    void:triples {count} ;
    void:distinctSubjects {subjects} .
<{base}/#publisher> a foaf:Agent, foaf:Organization ; foaf:name "The Khyber developers" .
<{LICENCE}> a dcterms:LicenseDocument .
<{base}/> a foaf:Document .
<{base}/#catalog> a dcat:Catalog ;
    dcterms:title "Khyber"@en ;
    dcterms:description "{ABOUT}"@en ;
    dcterms:publisher <{base}/#publisher> ;
    dcterms:license <{LICENCE}> ;
    foaf:homepage <{base}/> ;
    dcat:dataset <{base}/#dataset> .
"""
    if endpoint:
        yield _endpoint(base)
    yield from _partitions(site, base)


def _endpoint(base: str) -> str:
    return f"""
<{base}/#dataset> void:sparqlEndpoint <{base}/sparql> ; dcat:distribution <{base}/#endpoint> .
<{base}/#endpoint> a dcat:Distribution ;
    dcterms:title "SPARQL endpoint"@en ;
    dcterms:description "Every statement of the data set, asked by the SPARQL 1.1 Protocol."@en ;
    dcat:accessURL <{base}/sparql> ;
    dcat:accessService <{base}/#service> ;
    dcterms:license <{LICENCE}> .
<{base}/#service> a dcat:DataService ;
    dcterms:title "SPARQL endpoint"@en ;
    dcterms:publisher <{base}/#publisher> ;
    dcat:endpointURL <{base}/sparql> ;
    dcat:endpointDescription <{base}/sparql> ;
    dcterms:conformsTo <http://www.w3.org/TR/sparql11-protocol/> ;
    dcat:servesDataset <{base}/#dataset> .
<http://www.w3.org/TR/sparql11-protocol/> a dcterms:Standard .
<{base}/#catalog> dcat:service <{base}/#service> .
"""


def _partitions(site: Site, base: str) -> Iterator[str]:
    for cls, count in _counted(site, _CLASSES):
        part = f"[ void:class <{cls}> ; void:entities {count} ]"
        yield f"<{base}/#dataset> void:classPartition {part} ."
    for prop, count, subjects, objects in _counted(site, _PROPERTIES):
        yield (
            f"<{base}/#dataset> void:propertyPartition [ void:property <{prop}> ; "
            f"void:triples {count} ; void:distinctSubjects {subjects} ; "
            f"void:distinctObjects {objects} ] ."
        )


def _counted(site: Site, sparql: str) -> Iterator[list[str]]:
    found = site.engine.query(sparql)
    assert isinstance(found, Rows)  # noqa: S101 - both are SELECT
    yield from sorted([text_of(cell) for cell in row] for row in cells_of(found))


def _prefixes(base: str) -> Iterator[str]:
    for name, iri in sorted(PREFIXES.items()):
        said = f'[ sh:prefix "{name}" ; sh:namespace "{iri}"^^xsd:anyURI ]'
        yield f"<{base}/#prefixes> sh:declare {said} ."
    yield f"<{base}/#prefixes> a owl:Ontology ."


def _questions(site: Site, base: str) -> Iterator[str]:
    """Give every question of the catalogue with its examples filled in, as a query that runs."""
    for each in questions().values():
        with warnings.catch_warnings(action="ignore"):
            try:
                text = bound_text(site.engine, each)
            except KgError:
                # An example that other data do not know is none.
                continue
        comment = json.dumps(each.text, ensure_ascii=False)
        yield (
            f"<{base}/questions/{each.name}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; "
            f"rdfs:comment {comment}@en ; sh:prefixes <{base}/#prefixes> ; "
            f"sh:select {json.dumps(text, ensure_ascii=False)} ; "
            f"schema:target <{base}/sparql> ."
        )
