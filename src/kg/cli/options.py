"""Options that several commands share: files of one's own, and the accounts that answer."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from kg.terms import compact

__all__ = ["add_account", "add_accounts", "add_data", "spelt"]


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options for files of one's own."""
    parser.add_argument(
        "--data", action="append", default=[], metavar="FILE", help="load a file of your own too"
    )
    add_account(parser)


def add_account(parser: argparse.ArgumentParser) -> None:
    """Add the option for the account that files of one's own belong to."""
    parser.add_argument(
        "--account",
        metavar="NAME",
        help="the account that your files belong to (default: the one they describe, or the facts)",
    )
    parser.add_argument(
        "--base", metavar="IRI", help="what relative addresses in your files are relative to"
    )


def add_accounts(parser: argparse.ArgumentParser) -> None:
    """Add the options for the accounts that answer."""
    parser.add_argument("--claims", action="store_true", help="let claims answer beside facts")
    parser.add_argument(
        "--accounts",
        nargs="+",
        metavar="NAME",
        help="the accounts that answer, such as facts claims (default: the facts)",
    )


def spelt(accounts: Iterable[str]) -> str:
    """Give accounts as one gives them to these options, with commas between."""
    return ", ".join(compact(each).removeprefix("id:") for each in accounts)
