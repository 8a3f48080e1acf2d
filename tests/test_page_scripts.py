"""The page's modules, each by itself, in a browser that is given them from no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from playwright.sync_api import Browser, Page, Route

import pictures
from kg.picture import draw
from kg.picture import page as room
from kg.picture.page.scripts import bundle, modules
from kg.picture.page.shape import Payload

ASSETS = Path(room.__file__).parent / "assets"
SCRIPTS = sorted(ASSETS.glob("*.js"))
AWAY = "http://khyber.test"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """Give an empty page at an address at which only the modules are."""
    context = chromium.new_context()

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{AWAY}/")
        if (ASSETS / name).suffix == ".js":
            route.fulfill(body=(ASSETS / name).read_text("utf-8"), content_type="text/javascript")
        elif name == "bundle":
            route.fulfill(body=bundle("mount"), content_type="text/javascript")
        else:
            route.fulfill(body="<!DOCTYPE html><html lang=en><title>Modules</title>",
                          content_type="text/html")  # fmt: skip

    context.route("**/*", answer)
    opened = context.new_page()
    opened.goto(f"{AWAY}/index.html")
    yield opened
    context.close()


def ran(page: Page, module: str, script: str, *arguments: Any) -> Any:
    """Run a script that sees what a module exports as `m`, and the arguments as `a`."""
    body = f"async (a) => {{ const m = await import('/{module}'); return {script}; }}"
    return page.evaluate(body, list(arguments))


def payload(network: pictures.Network, **arguments: Any) -> Any:
    return json.loads(json.dumps(draw(network, **arguments).payload()))


MODEL = "m.createModel(a[0])"


def test_the_payload_is_described_alike_in_python_and_in_the_scripts() -> None:
    text = (ASSETS / "payload.js").read_text("utf-8")
    block = text[text.index("@typedef {Object} Payload") : text.index("*/")]
    described = set(re.findall(r"@property \{.*?\} (\w+)", block))
    assert described == set(get_type_hints(Payload)) == set(payload(pictures.cento()))


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_each_module_is_checked_and_makes_nothing_global(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith("// @ts-check\n")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    assert not re.search(r"\b(window|globalThis|self)\.\w+ *=[^=]", text)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", text)


def test_the_modules_as_one_do_what_they_do_as_files(page: Page) -> None:
    data = payload(pictures.cento())
    script = (
        "(() => {const root = document.createElement('div'); document.body.append(root);"
        "const before = Object.keys(globalThis).length;"
        "const k = m.mount(root, a[0]); const told = root.querySelector('.subtitle').textContent;"
        "const made = Object.keys(globalThis).length - before; k.destroy();"
        "return [told, made, root.childNodes.length]})()"
    )
    apart, whole = (ran(page, name, script, data) for name in ("mount.js", "bundle"))
    assert apart == whole == ["All times · 6 states · 1 organisation · 6 ties · facts only", 0, 0]
    assert [*modules("mount")][-1] == "mount.js"


def test_another_version_of_the_payload_is_refused(page: Page) -> None:
    data = {**payload(pictures.cento()), "version": 1}
    script = "(() => {try {m.mount(document.body, a[0])} catch (e) {return e.message}})()"
    assert ran(page, "mount.js", script, data) == "a payload of version 1, not 3"


def test_force_is_that_of_a_projection(page: Page) -> None:
    tie = {"b": ["1955-01-01", "1955-12-31", "1959-01-01", "1959-12-31"]}
    days = ["1954-12-31", "1955-06-01", "1957-01-01", "1959-06-01", "1960-01-01", None]
    found = [ran(page, "time.js", "m.force(a[0], a[1])", tie, day) for day in days]
    assert found == [None, "possible", "certain", "possible", None, "certain"]
    after = {**tie, "b": ["1955-01-01", "1955-01-01", None, None], "lk": "1958-01-01"}
    assert ran(page, "time.js", "m.force(a[0], a[1])", after, "1959-01-01") == "last known"
    assert ran(page, "time.js", "m.force({b: [null, null, null, null]}, '1959-01-01')") is None


@pytest.mark.parametrize(
    ("text", "good"),
    [("1960-02-29", True), ("1961-02-29", False), ("1960-13-01", False), ("1960", False),
     ("", False)],
)  # fmt: skip
def test_a_day_is_one_that_there_is(page: Page, text: str, good: bool) -> None:
    assert ran(page, "time.js", "m.isDay(a[0])", text) is good


def test_the_clock_stops_no_later_than_what_was_observed(page: Page) -> None:
    assert ran(page, "time.js", "m.stopIn(1960, '2024-12-31')") == "1960-01-01"
    assert ran(page, "time.js", "m.stopIn(2025, '2024-12-31')") == "2024-12-31"
    assert ran(page, "time.js", "m.stopIn(962, null)") == "0962-01-01"


def test_joined_and_left_are_told_since_the_last_stop(page: Page) -> None:
    script = (
        f"(() => {{const k = {MODEL}; const names = (set) => [...set].map(k.nodeName).sort();"
        "const found = []; for (const day of ['1955-01-01', '1957-01-01', '1960-01-01', null]) {"
        "k.setOn(day); found.push([names(k.change.joined), names(k.change.left)])} return found})()"
    )
    found = ran(page, "model.js", script, payload(pictures.cento()))
    assert found[0] == [[], []]
    assert "Pakistan" in found[1][0]
    assert found[1][1] == []
    assert found[2] == [[], ["Iraq"]]
    assert found[3] == [[], []]


def test_a_link_restores_what_was_chosen(page: Page) -> None:
    script = (
        "(async () => {const {toFragment, fromFragment} = m;"
        "const {createModel} = await import('/model.js'); const k = createModel(a[0]);"
        "Object.assign(k.state, {on: '1960-01-01', view: 'map', lang: 'ur', strand: [1, 2],"
        "groupsOff: new Set(['organization']), paintsOff: new Set([0])});"
        "const text = toFragment(k); const back = fromFragment(text, createModel(a[0]));"
        "return [text, {...back, open: [...back.open], groupsOff: [...back.groupsOff],"
        "paintsOff: [...back.paintsOff]}]})()"
    )
    text, back = ran(page, "address.js", script, payload(pictures.cento()))
    assert "on=1960-01-01" in text
    assert back == {"on": "1960-01-01", "view": "map", "lang": "ur", "claims": False, "things": [],
                    "strand": [1, 2], "groupsOff": ["organization"], "paintsOff": [0],
                    "open": []}  # fmt: skip


@pytest.mark.parametrize(
    "fragment",
    ["#on=yesterday&view=sphere&lang=xx&thing=nobody&tie=none&without=nothing", "#", "#%E0%A4%A",
     "#on=1960-02-31&claims=maybe&thing=__proto__&without=constructor"],
)  # fmt: skip
def test_a_broken_link_shows_the_whole_picture(page: Page, fragment: str) -> None:
    script = (
        "(async () => {const {createModel} = await import('/model.js');"
        "const back = m.fromFragment(a[1], createModel(a[0]));"
        "return [back.on, back.view, back.lang, back.things, back.strand, back.groupsOff.size]})()"
    )
    data = payload(pictures.cento())
    assert ran(page, "address.js", script, data, fragment) == [None, "network", "en", [], None, 0]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("cento", [0]), ("C.E.N.T.O.", [0]), ("ترکيہ", [1]), ("turkiye", [1]), ("TÜRKİYE", [1]),
     ("tur", [1, 2]), ("  ", []), ("nobody", []), ("(", [])],
)  # fmt: skip
def test_things_are_found_by_any_name(page: Page, wanted: str, found: list[int]) -> None:
    things = [
        {"l": "Central Treaty Organization", "a": ["CENTO", "Baghdad Pact"]},
        {"l": "Turkey", "u": "ترکیہ", "a": ["Türkiye"]},
        {"l": "Upper Turkestan"},
    ]
    assert ran(page, "find.js", "m.createFinder(a[0])(a[1])", things, wanted) == found


@pytest.mark.parametrize(
    ("value", "cell"),
    [("plain", "plain"), ("a,b", '"a,b"'), ('say "x"', '"say ""x"""'), ("=1+1", "'=1+1"),
     ("@x", "'@x"), (None, ""), ("two\nlines", '"two\nlines"')],
)  # fmt: skip
def test_a_cell_is_no_formula(page: Page, value: str | None, cell: str) -> None:
    assert ran(page, "saving.js", "m.cell(a[0])", value) == cell


