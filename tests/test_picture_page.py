"""The page in a real browser: silent, offline, reachable, and nothing from data is markup."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

import pictures
from kg.picture import draw

Visit: TypeAlias = Callable[..., Page]
Make: TypeAlias = Callable[[], pictures.Network]
KINDS: dict[str, tuple[Make, dict[str, Any]]] = {
    "alliance": (pictures.cento, {}),
    "frozen": (lambda: pictures.cento("1957-01-01"), {}),
    "sets": (pictures.pacts, {}),
    "map": (pictures.cpec, {"view": "map"}),
    "timeline": (pictures.events, {"view": "timeline"}),
    "standings": (pictures.standings, {}),
    "urdu": (pictures.cento, {"language": "ur"}),
    "hostile": (pictures.hostile, {}),
    "many": (lambda: pictures.crowd(700, 1600), {}),
    "parallel": (pictures.parallel, {}),
    "bright": (lambda: pictures.crowd(2100, 3000), {"layout": pictures.grid(2100)}),
    "nothing": (lambda: pictures.network("Nothing"), {}),
}


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Open a picture's page with the network off; what it says or asks for fails the test."""
    context = chromium.new_context(offline=True, viewport={"width": 1300, "height": 900})
    said: list[str] = []

    def opened(name: str, fragment: str = "", *, dark: bool = False, before: str = "") -> Page:
        make, arguments = KINDS[name]
        file = draw(make(), **arguments).save(tmp_path / f"{name}.html", force=True)
        page = context.new_page()
        page.add_init_script(before)
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.on("console", lambda m: said.append(m.text) if "GL Driver" not in m.text else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        address = file.as_uri() + fragment
        page.on("request", lambda r: said.append(r.url) if r.url != file.as_uri() else None)
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    context.close()
    assert said == []


def _khyber(page: Page, script: str) -> Any:
    """Run a script that knows what is mounted as `k`, and its `nodes` and `ties`."""
    head = "const k = document.querySelector('#khyber').khyber; const {nodes, ties} = k.model;"
    return page.evaluate(f"(() => {{{head} return {script}}})()")


def _text(page: Page, selector: str) -> str:
    return page.locator(selector).first.text_content() or ""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name == "many" else name for name in KINDS],
)
def test_each_kind_of_page_opens_silently_and_is_accessible(visit: Visit, name: str) -> None:
    page = visit(name)
    found = Axe().run(page).response["violations"]
    grave = [
        (v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_the_dark_page_is_accessible(visit: Visit) -> None:
    page = visit("sets", dark=True)
    page.locator(".rows button").first.click()
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_counts_are_right(visit: Visit) -> None:
    page = visit("sets")
    assert _text(page, ".subtitle") == (
        "All times · 36 states · 4 organisations · 44 ties · facts only"
    )
    assert page.locator(".rows tr").count() == 44
    assert _khyber(page, "[k.stage.places().length, k.stage.lines().length]") == [40, 44]


def test_hostile_labels_are_text_and_links_lead_nowhere(visit: Visit) -> None:
    page = visit("hostile")
    assert page.title() == pictures.HOSTILE[0]
    assert _text(page, "h1") == pictures.HOSTILE[0]
    for row in range(9):
        page.locator(".rows button").nth(row).click()
        assert page.locator(".panel a").count() == 0
    assert page.locator("main script, main img, #table script, #table img, main b").count() == 0
    shown = _text(page, ".listing")
    assert all(" ".join(label.split()[:2]) in shown for label in pictures.HOSTILE[1:4])


def test_the_policy_allows_no_address(visit: Visit) -> None:
    page = visit("alliance")
    policy = page.get_attribute("meta[http-equiv]", "content") or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_members_join_and_leave_with_the_years(visit: Visit) -> None:
    page = visit("alliance", "#on=1957-01-01")
    assert _text(page, ".subtitle").startswith("On 1 January 1957")
    assert page.locator(".rows tr").count() == 6
    page.fill("input[type=range]", "1960")
    expect(page.locator(".rows tr")).to_have_count(5)
    assert "#on=1960-01-01" in page.url
    assert "Iraq" not in _text(page, ".rows")
    assert _khyber(page, "k.stage.places().filter((at) => !at).length") == 0
    page.get_by_role("button", name="All times").click()
    expect(page.locator(".rows tr")).to_have_count(6)
    assert page.evaluate("location.hash") == ""


def test_nothing_jumps_when_the_year_changes(visit: Visit) -> None:
    page = visit("alliance")
    before = _khyber(page, "k.stage.places()")
    page.fill("input[type=range]", "1957")
    assert _khyber(page, "k.stage.places()") == before


def test_certain_and_possible_ties_are_told_apart_at_a_date(visit: Visit) -> None:
    page = visit("alliance", "#on=1979-03-01")
    shown = _khyber(page, "ties.map((t) => [nodes[t.s].l, k.model.sure(t)])")
    assert ["United Kingdom", "possible"] in shown
    assert ["Pakistan", "certain"] in shown
    widths = _khyber(page, "k.stage.lines().map((e) => [nodes[e.strand.s].l, e.width < 1.5])")
    assert ["United Kingdom", True] in widths
    assert ["Pakistan", False] in widths


def test_what_was_last_known_says_until_when(visit: Visit) -> None:
    page = visit("standings")
    told = "last known on 31 December 2024"
    expect(page.locator(".paints")).to_contain_text("last known")
    expect(page.locator(".rows")).to_contain_text(told)
    for name in ("China", "Iran", "Turkey"):
        _khyber(page, f"k.choose([], [ties.findIndex((t) => nodes[t.t].l === '{name}')])")
        (expect(page.locator(".panel")).to_contain_text if name == "China" else
         expect(page.locator(".panel")).not_to_contain_text)(told)  # fmt: skip


def test_undated_ties_are_left_out_at_a_date_and_counted(visit: Visit) -> None:
    page = visit("map", "#on=2020-01-01")
    assert page.locator(".rows tr").count() == 2
    assert _text(page, ".subtitle").endswith("10 undated left out")


def test_play_runs_over_the_years_and_stops(visit: Visit) -> None:
    page = visit("alliance", "#on=1977-01-01")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".now")).to_have_text("1 January 1979")
    expect(page.locator(".clock button").first).to_have_text("Play")
    assert _text(page, ".now") == "1 January 1980"


