"""The benchmarks import: nothing else notices when a name that they use has moved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize("name", sorted(path.stem for path in _FOLDER.glob("*.py")))
def test_a_benchmark_imports(name: str) -> None:
    done = subprocess.run(  # noqa: PLW1510
        [sys.executable, "-c", f"import {name}"], cwd=_FOLDER, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr
