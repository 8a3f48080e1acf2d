"""The closed vocabulary: what the code names and what the Turtle declares are the same."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg import vocabulary
from kg.build import read_quads
from kg.paths import shipped
from kg.sparql.guarding import tokens
from kg.terms import compact, expand, text_of
from kg.vocabulary import KG, OURS, PREFIXES, RDF_TYPE, C, kg
from samples import ROOT, ontology_files, quads_of

RDFS, OWL, SKOS = PREFIXES["rdfs"], PREFIXES["owl"], PREFIXES["skos"]
# What RDF, RDFS, OWL and XSD are made of is not a vocabulary that somebody chose.
BUILT_IN = (PREFIXES["rdf"], RDFS, OWL, PREFIXES["xsd"])
DATA = sorted(shipped("data").glob("*.ttl"))
QUERIES = sorted(shipped("ontology").rglob("*.rq"))
SOURCES = sorted((ROOT / "src" / "kg").rglob("*.py"))


def declared(namespace: str) -> set[str]:
    return {
        text_of(quad.subject)
        for quad in quads_of(ontology_files())
        if text_of(quad.subject).startswith(namespace)
    }


def classes(*names: str) -> set[str]:
    """Give what the ontology declares as one of these."""
    kinds = {OWL + name for name in names}
    return {
        text_of(quad.subject)
        for quad in quads_of(ontology_files())
        if quad.predicate.value == RDF_TYPE and text_of(quad.object) in kinds
    }


PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def names_in_code() -> dict[str, set[str]]:
    """Give every name that Python code uses, as ``kg("…")`` or in a query, with its files."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if "{" in node.value and re.search(r"\b(?:SELECT|ASK|CONSTRUCT|INSERT)\b", node.value):
                names = [t.text for t in tokens(node.value) if t.kind == "name"]
                for name in names:
                    if name.partition(":")[0] in PREFIXES:
                        found[expand(name)].add(path.name)
        source = path.read_text(encoding="utf-8")
        for name in re.findall(r'\bkg\("(\w+)"\)', source):
            found[kg(name)].add(path.name)
        for group in re.findall(r"\bkg(?:,|\(name\)).*?\(([^()]*)\)", source, re.DOTALL):
            for name in re.findall(r'"([A-Za-z]\w+)"', group):
                found[kg(name)].add(path.name)
    return found


def names_in_queries() -> set[str]:
    return {
        expand(token.text)
        for path in QUERIES
        for token in tokens(path.read_text(encoding="utf-8"))
        if token.kind == "name"
    }


def test_every_name_of_ours_in_the_code_is_declared() -> None:
    known = declared(KG) | declared(C)
    wrong = {
        compact(iri): sorted(files)
        for iri, files in names_in_code().items()
        if iri.startswith((KG, C)) and iri not in known and iri not in (KG, C)
    }
    assert wrong == {}


def test_the_code_names_something_at_all() -> None:
    names = {compact(iri) for iri in names_in_code()}
    assert {"kg:time", "kg:edgeFrom", "kg:kind", "kg:earliestStart", "skos:prefLabel"} <= names


def test_every_name_of_ours_in_a_query_is_declared() -> None:
    ours = {iri for iri in names_in_queries() if iri.startswith((KG, C)) and iri != KG}
    assert sorted(map(compact, ours - declared(KG) - declared(C))) == []


def test_every_outside_term_in_use_is_declared_in_one_file() -> None:
    external = {text_of(q.subject) for q in read_quads(shipped("ontology") / "external.ttl")}
    used: dict[str, str] = {}
    for path in [*ontology_files(), *DATA]:
        for quad in read_quads(path):
            used[quad.predicate.value] = path.name
            if quad.predicate.value in (RDF_TYPE, RDFS + "subClassOf", RDFS + "range"):
                used[text_of(quad.object)] = path.name
            if isinstance(quad.object, ox.Literal):
                used[quad.object.datatype.value] = path.name
    outside = {i: f for i, f in used.items() if not i.startswith((*OURS, *BUILT_IN))}
    assert {compact(i): f for i, f in outside.items() if i not in external} == {}


def test_what_external_declares_is_used() -> None:
    external = {text_of(q.subject) for q in read_quads(shipped("ontology") / "external.ttl")}
    used: set[str] = set(names_in_queries()) | set(names_in_code())
    for quad in quads_of([*ontology_files(), *DATA, *shapes()]):
        used |= {quad.predicate.value, text_of(quad.object)}
        if isinstance(quad.object, ox.Literal):
            used.add(quad.object.datatype.value)
    # A deprecated term would name its successor by it; none is deprecated so far.
    waiting = {PREFIXES["dcterms"] + "isReplacedBy"}
    assert sorted(map(compact, external - used - waiting)) == []


def shapes() -> list[Path]:
    return sorted((shipped("ontology") / "shapes").glob("*.ttl"))


def values(prop: str) -> dict[str, list[ox.Literal]]:
    found: dict[str, list[ox.Literal]] = defaultdict(list)
    for quad in quads_of(ontology_files()):
        if quad.predicate.value == prop and isinstance(quad.object, ox.Literal):
            found[text_of(quad.subject)].append(quad.object)
    return found


def terms() -> set[str]:
    concepts = {i for i in declared(C) if not i.startswith(C + "scheme-")}
    schemes = declared(C) - concepts
    return classes("Class", *PROPERTIES) | concepts | schemes


def test_every_term_has_one_preferred_label_in_english() -> None:
    labels = values(SKOS + "prefLabel")
    wrong = {
        compact(term): [literal.value for literal in labels[term]]
        for term in terms()
        if [literal.language for literal in labels[term]].count("en") != 1
        or len({literal.language for literal in labels[term]}) != len(labels[term])
    }
    assert wrong == {}


def test_every_term_has_one_definition_that_ends_in_a_full_stop() -> None:
    definitions = values(SKOS + "definition")
    wrong = {
        compact(term): [literal.value for literal in definitions[term]]
        for term in terms()
        if len(definitions[term]) != 1
        or not re.fullmatch(r"[A-Z][^\n]+\.", definitions[term][0].value)
        or definitions[term][0].language != "en"
    }
    assert wrong == {}


def test_every_term_is_declared_once_and_in_one_file() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in ontology_files():
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"^((?:kg|c):[\w-]+) a ", text, re.MULTILINE):
            homes[name].append(path.name)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_labels_of_one_kind_of_term_are_apart() -> None:
    labels = values(SKOS + "prefLabel")
    for kind in (classes("Class"), classes(*PROPERTIES)):
        counted = Counter(literal.value for term in kind for literal in labels[term])
        assert {label: n for label, n in counted.items() if n > 1} == {}


