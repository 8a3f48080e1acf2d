"""What others' own axioms make of the graph: read beside ours under RDFS, they infer nothing false.

The axioms are those of PROV-O, ORG, GeoSPARQL 1.1, DCMI Metadata Terms, the Web Annotation
vocabulary, SKOS and FOAF on each term that is used here, as their published files state them.
A domain or a range that is an unnamed union says nothing under RDFS and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from kg.build import read_quads
from kg.paths import shipped_files
from kg.terms import compact, text_of
from kg.vocabulary import KG, OURS, PREFIXES, RDF_TYPE
from samples import CLAIMS, HEAD, SAMPLE, ontology_files, quads_of

RDFS, XSD = PREFIXES["rdfs"], PREFIXES["xsd"]
OUTSIDE = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vann: <http://purl.org/vocab/vann/> .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity ;
    rdfs:subPropertyOf prov:wasInfluencedBy .
org:Organization rdfs:subClassOf foaf:Agent .
org:member rdfs:domain org:Membership ; rdfs:range foaf:Agent .
org:organization rdfs:domain org:Membership ; rdfs:range org:Organization .
geo:Feature rdfs:subClassOf geo:SpatialObject .
geo:Geometry rdfs:subClassOf geo:SpatialObject .
geo:hasGeometry rdfs:domain geo:Feature ; rdfs:range geo:Geometry .
geo:asWKT rdfs:domain geo:Geometry ; rdfs:range geo:wktLiteral ;
    rdfs:subPropertyOf geo:hasSerialization .
geo:hasSerialization rdfs:domain geo:Geometry ; rdfs:range rdfs:Literal .
dcterms:title rdfs:range rdfs:Literal ; rdfs:subPropertyOf dc:title .
dcterms:identifier rdfs:range rdfs:Literal ; rdfs:subPropertyOf dc:identifier .
dcterms:date rdfs:range rdfs:Literal ; rdfs:subPropertyOf dc:date .
dcterms:created rdfs:range rdfs:Literal ; rdfs:subPropertyOf dcterms:date .
dcterms:description rdfs:subPropertyOf dc:description .
dcterms:publisher rdfs:range dcterms:Agent ; rdfs:subPropertyOf dc:publisher .
dcterms:creator rdfs:range dcterms:Agent ; rdfs:subPropertyOf dcterms:contributor .
dcterms:contributor rdfs:range dcterms:Agent ; rdfs:subPropertyOf dc:contributor .
dcterms:license rdfs:range dcterms:LicenseDocument ; rdfs:subPropertyOf dcterms:rights .
dcterms:rights rdfs:range dcterms:RightsStatement ; rdfs:subPropertyOf dc:rights .
dcterms:LicenseDocument rdfs:subClassOf dcterms:RightsStatement .
dcterms:isPartOf rdfs:subPropertyOf dcterms:relation .
dcterms:isReplacedBy rdfs:subPropertyOf dcterms:relation .
dcterms:relation rdfs:subPropertyOf dc:relation .
oa:start rdfs:range xsd:nonNegativeInteger .
oa:end rdfs:range xsd:nonNegativeInteger .
skos:inScheme rdfs:range skos:ConceptScheme .
skos:broader rdfs:subPropertyOf skos:broaderTransitive .
skos:broaderTransitive rdfs:subPropertyOf skos:semanticRelation .
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:prefLabel rdfs:subPropertyOf rdfs:label .
skos:altLabel rdfs:subPropertyOf rdfs:label .
skos:hiddenLabel rdfs:subPropertyOf rdfs:label .
skos:definition rdfs:subPropertyOf skos:note .
skos:scopeNote rdfs:subPropertyOf skos:note .
dc:publisher rdfs:isDefinedBy <http://purl.org/dc/elements/1.1/> .
dc:creator rdfs:isDefinedBy <http://purl.org/dc/elements/1.1/> .
vann:preferredNamespacePrefix rdfs:isDefinedBy vann: .
vann:preferredNamespaceUri rdfs:isDefinedBy vann: .
"""
# What may be of an outside class without saying so falsely; whatever else turns up there is false.
MAY_BE = {
    "prov:Agent": {"kg:Actor"},
    "prov:Entity": {"kg:Relation", "kg:Quantity", "kg:Evidence"},
    "org:Organization": {"kg:Organization"},
    "http://xmlns.com/foaf/0.1/Agent": {"kg:Actor"},
    "org:Membership": {"kg:Membership"},
    "geo:Feature": {"kg:Place"},
    "geo:Geometry": {"geo:Geometry"},
    "geo:SpatialObject": {"kg:Place", "geo:Geometry"},
    "skos:Concept": {"skos:Concept"},
    "skos:ConceptScheme": {"skos:ConceptScheme"},
    "dcterms:LicenseDocument": set(),
    "dcterms:RightsStatement": set(),
}
# And of our own classes: nothing is of both, neither as it is written nor as it follows.
APART = """
kg:Actor kg:Place | kg:Actor kg:Relation | kg:Actor kg:Event | kg:Actor kg:Evidence
kg:Actor kg:Undertaking | kg:Actor kg:Office | kg:Actor kg:Quantity | kg:Actor geo:Geometry
kg:Actor org:Membership | kg:Actor prov:Entity | kg:Person org:Organization | kg:Person kg:State
kg:Place kg:Event | kg:Place kg:Relation | kg:Place geo:Geometry | kg:Place prov:Entity
kg:Place prov:Agent | kg:Event kg:Relation | kg:Event prov:Entity | kg:Event prov:Agent
kg:Relation prov:Agent | kg:Relation kg:Evidence | kg:Partnership org:Membership
kg:Suspension org:Membership | kg:Undertaking prov:Entity | kg:Office prov:Entity
kg:Source dcterms:Agent | kg:Source prov:Agent | kg:Passage prov:Agent | kg:Office kg:Place
org:Organization org:Membership | geo:Feature geo:Geometry | skos:Concept kg:Actor
skos:Concept kg:Relation | skos:Concept kg:Place | skos:Concept kg:Event
"""


