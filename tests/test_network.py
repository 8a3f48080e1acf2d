"""Projecting: relations become ties, at a date, with what they rest on."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib

import kg
from kg import contract
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.network import holding, structure
from kg.network import ties as reading
from kg.network.classes import groups
from kg.network.kinds import kinds
from kg.terms import compact
from samples import write_turtle

Network = nx.MultiDiGraph


def ties(network: Any) -> set[str]:
    return {key for _, _, key in network.edges(keys=True)}


def tie(network: Any, key: str) -> dict[str, Any]:
    (found,) = (data for _, _, name, data in network.edges(keys=True, data=True) if name == key)
    return dict(found)


def test_kinds_of_tie_are_declared_in_the_ontology(sample: OxigraphEngine) -> None:
    found = {kind.label: kind for kind in kinds(sample)}
    assert found["membership"].sign == 1
    assert found["dispute"].symmetric
    assert found["dispute"].sign == -1
    assert found["stop"].within
    assert found["deployment"].start == found["presence"].start
    assert [kind.label for kind in kinds(sample, ["Membership", "kg:Dispute", "stop"])] == [
        "dispute", "membership", "stop",
    ]  # fmt: skip


def test_a_relation_is_a_tie_from_one_party_to_the_other(sample: OxigraphEngine) -> None:
    network = kg.project(sample, kinds=["Membership"])
    assert isinstance(network, nx.MultiDiGraph)
    assert set(network.edges(keys=True)) == {
        ("arcadia", "league", "membership-league-arcadia"),
        ("borduria", "league", "membership-league-borduria"),
    }
    assert set(network.nodes) == {"arcadia", "borduria", "league"}


def test_a_node_says_what_it_is(sample: OxigraphEngine) -> None:
    node = kg.project(sample, kinds=["Membership"]).nodes["arcadia"]
    assert node["label"] == "Arcadia"
    assert node["label_ur"] == "آرکیڈیا"
    assert (node["kind"], node["kind_label"], node["group"]) == ("State", "state", "state")
    assert (node["lat"], node["lon"]) == (30.25, 70.5)
    league = kg.project(sample, kinds=["Membership"]).nodes["league"]
    assert (league["kind"], league["group"]) == ("Alliance", "organization")
    assert "label_ur" not in league


def test_a_tie_says_its_time_its_standing_and_its_sources(sample: OxigraphEngine) -> None:
    found = tie(kg.project(sample, kinds="Membership"), "membership-league-borduria")
    assert (found["kind"], found["sign"], found["symmetric"]) == ("Membership", 1, False)
    assert found["time"] == "1955-09/1959-03-24"
    assert found["time_words"] == "September 1955 to 24 March 1959"
    assert found["earliest_start"] == "1955-09-01"
    assert found["latest_end"] == "1959-03-24"
    assert "certainty" not in found
    assert (found["modality"], found["claimants"]) == ("asserted", [])
    assert found["detail"] == "full member"
    (source,) = found["evidence"]
    assert source["title"] == "Treaty series"
    assert source["url"] == "https://example.org/treaties"
    assert source["reviewed"] == "2026-11-20"


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        ("1955-08-31", {"membership-league-arcadia": "certain"}),
        ("1955-09-15", {"membership-league-arcadia": "certain",
                        "membership-league-borduria": "possible"}),
        ("1957-01-01", {"membership-league-arcadia": "certain",
                        "membership-league-borduria": "certain"}),
        ("1959-03-25", {"membership-league-arcadia": "certain"}),
        ("1979-06-01", {"membership-league-arcadia": "possible"}),
        ("1980-01-01", {}),
    ],
)  # fmt: skip
def test_a_date_keeps_what_is_in_force_and_says_how_surely(
    sample: OxigraphEngine, on: str, standing: dict[str, str]
) -> None:
    network = kg.project(sample, on, kinds=["Membership"])
    assert {key: tie(network, key)["certainty"] for key in ties(network)} == standing
    assert network.graph["on"] == on
    by_day = kg.project(sample, date.fromisoformat(on), kinds=["Membership"])
    assert ties(by_day) == ties(network)


def test_several_days_are_read_at_once_and_each_is_the_network_of_its_day(
    sample: OxigraphEngine,
) -> None:
    days: list[str | date] = ["1952-01-01", date(1957, 1, 1), "1979-06-01"]
    together = kg.project(sample, days, claims=True)
    for day, network in zip(days, together, strict=True):
        alone = kg.project(sample, day, claims=True)
        assert list(network.nodes(data=True)) == list(alone.nodes(data=True))
        assert list(network.edges(keys=True, data=True)) == list(alone.edges(keys=True, data=True))
        assert network.graph == alone.graph
    assert kg.project(sample, []) == []
    with pytest.raises(UsageError, match="this is not a day"):
        kg.project(sample, ["1957-01-01", "195"])


def test_without_detail_ties_say_how_and_when_and_nodes_nothing(sample: OxigraphEngine) -> None:
    whole = kg.project(sample, "1957-01-01", claims=True)
    bare = kg.project(sample, "1957-01-01", claims=True, detail=False)
    assert set(bare.edges(keys=True)) == set(whole.edges(keys=True))
    assert not any(dict(data) for _, data in bare.nodes(data=True))
    kept = {"kind", "sign", "symmetric", "time", "earliest_start", "certainty", "modality"}
    for start, end, key in bare.edges(keys=True):
        few, many = bare.edges[start, end, key], whole.edges[start, end, key]
        assert kept - {"sign"} <= few.keys() < many.keys()
        assert {name: few[name] for name in few} == {name: many[name] for name in few}


def test_reading_costs_few_queries_however_many_kinds_there_are(
    sample: OxigraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    query = OxigraphEngine.query

    def counted(engine: OxigraphEngine, what: Any) -> Any:
        asked.append(what)
        return query(engine, what)

    monkeypatch.setattr(OxigraphEngine, "query", counted)
    kg.project(sample, "1957-01-01", detail=False)
    assert len(asked) <= 6
    asked.clear()
    kg.project(sample, "1957-01-01", about="league")
    assert len(asked) <= 25


def test_what_has_no_date_is_no_tie_at_a_date_and_is_counted(sample: OxigraphEngine) -> None:
    every = kg.project(sample, kinds=["Partnership", "Dispute"])
    assert ties(every) == {"partnership-league-cimmeria", "dispute-high-pass"}
    assert tie(every, "partnership-league-cimmeria")["time_words"] == "undated"
    at_a_date = kg.project(sample, "1999-01-01", kinds=["Partnership", "Dispute"])
    assert ties(at_a_date) == {"dispute-high-pass"}
    assert at_a_date.graph["undated"] == 1


def test_a_symmetric_relation_ties_each_pair_once(sample: OxigraphEngine) -> None:
    network = kg.project(sample, kinds=["Agreement"])
    assert {(a, b) for a, b in network.edges()} == {
        ("arcadia", "borduria"), ("arcadia", "cimmeria"), ("borduria", "cimmeria"),
    }  # fmt: skip
    assert ties(network) == {"pact"}


def test_parallel_ties_are_kept(sample: OxigraphEngine) -> None:
    network = kg.project(sample, about=["arcadia", "borduria"])
    between = {key for a, b, key in network.edges(keys=True) if {a, b} == {"arcadia", "borduria"}}
    assert {"pact", "support-1", "designation-1", "provision-1", "obligation-1"} <= between


def test_stops_are_tied_each_to_the_next_in_the_order_of_numbers(sample: OxigraphEngine) -> None:
    network = kg.project(sample, kinds=["Stop"])
    line = ["arcadia-city", "high-pass", "sea-port"]
    assert {(a, b) for a, b in network.edges()} == set(pairwise(line))
    assert tie(network, "high-road-stop-3")["order"] == 10
    assert tie(network, "high-road-stop-3")["within"] == "high-road"
    assert (network.nodes["high-pass"]["lat"], network.nodes["high-pass"]["lon"]) == (31.0, -71.0)


def test_claims_are_left_out_unless_they_are_asked_for(sample: OxigraphEngine) -> None:
    facts = kg.project(sample, about="cimmeria")
    assert not ties(facts) & {"high-road-cimmeria", "support-cimmeria-raid", "characterization-1"}
    both = kg.project(sample, about="cimmeria", claims=True)
    assert ties(facts) < ties(both)
    claim = tie(both, "high-road-cimmeria")
    assert (claim["modality"], claim["claimants"]) == ("prospective", ["Cimmeria"])
    alleged = tie(both, "support-cimmeria-raid")
    assert (alleged["modality"], alleged["modality_label"]) == ("alleged", "alleged")
    assert both.graph["claims"] is True


def test_another_account_is_told_of(sample: OxigraphEngine) -> None:
    found = tie(kg.project(sample, kinds=["Membership"]), "membership-league-arcadia")
    (other,) = found["other_accounts"]
    assert "1952 to 1979" in other
    assert "The treaty gives the year." in other


def test_what_was_not_checked_says_so(sample: OxigraphEngine) -> None:
    network = kg.project(sample, kinds=["Partnership"])
    (source,) = tie(network, "partnership-league-cimmeria")["evidence"]
    assert source["status"] == "unreviewed"


def test_about_a_thing_keeps_what_touches_it_or_lies_within_it(sample: OxigraphEngine) -> None:
    network = kg.project(sample, about="High Road")
    assert ties(network) == {
        "high-road-arcadia", "high-road-crossing", "high-road-transit", "high-road-connection",
        "high-road-stop-2", "high-road-stop-3",
    }  # fmt: skip
    assert network.graph["focus"] == ["high-road"]
    assert "High Road" in network.graph["title"]


def test_a_focus_without_ties_is_a_node_all_the_same(sample: OxigraphEngine) -> None:
    network = kg.project(sample, "1900-01-01", about="league")
    assert list(network.nodes) == ["league"]
    assert network.number_of_edges() == 0


def test_between_two_keeps_what_ties_both(sample: OxigraphEngine) -> None:
    network = kg.project(sample, between=("arcadia", "cimmeria"))
    assert "dispute-high-pass" in ties(network)
    assert "partnership-league-cimmeria" in ties(network)
    assert {"arcadia", "cimmeria", "borduria", "league", "highland"} <= set(network.nodes)
    assert not {"ada", "raid", "sea-port", "high-road"} & set(network.nodes)


def test_a_thing_bears_the_name_that_it_had_on_the_day(sample: OxigraphEngine) -> None:
    early = kg.project(sample, "1952-01-01", about="league")
    assert early.nodes["league"]["label"] == "Arcadian Pact"
    assert early.graph["title"] == "Arcadian Pact on 1 January 1952"
    late = kg.project(sample, "1956-01-01", about="league", title="My own")
    assert late.nodes["league"]["label"] == "League of Arcadia"
    assert late.graph["title"] == "My own"


def test_a_network_says_what_it_speaks_for(sample: OxigraphEngine) -> None:
    told = kg.project(sample, kinds=["Membership"]).graph
    assert told["observed_until"] == "2020-12-31"
    assert "on" not in told
    assert told["claims"] is False
    assert f"Khyber {kg.__version__}" in told["source_line"]
    assert "31 December 2020" in told["source_line"]


@pytest.mark.slow
def test_a_network_is_the_same_each_time_and_for_each_engine(
    sample: OxigraphEngine, sample_dataset: rdflib.Dataset
) -> None:
    some: dict[str, Any] = {"kinds": ["Membership", "Stop"], "claims": True}
    one, again = (kg.project(sample, "1962-01-01", **some) for _ in range(2))
    other = kg.project(sample_dataset, "1962-01-01", **some)
    for network in (again, other):
        assert list(one.nodes(data=True)) == list(network.nodes(data=True))
        assert sorted(one.edges(keys=True)) == sorted(network.edges(keys=True))
        assert one.graph == network.graph
    assert ties(one)
    for key in ties(one):
        assert tie(one, key) == tie(other, key)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"on": "195"}, "'195': this is not a day"),
        ({"on": "last year"}, "this is not a day"),
        ({"about": "Arcadja"}, "Arcadja: nothing in the graph has this name. Nearest: Arcadia"),
        ({"kinds": ["Friendship"]}, "'Friendship' is no kind of tie. Kinds: Admin"),
        ({"between": ("arcadia", "nowhere")}, "nowhere: nothing in the graph"),
    ],
)
def test_a_wrong_call_is_refused_in_a_line(
    sample: OxigraphEngine, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        kg.project(sample, **options)
    assert said in str(caught.value)


def test_every_value_can_be_written_to_a_file(graph: kg.Graph) -> None:
    network = kg.project(graph, claims=True)
    plain = str | int | float | bool | None
    for _, data in network.nodes(data=True):
        assert all(isinstance(value, plain | list) for value in data.values()), data
    for *_, data in network.edges(keys=True, data=True):
        for value in data.values():
            assert isinstance(value, plain | list), data


def test_things_carry_their_other_names_and_events_their_own_sources(graph: kg.Graph) -> None:
    network = kg.project(graph, about="cento", kinds=["Membership", "Participation"])
    assert {"CENTO", "Baghdad Pact"} <= {*network.nodes["cento"]["also"]}
    events = [data for _, data in network.nodes(data=True) if data["group"] == "event"]
    assert events
    assert all(data["evidence"][0]["title"] for data in events)
    assert "evidence" not in network.nodes["pakistan"]


def test_every_fact_that_is_a_tie_has_evidence(graph: kg.Graph) -> None:
    network = kg.project(graph)
    assert network.number_of_edges() > 500
    bare = [key for _, _, key, data in network.edges(keys=True, data=True) if not data["evidence"]]
    assert bare == []


def test_the_baghdad_pact_in_1957(graph: kg.Graph) -> None:
    network = kg.project(graph, "1957-01-01", about="cento", kinds=["Membership"])
    members = {"imperial-iran", "iraq", "pakistan", "turkey", "united-kingdom"}
    assert set(network.nodes) - {"cento"} == members
    assert network.nodes["cento"]["label"] == "Baghdad Pact"
    assert {data["certainty"] for *_, data in network.edges(data=True)} == {"certain"}


def test_a_network_carries_what_the_contract_says_and_nothing_else(graph: kg.Graph) -> None:
    network = kg.project(graph, "2011-11-26", about="pakistan", claims=True)
    assert network.number_of_edges()
    for _, node in network.nodes(data=True):
        assert set(node) <= set(contract.NodeData.__annotations__)
        assert node["group"] in contract.GROUPS
    for *_, data in network.edges(keys=True, data=True):
        assert set(data) <= set(contract.TieData.__annotations__)
        for source in data["evidence"]:
            assert set(source) == set(contract.SourceData.__annotations__)
    told = set(network.graph)
    assert {"contract", "title", "accounts", "claims", "focus", "source_line"} <= told
    assert told <= set(contract.NetworkData.__annotations__)
    assert network.graph["contract"] == contract.VERSION


def test_kinds_are_named_in_urdu_and_have_a_colour_of_their_own(sample: OxigraphEngine) -> None:
    network = kg.project(sample, kinds=["Membership"])
    found = tie(network, "membership-league-arcadia")
    assert (found["kind_label_ur"], found["colour"], found["gathers"]) == ("رکنیت", "blue", True)
    assert network.nodes["arcadia"]["kind_label_ur"] == "ریاست"
    assert network.nodes["league"]["kind_label"] == "alliance"


def test_a_class_looks_like_the_nearest_class_above_it(sample: OxigraphEngine) -> None:
    found = {compact(cls): group for cls, group in groups(sample).items()}
    told = ("kg:Force", "kg:Bloc", "kg:State", "kg:Summit", "kg:Railway", "kg:Agreement")
    assert [found.get(name) for name in told] == [
        "organization", "group", "state", "event", "corridor", None,
    ]  # fmt: skip


def test_structure_is_what_makes_a_thing(sample: OxigraphEngine) -> None:
    road = set(map(compact, structure(sample, ["High Road"])))
    assert {"kg:Stop", "kg:Crossing", "kg:CorridorParticipation"} <= road
    assert "kg:Membership" not in road
    assert "kg:Membership" in set(map(compact, structure(sample, ["league"])))
    assert road < set(map(compact, structure(sample)))


def test_a_state_whose_file_gives_it_coordinates_itself_is_placed(tmp_path: Path) -> None:
    """GeoSPARQL puts coordinates on a geometry; a file of somebody's own need not."""
    own = write_turtle(
        tmp_path / "own.ttl",
        'id:elbonia a kg:State ; geo:asWKT "POINT(30 40)"^^geo:wktLiteral .\n'
        "id:s a kg:Support ; kg:supporter id:elbonia ; kg:supported id:pakistan .\n",
    )
    network = kg.project(kg.load(own), about="elbonia")
    assert (network.nodes["elbonia"]["lat"], network.nodes["elbonia"]["lon"]) == (40, 30)
    assert round(network.nodes["pakistan"]["lat"]) == 34


