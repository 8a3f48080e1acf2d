"""The help of each command: its examples run, as they stand there."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.examples import examples
from kg.cli.main import _COMMANDS, main
from parts import part
from samples import ROOT, SAMPLE, run_kg
from servers import oxigraph

CALLS = [(command, call) for command, calls in examples().items() for call in calls]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the files that the examples name, in a checkout of its own."""
    part("checkout")
    folder = tmp_path_factory.mktemp("desk")
    clone = ["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), str(folder / "clone")]
    subprocess.run(clone, check=True)
    desk = folder / "clone"
    shutil.copy(ROOT / "notebooks" / "my_data.ttl", desk / "my_data.ttl")
    shutil.copy(SAMPLE, desk / "old.ttl")
    (desk / "countries.csv").write_text("country,year\nGermany,1960\n260,1970\n")
    rows = "country,org,from,to\nPakistan,CENTO,1955-09-23,1979-03-12\nTurkey,CENTO,1955,1979\n"
    (desk / "treaties.csv").write_text(rows)
    return desk


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with oxigraph() as running:
        yield running.addresses.query.removesuffix("/query")


def test_every_command_has_examples_that_call_it() -> None:
    assert set(examples()) == set(_COMMANDS)
    assert all(call.split()[:2] == ["kg", command] for command, call in CALLS)


@pytest.mark.slow
@pytest.mark.parametrize(("command", "call"), CALLS, ids=[call for _, call in CALLS])
def test_an_example_runs(
    command: str,
    call: str,
    desk: Path,
    server: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(desk)
    words = [word.replace("http://localhost:7878", server) for word in shlex.split(call)]
    if command == "mcp":
        # It serves until the assistant that started it goes away.
        gone = run_kg(*(str(desk / each) if each.endswith(".ttl") else each for each in words[1:]))
        assert gone.returncode == 0, gone.stderr
        return
    try:
        status = main(words[1:])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    # A name that is left open is told by a status of its own.
    assert status == (1 if command == "resolve" and "left open" in err else 0), err
    assert "Traceback" not in err
    assert out or "-o" in words or command == "format"