def test_a_picture_frozen_at_a_date_has_no_clock(visit: Visit) -> None:
    page = visit("frozen")
    assert page.is_hidden(".clock")
    assert "On 1 January 1957" in _text(page, ".subtitle")


def test_a_network_drawn_with_claims_opens_with_them_and_can_leave_them_out(visit: Visit) -> None:
    page = visit("map")
    expect(page.locator(".rows")).to_contain_text("Iran")
    page.locator(".rows button", has_text="Iran").first.click()
    assert "Iran's ambassador" in _text(page, ".panel")
    assert page.locator(".panel .claim").count() == 1
    page.get_by_label("Claims and plans").uncheck()
    expect(page.locator(".rows")).not_to_contain_text("Iran")
    assert "facts only" in _text(page, ".subtitle")
    assert "claims=0" in page.url


def test_a_kind_can_be_left_out(visit: Visit) -> None:
    page = visit("alliance")
    page.get_by_label("cooperation").uncheck()
    expect(page.locator(".rows tr")).to_have_count(5)


def test_the_panel_tells_time_evidence_and_parties(visit: Visit) -> None:
    page = visit("alliance")
    page.locator(".rows button", has_text="Pakistan").click()
    panel = _text(page, ".panel")
    for words in ("Pakistan → Central Treaty Organization", "1955-09-23", "Treaty Series", "p. 12"):
        assert words in panel
    link = page.locator(".panel a")
    assert link.get_attribute("href") == pictures.EVIDENCE["url"]
    assert "noopener" in (link.get_attribute("rel") or "")


def test_the_canvas_is_reachable_by_keyboard(visit: Visit) -> None:
    page = visit("alliance")
    page.focus(".canvas")
    page.keyboard.press("ArrowRight")
    assert _text(page, ".voice") == "Central Treaty Organization"
    page.keyboard.press("ArrowDown")
    assert "membership" in _text(page, ".voice")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "panel open"
    page.focus(".canvas")
    page.keyboard.press("Escape")
    assert _khyber(page, "k.model.state.strand") is None


