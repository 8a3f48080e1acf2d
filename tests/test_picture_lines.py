"""Lines of a picture: they go round what they do not tie, and their marks and legend tell apart."""

from __future__ import annotations

import math
import re
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.analysis import span
from kg.errors import UsageError
from kg.period import words
from kg.picture import Picture, draw
from kg.picture.place import along, via
from kg.picture.print.paper import lane_entries, legend_entries
from kg.picture.scene import paints
from test_cli_draw import kg as run
from test_cli_draw import one_line


def struck(picture: Picture) -> list[tuple[str, ...]]:
    """Give each line that runs through a thing that it does not tie, with that thing."""
    view, nodes = picture.views["network"], picture.scene.nodes
    found: list[tuple[str, ...]] = []
    for strand in view.strands:
        start, end = view.at[strand.source], view.at[strand.target]
        assert start is not None
        assert end is not None
        bent = via(start, end, strand.bend)[0]
        spots = [along(start, bent, end, part / 40) for part in range(1, 40)]
        for i, point in enumerate(view.at):
            if i in (strand.source, strand.target) or point is None:
                continue
            if any(math.dist(point, spot) < view.radii[i] for spot in spots):
                found.append((nodes[strand.source].id, nodes[strand.target].id, nodes[i].id))
    return found


def test_no_line_of_four_alliances_runs_through_a_thing_that_it_does_not_tie(
    graph: kg.Graph,
) -> None:
    about = ["cento", "seato", "nato", "sco"]
    assert struck(draw(kg.project(graph, about=about, kinds=["Membership"]))) == []


def test_lines_of_a_pair_stay_side_by_side_when_they_go_round() -> None:
    net = nx.MultiDiGraph()
    for kind in ("a", "b"):
        net.add_edge("one", "other", kind=kind)
    net.add_edge("between", "one", kind="a")
    layout = {"one": (-300.0, 0.0), "other": (300.0, 0.0), "between": (0.0, 0.0)}
    picture = draw(net, layout=layout)
    assert struck(picture) == []
    bends = [s.bend for s in picture.views["network"].strands if len({s.source, s.target}) == 2]
    assert len(set(bends)) == 3


def test_squares_and_diamonds_do_not_turn_with_their_line(graph: kg.Graph) -> None:
    svg = draw(kg.project(graph, about="sco")).to_svg()
    assert not re.search(r"rotate\([^)]*\)[^>]*><polygon points=\"-4,-4", svg)
    assert "rotate(" in draw(kg.project(graph, about="oic")).to_svg()


def test_marks_have_one_size_in_a_picture(graph: kg.Graph) -> None:
    svg = draw(kg.project(graph, about=["pakistan", "india"]), size="degree").to_svg()
    assert len(set(re.findall(r"scale\((\d\.\d+)\)", svg)) - {"1.000", "1.030"}) == 1


def test_kinds_that_look_alike_have_one_entry_of_the_legend(graph: kg.Graph) -> None:
    network = span(graph, "1954", "1979", about="cento", essential=True)
    picture = draw(network)
    look = paints(picture.scene)
    said = [each.words for each in legend_entries(picture.scene, look, picture.views["network"])]
    assert "joined and left: membership, partnership" in said
    scene, lanes = draw(kg.project(graph, about="cento"), view="timeline")._lanes["en"]
    assert lane_entries(scene, lanes, paints(scene)) == []


def test_a_name_that_ends_in_its_year_needs_it_no_second_time(graph: kg.Graph) -> None:
    network = kg.project(graph, about="salala-attack")
    (label,) = [
        label for label in draw(network).views["network"].labels if "Salala" in label.lines[0]
    ]
    assert label.lines[-1].endswith("2011")
    assert label.sub == ""


def test_of_several_things_a_title_says_the_initials(graph: kg.Graph) -> None:
    about = ["cento", "seato", "nato", "sco"]
    some = kg.project(graph, about=about, kinds=["Membership"])
    assert some.graph["title"] == "CENTO, SEATO, NATO and SCO: membership"
    assert "cento" not in some.graph["name_at"]
    then = kg.project(graph, "1957-01-01", about=["cento", "seato"])
    assert then.graph["title"] == f"Baghdad Pact and SEATO on {words('1957-01-01')}"
    assert kg.project(graph, about="cento").graph["title"] == "Central Treaty Organization"


def test_of_three_things_that_is_drawn_which_ties_two_of_them(graph: kg.Graph) -> None:
    picture = draw(kg.project(graph, about=["pakistan", "india", "china"]))
    asked = {"pakistan", "india", "china"}
    near: dict[str, set[str]] = {each: set() for each in asked}
    for one, other in picture.network.edges():
        for each in asked & {one, other}:
            near[each] |= {one, other}
    for node in picture.network:
        assert node in asked or sum(node in each for each in near.values()) > 1
    assert re.search(r"\d+ things tied to one of them alone left out", picture.to_svg())


def test_of_two_things_no_other_is_drawn_that_a_treaty_alone_ties_to_one(graph: kg.Graph) -> None:
    picture = draw(kg.project(graph, about=["pakistan", "united-states"]))
    for node in picture.network:
        ends = {end for edge in picture.network.edges() if node in edge for end in edge}
        assert {"pakistan", "united-states"} <= ends | {node}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_crowd_is_named_as_a_whole_where_its_names_have_room(
    graph: kg.Graph, language: str
) -> None:
    picture = draw(kg.project(graph, "1960-12-31"), language=language)
    labels = picture.views["network"].labels
    assert sum(label.shown for label in labels) > 0.9 * len(labels)


def test_a_wide_sheet_does_not_shrink_what_is_drawn(graph: kg.Graph) -> None:
    svg = draw(kg.project(graph, about="sco")).to_svg(size="1600x400")
    (wide,) = re.findall(r'viewBox="0 0 ([\d.]+)', svg)
    assert float(wide) < 2400


def test_a_thing_that_is_named_twice_is_one(graph: kg.Graph) -> None:
    twice = kg.project(graph, about=["pakistan", "پاکستان", "india"])
    assert twice.graph["focus"] == ["pakistan", "india"]
    assert twice.graph["title"] == "Pakistan and India"


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_a_scale_of_nothing_is_refused(tmp_path: Path, suffix: str) -> None:
    net = nx.MultiDiGraph()
    net.add_edge("a", "b")
    with pytest.raises(UsageError, match="scale"):
        draw(net).save(tmp_path / f"out.{suffix}", scale=0.0)
    assert not list(tmp_path.iterdir())


def test_a_question_whose_parameter_is_a_corridor_is_drawn(tmp_path: Path) -> None:
    words = ["--question", "corridor-participants", "--corridor", "cpec", "-o", "out.svg"]
    assert "5 ties" in run("draw", *words, folder=tmp_path).stdout
    other = ["--question", "meetings-between", "--corridor", "cpec", "-o", "out.svg"]
    assert "says itself what is drawn" in one_line(run("draw", *other, folder=tmp_path), 2)


def test_a_crowded_spot_of_a_map_names_its_places_from_further_off(graph: kg.Graph) -> None:
    view = draw(kg.project(graph, about="cpec"), view="map").views["map"]
    (label,) = [each for each in view.labels if each.lines == ["Islamabad"]]
    assert label.shown
    assert label.led
