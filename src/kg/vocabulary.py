"""The terms that the code names, once; a test holds them equal to the Turtle files."""

from __future__ import annotations

from typing import Final

__all__ = ["CLAIMS", "FACTS", "ID", "KG", "OURS", "PREFIXES", "RDF_TYPE", "C", "kg"]

KG: Final = "https://w3id.org/khyber/ontology/"
ID: Final = "https://w3id.org/khyber/id/"
C: Final = "https://w3id.org/khyber/concept/"

OURS: Final = (KG, ID, C)
"""The namespaces whose terms are closed: a name in them that nothing declares is a mistake."""

FACTS: Final = ID + "facts"
"""The account that answers unless another one is asked."""

CLAIMS: Final = ID + "claims"
"""The account of what is alleged, attributed or planned, and its named graph."""

PREFIXES: Final = {
    "c": C,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "id": ID,
    "kg": KG,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Every prefix that files, queries and tables may use without declaring it."""

RDF_TYPE: Final = PREFIXES["rdf"] + "type"


def kg(name: str) -> str:
    """Give the IRI of a term of the ontology: ``kg("time")``."""
    return KG + name
