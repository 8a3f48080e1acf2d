"""JupyterLab itself, through its server, in Chromium: load, complete by a label, ask, see, draw."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat as _nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Error, Locator, Page, expect

import pictures
from kg.picture import draw
from parts import part
from servers import free_port

nbformat: Any = _nbformat  # it carries no types

ARTEFACTS = Path(__file__).resolve().parents[1] / "build" / "artefacts"
TOKEN = "for-this-test-only"  # noqa: S105 - of a server on loopback that lives for one test
PATIENCE = 90_000
# How many lines a text is broken into: JupyterLab sets the words of a broken label over each other.
LINES = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
}"""


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run JupyterLab on a folder with one empty notebook, and give the notebook's address."""
    part("jupyterlab")
    part("chromium")
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_TOKEN", TOKEN)
    settings = tmp_path / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    # No question about news stands in the way, and nothing is asked of the internet.
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet))
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / "settings"))
    folder = tmp_path / "notebooks"
    folder.mkdir()
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = nbformat.v4.new_notebook(metadata={"kernelspec": spec})
    book.cells.append(nbformat.v4.new_code_cell())
    nbformat.write(book, folder / "asked.ipynb")
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}",
    ]  # fmt: skip
    with (tmp_path / "lab.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))
        try:
            _wait(process, port, tmp_path / "lab.log")
            yield f"http://127.0.0.1:{port}/lab/tree/asked.ipynb?token={TOKEN}"
        finally:
            # Ended gently, the server ends its kernels too.
            process.terminate()
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab does not listen: {log.read_text()}")


@pytest.fixture
def page(lab: str, chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1300, "height": 1500})
    opened.set_default_timeout(PATIENCE)
    opened.goto(lab)
    # A cell that is run before the kernel is there is forgotten.
    bar = opened.locator("#jp-main-statusbar")
    expect(bar).to_contain_text("Idle", timeout=PATIENCE)
    yield opened
    opened.close()


def cell(page: Page, number: int) -> Locator:
    return page.locator(".jp-Notebook .jp-CodeCell").nth(number)


def write(page: Page, number: int, text: str) -> None:
    """Type into a cell as a person does; the editor itself closes brackets."""
    cell(page, number).locator(".cm-content").click()
    page.keyboard.type(text)


def complete(page: Page, name: str) -> Locator:
    """Press Tab as a person does: JupyterLab drops an answer that takes longer than a second."""
    offered = page.locator(".jp-Completer-item").filter(has_text=name).first
    for _ in range(5):
        page.keyboard.press("Tab")
        with suppress(Error):
            offered.wait_for(timeout=5_000)
            return offered
    raise AssertionError(f"{name} is not offered")


def run(page: Page, number: int) -> None:
    page.keyboard.press("Shift+Enter")
    expect(cell(page, number).locator(".jp-InputPrompt")).to_have_text(
        f"[{number + 1}]:", timeout=PATIENCE
    )


