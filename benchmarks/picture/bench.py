"""Time to the first complete picture, and frames a second while panning: Khyber beside pyvis.

Run as ``python benchmarks/picture/bench.py [LIMIT]`` from the checkout; LIMIT is how many seconds
pyvis may take to settle before it is given up (240). Both draw the same networks in the same
Chromium, one after the other in one run: read the ratios, not the seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

from kg.picture import draw

CHROMIUM = "/usr/bin/chromium"
SIZES = ((100, 300), (1000, 3000), (5000, 20000))
PAN = """async (seconds) => {
  const start = performance.now(), home = network.getViewPosition();
  let frames = 0;
  while (performance.now() - start < seconds * 1000) {
    network.moveTo({position: {x: home.x + 200 * Math.sin(frames / 5), y: home.y}});
    await new Promise(requestAnimationFrame);
    frames += 1;
  }
  return frames * 1000 / (performance.now() - start);
}"""
TWO_FRAMES = "new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))"


def crowd(things: int, ties: int) -> nx.MultiDiGraph[Any]:
    """Give a connected network of a size, the same each time."""
    numbers = Random(things)
    net: nx.MultiDiGraph[Any] = nx.MultiDiGraph(title=f"{things} things, {ties} ties")
    net.add_nodes_from((f"t{i}", {"label": f"Thing {i}", "group": "state"}) for i in range(things))
    for i in range(ties):
        a = i + 1 if i + 1 < things else numbers.randrange(1, things)
        net.add_edge(f"t{a}", f"t{int(numbers.random() ** 2 * a)}", key=f"k{i}", kind="Support")
    return net


def khyber(net: nx.MultiDiGraph[Any], file: Path) -> None:
    """Write the page as Khyber does."""
    draw(net).save(file, force=True)


def pyvis(net: nx.MultiDiGraph[Any], file: Path) -> None:
    """Write the page as pyvis does when nothing is set but that scripts are inlined."""
    found = Network(directed=True, cdn_resources="in_line")
    found.from_nx(net)
    file.write_text(found.generate_html(notebook=False), encoding="utf-8")


def settled(page: Page, limit: float) -> bool:
    """Wait until Khyber's page is ready, or pyvis's physics has come to rest."""
    end = time.perf_counter() + limit
    while time.perf_counter() < end:
        if page.evaluate("document.documentElement.dataset.ready ?? network.physics.stabilized"):
            page.evaluate(TWO_FRAMES)
            return True
        time.sleep(0.02)
    return False


def measure(browser: Browser, file: Path, limit: float) -> tuple[float, float, bool]:
    """Give seconds until the picture is complete, frames a second, and whether it was in time."""
    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    start = time.perf_counter()
    page.goto(file.as_uri())
    done = settled(page, limit)
    seconds = time.perf_counter() - start
    frames = page.evaluate(PAN, 3)
    context.close()
    return seconds, frames, done


def main() -> None:
    """Measure both at each size and print a table."""
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 240.0
    write = sys.stdout.write
    write(
        "| things, ties | drawn by | written s | complete s | frames/s |\n|---|---|---|---|---|\n"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        for things, ties in SIZES:
            net = crowd(things, ties)
            for make in (khyber, pyvis):
                file = Path(folder) / f"{make.__name__}.html"
                start = time.perf_counter()
                make(net, file)
                written = time.perf_counter() - start
                seconds, frames, done = measure(browser, file, limit)
                complete = f"{seconds:.2f}" if done else f"not within {limit:.0f}"
                cells = f"{written:.2f} | {complete} | {frames:.1f}"
                write(f"| {things:,}, {ties:,} | {make.__name__} | {cells} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
