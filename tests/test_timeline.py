"""The timeline: where each date stands on its axis, how sure, in which lane and row."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.engine import OxigraphEngine
from kg.network import project
from kg.period import bounds
from kg.picture import draw
from kg.picture.place.dated import LANE_LABEL, WIDTH, Item
from kg.picture.place.lanes import Timeline, timeline
from kg.picture.place.text import text_width
from kg.picture.print import timeline_body
from kg.picture.scene import Node, Phase, Scene, Tie, paints

NAMES = ("earliest_start", "latest_start", "earliest_end", "latest_end")
DAYS = st.dates(date(1900, 1, 1), date(2030, 12, 31))


def when(*days: str | None, **more: str) -> dict[str, str]:
    """Give bounds as a network has them: earliest and latest start, earliest and latest end."""
    return {name: day for name, day in zip(NAMES, days, strict=False) if day} | more


def event(label: str, dates: dict[str, str], kind: str = "talks", **more: str) -> Node:
    told = {"label_ur": "", "kind_label_ur": "", **more}
    return Node(label, label, told["label_ur"], "Talks", kind, told["kind_label_ur"],
                "event", None, None, dates)  # fmt: skip


def state(label: str, urdu: str = "") -> Node:
    return Node(label, label, urdu, "State", "state", "", "state", None, None, {})


def tie(source: int, target: int, dates: dict[str, str], **more: str) -> Tie:
    told = {"kind": "Pact", "urdu": "", "modality": "asserted", "colour": "", **more}
    return Tie(source, target, "k", told["kind"], told["kind"].lower(), told["urdu"], False, None,
               False, told["colour"], "", dates, None, "", "", told["modality"], "", "", None, None,
               paint=told["kind"])  # fmt: skip


def scene(*nodes: Node, ties: tuple[Tie, ...] = (), on: str | None = None, **more: str) -> Scene:
    return Scene("", more.get("language", "en"), on, None, False, "", list(nodes), list(ties))


def drawn(*nodes: Node, ties: tuple[Tie, ...] = (), on: str | None = None, **more: str) -> Timeline:
    found = timeline(scene(*nodes, ties=ties, on=on, **more))
    assert found is not None
    return found


def items(found: Timeline) -> dict[str, Item]:
    return {item.label: item for lane in found.lanes for item in lane.items}


def place(day: str, first: int, last: int) -> float:
    """Give where a day stands on an axis of these years, to a tenth of a pixel."""
    low, high = date(first, 1, 1), date(last, 1, 1)
    part = (date.fromisoformat(day) - low) / (high - low)
    return round(150 + 930 * part, 1)


MARCH, APRIL, JULY, LATER = "1952-03-01", "1952-04-01", "1957-07-01", "1957-07-31"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # Known to the day, a month, a decade, still going on, ended nobody knows when.
        ([MARCH, MARCH, JULY, JULY], [MARCH, MARCH, JULY, JULY]),
        ([MARCH, APRIL, JULY, LATER], [MARCH, APRIL, JULY, LATER]),
        ([MARCH, LATER, MARCH, LATER], [MARCH, LATER, LATER, LATER]),
        ([MARCH, APRIL, JULY, None], [MARCH, APRIL, JULY, (JULY, 90)]),
        ([MARCH, APRIL, None, LATER], [MARCH, APRIL, APRIL, LATER]),
        ([MARCH, APRIL], [MARCH, APRIL, APRIL, APRIL]),
        ([MARCH, None, JULY, LATER], [MARCH, MARCH, JULY, LATER]),
        ([None, APRIL, JULY, LATER], [(APRIL, -90), APRIL, JULY, LATER]),
        ([MARCH], [MARCH, MARCH, MARCH, MARCH]),
        ([None, APRIL], [(APRIL, -90), APRIL, APRIL, APRIL]),
        # What ends before it has begun is drawn on the day on which it begins.
        ([JULY, LATER, MARCH, APRIL], [JULY, JULY, JULY, JULY]),
        ([APRIL, JULY, MARCH, LATER], [APRIL, JULY, JULY, LATER]),
        # What is no day says nothing.
        ([MARCH, "soon", JULY, LATER], [MARCH, MARCH, JULY, LATER]),
        (["-0100-01-01", APRIL, JULY, LATER], [APRIL, APRIL, JULY, LATER]),
    ],
)
def test_a_bar_is_sure_from_its_latest_start_to_its_earliest_end(
    days: list[str | None], expected: list[str | tuple[str, int]]
) -> None:
    """An end of which nobody says when it was fades over 90 pixels."""
    # Two others hold the axis to the years 1950 to 1960, a tick a year.
    edges = [event(day, when(day, day, day, day)) for day in ("1950-01-01", "1959-12-31")]
    found = drawn(event("it", when(*days)), *edges)
    assert [label for _, label in found.ticks] == [str(year) for year in range(1950, 1961)]
    at = items(found)["it"]
    assert [at.left, at.sure_left, at.sure_right, at.right] == [
        place(day, 1950, 1960)
        if isinstance(day, str)
        else round(min(WIDTH, place(day[0], 1950, 1960) + day[1]), 1)
        for day in expected
    ]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("1955-06-01", "1955-06-30", ["1955", "1956"]),
        ("1950-01-01", "1960-12-31", [str(y) for y in range(1950, 1962)]),
        ("1951-01-01", "1962-12-31", [str(y) for y in range(1950, 1965, 2)]),
        ("1947-08-14", "2024-12-31", [str(y) for y in range(1940, 2031, 10)]),
        ("1900-01-01", "2010-12-31", [str(y) for y in range(1900, 2021, 20)]),
        ("1500-01-01", "2024-12-31", [str(y) for y in range(1500, 2051, 50)]),
        ("0001-01-01", "9998-12-31", [str(y) for y in range(0, 10001, 500)]),
        ("0700-01-01", "2024-01-01", [str(y) for y in range(600, 2201, 200)]),
    ],
)
def test_ticks_stand_on_round_years(first: str, last: str, years: list[str]) -> None:
    found = drawn(event("a", when(first)), event("b", when(first, first, last, last)))
    assert [label for _, label in found.ticks] == years
    places = [at for at, _ in found.ticks]
    assert (places[0], places[-1]) == (LANE_LABEL, WIDTH) == (150.0, 1080.0)
    assert places == sorted(places)
    low, high = max(1, int(years[0])), min(9999, int(years[-1]))
    for at, label in found.ticks:
        year = min(9999, max(1, int(label)))
        assert at == place(f"{year:04}-01-01", low, high)


@given(st.lists(st.tuples(DAYS, *[st.integers(0, 900)] * 3), min_size=1, max_size=12))
def test_whatever_is_drawn_is_in_order_and_in_sight(rows: list[tuple[date, int, int, int]]) -> None:
    nodes = []
    for number, (start, *gaps) in enumerate(rows):
        days = accumulate(gaps, lambda day, gap: day + timedelta(gap), initial=start)
        nodes.append(event(f"e{number}", when(*(d.isoformat() for d in days)), f"k{number % 3}"))
    found = drawn(*nodes)
    shown = items(found)
    assert set(shown) == {node.label for node in nodes}
    low, high = (int(found.ticks[at][1]) for at in (0, -1))
    assert 2 <= len(found.ticks) <= 13
    for node in nodes:
        at = shown[node.label]
        lefts = [at.left, at.sure_left, at.sure_right, at.right]
        assert lefts == [place(node.when[name], low, high) for name in NAMES]
    for lane in found.lanes:
        assert {item.row for item in lane.items} == set(range(lane.rows))
        for row in range(lane.rows):
            spans = sorted(item.span for item in lane.items if item.row == row)
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
        # Each takes the first row in which it is free: a row is left only where it would collide.
        for number, item in enumerate(lane.items):
            for row in range(item.row):
                before = [o.span for o in lane.items[:number] if o.row == row]
                assert any(item.span[0] < b and a < item.span[1] for a, b in before)


def test_items_and_lanes_come_in_the_order_of_time() -> None:
    days = [f"1950-0{month}-01" for month in range(1, 5)]
    found = drawn(
        event("d", when(days[3]), "visit"),
        event("c", when(days[1], days[1], days[3], days[3]), "talks"),
        event("b", when(days[1]), "talks"),
        event("a", when(days[1]), "talks"),
        event("e", when(days[0]), "visit"),
    )
    assert [(lane.label, [i.label for i in lane.items]) for lane in found.lanes] == [
        ("visit", ["e", "d"]),
        ("talks", ["a", "b", "c"]),
    ]


def test_words_stand_to_the_right_and_to_the_left_where_there_is_no_room() -> None:
    label = "A long name of a meeting"
    early, late = when("1950-01-01"), when("1959-12-31", words="the last day of 1959", time="x")
    found = items(drawn(event(label, early), event(label + "s", late)))
    right, left = found[label], found[label + "s"]
    wide = text_width(label, 12.5) + 20
    assert not right.text_left
    assert right.span == (right.left - 8, right.left + wide)
    assert left.text_left
    assert left.span == (left.left - text_width(label + "s", 12.5) - 20, left.right + 6)
    bar = items(drawn(event("x", when("1950-01-01", None, None, "1959-12-31"))))["x"]
    assert bar.span == (bar.left - 8, bar.right + 6)
    assert not bar.text_left
    assert not bar.point


def test_the_wider_line_of_the_two_counts() -> None:
    words = "a time that takes many words to be told"
    for time in ({}, {"time": "1950"}):
        found = items(drawn(event("x", when("1950-01-01", words=words, **time))))["x"]
        told = words if time else "1950"
        assert found.words == told
        assert found.wide - 20 == pytest.approx(
            max(text_width("x", 12.5), text_width(told, 12.5 * 0.85))
        )


@pytest.mark.parametrize("label", ["Somewhere between", "W" * 60, "many words " * 12])
def test_words_that_just_fit_stay_on_the_right(label: str) -> None:
    """They may reach 14 pixels past the axis; and never over the names of the lanes."""
    edges = [event(day, when(day)) for day in ("1950-01-01", "1959-12-31")]
    for day in range(0, 3600, 10):
        start = (date(1950, 1, 1) + timedelta(day)).isoformat()
        (found,) = (
            item
            for name, item in items(drawn(event(label, when(start)), *edges)).items()
            if name[:4] == label[:4]
        )
        # Words are cut only where there is no room for all of them.
        assert label.strip().startswith(found.label.rstrip("…"))
        assert found.label == label or len(label) > 20
        wide = text_width(found.label, 12.5) + 20
        assert wide < WIDTH - LANE_LABEL + 40
        assert found.text_left == (found.left + wide > 1094)
        assert found.span[0] >= LANE_LABEL - 8


def test_the_last_year_that_there_is_has_an_axis() -> None:
    found = drawn(event("a", when("9999-01-01")), event("b", when("9999-01-02")))
    assert [item.left for item in items(found).values()] == [LANE_LABEL, WIDTH]


def test_what_is_too_short_for_a_bar_is_a_point() -> None:
    edges = [event(day, when(day)) for day in ("1950-01-01", "1959-12-31")]
    for days in range(10, 40):
        end = (date(1955, 1, 1) + timedelta(days)).isoformat()
        item = items(drawn(event("it", when("1955-01-01", None, None, end)), *edges))["it"]
        assert item.point == (item.right - item.left < 6)
    assert not item.point


def test_the_day_of_the_picture_is_marked_and_stays_in_sight() -> None:
    dated = event("a", when("1950-01-01", None, None, "1959-12-31"))
    assert drawn(dated).on is None
    assert drawn(dated, on="1955-05-05").on == place("1955-05-05", 1950, 1960)
    assert drawn(dated, on="1900-01-01").on == LANE_LABEL
    assert drawn(dated, on="2026-01-01").on == WIDTH


def test_events_and_ties_are_told_together_and_nothing_twice() -> None:
    dates = when("1955-01-01", words="1955", time="1955")
    states = [state("A"), state("B")]
    pact = tie(0, 1, dates)
    took_part = tie(0, 2, dates)
    both = drawn(*states, event("talks", dates), event("other", {}),
                 ties=(pact, took_part, tie(1, 3, {})))  # fmt: skip
    assert {(item.node, item.tie, label) for label, item in items(both).items()} == {
        (2, None, "talks"), (None, 0, "A – B"),
    }  # fmt: skip
    assert both.undated == ["other"]
    alone = drawn(*states, ties=(tie(1, 0, {}), pact))
    ((label, item),) = items(alone).items()
    assert (item.node, item.tie, label) == (None, 1, "A – B")
    assert alone.undated == ["B – A"]
    assert timeline(scene(*states, event("x", {}), ties=(tie(0, 1, {}),))) is None
    assert timeline(scene(*states, event("x", when(None, None, "1955-01-01")))) is None


def organization(label: str, dates: dict[str, str]) -> Node:
    return Node(label, label, "", "Pact", "pact", "", "organization", None, None, dates, focus=True)


def test_a_lane_holds_what_is_told_of_an_organisation() -> None:
    made = scene(
        state("A"), organization("Pact", when("1955-01-01", None, None, "1979-01-01", time="x")),
        event("summit", when("1960-01-01")),
        ties=(tie(0, 1, when("1956-01-01", time="1956/.."), kind="Member"),
              tie(0, 1, when("1955-01-01", None, None, "1979-01-01"), kind="Aid"),
              tie(1, 2, when("1960-01-01"))),
    )  # fmt: skip
    for each in made.ties[:2]:
        each.gathers = True
    (lane,) = timeline(made).lanes  # type: ignore[union-attr]
    assert lane.label == "Pact"
    # The aid has no time of its own, but the organisation's, which is told.
    assert [item.label for item in lane.items] == ["Pact", "A, member", "summit"]
    by_actor = timeline(made, "actor")
    assert by_actor is not None
    assert [lane.label for lane in by_actor.lanes] == ["A", "talks"]
    by_kind = timeline(made, "kind")
    assert by_kind is not None
    assert [lane.label for lane in by_kind.lanes] == ["pact", "member", "talks"]


def phase(thing: str, words: str, *days: str | None, claim: bool = False) -> Phase:
    return Phase(thing, thing, "", words, "", when(*days, time="x", words="then"), claim)


def test_what_things_were_stands_in_their_lanes_the_whole_first() -> None:
    made = scene(organization("Road", when("2013-01-01", time="2013/..")), state("A"),
                 ties=(tie(1, 0, when("2014-01-01", time="2014")),))  # fmt: skip
    made.nodes[0].group = "corridor"
    made.phases = [
        phase("Road", "proposed", "2012-01-01", "2012-01-01", "2013-01-01", "2013-01-01"),
        phase("Bridge", "in use", "2016-01-01", "2016-01-01", "2017-01-01", "2017-01-01"),
        phase("Bridge", "planned", "2015-01-01", "2015-01-01", "2016-01-01", "2016-01-01",
              claim=True),
        phase("Tunnel", "undated"),
    ]  # fmt: skip
    found = timeline(made)
    assert found is not None
    assert [(lane.label, [(i.label, i.claim) for i in lane.items]) for lane in found.lanes] == [
        ("Road", [("proposed", False), ("Road", False), ("A", False)]),
        ("Bridge", [("planned", True), ("in use", False)]),
    ]
    made.ties.clear()
    made.nodes.clear()
    alone = timeline(made)
    assert alone is not None
    assert [lane.label for lane in alone.lanes] == ["Road", "Bridge"]


def test_a_corridor_tells_its_projects_and_their_statuses(engine: OxigraphEngine) -> None:
    net = project(engine, about="cpec")
    told = net.graph["phases"]
    things = {each["thing"] for each in told}
    assert "cpec" in things
    assert len(things) > 20
    assert told[0]["thing"] == "cpec"
    assert not any(each.get("claim") for each in told)
    picture = draw(net, view="timeline")
    texts = "".join(ET.fromstring(picture.to_svg()).itertext())
    assert "Suki Kinari" in texts
    assert "under construction" in texts
    assert "phases" not in project(engine, about="cento").graph


def test_the_picture_of_one_thing_does_not_name_it_in_each_row() -> None:
    made = scene(state("A"), state("B"), ties=(tie(0, 1, when("1955-01-01")),))
    made.nodes[0].focus = True
    found = timeline(made)
    assert found is not None
    assert list(items(found)) == ["B"]


@pytest.mark.parametrize(
    ("time", "fades"),
    [
        ("1955/1960", (False, False)),
        ("1955/..", (False, True)),
        ("1955/", (False, True)),
        ("/1960", (True, False)),
        ("../1960", (True, False)),
    ],
)
def test_an_end_that_nobody_knows_is_never_drawn_as_an_end(
    time: str, fades: tuple[bool, bool]
) -> None:
    days = [day.isoformat() if day else None for day in bounds(time)[:4]]
    edges = [event(day, when(day)) for day in ("1940-01-01", "1969-12-31")]
    found = drawn(event("it", when(*days, time=time)), *edges)
    item = items(found)["it"]
    assert item.fades == fades
    assert (item.sure_left - item.left >= 89) == fades[0]
    assert (item.right - item.sure_right >= 89) == fades[1]
    # It is paler and paler towards that end.
    drawn_ = re.findall(r'<rect x="([\d.]+)"[^>]*?fill="#8a5a44"(?: fill-opacity="([\d.]+)")?',
                        timeline_body(scene(), found))  # fmt: skip
    pieces = sorted((float(x), float(opacity or 1)) for x, opacity in drawn_)
    shades = [opacity for _, opacity in pieces]
    if fades[0]:
        assert shades[0] < 0.3
    if fades[1]:
        assert shades[-1] < 0.3


def test_years_stand_above_and_below() -> None:
    svg = timeline_body(scene(), drawn(event("a", when("1955-01-01"))))
    assert svg.count(">1956</text>") == 2


def test_a_thing_that_is_no_event_is_not_missed_among_the_undated() -> None:
    assert drawn(state("A"), event("talks", when("1955-01-01"))).undated == []


def test_an_item_has_the_colour_and_the_standing_of_what_it_shows() -> None:
    dates = when("1955-01-01")
    ties = (tie(0, 1, dates, kind="Pact"), tie(1, 0, dates, kind="War", modality="alleged"))
    made = scene(state("A"), state("B"), ties=ties)
    found = timeline(made)
    assert found is not None
    shown = items(found)
    colours = {paint.key: paint.colour for paint in paints(made)}
    assert len(set(colours.values())) == 2
    assert [(i.group, i.colour, i.claim) for i in (shown["A – B"], shown["B – A"])] == [
        ("event", colours["Pact"], False),
        ("event", colours["War"], True),
    ]
    assert [lane.label for lane in found.lanes] == ["pact", "war"]
    (talks,) = items(drawn(event("talks", dates))).values()
    assert (talks.group, talks.colour, talks.claim) == ("event", "#8a5a44", False)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (when("1955-01-01", time="1955", words="in 1955"), "in 1955"),
        (when("1955-01-01", words="in 1955"), "1955"),
        (when("1955-01-01", "1956-01-01", "1957-01-01", "1958-01-01"), "1955–1958"),
        (when(None, "1956-01-01", "1957-01-01"), "1956–1957"),
        (when("1955-01-01", None, None, "1955-12-31"), "1955"),
        (when("1955-01-01", time="1955"), ""),
    ],
)
def test_a_time_is_told_in_words_or_else_in_years(dates: dict[str, str], words: str) -> None:
    assert items(drawn(event("x", dates)))["x"].words == words


def test_urdu_is_told_in_urdu_where_there_is_any() -> None:
    dates = when("1955-01-01", time="1955", words="in 1955", words_ur="1955 میں")
    told = event("talks", dates, label_ur="مذاکرات", kind_label_ur="بات چیت")
    found = drawn(told, event("untold", {}, label_ur="نامعلوم"), language="ur")
    assert [lane.label for lane in found.lanes] == ["بات چیت"]
    assert (items(found)["مذاکرات"].words, found.undated) == ("1955 میں", ["نامعلوم"])
    states = [state("A", "الف"), state("B", "ب")]
    pacts = (tie(0, 1, dates, urdu="معاہدہ"), tie(1, 0, {}))
    urdu = drawn(*states, ties=pacts, language="ur")
    assert [lane.label for lane in urdu.lanes] == ["معاہدہ"]
    assert (list(items(urdu)), urdu.undated) == (["الف – ب"], ["ب – الف"])
    assert [lane.label for lane in drawn(event("x", dates, kind="")).lanes] == ["event"]


@given(DAYS, st.integers(1, 4000))
def test_a_later_day_never_stands_further_left(day: date, gap: int) -> None:
    later = day + timedelta(gap)
    assume(later.year < 2040)
    found = items(drawn(*(event(d.isoformat(), when(d.isoformat())) for d in (day, later))))
    assert found[day.isoformat()].left <= found[later.isoformat()].left
