"""Building: once, from what is there now, or one clear line why not."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
import rdflib

import kg
from kg.build import build, find_line, open_store
from kg.engine import OxigraphEngine
from kg.errors import DataError, UsageError
from kg.vocabulary import CLAIMS as CLAIMS_GRAPH
from kg.vocabulary import ID, KG
from samples import CLAIMS, HEAD, SAMPLE, cells, ontology_files, run_python, write_turtle

# The package names a function as the module that it lies in.
BUILD = import_module("kg.build.stores")
PARTS = import_module("kg.build.parts")
FILL = import_module("kg.build.fill")
LINES = HEAD.count("\n")


@pytest.fixture
def small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the shipped files be the ontology and a copy of the sample."""
    for path in (SAMPLE, CLAIMS):
        shutil.copy(path, folder)
    files = [*ontology_files(), folder / SAMPLE.name, folder / CLAIMS.name]
    monkeypatch.setattr(BUILD, "shipped_files", lambda: files)
    return folder


def built(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("cache/*")}


def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    def poisoned(path: Path, *_: object, **__: object) -> None:
        raise AssertionError(f"{path} is parsed")

    monkeypatch.setattr(FILL, "parsed", poisoned)


def test_a_graph_is_built_once_and_then_opened_without_parsing(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_store()
    kept = built(small)
    assert len(kept) == 1
    poison(monkeypatch)
    second = open_store()
    assert built(small) == kept
    assert second.size() == first.size() > 0
    assert set(second.store) == set(first.store)


@pytest.mark.usefixtures("small")
def test_a_built_store_is_opened_several_times_at_once() -> None:
    one, other = open_store(), open_store()
    assert cells(one, "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]
    assert cells(other, "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]


def test_a_changed_file_is_noticed(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store()
    before = built(small)
    with (small / SAMPLE.name).open("a", encoding="utf-8") as file:
        file.write('id:dardania a kg:Community ; skos:prefLabel "Dardania"@en .\n')
    assert cells(open_store(), "SELECT ?s { ?s a kg:Community }") == [["id:dardania"]]
    assert before < built(small) or before.isdisjoint(built(small))
    poison(monkeypatch)
    assert cells(open_store(), "SELECT ?s { ?s a kg:Community }") == [["id:dardania"]]


def test_a_file_of_the_same_size_with_another_time_is_noticed(small: Path) -> None:
    open_store()
    before = built(small)
    path = small / SAMPLE.name
    text = path.read_text(encoding="utf-8").replace('"Arcadia"@en', '"Arkadia"@en')
    stat = path.stat()
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    found = cells(open_store(), "SELECT ?l { id:arcadia skos:prefLabel ?l FILTER(LANG(?l)='en') }")
    assert found == [["Arkadia"]]
    assert built(small) != before


def test_neither_size_nor_time_hides_that_a_file_has_changed(small: Path) -> None:
    path = small / SAMPLE.name
    sparql = "SELECT ?l { id:arcadia skos:prefLabel ?l FILTER(LANG(?l)='en') }"
    stat = path.stat()
    for name in ("Arcadia", "Arkadia", "Arcadya"):
        text = path.read_text(encoding="utf-8")
        text = re.sub('"Ar[ck]ad.a"@en', f'"{name}"@en', text)
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert cells(open_store(), sparql) == [[name]]


def test_what_was_built_elsewhere_from_the_same_files_is_opened(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_turtle(small / "own.ttl", "id:dardania a kg:Bloc .")
    open_store([own])
    (small / "elsewhere").mkdir()
    copy = shutil.copy(own, small / "elsewhere")
    poison(monkeypatch)
    assert cells(open_store([copy]), "SELECT ?s { ?s a kg:Bloc }") == [["id:dardania"]]


def test_a_file_that_changes_while_it_is_built_is_not_kept(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_turtle(small / "own.ttl", "id:dardania a kg:Bloc .")
    write = BUILD._write

    def slow(part: Path, files: list[Path]) -> None:
        write(part, files)
        write_turtle(own, "id:dardanib a kg:Bloc .")

    with monkeypatch.context() as patch:
        patch.setattr(BUILD, "_write", slow)
        open_store([own])
    assert built(small) == set()
    assert cells(open_store([own]), "SELECT ?s { ?s a kg:Bloc }") == [["id:dardanib"]]


# A cache that several share

HOLD = """
import sys, time
from pathlib import Path
from kg.build.parts import building_in
with building_in(Path(sys.argv[1])) as part:
    print(part.name, flush=True)
    time.sleep(60)
"""


def test_what_another_process_builds_is_left_alone_until_it_has_died(small: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(small / "cache" / "abc")]
    apart = ["unshare", "--pid", "--fork"] if os.geteuid() == 0 and shutil.which("unshare") else []
    process = subprocess.Popen(
        [*apart, *command], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    name = process.stdout.readline().strip()
    open_store()
    assert name in built(small)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    (small / "cache" / name.replace(".part", "x.part")).mkdir()
    write_turtle(small / SAMPLE.name, "id:dardania a kg:Bloc .")
    open_store()
    assert {Path(each).suffix for each in built(small)} == {""}


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (25, False)])
def test_what_another_machine_builds_is_left_alone_for_a_day(
    small: Path, hours: int, stays: bool
) -> None:
    part = small / "cache" / "abc.00000000.11111111.part"
    part.mkdir(parents=True)
    when = time.time() - hours * 3600
    os.utime(part, (when, when))
    open_store()
    assert part.exists() is stays


def test_a_part_that_is_swept_before_it_is_locked_is_made_anew(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = PARTS._lock
    swept: list[Path] = []

    def late(part: Path) -> object:
        if not swept:
            swept.append(part)
            shutil.rmtree(part)
        return lock(part)

    monkeypatch.setattr(PARTS, "_lock", late)
    open_store()
    assert len(built(small)) == 1


def test_what_cannot_be_read_is_not_taken_for_damaged(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store()
    kept = built(small)
    with monkeypatch.context() as patch:
        patch.setattr(BUILD.os, "access", lambda *_: False)
        (only,) = (small / "cache").iterdir()
        current = (only / "CURRENT").rename(only / "CURRENT.away")
        assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]
        current.rename(only / "CURRENT")
    assert built(small) == kept


def test_a_cache_that_is_only_read_is_used(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store()

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(BUILD.os, "utime", refuse)
    poison(monkeypatch)
    assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]
    assert len(built(small)) == 1


def test_without_a_cache_memory_serves(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BUILD, "cache_folder", lambda: None)
    assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]
    assert built(small) == set()


def test_an_interrupted_build_is_not_taken_for_a_whole_one(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(BaseException):
        pass

    def interrupted(*_: object) -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(BUILD.json, "dumps", interrupted)
        with pytest.raises(Interrupted):
            open_store()
    assert built(small) == set()
    assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]


@pytest.mark.parametrize("damage", ["khyber.json", "CURRENT"])
def test_a_store_that_is_damaged_is_built_anew(small: Path, damage: str) -> None:
    open_store()
    (only,) = (small / "cache").iterdir()
    (only / damage).unlink()
    assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]
    assert (only / damage).is_file()


def test_where_the_cache_cannot_be_written_memory_serves(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file where the folder should be refuses everybody, the superuser too.
    (small / "cache").touch()
    assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]
    assert (small / "cache").is_file()
    monkeypatch.setenv("KG_CACHE", "/proc/khyber")
    assert cells(open_store(), "SELECT ?s { ?s a kg:Alliance }") == [["id:league"]]


def test_a_file_of_your_own_is_loaded_beside_what_is_shipped(small: Path) -> None:
    own = write_turtle(small / "own.ttl", 'id:dardania a kg:Bloc ; skos:prefLabel "Dardania"@en .')
    engine = open_store([own])
    sparql = "SELECT ?s { ?s a kg:Actor FILTER(?s IN (id:dardania, id:arcadia)) } ORDER BY ?s"
    assert cells(engine, sparql) == [["id:arcadia"], ["id:dardania"]]
    assert cells(open_store(), sparql) == [["id:arcadia"]]


@pytest.mark.parametrize(
    ("name", "text", "claimed"),
    [
        ("own.nt", f"<{ID}dardania> <{ID}x> <{ID}y> .", False),
        ("own-claims.ttl", HEAD + "id:dardania id:x id:y .", False),
        ("own.nq", f"<{ID}dardania> <{ID}x> <{ID}y> <{CLAIMS_GRAPH}> .", True),
        ("own.trig", f"{HEAD} id:claims {{ id:dardania id:x id:y }}", True),
    ],
)
def test_a_file_belongs_to_the_account_that_it_says_and_its_name_says_nothing(
    small: Path, name: str, text: str, claimed: bool
) -> None:
    (small / name).write_text(text, encoding="utf-8")
    engine = open_store([small / name])
    sparql = "SELECT ?o { id:dardania id:x ?o }"
    assert cells(engine, sparql) == ([] if claimed else [["id:y"]])
    assert cells(engine, sparql, claims=True) == [["id:y"]]


def test_what_is_built_for_one_caller_is_not_another_callers(small: Path) -> None:
    own = write_turtle(small / "own.ttl", "id:dardania a kg:Bloc .")
    assert cells(open_store([own]), "SELECT ?s { ?s a kg:Bloc }") == [["id:dardania"]]
    assert cells(open_store(), "SELECT ?s { ?s a kg:Bloc }") == []


# What is derived


def test_superclasses_kinds_and_bounds_are_derived(sample: OxigraphEngine) -> None:
    kinds = cells(sample, "SELECT ?c { id:league a ?c } ORDER BY ?c")
    assert kinds == [
        ["kg:Actor"], ["kg:Alliance"], ["kg:Claimant"], ["kg:NamedThing"], ["kg:Organization"],
    ]  # fmt: skip
    assert cells(sample, "SELECT ?k { id:league kg:kind ?k }") == [["kg:Alliance"]]
    four = "kg:earliestStart ?a ; kg:latestStart ?b ; kg:earliestEnd ?c ; kg:latestEnd ?d"
    found = cells(sample, f"SELECT ?a ?b ?c ?d {{ id:membership-league-borduria {four} }}")
    assert [str(day) for day in found[0]] == [
        "1955-09-01", "1955-09-30", "1959-03-24", "1959-03-24",
    ]  # fmt: skip


def test_what_goes_on_is_bound_by_what_the_data_were_observed_until(sample: OxigraphEngine) -> None:
    where = (
        "{ ?x kg:earliestEnd ?c OPTIONAL { ?x kg:latestEnd ?d } FILTER(?x = id:dispute-high-pass) }"
    )
    ((earliest, latest),) = cells(sample, f"SELECT ?c ?d {where}")
    assert (str(earliest), latest) == ("2020-12-31", None)


def test_what_is_derived_of_a_claim_is_a_claim(sample: OxigraphEngine) -> None:
    sparql = "SELECT ?m { ?m a kg:Relation ; kg:modality ?how ; kg:kind ?k } ORDER BY ?m"
    assert cells(sample, sparql) == []
    assert len(cells(sample, sparql, claims=True)) == 5


def test_a_kind_that_is_silent_is_tied_as_the_kind_above_it(sample: OxigraphEngine) -> None:
    sparql = "SELECT ?f ?t { kg:Deployment kg:edgeFrom ?f ; kg:edgeTo ?t }"
    assert cells(sample, sparql) == [["kg:present", "kg:presentIn"]]


def test_a_relation_without_a_time_is_lent_that_of_what_it_is_part_of(
    sample: OxigraphEngine,
) -> None:
    where = "{ id:participation-raid-army kg:earliestStart ?from ; kg:latestEnd ?to }"
    ((start, end),) = cells(sample, f"SELECT ?from ?to {where}")
    assert (str(start), str(end)) == ("1963-05-04", "1963-05-04")
    assert cells(sample, "SELECT ?t { id:participation-raid-army kg:time ?t }") == []


# Bad input


def refused(folder: Path, body: str, name: str = "own.ttl") -> DataError:
    path = write_turtle(folder / name, body)
    with pytest.raises(DataError) as caught:
        build([*ontology_files(), SAMPLE, path])
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_syntax_error_says_file_and_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "id:x a kg:State .\nid:y a kg:State ;; kg:time .\nid:z a kg:State .")
    assert error.where == f"{tmp_path / 'own.ttl'}:{LINES + 2}"
    assert error.what.startswith("not well formed: ")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_bytes(HEAD.encode() + b'id:x skos:prefLabel "\xff"@en .')
    with pytest.raises(DataError, match=r"own\.ttl"):
        build([*ontology_files(), path])


def test_a_missing_file_a_folder_and_a_strange_suffix_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.ttl: there is no such file"):
        open_store([tmp_path / "absent.ttl"])
    with pytest.raises(UsageError, match="a folder, not a file"):
        open_store([tmp_path])
    (tmp_path / "own.docx").touch()
    with pytest.raises(UsageError, match=r"'\.docx' stands for no RDF format. Use \.ttl"):
        open_store([tmp_path / "own.docx"])


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ('"1955-13"^^edtf:EDTF', "not a date: '1955-13'"),
        ('"last year"^^edtf:EDTF', "not a date: 'last year'"),
        ('"1979/1955"^^edtf:EDTF', "ends before it starts: '1979/1955'"),
        ('"1955"', "a time is an EDTF literal: '1955'"),
        ('"1955"^^xsd:gYear', "a time is an EDTF literal: '1955'"),
        ("id:arcadia", "a time is an EDTF literal"),
    ],
)
def test_a_wrong_time_says_which_and_where(tmp_path: Path, time: str, said: str) -> None:
    error = refused(tmp_path, f"id:y a kg:Support .\nid:x a kg:Support ; kg:time {time} .")
    assert said in error.what
    assert error.where == f"{tmp_path / 'own.ttl'}:{LINES + 2}: id:x"
    assert error.mend


@pytest.mark.parametrize(
    ("body", "name", "near"),
    [
        ("id:x a kg:Membrship .", "kg:Membrship", "kg:Membership"),
        ("id:x a kg:Friendship .", "kg:Friendship", ""),  # an unknown kind of relation
        ("id:x a kg:Membership ; kg:membr id:arcadia .", "kg:membr", "kg:member"),
        ("id:x kg:status c:full-membr .", "c:full-membr", "c:full-member"),
        (f"id:x a <{KG}membership> .", "kg:membership", "kg:Membership"),
    ],
)  # fmt: skip
def test_an_unknown_term_of_ours_is_refused_with_the_nearest(
    tmp_path: Path, body: str, name: str, near: str
) -> None:
    error = refused(tmp_path, f"# a remark\n{body}")
    assert error.what == f"unknown term {name}"
    assert near in error.mend
    assert str(tmp_path / "own.ttl") in error.where


def test_several_faults_are_counted(tmp_path: Path) -> None:
    error = refused(tmp_path, "id:x a kg:Foe ; kg:likes id:y ; kg:time '1955' .")
    assert "and 2 more faults; kg check lists them" in error.what


def test_a_horizon_that_is_no_day_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, 'id:x a kg:DataSet ; kg:observedUntil "soon" .')
    assert "kg:observedUntil is not a day" in error.what


