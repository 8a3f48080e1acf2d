"""The editor of queries in a browser: over the endpoint, and over a published site that answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.web import Site, publish
from kg.web.still.engine import package_files
from parts import part
from samples import engine_over, ontology_files, quads_of, write_turtle
from webs import client

HOST = "http://localhost"
MEDIA = {".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm",
         ".css": "text/css", ".nq": "application/n-quads"}  # fmt: skip
QUERY = (
    "SELECT ?member WHERE {\n  ?m a kg:Membership ; kg:organization id:cento ; kg:member ?member\n}"
)
DATA = """
id:northern-pact a kg:Alliance ; skos:prefLabel "Northern Pact"@en ;
    kg:time "1955/1979"^^edtf:EDTF .
id:arcadia a kg:State ; skos:prefLabel "Arcadia"@en .
id:m1 a kg:Membership ; kg:organization id:northern-pact ; kg:member id:arcadia ;
    kg:time "1955/1979"^^edtf:EDTF .
"""


def opened(chromium: Browser, answer: Callable[[Route], None], said: list[str]) -> Page:
    page = chromium.new_page()
    page.route("**/*", answer)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    return page


@pytest.fixture
def editor(engine: OxigraphEngine, chromium: Browser) -> Iterator[Page]:
    with client(engine) as site:

        def answer(route: Route) -> None:
            asked = route.request
            reply = site.request(asked.method, asked.url.removeprefix(HOST), headers=asked.headers,
                                 content=asked.post_data_buffer)  # fmt: skip
            route.fulfill(status=reply.status_code, headers=dict(reply.headers), body=reply.content)

        said: list[str] = []
        page = opened(chromium, answer, said)
        page.goto(f"{HOST}/sparql")
        page.wait_for_selector(".editor .under")
        yield page
        # What is refused is told by the browser, and is no fault of the page.
        assert [each for each in said if "400" not in each] == []
        page.close()


def names(page: Page) -> list[str]:
    page.wait_for_selector(".editor .suggestions li")
    return [each.inner_text() for each in page.query_selector_all(".editor .suggestions code")]


def test_a_word_is_completed_by_terms_things_and_variables(editor: Page) -> None:
    editor.fill("#query", "")
    editor.click("#query")
    editor.keyboard.type("SELECT ?member WHERE { ?m a kg:Membe")
    assert names(editor)[0] == "kg:Membership"
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")
    assert editor.input_value("#query").endswith("?m a kg:Membership")
    editor.keyboard.type(" ; kg:organization Baghd")
    expect(editor.locator(".editor .suggestions")).to_contain_text("Baghdad")
    editor.keyboard.press("Escape")
    editor.keyboard.type(" ?mem")
    expect(editor.locator(".editor .suggestions code")).to_have_text("?member")


def test_an_error_stands_at_its_line(editor: Page) -> None:
    editor.fill("#query", "SELECT ?m WHERE {\n  ?m a kg:Membership\n  FILTER(\n}")
    editor.press("#query", "Control+Enter")
    fault = editor.wait_for_selector(".fault")
    assert fault is not None
    assert "line 3" in fault.inner_text()
    expect(editor.locator(".under .bad")).to_have_text("  FILTER(\n")
    at = editor.evaluate("document.querySelector('#query').selectionStart")
    assert editor.input_value("#query")[at] == "("


def test_an_answer_is_a_table_and_a_picture(editor: Page) -> None:
    editor.fill("#query", QUERY)
    editor.press("#query", "Control+Enter")
    editor.wait_for_selector("#result table")
    cells = {each.inner_text() for each in editor.query_selector_all("#result td")}
    assert cells == {"id:imperial-iran", "id:iraq", "id:pakistan", "id:turkey", "id:united-kingdom"}
    editor.click("#result-picture")
    frame = editor.wait_for_selector("#result iframe")
    assert frame is not None
    assert "draw.html?query=" in (frame.get_attribute("src") or "")
    inner = frame.content_frame()
    assert inner is not None
    expect(inner.locator("body")).to_contain_text("Turkey")
    editor.fill("#query", "CONSTRUCT { ?s ?p ?o } WHERE { BIND(id:cento AS ?s) ?s ?p ?o }")
    editor.press("#query", "Control+Enter")
    expect(editor.locator("#result pre")).to_contain_text("Central Treaty Organization")


def test_tabs_are_kept_in_the_browser_and_hostile_ones_are_text(editor: Page) -> None:
    editor.click('[aria-label="New query"]')
    editor.fill("#query", "# <img src=x onerror=alert(1)>\nASK {}")
    editor.click('[aria-label="New query"]')
    editor.fill("#query", "ASK { ?s ?p 1 }")
    editor.reload()
    editor.wait_for_selector(".editor .under")
    assert editor.input_value("#query") == "ASK { ?s ?p 1 }"
    buttons = editor.locator(".tabs").first.locator("button[aria-pressed]")
    assert buttons.count() == 3
    buttons.nth(1).click()
    assert editor.input_value("#query").startswith("# <img")
    assert editor.locator("img").count() == 0
    editor.click('[aria-label="Close this query"]')
    assert buttons.count() == 2
    editor.evaluate("localStorage.setItem('khyber-queries', '{\"texts\": 7}')")
    editor.reload()
    editor.wait_for_selector(".editor .under")
    assert buttons.count() == 1


def test_without_scripts_the_page_shows_the_answer(engine: OxigraphEngine) -> None:
    with client(engine) as site:
        asked = {"query": QUERY, "format": "table"}
        text = site.get("/sparql", params=asked, headers={"accept": "text/html"}).text
        assert set(re.findall(r'<td><a href="/id/([\w-]+)">', text)) == {
            "imperial-iran", "iraq", "pakistan", "turkey", "united-kingdom",
        }  # fmt: skip
        asked["query"] = "ASK { id:cento a kg:Alliance }"
        assert ">Yes<" in site.get("/sparql", params=asked).text


# A published site


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no package of Oxigraph"):
        package_files(tmp_path)
    (tmp_path / "web.js").write_text("")
    (tmp_path / "web_bg.wasm").write_text("no")
    with pytest.raises(UsageError, match="no WebAssembly"):
        package_files(tmp_path)


@pytest.mark.slow
def test_a_published_site_answers_sparql_in_the_browser(tmp_path: Path, chromium: Browser) -> None:
    package = part("oxigraph-npm")
    folder = tmp_path / "site"
    engine = engine_over(quads_of([*ontology_files(), write_turtle(tmp_path / "a.ttl", DATA)]))
    assert publish(Site(engine), folder, sparql=package, processes=2).broken == ()

    def answer(route: Route) -> None:
        file = folder / unquote(urlsplit(route.request.url).path)[1:]
        if file.is_file():
            route.fulfill(path=file, content_type=MEDIA.get(file.suffix, "text/plain"))
        else:
            route.fulfill(status=404)

    said: list[str] = []
    page = opened(chromium, answer, said)
    page.goto(f"{HOST}/index.html")
    page.click("nav >> text=SPARQL")
    page.wait_for_selector(".editor .under")
    page.fill(
        "#query", "SELECT ?who WHERE {\n ?m kg:organization id:northern-pact ; kg:member ?who }"
    )
    page.press("#query", "Control+Enter")
    page.wait_for_selector("#result table")
    assert page.inner_text("#result td") == "id:arcadia"
    page.fill("#query", "SELECT ?who WHERE {\n FILTER( }")
    page.press("#query", "Control+Enter")
    page.wait_for_selector(".fault")
    assert "line 2" in page.inner_text(".fault")
    page.fill("#query", "CONSTRUCT WHERE { id:arcadia ?p ?o }")
    page.press("#query", "Control+Enter")
    expect(page.locator("#result pre")).to_contain_text("Arcadia")
    page.fill("#query", "SELECT * WHERE { ?s kg:member id:arc")
    page.click("#query")
    page.keyboard.press("End")
    page.keyboard.type("a")
    assert names(page) == ["id:arcadia"]
    assert said == []
    page.click("text=اردو")
    page.wait_for_selector(".editor .under")
    assert page.url.endswith("/ur/sparql.html")
    page.close()
