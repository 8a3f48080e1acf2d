"""What is derived, held to a second reading of the rules; and files that are read as a draft."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build import read_quads
from kg.build.drafting import draft
from kg.build.fill import complete
from kg.build.lines import find_line, find_name
from kg.build.sorting import Sorter
from kg.errors import DataError
from kg.paths import shipped
from kg.period import Bounds, bounds, within
from kg.terms import compact
from kg.vocabulary import FACTS, ID, KG, PREFIXES, RDF_TYPE
from samples import CLAIMS, HEAD, SAMPLE, ontology_files, quads_of, write_turtle

ATLAS = f"{ID}atlas"
BOUNDS = ("earliestStart", "latestStart", "earliestEnd", "latestEnd", "lastKnown")
# In an account of its own, with its own days; one statement with days of its own again.
OTHER = """
id:atlas a kg:Account ; kg:observedFrom "1950-06-01"^^xsd:date ;
    kg:observedUntil "1970-01-31"^^xsd:date .
id:atlas-1 a kg:Membership ; kg:time "1949/.."^^edtf:EDTF ; kg:organization id:league .
id:atlas-2 a kg:Membership ; kg:time "1949/.."^^edtf:EDTF ;
    kg:observedUntil "1999-12-31"^^xsd:date .
id:atlas-3 a kg:Membership , kg:Relation ; kg:time "1949/.."^^edtf:EDTF ;
    kg:observedFrom "1949-01-01"^^xsd:date .
id:atlas-4 a kg:Stop ; kg:corridor id:atlas-road .
id:atlas-road a kg:Road .
id:atlas-status a kg:CorridorStatus ; kg:corridor id:atlas-road ; kg:time "1955-05/.."^^edtf:EDTF .
id:atlas-stop-b a kg:Stop ; kg:corridor id:high-road .
"""
SILENT = """
id:gazette a kg:Account .
id:gazette-1 a kg:Membership ; kg:time "1949/.."^^edtf:EDTF .
"""


@pytest.fixture(scope="module")
def given_quads(tmp_path_factory: pytest.TempPathFactory) -> list[ox.Quad]:
    folder = tmp_path_factory.mktemp("derive")
    found = quads_of([*ontology_files(), SAMPLE, CLAIMS])
    for name, text in (("atlas", OTHER), ("gazette", SILENT)):
        found += read_quads(write_turtle(folder / f"{name}.ttl", text), f"{ID}{name}")
    return found


@pytest.fixture(scope="module")
def store(given_quads: list[ox.Quad]) -> ox.Store:
    made = ox.Store()
    made.extend(given_quads)
    assert complete(made) == []
    return made


def graph_of(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


def said(quads: list[ox.Quad], predicate: str) -> dict[tuple[str, str], set[str]]:
    """Give, by graph and thing, the values of a property."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == predicate:
            found[graph_of(quad), str(quad.subject)].add(str(quad.object))
    return found


def test_every_thing_is_of_its_classes_and_of_those_above_them(
    given_quads: list[ox.Quad], store: ox.Store
) -> None:
    up: dict[str, set[str]] = defaultdict(set)
    for quad in given_quads:
        if quad.predicate.value == PREFIXES["rdfs"] + "subClassOf":
            up[str(quad.subject)].add(str(quad.object))

    def above(cls: str) -> set[str]:
        found, waiting = set[str](), [cls]
        while waiting:
            new = {each for each in up[waiting.pop()] if each.startswith(f"<{KG}")} - found
            found |= new
            waiting += new
        return found

    types, kinds = said(list(store), RDF_TYPE), said(list(store), f"{KG}kind")
    own = {
        key: ours
        for key, classes in said(given_quads, RDF_TYPE).items()
        if (ours := {cls for cls in classes if cls.startswith(f"<{KG}")})
    }
    assert len(own) > 60
    for key, classes in own.items():
        higher = set().union(*map(above, classes))
        assert {cls for cls in types[key] if cls.startswith(f"<{KG}")} == classes | higher
        assert kinds[key] == {cls for cls in classes if cls not in higher}
    assert set(kinds) == set(own)


