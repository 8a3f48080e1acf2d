"""Attributes of any kind, in files of networks that others read."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.attributes import Attributes, apart, flat, json_ready, of_one_type, simple, whole
from kg.picture import draw

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.just(2**53 + 1), st.just(10**40)
)
FOREIGN = st.sampled_from(
    [date(1957, 1, 1), datetime(1957, 1, 1, 12, tzinfo=UTC), Decimal("1.50"), pd.NA, pd.NaT,
     Decimal("0." + "1" * 30), pd.Timestamp("1957-01-01"), np.int64(3), np.float32("0.1"),
     np.bool_(True), {1, 2}, (1, "a"), np.array([1, 2]), np.array([[1], [2]]), object(),
     {"k": [None, math.inf]}, 1j]
)  # fmt: skip
VALUES = st.one_of(
    PLAIN, FOREIGN, st.lists(PLAIN, max_size=3), st.dictionaries(TEXTS, PLAIN, max_size=2)
)
RESERVED = st.sampled_from(
    "id source target key value name label weight type start end viz pid tie x x_json".split()
)
DATA = st.dictionaries(st.one_of(TEXTS.filter(bool), RESERVED), VALUES, max_size=4)


@given(VALUES)
def test_any_value_is_one_of_jsons(value: object) -> None:
    text = json.dumps(json_ready(simple(value)), allow_nan=False)
    assert json_ready(json.loads(text)) == json_ready(simple(value))


@given(DATA)
def test_what_is_flat_is_plain_and_comes_back(data: dict[str, Any]) -> None:
    plain = flat(data)
    assert {type(value) for value in plain.values()} <= {str, int, float, bool}
    assert all(
        math.isfinite(v) and abs(v) < 2**1024 for v in plain.values() if isinstance(v, float)
    )
    assert all(abs(v) < 2**63 for v in plain.values() if isinstance(v, int))
    missing = {name for name, value in data.items() if simple(value) is None}
    assert len(plain) == len(data) - len(missing)
    back = whole(plain)
    for name, value in data.items():
        if isinstance(value, list | dict) and f"{name}_json" not in data and name in back:
            assert back[name] == json_ready(simple(value))


@given(st.lists(DATA, max_size=5))
def test_an_attribute_has_one_type_in_all_rows(rows: list[dict[str, Any]]) -> None:
    plain = [flat(row) for row in rows]
    before = [dict(row) for row in plain]
    of_one_type(plain)
    kinds = defaultdict(set)
    for row, was in zip(plain, before, strict=True):
        assert row.keys() == was.keys()
        for name, value in row.items():
            kinds[name].add(type(value))
            assert value == was[name] or isinstance(value, str)
    assert all(len(found) == 1 for found in kinds.values())


@given(DATA)
def test_a_name_is_set_apart_and_none_is_lost(data: dict[str, Any]) -> None:
    found = apart(data, {"id", "x", "id_"})
    assert not {"id", "x", "id_"} & found.keys()
    assert list(map(id, found.values())) == list(map(id, data.values()))


@st.composite
def networks(draw: st.DrawFn) -> nx.Graph:
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]))
    net = kind(title=draw(TEXTS), about=draw(VALUES))
    for node in draw(
        st.lists(
            st.sampled_from([1, "1", "a", "b", (1, 2), None.__class__]), min_size=2, unique=True
        )
    ):
        net.add_node(node, **draw(DATA))
    nodes = list(net)
    for _ in range(draw(st.integers(0, 4))):
        net.add_edge(draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes)))
    for *_, data in net.edges(data=True):
        data.update(draw(DATA))
    return net


@pytest.mark.parametrize("suffix", [".gexf", ".graphml", ".node-link.json", ".json", ".csv"])
@given(net=networks())
def test_any_network_is_written_so_that_others_read_it(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, net: nx.Graph
) -> None:
    file = draw(net).save(tmp_path_factory.mktemp("net") / f"net{suffix}")
    nodes, edges = _read(Path(file), suffix)
    assert nodes == net.number_of_nodes()
    assert edges == net.number_of_edges()


def _read(file: Path, suffix: str) -> tuple[int, int]:
    if suffix == ".csv":
        with file.open(encoding="utf-8", newline="") as lines:
            edges = list(csv.DictReader(lines, strict=True))
        with file.with_suffix(".nodes.csv").open(encoding="utf-8", newline="") as lines:
            return len(list(csv.DictReader(lines, strict=True))), len(edges)
    text = file.read_text("utf-8")
    if suffix in (".gexf", ".graphml"):
        _hold_types(ET.fromstring(text))
        read = (
            nx.read_gexf(file)
            if suffix == ".gexf"
            else nx.read_graphml(file, force_multigraph=True)
        )
        return read.number_of_nodes(), len(list(ET.fromstring(text).iter(_named(text, "edge"))))
    data = json.loads(text, parse_constant=pytest.fail)
    if suffix == ".json":
        _hold_cytoscape(data["elements"])
        read = nx.cytoscape_graph(data)
    else:
        read = nx.node_link_graph(data, edges="edges")
    return read.number_of_nodes(), read.number_of_edges()


def _named(text: str, name: str) -> str:
    return ET.fromstring(text).tag.rpartition("}")[0] + "}" + name


READERS: dict[str, Callable[[str], object]] = {
    "boolean": {"true", "false"}.__contains__,
    "long": int,
    "double": float,
    "float": float,
}


def _hold_types(root: ET.Element) -> None:
    """Hold each value to the type that the file declares for it, once for all (GEXF, GraphML)."""
    declared: dict[tuple[str, str], str] = {}
    for each in root.iter():
        tag = each.tag.rpartition("}")[2]
        if tag == "key":
            name = (each.get("for", ""), each.get("attr.name", ""))
            assert name not in declared
            declared[name] = each.get("attr.type", "")
            ids = [e.get("id") for e in root.iter(each.tag)]
            assert len(set(ids)) == len(ids)
        if tag == "attributes":
            titles = [attribute.get("title") for attribute in each]
            assert len(set(titles)) == len(titles)
            kinds = {a.get("id"): a.get("type") for a in each}
            for value in root.iter(each.tag.replace("attributes", "attvalue")):
                if value.get("for") in kinds:
                    assert (
                        READERS.get(str(kinds[value.get("for")]), str)(value.get("value", ""))
                        is not None
                    )
        if tag == "edge" and each.get("weight"):
            assert math.isfinite(float(each.get("weight", "")))
        assert each.get("type") in (None, "string", "boolean", "long", "double", "float")


def _hold_cytoscape(elements: dict[str, Any]) -> None:
    """Hold elements to what Cytoscape.js asks: ids that are texts and unique, ends that exist."""
    nodes = {node["data"]["id"] for node in elements["nodes"]}
    ids = [each["data"]["id"] for each in [*elements["nodes"], *elements["edges"]]]
    assert all(isinstance(name, str) for name in ids)
    assert len(set(ids)) == len(ids)
    for edge in elements["edges"]:
        assert {edge["data"]["source"], edge["data"]["target"]} <= nodes


def test_writers_find_plain_values_and_readers_lists() -> None:
    data = Attributes(facts=[["a", 1]], on=date(1957, 1, 1))
    assert dict(data) == {"facts": [["a", 1]], "on": date(1957, 1, 1)}
    assert dict(data.items()) == {"facts_json": '[["a", 1]]', "on": "1957-01-01"}
    assert type(data.copy()) is Attributes
