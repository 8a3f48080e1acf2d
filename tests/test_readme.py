"""The README is under test: its commands run, its Python runs, its table names every command."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.main import parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def kg_lines() -> list[str]:
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ kg ")]


@pytest.mark.parametrize("line", kg_lines())
def test_command_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    words = shlex.split(line, comments=True)
    command = [sys.executable, "-m", "kg", *words[1:]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert all(said.startswith("note: ") for said in done.stderr.splitlines())


def test_readme_names_commands_to_run() -> None:
    assert len(kg_lines()) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("code", blocks("python"))
def test_python_of_the_readme_runs(code: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cento.html").is_file()


def test_readme_names_every_command() -> None:
    named = set(re.findall(r"^\| `kg ([a-z]+)", README, re.MULTILINE))
    # The parser's own help lists the commands, so that a new one cannot be left out of both.
    listed = set(re.findall(r"^  ([a-z]+) +\S", parser().format_help(), re.MULTILINE))
    assert named == listed


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    missing = [link for link in links if not (ROOT / link).exists()]
    assert not missing


def test_the_example_in_the_readme_is_what_the_data_say() -> None:
    (example,) = blocks("turtle")
    data = (ROOT / "data" / "triples.ttl").read_text(encoding="utf-8")
    block = re.search(r"^id:membership-cento-pakistan .*?\.\n", data, re.MULTILINE | re.DOTALL)
    assert block is not None
    for value in re.findall(r"(?:kg|prov):\w+ ([^ ;,\n]+)", example):
        assert value in block[0]
