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
from playwright.sync_api import Error, Locator, Page, expect, sync_playwright

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
def page(lab: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=part("chromium"))
        opened = browser.new_page(viewport={"width": 1300, "height": 1500})
        opened.set_default_timeout(PATIENCE)
        opened.goto(lab)
        # A cell that is run before the kernel is there is forgotten.
        bar = opened.locator("#jp-main-statusbar")
        expect(bar).to_contain_text("Idle", timeout=PATIENCE)
        yield opened
        browser.close()


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


def _keep(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / name)
    assert (ARTEFACTS / name).stat().st_size > 10_000
