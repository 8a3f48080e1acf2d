"""What is drawn: what matters of a thing, what an answer rests on, and what is said of the rest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.engine import OxigraphEngine
from kg.errors import KgError, UsageError
from kg.network import resting
from kg.network.names import initials
from kg.period import words
from kg.picture import Picture, draw
from kg.picture.scene.words import day_words
from test_cli_draw import kg as run
from test_cli_draw import one_line

ALLIES = {
    "Agreement", "Alignment", "Conflict", "Cooperation", "Designation", "Dispute", "Membership",
    "Partnership", "Rivalry", "Sanction", "Support", "Suspension",
}  # fmt: skip


def kinds(picture: Picture) -> set[str]:
    return {tie.kind for tie in picture.scene.ties}


@pytest.fixture(scope="module")
def pakistan(graph: kg.Graph) -> Any:
    return kg.project(graph, about="pakistan")


def test_of_a_state_allies_adversaries_organisations_and_partners_are_drawn(pakistan: Any) -> None:
    picture = draw(pakistan)
    assert {"Agreement", "Cooperation", "Dispute", "Membership", "Sanction"} <= kinds(picture)
    assert kinds(picture) <= ALLIES
    groups = {node.group for node in picture.scene.nodes}
    assert groups <= {"state", "organization", "group"}


def test_what_is_left_out_is_counted_in_words_and_one_option_away(pakistan: Any) -> None:
    picture = draw(pakistan)
    told = re.search(r"(\d+) ties of (\d+) kinds left out; --all draws them\.", picture.to_svg())
    assert told
    every = {data["kind"] for *_, data in pakistan.edges(data=True)}
    left = [data for *_, data in pakistan.edges(data=True) if data["kind"] not in ALLIES]
    assert int(told[1]) == len(left) > 200
    assert int(told[2]) == len(every - ALLIES)
    whole = draw(pakistan, all=True)
    assert "left out" not in whole.to_svg()
    assert kinds(whole) >= every - {"Agreement"}
    assert f"{int(told[2])} اقسام کے" in draw(pakistan, language="ur").to_svg()


def test_of_an_alliance_the_members_and_of_a_corridor_route_and_parties(graph: kg.Graph) -> None:
    pact = draw(kg.project(graph, about="cento"))
    assert kinds(pact) <= {"Membership", "Partnership", "Suspension", "Designation"}
    assert kinds(draw(kg.project(graph, about="cpec"))) == {
        "CorridorParticipation", "Crossing", "Stop",
    }  # fmt: skip


def test_kinds_that_are_asked_for_are_all_drawn(graph: kg.Graph) -> None:
    network = kg.project(graph, about="pakistan", kinds=["Obligation"])
    picture = draw(network)
    assert len(picture.scene.ties) == network.number_of_edges() > 10
    assert picture.scene.title == "Pakistan: obligation"
    assert draw(network, language="ur").scene.title == "پاکستان: ذمہ داری"


def test_where_nothing_matters_most_everything_is_drawn() -> None:
    net = nx.MultiDiGraph(essential=["Membership"], focus=["a"])
    net.add_edge("a", "b", kind="Rivalry")
    assert len(draw(net).scene.ties) == 1
    net.add_edge("a", "c", kind="Membership")
    assert [tie.kind for tie in draw(net).scene.ties] == ["Membership"]
    assert len(draw(net).network) == 2


def test_ties_of_a_pair_and_kind_are_one_line_that_opens_into_its_parts(pakistan: Any) -> None:
    picture = draw(pakistan)
    strands = picture.views["network"].strands
    nodes = [node.id for node in picture.scene.nodes]
    with_india = [s for s in strands if {nodes[s.source], nodes[s.target]} == {"pakistan", "india"}]
    assert len({strand.paint for strand in with_india}) == len(with_india)
    folded = max(with_india, key=lambda strand: len(strand.ties))
    assert len(folded.ties) > 5
    assert f"×{len(folded.ties)}" in picture.to_svg()
    assert sorted(i for strand in strands for i in strand.ties) == list(
        range(len(picture.scene.ties))
    )


def test_the_treaty_of_an_organisation_is_not_drawn_beside_its_members(pakistan: Any) -> None:
    keys = {key for *_, key in pakistan.edges(keys=True)}
    assert "seato-treaty-1954" in keys
    for picture in (draw(pakistan), draw(pakistan, all=True)):
        assert "seato-treaty-1954" not in {tie.key for tie in picture.scene.ties}
        assert "The treaties of CENTO and SEATO stand as membership." in picture.to_svg()
        assert {tie.key for tie in picture.scene.ties if tie.kind == "Agreement"}


def test_titles_join_things_with_and_and_say_the_day(graph: kg.Graph) -> None:
    some: dict[str, Any] = {"about": ["pakistan", "india", "china"], "kinds": ["Dispute"]}
    network = kg.project(graph, "1962-10-20", **some)
    assert network.graph["title"] == "Pakistan, India and China: dispute on 20 October 1962"
    assert "20 اکتوبر 1962" in draw(network, language="ur").scene.title
    assert draw(network, title="Mine", language="ur").scene.title == "Mine"


def test_the_source_line_gives_the_last_day_that_what_is_drawn_was_observed(
    graph: kg.Graph,
) -> None:
    network = kg.project(graph, about="pakistan", kinds=["Membership"])
    seen = max(str(data.get("observed_until", "")) for *_, data in network.edges(data=True))
    scene = draw(network).scene
    assert f"data to {words(seen)};" in scene.source_line
    assert f"{day_words(seen, 'ur')} تک" in scene.told_in("ur").source_line
    net = nx.MultiDiGraph(
        source="A book", licence_name="CC0", observed_until="2020-01-01", essential=["A"]
    )
    net.add_edge("a", "b", kind="A", observed_until="2016-05-01")
    net.add_edge("a", "b", kind="B", observed_until="2019-05-01")
    assert draw(net).scene.source_line == "A book; data to 1 May 2016; CC0"


@pytest.mark.parametrize(
    ("label", "names", "short"),
    [
        ("Organisation of Islamic Cooperation", ["OIC", "Islamic Conference"], "OIC"),
        ("European Union", ["EEC", "EU"], "EU"),
        ("United Nations", ["UNO", "UN", "the UN"], "UN"),
        ("World Bank", ["WB"], None),
        ("Gulf Cooperation Council", ["AGCC", "CCASG"], None),
        ("Protection Force of the United Nations", ["UNPROFOR"], "UNPROFOR"),
    ],
)
def test_initials_stand_for_a_long_name(label: str, names: list[str], short: str | None) -> None:
    assert initials(label, names) == short


def test_a_thing_goes_by_its_initials_unless_it_bore_another_name(graph: kg.Graph) -> None:
    assert kg.project(graph, about="cento").nodes["cento"]["short"] == "CENTO"
    assert "short" not in kg.project(graph, "1957-01-01", about="cento").nodes["cento"]
    assert "short" not in kg.project(graph, about="iran").nodes["iran"]


def test_of_a_question_what_its_answer_rests_on_is_drawn_and_nothing_else(graph: kg.Graph) -> None:
    given: dict[str, Any] = {"organization": "cento", "on": "1957-01-01"}
    network = resting(graph, "members-at", given)
    answer: Any = kg.ask(graph, "members-at", evidence=True, **given)
    rested_on = {f"id:{key}" for *_, key in network.edges(keys=True)}
    assert rested_on == set(answer["membership"])
    assert network.graph["on"] == "1957-01-01"
    assert network.graph["focus"] == ["cento"]


def test_of_an_answer_of_events_those_of_the_sides_asked_about_are_drawn(graph: kg.Graph) -> None:
    network = resting(graph, "meetings-between", {"one": "iran", "other": "pakistan"})
    answer: Any = kg.ask(graph, "meetings-between", one="iran", other="pakistan")
    meetings = set(answer["meeting"])
    assert {data["kind"] for *_, data in network.edges(data=True)} == {"Participation"}
    assert {f"id:{event}" for _, event in network.edges()} == meetings


def test_of_a_relation_between_several_the_ties_of_those_asked_about_are_drawn(
    graph: kg.Graph,
) -> None:
    network = resting(graph, "agreements-of", {"actor": "pakistan"})
    assert all("pakistan" in ends for ends in network.edges())


def test_an_answer_that_rests_on_no_tie_is_refused(graph: kg.Graph) -> None:
    with pytest.raises(KgError, match="rests on nothing that ties two things"):
        resting(graph, "names-at", {"thing": "cento", "on": "1957-01-01"})
    with pytest.raises(UsageError, match="only an answer with rows"):
        resting(graph, "ASK { ?s ?p ?o }")


def test_size_tells_a_number_only_where_it_is_asked_for(sample: OxigraphEngine) -> None:
    network = kg.project(sample)
    plain = draw(network)
    assert len(set(plain.views["network"].radii)) == 1
    for size in ("degree", "centrality"):
        ranked = draw(network, size=size)
        assert f"Area: {size}, up to" in ranked.to_svg()
        assert len(set(ranked.views["network"].radii)) > 2
    nx.set_node_attributes(network, dict.fromkeys(network, 0.0), "people")
    network.nodes["arcadia"]["people"] = 5_000_000
    radii = dict(zip(network, draw(network, size="people").views["network"].radii, strict=True))
    assert max(radii, key=lambda name: radii[name]) == "arcadia"
    with pytest.raises(UsageError, match="no node carries a number 'wealth'"):
        draw(network, size="wealth")
    network.nodes["borduria"]["people"] = -1
    with pytest.raises(UsageError, match="below nothing"):
        draw(network, size="people")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sco", "--on", "1950"], "Shanghai Cooperation Organisation on 31 December 1950"),
        (["kashmir", "--kind", "Sanction"], "there is nothing to draw"),
        (["--question", "names-at", "--thing", "cento", "--on", "1957-01-01"], "rests on nothing"),
    ],
)
def test_nothing_to_draw_is_a_sentence_and_no_file(
    tmp_path: Path, words: list[str], said: str
) -> None:
    assert said in one_line(run("draw", *words, "-o", "out.svg", folder=tmp_path), 1)
    assert not list(tmp_path.iterdir())


def test_a_question_and_names_are_not_drawn_together(tmp_path: Path) -> None:
    words = ["cento", "--question", "members-at", "--organization", "cento", "-o", "out.svg"]
    assert "says itself what is drawn" in one_line(run("draw", *words, folder=tmp_path), 2)


def test_the_command_line_draws_as_python_does(tmp_path: Path, graph: kg.Graph) -> None:
    done = run("draw", "cento", "-o", "out.svg", folder=tmp_path)
    assert "note: " in done.stdout
    assert " left out; --all draws them." in done.stdout
    python = draw(kg.project(graph, about="cento")).save(tmp_path / "python.svg")
    assert (tmp_path / "out.svg").read_bytes() == python.read_bytes()
