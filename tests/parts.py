"""The parts that tests use and that may be absent: each is found here, and asked for in one way.

``part("virtuoso")`` gives where Virtuoso is. Where a part is absent, the test that asks for it ends
there and is named at the end of the run as not run; with CI=true on Debian it fails, if the part
can be had there. No test is left out in another way: ``conftest.py`` makes every other skip an
error.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple, NoReturn

__all__ = ["COMUNICA", "LEFT_OUT", "PARTS", "Part", "found", "must_be_had", "part"]

ROOT = Path(__file__).resolve().parents[1]
URDU = Path("/usr/share/fonts/truetype/noto/NotoNastaliqUrdu-Regular.ttf")
# Where tools/test-parts installs what tests/comunica pins.
COMUNICA = Path(sys.prefix) / "comunica"
# Why tests were left out, as it was said; what is said elsewhere is a silent skip.
LEFT_OUT: set[str] = set()
# The user's own folder of the texts, before a test changes the environment.
_NAMED = os.environ.get("KG_SOURCES")
_SUITES = os.environ.get("KG_SUITES")


class Part(NamedTuple):
    """Something real that tests use: its name in a sentence, how it is found, who brings it.

    What is `apart` is of no use to `make test`, and is only got by its name.
    """

    what: str
    find: Callable[[], Path | None]
    mend: str
    package: str = ""
    locked: bool = False
    apart: bool = False

    def absent(self) -> str:
        """Say that it is absent, and what would mend that."""
        return f"{self.what} is absent: {self.mend}"


def part(name: str) -> Path:
    """Give where a part is; a test that asks for an absent one ends here, and says so."""
    place = found(name)
    if place is None:
        _leave_out(PARTS[name])
    return place


@cache
def found(name: str) -> Path | None:
    """Give where a part is, or None where it is absent."""
    return PARTS[name].find()


def _leave_out(which: Part) -> NoReturn:
    import pytest  # noqa: PLC0415 - what only looks for parts needs no pytest

    if must_be_had(which):
        pytest.fail(f"{which.absent()} (with CI=true on Debian it must be there)", pytrace=False)
    LEFT_OUT.add(which.absent())
    pytest.skip(which.absent())


def must_be_had(which: Part) -> bool:
    """Say whether a part's absence is a failure: with CI=true on Debian, where it can be had."""
    return os.environ.get("CI") == "true" and _debian() and (bool(which.package) or which.locked)


def _debian() -> bool:
    with suppress(OSError):
        return platform.freedesktop_os_release()["ID"] == "debian"
    return False


def _program(*names: str) -> Path | None:
    places = filter(None, map(shutil.which, names))
    return next(map(Path, places), None)


def _texts() -> Path | None:
    folder = Path(_NAMED) if _NAMED else ROOT.parent / "shared" / "seeds"
    return folder if any(folder.glob("*.txt")) else None


def _suite(path: str) -> Callable[[], Path | None]:
    """Find a folder of a published suite by a file in it."""
    suites = Path(_SUITES) if _SUITES else ROOT.parent / "shared" / "suites"
    return lambda: (suites / path).parent if (suites / path).exists() else None


def _chromium() -> Path | None:
    if named := os.environ.get("CHROME"):
        return _program(named)
    return _program("chromium", "chromium-browser", "google-chrome") or _playwrights_own()


def _playwrights_own() -> Path | None:
    # In a process of its own: within a running event loop Playwright refuses to start.
    code = "from playwright.sync_api import sync_playwright as s\n"
    code += "with s() as p: print(p.chromium.executable_path)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    place = Path(done.stdout.strip())
    return place if place.is_file() else None


def _jupyterlab() -> Path | None:
    spec = importlib.util.find_spec("jupyterlab")
    return Path(spec.origin) if spec and spec.origin else None


def _comunica() -> Path | None:
    program = COMUNICA / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"
    return program if program.is_file() and _program("node") else None


