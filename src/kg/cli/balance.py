"""``kg balance``: how balanced the signed network of states is at a date."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kg.cli.options import add_accounts, add_data
from kg.network import BOTH, signed
from kg.opening import open_engine

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg balance``."""
    from kg.analysis import balance  # noqa: PLC0415 - numpy, 0.1 s

    parser.add_argument("--on", metavar="DATE", help="the day; all times if none")
    parser.add_argument("--through", nargs="+", metavar="NAME", help="how states are tied")
    parser.add_argument(
        "--both", choices=BOTH, default="drop", help="pairs with ties of both signs"
    )
    parser.add_argument("--groups", type=int, metavar="N", help="a partition of up to N groups too")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S", help="seconds")
    parser.add_argument("--unbalanced", action="store_true", help="list the unbalanced triads")
    add_accounts(parser)
    add_data(parser)
    options = parser.parse_args(arguments)
    network = signed(
        open_engine(options.data, account=options.account, base=options.base),
        options.on,
        through=options.through,
        both=options.both,
        claims=options.claims,
        accounts=options.accounts,
    )
    found = balance(
        network, both=options.both, groups=options.groups, time_limit=options.time_limit
    )
    if options.unbalanced:
        print(found.unbalanced().to_csv(index=False), end="")
    else:
        print(found)
    return 0
