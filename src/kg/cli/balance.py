"""``kg balance``: how balanced the signed network of states is at a date."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kg.cli.options import add_accounts, add_data
from kg.errors import UsageError
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
    parser.add_argument("--triad", nargs=3, metavar="STATE", help="with -o: only these three")
    parser.add_argument("-o", "--output", metavar="FILE", help="draw the groups side by side")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    add_accounts(parser)
    add_data(parser)
    options = parser.parse_args(arguments)
    if options.triad and not options.output:
        raise UsageError("a triad is drawn into a file", mend="say into which with -o")
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
    if options.output:
        from kg.picture import Picture, draw  # noqa: PLC0415 - layouts cost 0.3 s to import

        shown = found.triad(*options.triad) if options.triad else found.network()
        picture: Picture = draw(shown)
        print(picture.save(options.output, force=options.force))
    elif options.unbalanced:
        print(found.unbalanced().to_csv(index=False), end="")
    else:
        print(found)
    return 0
