"""``kg check`` and what it prints."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kg.cli.table import write
from kg.paths import shipped
from kg.shapes import Violation, check

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg check``."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="data files; the shipped data if none"
    )
    parser.add_argument("--account", metavar="NAME", help="the account that the files belong to")
    parser.add_argument("--format", choices=("text", "csv", "tsv", "json"), default="text")
    options = parser.parse_args(arguments)
    if options.account and not options.files:
        parser.error("--account names the account of files, and no file is given")
    files = options.files or sorted(shipped("data").glob("*.ttl"))
    report = check(files[0], *files[1:], account=options.account)
    if options.format == "text":
        print(report)
    else:
        write(Violation._fields, report, options.format)
    return 0 if report.ok else 1