@pytest.mark.slow
def test_a_reader_loads_completes_asks_and_draws(page: Page) -> None:
    write(page, 0, "%load_ext kg")
    run(page, 0)

    write(page, 1, "%%ask\nSELECT ?member WHERE { ?m kg:organization shangh")
    offered = complete(page, "id:sco")
    expect(offered).to_contain_text("Shanghai Cooperation Organisation", ignore_case=True)
    _keep(page, "lab-completion.png")
    assert offered.locator(".jp-Completer-typeExtended").evaluate(LINES) == 1
    offered.click()
    page.keyboard.type(" ; kg:member ?member }")
    run(page, 1)
    table = cell(page, 1).locator(".jp-OutputArea table")
    expect(table).to_contain_text("id:pakistan")
    expect(table).to_contain_text("Kazakhstan")

    write(page, 2, "%%ask --draw\nSELECT ?member ?organization WHERE {")
    page.keyboard.type(
        " ?m kg:organization id:saarc ; kg:organization ?organization ; kg:member ?member }"
    )
    run(page, 2)
    picture = cell(page, 2).frame_locator("iframe")
    expect(picture.locator("html[data-ready]")).to_be_attached(timeout=PATIENCE)
    expect(picture.locator("canvas").first).to_be_visible()
    cell(page, 2).locator("iframe").scroll_into_view_if_needed()
    _keep(page, "lab.png")
    expect(page.locator("[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)


@pytest.mark.slow
def test_a_live_picture_answers_back_and_leaves_a_twin(
    page: Page, tmp_path: Path, chromium: Browser
) -> None:
    write(page, 0, "import kg; w = kg.explore(kg.project(kg.load(), about='cento')); w")
    run(page, 0)
    output = cell(page, 0).locator(".jp-OutputArea-output .khyber")
    expect(output).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    output.scroll_into_view_if_needed()

    # A letter typed into the search is no shortcut of the notebook.
    output.locator("input[type=search]").fill("pakis")
    output.locator("input[type=search]").press("b")
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(2)
    output.locator("input[type=search]").fill("pakistan")
    output.locator(".found button").first.click()
    expect(output.locator(".panel h2")).to_have_text("Pakistan")
    write(page, 1, "print(w.selected, sorted(set(w.frame().target)))")
    run(page, 1)
    told = cell(page, 1).locator(".jp-OutputArea-output")
    expect(told).to_contain_text("['pakistan']")
    expect(told).to_contain_text("cento")

    write(page, 2, "w.on = '1960'")
    run(page, 2)
    expect(output.locator(".subtitle")).to_contain_text("On 31 December 1960")
    expect(output.locator(".rows")).not_to_contain_text("Iraq")
    _keep(page, "lab-widget.png")
    output.locator(".paints input").first.uncheck()
    write(page, 3, "print(w.without, len(w.network().edges), w.on)")
    run(page, 3)
    expect(cell(page, 3).locator(".jp-OutputArea-output")).to_contain_text("1960-12-31")
    expect(cell(page, 3).locator(".jp-OutputArea-output")).not_to_contain_text("[]")

    # By keyboard alone: into the picture, to a thing, to its tie, into the panel and back.
    output.locator(".canvas").focus()
    for key in ("Escape", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(output.locator(".panel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(output.locator(".canvas")).to_be_focused()
    found = Axe().run(page, context="[data-lm-suppress-shortcuts]").response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []

    book = tmp_path / "notebooks" / "asked.ipynb"
    _export(page, book, chromium)
    _show_untrusted(page, book)


def _export(page: Page, book: Path, chromium: Browser) -> None:
    """Save the notebook, export it, and see the twin where no kernel is."""
    cell(page, 3).locator(".cm-content").click()
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    bundle = nbformat.read(book, as_version=4).cells[0].outputs[0].data
    assert {"application/vnd.jupyter.widget-view+json", "image/png"} <= {*bundle}
    subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", str(book)], check=True,
                   cwd=book.parent)  # fmt: skip
    exported = chromium.new_page(viewport={"width": 948, "height": 900})
    exported.goto(book.with_suffix(".html").as_uri())
    twin = exported.locator("img[src^='data:image/png']").first
    expect(twin).to_be_visible()
    box = twin.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 948
    exported.screenshot(path=ARTEFACTS / "exported.png")
    exported.close()


def _show_untrusted(page: Page, book: Path) -> None:
    """See a notebook from elsewhere, which nobody has trusted: no frame, and the picture fits."""
    bundle = {kind: str(text) for kind, text in draw(pictures.cento())._repr_mimebundle_().items()}
    foreign = nbformat.v4.new_notebook()
    shown = nbformat.v4.new_output("display_data", data=bundle)
    foreign.cells.append(nbformat.v4.new_code_cell("kg.draw(network)", outputs=[shown]))
    nbformat.write(foreign, book.with_name("foreign.ipynb"))
    page.goto(page.url.replace("asked.ipynb", "foreign.ipynb"))
    picture = page.locator(".jp-OutputArea-output img").last
    expect(picture).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".jp-OutputArea-output iframe")).to_have_count(0)
    room = page.locator(".jp-OutputArea-output").last.bounding_box()
    box = picture.bounding_box()
    assert box
    assert room
    assert box["width"] > 300
    assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
    _keep(page, "lab-untrusted.png")


def _keep(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / name)
    assert (ARTEFACTS / name).stat().st_size > 10_000
