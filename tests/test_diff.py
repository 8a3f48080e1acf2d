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


BEFORE = """
id:iran a kg:State ; skos:prefLabel "Iran"@en , "ایران"@ur .
id:cento a kg:Alliance ; skos:prefLabel "Pact"@en , "CENTO" .
id:text a kg:Text ; dcterms:title "A text"@en , "Ein Text"@de .
id:passage a kg:Passage ; dcterms:isPartOf id:text .
id:paper a kg:Document ; dcterms:title "The Paper"@en .
id:stays a kg:Support ; kg:supporter id:iran .
id:gone a kg:Support ; skos:prefLabel "Gone"@en ; kg:supporter id:iran ;
    kg:time "1955/1956"^^edtf:EDTF ; prov:wasDerivedFrom id:passage , id:paper .
id:raid a kg:Attack ; skos:prefLabel "چھاپہ"@ur ; kg:statedIn id:passage ;
    kg:time "1963-05-04"^^edtf:EDTF .
id:mixed kg:value 1 .
id:renamed a kg:State ; skos:prefLabel "Old name"@en .
id:bare a kg:State ; skos:prefLabel "Bare"@en .
GRAPH id:claims { id:claim a kg:Support ; kg:supporter id:iran . }
"""
AFTER = """
id:iran a kg:State ; skos:prefLabel "Iran"@en , "ایران"@ur .
id:cento a kg:Alliance ; skos:prefLabel "Pact"@en , "CENTO" .
id:text a kg:Text ; dcterms:title "A text"@en , "Ein Text"@de .
id:passage a kg:Passage ; dcterms:isPartOf id:text .
id:paper a kg:Document ; dcterms:title "The Paper"@en .
id:stays a kg:Support ; kg:supporter id:iran ; kg:supported id:cento ;
    kg:note "tief"@de , "plain" ; kg:amount 2.50 ; kg:time "soon"^^edtf:EDTF ;
    kg:about <http://e.org/x> , id:claim .
id:zeta a kg:Support ; skos:prefLabel "Zeta"@en .
id:alpha a kg:Support ; skos:prefLabel "Alpha"@en ; kg:time "1957"^^edtf:EDTF ;
    prov:wasDerivedFrom id:paper .
id:raid a kg:Attack , kg:Event ; skos:prefLabel "چھاپہ"@ur ; kg:statedIn id:passage ;
    kg:time "1963-05-04"^^edtf:EDTF .
id:mixed kg:value 2 .
id:renamed a kg:State ; skos:prefLabel "New name"@en .
id:bare a kg:State .
GRAPH id:claims { id:claim a kg:Support ; kg:supporter id:cento . }
GRAPH id:gazette { id:other a kg:Support ; kg:supporter id:iran . }
"""
LISTED = """\
10 things: 19 statements new, 10 gone.
Changed: attack (1)
  raid (id:raid), 4 May 1963 [A text]
    + rdf:type kg:Event
Changed: state (2)
  Bare (id:bare)
    - skos:prefLabel Bare @en
  New name (id:renamed)
    - skos:prefLabel Old name @en
    + skos:prefLabel New name @en
Added: support (3)
  Alpha (id:alpha), 1957 [The Paper]
  Zeta (id:zeta)
  other (id:other), in gazette
Withdrawn: support (1)
  Gone (id:gone), 1955 to 1956 [A text; The Paper]
Changed: support (2)
  claim (id:claim), a claim
    - kg:supporter Iran (id:iran)
    + kg:supporter CENTO (id:cento)
  stays (id:stays), soon
    + kg:about http://e.org/x
    + kg:about id:claim
    + kg:amount 2.50
    + kg:note plain
    + kg:note tief @de
    + kg:supported CENTO (id:cento)
    + kg:time soon
Changed: thing (1)
  mixed (id:mixed)
    - kg:value 1
    + kg:value 2"""


def trig(text: str) -> list[ox.Quad]:
    return list(ox.parse(HEAD + text, format=ox.RdfFormat.TRIG))


def test_every_kind_of_change_is_told_line_by_line() -> None:
    """Labels in English or none, of the newer side first; a passage by its text; a time as it is.

    What is no EDTF has no words, and is shown as it is written: a difference is where one looks
    for the fault.
    """
    found = diff(trig(BEFORE), trig(AFTER))
    assert str(found) == LISTED
    assert found.to_json().startswith('{\n  "new": 19,\n  "removed": 10,\n  "changes": [\n    {')
    told = json.loads(found.to_json())["changes"]
    assert [len(change["new"]) + len(change["removed"]) for change in told] == [
        1, 1, 2, 4, 2, 2, 6, 2, 7, 2,
    ]  # fmt: skip
    assert told[0] == {
        "what": "changed", "thing": "id:raid", "kind": "kg:Attack", "label": "raid",
        "time": "1963-05-04", "account": "facts", "sources": ["A text"],
        "removed": [], "new": [["rdf:type", "kg:Event"]],
    }  # fmt: skip
    assert "ایران" in diff([], trig(BEFORE)).to_json()


def test_the_other_way_round_what_was_new_is_gone() -> None:
    there, back = diff(trig(BEFORE), trig(AFTER)), diff(trig(AFTER), trig(BEFORE))
    assert (back.new, back.removed) == (there.removed, there.new) == (10, 19)
    turned = {"added": "withdrawn", "withdrawn": "added", "changed": "changed"}
    assert {(c.thing, turned[c.what], c.account, c.new, c.removed) for c in there.changes} == {
        (c.thing, c.what, c.account, c.removed, c.new) for c in back.changes
    }
    assert [c.what for c in back.changes if c.kind == "kg:Support"] == [
        "added", "withdrawn", "withdrawn", "withdrawn", "changed", "changed",
    ]  # fmt: skip


def test_a_node_without_a_name_is_told_as_one() -> None:
    text = 'id:a kg:about [ skos:prefLabel "inside"@en ] .'
    named, nameless = diff([], trig(text)).changes
    if named.thing.startswith("_:"):
        named, nameless = nameless, named
    ((_, shown),) = named.new
    assert shown == nameless.thing
    assert shown.startswith("_:b")
    assert (nameless.kind, nameless.label) == ("thing", "inside")


TRIPLE = "id/a ontology/about id/b"


def test_a_value_is_named_by_its_title_and_a_triple_as_it_is_written() -> None:
    held = """id:paper a kg:Document ; dcterms:title "The Paper"@en ."""
    text = f"{held} id:a kg:about id:paper , <<( id:a kg:about id:b )>> ."
    (change,) = diff(trig(held), trig(text)).changes
    (triple, paper) = (value for _, value in change.new)
    assert paper == "The Paper (id:paper)"
    assert triple == " ".join(f"<https://w3id.org/khyber/{name}>" for name in TRIPLE.split())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kg:OfficeHolding", "office holding"),
        ("kg:CPECProject", "cpecproject"),
        ("https://w3id.org/khyber/ontology/Membership", "membership"),
        ("https://w3id.org/khyber/id/a-b-c", "a b c"),
        ("skos:prefLabel", "pref label"),
        ("http://e.org/aB-c", "http://e.org/aB-c"),
        ("urn:aB-c", "urn:aB-c"),
        ("Plain-Name", "plain name"),
    ],
)
def test_names_are_spoken(name: str, words: str) -> None:
    assert spoken(name) == words
