"""Every view of a page by axe, light and dark, on a desk and a phone; and nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

import pictures
from kg.picture import draw

DESK, PHONE = (1300, 900), (390, 844)
GRAVE = ("serious", "critical")


def _changed() -> pictures.Network:
    """Give what became of members between two days: joined, left and stayed."""
    net = pictures.network("CENTO: what changed", focus=["cento"])
    pictures.alliance(net, "cento", "Central Treaty Organization", "معاہدۂ مرکزی تنظیم")
    for name, kind in (("iran", "Joined"), ("iraq", "Left"), ("pakistan", "Stayed")):
        pictures.add_states(net, name)
        pictures.tie(net, name, "cento", kind, "1955/1979")
    return net


VIEWS: dict[str, tuple[Any, dict[str, Any]]] = {
    "network": (pictures.pacts, {}),
    "gathered": (pictures.sco, {"gather": 4}),
    "map": (pictures.cpec, {"view": "map"}),
    "timeline": (pictures.events, {"view": "timeline"}),
    "choropleth": (pictures.sco, {"shade": "Membership"}),
    "change": (_changed, {}),
}


@pytest.fixture
def silent(chromium: Browser) -> Iterator[Page]:
    """Give a page that is off the net, and fail if it says or asks for anything."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: None if "file:" in asked.url else said.append(asked.url))
    yield page
    context.close()
    assert said == []


def _grave(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in GRAVE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_accessible(
    silent: Page, tmp_path: Path, view: str, size: tuple[int, int], scheme: Any
) -> None:
    make, how = VIEWS[view]
    silent.set_viewport_size({"width": size[0], "height": size[1]})
    silent.emulate_media(color_scheme=scheme)
    silent.goto(draw(make(), **how).save(tmp_path / "view.html").as_uri())
    silent.wait_for_selector("html[data-ready]")
    assert _grave(silent) == []
    # With the panel of a tie open, and the table under it.
    silent.locator(".rows button").first.click()
    silent.wait_for_selector(".panel.open")
    assert _grave(silent) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_days_side_by_side_are_accessible_on_a_page(
    silent: Page, tmp_path: Path, size: tuple[int, int]
) -> None:
    svg = draw([pictures.cento("1956-01-01"), pictures.cento("1960-01-01")]).to_svg()
    head = "<!doctype html><html lang=en><title>Days</title>"
    file = tmp_path / "days.html"
    file.write_text(f"{head}<main><h1>Days</h1>{svg}</main>", encoding="utf-8")
    silent.set_viewport_size({"width": size[0], "height": size[1]})
    silent.goto(file.as_uri())
    assert _grave(silent) == []
