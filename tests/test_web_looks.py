"""Each kind of page in a browser: axe, width, the keyboard, and what is left without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect

from webs import Running, serving

pytestmark = pytest.mark.slow
# A busy machine is no fault of the page's.
expect.set_options(timeout=90_000)
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
PAGES = {
    "home": "/", "found": "/?q=burma", "thing": "/id/cento?on=1957",
    "state": "/id/pakistan?on=1970",
    "statement": "/id/membership-cento-pakistan", "questions": "/questions",
    "form": "/questions/members-at",
    "answer": "/questions/members-at?organization=cento&on=1957",
    "wrong": "/questions/members-at?organization=cento&on=soon",
    "compare": "/compare?name=cento&before=1955&after=1979", "draw": "/draw?name=cento&on=1957",
    "terms": "/ontology", "term": "/ontology/Membership", "concept": "/concept/observer",
    "sources": "/source", "source": "/source/source-text-002", "about": "/about",
    "sparql": "/sparql", "missing": "/id/pakistn",
}  # fmt: skip
Visit: TypeAlias = Callable[..., Page]
# Where the focus is: an element's own number, so that each is counted once.
FOCUS = """() => { const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), look = getComputedStyle(e);
  const every = [...document.querySelectorAll("*")];
  return { at: every.indexOf(e), tag: e.tagName, text: e.textContent.trim().slice(0, 60),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 }; }"""
TABBED = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], iframe")]
  .filter((e) => e.checkVisibility()).length"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("server"), "--workers", "2", "--quiet") as running:
        yield running


@pytest.fixture
def visit(chromium: Browser, server: Running) -> Iterator[Visit]:
    """Open a page; what it says on the console or asks of another host fails the test."""
    opened: list[BrowserContext] = []
    said: list[str] = []

    def visited(path: str, size: str = "desktop", *, scripts: bool = True) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("console", lambda m: None if "status of 40" in m.text else said.append(m.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda r: None if _is_ours(r.url, server) else said.append(r.url))
        page.goto(server.url + path)
        return page

    yield visited
    for each in opened:
        each.close()
    assert said == []


def _is_ours(url: str, server: Running) -> bool:
    return url.startswith((f"{server.url}/", "data:", "blob:"))


def in_urdu(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang=ur"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_each_kind_of_page_is_accessible_and_as_wide_as_its_screen(
    visit: Visit, name: str, size: str
) -> None:
    for path in (PAGES[name], in_urdu(PAGES[name])):
        page = visit(path, size)
        found = Axe().run(page).response["violations"]
        assert [(v["id"], v["impact"], v["nodes"][0]["html"]) for v in found] == [], path
        width: dict[str, int] = page.evaluate(
            "({is: document.documentElement.scrollWidth, has: innerWidth})"
        )
        assert width["is"] <= width["has"], path


@pytest.mark.parametrize("name", ["home", "thing", "answer", "compare", "draw", "sparql"])
def test_every_part_of_a_page_is_reached_by_the_keyboard_and_shows_it(
    visit: Visit, name: str
) -> None:
    page = visit(PAGES[name])
    page.wait_for_load_state("load")
    wanted = min(page.evaluate(TABBED), 60)
    seen: list[dict[str, Any]] = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["tag"] == "IFRAME":
            # What is inside of a picture has a test of its own.
            break
        seen.append(focus)
    assert [each for each in seen if not each["seen"] or not each["ring"]] == []
    assert len({each["at"] for each in seen}) == len(seen)
    assert name == "draw" or len(seen) >= wanted - 1


def test_a_way_from_search_to_an_answer_goes_by_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#q").focus()
    page.keyboard.type("centr")
    option = page.locator("[role=option][data-slug=cento]")
    expect(option).to_be_visible()
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("cento")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=cento**")
    page.locator("main a[href*='/id/cento']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/cento**")
    page.locator("#on").focus()
    page.keyboard.type("1957")
    page.keyboard.press("Enter")
    page.wait_for_url("**on=1957**")
    expect(page.locator("main")).to_contain_text("31 December 1957")
    page.locator("details.sources summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.sources[open] li").first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_scripts(visit: Visit, name: str, size: str) -> None:
    for path in (PAGES[name], in_urdu(PAGES[name])):
        page = visit(path, size, scripts=False)
        assert page.locator("h1").inner_text().strip()
        assert len(page.locator("main").inner_text()) > 40
        # Nothing is offered that only a script could do.
        for button in page.locator("main button:visible").all():
            assert button.evaluate("e => Boolean(e.form && e.form.action)")


def test_without_scripts_a_search_an_answer_and_a_query_are_had(visit: Visit) -> None:
    page = visit("/", scripts=False)
    page.fill("#q", "Burma")
    page.locator("form[role=search] button").click()
    page.locator("main a", has_text="Myanmar").first.click()
    assert page.url.endswith("/id/myanmar")
    page = visit("/questions/members-at", scripts=False)
    page.fill("#p-organization", "cento")
    page.fill("#p-on", "1957")
    page.locator("main form button").last.click()
    assert "Imperial Iran" in page.locator("#answer").inner_text()
    page = visit("/draw?name=cento", scripts=False)
    picture = page.locator("main img.picture")
    expect(picture).to_be_visible()
    page = visit("/sparql", scripts=False)
    page.fill("textarea", "SELECT ?t { id:cento kg:time ?t }")
    page.locator("main form button").last.click()
    page.wait_for_url("**/sparql**query=**")
    assert "1955" in page.locator("body").inner_text()
