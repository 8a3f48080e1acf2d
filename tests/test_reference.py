"""Reference: what a term means, and how it is used."""

from __future__ import annotations

import re

import pandas as pd
import pyoxigraph as ox
import pytest

import kg
from kg.cli import main
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.reference.entries import entry
from kg.terms import compact
from kg.vocabulary import KG, C
from samples import HEAD, ROOT


@pytest.mark.parametrize(
    "typed", ["kg:Membership", "Membership", "membership", "MEMBERSHIP", f"<{KG}Membership>"]
)
def test_a_class_is_described_however_it_is_typed(sample: OxigraphEngine, typed: str) -> None:
    lines = str(entry(sample, typed)).splitlines()
    assert lines[0] == "kg:Membership  membership"
    assert lines[1].endswith(".")
    assert (
        "  is a kind of: kg:Affiliation (affiliation), org:Membership (membership (W3C ORG))"
        in lines
    )
    assert "  a tie starts from: kg:member (has member)" in lines
    assert "  a tie leads to: kg:organization (has organisation)" in lines
    assert "  rule: A membership names exactly one member, and it is an actor." in lines
    assert "  properties:" in lines
    assert "    kg:member (has member): kg:Actor (actor), exactly one" in lines
    at = lines.index(
        "    kg:status (has status): an entry of c:scheme-standing (standing), exactly one"
    )
    assert lines[at + 1] == (
        "      c:associate-member (associate member): Belongs with fewer rights than a full member."
    )
    assert any(line.startswith("  as kg:Relation (relation): ") for line in lines)
    above = next(line for line in lines if line.startswith("  as anything: "))
    assert "kg:time (edtf:EDTF)" in above
    assert "kg:earliestStart" not in above
    example = lines[lines.index("  example:") + 1 :]
    assert example[0] == "    id:membership-league-arcadia a kg:Membership ;"
    assert "        kg:member id:arcadia ;" in example
    assert any(line.startswith("  questions: ") and "members-at" in line for line in lines)


def test_a_property_is_described_by_what_it_takes_and_how_it_is_used(
    sample: OxigraphEngine,
) -> None:
    lines = str(entry(sample, "kg:member")).splitlines()
    assert lines[0] == "kg:member  has member"
    assert "  takes: kg:Actor (actor), at most one" in lines
    assert any(
        line.startswith("  stands on: kg:Affiliation (affiliation), and its kinds kg:Membership")
        for line in lines
    )
    assert "  rule: A membership names exactly one member, and it is an actor." in lines
    assert lines[lines.index("  example:") + 1 :][:2] == [
        "    id:membership-league-arcadia a kg:Membership ;",
        "        kg:member id:arcadia .",
    ]


def test_a_concept_is_described_by_its_list(sample: OxigraphEngine) -> None:
    lines = str(entry(sample, "c:founding-member")).splitlines()
    assert lines[0] == "c:founding-member  founding member"
    assert any(line.startswith("  in code list: c:scheme-standing") for line in lines)
    assert "  broader: c:full-member (full member)" in lines


def test_a_code_list_is_described_by_its_entries(sample: OxigraphEngine) -> None:
    lines = str(entry(sample, "c:scheme-standing")).splitlines()
    assert "    c:observer (observer): Attends without belonging." in lines
    assert "  taken by: kg:status (has status)" in lines
    assert "  takes: an entry of c:scheme-standing (standing), at most one" in str(
        entry(sample, "kg:status")
    )


def test_an_example_is_a_fact_before_it_is_a_claim_and_turtle_of_the_data(
    sample: OxigraphEngine,
) -> None:
    told = entry(sample, "kg:Support").example
    assert told.startswith("id:support-1 a kg:Support ;")
    # Of a position there is a claim only.
    for term in ("kg:Support", "kg:Position", "kg:supporter", "c:drones", "kg:time", "kg:Attack"):
        example = entry(sample, term).example
        said = list(ox.parse(HEAD + example, format=ox.RdfFormat.TURTLE))
        assert len(said) > 1, term
        store = {(q.subject, q.predicate, q.object) for q in sample.store}
        assert {(q.subject, q.predicate, q.object) for q in said} <= store, term


def test_the_page_and_the_terminal_say_the_same(sample: OxigraphEngine) -> None:
    told = entry(sample, "Membership")
    page = told.markdown()
    for _, line in told.details:
        assert f"- {line}\n" in page
    assert f"```turtle\n{told.example}\n```" in page


def test_the_way_from_a_statement_to_its_words_runs(graph: kg.Graph) -> None:
    page = (ROOT / "ontology" / "reference.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)
    found = kg.ask(graph, query)
    assert isinstance(found, pd.DataFrame)
    pakistan = found[found["statement"] == "id:membership-cento-pakistan"]
    # A passage has its locator, a document its address.
    assert {"start", "end", "address", "title", "kind"} <= set(found.columns)
    passages = pakistan[pakistan["start"].notna()]
    assert set(passages["kind"]) == {"membership"}
    assert ((passages["end"] - passages["start"]) > 0).all()
    assert len(passages) > 0
    assert pakistan["title"].notna().all()
    assert found["address"].notna().any()


def test_all_terms_are_listed_in_groups(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe"]) == 0
    lines = capsys.readouterr().out.splitlines()
    groups = [lines.index(f"{title}:") for title in ("Classes", "Properties", "Code lists")]
    assert groups == sorted(groups)
    assert [line.split() for line in lines if "kg:Membership " in line] == [
        ["kg:Membership", "membership"]
    ]
    assert ["c:scheme-standing", "standing"] in [line.split() for line in lines[groups[2] :]]


def test_the_verb_takes_a_graph(graph: kg.Graph) -> None:
    assert kg.describe(graph, "Alliance").startswith("kg:Alliance  alliance\n")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Membrship", "Membership"), ("kg:Membrship", "Membership"), ("obsrver", "observer")],
)
def test_an_unknown_term_is_refused_with_the_nearest(
    sample: OxigraphEngine, typed: str, near: str
) -> None:
    with pytest.raises(UsageError, match=f"no such term. Nearest: .*{near}"):
        str(entry(sample, typed))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("zz:Membership", "unknown prefix 'zz'"), ("", "no such term"), ("qqqqqq", "no such term")],
)
def test_what_is_no_term_is_refused_in_a_line(
    sample: OxigraphEngine, typed: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        str(entry(sample, typed))
    assert caught.value.mend


@pytest.mark.slow
def test_every_term_of_ours_can_be_described(graph: kg.Graph) -> None:
    engine = graph.engine
    names = [n for n in (*engine.names_in(KG), *engine.names_in(C)) if n != KG]
    # Describing one reads the catalogue and the shapes, so every twentieth stands for the rest.
    for name in sorted(names)[::20]:
        lines = str(entry(engine, name)).splitlines()
        assert lines[0].startswith(f"{compact(name)}  ")
        assert lines[1].endswith("."), name
