"""The benchmarks import: nothing else notices when a name that they use has moved."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize("name", sorted(path.stem for path in _FOLDER.glob("*.py")))
def test_a_benchmark_imports(name: str) -> None:
    done = subprocess.run(  # noqa: PLW1510
        [sys.executable, "-c", f"import {name}"], cwd=_FOLDER, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr


_SMALL: Final = """
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Final
import generate, peers
folder = Path(sys.argv[1])
generate.generate(3000, folder)
peers.prepare(folder)
texts = [(folder / f"{name}.rq").read_text("utf-8") for name in peers.QUESTIONS]
with ExitStack() as stack:
    for name in ("khyber", "pyoxigraph", "rdflib on Oxigraph"):
        print([peers.PEERS[name].start(folder, stack)(text) for text in texts])
"""


def test_peers_are_given_what_khyber_answers(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: PLW1510
        [sys.executable, "-c", _SMALL, str(tmp_path)], cwd=_FOLDER, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr
    ours, *theirs = done.stdout.splitlines()
    assert theirs == [ours, ours]
