"""Importing: a table of one's own to the Turtle of an account, or to what hinders it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from kg.datasets.describing import checksum, described_as
from kg.datasets.fields import read_kind
from kg.datasets.making import Account, Made, Said, make
from kg.datasets.mapping import Plan
from kg.datasets.matching import Left, Matcher, corrections_text
from kg.datasets.reading import rows_of
from kg.datasets.records import Refused
from kg.datasets.rows import Given, Row
from kg.datasets.tables import open_table
from kg.days import parse_date
from kg.editing import Scribe, assembled
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.reference import Model
from kg.shapes import check_apart
from kg.stopping import scratch
from kg.terms import compact, expand, slug
from kg.vocabulary import CLAIMS, FACTS

__all__ = ["Imported", "finished", "import_table"]

# A row that breaks a rule is left out, and then another may: so often it is looked again.
_ROUNDS: Final = 4


@dataclass
class Imported:
    """What came of an import.

    Attributes:
        account: The name of the account.
        rows: How many rows the file has.
        made: How many things and relations they made.
        refused: The rows that made none, each with its line and the reason.
        left: The names that are left open.
        notes: What a reader should know besides.
        text: The account as Turtle; empty where a row is refused and none is to be skipped.
        said: What names were said to stand for.
    """

    account: str
    rows: int = 0
    made: int = 0
    refused: list[Refused] = field(default_factory=list)
    left: list[tuple[Given, Left, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    text: str = ""
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def corrections(self) -> str:
        """Give the list of names that are left open as CSV, to be filled in and handed back."""
        return corrections_text(self.left, self.said)


def import_table(
    engine: Engine,
    path: str | Path,
    plan: Plan,
    *,
    corrections: Mapping[tuple[str, str], str] | None = None,
    skip_bad: bool = False,
) -> Imported:
    """Make the statements of a table of somebody's own.

    Each row becomes one thing or relation of the plan's kind, with its row as its evidence, in an
    account of its own. Names and codes are looked up as of the row's time; nothing is guessed.

    Args:
        engine: The graph's engine, in which names are looked up.
        path: The table: CSV, TSV, Excel or Parquet.
        plan: How its columns are read.
        corrections: What somebody has said that names stand for; see `read_corrections`.
        skip_bad: Whether rows that cannot be read are left out, and the others made.

    Raises:
        UsageError: The plan names a column, a field or a kind that is not there.
        DataError: The file is empty, damaged or cut off.
    """
    file = Path(path)
    model = Model(engine)
    kind = read_kind(model, plan.kind)
    is_claim = plan.claim or plan.kind.casefold() == slug(CLAIMS).removesuffix("s")
    plan = plan._replace(claim=is_claim)
    account = _account(plan, file)
    done = Imported(account.name, said=dict(corrections or {}))
    with open_table(file, plan.every, plan.sheet) as table:
        rows = list(rows_of(table, plan, kind))
        done.notes += table.notes()
        done.refused += table.refused
    done.rows = len(rows) + len({each.line for each in done.refused})
    matcher = Matcher(engine, corrections)
    title = plan.title or file.name
    about = [*described_as(account, title=title, identifier=f"sha256:{checksum(file)}")]
    return finished(done, rows, account, matcher, model, about, skip_bad=skip_bad)


def _account(plan: Plan, file: Path) -> Account:
    stem = file.name.partition(".")[0]
    name = plan.account or re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "table"
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        mend = "begin with a small letter, and go on with letters, digits and hyphens"
        raise UsageError("this is no name of an account", where=name, mend=f"--account: {mend}")
    if name in (slug(FACTS), slug(CLAIMS)):
        mend = "give your table a name of its own: --account NAME"
        raise UsageError("this account is Khyber's own", where=name, mend=mend)
    return Account(name, _day(plan.since, first=True), _day(plan.until, first=False))


def _day(text: str, *, first: bool) -> date | None:
    if not text:
        return None
    try:
        return parse_date(text, first=first)
    except DataError as error:
        raise UsageError(error.what, where=text, mend=error.mend) from None


def finished(
    done: Imported,
    rows: Sequence[Row],
    account: Account,
    matcher: Matcher,
    model: Model,
    about: Iterable[Said],
    *,
    skip_bad: bool = False,
    heading: str = "",
) -> Imported:
    """Make rows, hold what they made to the rules, and write it where nothing hinders."""
    made = make(rows, account, matcher, model)
    done.refused += made.refused
    done.left += made.left
    done.notes += [f"{name!r} is taken as {label}, which was there then"
                   for name, label in sorted(matcher.earlier.items())]  # fmt: skip
    described, out = [*Scribe().blocks(about)], set[str]()

    def text() -> str:
        every = (b for name, blocks in made.blocks.items() if name not in out for b in blocks)
        return assembled([*described, *every], heading.splitlines())

    if not made.blocks:
        done.refused.sort()
        return done
    if skip_bad or not done.refused:
        found = _held(text, made, out, matcher.engine, repeat=skip_bad)
        done.refused += found
    done.made = len(made.blocks) - len(out)
    done.refused.sort()
    if done.made and (skip_bad or not done.refused):
        done.text = text()
    return done


def _held(
    text: Callable[[], str],
    made: Made,
    out: set[str],
    engine: Engine,
    *,
    repeat: bool,
) -> list[Refused]:
    """Hold what was made to the shapes, and give the rows that break a rule, added to those out.

    Raises:
        DataError: Something breaks one that no row made.
    """
    refused: list[Refused] = []
    for _ in range(_ROUNDS if repeat else 1):
        with scratch("khyber-import-") as folder:
            file = folder / "account.ttl"
            file.write_text(text(), encoding="utf-8")
            faults = check_apart(file, engine)
        if not faults:
            return refused
        for fault in faults:
            iri = expand(fault.thing)
            if iri not in made.lines:
                raise DataError(fault.rule, where=fault.thing, mend=fault.mend)
            other = made.lines.get(expand(fault.value)) if fault.value else None
            value = f"line {other:,}" if other else compact(fault.value) if fault.value else ""
            mend = f" ({fault.mend.removesuffix('.')})" if fault.mend else ""
            why = f"{fault.rule.removesuffix('.')}{mend}:"
            refused.append(Refused(made.lines[iri], why, text=value or slug(iri)))
            out.add(iri)
    return refused
