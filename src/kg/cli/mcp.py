"""``kg mcp``: the graph as tools for an assistant, over the Model Context Protocol."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.util import find_spec

from kg.cli.options import add_data
from kg.errors import UsageError
from kg.opening import open_engine

__all__ = ["run"]

_PORTS = 65_535


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg mcp``."""
    parser.epilog = (
        "An assistant starts this itself: its settings name the command kg with the argument mcp."
    )
    parser.add_argument("--sparql", action="store_true", help="let it write queries of its own")
    parser.add_argument(
        "--seconds", type=float, default=10, metavar="N", help="stop such a query then"
    )
    parser.add_argument("--http", type=int, metavar="PORT",
                        help="answer over HTTP, on this port of this machine")  # fmt: skip
    add_data(parser)
    options = parser.parse_args(arguments)
    if not options.seconds > 0:
        raise UsageError(f"{options.seconds:g} is no number of seconds", mend="give more than 0")
    if options.http is not None and not 0 <= options.http <= _PORTS:
        raise UsageError(f"{options.http} is no port", mend=f"give one from 1 to {_PORTS}")
    if find_spec("mcp") is None:
        raise UsageError("kg mcp needs the protocol's library",
                         mend="pip install 'khyber-kg[assistant]'")  # fmt: skip
    engine = open_engine(options.data, account=options.account, base=options.base)
    from kg.assistant import Desk  # noqa: PLC0415 - nothing else needs it
    from kg.assistant.serving import over_http, over_streams  # noqa: PLC0415 - 0.7 s to import

    desk = Desk(engine, sparql=options.sparql, seconds=options.seconds)
    if options.http is None:
        over_streams(desk)
    else:
        over_http(desk, options.http)
    return 0
