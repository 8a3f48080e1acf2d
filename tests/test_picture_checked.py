"""Pictures that ship, and a set of others, measured as a browser sets them: no word strays."""

from __future__ import annotations

import argparse
import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page

import pictures
from kg.cli.draw import run
from kg.picture import draw
from measuring import PEN, faults, measured, measured_live
from samples import ROOT

GALLERY = ROOT / "docs" / "gallery"
COMMAND = r"(?m)^\$ kg draw (.*) -o (\S+)\.png$"
COMMANDS = re.findall(COMMAND, (GALLERY / "README.md").read_text(encoding="utf-8"))
CONTACT = runpy.run_path(str(ROOT / "tools" / "make-gallery"))
# What no picture of the contact sheet shows.
OTHERS = [
    "cento --language ur",
    "sco --on 2024 --language ur",
    "iran --language ur",
    "united-states",
    "un --on 1960",
    "nato --gather 12",
    "salala-attack --language ur",
    "pakistan iran turkey --on 1970",
]
DRAWN = [*CONTACT["PICTURES"], *CONTACT["SEVERAL"], *OTHERS, *(words for words, _ in COMMANDS)]


@pytest.fixture(scope="module")
def sheet(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True, viewport={"width": 1300, "height": 900})
    context.add_init_script(PEN)
    yield context.new_page()
    context.close()


def drawn(words: str, file: Path) -> Path:
    run("draw", argparse.ArgumentParser("kg draw"), [*_unsized(words), "-o", str(file)])
    return file


def _unsized(words: str) -> list[str]:
    """Leave out what only a file of a size can have."""
    return shlex.split(re.sub(r" --(?:size|scale) \S+", "", words))


@pytest.mark.parametrize("words", dict.fromkeys(DRAWN))
def test_no_word_of_a_picture_strays(sheet: Page, tmp_path: Path, words: str) -> None:
    svg = drawn(words, tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert faults(measured(sheet, svg)) == []


@pytest.mark.parametrize("words", dict.fromkeys([*CONTACT["PICTURES"], *OTHERS]))
def test_no_word_of_a_page_strays(sheet: Page, tmp_path: Path, words: str) -> None:
    sheet.set_viewport_size({"width": 1300, "height": 900})
    sheet.emulate_media(color_scheme="light")
    assert _strays(sheet, drawn(words, tmp_path / "page.html").as_uri()) == []


@pytest.mark.parametrize(("words", "fragment", "width", "height", "how"), CONTACT["PAGES"])
def test_no_word_of_a_page_strays_however_it_is_seen(
    sheet: Page, tmp_path: Path, words: str, fragment: str, width: int, height: int, how: str
) -> None:
    sheet.set_viewport_size({"width": width, "height": height})
    sheet.emulate_media(color_scheme="dark" if how == "dark" else "light")
    assert _strays(sheet, drawn(words, tmp_path / "page.html").as_uri() + fragment) == []
    svg = sheet.evaluate("document.querySelector('#khyber').khyber.picture().outerHTML")
    assert faults(measured(sheet, svg)) == []


def _strays(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return faults(measured_live(page))


@pytest.mark.parametrize(
    "make", [pictures.cento, pictures.sco, pictures.pacts, pictures.cpec, pictures.standings]
)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_word_of_a_network_made_by_hand_strays(
    sheet: Page, make: type[nx.Graph], language: str
) -> None:
    assert faults(measured(sheet, draw(make(), language=language).to_svg())) == []


WRONG = {
    "one over the other": (("x='20' y='50'", "x='25' y='52'"), "#000"),
    "outside the sheet": (("x='20' y='50'", "x='390' y='90'"), "#000"),
    "too pale": (("x='20' y='50'", "x='20' y='90'"), "#999999"),
    "nearer to another thing": (("x='20' y='50'", "x='330' y='190'"), "#000"),
    "cut": (("x='20' y='50'", "x='20' y='90'"), "#000"),
}


@pytest.mark.parametrize("said", WRONG)
def test_the_checker_sees_what_is_wrong(sheet: Page, said: str) -> None:
    (one, other), fill = WRONG[said]
    end = "…" if said == "cut" else ""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='200' font-size='12'>"
        "<circle data-node='0' cx='20' cy='20' r='5'/>"
        "<circle data-node='1' cx='300' cy='190' r='5'/>"
        f"<text {one}>Pakistan</text>"
        f"<text {other} data-label='0' fill='{fill}'>Iran{end}</text></svg>"
    )
    assert said in {re.split("[:,]", fault)[0] for fault in faults(measured(sheet, svg))}
