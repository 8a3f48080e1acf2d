"""``kg panel``: a row for each state, pair or membership and year, as a file for R or Stata."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kg.cli.options import add_accounts, add_data
from kg.opening import open_engine

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg panel``."""
    from kg.analysis import panel  # noqa: PLC0415 - numpy, 0.1 s

    parser.add_argument("what", metavar="PANEL", help="state-year, dyad-year or membership")
    parser.add_argument("first", type=int, metavar="FROM", help="the first year")
    parser.add_argument("last", type=int, metavar="TO", help="the last year")
    parser.add_argument(
        "--rule",
        default="last known",
        metavar="RULE",
        help="which ties count: certain, last known or possible (default: last known)",
    )
    parser.add_argument(
        "--through", nargs="+", metavar="NAME", help="only these ways of being tied"
    )
    add_accounts(parser)
    add_data(parser)
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="a .csv, .parquet or .dta file"
    )
    options = parser.parse_args(arguments)
    written = panel(
        open_engine(options.data, account=options.account, base=options.base),
        options.what,
        options.first,
        options.last,
        rule=options.rule,
        through=options.through,
        claims=options.claims,
        accounts=options.accounts,
        path=options.output,
        force=options.force,
    )
    print(f"{written}, and {written}.codebook.txt says what its columns mean")
    return 0
