"""``kg ask``: neither pandas nor rdflib is on this path, so that it answers at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from kg.cli.options import add_accounts, add_data, spelt
from kg.cli.parameters import read_parameters
from kg.cli.table import FORMATS, write
from kg.engine import Engine, Rows, Triples, chosen
from kg.errors import UsageError
from kg.opening import open_engine
from kg.paths import existing, is_file
from kg.query import (
    Question,
    Silence,
    account_column,
    answer,
    columns_of,
    evidence_column,
    free_name,
    is_sparql,
    question,
    questions,
    silence,
)

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg ask``."""
    parser.epilog = (
        "Without a question, the catalogue is listed. A question's parameters are options: "
        "kg ask members-at --organization cento --on 1957-01-01. "
        "kg ask members-at --show prints the question and its parameters; "
        "- reads SPARQL from standard input."
    )
    parser.add_argument(
        "question", nargs="?", help="a question's name, SPARQL text, a .rq file, or -"
    )
    parser.add_argument(
        "--show", action="store_true", help="print the question instead of asking it"
    )
    add_accounts(parser)
    add_data(parser)
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help="how to print (default: table)"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="give at most N rows")
    parser.add_argument(
        "--time-limit", type=float, metavar="S", help="stop after S seconds (default: none)"
    )
    parser.add_argument("--evidence", action="store_true", help="say what each row rests on")
    options, rest = parser.parse_known_args(arguments)
    if options.question is None:
        return _list(options.format)
    query = _query(options.question)
    if options.show:
        return _show(question(query))
    return _ask(options, query, read_parameters(rest, parser))


def _query(given: str) -> str:
    if given == "-":
        return _text(sys.stdin.buffer.read(), "standard input")
    # A path may hold what SPARQL holds too; a query ends otherwise, and is no file.
    named = Path(given).suffix.lower() in (".rq", ".sparql")
    if named and (is_file(given) or "{" not in given):
        return _text(existing(given).read_bytes(), given)
    return given.removeprefix("\ufeff")


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("this is not UTF-8 text", path=where, mend="save it as UTF-8") from None


def _list(form: str) -> int:
    rows = [(name, each.text) for name, each in questions().items()]
    write(("question", "asks"), rows, form)
    return 0


def _show(asked: Question) -> int:
    print(asked.text)
    for each in asked.parameters:
        default = f" (default: {each.default})" if each.default else ""
        print(f"  --{each.name.replace('_', '-')}  {each.type}  {each.meaning}{default}")
    print()
    print("\n".join(line for line in asked.sparql.splitlines() if not line.startswith("#")))
    return 0


def _ask(options: argparse.Namespace, query: str, parameters: dict[str, str | list[str]]) -> int:
    engine = open_engine(options.data, account=options.account, base=options.base)
    given = ("claims", "accounts", "time_limit", "evidence")
    result = answer(engine, query, parameters, **{name: getattr(options, name) for name in given})
    if isinstance(result, bool):
        said = "true" if result else "false"
        print(said if options.format == "json" else "yes" if result else "no")
    elif isinstance(result, Triples):
        for triple in result.triples:
            print(f"{triple.subject} {triple.predicate} {triple.object} .")
    else:
        asked = {name: getattr(options, name) for name in ("claims", "accounts")}
        silent = None if is_sparql(query) else partial(silence, engine, query, parameters, **asked)
        return _print(engine, options, result, silent)
    return 0


_SILENCE: Final = {
    "none": "there is none; an account that was asked is complete for this",
    "not known": "not known; no account that was asked says that it is complete for this",
}


def _print(
    engine: Engine, options: argparse.Namespace, result: Rows, silent: Callable[[], Silence] | None
) -> int:
    limit = options.limit and min(options.limit, sys.maxsize)
    columns, cut = columns_of(result, limit)
    rows = list(zip(*columns, strict=True))
    names = list(result.names)
    if options.evidence:
        says = evidence_column(engine, rows)
        names.append(free_name("evidence", names))
        rows = [(*row, s) for row, s in zip(rows, says, strict=True)]
    asked = chosen(engine, options.accounts, claims=options.claims)
    if options.accounts and len(asked) > 1:
        whose = account_column(engine, asked, rows)
        names.append(free_name("account", names))
        rows = [(*row, w) for row, w in zip(rows, whose, strict=True)]
    count = write(names, rows, options.format)
    if options.format == "table":
        print(f"{count} {'row' if count == 1 else 'rows'}")
    if not count and silent:
        print(f"note: {_SILENCE[silent()]}", file=sys.stderr)
    others = [each for each in engine.accounts() if each not in asked]
    if not count and options.data and others:
        print(f"note: asked of {spelt(asked)}; not of {spelt(others)}", file=sys.stderr)
    if cut:
        print(f"note: cut at {options.limit} rows; there are more", file=sys.stderr)
    return 0