def test_between_two_states_shows_what_their_predecessors_shared(graph: kg.Graph) -> None:
    network = kg.project(graph, between=("pakistan", "iran"), kinds=["Membership"])
    assert {"cento", "rcd"} <= set(network.nodes)
    assert network.has_edge("imperial-iran", "cento")


WRITERS = ["gexf", "graphml", "gml"]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("on", [None, "2020-01-01"])
def test_networkx_writes_what_project_gives(
    graph: kg.Graph, tmp_path: Path, form: str, on: str | None
) -> None:
    network = kg.project(graph, on, claims=True)
    file = tmp_path / f"net.{form}"
    getattr(nx, f"write_{form}")(network, file)
    found = getattr(nx, f"read_{form}")(file)
    assert found.number_of_nodes() == network.number_of_nodes()
    assert found.number_of_edges() == network.number_of_edges()
    assert json.loads(json.dumps(nx.node_link_data(network)))["graph"]["focus_json"] == "[]"


def test_a_network_holds_no_none_and_its_copies_keep_its_lists(sample: OxigraphEngine) -> None:
    network = kg.project(sample, "1956-01-01", about="league")
    held = [network.graph, *(data for _, data in network.nodes(data=True))]
    held += [data for *_, data in network.edges(data=True)]
    assert all(value is not None for data in held for value in data.values())
    picture = kg.draw(network).to_svg()
    for copied in (
        network.copy(), copy.deepcopy(network), pickle.loads(pickle.dumps(network)),  # noqa: S301 - its own
        nx.MultiDiGraph(network), network.subgraph(list(network)),
    ):  # fmt: skip
        assert nx.utils.graphs_equal(copied, network)
        assert kg.draw(copied).to_svg() == picture


