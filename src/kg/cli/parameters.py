"""Parameters of a question on the command line: ``--name value`` pairs behind the known options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

__all__ = ["read_parameters"]


def read_parameters(
    rest: Sequence[str], parser: argparse.ArgumentParser
) -> dict[str, str | list[str]]:
    """Read ``--name value`` and ``--name=value``; a name given twice is a list."""
    found: dict[str, list[str]] = {}
    waiting = list(rest)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if not word.startswith("--") or len(name) == 2:  # noqa: PLR2004
            parser.error(f"{word!r} is neither an option nor its value")
        if not equals:
            if not waiting:
                parser.error(f"{name} needs a value")
            value = waiting.pop(0)
        found.setdefault(name.removeprefix("--").replace("-", "_"), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
