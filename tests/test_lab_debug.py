"""JupyterLab itself, through its server, in Chromium: load, complete by a label, ask, see, draw."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from servers import free_port

ARTEFACTS = Path(__file__).resolve().parents[1] / "build" / "artefacts"
TOKEN = "for-this-test-only"  # noqa: S105 - of a server on loopback that lives for one test
PATIENCE = 20_000


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run JupyterLab on a folder with one empty notebook, and give the notebook's address."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_TOKEN", TOKEN)
    settings = tmp_path / "jupyter_config_dir" / "jupyter_server_config.json"
    settings.parent.mkdir()
    # No question about news stands in the way, and nothing is asked of the internet.
    quiet = {"news_url": None, "check_for_updates_class": "jupyterlab.NeverCheckForUpdate"}
    settings.write_text(json.dumps({"LabApp": quiet}))
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
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        opened = browser.new_page(viewport={"width": 1300, "height": 1500})
        opened.set_default_timeout(PATIENCE)
        opened.goto(lab)
        yield opened
        browser.close()


def cell(page: Page, number: int) -> Locator:
    return page.locator(".jp-Notebook .jp-CodeCell").nth(number)


def write(page: Page, number: int, text: str) -> None:
    """Type into a cell as a person does; the editor itself closes brackets."""
    cell(page, number).locator(".cm-content").click()
    page.keyboard.type(text)


def run(page: Page, number: int) -> None:
    page.keyboard.press("Shift+Enter")
    expect(cell(page, number).locator(".jp-InputPrompt")).to_have_text(
        f"[{number + 1}]:", timeout=PATIENCE
    )


def test_a_reader_loads_completes_asks_and_draws(page: Page) -> None:
    write(page, 0, "%load_ext kg")
    run(page, 0)

    write(page, 1, "%%ask\nSELECT ?member WHERE { ?m kg:organization shangh")
    page.keyboard.press("Tab")
    page.wait_for_timeout(3000); page.screenshot(path="/tmp/notebooks/lab_d1.png"); page.keyboard.press("Tab"); page.wait_for_timeout(3000); page.screenshot(path="/tmp/notebooks/lab_d2.png")
    offered = page.locator(".jp-Completer-item", has_text="id:sco").first
    expect(offered).to_contain_text("Shanghai Cooperation Organisation", timeout=PATIENCE)
    _keep(page, "lab-completion.png")
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
    assert all(not cell(page, n).locator(".jp-RenderedText[data-mime-type*='stderr']").count() for n in range(3))  # fmt: skip


def _keep(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / name)
    assert (ARTEFACTS / name).stat().st_size > 10_000