def test_every_time_is_bound_by_the_days_of_its_own_or_of_its_account(
    given_quads: list[ox.Quad], store: ox.Store
) -> None:
    days = {
        name: {
            thing: date.fromisoformat(next(iter(values)).split('"')[1])
            for (_, thing), values in said(given_quads, KG + name).items()
        }
        for name in ("observedFrom", "observedUntil")
    }
    derived = {name: said(list(store), KG + name) for name in BOUNDS}
    times = said(given_quads, f"{KG}time")
    assert len(times) > 15

    def own(graph: str, thing: str, account: str) -> Bounds:
        since, until = (days[n].get(thing, days[n].get(account)) for n in days)
        (time,) = times[graph, thing]
        return bounds(time.split('"')[1], until, since)

    binding = [said(given_quads, KG + name) for name in ("member", "organization", "partner")]
    bent = 0
    for graph, thing in times:
        account = graph or f"<{FACTS}>"
        four = own(graph, thing, account)
        for whole in (each for one in binding for each in one.get((graph, thing), ())):
            home = next((g for g in (graph, "") if (g, whole) in times), None)
            if home is not None:
                bent += four != (four := within(four, own(home, whole, account)))
        for name, day in zip(BOUNDS, four, strict=True):
            xsd = f'"{day}"^^<{PREFIXES["xsd"]}date>'
            assert derived[name].get((graph, thing), set()) == ({xsd} if day else set())
    assert bent


def test_time_is_lent_within_an_account_and_from_the_facts(store: ox.Store) -> None:
    derived = {name: said(list(store), KG + name) for name in BOUNDS[:2]}

    def start(graph: str, thing: str) -> list[str]:
        key = (graph and f"<{graph}>", f"<{ID}{thing}>")
        return [day.split('"')[1] for name in BOUNDS[:2] for day in derived[name].get(key, ())]

    # A road has been there since its first status began, a stop of it since then too.
    assert start("", "high-road") == start("", "high-road-stop-2") == ["1962-01-01", "1962-12-31"]
    assert start(ATLAS, "atlas-road") == start(ATLAS, "atlas-4") == ["1955-05-01", "1955-05-31"]
    assert start("", "atlas-road") == start("", "atlas-4") == []
    # What one account says of another's road takes the time of the facts.
    assert start(ATLAS, "atlas-stop-b") == ["1962-01-01", "1962-12-31"]
    assert start(ATLAS, "high-road") == []


def test_what_is_derived_again_is_not_said_twice(store: ox.Store) -> None:
    before = set(store)
    assert complete(store) == []
    assert set(store) == before


def test_what_cannot_be_derived_is_a_fault_and_the_rest_is_there(tmp_path: Path) -> None:
    own = write_turtle(
        tmp_path / "own.ttl",
        'id:a a kg:Membership ; kg:time "soon"^^edtf:EDTF .\n'
        'id:b a kg:Membership ; kg:time "1955" .\n'
        'id:c a kg:Membership ; kg:time "1955"@en .\n'
        'id:d a kg:Membership ; kg:time "1957/1955"^^edtf:EDTF .\n'
        'id:e a kg:Membership ; kg:time "1955"^^edtf:EDTF ; kg:observedUntil "x"^^xsd:date .\n'
        "id:f a kg:Membership ; kg:observedFrom id:a .\n"
        'id:g a kg:Membership ; kg:time "soon"^^edtf:EDTF .\n'
        "id:h a kg:Membership ; kg:time id:a .\n",
    )
    made = ox.Store()
    made.extend(quads_of([*ontology_files(), own]))
    faults = sorted(complete(made), key=lambda fault: (fault.name, fault.what))
    assert [(fault.name, fault.what) for fault in faults] == [
        ("id:a", "this is not a date: 'soon'"),
        ("id:b", "a time is an EDTF literal: '1955'"),
        ("id:c", "a time is an EDTF literal: '1955'"),
        ("id:d", "the time ends before it starts: '1957/1955'"),
        ("id:e", "kg:observedUntil is not a day: 'x'"),
        ("id:f", f"kg:observedFrom is not a day: '{ID}a'"),
        ("id:g", "this is not a date: 'soon'"),
        ("id:h", f"a time is an EDTF literal: '{ID}a'"),
    ]
    assert faults[1].mend == 'write "1955"^^edtf:EDTF'
    assert faults[3].mend == "swap its ends"
    assert faults[4].mend.startswith("write it as year-month-day")
    starts = said(list(made), f"{KG}earliestStart")
    assert set(starts) == {("", f"<{ID}e>")}
    assert {thing for _, thing in said(list(made), f"{KG}kind")} >= {
        f"<{ID}{letter}>" for letter in "abcdefgh"
    }


