"""Pictures of a partition, its groups side by side, and of a triad with its sources."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.cli import main
from kg.errors import UsageError
from kg.picture.place.layout import choose


def camps() -> nx.Graph[Any]:
    """Two camps of three, one friendship across and one quarrel within."""
    net: nx.Graph[Any] = nx.Graph(title="Camps", on="1962-12-31", source_line="A source")
    for name in "abcxyz":
        net.add_node(name, label=name.upper(), group="state")
    signs = {"ab": 1, "bc": 1, "ac": 1, "xy": 1, "yz": 1, "xz": -1, "ax": -1, "by": -1, "cz": -1,
             "ay": -1, "bx": -1, "az": 1}  # fmt: skip
    for pair, sign in signs.items():
        one, other = pair[0], pair[1]
        evidence = [{"title": f"Treaty of {one} and {other}"}]
        net.add_edge(one, other, sign=sign, relations=[f"r-{one}{other}"], evidence=evidence)
    net.add_node("alone", label="Alone", group="state")
    return net


def test_groups_stand_apart_and_ties_against_them_are_told_apart() -> None:
    found = kg.balance(camps())
    assert found.frustration is not None
    assert found.frustration.index == 2
    net = found.network()
    assert set(net) == set("abcxyz")
    kinds = {frozenset((u, v)): data["kind"] for u, v, data in net.edges(data=True)}
    assert kinds[frozenset("ab")] == "friendly"
    assert kinds[frozenset("ax")] == "hostile"
    assert {kinds[frozenset("xz")], kinds[frozenset("az")]} <= {
        "hostile, against the grouping", "friendly, against the grouping",
    }  # fmt: skip
    picture = kg.draw(net)
    assert choose(picture.scene) == "groups"
    sides: dict[int | None, list[float]] = {}
    for node, point in zip(picture.scene.nodes, picture.views["network"].at, strict=True):
        assert point is not None
        sides.setdefault(node.block, []).append(point[0])
    one, other = sorted(sides.values())
    assert max(one) < min(other)
    texts = "".join(ET.fromstring(picture.to_svg()).itertext())
    assert "2 of 12 ties stand against the grouping." in texts
    assert "2 groups, frustration 2, 31 December 1962" in texts
    assert "A source" in texts


def test_a_triad_names_what_each_of_its_ties_rests_on() -> None:
    found = kg.balance(camps(), exact=False)
    net = found.triad("X", "y", "Z")
    assert [data["sign"] for *_, data in net.edges(data=True)].count(-1) == 1
    texts = "".join(ET.fromstring(kg.draw(net).to_svg()).itertext())
    assert "X, Y, Z: ++-, 31 December 1962" in texts
    for said in ("X – Z: hostile; r-xz (Treaty of x and z).", "X – Y: friendly; r-xy"):
        assert said in texts


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("a", "b", "q"), "nothing in the network is called 'q'"),
        (("a", "c", "Alone"), "are no triad"),
        (("b", "z", "c"), "are no triad"),
        (("a", "a", "b"), "are no triad"),
    ],
)
def test_what_is_no_triad_is_refused(names: tuple[str, str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        kg.balance(camps(), exact=False).triad(*names)


def test_without_a_grouping_there_is_no_picture_of_one() -> None:
    with pytest.raises(UsageError, match="no grouping to show"):
        kg.balance(camps(), exact=False).network()


def test_more_groups_stand_side_by_side_too() -> None:
    net: nx.Graph[Any] = nx.Graph()
    for group in range(3):
        names = [f"{group}-{i}" for i in range(3)]
        net.add_edges_from(((a, b) for a in names for b in names if a < b), sign=1)
    net.add_edges_from([("0-0", "1-0"), ("1-0", "2-0"), ("2-0", "0-0")], sign=-1)
    found = kg.balance(net, groups=3)
    picture = kg.draw(found.network())
    assert {node.block for node in picture.scene.nodes} == {0, 1, 2}
    assert "hostile" in picture.to_svg()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("--on 1962 -o x.svg", 0),
        ("--on 2010 --both negative --triad India Iran Pakistan -o x.svg", 0),
        ("--on 2010 --triad India Iran Atlantis -o x.svg", 2),
        ("--on 2010 --triad India Iran Pakistan", 2),
    ],
)
def test_the_command_line_draws_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, status: int
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["balance", *words.split()]) == status
    assert [path.name for path in tmp_path.iterdir()] == ([] if status else ["x.svg"])
