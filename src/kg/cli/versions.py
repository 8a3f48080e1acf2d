"""``kg push`` and ``kg diff``: a graph to a server, and what changed between two versions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from kg.build import open_store
from kg.cli.options import add_data
from kg.counting import counted
from kg.editing import counterpart, diff
from kg.engine import account_iri

__all__ = ["run"]


def run(command: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg push`` or ``kg diff``."""
    return (_push if command == "push" else _diff)(parser, arguments)


def _push(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    from kg.remote import Addresses, push  # noqa: PLC0415 - the network's modules cost 40 ms

    parser.add_argument("endpoint", help="the address that takes queries")
    parser.add_argument("--update", metavar="ADDRESS", help="the address that takes updates")
    parser.add_argument("--graph-store", metavar="ADDRESS", help="send batches there instead")
    parser.add_argument("--batch", type=int, default=1000, metavar="N", help="statements a request")
    add_data(parser)
    options = parser.parse_args(arguments)
    if options.batch < 1:
        parser.error(f"argument --batch: {options.batch} is no number of statements")
    common = Addresses.of(options.endpoint)
    addresses = Addresses(options.endpoint, options.update or common.update, options.graph_store)
    # A secret belongs into the environment or ~/.netrc, not where every process list shows it.
    secret = os.environ.get("KG_ENDPOINT_AUTHORIZATION")
    headers = {"Authorization": secret} if secret else None
    own = account_iri(options.account) if options.account else None
    engine = open_store(options.data, account=own, base=options.base)
    pushed = push(
        addresses,
        engine,
        headers=headers,
        batch=options.batch,
    )
    for graph, count in pushed.counts.items():
        print(f"{graph}: {counted(count, 'statement')}")
    print(f"{pushed.sent:,} sent")
    return 0


def _diff(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser.epilog = "A version is a file, a folder of files, or a git revision such as HEAD~1."
    parser.add_argument("old", help="the older version")
    parser.add_argument("new", nargs="?", help="the newer version; what is there now if none")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(arguments)
    found = diff(options.old, options.new or counterpart(options.old))
    sys.stdout.write(f"{found.to_json() if options.format == 'json' else found}\n")
    return 0
