"""Print: SVG that is well formed and whole, PNG without a browser, map and timeline."""

from __future__ import annotations

import struct
from itertools import pairwise
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

import pictures
from kg.picture import draw
from kg.picture.place.lanes import timeline
from kg.picture.place.outline import outline
from kg.picture.print import About

SVG = "{http://www.w3.org/2000/svg}"


def _texts(svg: str) -> str:
    root = ET.fromstring(svg)
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def test_the_sheet_has_title_date_legend_and_source() -> None:
    texts = _texts(draw(pictures.cento("1957-01-01")).to_svg())
    for part in (
        "CENTO (Baghdad Pact)",
        "On 1 January 1957 · 5 states · 1 organisation · 5 ties · facts only",
        "membership",
        "organisation",
        "Pakistan",
        "since 1955",
        pictures.SOURCE,
    ):
        assert part in texts


def test_urdu_reads_from_the_right() -> None:
    svg = draw(pictures.cento(), language="ur").to_svg()
    assert "پاکستان" in _texts(svg)
    assert "رکنیت" in _texts(svg)
    title = next(t for t in ET.fromstring(svg).iter(f"{SVG}text"))
    assert title.get("text-anchor") == "end"


@pytest.mark.parametrize("view", ["network", "timeline"])
def test_hostile_labels_are_text_in_print(view: str) -> None:
    svg = draw(pictures.hostile(), view=view).to_svg()
    root = ET.fromstring(svg)
    told = root.find(f"{SVG}metadata")
    assert told is not None
    root.remove(told)
    allowed = {"svg", "title", "desc", "rect", "g", "path", "circle", "polygon", "text", "tspan"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]
    assert {e.tag.partition("}")[2] for e in told.iter()} <= {
        "metadata", "RDF", "Work", "format", *About._fields,
    }  # fmt: skip
    assert "</script><script>" in "".join(root.itertext())


def test_claims_alone_have_the_plain_dash_and_the_legend_says_so() -> None:
    svg = draw(pictures.cpec()).to_svg()
    dashed = [
        p for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("stroke-dasharray") == "7 5"
    ]
    assert len(dashed) == 2  # the tie, and its entry in the legend
    assert "claim or plan" in _texts(svg)
    assert "claim or plan" not in _texts(draw(pictures.cento()).to_svg())


def test_possible_ties_are_thinner_and_the_legend_says_so() -> None:
    net = pictures.cento("1957-01-01")
    net.edges["iran", "cento", "membership-cento-iran"]["certainty"] = "possible"
    svg = draw(net).to_svg()
    assert "possibly in force" in _texts(svg)
    assert svg.count('stroke-opacity="0.6"') == 1


def test_png_is_twice_the_size_of_the_sheet() -> None:
    picture = draw(pictures.cento())
    data = picture.to_png()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width = struct.unpack(">I", data[16:20])[0]
    assert width == pytest.approx(2 * float(ET.fromstring(picture.to_svg()).get("width", 0)), abs=2)
    assert data == picture.to_png()


def test_the_map_shows_a_route_in_order_over_its_places() -> None:
    picture = draw(pictures.cpec(), view="map")
    view = picture.views["map"]
    names = [node.id for node in picture.scene.nodes]
    at = dict(zip(names, view.at, strict=True))
    kashgar, gwadar, karachi = at["kashgar"], at["gwadar"], at["karachi"]
    assert kashgar is not None
    assert gwadar is not None
    assert karachi is not None
    assert gwadar[0] < karachi[0] < kashgar[0]
    assert kashgar[1] < karachi[1]
    assert len(view.strands) == 9
    texts = _texts(picture.to_svg())
    assert "Not on this map: China–Pakistan Economic Corridor, China, Iran" in texts
    assert "No position is taken" in texts


def test_disputed_borders_are_drawn_as_disputed() -> None:
    lines = {line.kind for line in draw(pictures.cpec(), view="map").views["map"].lines}
    assert lines == {"border", "coast", "disputed"}
    # The Line of Control near Uri, and the line between Aksai Chin and Ladakh.
    for lon, lat in ((74.0, 34.1), (78.9, 34.4)):
        near = min(
            (x - lon) ** 2 + (y - lat) ** 2 for line in outline()["disputed"] for x, y in line
        )
        assert near < 0.25
    # The border of Pakistan and Iran is nobody's dispute.
    assert all((x - 62.8) ** 2 + (y - 27.2) ** 2 > 9 for v in outline()["disputed"] for x, y in v)


def test_the_outline_is_small_and_in_range() -> None:
    points = [p for lines in outline().values() for line in lines for p in line]
    assert 5_000 < len(points) < 20_000
    assert all(-60 <= lat <= 84 for _, lat in points)
    lines = [line for lines in outline().values() for line in lines]
    assert all(any(-180 <= lon <= 180 for lon, _ in line) for line in lines)


def test_the_timeline_has_a_lane_for_each_kind_and_names_what_has_no_date() -> None:
    picture = draw(pictures.events(), view="timeline")
    found = timeline(picture.scene)
    assert found is not None
    assert [lane.label for lane in found.lanes][:3] == ["diplomatic act", "signing", "state visit"]
    assert found.undated == ["Talks on trade"]
    texts = _texts(picture.to_svg())
    assert "The Shah visits Pakistan" in texts
    assert "Undated: Talks on trade" in texts


def test_no_item_of_a_lane_covers_another() -> None:
    for net in (pictures.events(), pictures.pacts()):
        found = timeline(draw(net).scene)
        assert found is not None
        for lane in found.lanes:
            rows: dict[int, list[tuple[float, float]]] = {}
            for item in lane.items:
                rows.setdefault(item.row, []).append(item.span)
            for spans in rows.values():
                spans.sort()
                assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_ties_stand_on_the_timeline_where_there_are_no_events() -> None:
    made = draw(pictures.cento()).scene
    lanes = {by: timeline(made, by) for by in (None, "kind")}
    told = {by: {lane.label: len(lane.items) for lane in found.lanes}
            for by, found in lanes.items() if found}  # fmt: skip
    assert told == {None: {"Central Treaty Organization": 6},
                    "kind": {"membership": 5, "cooperation": 1}}  # fmt: skip


def test_a_picture_of_nothing_is_still_a_sheet() -> None:
    assert "Network" in _texts(draw(nx.MultiDiGraph()).to_svg())


def test_what_was_last_known_has_a_line_and_an_entry_of_its_own() -> None:
    net = pictures.standings()
    lines = list(ET.fromstring(draw(net).to_svg()).iter(f"{SVG}path"))
    long = [p for p in lines if p.get("stroke-dasharray") == "14 4"]
    assert len(long) == 2  # the tie, and its entry in the legend
    widths = sorted(float(p.get("stroke-width", 0)) for p in lines if p.get("stroke-opacity"))
    assert widths == sorted(set(widths))
    assert len(widths) == 3
    for language, words in (("en", "last known"), ("ur", "آخری معلوم")):
        assert words in draw(net, language=language).to_svg()
