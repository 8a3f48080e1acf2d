"""What is left out of a run is named at its end, and nothing is left out in silence."""

import subprocess
import sys
from pathlib import Path

import pytest

import parts
from samples import TESTS

ABSENT = """
from parts import part
import pytest
@pytest.fixture(scope="module")
def texts():
    return part("texts")
def test_one(texts): raise AssertionError
def test_other(texts): raise AssertionError
def test_browser(): part("chromium")
def test_there(): pass
"""
SILENT = """
import unittest, pytest
@pytest.mark.skip(reason="by a mark")
def test_mark(): pass
@pytest.mark.skipif(True, reason="by a condition")
def test_condition(): pass
@pytest.mark.parametrize("nothing", [])
def test_of_nothing(nothing): pass
def test_call(): pytest.skip("by a call")
def test_raise(): raise unittest.SkipTest("by an error")
"""
WHOLE = "import pytest\npytest.importorskip('a_module_that_is_nowhere')\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    """Give what runs tests of a text, with the project's hooks and without two of the parts."""
    monkeypatch.setenv("KG_SOURCES", str(tmp_path / "nowhere"))
    monkeypatch.setenv("CHROME", "a-browser-that-is-nowhere")
    monkeypatch.setenv("CI", "false")
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    return Run(tmp_path)


class Run:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, *options: str) -> tuple[int, str]:
        (self.folder / "test_it.py").write_text(text, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "last_lines",
            "-p",
            "no:cacheprovider",
            *options,
        ]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120
        )
        return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "options", [[], pytest.param(["-n2"], marks=pytest.mark.slow)], ids=["in one process", "in two"]
)
def test_what_an_absent_part_leaves_out_is_named_and_is_no_failure(
    run: Run, options: list[str]
) -> None:
    status, told = run(ABSENT, *options)
    assert status == 0, told
    assert "1 passed, 3 skipped" in told
    _, ends = told.split("not run: 2, because the folder of the four source texts is absent")
    assert "test_it.py::test_one\ntest_it.py::test_other\n" in ends
    assert "not run: 1, because Chromium is absent" in told
    assert "test_it.py::test_browser\n" in told


def test_on_debian_a_part_that_can_be_had_must_be_there_and_what_is_not_chosen_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    _, told = run(ABSENT, "-m", "not slow")
    failed = parts.must_be_had(parts.PARTS["chromium"])
    assert ("1 failed, 1 passed, 2 skipped" in told) is failed, told
    assert "not run: 2, because the folder of the four source texts is absent" in told
    assert not parts.must_be_had(parts.PARTS["texts"])
    assert "not run: all that is not (not slow); make test runs it" in told


def test_a_silent_skip_is_a_failure_and_so_is_a_file_that_skips_itself(run: Run) -> None:
    (run.folder / "test_whole.py").write_text(WHOLE, encoding="utf-8")
    status, told = run(SILENT, "--continue-on-collection-errors")
    assert status == 1
    # What is skipped before it runs, pytest counts as an error: by marks, and the whole file.
    assert "2 failed, 4 errors" in told
    assert "is skipped (by a call); only parts.part() leaves a test out" in told
    assert "test_whole.py is skipped; only parts.part() leaves a test out" in told


@pytest.mark.parametrize("name", parts.PARTS)
def test_a_part_says_how_it_is_had(name: str) -> None:
    assert " is absent: " in parts.PARTS[name].absent()


def test_a_browser_is_found_by_its_name_wherever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "google-chrome"
    own.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROME", raising=False)
    assert parts.PARTS["chromium"].find() == own
    monkeypatch.setenv("CHROME", "/nowhere/chrome")
    assert parts.PARTS["chromium"].find() is None
    monkeypatch.setenv("CHROME", str(own))
    monkeypatch.setenv("PATH", "/nowhere")
    assert parts.PARTS["chromium"].find() == own
