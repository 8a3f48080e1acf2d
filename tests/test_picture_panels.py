"""Pictures over time: several days side by side, and what changed between two."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
import pictures
from kg.analysis import span
from kg.cli import main
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.picture import Panels, draw

DAYS = ["1956-01-01", "1957-12-31", "1960-01-01"]


def panels(**look: Any) -> Panels:
    found: Panels = draw([pictures.cento(day) for day in DAYS], **look)
    return found


def test_everything_stands_at_the_same_place_in_each_panel() -> None:
    found = panels()
    at: dict[str, set[Any]] = {}
    for scene, view in zip(found.scenes, found.views, strict=True):
        for node, point in zip(scene.nodes, view.at, strict=True):
            at.setdefault(node.id, set()).add(point)
    assert all(len(places) == 1 for places in at.values())
    assert [sum(n.group == "state" for n in s.nodes) for s in found.scenes] == [5, 5, 4]
    left, top, right, bottom = found.extent
    assert all(left <= x <= right and top <= y <= bottom for ps in at.values() for x, y in ps)


def test_each_panel_is_headed_with_its_day_and_the_sheet_with_all() -> None:
    texts = ["".join(e.itertext()) for e in ET.fromstring(panels().to_svg()).iter()
             if e.tag.endswith("}text")]  # fmt: skip
    for day in ("1 January 1956", "31 December 1957", "1 January 1960"):
        assert texts.count(day) == 1
    assert texts[1] == "1 January 1956, 31 December 1957, 1 January 1960"
    assert texts[0] == "CENTO (Baghdad Pact)"
    assert texts.count("membership") == 1  # in one legend
    assert texts.count("Iraq") == 2


def test_a_map_in_panels_has_one_extent_and_one_meaning_of_its_colours() -> None:
    nets = [pictures.cento(day) for day in DAYS]
    for at, net in enumerate(nets):
        for *_, data in net.edges(data=True):
            data["facts"] = [["has weight", str(at * 3 + 1)]]
    found: Panels = draw(nets, shade="weight")
    assert len({view.frame for view in found.views}) == 1
    assert {tuple(s.label for s in view.shades) for view in found.views} == {
        ("has weight: 1", "has weight: 4", "has weight: 7")
    }
    shaded = [{p.name: p.shade for p in v.patches if p.shade is not None} for v in found.views]
    assert [set(each.values()) for each in shaded] == [{0}, {1}, {2}]
    assert ["Iraq" in each for each in shaded] == [True, True, False]


def test_a_day_before_everything_is_an_empty_panel() -> None:
    found: Panels = draw([pictures.cento("1950-01-01"), pictures.cento("1957-12-31")],
                         shade="membership")  # fmt: skip
    assert [len(scene.ties) for scene in found.scenes] == [0, 5]
    assert "1 January 1950" in found.to_svg()


def test_panels_are_saved_as_pictures_and_as_nothing_else(tmp_path: Path) -> None:
    found = panels()
    for suffix in (".svg", ".png", ".pdf"):
        assert found.save(tmp_path / f"x{suffix}").stat().st_size > 1000
    assert set(found._repr_mimebundle_()) == {"image/svg+xml", "image/png", "text/plain"}
    with pytest.raises(UsageError, match=r"unknown suffix '\.html'"):
        found.save(tmp_path / "x.html")
    with pytest.raises(UsageError, match="there is a file already"):
        found.save(tmp_path / "x.svg")


@pytest.mark.parametrize(
    ("networks", "look", "said"),
    [([], {}, "nothing to draw side by side"), ([nx.Graph()], {"view": "timeline"}, "all days")],
)
def test_what_cannot_stand_side_by_side_is_refused(
    networks: list[Any], look: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        draw(networks, **look)


def test_hostile_words_are_text_in_panels() -> None:
    svg = draw([pictures.hostile(), pictures.hostile()]).to_svg()
    assert "</script><script>" in "".join(ET.fromstring(svg).itertext())


def test_what_changed_between_two_days_tells_who_came_and_went(engine: OxigraphEngine) -> None:
    def of(start: str, end: str) -> dict[str, str]:
        net = span(engine, start, end, about="cento", kinds=["Membership"])
        return {str(u): str(data["kind"]) for u, _, data in net.edges(data=True)}

    found = of("1956-01-01", "1965-01-01")
    assert found["iraq"] == "left"
    assert found["pakistan"] == "stayed"
    assert of("1955-06-01", "1960-01-01")["pakistan"] == "joined"
    assert set(of("1954-01-01", "1979-12-31").values()) == {"joined and left"}
    assert of("1990-01-01", "1991-01-01") == {}
    with pytest.raises(UsageError, match="lies after"):
        of("1979-01-01", "1954-01-01")


def test_a_picture_of_change_tells_it_by_colour_and_by_mark(engine: OxigraphEngine) -> None:
    net = span(engine, "1956-01-01", "1965-01-01", about="cento", kinds=["Membership"])
    texts = "".join(ET.fromstring(kg.draw(net).to_svg()).itertext())
    assert ": membership, 1 January 1956 to 1 January 1965" in texts
    assert "left: membership" in texts
    assert "stayed: membership" in texts
    looks = {(data["colour"], data["mark"]) for *_, data in net.edges(data=True)}
    assert looks == {("red", "bar"), ("grey", "")}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("cento --on 1956 1958 -o x.svg", 0, "x.svg: "),
        ("--on 1956 1958 cento --kind Membership -o x.svg", 0, "x.svg: 5 ties, 5 ties"),
        ("cento --kind Membership --from 1956 --to 1965 -o x.svg", 0, "x.svg: 5 ties"),
        ("cento --on 1700 1701 -o x.svg", 1, "there is nothing to draw"),
        ("cento --from 1700 --to 1701 -o x.svg", 1, "there is nothing to draw"),
        ("cento --from 1956 -o x.svg", 2, "give --from and --to"),
        ("cento --from 1956 --to 1965 --on 1960 -o x.svg", 2, "leave out --on"),
        ("cento --from 1965 --to 1956 -o x.svg", 2, "lies after"),
        ("cento --on 1956 19x7 -o x.svg", 2, "19x7"),
        ("cento --on 1956 1958 -o x.html", 2, "unknown suffix"),
        ("cento --on 1956 1958 --view timeline -o x.svg", 2, "tell of time themselves"),
        ("cento --on 1957 --size 10x10 -o x.svg", 2, "cannot be read or made"),
        ("cento --on 1957 --shade membreship -o x.svg", 2, "nearest: membership"),
    ],
)
def test_the_command_line_draws_over_time(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    status: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draw", *words.split()]) == status
    told = capsys.readouterr()
    assert said.lower() in (told.out + told.err).lower()
    assert [path.name for path in tmp_path.iterdir()] == (["x.svg"] if not status else [])
