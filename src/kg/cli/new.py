"""``kg new``: a template of a statement, to be filled in and checked."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kg.cli.answering import send
from kg.cli.options import add_data
from kg.opening import open_engine
from kg.reference import made_from, template

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg new``."""
    parser.epilog = "Fill in what stands in capitals, then hold the file to the rules: kg check."
    parser.add_argument("kind", nargs="*", help="a class, or claim; all that can be made if none")
    parser.add_argument(
        "--claim", action="store_true", help="make it a claim: who makes it, and how it stands"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write it to a file")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    add_data(parser)
    options = parser.parse_args(arguments)
    engine = open_engine(options.data, account=options.account, base=options.base)
    if not options.kind:
        made = made_from(engine)
        width = max(len(label) for _, label in made)
        for name, label in made:
            print(f"{label:{width}}  {name}")
        return 0
    send(options, template(engine, " ".join(options.kind), claim=options.claim))
    return 0