def axioms() -> list[ox.Quad]:
    return list(ox.parse(HEAD + OUTSIDE, format=ox.RdfFormat.TURTLE))


class Closure:
    """What follows by rdfs2, rdfs3, rdfs5, rdfs7, rdfs9 and rdfs11.

    No property and no class has a domain, a range or anything above it but in the schema, so one
    pass over the statements after the closure of the schema is the whole closure.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = list(quads)
        links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in self.quads:
            if quad.predicate.value.startswith(RDFS) and not isinstance(quad.object, ox.Literal):
                links[quad.predicate.value][text_of(quad.subject)].add(text_of(quad.object))
        self.classes = _transitive(links[RDFS + "subClassOf"])
        self.properties = _transitive(links[RDFS + "subPropertyOf"])
        self.domains, self.ranges = links[RDFS + "domain"], links[RDFS + "range"]
        self.types: dict[str, set[str]] = defaultdict(set)
        self.literals: set[tuple[str, str, str]] = set()
        for quad in self.quads:
            self._follow(quad)

    def _follow(self, quad: ox.Quad) -> None:
        subject, value = text_of(quad.subject), quad.object
        if quad.predicate.value == RDF_TYPE:
            self._is_a(subject, text_of(value))
        for prop in {quad.predicate.value, *self.properties.get(quad.predicate.value, ())}:
            for cls in self.domains.get(prop, ()):
                self._is_a(subject, cls)
            for cls in self.ranges.get(prop, ()):
                if isinstance(value, ox.Literal):
                    self.literals.add((prop, cls, value.datatype.value))
                else:
                    self._is_a(text_of(value), cls)

    def _is_a(self, thing: str, cls: str) -> None:
        self.types[thing] |= {cls, *self.classes.get(cls, ())}


def _transitive(links: dict[str, set[str]]) -> dict[str, set[str]]:
    grown = {low: set(above) for low, above in links.items()}
    changed = True
    while changed:
        changed = False
        for above in grown.values():
            more = {far for near in above for far in grown.get(near, ())} - above
            above.update(more)
            changed = changed or bool(more)
    return grown


def false(closure: Closure) -> list[str]:
    """Give each thing that is of an outside class and may not be, or of two that are apart."""
    apart = [
        tuple(pair.split()) for line in APART.strip().splitlines() for pair in line.split(" | ")
    ]
    found = []
    for thing, classes in closure.types.items():
        # What the ontology itself is made of is no thing of the world.
        if thing.startswith((KG, *(iri for name, iri in PREFIXES.items() if name not in "c id"))):
            continue
        names = {compact(cls) for cls in classes}
        ours = names & set(MAY_BE) if thing.startswith(OURS) else ()
        found += [f"{compact(thing)} is no {name}" for name in ours if not names & MAY_BE[name]]
        found += [f"{compact(thing)}: {a}, {b}" for a, b in apart if {a, b} <= names]
    datatypes = {RDFS + "Literal"}
    for prop, cls, datatype in closure.literals:
        allowed = datatype == cls or cls in datatypes or _within(datatype, cls)
        if not allowed:
            found.append(f"a {compact(datatype)} after {compact(prop)} is no {compact(cls)}")
    return sorted(found)


def _within(datatype: str, cls: str) -> bool:
    """An integer from 0 up is a non-negative integer, however its literal is typed."""
    return (datatype, cls) == (XSD + "integer", XSD + "nonNegativeInteger")


@pytest.fixture(scope="module")
def graph_quads() -> list[ox.Quad]:
    return quads_of(shipped_files())


def test_outside_axioms_infer_nothing_false(graph_quads: list[ox.Quad]) -> None:
    closure = Closure([*graph_quads, *axioms()])
    assert len(closure.types) > 5000
    assert false(closure) == []


def test_offsets_are_not_below_0(graph_quads: list[ox.Quad]) -> None:
    wrong = [
        quad
        for quad in graph_quads
        if quad.predicate.value in (PREFIXES["oa"] + "start", PREFIXES["oa"] + "end")
        and int(text_of(quad.object)) < 0
    ]
    assert wrong == []


def test_the_sample_infers_nothing_false() -> None:
    ontology = quads_of(ontology_files())
    assert false(Closure([*ontology, *quads_of([SAMPLE, CLAIMS]), *axioms()])) == []


def test_the_axioms_of_every_outside_property_in_use_are_here(graph_quads: list[ox.Quad]) -> None:
    known = {text_of(quad.subject) for quad in axioms()}
    built_in = (PREFIXES["rdf"], RDFS, PREFIXES["owl"], XSD, *OURS)
    used = {quad.predicate.value for quad in graph_quads}
    assert sorted(compact(p) for p in used - known if not p.startswith(built_in)) == []
    classes = {text_of(q.object) for q in graph_quads if q.predicate.value == RDF_TYPE}
    table = {name for name in MAY_BE if ":" in name}
    outside = {compact(c) for c in classes if not c.startswith(built_in)}
    assert outside <= table


FALSE = [
    ("id:pakistan prov:wasDerivedFrom id:source-text-000 .", "id:pakistan is no prov:Entity"),
    ("id:salala-attack prov:wasDerivedFrom id:source-text-000 .", "id:salala-attack is no prov:E"),
    ('id:lahore geo:asWKT "POINT(1 2)"^^geo:wktLiteral .', "id:lahore: geo:Feature, geo:Geometry"),
    ('id:source-text-000 dcterms:publisher "A press" .', "after dcterms:publisher is no dcterms:"),
    ("kg:organization rdfs:subPropertyOf org:organization .", "is no org:Membership"),
    ("kg:member rdfs:subPropertyOf org:member .", "id:suspension"),
    ("id:pakistan kg:presentIn id:lahore .", "id:pakistan: kg:Actor, kg:Relation"),
    ("id:nato kg:capital id:pakistan .", "id:pakistan: kg:Actor, kg:Place"),
]


@pytest.mark.parametrize(("more", "said"), FALSE, ids=[said for _, said in FALSE])
def test_what_would_be_false_is_found(graph_quads: list[ox.Quad], more: str, said: str) -> None:
    planted = list(ox.parse(HEAD + more, format=ox.RdfFormat.TURTLE))
    found = false(Closure([*graph_quads, *planted, *axioms()]))
    assert any(said in line for line in found), found


# Domains and ranges of our own


def declared() -> dict[str, dict[str, list[str]]]:
    """Give what each property of ours says of its domain and of its range."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in ontology_files():
        for quad in read_quads(path):
            name, said = text_of(quad.subject), found.get(text_of(quad.subject))
            if quad.predicate.value == RDF_TYPE and text_of(quad.object).endswith("Property"):
                if name.startswith(KG):
                    found.setdefault(name, {"domain": [], "range": []})
            elif quad.predicate.value in (RDFS + "domain", RDFS + "range"):
                said = found.setdefault(name, {"domain": [], "range": []})
                said[quad.predicate.value.removeprefix(RDFS)].append(text_of(quad.object))
    return found


