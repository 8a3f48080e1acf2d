"""The pages of commands: each prints what stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.cli.main import main
from samples import ROOT, run_kg

PAGES = {
    name: re.findall(
        r"```console\n\$ kg ([^\n]+)\n(.*?)```",
        (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    for name in ("guide/first-questions", "guide/sparql", "guide/citing", "networks")
}
BLOCKS = [block for blocks in PAGES.values() for block in blocks]


@pytest.mark.parametrize(("command", "printed"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_a_command_prints_what_the_page_says(command: str, printed: str) -> None:
    done = run_kg(*shlex.split(command))
    # A name that several bear is refused, and the page shows how.
    assert done.returncode == (2 if "may mean" in printed else 0), done.stderr
    assert done.stdout + done.stderr == printed


def test_the_page_on_asking_shows_ten_first_questions() -> None:
    assert len(PAGES["guide/first-questions"]) >= 10


def test_the_page_on_networks_shows_days_versions_and_balance() -> None:
    commands = [command for command, _ in PAGES["networks"]]
    assert {command.split()[0] for command in commands} == {"compare", "balance"}
    assert any("--versions" in command for command in commands)


PICTURES = (ROOT / "docs" / "guide" / "pictures.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", re.findall(r"`kg (draw [^`]+)`", PICTURES))
def test_a_command_of_the_page_on_pictures_draws(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command)
    assert main(words) == 0
    assert (tmp_path / words[words.index("-o") + 1]).stat().st_size > 1000


def test_the_guide_names_each_of_its_pages() -> None:
    folder = ROOT / "docs" / "guide"
    named = set(re.findall(r"\]\(([\w-]+)\.md\)", (folder / "README.md").read_text("utf-8")))
    assert named == {each.stem for each in folder.glob("*.md")} - {"README"}