# Drafts


def test_a_draft_stands_beside_what_is_shipped(tmp_path: Path) -> None:
    one = write_turtle(tmp_path / "one.ttl", "id:x a kg:State .\nid:y a kg:State .\n")
    two = write_turtle(tmp_path / "two.ttl", 'id:x kg:partOf id:y .\nid:z skos:note "id:x" .\n')
    made = draft([one, str(two)])
    assert (made.size, made.faults) == (4, [])
    assert {compact(iri): path for iri, path in made.subjects.items()} == {
        "id:x": one, "id:y": one, "id:z": two,
    }  # fmt: skip
    assert made.speaks_of(f"{ID}x")
    assert not made.speaks_of(f"{ID}pakistan")
    pakistan = ox.NamedNode(f"{ID}pakistan")
    assert any(made.store.quads_for_pattern(pakistan, None, None, None))
    x, kind = ox.NamedNode(f"{ID}x"), ox.NamedNode(f"{KG}kind")
    assert any(made.store.quads_for_pattern(x, kind, None, None))
    top = len(HEAD.splitlines())
    assert made.find("id:y", "") == f"{one}:{top + 2}"
    assert made.find("id:x", "kg:State") == f"{one}:{top + 1}"
    assert made.find("id:z", "id:x") == f"{two}:{top + 2}"
    assert made.find("id:pakistan", "") == made.find("mailto:a@b", "") == ""


def test_a_new_version_of_a_shipped_file_stands_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped_one = write_turtle(tmp_path / "shipped.ttl", "id:old a kg:State .\n")
    account = write_turtle(
        tmp_path / "account.ttl", "id:atlas a kg:Account .\nid:in-it a kg:State .\n"
    )
    ontology = sorted(shipped("ontology").glob("*.ttl"))
    monkeypatch.setattr(
        "kg.build.drafting.shipped_files", lambda: [*ontology[:1], shipped_one, account]
    )

    def held(*files: Path) -> set[str]:
        return {compact(str(s)[1:-1]) for s, p, *_ in draft(files).store if p.value == RDF_TYPE}

    own = write_turtle(tmp_path / "own.ttl", "id:new a kg:State .\n")
    assert held(own) >= {"id:new", "id:old", "id:in-it", "id:atlas"}
    # The shipped file itself, by whatever path, is not read a second time.
    other_path = tmp_path / "." / "sub" / ".." / "shipped.ttl"
    (tmp_path / "sub").mkdir()
    assert draft([other_path]).size == 1
    # What describes an account takes the place of the shipped file that describes it.
    again = write_turtle(tmp_path / "again.ttl", "id:atlas a kg:Account .\n")
    assert held(again) >= {"id:atlas", "id:old"}
    assert "id:in-it" not in held(again)


def test_every_fault_of_a_draft_has_its_file_and_line(tmp_path: Path) -> None:
    top = len(HEAD.splitlines())
    broken = write_turtle(tmp_path / "broken.ttl", "id:x a kg:State\nid:y a kg:State .\n")
    wrong = write_turtle(
        tmp_path / "wrong.ttl",
        'id:a a kg:State .\n\nid:b a kg:Membership ;\n    kg:time "soon"^^edtf:EDTF .\n',
    )
    term = write_turtle(tmp_path / "term.ttl", "id:c a\n  kg:Stat .\n")
    faults = draft([broken, wrong, term]).faults
    assert all(isinstance(fault, DataError) for fault in faults)
    assert {(Path(f.path or "").name, (f.line or 0) - top, f.name) for f in faults[1:]} == {
        ("wrong.ttl", 4, "id:b"), ("term.ttl", 2, "kg:Stat"),
    }  # fmt: skip
    (unknown,) = (fault for fault in faults if fault.name == "kg:Stat")
    assert "kg:State" in unknown.mend or "kg:State" in unknown.candidates
    (first,) = (fault for fault in faults if Path(fault.path or "").name == "broken.ttl")
    assert first.line == top + 2


