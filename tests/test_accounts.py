"""Accounts: asked alone or together, each with its own horizon, none overwriting another."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import rdflib

import kg
from kg.build import build
from kg.engine import Engine, OxigraphEngine, chosen
from kg.errors import DataError, UsageError
from kg.period import Bounds, certainty
from kg.rdf import engine_of
from kg.remote.publishing import push
from kg.remote.remote import open_endpoint
from kg.shapes import check
from kg.sparql import Query
from kg.vocabulary import CLAIMS, FACTS, ID
from samples import CLAIMS as CLAIMS_FILE
from samples import SAMPLE, cells, ontology_files, run_kg, write_turtle
from servers import oxigraph

ROSTER = """
id:atlas a kg:Account ; dcterms:title "An atlas of alliances"@en ;
    kg:observedUntil "1960-06-30"^^xsd:date ; kg:observedFrom "1950-01-01"^^xsd:date .
id:atlas-document a kg:Document ; dcterms:title "Atlas"@en ; dcterms:publisher "A press" ;
    kg:textKind c:treaty-text ; dcterms:date "1961" ; rdfs:seeAlso <https://example.org/atlas> ;
    kg:reviewed "2026-11-26"^^xsd:date .
id:atlas-league-arcadia a kg:Membership ; kg:member id:arcadia ; kg:organization id:league ;
    kg:status c:full-member ; kg:time "1948/.."^^edtf:EDTF ; prov:wasDerivedFrom id:atlas-document .
id:atlas-league-borduria a kg:Membership ; kg:member id:borduria ; kg:organization id:league ;
    kg:status c:full-member ; kg:time "1955-01-01/1958"^^edtf:EDTF ;
    prov:wasDerivedFrom id:atlas-document .
"""
# A data set that says no day until which it speaks.
SILENT = """
id:gazette a kg:Account ; dcterms:title "A gazette"@en .
id:gazette-league-cimmeria a kg:Membership ; kg:member id:cimmeria ; kg:organization id:league ;
    kg:status c:full-member ; kg:time "1950-03-01/.."^^edtf:EDTF ; kg:reviewStatus c:unreviewed .
