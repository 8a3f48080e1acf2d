"""One call draws any network; bad input ends in one clear line."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import pictures
from kg.errors import UsageError
from kg.picture import Picture, draw
from kg.picture.scene import folding

EVERY = [
    pictures.cento,
    pictures.sco,
    pictures.pacts,
    pictures.cpec,
    pictures.events,
    pictures.hostile,
]
SUFFIXES = [".html", ".svg", ".png", ".graphml", ".gexf", ".json", ".node-link.json", ".csv"]


@pytest.mark.parametrize("make", EVERY)
def test_the_same_call_twice_gives_the_same_bytes(make: type[nx.Graph]) -> None:
    one, other = draw(make()), draw(make())
    assert one.to_html() == other.to_html()
    assert one.to_svg() == other.to_svg()


@pytest.mark.slow
def test_a_crowd_gives_the_same_bytes_and_another_seed_another_picture() -> None:
    net = pictures.crowd(150, 300)
    assert draw(net).positions == draw(net).positions
    assert draw(net, seed=8).positions != draw(net).positions


def test_drawing_leaves_the_callers_random_numbers_alone() -> None:
    np.random.seed(5)
    expected = np.random.random()
    np.random.seed(5)
    draw(pictures.crowd(30, 60))
    assert np.random.random() == expected


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_written_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    picture = draw(pictures.cento())
    file = picture.save(tmp_path / f"cento{suffix}")
    assert file.stat().st_size > 300
    before = file.read_bytes()
    with pytest.raises(UsageError, match="there is a file already"):
        picture.save(file)
    picture.save(file, force=True)
    assert file.read_bytes() == before
    names = {"cento.csv", "cento.nodes.csv"} if suffix == ".csv" else {f"cento{suffix}"}
    assert {path.name for path in tmp_path.iterdir()} == names


def test_an_unknown_suffix_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown suffix '\.htm'.*\.html"):
        draw(pictures.cento()).save(tmp_path / "cento.htm")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        draw(pictures.cento()).save(tmp_path / "missing" / "cento.svg")
    assert list(tmp_path.iterdir()) == []


def _empty() -> nx.Graph:
    return nx.MultiDiGraph()


def _one() -> nx.Graph:
    net = nx.Graph()
    net.add_node("alone")
    return net


def _self_tie() -> nx.Graph:
    return nx.MultiDiGraph([("a", "a"), ("a", "a"), ("a", "b")])


def _parallel() -> nx.Graph:
    return nx.MultiDiGraph([("a", "b") if i % 2 else ("b", "a") for i in range(200)])


def _plain() -> nx.Graph:
    return nx.path_graph(5)


@pytest.mark.parametrize("make", [_empty, _one, _self_tie, _parallel, _plain])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_odd_networks_are_written_in_every_format(
    tmp_path: Path, make: type[nx.Graph], suffix: str
) -> None:
    assert draw(make()).save(tmp_path / f"odd{suffix}").stat().st_size > 0


def test_missing_attributes_get_plain_defaults() -> None:
    scene = draw(nx.DiGraph([("pakistan", "iran")])).scene
    assert [node.label for node in scene.nodes] == ["pakistan", "iran"]
    assert {node.group for node in scene.nodes} == {"other"}
    assert scene.ties[0].kind_label == "tie"
    assert not scene.ties[0].claim


def test_parallel_ties_are_one_line_each_way_and_the_picture_says_how_many() -> None:
    picture = draw(_parallel())
    assert len(picture.views["network"].strands) == 2
    assert len(picture.scene.ties) == 200
    assert picture.to_svg().count("×100") == 2


def test_ties_of_a_pair_are_one_line_for_each_kind_and_stand_side_by_side() -> None:
    net = nx.MultiDiGraph()
    for kind in ("Support", "Support", "Rivalry", "Sanction"):
        net.add_edge("a", "b", kind=kind, symmetric=True)
    net.add_edge("b", "a", kind="Support", symmetric=True)
    strands = draw(net).views["network"].strands
    assert sorted(len(strand.ties) for strand in strands) == [1, 1, 3]
    # A bend is seen from its source, so that of the opposite tie counts the other way round.
    sides = sorted(s.bend if s.source < s.target else -s.bend for s in strands)
    assert sides[1] == 0
    assert sides[2] == -sides[0] > 8


def test_a_claim_has_a_line_of_its_own_beside_the_fact() -> None:
    net = nx.MultiDiGraph()
    net.add_edge("a", "b", kind="Support")
    net.add_edge("a", "b", kind="Support", modality="alleged")
    assert [s.claim for s in draw(net).views["network"].strands] == [False, True]


def test_a_tie_to_a_thing_that_nobody_described_shows_its_name() -> None:
    net = pictures.cento()
    net.add_edge("pakistan", "unheard-of", key="k", kind="Support")
    assert "unheard-of" in draw(net).to_svg()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"layout": "alliances"}, "unknown layout 'alliances'. Nearest: alliance"),
        ({"view": "mapp"}, "unknown view 'mapp'. Nearest: map"),
        ({"language": "fr"}, "unknown language 'fr'"),
    ],
)
def test_unknown_names_are_refused(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said.replace(".", r"\.")):
        draw(pictures.cento(), **arguments)


@pytest.mark.parametrize("view", ["map", "timeline"])
def test_a_view_with_nothing_to_show_is_refused(view: str) -> None:
    with pytest.raises(UsageError, match=f"nothing to set on a {view}"):
        draw(nx.path_graph(3), view=view)


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(UsageError, match="a list cannot be drawn"):
        draw([1, 2])


def test_an_answer_with_two_columns_of_things_is_drawn_as_it_is() -> None:
    rows = {
        "state": ["id:pakistan", "id:iran", None],
        "organization": ["id:cento", "id:cento", "id:cento"],
        "since": ["1955", pd.NA, "1955"],
    }
    scene = draw(pd.DataFrame(rows), source="state", target="organization").scene
    assert [(n.label, n.group) for n in scene.nodes] == [
        ("pakistan", "state"),
        ("cento", "organization"),
        ("iran", "state"),
    ]
    assert [tie.detail for tie in scene.ties] == ["1955", ""]
    with pytest.raises(UsageError, match="a table with 1 column of things cannot be drawn"):
        draw(pd.DataFrame({"state": ["id:pakistan"]}))


def test_a_table_is_asked_which_columns_are_meant_and_not_guessed_at() -> None:
    rows = {"source": ["a"], "kind": ["x"], "target": ["b"]}
    assert draw(pd.DataFrame(rows)).scene.ties[0].detail == "x"
    assert len(draw(pd.DataFrame({"who": ["a"], "whom": ["b"]})).scene.ties) == 1
    three = pd.DataFrame({"who": ["a"], "whom": ["b"], "when": ["1955"]})
    with pytest.raises(UsageError, match=r'Say source="who", target="whom", or any of: who, whom'):
        draw(three)
    with pytest.raises(UsageError, match=r"no column 'whon'\. Nearest: who"):
        draw(three, source="whon", target="whom")
    with pytest.raises(UsageError, match="only a table has columns"):
        draw(pictures.cento(), source="who")


def test_an_answer_is_drawn_by_its_columns_of_things_and_of_labels() -> None:
    rows = {
        "time": ["1955/1979"],
        "member": ["id:pakistan"],
        "member_label": ["Pakistan"],
        "organization": ["id:cento"],
    }
    scene = draw(pd.DataFrame(rows), source="member", target="organization").scene
    assert [node.label for node in scene.nodes] == ["Pakistan", "cento"]
    assert scene.ties[0].facts == [("time", "1955/1979")]


def test_the_notebook_gets_a_page_and_its_static_twin() -> None:
    bundle = draw(pictures.cento())._repr_mimebundle_()
    assert '<iframe sandbox="allow-scripts allow-popups' in bundle["text/html"]
    assert 'src="data:image/svg+xml;base64,' in bundle["text/html"]
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "allow-same-origin" not in bundle["text/html"]
    assert bundle["image/svg+xml"].startswith("<svg")
    assert bundle["text/plain"] == "<Picture 'CENTO (Baghdad Pact)': 7 things, 6 ties>"


def test_a_display_makes_its_svg_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    whole = Picture.to_svg

    def counted(picture: Picture, **options: Any) -> str:
        made.append(1)
        return whole(picture, **options)

    monkeypatch.setattr(Picture, "to_svg", counted)
    draw(pictures.cento())._repr_mimebundle_()
    assert made == [1]


def test_a_tie_without_a_time_has_that_of_its_event() -> None:
    net = pictures.network("Event")
    pictures.state(net, "iran", "Iran")
    net.add_node("fall", label="Fall", group="event", kind="Event", time="1979-02-11",
                 earliest_start="1979-02-11", latest_end="1979-02-11",
                 time_words="11 February 1979", also=["Revolution"],
                 evidence=[dict(pictures.EVIDENCE)])  # fmt: skip
    pictures.tie(net, "iran", "fall", "Participation", None, words="")
    data = draw(net).payload()
    assert data["ties"][0]["w"] == "11 February 1979"
    assert data["ties"][0]["b"][0] == "1979-02-11"
    assert data["nodes"][1]["e"][0]["title"] == "Treaty Series"
    assert data["nodes"][1]["a"] == ["Revolution"]


def test_pyvis_gets_every_tie_and_no_markup() -> None:
    found = draw(pictures.hostile()).to_pyvis()
    assert len(found.edges) == 9
    assert not any("<" in edge["title"] for edge in found.edges)
    assert draw(_parallel()).to_pyvis().num_edges() == 200


@pytest.mark.slow
def test_a_network_too_large_for_a_page_is_folded_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "MOST_NODES", 5000)
    net = pictures.crowd(5200, 6000)
    picture = draw(net)
    assert len(picture.scene.nodes) < 500
    assert sum(node.count for node in picture.scene.nodes) == 5200
    assert sum(tie.count for tie in picture.scene.ties) == 6000
    assert "Folded by kind: 4,800 of 5,200 things" in picture.to_svg()
    read = nx.read_graphml(picture.save(tmp_path / "all.graphml"), force_multigraph=True)
    assert (len(read), read.number_of_edges()) == (5200, 6000)


def test_a_name_at_the_date_stands_before_todays_name() -> None:
    net = pictures.cento()
    net.graph["name_at"] = {"iran": "Imperial Iran"}
    picture = draw(net)
    assert "Imperial Iran" in picture.to_svg()
    assert isinstance(picture, Picture)
