"""The page on data in: its five commands take a dirty spreadsheet from file to picture."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.cli.main import main
from samples import ROOT
from sheets import spreadsheet

PAGE = (ROOT / "docs" / "guide" / "own-data.md").read_text(encoding="utf-8")


def test_five_commands_take_a_spreadsheet_from_file_to_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("memberships.csv").write_text(spreadsheet(), encoding="latin-1")
    block = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)[0]
    calls = [shlex.split(line.removeprefix("$ kg ")) for line in block.splitlines()]
    assert len(calls) == 5
    statuses = [main(call) for call in calls[:2]]
    said = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[0]
    # What the page shows is what is printed.
    assert said in capsys.readouterr().out
    assert not Path("memberships.ttl").exists()
    statuses += [main(call) for call in calls[2:]]
    assert statuses == [0, 1, 0, 0, 0]
    assert "200 rows in, 197 statements out, 3 refused" in capsys.readouterr().out
    assert "Pakistan" in Path("cento.svg").read_text(encoding="utf-8")
    assert "Narnia" in Path("names.csv").read_text(encoding="utf-8")
