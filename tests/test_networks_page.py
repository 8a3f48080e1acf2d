"""The page on networks: its commands print what stands there."""

from __future__ import annotations

import re
import shlex

import pytest

from samples import ROOT, run_kg

PAGE = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ kg ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "printed"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_a_command_prints_what_the_page_says(command: str, printed: str) -> None:
    done = run_kg(*shlex.split(command))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == printed


def test_the_page_shows_days_versions_and_balance() -> None:
    assert {command.split()[0] for command, _ in BLOCKS} == {"compare", "balance"}
    assert any("--versions" in command for command, _ in BLOCKS)
