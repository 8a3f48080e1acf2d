"""Shapes: each rule with a sample that keeps it and a change that breaks it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF
from rdflib.namespace import SH

import kg
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.paths import shipped
from kg.shapes import Report, Violation, check
from kg.vocabulary import KG, PREFIXES
from samples import CLAIMS, HEAD, SAMPLE, engine_over, ontology_files, quads_of, write_turtle
from shape_cases import Case, batches, cases, changed

FOLDER = shipped("ontology") / "shapes"
LINES = HEAD.count("\n")


def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted(FOLDER.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def rules() -> dict[str, str]:
    """Give the sentence of each rule: of each named shape with constraints, and of each query."""
    graph = shapes()
    found = {
        str(shape).removeprefix(KG): str(message)
        for shape, message in graph.subject_objects(SH.message)
    }
    for path in sorted(FOLDER.glob("*.rq")):
        found[path.name] = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    return found


RULES = rules()


@pytest.fixture(scope="module")
def ontology() -> list[ox.Quad]:
    return quads_of(ontology_files())


@pytest.fixture(scope="module")
def valid() -> list[ox.Quad]:
    return quads_of([SAMPLE, CLAIMS])


def test_the_sample_keeps_every_rule(sample: OxigraphEngine) -> None:
    report = check(sample)
    assert report.ok, report
    assert str(report) == f"Nothing is wrong in {sample.size():,} statements."


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: batch[0].rule)
def test_a_change_that_breaks_a_rule_is_named(
    batch: list[Case], ontology: list[ox.Quad], valid: list[ox.Quad]
) -> None:
    for case in batch:
        valid = changed(valid, case)
    report = check(engine_over([*ontology, *valid]))
    told = {(each.thing, each.rule) for each in report}
    assert [str(c) for c in batch if (c.focus, RULES[c.rule]) not in told] == []


def test_no_rule_is_without_its_case() -> None:
    assert {case.rule for case in cases()} == set(RULES)


def test_every_shape_with_a_constraint_has_a_sentence_and_says_how_to_mend_it() -> None:
    graph = shapes()
    silent = [
        shape
        for shape in set(graph.subjects(RDF.type, SH.PropertyShape))
        if not ((shape, SH.message, None) in graph and (shape, SH.description, None) in graph)
    ]
    assert silent == []
    for sentence in [*graph.objects(None, SH.message), *graph.objects(None, SH.description)]:
        assert re.fullmatch(r"[A-Z][^\n]*\.", str(sentence)), sentence


def test_every_shape_is_reached_from_a_target() -> None:
    graph = shapes()
    targets = (SH.targetClass, SH.targetSubjectsOf)
    reached = {shape for target in targets for shape in graph.subjects(target)}
    waiting = list(reached)
    while waiting:
        for value in graph.objects(waiting.pop(), SH.property | SH.node):
            if value not in reached:
                reached.add(value)
                waiting.append(value)
    named = {s for s in graph.subjects(RDF.type) if isinstance(s, rdflib.URIRef)}
    assert sorted(named - reached) == []


def test_every_class_that_a_shape_targets_is_in_the_sample(sample: OxigraphEngine) -> None:
    targets = {str(target) for target in shapes().objects(None, SH.targetClass)}
    here = {
        quad.object.value
        for quad in sample.store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), None, None)
        if isinstance(quad.object, ox.NamedNode)
    }
    # These hold the same rule of two parties or more as a dispute does.
    same = {
        KG + name for name in "Alignment Conflict Cooperation DiplomaticRelations Rivalry".split()
    }
    own = {KG + name for name in "Programme Project".split()}
    assert targets - here - same - own == set()


# Files, and the shipped data with faults planted in it


@pytest.mark.slow
def test_a_file_is_checked_beside_what_is_shipped_and_only_its_own_faults_are_told(
    tmp_path: Path,
) -> None:
    own = write_turtle(
        tmp_path / "own.ttl",
        "id:membership-cento-elbonia a kg:Membership ;\n"
        "    kg:organization id:cento ; kg:status c:full-member ;\n"
        '    kg:time "1955-13"^^edtf:EDTF .\n'
        "id:x a kg:Membrship ; kg:party id:pakistan, id:nobody .\n"
        'id:y a kg:Support ; kg:supporter id:iran ; kg:supported id:iraq ;\n'
        '    kg:time "last year"^^edtf:EDTF ; kg:reviewStatus c:unreviewed .\n'
        "id:z a kg:Rivalry ; kg:party id:iran ; kg:reviewStatus c:unreviewed ;\n"
        '    kg:time "1980/1970"^^edtf:EDTF .\n',
    )  # fmt: skip
    report = check(own)
    assert {violation.where.partition(":")[0] for violation in report} == {str(own)}
    said = {(each.thing, each.where.rpartition(":")[2], each.rule) for each in report}
    first = LINES + 1
    assert said == {
        ("id:membership-cento-elbonia", str(first), RULES["shape-member"]),
        ("id:membership-cento-elbonia", str(first), RULES["EvidenceShape"]),
        ("id:membership-cento-elbonia", str(first + 2), "this is not a date: '1955-13'."),
        ("kg:Membrship", str(first + 3), "unknown term kg:Membrship."),
        ("id:x", str(first + 3), RULES["names-declared.rq"]),
        ("id:y", str(first + 5), "this is not a date: 'last year'."),
        ("id:z", str(first + 7), "the time ends before it starts: '1980/1970'."),
        ("id:z", str(first + 6), RULES["shape-two-parties"]),
    }
    assert all(violation.mend.endswith(".") for violation in report)


# What is planted in a copy of the shipped data: a text, what takes its place, and the sentence.
PLANTED = [
    ("id:membership-rcd-iran a kg:Membership ;\n    kg:member id:imperial-iran ;",
     "id:membership-rcd-iran a kg:Membership ;", "shape-member"),
    ("id:membership-rcd-turkey a kg:Membership ;\n    kg:member id:turkey ;",
     "id:membership-rcd-turkey a kg:Membership ;\n    kg:member id:turky ;", "names-declared.rq"),
    ("id:membership-cento-pakistan a kg:Membership ;",
     "id:membership-cento-pakistan a kg:Membership ;\n    kg:modality c:alleged ;",
     "claims-apart.rq"),
    ("id:membership-cento-turkey a kg:Membership ;",
     "id:membership-cento-turkey a kg:Membership ;\n    kg:party [] ;", "no-blank-nodes.rq"),
    ("id:membership-seato-thailand a kg:Membership ;\n    kg:member id:thailand ;",
     ("id:membership-seato-thailand a kg:Membership ;\n"
      "    kg:member id:thailand, id:london ;"),
     "shape-member"),
]  # fmt: skip


@pytest.mark.slow
def test_faults_planted_in_a_copy_of_the_shipped_data_are_each_named_in_a_sentence(
    tmp_path: Path,
) -> None:
    for path in sorted(shipped("data").glob("*.ttl")):
        shutil.copy(path, tmp_path)
    path = tmp_path / "triples.ttl"
    text = path.read_text(encoding="utf-8")
    for old, new, _ in PLANTED:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    report = check(path, tmp_path / "claims.ttl")
    told = {(each.thing, each.rule): each for each in report}
    for old, _, rule in PLANTED:
        thing = old.split(" ", 1)[0]
        violation = told[thing, RULES[rule]]
        line = text[: text.index(f"\n{thing} a ") + 1].count("\n") + 1
        assert violation.where.startswith(f"{path}:")
        assert line <= int(violation.where.rpartition(":")[2]) <= line + 3
    planted = {old.split(" ", 1)[0] for old, *_ in PLANTED}
    assert {thing for thing, _ in told} == planted


SECOND = [
    ('id:membership-cento-turkey kg:time "1956/1979"^^edtf:EDTF .', "shape-time"),
    ("id:membership-cento-turkey kg:status c:observer .", "shape-standing"),
    ("id:pakistan kg:capital id:lahore .", "one-value.rq"),
    ('id:iran kg:time "1935/.."^^edtf:EDTF .', "shape-time"),
    ("id:code-iso-pak kg:coded id:india .", "shape-coded"),
]


@pytest.mark.parametrize(("line", "rule"), SECOND, ids=str)
def test_a_second_value_beside_the_shipped_one_is_a_fault(
    line: str, rule: str, tmp_path: Path
) -> None:
    own = write_turtle(tmp_path / "own.ttl", f"{line}\n")
    report = check(own)
    thing = line.split(" ", 1)[0]
    assert (thing, RULES[rule]) in {(each.thing, each.rule) for each in report}
    assert {each.where for each in report} == {f"{own}:{LINES + 1}"}


@pytest.mark.slow
def test_files_with_several_kinds_of_fault_tell_them_all(tmp_path: Path) -> None:
    broken = write_turtle(tmp_path / "broken.ttl", "id:a a kg:State ,, .")
    other = write_turtle(tmp_path / "other.ttl", "id:b-office a kg:Office .")
    report = check(broken, other)
    assert [each.where for each in report if "not well formed" in each.rule] == [
        f"{broken}:{LINES + 1}"
    ]
    assert RULES["shape-office-of"] in {each.rule for each in report}
    with pytest.raises(UsageError, match="no such file"):
        check(other, tmp_path / "absent.ttl")


def test_a_missing_label_does_not_hide_the_name() -> None:
    violation = Violation("id:a", "", "It is wrong.", "", "", "")
    assert str(violation) == "id:a: It is wrong."
    full = Violation("id:a", "A", "It is wrong.", "id:b", "a.ttl:3", "Mend it.")
    assert str(full) == "a.ttl:3: A (id:a): It is wrong. Found: id:b. Mend it."


def test_a_report_is_a_sequence_in_order_and_true_to_its_name() -> None:
    one, two = (Violation(f"id:{n}", "", "It is wrong.", "", "", "") for n in "ab")
    report = Report([two, one, one], 12)
    assert list(report) == [one, two] == [report[0], report[1]]
    assert not report.ok
    assert str(report).splitlines()[0] == "2 faults in 12 statements:"
    assert "1 fault in" in str(Report([one], 12))
    assert Report([], 1234).ok


def test_a_graph_of_rdflibs_is_checked_as_well(sample_dataset: rdflib.Dataset) -> None:
    assert kg.check(sample_dataset).ok
    graph = rdflib.Graph().parse(data=f"{HEAD}id:a a kg:Place .", format="turtle")
    assert RULES["shape-place-type"] in {each.rule for each in kg.check(graph)}
    several = rdflib.Dataset()
    several.graph(rdflib.URIRef("https://w3id.org/khyber/id/mine")).add(*graph)
    several.graph().add(*graph)  # of a blank node
    assert [*kg.check(several)] == [*kg.check(graph)]


def test_shapes_speak_of_declared_terms_only() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir()))
    used = set(re.findall(r"(?<![\w:-])(?:kg|c):[A-Za-z][\w-]*", text))
    ontology = "\n".join(path.read_text(encoding="utf-8") for path in ontology_files())
    declared = set(re.findall(r"^((?:kg|c):[\w-]+) a ", ontology + text, re.MULTILINE))
    assert used - declared == set()
    assert set(PREFIXES) >= set(
        re.findall(r"(?<![\w:])([a-z]+):[A-Za-z]", re.sub(r'"[^"]*"|<[^>]*>|#.*', "", text))
    )
