"""Atheris, where it is installed: inputs that are chosen by which lines of code they reach."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from fuzz.running import LIMIT, Run
from fuzz.target import Target

__all__ = ["guide", "is_there"]


def is_there() -> bool:
    """Say whether atheris is installed."""
    return importlib.util.find_spec("atheris") is not None


def guide(target: Target, seconds: float) -> Run:
    """Look for inputs for so long, and give what became of them."""
    command = [sys.executable, "-m", "fuzz.fed", target.name, str(int(seconds)), str(LIMIT)]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
        check=False,
    )
    run = Run(target, 0, "guided")
    for said in map(json.loads, done.stdout.splitlines()):
        if "tally" in said:
            run.tally = Counter(said["tally"])
        else:
            run.faults.append(said)
    return run
