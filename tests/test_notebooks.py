"""Every notebook runs from a clean kernel, says what is committed, and reads without one.

``pytest tests/test_notebooks.py --rewrite-golden`` runs them and writes their outputs anew.
"""

from __future__ import annotations

import ast
import re
import shutil
import time
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import nbformat as _nbformat
import pytest
from nbclient import NotebookClient

nbformat: Any = _nbformat  # it carries no types

# A kernel for each notebook, and all that it draws.
pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NAMES = """01_tour 02_alliances_over_time 03_corridors 04_events 05_claims 06_networks
    07_sparql_for_beginners 08_your_own_data 09_balance 10_what_changed
    11_accounts"""
STILL = ("image/svg+xml", "image/png")
LONGEST_HELPER = 5
MOST_SECONDS = 300
_took: dict[str, float] = {}


class Run(NamedTuple):
    """A notebook as it is committed, and as it comes out of a clean kernel."""

    path: Path
    committed: Any
    fresh: Any


def execute(path: Path, folder: Path) -> Any:
    """Run a notebook from a clean kernel, in a copy of the folder that it is in."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    book = nbformat.read(path, as_version=4)
    for cell in code_cells(book):
        cell.update(outputs=[], execution_count=None)
    began = time.monotonic()
    client = NotebookClient(
        book, timeout=120, record_timing=False, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    _took[path.stem] = time.monotonic() - began
    return book


def kept(book: Any) -> Any:
    """Give what is committed of a run: a still twin of each live picture, and no trace of it."""
    book = deepcopy(book)
    book.metadata.language_info = {"name": "python"}
    for cell in book.cells:
        cell.metadata = {}
        for output in outputs(cell):
            if has_still(output):
                output["data"].pop("text/html", None)
                # The drawing is a twentieth of its pixels in size, and sharp in print.
                if "image/svg+xml" in output["data"]:
                    output["data"].pop("image/png", None)
    return book


def code_cells(book: Any) -> Iterator[Any]:
    return (cell for cell in book.cells if cell.cell_type == "code")


def outputs(cell: Any) -> list[Any]:
    return list(cell.get("outputs", []))


def has_still(output: Any) -> bool:
    data = output.get("data", {})
    return any(data.get(kind, "").strip() for kind in STILL)


def is_live(output: Any) -> bool:
    return "<iframe" in output.get("data", {}).get("text/html", "")


def said(cell: Any) -> list[str]:
    """Give what a cell's outputs say in words."""
    return [o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs(cell)]


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    path: Path = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        fresh = execute(path, tmp_path_factory.mktemp("notebooks"))
    if request.config.getoption("--rewrite-golden"):
        nbformat.write(kept(fresh), path)
    return Run(path, nbformat.read(path, as_version=4), fresh)


def test_the_notebooks_are_all_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES.split()


def test_it_runs_and_complains_of_nothing(run: Run) -> None:
    for cell in code_cells(run.fresh):
        for output in outputs(cell):
            assert output.output_type != "error", output
            assert output.get("name") != "stderr", output.text


def test_it_says_what_is_committed(run: Run) -> None:
    pairs = zip(code_cells(run.committed), code_cells(run.fresh), strict=True)
    for committed, fresh in pairs:
        assert said(committed) == said(fresh), fresh.source


def test_a_still_picture_stands_for_every_live_one(run: Run) -> None:
    cells = zip(code_cells(run.committed), code_cells(run.fresh), strict=True)
    pairs = [pair for each in cells for pair in zip(*map(outputs, each), strict=True)]
    still = [has_still(committed) for committed, fresh in pairs if is_live(fresh)]
    assert still
    assert all(still)


def test_it_is_committed_as_it_was_run_and_without_a_trace(run: Run) -> None:
    cells = list(code_cells(run.committed))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(cell.metadata for cell in run.committed.cells)
    text = run.path.read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w./:-])/(?:home|root|tmp|work|Users|usr|opt)/|file://", text)
    assert len(text) < 1_000_000


def test_each_cell_of_code_is_led_up_to_by_prose(run: Run) -> None:
    kinds = [cell.cell_type for cell in run.committed.cells]
    assert kinds[0] == "markdown"
    assert run.committed.cells[0].source.startswith("# ")
    assert ("code", "code") not in pairwise(kinds)


def test_no_helper_is_longer_than_a_few_lines(run: Run) -> None:
    for cell in code_cells(run.committed):
        if cell.source.startswith("%%"):
            continue
        tree = ast.parse(re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE))
        for each in ast.walk(tree):
            if isinstance(each, ast.FunctionDef | ast.ClassDef | ast.Lambda):
                assert (each.end_lineno or 0) - each.lineno < LONGEST_HELPER, ast.unparse(each)


def test_its_prose_has_the_words_of_the_house(run: Run) -> None:
    prose = " ".join(c.source for c in run.committed.cells if c.cell_type == "markdown")
    words = set(re.findall(r"[a-z]+", prose.lower()))
    assert not {"we", "our", "simply", "organizations", "country", "countries"} & words


def test_the_tour_has_fewer_than_fifteen_cells() -> None:
    assert len(nbformat.read(FOLDER / "01_tour.ipynb", as_version=4).cells) < 15


def test_the_whole_set_runs_in_under_five_minutes(run: Run) -> None:
    assert run.path.stem in _took
    assert sum(_took.values()) < MOST_SECONDS
