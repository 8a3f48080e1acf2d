"""``kg import``: a table of one's own, or a data set of the field, as an account."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.cli.answering import send
from kg.cli.options import add_data
from kg.counting import counted
from kg.errors import UsageError
from kg.opening import open_engine
from kg.paths import existing, write_whole

if TYPE_CHECKING:
    from kg.datasets import Imported, Plan

__all__ = ["run"]

# So many refused rows are printed; a list of names has them all.
_SHOWN: Final = 50


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg import``."""
    parser.epilog = (
        "A row that cannot be read is listed with its line, and nothing is written unless "
        "--skip-bad says so. A mapping may stand in a file beside the table: TABLE.toml."
    )
    _add_options(parser)
    options = parser.parse_args(arguments)
    from kg.datasets import (  # noqa: PLC0415 - only here
        data_sets,
        import_set,
        import_table,
        read_corrections,
        suggested,
    )

    # The account that is made is named by --account; files beside it belong where they say.
    engine = open_engine(options.data, base=options.base)
    if options.suggest:
        send(options, suggested(engine, options.file, options.kind or "", options.sheet or ""))
        return 0
    said = read_corrections(options.names) if options.names else None
    how: dict[str, Any] = {"corrections": said, "skip_bad": options.skip_bad}
    if options.copy:
        return _told(options, import_set(engine, options.file, options.copy, **how))
    if options.file in data_sets():
        cite = f"kg import {options.file} FILE"
        raise UsageError("the file of this data set is missing", where=options.file, mend=cite)
    return _told(options, import_table(engine, options.file, _plan(options), **how))


def _add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="TABLE", help="CSV, TSV (packed too), .xlsx or .parquet; or a data set")
    add("copy", nargs="?", metavar="FILE", help="of a data set of the field: your copy of its file")
    add("--as", dest="kind", metavar="KIND", help="what a row is: membership, event, claim, …")
    add("--map", action="append", default=[], metavar="FIELD=COLUMN,…",
        help="which column fills which field: member=country,time=from..to")  # fmt: skip
    add("--set", action="append", default=[], metavar="FIELD=VALUE",
        help="a field with one value in every row")  # fmt: skip
    add("--mapping", metavar="FILE", help="a mapping as TOML (default: TABLE.toml, if it is there)")
    add("--key", metavar="COLUMN", help="the column that tells rows apart (default: their lines)")
    add("--title", metavar="TEXT", help="the title of the account (default: the file's name)")
    add("--from", dest="since", metavar="DATE", help="the first day that the table speaks for")
    add("--until", metavar="DATE", help="the last day that the table speaks for")
    add("--missing", action="append", default=[], metavar="TEXT", help="stands for no value: -9")
    add("--open", action="append", default=[], metavar="TEXT", help="an end that has not come")
    add("--sheet", metavar="NAME", help="of an Excel file the sheet that is read")
    add("--decimal", choices=("comma", "point"), help="by which numbers have decimals")
    add("--dates", choices=("dmy", "mdy"), help="how days with slashes are written")
    add("--claim", action="store_true", help="what the rows say is claimed: modality, claimant")
    add("--names", metavar="FILE", help="what names stand for: a list of --report, filled in")
    add("--report", metavar="FILE", help="write the names that are left open, to be filled in")
    add("--skip-bad", action="store_true", help="leave out rows that cannot be read")
    add("--suggest", action="store_true", help="print a first mapping for this table, and stop")
    add("-o", "--output", metavar="FILE", help="where to write it (default: ACCOUNT.ttl)")
    add("--force", action="store_true", help="write over a file that is there")
    add_data(parser)


def _plan(options: argparse.Namespace) -> Plan:
    """Give the mapping: that of a file, with what the command line says in its place."""
    from kg.datasets import Plan, Reading, columns_of, read_plan  # noqa: PLC0415

    beside = existing(options.file).with_suffix(".toml")
    named = options.mapping or (beside if not options.map and beside.is_file() else None)
    plan = read_plan(named) if named else Plan("", ())
    columns = tuple(each for text in options.map for each in columns_of(text))
    fixed = tuple(_fixed(text) for text in options.set)
    reading = Reading(
        plan.reading.missing + tuple(options.missing),
        plan.reading.open + tuple(options.open),
        options.dates or plan.reading.dates,
        options.decimal or plan.reading.decimal,
    )
    plan = Plan(
        options.kind or plan.kind,
        columns or plan.columns,
        fixed or plan.constants,
        reading,
        options.account or plan.account,
        options.title or plan.title,
        options.since or plan.since,
        options.until or plan.until,
        options.claim or plan.claim,
        options.key or plan.key,
        options.sheet or plan.sheet,
    )
    if not plan.kind:
        raise UsageError("what a row is, is not said", mend="--as membership; kg new lists kinds")
    if not plan.columns:
        mend = "--map FIELD=COLUMN, or kg import TABLE --suggest for a first one"
        raise UsageError("no column is mapped to a field", mend=mend)
    return plan


def _fixed(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not (sign and field.strip() and value.strip()):
        raise UsageError("this sets no field", where=text, mend="write FIELD=VALUE")
    return field.strip(), value.strip()


def _told(options: argparse.Namespace, done: Imported) -> int:
    """Say what came of it, and write what is to be written."""
    for each in done.refused[:_SHOWN]:
        print(each)
    if len(done.refused) > _SHOWN:
        print(f"and {counted(len(done.refused) - _SHOWN, 'more reason', 'more reasons')}")
    for note in done.notes:
        print(f"note: {note}", file=sys.stderr)
    rows = len({each.line for each in done.refused})
    made = counted(done.made if done.text else 0, "statement")
    print(f"{counted(done.rows, 'row')} in, {made} out, {rows:,} refused")
    if options.report:
        write_whole(options.report, done.corrections())
        print(f"written: {options.report}", file=sys.stderr)
    if not done.text:
        _advise(options, done)
        return 1
    _write(options, done)
    return 0


def _advise(options: argparse.Namespace, done: Imported) -> None:
    said = ["nothing is written" if done.rows else "the table has no row below its head"]
    if done.left and not options.report:
        said.append("--report FILE lists the names that are left open")
    if done.refused and not options.skip_bad:
        said.append("--skip-bad leaves these rows out")
    print("; ".join(said), file=sys.stderr)


def _write(options: argparse.Namespace, done: Imported) -> None:
    path = Path(options.output or f"{done.account}.ttl")
    if path.exists() and not options.force:
        if path.read_bytes() == done.text.encode():
            print(f"unchanged: {path}", file=sys.stderr)
            return
        mend = "add --force to write over it"
        raise UsageError("there is a file already", path=path, mend=mend)
    write_whole(path, done.text)
    print(f"written: {path}", file=sys.stderr)
