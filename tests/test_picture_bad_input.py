"""Odd and hostile networks: a picture is whole, bounded and harmless whatever it is given."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser

import pictures
from kg import contract
from kg.picture import draw
from kg.picture.picture import SUFFIXES
from measuring import faults, measured

LONG = {
    "500 letters": "The long name of a thing " * 20,
    "no space": "x" * 500,
    "combining marks": "a\u0301\u0323\u0308" * 125,
    "both directions": "Pakistan پاکستان " * 30,
    "right to left without a space": "پ" * 500,
}


@pytest.mark.parametrize("label", LONG.values(), ids=LONG)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_label_of_any_length_stays_on_the_sheet(
    chromium: Browser, label: str, language: str
) -> None:
    net = pictures.network(label, focus=["a"])
    for name in "abcdefghijklmnop":
        pictures.state(net, name, label, label)
        if name != "a":
            pictures.tie(net, name, "a", "Cooperation", "1955/..", detail=label)
    page = chromium.new_page()
    wrong = faults(measured(page, draw(net, language=language).to_svg()), cut=True)
    page.close()
    assert wrong == []


def test_two_things_at_one_place_are_set_apart() -> None:
    net = nx.path_graph(3)
    one, other, _ = draw(net, layout={0: (5, 5), 1: (5, 5), 2: (90, 5)}).views["network"].at
    assert one
    assert other
    assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) > 20


def test_ten_thousand_parallel_ties_are_one_line_with_a_count() -> None:
    net = nx.MultiDiGraph()
    for number in range(10_000):
        net.add_edge("a", "b", key=number, kind="Support", kind_label="support")
    picture = draw(net)
    assert len(picture.views["network"].strands) == 1
    svg = picture.to_svg()
    # A line as short as this has no room for the number; the words have it.
    assert "10,000 ties" in svg
    assert len(svg) < 10_000
    assert len(picture.scene.ties) == 10_000


@pytest.mark.parametrize("make", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_network_without_any_attribute_is_written(
    tmp_path: Path, make: type[nx.Graph[Any]], suffix: str
) -> None:
    net = make([(1, 2), (2, 3), (3, 3), (1, 2)])
    assert draw(net, all=True, size="degree").save(tmp_path / f"bare{suffix}").stat().st_size


HOSTILE = "</script><img src=x onerror=alert(1)>&\"'\x00\u202e=cmd|' /C calc'!A0"


def hostile() -> pictures.Network:
    """A network with hostile text in every attribute that the contract names, and one more."""
    net = nx.MultiDiGraph(
        **dict.fromkeys([*contract.NetworkData.__annotations__, HOSTILE], HOSTILE)
    )
    for name in (HOSTILE, "b"):
        net.add_node(name, **dict.fromkeys([*contract.NodeData.__annotations__, HOSTILE], HOSTILE))
    told: dict[str, Any] = dict.fromkeys([*contract.TieData.__annotations__, HOSTILE], HOSTILE)
    sources = [dict.fromkeys(contract.SourceData.__annotations__, HOSTILE)]
    lists = {"claimants": [HOSTILE], "facts": [[HOSTILE, HOSTILE]], "other_accounts": [HOSTILE]}
    net.add_edge(HOSTILE, "b", key=HOSTILE, **{**told, "evidence": sources, **lists})
    net.graph |= {"focus": [HOSTILE], "name_at": {HOSTILE: HOSTILE}, "accounts": [HOSTILE],
                  "undated": 3, "essential": [HOSTILE]}  # fmt: skip
    return net


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_hostile_text_in_every_attribute_is_text_in_every_format(
    tmp_path: Path, suffix: str, language: str
) -> None:
    file = draw(hostile(), language=language).save(tmp_path / f"odd{suffix}")
    data = file.read_bytes()
    assert data
    if suffix in (".svg", ".graphml", ".gexf"):
        ET.fromstring(data)
    if suffix.endswith(".json"):
        json.loads(data)
    if suffix in (".html", ".svg", ".graphml", ".gexf"):
        assert not re.search(rb"<img src=x", data)
    if suffix == ".csv":
        assert not re.search(rb"(?m)(^|,)=cmd", data)
