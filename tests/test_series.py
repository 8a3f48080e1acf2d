"""Series: a measure of each day, tidy, with the horizon in it, and drawn as lines."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest

import kg
from kg.analysis import MEASURES
from kg.engine import OxigraphEngine
from kg.errors import UsageError

YEARS = [1952, 1957, 1979, 2024]


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_gives_a_tidy_frame(sample: OxigraphEngine, measure: str) -> None:
    found = kg.series(sample, measure, YEARS)
    assert set(found["year"]) <= set(YEARS)
    assert str(found["value"].dtype) == "Float64"
    assert list(found.columns)[-3:] == ["measure", "value", "within"]
    assert not found[found["year"] == 2024]["within"].any()
    assert found[found["year"] == 1957]["within"].all()


def test_a_measure_is_what_networkx_says_of_the_days_network(sample: OxigraphEngine) -> None:
    net = nx.Graph(kg.project(sample, "1957-12-31"))
    ties = kg.series(sample, "ties", ["1957"])
    assert ties["value"].tolist() == [kg.project(sample, "1957-12-31").number_of_edges()]
    found = kg.series(sample, "betweenness", [1957]).set_index("node")["value"].to_dict()
    assert found == pytest.approx(nx.betweenness_centrality(net))
    assert kg.series(sample, "density", [1957])["value"][0] == pytest.approx(nx.density(net))
    eigen = kg.series(sample, "eigenvector", [1957]).set_index("node")["value"]
    part = net.subgraph(max(nx.connected_components(net), key=len))
    wanted = nx.eigenvector_centrality(part, max_iter=10_000)
    assert {n: eigen[n] for n in part} == pytest.approx(wanted, abs=1e-3)


def test_bridging_is_the_effective_size(sample: OxigraphEngine) -> None:
    net = nx.Graph(kg.project(sample, "1957-12-31"))
    net.remove_edges_from(nx.selfloop_edges(net))
    found = kg.series(sample, "bridging", [1957]).set_index("node")["value"].to_dict()
    wanted = nx.effective_size(net)
    assert {n: found[n] for n in net if net.degree(n)} == pytest.approx(
        {n: wanted[n] for n in net if net.degree(n)}
    )


def test_a_function_of_ones_own(sample: OxigraphEngine) -> None:
    def hubs(network: Any) -> dict[str, int]:
        return {node: degree for node, degree in network.degree() if degree > 1}

    found = kg.series(sample, hubs, [1957], kinds=["Membership"])
    assert found[["node", "label", "measure", "value"]].values.tolist() == [
        ["league", "League of Arcadia", "hubs", 2.0]
    ]


def test_it_is_drawn_and_keeps_what_it_is(sample: OxigraphEngine) -> None:
    found = kg.series(sample, "degree", YEARS)
    root = ET.fromstring(found.to_svg("Degree"))
    text = " ".join(root.itertext())
    assert "Degree" in text
    assert "League of Arcadia" in text
    assert len(found.lines()) <= 7
    assert "stroke-dasharray" in found.to_svg()
    assert "polyline" in found[found["year"] < 2000].to_svg()
    empty = kg.series(sample, "polarity", ["1800-01-01"])
    assert empty["value"].isna().all()
    assert empty.to_svg().startswith("<svg")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("betweeness", [1957]), "there is no measure 'betweeness'. Nearest: betweenness"),
        (("density", 1957), "a series is of several days"),
        (("density", ["1957-13-01"]), "this is not a day"),
        (("density", [0]), "this is not a day"),
    ],
)
def test_a_wrong_call_is_refused(sample: OxigraphEngine, call: Any, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        kg.series(sample, *call)
    assert said in str(caught.value)
    with pytest.raises(UsageError, match="a signed network is of all states"):
        kg.series(sample, "polarity", [1957], about="league")