def test_an_address_of_the_web_only_becomes_a_link(page: Page) -> None:
    for text in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "x", ""):
        assert ran(page, "dom.js", "m.safeUrl(a[0])", text) == ""
    assert (
        ran(page, "dom.js", "m.safeUrl('https://example.org/a b')") == "https://example.org/a%20b"
    )


def test_the_camera_zooms_about_a_point_and_back(page: Page) -> None:
    script = (
        "(() => {const c = m.createCamera(); Object.assign(c, {width: 800, height: 600});"
        "c.fit([0, 0, 400, 300]); const before = c.toPlace(100, 50); c.zoom(2, [100, 50]);"
        "const after = c.toPlace(100, 50); return [before, after, c.toScreen(...after)]})()"
    )
    before, after, pixel = ran(page, "camera.js", script)
    assert before == pytest.approx(after)
    assert pixel == pytest.approx([100, 50])


def test_a_bent_line_is_that_of_print(page: Page) -> None:
    from kg.picture.place import via  # noqa: PLC0415 - beside what it is held against

    for start, end, bend in (((0, 0), (100, 0), 15.0), ((30, -20), (-80, 55), -22.5)):
        point, roundness = via(start, end, bend)
        assert ran(page, "curve.js", "m.controlOf(...a)", start, end, roundness) == pytest.approx(
            point
        )