def _spot(page: Page, name: str) -> tuple[float, float]:
    """Give where a thing stands, in pixels of the window."""
    box = page.locator(".canvas").bounding_box()
    x, y = _khyber(page, f"k.stage.spot(nodes.findIndex((n) => n.l === '{name}'))")
    assert box
    return x + box["x"], y + box["y"]


def test_pointing_and_clicking_a_thing_opens_it(visit: Visit) -> None:
    page = visit("alliance")
    spot = _spot(page, "Pakistan")
    page.mouse.move(*spot)
    page.wait_for_selector(".tip:not([hidden])")
    assert "Pakistan" in _text(page, ".tip")
    page.mouse.click(*spot)
    expect(page.locator(".panel h2")).to_have_text("Pakistan")


def test_the_table_sorts(visit: Visit) -> None:
    page = visit("alliance")
    page.locator(".head button", has_text="Time").click()
    first = _text(page, ".rows tr")
    assert first.startswith(("Turkey", "Iraq"))
    assert _text(page, "th[aria-sort=ascending]").startswith("Time")


def test_search_finds_and_goes(visit: Visit) -> None:
    page = visit("sets")
    page.fill("input[type=search]", "zea")
    page.locator(".found button").click()
    assert _text(page, ".panel h2") == "New Zealand"
    page.fill("input[type=search]", "nowhere")
    assert _text(page, ".found") == "Nothing is called that"


def test_one_page_switches_between_views_and_languages(visit: Visit) -> None:
    page = visit("timeline")
    assert page.locator(".timeline svg:not([hidden]) .item").count() == 12
    page.locator(".timeline svg:not([hidden]) .item").first.press("Enter")
    assert _text(page, ".panel h2") == "Iran recognises Pakistan"
    page.locator(".tools .switch button", has_text="Network").click()
    assert page.is_visible(".canvas canvas")
    page.locator(".tools .switch button", has_text="Map").click()
    assert "view=map" in page.url
    assert _khyber(page, "k.stage.view().lines.length") > 0
    page.get_by_role("button", name="اردو").click()
    assert page.get_attribute(".khyber", "dir") == "rtl"
    assert "ریاستیں" in _text(page, ".subtitle")


@pytest.mark.slow
def test_a_crowd_says_how_much_of_its_table_is_shown(visit: Visit) -> None:
    page = visit("many")
    assert _text(page, ".shown") == "1–100 of 1600 shown"
    page.get_by_role("button", name="Later rows").click()
    assert _text(page, ".shown") == "101–200 of 1600 shown"
    assert page.locator(".rows tr").count() == 100
    middle = "(() => {const {a, b} = k.stage.lines()[0];"
    middle += "return k.stage.camera.toScreen((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)})()"
    assert _khyber(page, f"k.stage.lineAt({middle}, 3) !== null")


def test_without_scripts_the_static_twin_is_there(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(draw(pictures.cento()).save(tmp_path / "cento.html").as_uri())
    assert "Pakistan" in _text(page, "noscript svg")
    context.close()


def test_the_data_block_cannot_be_left() -> None:
    html = draw(pictures.hostile()).to_html()
    block = html.split('id="data">')[1].split("</script>")[0]
    assert not set("<>&'") & set(block)
    assert json.loads(block)["nodes"][0]["l"] == pictures.HOSTILE[0]


@pytest.mark.parametrize("width", [1440, 1024, 948, 390])
@pytest.mark.parametrize("name", ["sets", "urdu"])
def test_what_says_so_is_in_sight_wherever_it_opens(visit: Visit, name: str, width: int) -> None:
    page = visit(name)
    page.set_viewport_size({"width": width, "height": 844})
    for place in (0, -1):
        row = page.locator(".rows tr").nth(place).locator("button").first
        row.scroll_into_view_if_needed()
        row.click()
        box = page.locator(".panel.open h2").bounding_box()
        assert box
        assert 0 <= box["y"] < 844
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _cut(page: Page) -> Any:
    """Count the names that are drawn and those cut at an edge; give their least size."""
    script = (
        "(() => {k.stage.paint(); const {width: w, height: h} = k.stage.camera;"
        "const all = k.stage.labels();"
        "const out = all.filter((b) => b.x - b.w / 2 < -1 || b.x + b.w / 2 > w + 1"
        "|| b.y - b.h / 2 < -1 || b.y + b.h / 2 > h + 1);"
        "return [all.length, out.length, Math.min(...all.map((b) => b.px))]})()"
    )
    return _khyber(page, script)


def test_names_stand_on_a_phone_and_none_is_cut(visit: Visit) -> None:
    page = visit("alliance")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".khyber")).to_have_attribute("data-width", "narrow")
    named, cut, least = _cut(page)
    assert named == 7
    assert cut == 0
    assert least >= 10
    page = visit("sets")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".khyber")).to_have_attribute("data-width", "narrow")
    named, cut, least = _cut(page)
    assert named >= 12
    assert cut == 0
    assert least >= 10


