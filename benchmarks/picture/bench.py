"""Time to the first picture: Khyber beside bare vis-network, bare sigma and pyvis, in one run.

Run as ``python benchmarks/picture/bench.py [LIMIT [SIZE ...]]`` from the checkout; LIMIT is how
many seconds a page may take before it is given up (120). sigma and graphology are fetched by npm
into a folder that is deleted; without npm they are left out. All draw the same networks at the
same places in the same Chromium, in turns, and the best of five counts: read the ratios, not the
seconds.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, Error, sync_playwright
from pyvis.network import Network

from kg.picture import draw

CHROMIUM = "/usr/bin/chromium"
SIZES = {1000: 3000, 10_000: 30_000, 100_000: 200_000}
TURNS = 5
SETTLED_AT_MOST = 1000  # pyvis makes its page in time that grows with the square
DRAWN = """() => document.documentElement.dataset.ready === 'true'
  && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
    () => done(performance.now()))))"""
PAGE = """<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Bare</title>
<style>html, body, #box { margin: 0; height: 100%%; width: 100%%; }</style><div id=box></div>
%s<script>const data = %s; %s document.documentElement.dataset.ready = "true";</script>"""
VIS = """new vis.Network(document.getElementById("box"), {
  nodes: data.nodes.map(([id, x, y]) => ({id, x, y, label: id, shape: "dot", size: 8})),
  edges: data.edges.map(([from, to]) => ({from, to})) },
  {physics: false, layout: {improvedLayout: false}, edges: {smooth: false}});"""
SIGMA = """const g = new graphology.Graph({multi: true});
const look = {size: 3, color: "#56b4e9"};
for (const [id, x, y] of data.nodes) g.addNode(id, {x, y: -y, label: id, ...look});
for (const [a, b] of data.edges) g.addEdge(a, b, {color: "#d55e00"});
new Sigma(g, document.getElementById("box"));"""


def crowd(things: int, ties: int) -> nx.MultiDiGraph[Any]:
    """Give a connected network of a size with a place for each thing, the same each time."""
    numbers = Random(things)
    net: nx.MultiDiGraph[Any] = nx.MultiDiGraph(title=f"{things} things, {ties} ties")
    net.add_nodes_from((f"t{i}", {"label": f"Thing {i}", "group": "state"}) for i in range(things))
    for i in range(ties):
        a = i + 1 if i + 1 < things else numbers.randrange(1, things)
        net.add_edge(f"t{a}", f"t{int(numbers.random() ** 2 * a)}", key=f"k{i}", kind="Support")
    return net


def places(net: nx.MultiDiGraph[Any]) -> dict[str, tuple[float, float]]:
    """Give each thing a place in a square that has room for all."""
    numbers, span = Random(1), 60 * len(net) ** 0.5
    return {node: (numbers.random() * span, numbers.random() * span) for node in net}


def bare(script: str, engines: list[str]) -> Callable[..., str]:
    """Give what writes a page with nothing but an engine, the places and the ties."""

    def write(net: nx.MultiDiGraph[Any], at: dict[str, tuple[float, float]]) -> str:
        data = {"nodes": [[node, *at[node]] for node in net], "edges": [[*e] for e in net.edges()]}
        return PAGE % ("".join(f"<script>{e}</script>" for e in engines), json.dumps(data), script)

    return write


def pyvis(net: nx.MultiDiGraph[Any], _: object) -> str:
    """Give the page as pyvis makes it when nothing is set but that scripts are inlined."""
    found = Network(directed=True, cdn_resources="in_line")
    found.from_nx(net)
    rest = "network.once('stabilized', () => document.documentElement.dataset.ready = 'true');"
    return str(found.generate_html(notebook=False)).replace("</body>", f"<script>{rest}</script>")


def fetched(folder: Path) -> list[str]:
    """Fetch graphology and sigma with npm; nothing of them is kept."""
    if not shutil.which("npm"):
        return []
    found = []
    for name, path in (("graphology@0.26.0", "dist/graphology.umd.min.js"),
                       ("sigma@3.0.3", "dist/sigma.min.js")):  # fmt: skip
        subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        pack = next(folder.glob(f"{name.partition('@')[0]}-*.tgz"))
        subprocess.run(["tar", "xzf", pack.name], cwd=folder, check=True)
        found.append((folder / "package" / path).read_text("utf-8"))
    return found


def measure(browser: Browser, file: Path, limit: float) -> float | None:
    """Give the seconds until the picture is there; None where that took longer than the limit."""
    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    try:
        page.goto(file.as_uri())
        # By the page's own clock, which starts when it is asked for.
        return float(page.wait_for_function(DRAWN).json_value()) / 1000
    except Error:
        return None
    finally:
        context.close()


def main() -> None:
    """Measure all at each size and print a table."""
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 120.0
    sizes = [int(size) for size in sys.argv[2:]] or [*SIZES]
    vis = (files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    write = sys.stdout.write
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sigma = fetched(folder)
        drawers: dict[str, Callable[..., str]] = {
            "khyber": lambda net, at: draw(net, layout=at).to_html(),
            "vis-network, bare": bare(VIS, [vis]),
            **({"sigma 3.0.3, bare": bare(SIGMA, sigma)} if sigma else {}),
            "pyvis": pyvis,
        }
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        write("| things, ties | drawn by | first picture, s | to vis-network | page, kB |\n")
        write("|---|---|---|---|---|\n")
        for things in sizes:
            net = crowd(things, SIZES[things])
            at = places(net)
            pages: dict[str, Path] = {}
            for who, make in drawers.items():
                if who == "pyvis" and things > SETTLED_AT_MOST:
                    continue
                pages[who] = folder / f"{len(pages)}.html"
                pages[who].write_text(make(net, at), encoding="utf-8")
            best = turns(browser, pages, limit)
            for who, first in best.items():
                said = f"{first:.2f}" if first else f"not within {limit:.0f}"
                base = best["vis-network, bare"]
                ratio = f"{first / base:.2f}" if first and base else ""
                size = f"{pages[who].stat().st_size / 1000:,.0f}"
                write(f"| {things:,}, {SIZES[things]:,} | {who} | {said} | {ratio} | {size} |\n")
                sys.stdout.flush()


def turns(browser: Browser, files: dict[str, Path], limit: float) -> dict[str, float | None]:
    """Give the best time of each page; they take turns, so that other work hits all alike."""
    took: dict[str, list[float]] = {who: [] for who in files}
    for turn in range(TURNS):
        for who, file in files.items():
            if who == "pyvis" and turn:
                continue
            first = measure(browser, file, limit)
            took[who] += [first] if first else []
    return {who: min(times, default=None) for who, times in took.items()}


if __name__ == "__main__":
    main()