def as_written(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Give what says a class, without what only lets one be inferred."""
    return [quad for quad in quads if quad.predicate.value in (RDF_TYPE, RDFS + "subClassOf")]


def test_every_property_has_one_domain_and_one_range() -> None:
    properties = declared()
    assert len(properties) > 90
    wrong = [
        compact(name)
        for name, said in properties.items()
        if len(said["domain"]) != 1 or len(said["range"]) != 1
    ]
    assert wrong == []


def test_data_never_contradicts_a_domain_or_a_range(graph_quads: list[ox.Quad]) -> None:
    """Each subject and object is written as what its property takes, not inferred to be so."""
    written = Closure(as_written(graph_quads))
    properties = declared()
    anything = PREFIXES["owl"] + "Thing"
    wrong = set()
    for quad in graph_quads:
        said = properties.get(quad.predicate.value)
        if said is None or text_of(quad.subject).startswith(KG):
            continue
        (domain,), (ranged,) = said["domain"], said["range"]
        if domain != anything and domain not in written.types[text_of(quad.subject)]:
            wrong.add(f"{compact(text_of(quad.subject))} {compact(quad.predicate.value)}")
        fits = (
            quad.object.datatype.value == ranged
            if isinstance(quad.object, ox.Literal)
            else ranged in (anything, *written.types[text_of(quad.object)])
        )
        if not fits:
            wrong.add(f"{compact(quad.predicate.value)} {compact(text_of(quad.object))}")
    assert sorted(wrong) == []


def test_a_property_takes_a_state_or_a_place_and_never_both(graph_quads: list[ox.Quad]) -> None:
    """Where something happens is a place, what acts is a state; what is named may be either."""
    of_either = {"about", "affects", "described", "named", "supported", "partOf", "compared"}
    written = Closure(as_written(graph_quads))
    takes: dict[str, set[str]] = defaultdict(set)
    for quad in graph_quads:
        if quad.predicate.value.startswith(KG) and not isinstance(quad.object, ox.Literal):
            for cls in ("State", "Place"):
                if KG + cls in written.types[text_of(quad.object)]:
                    takes[quad.predicate.value.removeprefix(KG)].add(cls)
    assert {name for name, classes in takes.items() if len(classes) > 1} <= of_either
