"""The command line: ``kg VERB …``."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; see `kg.cli.main.main`."""
    try:
        # Ctrl-C may be pressed while this is imported.
        from kg.cli.main import main as run  # noqa: PLC0415

        return run(arguments)
    except KeyboardInterrupt:
        return 130
