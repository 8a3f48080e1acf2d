"""``kg compare``: what differs between two days, two accounts, or two versions of the data."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.cli.options import add_data
from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.network import project, structure
from kg.opening import open_engine

if TYPE_CHECKING:
    from kg.analysis import AccountComparison, Comparison

__all__ = ["run"]

_TWO: Final = 2


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg compare``."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="things, then two days")
    parser.add_argument("--organization", metavar="NAME", help="a thing whose ties are compared")
    parser.add_argument("--accounts", nargs="+", metavar="NAME", help="two accounts or more")
    parser.add_argument("--versions", nargs=2, metavar="VERSION",
                        help="two versions: files, folders or git revisions")  # fmt: skip
    parser.add_argument("--on", metavar="DATE", help="the day of two accounts or versions")
    parser.add_argument("--kind", action="append", metavar="KIND", help="only this kind of tie")
    parser.add_argument("--claims", action="store_true", help="let claims count beside facts")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
    parser.add_argument("-o", "--output", metavar="FILE", help="draw both as one picture")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    add_data(parser)
    options = parser.parse_args(arguments)
    if options.accounts and not (options.on or options.output or options.versions):
        return _accounts(options)
    if options.accounts and len(options.accounts) != _TWO:
        raise UsageError("two accounts are compared on a day, and drawn", where="--accounts")
    found = _compared(options)
    if options.output:
        from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

        print(Path(draw(found.network()).save(options.output, force=options.force)))
        return 0
    return _said(found, options.format)


def _said(found: Comparison | AccountComparison, form: str) -> int:
    """Print what was compared, as it was asked for."""
    if form == "json":
        print(found.to_json())
    elif form == "csv":
        print(found.frame().to_csv(index=False), end="")
    else:
        print(found)
    return 0


def _accounts(options: argparse.Namespace) -> int:
    """Say how accounts stand to each other, tie by tie."""
    from kg.analysis import compare_accounts  # noqa: PLC0415 - numpy, 0.1 s

    if len(options.accounts) < _TWO:
        raise UsageError("one account is compared with nothing", mend="--accounts facts NAME")
    names = [*([options.organization] if options.organization else []), *options.names]
    engine = open_engine(options.data, account=options.account, base=options.base)
    kinds = _kinds(engine, options, names)
    found = compare_accounts(engine, options.accounts, about=names, kinds=kinds)
    return _said(found, options.format)


def _compared(options: argparse.Namespace) -> Comparison:
    from kg.analysis import compare  # noqa: PLC0415 - numpy, 0.1 s

    names = [*([options.organization] if options.organization else []), *options.names]
    if options.accounts and options.versions:
        raise UsageError("two accounts or two versions are compared, not both")
    if options.versions:
        from kg.editing import engine_of_version  # noqa: PLC0415 - only here

        one, two = (
            project(each, options.on, about=names, kinds=_kinds(each, options, names),
                    claims=options.claims)
            for each in map(engine_of_version, options.versions)
        )  # fmt: skip
        return compare(one, two, names=tuple(options.versions))
    engine = open_engine(options.data, account=options.account, base=options.base)
    if options.accounts:
        kinds = _kinds(engine, options, names)
        return compare(*options.accounts, graph=engine, about=names, on=options.on, kinds=kinds)
    if len(names) < _TWO:
        raise UsageError(
            "two days are missing", mend="such as kg compare cento 1957-01-01 1979-12-31"
        )
    *names, before, after = names
    if _is_day(before) != _is_day(after):
        other = after if _is_day(before) else before
        mend = "such as kg compare cento 1957-01-01 1979-12-31"
        raise UsageError("two days are compared, and this is none", where=other, mend=mend)
    return compare(
        before, after, graph=engine, about=names, kinds=_kinds(engine, options, names),
        claims=options.claims,
    )  # fmt: skip


def _is_day(text: str) -> bool:
    with suppress(DataError):
        parse_date(text)
        return True
    return False


def _kinds(engine: Engine, options: argparse.Namespace, names: list[str]) -> list[str] | None:
    """Give the kinds of tie that are compared: those asked for, or what makes the things named."""
    asked: list[str] | None = options.kind
    return asked or (structure(engine, names) if names and not options.claims else None)
