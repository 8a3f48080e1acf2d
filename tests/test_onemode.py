"""One-mode ties: declared in the ontology, signed, and with the reasons that they rest on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.network import Timeline, projections, timeline
from samples import write_turtle

BODY = """
id:xa a kg:State ; skos:prefLabel "Xa"@en . id:xb a kg:State ; skos:prefLabel "Xb"@en .
id:xc a kg:State ; skos:prefLabel "Xc"@en . id:xd a kg:State ; skos:prefLabel "Xd"@en .
id:pact-x a kg:Alliance ; skos:prefLabel "Pact X"@en .
id:club-x a kg:Organization ; skos:prefLabel "Club X"@en .
id:m1 a kg:Membership ; kg:member id:xa ; kg:organization id:pact-x ; kg:time "1950/1960" ;
  kg:status c:full-member .
id:m2 a kg:Membership ; kg:member id:xb ; kg:organization id:pact-x ; kg:time "1950/1955~" ;
  kg:status c:full-member .
id:m3 a kg:Membership ; kg:member id:xa ; kg:organization id:club-x ; kg:time "1950/1960" ;
  kg:status c:full-member .
id:m4 a kg:Membership ; kg:member id:xc ; kg:organization id:club-x ; kg:time "1950/1960" ;
  kg:status c:full-member .
id:d1 a kg:Dispute ; kg:party id:xa, id:xb ; kg:time "1951/1960" .
id:r1 a kg:DiplomaticRelations ; kg:party id:xc, id:xd ; kg:time "1950/1960" .
id:war-x a kg:War ; skos:prefLabel "War X"@en ; kg:time "1952-06" .
id:war-y a kg:War ; skos:prefLabel "War Y"@en ; kg:time "1953-06" .
id:talks-x a kg:Talks ; skos:prefLabel "Talks X"@en ; kg:time "1954-06" .
"""


def part(name: str, event: str, state: str, role: str) -> str:
    return (
        f"id:p-{name} a kg:Participation ; kg:event id:{event} ; kg:participant id:{state} ;"
        f" kg:role c:{role} .\n"
    )


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    parts = [
        part("1", "war-x", "xa", "belligerent"), part("2", "war-x", "xb", "belligerent"),
        part("3", "war-y", "xa", "belligerent"), part("4", "war-y", "xc", "belligerent"),
        part("5", "war-y", "xd", "belligerent"), part("6", "talks-x", "xa", "negotiator"),
        part("7", "talks-x", "xd", "negotiator"), part("8", "talks-x", "xb", "witness"),
    ]  # fmt: skip
    body = (
        (BODY + "".join(parts))
        .replace('" ;\n', '"^^edtf:EDTF ;\n')
        .replace('" .\n', '"^^edtf:EDTF .\n')
    )
    file: Path = write_turtle(tmp_path_factory.mktemp("own") / "own.ttl", body)
    return kg.load(file)


def pairs(network: Any) -> dict[tuple[str, str], int]:
    mine = {"xa", "xb", "xc", "xd"}
    return {(a, b): data["sign"] for a, b, data in network.edges(data=True) if {a, b} <= mine}


def test_what_is_declared_is_made_and_named(own: kg.Graph) -> None:
    names = {each.label for each in projections(own.engine)}
    assert names == {"co-alliance", "treaty", "friendly tie", "dispute", "sanction",
                     "neutral tie", "side in an event"}  # fmt: skip
    every = {each.label for each in projections(own.engine, on_request=True)}
    assert every - names == {"co-membership"}
    with pytest.raises(UsageError, match="there is no projection 'alliance'"):
        kg.signed(own, through="alliance")


def test_co_membership_and_which_organisations(own: kg.Graph) -> None:
    assert pairs(kg.signed(own, "1952-01-01", through="co-alliance")) == {("xa", "xb"): 1}
    both = kg.signed(own, "1952-01-01", through="co-membership")
    assert pairs(both) == {("xa", "xb"): 1, ("xa", "xc"): 1}
    (data,) = both.get_edge_data("xa", "xc").values()
    assert (data["via"], data["detail"], data["weight"]) == (["club-x"], "Club X", 1)
    assert data["relations"] == ["m3", "m4"]
    one = kg.signed(own, "1952-01-01", through="co-membership", sharing=["Club X"])
    assert pairs(one) == {("xa", "xc"): 1}


@pytest.mark.parametrize(
    ("both", "sign"), [("drop", set()), ("negative", {-1}), ("positive", {1}), ("keep", {1, -1})]
)
def test_a_pair_that_is_both_follows_the_rule(own: kg.Graph, both: str, sign: set[int]) -> None:
    net = kg.signed(own, "1953-01-01", through=["co-alliance", "dispute"], both=both)
    found = {d["sign"] for a, b, d in net.edges(data=True) if {a, b} == {"xa", "xb"}}
    assert found == sign
    assert ["xa", "xb"] in net.graph["both"]


def test_neutral_ties_stand_apart_from_none(own: kg.Graph) -> None:
    found = pairs(kg.signed(own, "1952-01-01"))
    assert found[("xc", "xd")] == 0
    assert ("xb", "xc") not in found


def test_sides_in_events_come_from_the_parts_that_are_taken(own: kg.Graph) -> None:
    found = pairs(kg.signed(own, through="event-side", both="keep"))
    # Of three belligerents nothing says who stood with whom.
    assert found == {("xa", "xb"): -1, ("xa", "xd"): 1}
    day = kg.signed(own, "1952-06-10", through="event-side")
    assert pairs(day) == {("xa", "xb"): -1}
    (data,) = day.get_edge_data("xa", "xb").values()
    assert (data["certainty"], data["via"]) == ("possible", ["war-x"])


def test_a_tie_is_as_sure_as_the_least_sure_of_what_it_rests_on(own: kg.Graph) -> None:
    net = kg.signed(own, "1955-06-01", through="co-alliance")
    (data,) = net.get_edge_data("xa", "xb").values()
    assert data["certainty"] == "possible"
    assert not pairs(kg.signed(own, "1955-06-01", through="co-alliance", rule="certain"))


def test_several_days_are_as_each_alone(own: kg.Graph) -> None:
    days = ["1952-01-01", "1955-06-01"]
    for day, network in zip(days, kg.signed(own, days), strict=True):
        alone = kg.signed(own, day)
        assert list(network.edges(data=True)) == list(alone.edges(data=True))
        assert network.graph == alone.graph


def test_a_signed_network_is_drawn(own: kg.Graph) -> None:
    assert "Xa" in kg.draw(kg.signed(own, "1952-01-01", through="co-membership")).to_svg()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"both": "dropp"}, "there is no rule for both 'dropp'. Nearest: drop"),
        ({"rule": "certainly"}, "there is no rule 'certainly'. Nearest: certain"),
        ({"of": "states"}, "there is no group 'states'. Nearest: state"),
        ({"on": "195"}, "this is not a day"),
        ({"accounts": ["fact"]}, "there is no account of this name. Nearest: facts"),
    ],
)
def test_a_wrong_call_is_refused(
    sample: OxigraphEngine, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        kg.signed(sample, **options)
    assert said in str(caught.value)


def test_a_timeline_gives_any_day_from_one_reading(sample: OxigraphEngine) -> None:
    line: Timeline = timeline(sample, kinds=["Membership"])
    assert set(line.at().nodes) == set(kg.project(sample, kinds=["Membership"]).nodes)
    assert line.at(date(1900, 1, 1)).number_of_edges() == 0
    assert line.labels(["arcadia"]) == {"arcadia": "Arcadia"}
