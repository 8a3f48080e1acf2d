"""``kg format``: put data files into canonical order."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from kg.build import read_quads
from kg.editing import write, written_tags
from kg.errors import DataError
from kg.paths import shipped, write_whole

__all__ = ["formatted", "run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg format``."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="Turtle files; the shipped data if none"
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where a file is out of order"
    )
    options = parser.parse_args(arguments)
    files = [Path(f) for f in options.files] or sorted(shipped("data").glob("*.ttl"))
    changed = [path for path in files if _differs(path)]
    for path in changed:
        if not options.check:
            write_whole(path, formatted(path))
        print(f"{'out of order' if options.check else 'formatted'}: {path}")
    return 1 if changed and options.check else 0


def _differs(path: Path) -> bool:
    return formatted(path) != path.read_text(encoding="utf-8")


def formatted(path: Path) -> str:
    """Give a Turtle file in canonical order, the comment at its head kept.

    Raises:
        UsageError: There is no such file, or it is no RDF file.
        DataError: It is not well formed, is not Turtle, or holds blank nodes.
    """
    quads = read_quads(path)
    if path.suffix != ".ttl":
        raise DataError("only Turtle files have a canonical order here", where=str(path))
    if any(type(term).__name__ == "BlankNode" for q in quads for term in (q.subject, q.object)):
        raise DataError(
            "a blank node has no place in canonical order",
            where=str(path),
            mend="give it a name in id:",
        )
    head = []
    text = path.read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#") or line.startswith("###"):
            break
        head.append(line.removeprefix("#").removeprefix(" "))
    return write(quads, "\n".join(head), written_tags(text))