def test_on_a_phone_each_row_is_a_card_that_says_what_it_is(visit: Visit) -> None:
    page = visit("alliance")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".khyber")).to_have_attribute("data-width", "narrow")
    row = page.locator(".rows tr").first
    assert row.evaluate("(row) => getComputedStyle(row).display") == "block"
    assert row.locator("td").nth(3).get_attribute("data-name") == "Time"
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_a_link_restores_date_filter_selection_and_view(visit: Visit) -> None:
    page = visit("alliance", "#on=1957-01-01&without=Cooperation&thing=iraq&view=map&lang=ur")
    assert "1 جنوری 1957" in _text(page, ".subtitle")
    assert page.locator(".rows tr").count() == 5
    assert _text(page, ".panel h2") == "عراق"
    page.locator(".panel .ties button").first.click()
    link = page.url
    again = visit("alliance", link[link.index("#") :])
    assert again.locator(".panel h2").text_content() == page.locator(".panel h2").text_content()
    assert _khyber(again, "[k.model.state.view, k.model.state.on, k.model.state.lang]") == [
        "map", "1957-01-01", "ur",
    ]  # fmt: skip


def test_the_clock_tells_who_joined_and_left_and_all_times_clears_it(visit: Visit) -> None:
    page = visit("alliance", "#on=1957-01-01")
    page.fill("input[type=range]", "1960")
    expect(page.locator(".change")).to_have_text("Left: Iraq")
    page.fill("input[type=range]", "1958")
    expect(page.locator(".change")).to_have_text("Joined: Iraq")
    assert _khyber(page, "[...k.model.change.joined].map(k.model.nodeName)") == ["Iraq"]
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="All times").click()
    expect(page.locator(".change")).to_have_text("")
    assert _khyber(page, "k.model.change.joined.size") == 0
    assert page.input_value("input[type=date]") == ""


def test_the_picture_is_kept_as_svg_png_and_csv_of_what_is_shown(visit: Visit) -> None:
    page = visit("alliance", "#on=1960-01-01")
    kept = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as download:
            page.locator(f"[data-save={kind}]").click()
        assert download.value.suggested_filename == f"cento-baghdad-pact.{kind}"
        kept[kind] = Path(download.value.path()).read_bytes()
    svg = kept["svg"].decode()
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "On 1 January 1960" in svg
    assert kept["png"].startswith(b"\x89PNG")
    rows = list(csv.DictReader(StringIO(kept["csv"].decode("utf-8-sig"))))
    assert len(rows) == 5
    assert {row["from"] for row in rows} == {"Iran", "Pakistan", "Turkey", "United Kingdom",
                                             "United States"}  # fmt: skip
    assert rows[0]["earliest_start"] == "1955-11-03"


@pytest.mark.parametrize("name", ["hostile", "timeline", "map"])
def test_every_view_is_kept_as_xml_without_scripts(visit: Visit, name: str) -> None:
    page = visit(name)
    with page.expect_download() as download:
        page.locator("[data-save=svg]").click()
    found = ET.fromstring(Path(download.value.path()).read_text("utf-8"))
    tags = {each.tag.rpartition("}")[2] for each in found.iter()}
    assert tags <= {
        "svg",
        "title",
        "desc",
        "rect",
        "g",
        "path",
        "polygon",
        "circle",
        "text",
        "tspan",
    }
    assert not [name for each in found.iter() for name in each.attrib if name.startswith("on")]