"""
MEMBERS = """SELECT ?m WHERE { ?m a kg:Membership ; kg:organization id:league } ORDER BY ?m"""
WORDS = """SELECT ?m ?es ?ls ?ee ?le ?known WHERE {
  ?m a kg:Membership ; kg:organization id:league ; kg:member ?who .
  OPTIONAL { ?m kg:earliestStart ?es } OPTIONAL { ?m kg:latestStart ?ls }
  OPTIONAL { ?m kg:earliestEnd ?ee } OPTIONAL { ?m kg:latestEnd ?le }
  OPTIONAL { ?m kg:lastKnown ?known } } ORDER BY ?m"""
SETS = [(), ("atlas",), ("facts", "atlas"), ("claims",), ("facts", "claims")]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("accounts")
    return [
        write_turtle(folder / "atlas.ttl", ROSTER),
        write_turtle(folder / "gazette.ttl", SILENT),
    ]


@pytest.fixture(scope="module")
def world(files: list[Path]) -> OxigraphEngine:
    return OxigraphEngine(build([*ontology_files(), SAMPLE, CLAIMS_FILE], files))


def rows(engine: Engine, sparql: str, *accounts: str) -> list[list[str]]:
    answer = engine.query(Query(sparql, accounts=chosen(engine, accounts or None)))
    return [[getattr(cell, "value", "") for cell in row] for row in answer.cells]  # type: ignore[union-attr]


def slugs(engine: Engine, *accounts: str) -> list[str]:
    return [row[0].removeprefix(ID) for row in rows(engine, MEMBERS, *accounts)]


ATLAS = ["atlas-league-arcadia", "atlas-league-borduria"]


def test_each_account_is_asked_alone_and_together(world: OxigraphEngine) -> None:
    facts = slugs(world)
    assert facts
    assert not set(ATLAS) & set(facts)
    assert slugs(world, "atlas") == ATLAS
    assert slugs(world, "facts", "atlas") == sorted([*facts, *ATLAS])
    assert slugs(world, "gazette") == ["gazette-league-cimmeria"]
    assert slugs(world, "facts", "atlas", "claims", "gazette") == sorted(
        [*slugs(world, "facts", "claims"), *ATLAS, "gazette-league-cimmeria"]
    )


def test_things_are_there_whichever_account_is_asked(world: OxigraphEngine) -> None:
    asked = "SELECT ?x { id:arcadia a kg:State ; skos:prefLabel ?x FILTER(LANG(?x) = 'en') }"
    for account in ("facts", "claims", "atlas", "gazette"):
        assert rows(world, asked, account) == [["Arcadia"]]


def test_every_account_is_a_named_graph(world: OxigraphEngine) -> None:
    asked = "SELECT ?m { GRAPH id:atlas { ?m a kg:Membership } } ORDER BY ?m"
    assert [row[0].removeprefix(ID) for row in rows(world, asked)] == ATLAS
    asked = "SELECT ?m FROM id:atlas { ?m a kg:Membership } ORDER BY ?m"
    assert [row[0].removeprefix(ID) for row in rows(world, asked)] == ATLAS
    both = [
        row[0].removeprefix(ID)
        for row in rows(world, f"{MEMBERS}".replace("WHERE", "FROM id:facts FROM id:atlas WHERE"))
    ]
    assert both == slugs(world, "facts", "atlas")


@pytest.mark.parametrize(
    "accounts", [(), ("atlas",), ("facts", "atlas"), ("claims",), ("facts", "claims")]
)
def test_every_engine_gives_the_same(world: OxigraphEngine, accounts: tuple[str, ...]) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=world.store.dump(format=_quads()), format="nquads")
    before = dataset.default_union
    assert rows(engine_of(dataset), MEMBERS, *accounts) == rows(world, MEMBERS, *accounts)
    assert dataset.default_union == before


def _quads() -> Any:
    from pyoxigraph import RdfFormat  # noqa: PLC0415

    return RdfFormat.N_QUADS


def test_a_server_knows_the_accounts(world: OxigraphEngine) -> None:
    with oxigraph() as server:
        push(server.addresses, world)
        remote = open_endpoint(server.addresses.query)
        assert (
            remote.accounts() == world.accounts() == [FACTS, ID + "atlas", CLAIMS, ID + "gazette"]
        )
        for accounts in SETS:
            assert rows(remote, MEMBERS, *accounts) == rows(world, MEMBERS, *accounts)
        with pytest.raises(UsageError, match="Nearest: atlas"):
            rows(remote, MEMBERS, "atlass")


ASKED = "SELECT ?m { ?m a kg:Membership ; kg:member ?who } ORDER BY ?m"


def test_rows_say_whose_they_are(files: list[Path]) -> None:
    graph, asked = kg.load(*files), ASKED
    frame = kg.ask(graph, asked, accounts=["atlas", "gazette"])
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["account"]) == ["atlas", "atlas", "gazette"]
    given = {"organization": "cento", "on": "1957-01-01"}
    alone = kg.ask(graph, "members-at", accounts="facts", **given)  # type: ignore[arg-type]
    assert "account" not in alone  # type: ignore[operator]
    found = kg.ask(graph, "members-at", accounts=["facts", "claims"], **given)  # type: ignore[arg-type]
    assert set(found["account"]) == {"facts", "claims"}  # type: ignore[index]


def test_an_unknown_account_names_the_nearest(world: OxigraphEngine) -> None:
    with pytest.raises(
        UsageError, match=r"id:atlsa: there is no account of this name\. Nearest: atlas"
    ):
        slugs(world, "atlsa")
    with pytest.raises(UsageError, match="no account is asked"):
        chosen(world, [])


# Horizons


def words(engine: Engine, account: str, day: date) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, *days in rows(engine, WORDS, account):
        four = [date.fromisoformat(each) if each else None for each in days]
        found[name.removeprefix(ID)] = certainty(Bounds(*four), day)
    return found


# Each tie's word on four days: two accounts with different days, and one that says none. The
# league, of which all accounts speak, was there from 1950 to 1979.
WORD_ON = [
    ("atlas", "atlas-league-arcadia", [None, "certain", "last known", None]),
    ("atlas", "atlas-league-borduria", [None, "certain", None, None]),
    ("gazette", "gazette-league-cimmeria", [None, "last known", "last known", None]),
    ("facts", "membership-league-arcadia", [None, "certain", "certain", None]),
]
DAYS = [date(1949, 1, 1), date(1955, 6, 1), date(1961, 1, 1), date(2021, 1, 1)]


@pytest.mark.parametrize(("account", "tie", "expected"), WORD_ON)
def test_each_account_has_its_own_horizon(
    world: OxigraphEngine, account: str, tie: str, expected: list[str | None]
) -> None:
    assert [words(world, account, day).get(tie) for day in DAYS] == expected


def test_an_account_that_is_added_changes_no_word_of_another(world: OxigraphEngine) -> None:
    alone = OxigraphEngine(build([*ontology_files(), SAMPLE, CLAIMS_FILE]))
    for day in DAYS:
        for account in ("facts", "claims"):
            assert words(world, account, day) == words(alone, account, day)


# What two accounts share, and what must not be


def test_a_statement_in_two_accounts_is_counted_once_and_is_both_accounts(tmp_path: Path) -> None:
    twice = "a kg:Membership ; kg:member id:arcadia ; kg:organization id:league ."
    text = f"id:copy a kg:Account . id:membership-league-arcadia {twice}"
    own = write_turtle(tmp_path / "own.ttl", text)
    engine = OxigraphEngine(build([*ontology_files(), SAMPLE, CLAIMS_FILE], [own]))
    count = "SELECT (COUNT(*) AS ?n) { id:membership-league-arcadia kg:member ?who }"
    assert (
        rows(engine, count, "facts", "copy") == rows(engine, count) == rows(engine, count, "copy")
    )
    # A yes or no that counts takes care as well; one that does not is asked of both at once.
    more = f"ASK {{ {{ {count} }} FILTER(?n > 1) }}"
    plain = "ASK { id:membership-league-arcadia kg:member ?who }"
    both = (FACTS, ID + "copy")
    assert engine.query(Query(more, accounts=both)) is False
    assert engine.query(Query(plain, accounts=both)) is True
    whose = kg.query.account_column(
        engine, (FACTS, ID + "copy"), [["id:membership-league-arcadia"]]
    )
    assert whose == ["facts, copy"]


def test_two_accounts_may_differ_and_one_may_not(tmp_path: Path) -> None:
    second = 'id:membership-cento-pakistan kg:time "1954/1979"^^edtf:EDTF .'
    added = write_turtle(tmp_path / "added.ttl", second)
    assert "more than one" in str(check(added)) or "at most one" in str(check(added))
    other = write_turtle(
        tmp_path / "other.ttl",
        "id:mine a kg:Account ; dcterms:title 'Mine'@en ."
        " id:membership-cento-pakistan a kg:Membership ; kg:member id:pakistan ;"
        " kg:organization id:cento ; kg:status c:full-member ;"
        " kg:reviewStatus c:unreviewed ; " + second.partition("pakistan ")[2],
    )
    report = check(other)
    assert report.ok, str(report)


def test_what_is_an_account_already_is_refused(tmp_path: Path) -> None:
    own = write_turtle(tmp_path / "own.ttl", 'id:facts a kg:Account ; dcterms:title "Mine"@en .')
    with pytest.raises(DataError, match=r"describes id:facts, which .*triples\.ttl describes too"):
        kg.load(own)
    both = write_turtle(tmp_path / "both.ttl", "id:a a kg:Account . id:b a kg:Account .")
    with pytest.raises(DataError, match="and other accounts too"):
        kg.load(both)


def test_the_caller_says_what_a_file_belongs_to(tmp_path: Path) -> None:
    own = write_turtle(tmp_path / "icow-claims.ttl", "id:dardania a kg:Bloc .")
    asked = "SELECT ?s { ?s a kg:Bloc FILTER(?s = id:dardania) }"
    assert rows(kg.load(own).engine, asked)
    claimed = kg.load(own, account="claims").engine
    assert (rows(claimed, asked), bool(rows(claimed, asked, "claims"))) == ([], True)
    mine = kg.load(own, account="icow").engine
    assert (rows(mine, asked), bool(rows(mine, asked, "icow"))) == ([], True)
    assert mine.accounts() == [FACTS, CLAIMS, ID + "icow"]
    with pytest.raises(UsageError, match="no name of an account"):
        kg.load(own, account="a b")


@pytest.mark.parametrize("name", ["a b", "it's", 'quo"te', "خریطہ", "line\nbreak"])
def test_odd_paths(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    own = write_turtle(folder / "own file.ttl", "id:odd a kg:Account . id:dardania a kg:Bloc .")
    assert ID + "odd" in kg.load(own).engine.accounts()


def test_the_command_line_asks_accounts(files: list[Path]) -> None:
    data = [part for file in files for part in ("--data", str(file))]
    done = run_kg("ask", ASKED, *data, "--format", "csv", "--accounts", "atlas", "gazette")
    assert done.stdout.splitlines() == [
        "m,account",
        "id:atlas-league-arcadia,atlas",
        "id:atlas-league-borduria,atlas",
        "id:gazette-league-cimmeria,gazette",
    ]
    wrong = run_kg("ask", "ASK {}", "--accounts", "atlas")
    assert (wrong.returncode, "no account of this name" in wrong.stderr) == (2, True)


def test_statements_that_are_added_are_derived_from_when_asked() -> None:
    graph = kg.load(writable=True)
    node = rdflib.URIRef(ID + "pact")
    graph.add((node, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/khyber/ontology/Agreement")))
    asked = "ASK { id:pact a kg:Relation ; kg:kind kg:Agreement }"
    assert kg.ask(graph, asked) is False
    graph.derive()
    assert kg.ask(graph, asked) is True
    with pytest.raises(UsageError, match="only read"):
        kg.load().derive()


def test_a_graph_of_rdflibs_own_over_oxigraph_is_asked() -> None:
    graph = rdflib.Graph(store="Oxigraph")
    graph.add((rdflib.URIRef(ID + "a"), rdflib.RDFS.label, rdflib.Literal("x")))
    assert len(kg.ask(graph, "SELECT ?s { ?s ?p ?o }")) == 1  # type: ignore[arg-type]


def test_a_graph_in_memory_answers_the_same() -> None:
    one, other = kg.load(), kg.load(memory=True)
    frames = [
        kg.ask(each, "members-at", organization="cento", on="1957-01-01") for each in (one, other)
    ]
    assert frames[0].equals(frames[1])  # type: ignore[union-attr, arg-type]
    assert kg.ask(other, "ASK {}", time_limit=20) is True
    assert cells(other.engine, "SELECT ?x { VALUES ?x { 1 } }") == [[1]]


# Absence


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        # NATO's roster is complete within the days of the facts.
        ("members-at", {"organization": "nato", "on": "1948-01-01"}, "none"),
        ("members-at", {"organization": "nato", "on": "1940-01-01"}, "not known"),
        ("partners-at", {"organization": "nato", "on": "1948-01-01"}, "not known"),
        ("holder-at", {"office": "president-of-pakistan", "on": "1950-01-01"}, "none"),
        ("members-at", {"organization": "oic", "on": "1950-01-01"}, "not known"),
    ],
)
def test_nothing_is_none_only_where_an_account_is_complete(
    graph: kg.Graph, question: str, given: dict[str, str], expected: str
) -> None:
    frame = kg.ask(graph, question, **given)  # type: ignore[arg-type]
    assert isinstance(frame, pd.DataFrame)
    assert frame.empty
    assert frame.attrs["silence"] == expected


def test_the_command_line_says_what_nothing_means() -> None:
    known = run_kg("ask", "members-at", "--organization", "nato", "--on", "1948-01-01")
    assert "note: there is none" in known.stdout
    unknown = run_kg("ask", "members-at", "--organization", "oic", "--on", "1950-01-01")
    assert "note: not known" in unknown.stdout