def test_a_wrong_file_leaves_nothing_in_the_cache(small: Path) -> None:
    own = write_turtle(small / "own.ttl", "id:x a kg:Membrship .")
    with pytest.raises(DataError):
        open_store([own])
    assert built(small) == set()


def test_a_line_is_found_by_what_stands_on_it(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text("id:x-y a kg:A .\nid:x a kg:B ;\n  kg:z 1 .\nid:y a kg:B .\n")
    assert find_line(path, "id:x") == f"{path}:2"
    assert find_line(path, "id:x", "kg:z") == f"{path}:3"
    assert find_line(path, "id:y", "kg:B") == f"{path}:4"
    assert find_line(path, "id:x", "kg:nowhere") == f"{path}:2"


# The graph as rdflib sees it


def test_the_shipped_graph_is_an_rdflib_dataset(graph: kg.Graph) -> None:
    assert isinstance(graph, rdflib.Dataset)
    assert dict(graph.namespaces())["kg"] == rdflib.URIRef("https://w3id.org/khyber/ontology/")
    alliance = rdflib.URIRef("https://w3id.org/khyber/ontology/Alliance")
    assert rdflib.URIRef(f"{ID}cento") in set(graph.subjects(rdflib.RDF.type, alliance))
    assert graph.query("ASK { id:cento a kg:Alliance }").askAnswer
    assert f"{graph.engine.size():,} statements" in repr(graph)


def test_facts_and_claims_are_apart_in_rdflib_too(graph: kg.Graph) -> None:
    modality = rdflib.URIRef("https://w3id.org/khyber/ontology/modality")
    assert not list(graph.triples((None, modality, None)))
    claims = graph.graph(rdflib.URIRef(CLAIMS_GRAPH))
    assert list(claims.triples((None, modality, None)))


@pytest.mark.usefixtures("small")
def test_a_writable_graph_takes_statements_and_the_next_never_sees_them() -> None:
    graph = kg.load(writable=True)
    graph.add((rdflib.URIRef(f"{ID}a"), rdflib.RDFS.seeAlso, rdflib.URIRef("https://example.org/")))
    assert graph.query("ASK { id:a rdfs:seeAlso ?o }").askAnswer
    assert not kg.load(writable=True).query("ASK { id:a rdfs:seeAlso ?o }").askAnswer


def test_importing_khyber_imports_nothing_heavy() -> None:
    heavy = "{'pandas', 'rdflib', 'networkx', 'numpy', 'pyoxigraph', 'undate', 'pyvis', 'shifty'}"
    done = run_python("-c", f"import sys, kg; print(sorted({heavy} & set(sys.modules)))")
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = kg.lod
    assert set(kg.__all__) <= set(dir(kg))