def test_the_wheel_scrolls_the_page_until_the_picture_is_chosen(visit: Visit) -> None:
    page = visit("alliance")
    page.locator(".canvas").hover(position={"x": 40, "y": 40})
    before = _khyber(page, "k.stage.camera.k")
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 100")
    assert _khyber(page, "k.stage.camera.k") == before
    page.locator(".canvas").click(position={"x": 40, "y": 300})
    here = page.evaluate("scrollY")
    page.mouse.wheel(0, -200)
    scale = "document.querySelector('#khyber').khyber.stage.camera.k"
    page.wait_for_function(f"() => {scale} > {before}")
    assert page.evaluate("scrollY") == here


def test_it_prints_on_one_page_with_its_legend(visit: Visit) -> None:
    page = visit("sets")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    paper = page.locator(".paper svg")
    assert paper.is_visible()
    assert page.locator(".frame").is_hidden()
    assert "organisation" in (paper.text_content() or "")
    circle = paper.locator("circle").first.bounding_box()
    assert circle
    assert circle["width"] == pytest.approx(circle["height"], rel=0.02)


def test_the_subtitle_says_what_was_left_out(visit: Visit) -> None:
    page = visit("sets")
    page.get_by_label("organisation").uncheck()
    assert "without organisations" in _text(page, ".subtitle")


def test_parallel_ties_fan_out_when_they_are_chosen(visit: Visit) -> None:
    page = visit("parallel")
    assert _khyber(page, "k.stage.lines().map((line) => line.count)") == [5]
    _khyber(page, "k.choose([], k.stage.lines()[0].ties)")
    assert page.locator(".panel .ties li").count() == 5
    assert _khyber(page, "k.stage.lines().map((line) => line.count)") == [1] * 5
    middles = _khyber(page, "k.stage.lines().map((line) => line.m.map(Math.round).join())")
    assert len({*middles}) == 5
    page.locator(".panel .ties button").nth(2).click()
    assert _khyber(page, "k.stage.lines().length") == 5
    assert page.locator(".panel dl").count() == 1


def _inks(page: Page) -> int:
    """Count the pixels of the WebGL canvas that are not empty, as it is drawn now."""
    script = (
        "(() => {const c = document.querySelectorAll('.canvas canvas')[1]; k.stage.paint();"
        "const flat = new OffscreenCanvas(c.width, c.height).getContext('2d');"
        "flat.drawImage(c, 0, 0); const {data} = flat.getImageData(0, 0, c.width, c.height);"
        "let n = 0; for (let i = 3; i < data.length; i += 4) n += data[i] > 0; return n})()"
    )
    return int(_khyber(page, script))


def test_thousands_are_drawn_by_webgl_with_the_same_legend_table_and_panel(visit: Visit) -> None:
    page = visit("bright")
    assert page.locator(".canvas canvas").count() == 3
    whole = _inks(page)
    assert whole > 20_000
    assert _text(page, ".subtitle").startswith("All times · 700 states · 700 people")
    assert _text(page, ".shown") == "1–100 of 3000 shown"
    page.mouse.click(*_spot(page, "Thing 1"))
    expect(page.locator(".panel h2")).to_have_text("Thing 1")
    assert _khyber(page, "k.stage.labels().length") > 5
    page.keyboard.press("Escape")
    for kind in ("support", "rivalry", "agreement"):
        page.get_by_label(kind).uncheck()
    assert _inks(page) < whole / 2
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


def test_without_webgl_thousands_are_drawn_all_the_same(visit: Visit) -> None:
    page = visit("bright", before="HTMLCanvasElement.prototype.getContext = new Proxy("
                 "HTMLCanvasElement.prototype.getContext, {apply: (f, c, a) =>"
                 "a[0] === 'webgl2' ? null : Reflect.apply(f, c, a)})")  # fmt: skip
    inks = _khyber(page, "(() => {k.stage.paint(); const c = k.stage.canvas; const {data} ="
                   "c.getContext('2d').getImageData(0, 0, c.width, c.height); "
                   "let n = 0; for (let i = 3; i < data.length; i += 4) n += data[i] > 0;"
                   "return n})()")  # fmt: skip
    assert inks > 20_000
