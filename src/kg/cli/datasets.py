"""``kg datasets``: the data sets of the field that can be imported, and how to cite them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from kg.counting import counted

if TYPE_CHECKING:
    from kg.datasets import DataSet, Version

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg datasets``."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="say all of this one")
    options = parser.parse_args(arguments)
    from kg.datasets import data_set, data_sets  # noqa: PLC0415 - only here

    if options.name:
        print(_whole(data_set(options.name)))
        return 0
    known = data_sets().values()
    width = max(len(each.name) for each in known)
    for each in known:
        span = f"{each.newest.since.year}-{each.newest.until.year}"
        print(f"{each.name:{width}}  {span}  {each.title} {each.newest.name}")
    print("\nkg datasets NAME says what a file needs, what it becomes, and how to cite it.")
    return 0


def _rows(version: Version) -> str:
    return f", {counted(version.rows, 'row')}" if version.rows else ""


def _whole(each: DataSet) -> str:
    lines = [
        each.title,
        *(f"version {one.name}: {one.since} to {one.until}{_rows(one)}" for one in each.versions),
        f"from: {each.page}",
        f"terms: {each.rights}",
        f"cite: {each.citation}",
        f"columns: {' '.join(each.columns)}",
        *(f"becomes: {one}" for one in each.becomes),
        *(f"convention: {one}" for one in each.conventions),
        *(f"left out: {one}" for one in each.leaves_out),
        *(f"tried: {one}" for one in each.tried),
        f"then: kg import {each.name} FILE",
    ]
    return "\n".join(
        fill(line, 96, subsequent_indent="  ", break_long_words=False) for line in lines
    )