def _spark() -> Path | None:
    spec = importlib.util.find_spec("pyspark")
    return Path(spec.origin) if spec and spec.origin else None


def _oxigraph_npm() -> Path | None:
    named = os.environ.get("OXIGRAPH_NPM")
    folder = Path(named) if named else COMUNICA / "node_modules" / "oxigraph"
    return folder if (folder / "web_bg.wasm").is_file() else None


def _checkout() -> Path | None:
    return ROOT if (ROOT / ".git").exists() and _program("git") else None


def _mount() -> Path | None:
    """Give the program that mounts, where this process may mount: Linux's capability 21."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("CapEff:") and int(line.split()[1], 16) >> 21 & 1:
                return _program("mount")
    return None


PARTS = {
    "texts": Part(
        "the folder of the four source texts",
        _texts,
        "let KG_SOURCES name it, or put it beside the checkout as shared/seeds",
    ),
    "protocol": Part(
        "the folder of W3C's SPARQL 1.1 Protocol tests",
        _suite("sparql11/protocol/manifest.ttl"),
        "let KG_SUITES name the folder that holds sparql11/protocol (github.com/w3c/rdf-tests)",
    ),
    "evaluation": Part(
        "the folder of W3C's SPARQL 1.1 query evaluation tests",
        _suite("sparql11/manifest-sparql11-query.ttl"),
        "let KG_SUITES name the folder that holds sparql11 (github.com/w3c/rdf-tests, sparql)",
    ),
    "reconciliation": Part(
        "the folder of the Reconciliation API's schemas",
        _suite("reconciliation-0.2/schemas"),
        "let KG_SUITES name the folder that holds reconciliation-0.2 "
        "(github.com/reconciliation-api/specs, 0.2)",
    ),
    "chromium": Part(
        "Chromium",
        _chromium,
        "install chromium, chromium-browser or google-chrome, or let CHROME name one",
        package="chromium",
    ),
    "urdu": Part(
        "the font for Urdu",
        lambda: URDU if URDU.is_file() else None,
        "install Noto Nastaliq Urdu",
        package="fonts-noto-core",
    ),
    "virtuoso": Part(
        "Virtuoso 7",
        lambda: _program("virtuoso-t"),
        "install virtuoso-t (Debian: virtuoso-opensource-7-bin)",
        package="virtuoso-opensource-7-bin",
    ),
    "oxigraph": Part(
        "the oxigraph server",
        lambda: _program(str(Path(sys.executable).with_name("oxigraph"))),
        "install the packages of requirements-test.lock",
        locked=True,
    ),
    "jupyterlab": Part(
        "JupyterLab", _jupyterlab, "install the packages of requirements-test.lock", locked=True
    ),
    "npm": Part("npm", lambda: _program("npm"), "install npm", package="npm"),
    "comunica": Part("Comunica", _comunica, "install npm, and run tools/test-parts", locked=True),
    "java": Part(
        "Java",
        lambda: _program("java"),
        "install a JRE of 17 or newer (Debian: openjdk-17-jre-headless)",
        package="openjdk-17-jre-headless",
        apart=True,
    ),
    "spark": Part(
        "Spark", _spark, "install the packages of requirements-spark.lock", locked=True, apart=True
    ),
    "oxigraph-npm": Part(
        "Oxigraph's npm package",
        _oxigraph_npm,
        "unpack what npm pack oxigraph gives, and let OXIGRAPH_NPM name the folder",
    ),
    "systemd": Part(
        "systemd-analyze", lambda: _program("systemd-analyze"), "install systemd", package="systemd"
    ),
    "git": Part("git", lambda: _program("git"), "install git", package="git"),
    "checkout": Part("a checkout of git", _checkout, "run the tests in a clone, with git"),
    "mount": Part(
        "the right to mount a small disk", _mount, "run the tests as root of a Linux machine"
    ),
}
