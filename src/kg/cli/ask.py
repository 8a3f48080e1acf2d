"""``kg ask``: neither pandas nor rdflib is on this path, so that it answers at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from kg.cli.answering import FORMATS, print_answer
from kg.cli.options import add_accounts, add_data
from kg.cli.parameters import parted, read_parameters, read_places_into
from kg.errors import UsageError
from kg.opening import open_engine
from kg.paths import existing, is_file
from kg.query import answered, is_question, is_sparql, question, questions

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg ask``."""
    parser.description = (
        "Ask a question by name, or in SPARQL. Without one, the catalogue is listed."
    )
    parser.epilog = (
        "A question's parameters are options; those that are left over may be given by place. "
        "- reads SPARQL from standard input."
    )
    parser.add_argument(
        "question", nargs="?", help="a question's name, SPARQL text, a .rq file, or -"
    )
    parser.add_argument("places", nargs="*", metavar="VALUE", help="values of its parameters")
    parser.add_argument("--find", metavar="WORDS", help="find the questions that suit some words")
    parser.add_argument(
        "--show", action="store_true", help="print the question instead of asking it"
    )
    add_accounts(parser)
    add_data(parser)
    parser.add_argument(
        "--format", choices=FORMATS, help="how to print (default: a table, or as FILE is named)"
    )
    parser.add_argument("--ids", action="store_true", help="show ids, and dates as they are kept")
    parser.add_argument(
        "--labels", choices=("en", "ur"), help="the language of names (default: en)"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write .csv, .tsv, .json, .xlsx or .parquet"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("--limit", type=int, metavar="N", help="give at most N rows")
    parser.add_argument(
        "--time-limit", type=float, metavar="S", help="stop after S seconds (default: none)"
    )
    parser.add_argument("--evidence", action="store_true", help="say what each row rests on")
    if (named := _asks_help(arguments)) is not None:
        return _catalogue("help", question(named))
    known, rest = parted(parser, arguments)
    options = parser.parse_intermixed_args(known)
    if options.find is not None:
        return _catalogue("found", options.find, options.format)
    if options.question is None:
        return _catalogue("list", options.format)
    return _ask(options, parser, rest)


def _asks_help(arguments: Sequence[str]) -> str | None:
    """Give the question of the catalogue whose help is asked for."""
    if not {"--help", "-h"} & set(arguments):
        return None
    return next((word for word in arguments if word in questions()), None)


def _catalogue(what: str, *given: object, **how: object) -> int:
    """Print of the catalogue; nothing of that is needed where a question is asked by name."""
    status: int = getattr(import_module("kg.cli.finding"), f"print_{what}")(*given, **how)
    return status


def _ask(options: argparse.Namespace, parser: argparse.ArgumentParser, rest: list[str]) -> int:
    query = _query(options.question)
    places = options.places
    if not is_sparql(query) and (places or " " in query) and not is_question(query):
        # A sentence, with or without quotes.
        return _catalogue("found", " ".join([query, *places]), options.format, asked=True)
    parameters = read_parameters(rest, parser)
    if not is_sparql(query):
        which = question(query)
        if options.show:
            return _catalogue("question", which)
        parameters = read_places_into(which, places, parameters)
    elif places:
        parser.error(f"{places[0]!r} is neither an option nor its value")
    engine = open_engine(options.data, account=options.account, base=options.base)
    given = {name: getattr(options, name) for name in ("claims", "accounts", "time_limit")}
    put = answered(engine, query, parameters, evidence=options.evidence, **given)
    return print_answer(engine, options, put, parameters)


def _query(given: str) -> str:
    if given == "-":
        text = _text(sys.stdin.buffer.read(), "standard input")
        if text.strip():
            return text
        mend = "write the query to it: kg ask - < FILE"
        raise UsageError("nothing comes from it", where="standard input", mend=mend)
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