def test_a_class_is_written_in_capitals_and_a_property_is_not() -> None:
    named = {iri.removeprefix(KG) for iri in classes("Class") if iri.startswith(KG)}
    assert [name for name in named if not re.fullmatch(r"(?:[A-Z][a-z]+)+", name)] == []
    named = {iri.removeprefix(KG) for iri in classes(*PROPERTIES) if iri.startswith(KG)}
    assert [name for name in named if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name)] == []


def test_every_concept_is_in_one_declared_scheme() -> None:
    schemes: dict[str, list[str]] = defaultdict(list)
    for quad in quads_of(ontology_files()):
        if quad.predicate.value == SKOS + "inScheme":
            schemes[text_of(quad.subject)].append(text_of(quad.object))
    concepts = {iri for iri in declared(C) if not iri.startswith(C + "scheme-")}
    assert {compact(i): schemes[i] for i in concepts if len(schemes[i]) != 1} == {}
    assert {scheme for each in schemes.values() for scheme in each} <= declared(C)


def test_what_a_term_points_at_is_declared() -> None:
    pointing = {RDFS + "subClassOf", RDFS + "range", RDFS + "subPropertyOf", SKOS + "broader"}
    pointing |= {kg(name) for name in ("edgeFrom", "edgeTo", "edgeWithin", "edgeOrder")}
    known = {text_of(quad.subject) for quad in quads_of(ontology_files())}
    wrong = {
        compact(text_of(quad.object))
        for quad in quads_of(ontology_files())
        if quad.predicate.value in pointing
        and text_of(quad.object) not in known
        and not text_of(quad.object).startswith(BUILT_IN)
    }
    assert wrong == set()


