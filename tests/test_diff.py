"""The difference of two versions: a set difference, read as an editor's list."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import main
from kg.editing import counterpart
from kg.editing.difference import diff, spoken
from kg.errors import DataError, UsageError
from kg.paths import shipped
from parts import part
from samples import HEAD

OLD = f"""{HEAD}
id:iran a kg:State ; skos:prefLabel "Iran"@en , "ایران"@ur .
id:cento a kg:Alliance ; skos:prefLabel "CENTO"@en .
id:paper a kg:Document ; dcterms:title "The Pact"@en .
id:membership-cento-iran a kg:Membership ; kg:member id:iran ; kg:organization id:cento ;
    kg:time "1955/1979"^^edtf:EDTF ; prov:wasDerivedFrom id:paper .
"""
NEW = OLD.replace("1955/1979", "1955-11-03/1979") + (
    'id:seato a kg:Alliance ; skos:prefLabel "SEATO"@en ; kg:time "1954-09-08"^^edtf:EDTF .\n'
)
ACCOUNT = "\nid:claims a kg:Account ."


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
    return folder


def test_an_editor_reads_what_was_added_and_changed(tmp_path: Path) -> None:
    old, new = (written(tmp_path / n, triples=t) for n, t in (("old", OLD), ("new", NEW)))
    assert str(diff(old, new)).splitlines() == [
        "2 things: 4 statements new, 1 gone.",
        "Added: alliance (1)",
        "  SEATO (id:seato), 8 September 1954",
        "Changed: membership (1)",
        "  membership cento iran (id:membership-cento-iran), 3 November 1955 to 1979 [The Pact]",
        "    - kg:time 1955/1979",
        "    + kg:time 1955-11-03/1979",
    ]


def test_what_is_gone_is_withdrawn_with_the_label_it_had(tmp_path: Path) -> None:
    old, new = (written(tmp_path / n, triples=t) for n, t in (("old", OLD), ("new", NEW)))
    (withdrawn, _) = diff(new / "triples.ttl", old / "triples.ttl").changes
    assert (withdrawn.what, withdrawn.label, withdrawn.time) == ("withdrawn", "SEATO", "1954-09-08")


def test_a_value_that_is_a_thing_is_given_with_its_label(tmp_path: Path) -> None:
    turned = OLD.replace("kg:member id:iran", "kg:member id:cento")
    old, new = (written(tmp_path / n, triples=t) for n, t in (("old", OLD), ("new", turned)))
    (change,) = diff(old, new).changes
    assert change.removed == (("kg:member", "Iran (id:iran)"),)
    assert change.new == (("kg:member", "CENTO (id:cento)"),)


def test_a_fact_that_becomes_a_claim_is_both(tmp_path: Path) -> None:
    fact = f"{HEAD}id:pact a kg:Agreement ."
    old = written(tmp_path / "old", triples=fact, claims=HEAD + ACCOUNT)
    new = written(tmp_path / "new", triples=HEAD, claims=fact + ACCOUNT)
    changes = diff(old, new).changes
    assert [(c.what, c.account) for c in changes] == [("added", "claims"), ("withdrawn", "facts")]
    assert "id:pact), a claim" in str(diff(old, new))


def test_the_same_is_no_difference(tmp_path: Path) -> None:
    old = written(tmp_path / "old", triples=OLD)
    shuffled = OLD.replace(" ;\n   ", " ;   ")
    new = written(tmp_path / "new", triples=shuffled)
    assert shuffled != OLD
    assert not diff(old, new)
    assert str(diff(old, new)) == "Nothing changed."


def test_it_comes_as_json_too(tmp_path: Path) -> None:
    old, new = (written(tmp_path / n, triples=t) for n, t in (("old", OLD), ("new", NEW)))
    found = json.loads(diff(old, new).to_json())
    assert (found["new"], found["removed"]) == (4, 1)
    assert found["changes"][1]["new"] == [["kg:time", "1955-11-03/1979"]]
    assert found["changes"][1]["sources"] == ["The Pact"]


def test_git_revisions_are_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (OLD, NEW):
        written(tmp_path / "data", triples=text)
        git(tmp_path, "add", ".") if (tmp_path / ".git").exists() else git(tmp_path, "init", "-q")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", "a version")
    expected = diff(_folder(tmp_path, OLD), tmp_path / "data")
    assert len(expected.changes) == 2
    assert diff("HEAD~1", "HEAD").changes == expected.changes
    assert diff("HEAD~1:data", "HEAD:data/triples.ttl").changes == expected.changes
    assert diff("HEAD~1", "data").changes == expected.changes


def test_a_clone_that_nobody_touched_has_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "clone"
    written(here / "ontology", terms=f'{HEAD}kg:a a owl:Class ; skos:prefLabel "a"@en .')
    written(here / "data", triples=OLD)
    git(here, "init", "-q")
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "a version")
    monkeypatch.chdir(here / "data")
    for old in ("HEAD", "HEAD:ontology", "HEAD:data/triples.ttl"):
        assert main(["diff", old]) == 0
        assert capsys.readouterr().out == "Nothing changed.\n", old
    written(here / "data", triples=NEW)
    (here / "ontology" / "terms.ttl").unlink()
    main(["diff", "HEAD"])
    assert capsys.readouterr().out.startswith("3 things: 4 statements new, 3 gone.\n")
    main(["diff", "HEAD:ontology/terms.ttl"])
    assert capsys.readouterr().out.startswith("1 thing: 0 statements new, 2 gone.\n")
    assert main(["diff", "HEAD:nothing"]) == 2
    assert "this revision has no RDF file there" in capsys.readouterr().err


def test_the_shipped_files_are_what_a_checkout_is_compared_with() -> None:
    top = shipped("data").parent
    for old in (top, top / "data", top / "ontology", top / "data" / "claims.ttl"):
        assert not diff(old, counterpart(old)), old


def _folder(folder: Path, text: str) -> Path:
    return written(folder / "before", triples=text)


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    subprocess.run([part("git"), *who, *arguments], cwd=folder, check=True)


@pytest.mark.parametrize("name", ["nowhere", "-x", "--output=/tmp/x", "HEAD:nothing"])
def test_a_name_that_stands_for_nothing_is_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path / "work", triples=OLD))
    with pytest.raises(UsageError, match="no file, no folder and no git revision"):
        diff(name, [])


def test_an_empty_folder_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no RDF file is in this folder"):
        diff(tmp_path, [])


def test_a_file_that_is_not_well_formed_is_named_with_its_line(tmp_path: Path) -> None:
    broken = written(tmp_path, triples=OLD[:-5])
    with pytest.raises(DataError, match=r"triples\.ttl:\d+: not well formed"):
        diff(broken, [])


@given(st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_it_is_a_set_difference(before: set[int], after: set[int]) -> None:
    def quads(numbers: set[int]) -> list[ox.Quad]:
        p = ox.NamedNode("https://w3id.org/khyber/ontology/value")
        return [ox.Quad(ox.NamedNode(f"urn:{n % 3}"), p, ox.Literal(str(n))) for n in numbers]

    found = diff(quads(before), quads(after))
    assert (found.new, found.removed) == (len(after - before), len(before - after))
    assert sum(len(change.new) for change in found.changes) == found.new
    assert bool(found) == (before != after)


def test_a_class_is_spoken_in_words() -> None:
    assert spoken("kg:DiplomaticRelations") == "diplomatic relations"


def test_what_lies_outside_our_namespaces_is_named_by_its_address(tmp_path: Path) -> None:
    for name, value in (("a", 1), ("b", 2)):
        text = f"<http://e.org/a> a <http://e.org/Kind> ; <http://e.org/p> {value} ."
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    assert str(diff(tmp_path / "a.ttl", tmp_path / "b.ttl")).splitlines()[1:] == [
        "Changed: http://e.org/Kind (1)",
        "  http://e.org/a",
        "    - http://e.org/p 1",
        "    + http://e.org/p 2",
    ]
