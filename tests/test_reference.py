"""Reference: what a term means, and how it is used."""

from __future__ import annotations

import pytest

import kg
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.reference.entries import entry
from kg.terms import compact
from kg.vocabulary import KG, C


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
    assert "  example: id:membership-league-arcadia" in lines
    assert any(line.startswith("  questions: ") and "members-at" in line for line in lines)


def test_a_property_is_described_by_what_it_takes_and_how_it_is_used(
    sample: OxigraphEngine,
) -> None:
    lines = str(entry(sample, "kg:member")).splitlines()
    assert lines[0] == "kg:member  has member"
    assert "  takes: kg:Actor (actor)" in lines
    assert "  rule: A membership names exactly one member, and it is an actor." in lines
    assert "  example: id:membership-league-arcadia kg:member id:arcadia (Arcadia)" in lines


def test_a_concept_is_described_by_its_list(sample: OxigraphEngine) -> None:
    lines = str(entry(sample, "c:founding-member")).splitlines()
    assert lines[0] == "c:founding-member  founding member"
    assert any(line.startswith("  in code list: c:scheme-standing") for line in lines)
    assert "  broader: c:full-member (full member)" in lines


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
