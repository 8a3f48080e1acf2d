"""Where things stand: the layout that fits, labels that do not overlap, places that stay."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

import pictures
from kg.picture import draw
from kg.picture.place.layout import LAYOUTS, choose
from kg.picture.place.text import compact_years, text_width, wrap
from kg.picture.place.view import View
from kg.picture.scene.reading import read

CASES = {
    "alliance": pictures.cento,
    "sets": pictures.pacts,
    "corridor": pictures.cpec,
    "dyad": pictures.events,
}


@pytest.mark.parametrize(("layout", "make"), CASES.items())
def test_the_layout_fits_what_the_network_is(layout: str, make: type[nx.Graph]) -> None:
    assert choose(read(make(), title=None, language="en")) == layout


def test_one_focus_that_is_no_alliance_is_an_ego_network() -> None:
    net = pictures.network("Pakistan", focus=["pakistan"])
    pictures.add_states(net, "pakistan", "iran", "china")
    pictures.tie(net, "pakistan", "iran", "Support", None)
    pictures.tie(net, "pakistan", "china", "Support", None)
    picture = draw(net)
    assert choose(picture.scene) == "ego"
    assert picture.positions["pakistan"] == pytest.approx((0, 0), abs=1)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("make", [*CASES.values(), pictures.hostile, nx.MultiDiGraph])
def test_every_layout_takes_every_network(layout: str, make: type[nx.Graph]) -> None:
    view = draw(make(), layout=layout).views["network"]
    assert all(point is not None for point in view.at)


def _overlaps(view: View) -> list[tuple[int, int]]:
    shown = [label for label in view.labels if label.shown]
    return [
        (a.node, b.node)
        for a, b in combinations(shown, 2)
        if abs(a.x - b.x) < (a.width + b.width) / 2 - 0.5
        and abs(a.y - b.y) < (a.height + b.height) / 2 - 0.5
    ]


@pytest.mark.parametrize("make", [*CASES.values(), pictures.hostile, pictures.sco])
@pytest.mark.parametrize("layout", [None, "stress"])
def test_no_label_covers_another_and_all_are_shown(
    make: type[nx.Graph], layout: str | None
) -> None:
    view = draw(make(), layout=layout).views["network"]
    assert all(label.shown for label in view.labels)
    assert _overlaps(view) == []


@pytest.mark.slow
def test_no_label_covers_another_on_the_map_or_in_a_crowd() -> None:
    assert _overlaps(draw(pictures.pacts()).views["map"]) == []
    crowd = draw(pictures.crowd(400, 900)).views["network"]
    assert _overlaps(crowd) == []
    assert any(not label.shown for label in crowd.labels)


def test_no_thing_covers_another() -> None:
    view = draw(pictures.crowd(100, 200)).views["network"]
    things = [(p, r) for p, r in zip(view.at, view.radii, strict=True) if p]
    for (p, r), (q, s) in combinations(things, 2):
        assert abs(p[0] - q[0]) + abs(p[1] - q[1]) > max(r, s)


def test_a_member_keeps_its_place_when_positions_are_handed_on() -> None:
    whole = draw(pictures.cento())
    early = draw(pictures.cento("1957-01-01"), layout=whole.positions)
    assert set(early.positions) < set(whole.positions)
    for name, place in early.positions.items():
        assert place == pytest.approx(whole.positions[name], abs=2)


def test_a_long_label_is_cut_with_an_ellipsis() -> None:
    lines = wrap("x" * 300, 13, 118)
    assert len(lines) == 1
    assert lines[0].endswith("…")
    assert text_width(lines[0], 13) <= 118 * 1.35


@pytest.mark.parametrize(
    ("edtf", "english", "urdu"),
    [
        ("1955-09-23/1979-03-12", "1955–1979", "1955 تا 1979"),
        ("2017-06-09/..", "since 2017", "2017 سے"),
        ("1985/", "1985–?", "1985 تا ؟"),
        ("../1979", "until 1979", "1979 تک"),
        ("197X", "1970s", "1970 کی دہائی"),
        ("1955~", "c. 1955", "تقریباً 1955"),
        ("1955?/..", "since 1955?", "1955؟ سے"),
        ("1994-05", "1994", "1994"),
        ("1994-05/1994-06", "1994", "1994"),
    ],
)
def test_years_are_short_enough_to_stand_under_a_name(edtf: str, english: str, urdu: str) -> None:
    assert compact_years(edtf) == english
    assert compact_years(edtf, "ur") == urdu
