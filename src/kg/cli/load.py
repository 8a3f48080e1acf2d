"""``kg load``: build the graph and say what is in it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kg.cli.options import add_account, spelt
from kg.cli.table import FORMATS, write
from kg.counting import counted
from kg.engine import Rows
from kg.opening import open_engine
from kg.query import answer, columns_of

__all__ = ["run"]

_COUNTS = """
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing kg:kind ?class . ?class skos:prefLabel ?kind . FILTER(LANG(?kind) IN ("en", ""))
} GROUP BY ?kind ORDER BY DESC(?things) ?kind"""


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg load``."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="RDF files of your own")
    add_account(parser)
    parser.add_argument("--format", choices=FORMATS, default="table")
    options = parser.parse_args(arguments)
    engine = open_engine(options.files, account=options.account, base=options.base)
    kinds = answer(engine, _COUNTS, accounts=engine.accounts())
    if isinstance(kinds, Rows):
        columns, _cut = columns_of(kinds)
        write(("kind", "things"), zip(*columns, strict=True), options.format)
    if options.format == "table":
        print(counted(engine.size(), "statement"))
        accounts = spelt(engine.accounts())
        print(f"accounts: {accounts}; the facts answer unless --accounts says otherwise")
    return 0
