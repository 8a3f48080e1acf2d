"""Pages that are made from the graph are current; prose keeps the house's words."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.slow
def test_generated_pages_are_current() -> None:
    command = [sys.executable, str(ROOT / "tools" / "generate-docs"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_prose_has_no_we_and_no_simply(page: Path) -> None:
    words = page.read_text(encoding="utf-8").lower().replace("`", " ").split()
    assert not {"we", "simply", "our"} & set(words)
