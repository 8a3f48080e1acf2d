"""What ``kg ask`` prints: a heading, a table in words, and what a reader must know of it."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kg.cli.options import spelt
from kg.cli.table import FORMATS as TEXTS
from kg.cli.table import write
from kg.counting import counted
from kg.engine import Engine, Rows, Triples
from kg.errors import UsageError, nearest
from kg.lexical import Value
from kg.paths import refuse_existing, write_whole
from kg.query import (
    Answered,
    account_column,
    columns_of,
    evidence_column,
    frame_from,
    free_name,
    heading,
    label_columns,
    labels,
    remarks_on,
    table_in_words,
    write_parquet,
)
from kg.stopping import scratch

__all__ = ["FORMATS", "print_answer", "send", "send_table"]

# What is no text, and is made of a frame.
_FRAMES: Final = ("xlsx", "parquet")
FORMATS: Final = (*TEXTS, *_FRAMES)


def print_answer(
    engine: Engine, options: argparse.Namespace, put: Answered, given: Mapping[str, object]
) -> int:
    """Print an answer, or write it to a file."""
    form = _form(options)
    if isinstance(put.answer, bool):
        said = "true" if put.answer else "false"
        text = said if form == "json" else "yes" if put.answer else "no"
        send(options, f"{_heading(engine, options, put, given, form)}{text}\n")
    elif isinstance(put.answer, Triples):
        lines = (f"{t.subject} {t.predicate} {t.object} .\n" for t in put.answer.triples)
        send(options, "".join(lines))
    else:
        _print_rows(engine, options, put, put.answer, given)
    return 0


def _form(options: argparse.Namespace) -> str:
    """Give the format that is asked for, by name or by the suffix of a file."""
    if options.format:
        return str(options.format)
    if options.output in (None, "-"):
        return "table"
    suffix = Path(options.output).suffix.lower().removeprefix(".")
    if suffix in FORMATS:
        return suffix
    if suffix in ("txt", "nt", "ttl"):
        return "table"
    raise UsageError(
        "this suffix stands for no table",
        where=options.output,
        mend=nearest(suffix, FORMATS) or f"take one of .{', .'.join(FORMATS[1:])}",
    )


def _heading(
    engine: Engine,
    options: argparse.Namespace,
    put: Answered,
    given: Mapping[str, object],
    form: str,
) -> str:
    if form != "table" or not put.question.name:
        return ""
    return heading(engine, put.question, put.given, given, options.labels or "en") + "\n\n"


def _print_rows(
    engine: Engine,
    options: argparse.Namespace,
    put: Answered,
    result: Rows,
    given: Mapping[str, object],
) -> None:
    form, limit = _form(options), options.limit and min(options.limit, sys.maxsize)
    columns, cut = columns_of(result, limit)
    rows: list[Sequence[Value]] = list(zip(*columns, strict=True))
    asked_words = bool(put.question.name or options.labels) and not options.ids
    language = options.labels or "en"
    added = _added(engine, options, put, rows)
    names = [*result.names]
    table: list[Sequence[Value]] = rows
    if asked_words and form == "table":
        names = [name.replace("_", " ") for name in names]
        table = list(table_in_words(engine, result, language, limit))
    elif asked_words:
        names, wide = label_columns(names, columns, partial(labels, engine, language))
        table = list(zip(*wide, strict=True))
    for name, cells in added:
        names.append(free_name(name, names))
        table = [[*row, cell] for row, cell in zip(table, cells, strict=True)]
    count = len(rows)
    notes = [f"cut at {counted(options.limit, 'row')}; there are more"] if cut else []
    notes += remarks_on(engine, put, count) if not cut else []
    others = [each for each in engine.accounts() if each not in put.query.accounts]
    if not count and options.data and others:
        notes.append(f"asked of {spelt(put.query.accounts)}; not of {spelt(others)}")
    _write(options, form, names, table, _heading(engine, options, put, given, form), notes)


def _added(
    engine: Engine, options: argparse.Namespace, put: Answered, rows: Sequence[Sequence[Value]]
) -> list[tuple[str, list[str]]]:
    """Give the columns beside those of the question: what says so, and whose it is."""
    added = [("evidence", evidence_column(engine, rows))] if options.evidence else []
    if options.accounts and len(put.query.accounts) > 1:
        added.append(("account", account_column(engine, put.query.accounts, rows)))
    return added


def send_table(
    options: argparse.Namespace, names: Sequence[str], table: Sequence[Sequence[Value]]
) -> None:
    """Print a table, or write it to the file that the options name, as they or its suffix say."""
    _write(options, _form(options), names, table, "", ())


def _write(
    options: argparse.Namespace,
    form: str,
    names: Sequence[str],
    table: Sequence[Sequence[Value]],
    head: str,
    notes: Sequence[str],
) -> None:
    if form in _FRAMES:
        send(options, _bytes(form, names, table))
    elif options.output in (None, "-"):
        sys.stdout.write(head)
        write(names, table, form)
    else:
        text = io.StringIO()
        text.write(head)
        write(names, table, form, text)
        send(options, text.getvalue())
    rows = counted(len(table), "row")
    if form == "table" and options.output in (None, "-"):
        print("\n".join([rows, *(f"note: {each}" for each in notes)]))
        return
    sys.stdout.flush()  # What cannot be written is said before what is left out.
    for each in notes:
        print(f"note: {each}", file=sys.stderr)


def _bytes(form: str, names: Sequence[str], table: Sequence[Sequence[Value]]) -> bytes:
    """Give a table as a file that is no text."""
    frame = frame_from(names, table)
    if form == "parquet":
        with scratch("khyber-table-") as folder:
            write_parquet(folder / "table", [frame])
            return (folder / "table").read_bytes()
    if find_spec("openpyxl") is None:
        mend = "pip install 'khyber-kg[tables]', or take .csv, .tsv or .json"
        raise UsageError(".xlsx needs the openpyxl library", mend=mend)
    out = io.BytesIO()
    frame.to_excel(out, index=False)
    return out.getvalue()


def send(options: argparse.Namespace, content: str | bytes) -> None:
    """Write to the file that is asked for, else to standard output."""
    if options.output not in (None, "-"):
        refuse_existing(options.output, force=options.force)
        write_whole(options.output, content)
        print(f"written: {options.output}", file=sys.stderr)
    elif isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        sys.stdout.write(content)
