"""Members beyond some number: one counted thing in print, which opens on the page."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

import kg
import pictures
from kg.errors import UsageError
from kg.picture import draw

KHYBER = "document.querySelector('#khyber').khyber"


def _words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter() if "text" in text.tag]


def test_members_beyond_a_number_are_one_thing_with_their_number() -> None:
    picture = draw(pictures.sco(), gather=4)
    words = _words(picture.to_svg())
    assert "6 more states" in words
    assert "×6" in words
    # Those that joined first stay; the sheet says what is gathered, and how each is drawn.
    assert "China" in " ".join(words)
    assert "Belarus" not in " ".join(words)
    assert any("6 of 10 members" in line and "--gather 10" in line for line in words)
    assert any(
        line.startswith("All times · 10 states · 1 organisation · 10 ties") for line in words
    )
    assert "مزید 6 ریاستیں" in " ".join(
        _words(draw(pictures.sco(), gather=4, language="ur").to_svg())
    )


def test_all_members_are_one_thing_where_none_is_drawn_alone() -> None:
    assert "10 states" in _words(draw(pictures.sco(), gather=0).to_svg())


def test_what_is_tied_to_something_else_is_never_gathered() -> None:
    shut = draw(pictures.pacts(), gather=0).shut
    assert shut is not None
    kept = {node.id for node in shut.scene.nodes}
    assert {"pakistan", "turkey", "france", "united-kingdom"} <= kept
    assert "iraq" in set(draw(pictures.pacts(), gather=0).network)


def test_a_picture_with_few_members_is_what_it_was() -> None:
    assert draw(pictures.sco()).to_svg() == draw(pictures.sco(), gather=10).to_svg()
    assert draw(pictures.sco()).shut is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(-1, "no number of members"), (True, "a whole number"), ("many", "a whole number")],
)
def test_a_number_of_members_is_a_number(wrong: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        draw(pictures.sco(), gather=wrong)


def test_python_and_the_command_line_draw_the_same(graph: kg.Graph, tmp_path: Path) -> None:
    from argparse import ArgumentParser  # noqa: PLC0415

    from kg.cli.draw import run  # noqa: PLC0415

    file = tmp_path / "nato.svg"
    run("draw", ArgumentParser("kg draw"), ["nato", "--gather", "12", "-o", str(file)])
    picture = draw(kg.project(graph, about="nato"), gather=12)
    assert file.read_text(encoding="utf-8") == picture.save(tmp_path / "own.svg").read_text("utf-8")


def test_formats_and_positions_hold_every_member(tmp_path: Path) -> None:
    picture = draw(pictures.sco(), gather=4)
    text = picture.save(tmp_path / "sco.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 10
    assert set(pictures.sco().nodes) <= set(picture.positions)
    again = draw(pictures.sco(), gather=4, layout=picture.positions)
    assert again.positions == picture.positions


def test_days_side_by_side_gather_the_same_members() -> None:
    svg = draw([pictures.sco(), pictures.sco()], gather=4).to_svg()
    assert _words(svg).count("6 more states") == 2


def test_the_widget_knows_every_member() -> None:
    w = kg.explore(pictures.sco(), gather=4)
    w.selected = ["belarus"]
    assert list(w.frame()["source"]) == ["belarus"]
    assert len(w.network().edges) == 10
    found = w._repr_mimebundle_()
    assert "image/png" in (found[0] if isinstance(found, tuple) else found)


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Any:
    context = chromium.new_context(offline=True, viewport={"width": 1300, "height": 900})
    found = context.new_page()
    found.goto(draw(pictures.sco(), gather=4).save(tmp_path / "sco.html").as_uri())
    found.wait_for_selector("html[data-ready]")
    yield found
    context.close()


def _drawn(page: Page) -> list[str]:
    script = f"{KHYBER}.stage.places().map((at, i) => at && {KHYBER}.model.drawn[i].id)"
    return [name for name in page.evaluate(script) if name]


def test_what_is_gathered_opens_and_shuts_by_keyboard(page: Page) -> None:
    button = page.locator("[data-lot]")
    expect(button).to_have_text("6 more states · Shanghai Cooperation Organisation")
    assert "belarus" not in _drawn(page)
    assert "state of sco" in _drawn(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    assert "belarus" in _drawn(page)
    assert "state of sco" not in _drawn(page)
    assert page.url.endswith("#open=state+of+sco")
    page.keyboard.press("Enter")
    assert "belarus" not in _drawn(page)
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_it_opens_where_a_reader_clicks_it(page: Page) -> None:
    box = page.locator(".canvas").bounding_box()
    x, y = page.evaluate(f"{KHYBER}.stage.spot({KHYBER}.model.nodes.length)")
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert "belarus" in _drawn(page)


def test_table_and_search_see_the_members_and_open_what_holds_them(page: Page) -> None:
    assert page.locator(".rows tr").count() == 10
    assert "10 states" in (page.locator(".subtitle").text_content() or "")
    page.fill("input[type=search]", "belarus")
    page.locator(".found button").click()
    expect(page.locator(".panel h2")).to_have_text("Belarus")
    assert "belarus" in _drawn(page)
    page.locator(".panel .ties button").click()
    expect(page.locator(".panel")).to_contain_text("Treaty Series")


def test_the_number_is_that_of_the_day(page: Page) -> None:
    page.evaluate(f"{KHYBER}.setOn('2018-01-01')")
    told = json.loads(page.evaluate(f"JSON.stringify({KHYBER}.model.lotName(0))"))
    assert told == "4 more states"


def test_on_the_map_every_member_has_its_place(page: Page) -> None:
    page.locator(".tools .switch button", has_text="Map").click()
    assert "belarus" in _drawn(page)
    expect(page.locator(".gathered")).to_be_hidden()