def test_a_kind_of_tie_says_both_of_its_ends() -> None:
    ends: dict[str, set[str]] = defaultdict(set)
    for quad in quads_of(ontology_files()):
        if quad.predicate.value.startswith(kg("edge")):
            ends[text_of(quad.subject)].add(quad.predicate.value.removeprefix(KG))
    assert ends
    for kind, said in ends.items():
        assert {"edgeFrom", "edgeTo"} <= said, compact(kind)
        assert ("edgeWithin" in said) == ("edgeOrder" in said), compact(kind)
    assert set(ends) <= classes("Class")


def test_every_term_of_ours_is_used_by_data_a_shape_or_a_question() -> None:
    used = names_in_queries() | set(names_in_code())
    declared_sets = shipped("ontology").glob("*/*/dataset.ttl")
    for quad in quads_of([*DATA, *shapes(), *declared_sets]):
        used |= {quad.predicate.value, text_of(quad.object)}
    # The code reads every concept that says which one-mode ties are made, whatever its name.
    for quad in quads_of(ontology_files()):
        if quad.predicate.value == kg("projectionOf"):
            used.add(text_of(quad.subject))
    # What is above a term that is used is used: its class, its scheme, its broader concept.
    above = (RDFS + "subClassOf", SKOS + "inScheme", SKOS + "broader")
    links = [
        (text_of(quad.subject), text_of(quad.object))
        for quad in quads_of(ontology_files())
        if quad.predicate.value in above
    ]
    grown = True
    while grown:
        more = {high for low, high in links if low in used} - used
        used |= more
        grown = bool(more)
    unused = (declared(KG) | declared(C)) - used - {KG}
    assert sorted(map(compact, unused)) == [], sorted(map(compact, unused))


def test_prefixes_are_those_of_the_ontology() -> None:
    written = {
        match
        for path in [*ontology_files(), *DATA, *shapes()]
        for match in re.findall(r"@prefix (\w+): <([^>]+)>", path.read_text(encoding="utf-8"))
    }
    own = {(name, iri) for name, iri in written if name != "vann"}
    assert own <= set(PREFIXES.items())
    assert PREFIXES["id"] + "claims" == vocabulary.CLAIMS


def test_every_term_says_what_defines_it() -> None:
    defined = {
        text_of(quad.subject): text_of(quad.object)
        for quad in quads_of(ontology_files())
        if quad.predicate.value == RDFS + "isDefinedBy"
    }
    ours = {iri for iri in declared(KG) | declared(C) if iri != KG}
    assert {compact(term) for term in ours if defined.get(term) != KG} == set()
    outside = {text_of(q.subject) for q in read_quads(shipped("ontology") / "external.ttl")}
    assert sorted(map(compact, outside - set(defined))) == []


def test_the_header_names_its_version_once() -> None:
    header = {
        quad.predicate.value.removeprefix(OWL): text_of(quad.object)
        for quad in read_quads(shipped("ontology") / "khyber.ttl")
        if quad.predicate.value.startswith(OWL)
    }
    version = header["versionInfo"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert header["versionIRI"] == f"{KG}{version}"
    assert header["priorVersion"].startswith(KG)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"ontology is {version}" in changes


def test_every_kind_of_relation_has_a_shape() -> None:
    targets = {
        text_of(quad.object)
        for path in shapes()
        for quad in read_quads(path)
        if quad.predicate.value == PREFIXES["sh"] + "targetClass"
    }
    below: dict[str, set[str]] = defaultdict(set)
    for quad in quads_of(ontology_files()):
        if quad.predicate.value == RDFS + "subClassOf":
            below[text_of(quad.object)].add(text_of(quad.subject))
    relations, waiting = set[str](), [kg("Relation")]
    while waiting:
        found = below[waiting.pop()] - relations
        relations |= found
        waiting += found
    used = {
        text_of(quad.object)
        for path in DATA
        for quad in read_quads(path)
        if quad.predicate.value == RDF_TYPE
    }
    assert sorted(map(compact, (relations & used) - targets)) == []
