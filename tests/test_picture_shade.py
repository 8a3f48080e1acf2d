"""Shaded maps: states in the colour of what is told of them, on land of today."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
import pictures
from kg.errors import UsageError
from kg.picture import Picture, draw
from kg.picture.place.choropleth import box
from kg.picture.place.map import meet
from kg.picture.place.shade import classes
from kg.picture.place.values import Value


def told(picture: Picture) -> dict[str, str]:
    """Give for each shaded country the words of its shade."""
    view = picture.views["map"]
    return {p.name: view.shades[p.shade].label for p in view.patches if p.shade is not None}


def test_members_are_shaded_by_their_membership_and_nothing_else_is() -> None:
    picture = draw(pictures.cento("1957-12-31"), shade="membership")
    assert picture.view == "map"
    assert told(picture) == dict.fromkeys(
        ["Turkey", "Iraq", "United Kingdom", "Pakistan", "Iran"], "membership"
    )
    assert picture.views["map"].strands == []
    texts = "".join(ET.fromstring(picture.to_svg()).itertext())
    assert "Areas are those of today." in texts
    assert "No position is taken" in texts


def test_how_surely_is_told_apart() -> None:
    net = pictures.network("Standing", on="2026-01-01")
    pictures.alliance(net, "pact", "Pact")
    for state, sure in (("iran", "certain"), ("china", "last known"), ("turkey", "possible")):
        pictures.add_states(net, state)
        pictures.tie(net, state, "pact", "Membership", "2001/..", certainty=sure)
    pictures.add_states(net, "india")
    pictures.tie(net, "india", "pact", "Membership", "2001/..", modality="prospective")
    picture = draw(net, shade="Membership")
    assert told(picture) == {
        "Iran": "membership",
        "China": "membership (last known)",
        "Turkey": "membership (possibly in force)",
        "India": "membership (claim or plan)",
    }
    shades = picture.views["map"].shades
    assert shades[0].colour not in {shade.colour for shade in shades[1:]}


def test_many_memberships_are_counted() -> None:
    found = told(draw(pictures.pacts(), shade="membership"))
    assert found["Pakistan"] == "membership: 3"
    assert found["United Kingdom"] == "membership: 3"
    assert found["Turkey"] == "membership: 2"
    assert found["India"] == "membership: 1"


@pytest.mark.parametrize("name", ["status", "has status", "HAS STATUS"])
def test_a_fact_of_ties_is_asked_for_by_its_phrase_or_its_noun(name: str) -> None:
    net = pictures.network("Pact")
    pictures.alliance(net, "pact", "Pact")
    pictures.add_states(net, "iran", "china")
    for state, status in (("iran", "member"), ("china", "observer")):
        pictures.tie(net, state, "pact", "Membership", "2001", facts=[["has status", status]])
    assert told(draw(net, shade=name)) == {"Iran": "member", "China": "observer"}


@pytest.mark.parametrize(
    "given_",
    [
        {"pakistan": 1.5, "Iran": 3, "Brazil": 2, "china": None},
        pd.Series({"pakistan": 1.5, "Iran": 3, "Brazil": 2, "china": float("nan")}),
        pd.DataFrame({"state": ["id:pakistan", "Iran", "Brazil"], "note": ["a", "b", "c"],
                      "spending": [1.5, 3, 2]}),
    ],
    ids=["mapping", "series", "frame"],
)  # fmt: skip
def test_any_number_by_state_shades_it_in_the_network_or_not(given_: Any) -> None:
    picture = draw(pictures.sco(), shade=given_)
    name = "spending: " if isinstance(given_, pd.DataFrame) else ""
    assert told(picture) == {
        "Pakistan": f"{name}1.5", "Iran": f"{name}3", "Brazil": f"{name}2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("shade", "said"),
    [
        ("membreship", "Nearest: membership"),
        ("colour of flags", "Choose one of membership, status, ties"),
        ({"Pakistn": 1}, "Nearest: Pakistan"),
        (7, "a value of type int cannot shade a map"),
        (pd.DataFrame({"state": ["iran"], "word": ["x"]}), "no column of numbers"),
        ({"pakistan": float("nan")}, "no state with a place to shade"),
        ({}, "no state with a place to shade"),
    ],
)
def test_what_cannot_shade_is_refused(shade: Any, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        draw(pictures.sco(), shade=shade)
    assert said in str(refused.value)


def test_states_without_a_place_and_in_one_area_are_named() -> None:
    net = pictures.network("Two Germanies")
    pictures.alliance(net, "pact", "Pact")
    pictures.state(net, "west-germany", "West Germany", lat=50.73, lon=7.1)
    pictures.state(net, "east-germany", "East Germany", lat=52.5, lon=13.4)
    pictures.state(net, "utopia", "Utopia")
    shade = {"west-germany": 1, "east-germany": 2, "utopia": 3}
    for state in shade:
        pictures.tie(net, state, "pact", "Membership", "1970")
    picture = draw(net, shade=shade)
    assert told(picture) == {"Germany": "1"}
    notes = picture.views["map"].notes
    assert "No area on this map: Utopia" in notes
    assert "In one area with another, and not shown: East Germany" in notes


def test_a_small_state_is_a_disc_and_a_name_off_its_land_is_led_to_it() -> None:
    picture = draw(pictures.network("World"), shade={"Maldives": 1, "Russia": 2, "Brazil": 1})
    assert [patch.name for patch in picture.views["map"].patches if patch.disc] == ["Maldives"]
    net = pictures.network("Gulf")
    pictures.state(net, "qatar", "Qatar", lat=25.29, lon=51.53)
    pictures.state(net, "china", "China", lat=39.9, lon=116.4)
    picture = draw(net, shade={"qatar": 1, "china": 1})
    view = picture.views["map"]
    (label,) = [label for label in view.labels if label.led]
    assert label.lines == ["Qatar"]
    end = view.at[label.node]
    assert end is not None
    (land,) = [patch for patch in view.patches if patch.name == "Qatar"]
    assert meet((*end, 0, 0), box(land))
    assert picture.to_svg().count('stroke-width="0.7"') == 1


def test_a_name_beside_its_land_does_not_stand_on_all_of_another(graph: kg.Graph) -> None:
    view = draw(kg.project(graph, about="sco"), shade="membership").views["map"]
    lands = {patch.name: box(patch) for patch in view.patches}
    for label in view.labels:
        for name in ("Kyrgyzstan", "Tajikistan"):
            if label.lines != [name] and label.shown:
                x, y, wide, tall = lands[name]
                apart = abs(x - label.x) - label.width / 2, abs(y - label.y) - label.height / 2
                assert max(apart) > -min(wide, tall) / 2, (label.lines, name)


def test_a_name_without_its_years_needs_no_room_for_them(graph: kg.Graph) -> None:
    view = draw(kg.project(graph, "1960-12-31", about="nato"), shade="membership").views["map"]
    on_it = {"France", "Italy", "Iceland"}
    assert not [label for label in view.labels if label.lines[0] in on_it and label.led]


def test_of_shaded_land_the_subtitle_counts_the_states_that_are_shaded(graph: kg.Graph) -> None:
    svg = draw(kg.project(graph, about="sco"), shade="membership").to_svg()
    assert "All times · 10 states · facts only" in svg


def test_the_one_thing_asked_about_is_not_shaded_by_its_own_ties(graph: kg.Graph) -> None:
    shaded = told(draw(kg.project(graph, about="pakistan"), shade="ties"))
    assert "Pakistan" not in shaded
    assert "China" in shaded


def test_no_name_covers_another_or_leaves_the_map() -> None:
    net: nx.MultiDiGraph[Any] = pictures.pacts()
    view = draw(net, shade="membership").views["map"]
    shown = [(b.x, b.y, b.width, b.height) for b in view.labels if b.shown]
    assert len(shown) > 10
    assert not [(a, b) for i, a in enumerate(shown) for b in shown[:i] if meet(a, b)]
    assert view.frame is not None
    _, _, right, bottom = view.frame
    assert all(w / 2 <= x <= right - w / 2 and h / 2 <= y <= bottom - h / 2 for x, y, w, h in shown)


@given(st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=40))
def test_classes_part_numbers_in_order(numbers: list[float]) -> None:
    shades, at = classes([Value(number) for number in numbers])
    assert len(shades) <= 7
    assert len({shade.colour for shade in shades}) == len(shades)
    assert set(at) == set(range(len(shades)))
    pairs = sorted(zip(numbers, at, strict=True))
    assert [number for _, number in pairs] == sorted(number for _, number in pairs)
    if min(numbers) < 0 < max(numbers):
        assert not {a for n, a in pairs if n < 0} & {a for n, a in pairs if n > 0}


def test_hostile_words_shade_as_text() -> None:
    picture = draw(pictures.sco(), shade=dict(zip(pictures.SCO.split(), pictures.HOSTILE,
                                                  strict=True)))  # fmt: skip
    texts = list(ET.fromstring(picture.to_svg()).itertext())
    assert any("<img src=x onerror=alert(1)>" in text for text in texts)


def test_the_page_is_told_the_land_and_its_shades() -> None:
    picture = draw(pictures.cento(), shade="membership")
    view: Any = picture.payload()["views"]["map"]
    shaded = {node for _, shade, node in view["lands"] if shade >= 0}
    assert {picture.scene.nodes[at].id for at in shaded} == {
        "turkey", "iraq", "united-kingdom", "pakistan", "iran",
    }  # fmt: skip
    assert [shade["en"] for shade in view["shades"]] == ["membership"]
    assert all(view["at"][at] for at in shaded)
