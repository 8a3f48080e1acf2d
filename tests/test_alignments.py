"""The alignments: they parse, name terms that there are, and stay out of a plain load."""

from __future__ import annotations

import pyoxigraph as ox

from kg.build import read_quads
from kg.paths import shipped, shipped_files
from kg.terms import text_of
from kg.vocabulary import KG, PREFIXES, C
from samples import ontology_files, quads_of
from test_outside_axioms import Closure

PATH = shipped("ontology") / "alignments.ttl"
# Each was looked up in the published vocabulary, or for Wikidata in queries that use it.
OUTSIDE = {
    "http://www.w3.org/ns/prov#": "Activity",
    "http://www.w3.org/ns/org#": "Post member organization heldBy postIn",
    "http://semanticweb.cs.vu.nl/2009/11/sem/": "Event Actor Place hasPlace hasActor subEventOf "
    "hasTimeStamp hasEarliestBeginTimeStamp hasLatestBeginTimeStamp hasEarliestEndTimeStamp "
    "hasLatestEndTimeStamp",
    "http://www.w3.org/2006/time#": "hasTime hasBeginning hasEnd",
    "https://schema.org/": "Event Person Organization Place CreativeWork Dataset Country "
    "GovernmentOrganization OrganizationRole member location containedInPlace birthDate "
    "startDate endDate",
    "http://www.wikidata.org/entity/": "Q3624078 Q5 Q198 Q10931 Q45382 Q131569",
    "http://www.wikidata.org/prop/direct/": "P463 P39 P36 P17 P569",
}
CAMEO = set("01 02 04 042 045 055 057 111 12 14 143 166 19 191 192".split())
PLOVER = set("CONSULT AGREE RETREAT DISAPPROVE REJECT PROTEST MOBILIZE ASSAULT".split())
RELATIONS = {
    PREFIXES["rdfs"] + "subClassOf",
    *(PREFIXES["skos"] + f"{how}Match" for how in ("exact", "close", "broad", "related")),
}


def quads() -> list[ox.Quad]:
    header = KG + "alignments"
    return [quad for quad in read_quads(PATH) if text_of(quad.subject) != header]


def test_it_is_not_loaded_unasked() -> None:
    assert PATH.is_file()
    assert PATH not in shipped_files()


def test_what_is_aligned_is_declared() -> None:
    declared = {text_of(quad.subject) for quad in quads_of(ontology_files())}
    assert sorted({text_of(quad.subject) for quad in quads()} - declared) == []


def test_outside_terms_are_those_that_were_looked_up() -> None:
    known = {base + name for base, names in OUTSIDE.items() for name in names.split()}
    named = {text_of(quad.object) for quad in quads() if not isinstance(quad.object, ox.Literal)}
    assert named == known
    notations = [quad.object for quad in quads() if isinstance(quad.object, ox.Literal)]
    by_scheme = {
        scheme: {each.value for each in notations if each.datatype.value == C + scheme}
        for scheme in ("cameo", "plover")
    }
    assert by_scheme == {"cameo": CAMEO, "plover": PLOVER}
    used = {q.predicate.value for q in quads()}
    assert used == {*RELATIONS, PREFIXES["skos"] + "notation"}


def test_read_beside_the_rest_no_event_becomes_something_that_is_derived() -> None:
    """In PROV-O an activity is no entity: nothing that happens may be derived from a text."""
    closure = Closure(quads_of([*shipped_files(), PATH]))
    prov = PREFIXES["prov"]
    derived = {
        text_of(quad.subject)
        for quad in closure.quads
        if quad.predicate.value == prov + "wasDerivedFrom"
    }
    acting = {thing for thing, classes in closure.types.items() if prov + "Activity" in classes}
    assert acting
    assert sorted(derived & acting) == []
