"""Graph formats, read back by programs that are not ours: nothing is lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

import pictures
from kg.picture import draw
from kg.picture.export.formats import graphml, tidy

EVERY = [pictures.cento, pictures.cpec, pictures.events, pictures.hostile]
Data = dict[str, Any]


def _unflat(data: Data) -> Data:
    """Undo what a format without lists and nulls makes necessary."""
    found = {}
    for name, value in data.items():
        plain = name.removesuffix("_json")
        found[plain] = json.loads(value) if plain != name else value
    return found


def _same(network: pictures.Network, read: nx.Graph) -> None:
    whole = tidy(network)
    assert set(read) == set(whole)
    assert read.number_of_edges() == whole.number_of_edges()
    for node, data in whole.nodes(data=True):
        told = _unflat(read.nodes[node])
        for name, value in data.items():
            assert told.get(name) == value
    # A reader that finds no parallel ties gives a simple graph, with the key as an attribute.
    found = nx.MultiDiGraph(read).edges(keys=True, data=True)
    ties = {(u, v, data.get("tie", key)): data for u, v, key, data in found}
    for u, v, key, data in whole.edges(keys=True, data=True):
        told = _unflat(ties[u, v, key])
        for name, value in data.items():
            assert told.get(name) in (value, _in_words(value))


def _in_words(told: Any) -> Any:
    """Give sources as the one text that they are in formats without lists."""
    sources = isinstance(told, list) and all(isinstance(source, dict) for source in told)
    return " | ".join(", ".join(source.values()) for source in told) if sources else None


@pytest.mark.parametrize("make", EVERY)
def test_graphml_comes_back_whole(tmp_path: Path, make: type[pictures.Network]) -> None:
    net = make()
    file = draw(net).save(tmp_path / "net.graphml")
    read = nx.read_graphml(file, force_multigraph=True)
    _same(net, read)
    assert read.graph["title"] == tidy(net).graph["title"]
    truths = {e.text for e in ET.parse(file).iter() if e.get("key") == "symmetric"}
    assert truths <= {"true", "false"}


@pytest.mark.parametrize("make", EVERY)
def test_gexf_comes_back_whole_and_dynamic(tmp_path: Path, make: type[pictures.Network]) -> None:
    net = make()
    file = draw(net).save(tmp_path / "net.gexf")
    read = nx.read_gexf(file)
    _same(net, read)
    assert "lastmodifieddate" not in file.read_text("utf-8")
    told = next(e for e in ET.parse(file).iter() if e.tag.endswith("}description"))
    assert json.loads(told.text or "") == tidy(net).graph


def test_gexf_says_when_each_tie_begins_and_ends(tmp_path: Path) -> None:
    root = ET.parse(draw(pictures.cento()).save(tmp_path / "cento.gexf")).getroot()
    space = root.tag.partition("}")[0] + "}"
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    ties = {e.get("source"): (e.get("start"), e.get("end")) for e in root.iter(f"{space}edge")}
    assert ties["iraq"] == ("1955-02-24", "1959-03-24")
    assert len({edge.get("id") for edge in root.iter(f"{space}edge")}) == 6


@pytest.mark.parametrize("make", EVERY)
def test_node_link_json_comes_back_whole(tmp_path: Path, make: type[pictures.Network]) -> None:
    net = make()
    file = draw(net).save(tmp_path / "net.node-link.json")
    read = nx.node_link_graph(json.loads(file.read_text("utf-8")), edges="edges")
    _same(net, read)
    assert read.graph == tidy(net).graph


@pytest.mark.parametrize("make", EVERY)
def test_cytoscape_json_comes_back_whole(tmp_path: Path, make: type[pictures.Network]) -> None:
    net = make()
    data = json.loads(draw(net).save(tmp_path / "net.json").read_text("utf-8"))
    ids = [edge["data"]["id"] for edge in data["elements"]["edges"]]
    assert len(set(ids)) == len(ids)
    _same(net, nx.cytoscape_graph(data))


def test_sources_are_told_by_what_finds_them_again_and_once() -> None:
    net = pictures.network("Sources")
    pictures.add_states(net, "iran", "china")
    twice = [pictures.EVIDENCE, {**pictures.EVIDENCE, "reviewed": "2025-01-01"}]
    pictures.tie(net, "iran", "china", "Cooperation", "2001", evidence=twice)
    ((_, _, data),) = tidy(net).edges(data=True)
    told = {"title": "Treaty Series", "locator": "p. 12", "url": "https://example.org/treaty"}
    assert data["evidence"] == [told]
    ((*_, tie),) = tidy(_again(net)).edges(data=True)
    assert tie["evidence"] == "Treaty Series, p. 12, https://example.org/treaty"
    assert draw(_again(net)).scene.ties[0].evidence[0]["title"] == tie["evidence"]


def _again(net: pictures.Network) -> Any:
    """Give a network as it comes out of GraphML."""
    return nx.parse_graphml(graphml(net), force_multigraph=True)


def test_gexf_shows_each_thing_where_and_as_the_picture_does(tmp_path: Path) -> None:
    picture = draw(pictures.cento())
    root = ET.parse(picture.save(tmp_path / "cento.gexf")).getroot()
    viz = "{http://www.gexf.net/1.2draft/viz}"
    nodes = {e.get("id"): e for e in root.iter() if e.tag.endswith("}node")}
    for node, at, radius in zip(picture.scene.nodes, picture.views["network"].at,
                                picture.views["network"].radii, strict=True):  # fmt: skip
        place, size = nodes[node.id].find(f"{viz}position"), nodes[node.id].find(f"{viz}size")
        assert at is not None
        assert place is not None
        assert size is not None
        # On paper y grows downwards, in Gephi upwards.
        assert (float(place.get("x", 0)), float(place.get("y", 0))) == (at[0], -at[1])
        assert float(size.get("value", 0)) == radius
    fills = {name: e.find(f"{viz}color") for name, e in nodes.items()}
    assert [fills["cento"].get(c) for c in "rgb"] == ["230", "159", "0"]  # type: ignore[union-attr]
    assert len({tuple(fills[n].attrib.items()) for n in ("iran", "iraq")}) == 1  # type: ignore[union-attr]
    colours = [e.find(f"{viz}color") for e in root.iter() if e.tag.endswith("}edge")]
    assert len({tuple(c.attrib.items()) for c in colours if c is not None}) == 2


def test_csv_holds_ties_and_things_side_by_side(tmp_path: Path) -> None:
    net = pictures.cento()
    file = draw(net).save(tmp_path / "cento.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        ties = list(csv.DictReader(lines))
    with (tmp_path / "cento.nodes.csv").open(encoding="utf-8", newline="") as lines:
        things = list(csv.DictReader(lines))
    assert {row["id"] for row in things} == set(net)
    assert [(row["source"], row["target"], row["key"]) for row in ties] == list(
        net.edges(keys=True)
    )
    assert ties[0]["evidence"] == "Treaty Series, p. 12, https://example.org/treaty"
    assert {row["modality"] for row in ties} == {"asserted"}


def test_csv_cannot_run_a_label_as_a_formula(tmp_path: Path) -> None:
    net = nx.MultiDiGraph()
    net.add_node("a", label="=HYPERLINK(1)")
    draw(net).save(tmp_path / "a.csv")
    assert "'=HYPERLINK" in (tmp_path / "a.nodes.csv").read_text("utf-8")
