"""``kg publish``: the site as a folder of files, for any host and for none."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from kg.cli.options import add_data
from kg.counting import counted
from kg.errors import UsageError

__all__ = ["run"]

# After so many families of pages what is done is told anew.
_OFTEN = 25


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg publish``."""
    parser.epilog = "Only what changed is written again; what is gone is removed."
    parser.add_argument("folder", metavar="FOLDER", help="an empty folder, or one published before")
    parser.add_argument("--address", default="https://w3id.org/khyber", metavar="URL",
                        help="where the site will lie, for what describes it")  # fmt: skip
    parser.add_argument("--workers", type=int, metavar="N", help="processes that write")
    parser.add_argument("--sparql", metavar="PACKAGE", help="the folder of Oxigraph's npm package, "
                        "with which the site answers SPARQL in the browser")  # fmt: skip
    add_data(parser)
    options = parser.parse_args(arguments)
    if find_spec("jinja2") is None:
        raise UsageError("kg publish needs jinja2", mend="pip install 'khyber-kg[web]'")
    from kg.web import Opened, Site, publish  # noqa: PLC0415 - 0.2 s

    opened = Opened(options.data, options.account, options.base)
    if options.workers is not None and options.workers < 1:
        raise UsageError(f"{options.workers} is no number of processes", mend="give 1 or more")
    workers = options.workers or os.cpu_count() or 1
    done = publish(
        Site(opened.engine()), Path(options.folder), address=options.address.rstrip("/"),
        processes=workers, sparql=Path(options.sparql) if options.sparql else None,
        progress=_shown if sys.stderr.isatty() else None,
    )  # fmt: skip
    size = f"{done.bytes / 1e6:,.1f} MB"
    print(
        f"{options.folder}: {counted(done.files, 'file')}, {size}; "
        f"{done.written:,} written, {done.removed:,} removed"
    )
    for each in done.without_page:
        print(f"note: id:{each} has no page, because of its name", file=sys.stderr)
    for each in done.broken:
        print(f"note: nothing is at {each}", file=sys.stderr)
    return 1 if done.broken else 0


def _shown(done: int, known: int) -> None:
    if done % _OFTEN == 0 or done == known:
        print(f"\r{done:,} of {known:,}", end="" if done < known else "\n", file=sys.stderr)
