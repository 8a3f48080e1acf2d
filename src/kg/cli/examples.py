"""Examples of every command, which its help ends with; see ``examples.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

__all__ = ["examples"]


def examples() -> dict[str, list[str]]:
    """Give the examples of each command, by its name."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))
