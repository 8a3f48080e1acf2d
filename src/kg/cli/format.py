"""``kg format``: put data files into canonical order."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from kg.build import prefixes_of, read_quads, utf8_of
from kg.editing import comments_of, write, written_tags
from kg.errors import DataError
from kg.paths import shipped, write_whole
from kg.terms import text_of

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
    return formatted(path).encode() != path.read_bytes()


def formatted(path: Path) -> str:
    """Give a Turtle file in canonical order, its comments and its prefixes kept.

    Raises:
        UsageError: There is no such file, or it is no RDF file.
        DataError: It is not well formed, is not Turtle, holds blank nodes, or a comment at
            a thing that cannot be told.
    """
    quads = read_quads(path)
    if path.suffix.lower() != ".ttl":
        mend = "unpack it first" if path.suffix == ".gz" else "give a .ttl file"
        raise DataError("only Turtle files have a canonical order here", path=path, mend=mend)
    if any(type(term).__name__ == "BlankNode" for q in quads for term in (q.subject, q.object)):
        raise DataError(
            "a blank node has no place in canonical order",
            path=path,
            mend="give it a name in id:",
        )
    text = utf8_of(path)
    comments = comments_of(text, prefixes_of(path))
    strange = set(comments.at) - {text_of(each.subject) for each in quads}
    if strange:
        lines = sorted(line for each in strange for line in comments.lines[each])
        raise DataError(
            f"the comments on lines {', '.join(map(str, lines))} stand at nothing that has a name",
            path=path,
            line=lines[0],
            mend="move them to the head of the file",
        )
    return write(quads, comments=comments, prefixes=prefixes_of(path), tags=written_tags(text))