def test_a_place_is_read_however_its_point_is_written(tmp_path: Path) -> None:
    body = "".join(
        f"""id:x{n} a kg:State ; skos:prefLabel "X{n}"@en ; geo:asWKT "{wkt}"^^geo:wktLiteral .
id:m{n} a kg:Membership ; kg:member id:x{n} ; kg:organization id:cento ; kg:status c:full-member ;
  kg:time "2021"^^edtf:EDTF ; kg:reviewStatus c:unreviewed .
"""
        for n, wkt in enumerate(["Point(74.3 31.5)", "POINT Z(7.43e1 31.5 9)", "POINT EMPTY", "x"])
    )
    network = kg.project(kg.load(write_turtle(tmp_path / "own.ttl", body)), about="cento")
    places = [
        (network.nodes[f"x{n}"].get("lat"), network.nodes[f"x{n}"].get("lon")) for n in range(4)
    ]
    assert places == [(31.5, 74.3), (31.5, 74.3), (None, None), (None, None)]


def test_ties_that_are_added_at_once_stand_as_networkx_adds_them() -> None:
    made: list[tuple[str, str, str, dict[str, Any]]] = [
        ("b", "a", "one", {"sign": 1}),
        ("a", "b", "one", {}),
        ("b", "a", "two", {"facts": []}),
        ("a", "a", "loop", {"sign": -1}),
    ]
    at_once, one_by_one = holding.Network(), holding.Network()
    for network in (at_once, one_by_one):
        network.add_nodes_from("ab")
    at_once.add_ties(made)
    for source, target, key, data in made:
        one_by_one.add_edge(source, target, key=key, **data)
    assert [*at_once.edges(keys=True, data=True)] == [*one_by_one.edges(keys=True, data=True)]
    assert [*at_once.in_edges(keys=True)] == [*one_by_one.in_edges(keys=True)]
    at_once.edges["b", "a", "one"]["sign"] = 0
    assert made[0][3] == {"sign": 1}
    at_once.remove_edge("b", "a", "one")
    assert dict(at_once.pred["a"]["b"]) == {"two": {"facts": []}}


def test_two_halves_at_once_are_the_whole(
    sample: OxigraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    halves = reading.read(sample, kinds(sample))
    monkeypatch.setattr(reading, "_SEVERAL", 1_000)
    whole = reading.read(sample, kinds(sample))
    assert (sorted(halves[0]), halves[1]) == (sorted(whole[0]), whole[1])
    assert len({tie.kind for tie in whole[0]}) > 4