def test_a_draft_belongs_to_the_account_that_is_given(tmp_path: Path) -> None:
    own = write_turtle(tmp_path / "own.ttl", "id:x a kg:State .\n")
    x = ox.NamedNode(f"{ID}x")
    made = draft([own], ATLAS)
    assert {str(q.graph_name) for q in made.store.quads_for_pattern(x, None, None, None)} == {
        f"<{ATLAS}>"
    }


def test_a_fault_is_placed_in_the_file_that_speaks_of_its_thing(tmp_path: Path) -> None:
    first = write_turtle(tmp_path / "a.ttl", "id:a kg:partOf id:b .\n")
    second = write_turtle(
        tmp_path / "b.ttl", 'id:b a kg:Membership ; kg:time "soon"^^edtf:EDTF .\n'
    )
    (fault,) = draft([first, second]).faults
    assert (fault.path, fault.line) == (str(second), len(HEAD.splitlines()) + 1)
    assert fault.mend.startswith("write an EDTF date")


# Lines

TEXT = """\
@prefix id: <x> .
id:ab-c a id:b .
id:ab id:time "1955" ; id:note "ab" .
<https://w3id.org/khyber/id/iri> a id:b .
id:b id:time "1955" .
"""


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        (["id:ab"], 3),
        (["id:ab-c"], 2),
        (["id:b"], 5),
        (["id:b", "1955"], 5),
        (["id:ab", "id:b"], 4),
        (["id:ab", "id:b", "1955"], 5),
        (["id:ab", "nowhere", "1955"], 3),
        (["nowhere"], 1),
        (["@prefix"], 1),
        ([], 1),
        (["<x>"], 1),
        (["."], 1),
    ],
)
def test_a_line_is_that_of_whole_names_one_after_the_other(
    tmp_path: Path, texts: list[str], line: int
) -> None:
    file = tmp_path / "lines.ttl"
    file.write_text(TEXT, encoding="utf-8")
    assert find_line(file, *texts) == f"{file}:{line}"


def test_a_name_is_found_at_the_start_of_a_file_and_again_when_it_has_changed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "lines.ttl"
    file.write_text("id:ab a id:c .\nid:ab-c id:abc\nid:c id:ab .", encoding="utf-8")
    assert [find_name(file, name) for name in ("id:ab", "id:c", "id:abc")] == [1, 1, 2]
    assert find_line(file, "id:c", "id:c") == f"{file}:3"
    stat = file.stat()
    file.write_text("id:xx a id:c .\nid:abxc id:ab \nid:c id:ab .", encoding="utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert find_name(file, "id:ab") == 2
    assert find_line(file, "nowhere") == f"{file}:1"


@pytest.mark.parametrize(
    ("name", "line"),
    [("id:ab", 3), ("id:iri", 4), ("id:a", None), ("id:b", 2), ("id:time", 3), ("id:not", None)],
)
def test_a_name_is_found_in_either_form(tmp_path: Path, name: str, line: int | None) -> None:
    file = tmp_path / "lines.ttl"
    file.write_text(TEXT, encoding="utf-8")
    assert find_name(file, name) == line
    file.write_text("\n" + TEXT, encoding="utf-8")
    assert find_name(file, name) == (line and line + 1)


# Sorting

LINES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=4)
)


@given(LINES, st.integers(1, 5))
def test_lines_come_sorted_however_many_there_are(lines: list[str], run: int) -> None:
    whole = [f"{line}\n" for line in lines]
    half = len(whole) // 2
    made = Sorter(whole[:half], run=run)
    for line in whole[half:]:
        made.add(line)
    for _ in range(2):
        assert list(made) == sorted(whole)
    # What stays in memory is less than a run.
    assert len(made._lines) == len(whole) % run
    assert len(made._runs) == len(whole) // run


def test_a_sorter_leaves_nothing_behind() -> None:
    returns = ["a\rb\n", "a\n", "ü\r\n"]  # what some system would take for the end of a line
    assert list(Sorter(returns, run=1)) == sorted(returns)
    made = Sorter(["b\n", "a\n", "c\n"], run=1)
    folder = made._folder
    assert folder is not None
    assert sorted(path.name for path in folder.iterdir()) == ["0.run", "1.run", "2.run"]
    assert (folder / "0.run").read_bytes() == b"b\n"
    assert list(made) == ["a\n", "b\n", "c\n"]
    del made
    assert not folder.exists()
    assert Sorter(["a\n"])._folder is None
    assert Sorter()._run == 200_000
