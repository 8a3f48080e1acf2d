"""``kg why`` and ``kg describe``: a readable page on a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import indent, wrap

from kg.cli.options import add_data
from kg.cli.table import write
from kg.engine import Engine
from kg.evidence import Evidence, evidence_of, passage_text
from kg.opening import open_engine
from kg.period import words
from kg.reference import Model, entry
from kg.terms import compact

__all__ = ["run"]

_WIDTH = 96


def run(command: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg why`` or ``kg describe``."""
    add_data(parser)
    if command == "describe":
        parser.add_argument(
            "term", nargs="?", help="a class, a property, a code list or a concept; all if none"
        )
        options = parser.parse_args(arguments)
        return _describe(
            open_engine(options.data, account=options.account, base=options.base), options.term
        )
    parser.add_argument("name", help="a thing's slug, label or code, or a statement's slug")
    parser.add_argument("--format", choices=("text", "csv", "tsv", "json"), default="text")
    options = parser.parse_args(arguments)
    found = evidence_of(
        open_engine(options.data, account=options.account, base=options.base), options.name
    )
    if options.format != "text":
        write(Evidence._fields, found, options.format)
        return 0
    _show(found)
    if not found:
        print(
            "Nothing in the graph says where this comes from: it is named, "
            "and nothing is stated of it."
        )
    return 0


def _describe(engine: Engine, term: str | None) -> int:
    if term is not None:
        print(entry(engine, term))
        return 0
    model = Model(engine)
    for title, terms in model.terms().items():
        width = max(len(compact(each)) for each in terms)
        print(f"{title}:")
        for each in terms:
            print(f"  {compact(each):{width}}  {model.label(each)}")
    print(
        "kg describe TERM says more of each; kg describe SCHEME lists the entries of a code list."
    )
    return 0


def _show(found: Iterable[Evidence]) -> None:
    for _, group in groupby(found, key=lambda each: each.statement):
        rows = list(group)
        print(_head(rows[0]))
        for each in rows:
            print(indent(_source(each), "    "))


def _head(each: Evidence) -> str:
    when = f" ({words(each.time)})" if each.time else ""
    stands = "" if each.modality == "asserted" else f" [{each.modality}, by {each.claimant}]"
    said = wrap(each.in_words, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join([f"{each.statement}{when}{stands}", *said])


def _source(each: Evidence) -> str:
    if not each.title:
        return "not checked against a document (unreviewed)"
    publisher = f", {each.publisher}" if each.publisher else ""
    read = f" (read {each.reviewed})" if each.reviewed else ""
    lines = [f"{each.title}{publisher}{read}"]
    if each.locator:
        lines.append(each.locator)
    if text := passage_text(each):
        lines += wrap(f"“{text}”", _WIDTH)
    return "\n".join(lines)
