"""Panels: a row for each state, pair or membership and year, for R, Stata and pandas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

from kg.analysis.columns import Column, codebook, columns_of
from kg.analysis.files import write_panel
from kg.analysis.states import State, States
from kg.arguments import held
from kg.engine import Engine, chosen
from kg.errors import UsageError
from kg.network import Names, Through, Tie, Timeline, certainties, one_of, projections, timeline
from kg.period import Certainty
from kg.query import rows
from kg.rdf import AnyGraph, engine_of
from kg.terms import slug

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PANELS", "panel"]

PANELS: Final = ("state-year", "dyad-year", "membership")
_COMPLETE: Final = "SELECT ?account ?thing WHERE { ?account kg:completeFor ?thing }"
_FIRST, _LAST = 1, 9999


@overload
def panel(
    graph: AnyGraph,
    what: str,
    first: int,
    last: int,
    *,
    rule: str = "last known",
    through: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    path: None = None,
    force: bool = False,
) -> pd.DataFrame: ...


@overload
def panel(
    graph: AnyGraph,
    what: str,
    first: int,
    last: int,
    *,
    rule: str = "last known",
    through: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    path: str | Path,
    force: bool = False,
) -> Path: ...


@held
def panel(  # noqa: PLR0913 - what stands in it, all by name
    graph: AnyGraph,
    what: str,
    first: int,
    last: int,
    *,
    rule: str = "last known",
    through: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    path: str | Path | None = None,
    force: bool = False,
) -> pd.DataFrame | Path:
    """Give a panel of years, as a frame or as a file with a codebook beside it.

    A year stands for its last day. What is not known is NA and never 0: a 0 is there only where an
    account says that it is complete, and speaks for the day.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        what: ``"state-year"``, ``"dyad-year"`` (pairs without direction) or ``"membership"`` (a
            state in an organisation in a year).
        first: The first year.
        last: The last year.
        rule: Which ties count: ``"certain"``, also ``"last known"``, also ``"possible"``.
        through: The projections that make a pair's ties (see `kg.signed`); all if None.
        claims: Whether claims count.
        accounts: The accounts that count; the facts if None.
        path: A file to write, whose suffix says how: ``.csv``, ``.parquet`` or ``.dta``. It is
            written year by year, so that memory holds one year (of Stata's format, all).
        force: Whether to write over a file that is there.

    Returns:
        The frame, or the path; `kg.analysis.codebook` says what each column means, and a file
        has it beside it, ending in ``.codebook.txt``.

    Raises:
        UsageError: There is no such panel, rule, projection or account (the nearest is given), the
            years are none, or the file is there or of no such format.
    """
    one_of("panel", what, PANELS)
    sure = certainties(rule)
    if not _FIRST <= first <= last <= _LAST:
        raise UsageError(
            f"{first} to {last} are no years", mend="give two years, the first one first"
        )
    engine = engine_of(graph)
    asked = chosen(engine, accounts, claims=claims)
    made = _Panel(engine, through, sure, asked)
    columns = columns_of(what, made.states.schemes, made.projections)
    days = (date(year, 12, 31) for year in range(first, last + 1))
    frames = (_frame(columns, made.rows(what, day)) for day in days)
    about = codebook(what, columns, first, last, rule, made.line.frame(None).graph["source_line"])
    if path is not None:
        return write_panel(Path(path), frames, about, force=force)
    import pandas as pd  # noqa: PLC0415 - 0.5 s

    found: pd.DataFrame = pd.concat(frames, ignore_index=True)
    found.attrs["codebook"] = about
    return found


def _frame(columns: Sequence[Column], table: Iterable[Sequence[Any]]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    made = list(zip(*table, strict=True)) or [() for _ in columns]
    array: Any = pd.array  # its stubs know no type that is only known when it runs
    return pd.DataFrame(
        {c.name: array(list(v), dtype=c.dtype) for c, v in zip(columns, made, strict=True)}
    )


class _Panel:
    """What every year of a panel is made of, read once."""

    def __init__(
        self,
        engine: Engine,
        through: Iterable[str] | None,
        sure: frozenset[Certainty],
        accounts: Sequence[str],
    ) -> None:
        self.states, self._sure = States(engine), sure
        chosen_ones = projections(engine, through, on_request=True)
        self.projections = {slug(each.iri).replace("-", "_"): each.label for each in chosen_ones}
        self._columns = {each.iri: slug(each.iri).replace("-", "_") for each in chosen_ones}
        names = [slug(each) for each in accounts]
        self.line: Timeline = timeline(engine, accounts=names, detail=False)
        ends = {end for tie in self.line.ties for end in (tie.source, tie.target)}
        every = {state for state in self.states.all() if state in ends}
        self._through = Through(engine, chosen_ones, self.line.ties, every, accounts=accounts)
        said = list(rows(engine, _COMPLETE, accounts=accounts))
        self._complete: dict[str, set[str]] = defaultdict(set)
        for account, thing in said:
            if account in accounts:
                self._complete[thing].add(account)
        self._gathered = sorted({t.target for t in self.line.ties if t.kind.gathers})
        self._names = Names(engine)
        self._names.read(self._gathered)

    def rows(self, what: str, day: date) -> Iterator[list[Any]]:
        """Give the rows of one year."""
        held = [(tie, how) for tie, how in self.line.in_force(day) if how in self._sure]
        make = {
            "state-year": self._of_states, "dyad-year": self._of_pairs, "membership": self._members,
        }[what]  # fmt: skip
        yield from make(self.states.at(day), held, day)

    def _covered(self, day: date) -> bool:
        """Say whether every account that says for which days it speaks speaks for this one."""
        days = self.line.horizon.values()
        return all((not a or a <= day) and (not z or day <= z) for a, z in days)

    def _complete_on(self, day: date) -> set[str]:
        found = set()
        for thing, accounts in self._complete.items():
            spans = [self.line.horizon.get(each, (None, None)) for each in accounts]
            if any((not a or a <= day) and (not z or day <= z) for a, z in spans):
                found.add(thing)
        return found

    def _of_states(
        self, states: Sequence[State], held: Sequence[tuple[Tie, Any]], day: date
    ) -> Iterator[list[Any]]:
        complete, covered = self._complete_on(day), self._covered(day)
        joined = {(tie.source, tie.target) for tie, _ in held if tie.kind.gathers}
        every = Counter(member for member, _ in joined)
        known = Counter(member for member, body in joined if body in complete)
        friends = self._counts(held)
        for state in states:
            ties = [friends[column].get(state.iri) for column in self.projections]
            yield [
                day.year, *_named(state), state.exists, covered, every.get(state.iri),
                known.get(state.iri, 0) if complete & set(self._gathered) else None, *ties,
            ]  # fmt: skip

    def _counts(self, held: Sequence[tuple[Tie, Any]]) -> Mapping[str, Mapping[str, int]]:
        """Give with how many others each is tied, by projection."""
        partners: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for strand in self._through.strands(held):
            one, other = strand.pair
            column = partners[self._columns[strand.projection.iri]]
            column[one].add(other)
            column[other].add(one)
        return defaultdict(
            dict,
            {name: {iri: len(each) for iri, each in of.items()} for name, of in partners.items()},
        )

    def _of_pairs(
        self, states: Sequence[State], held: Sequence[tuple[Tie, Any]], day: date
    ) -> Iterator[list[Any]]:
        complete, covered = self._complete_on(day), self._covered(day)
        reasons: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        signs: dict[tuple[str, str], set[int]] = defaultdict(set)
        for strand in self._through.strands(held):
            reasons[strand.pair][self._columns[strand.projection.iri]] += 1
            if not strand.projection.on_request:
                signs[strand.pair].add(strand.sign)
        bodies: dict[str, set[str]] = defaultdict(set)
        for tie, _ in held:
            if tie.kind.gathers and tie.target in complete:
                bodies[tie.source].add(tie.target)
        whole = bool(complete & set(self._gathered))
        for one, other in combinations(states, 2):
            counts = reasons.get((one.iri, other.iri), Counter())
            shared = len(bodies[one.iri] & bodies[other.iri]) if whole else None
            told = signs.get((one.iri, other.iri), set())
            yield [
                day.year, *_named(one), *_named(other), covered, shared,
                1 in told or None, -1 in told or None,
                *(counts[column] or None for column in self.projections),
            ]  # fmt: skip

    def _members(
        self, states: Sequence[State], held: Sequence[tuple[Tie, Any]], day: date
    ) -> Iterator[list[Any]]:
        complete, covered = self._complete_on(day), self._covered(day)
        joined = {(tie.source, tie.target): how for tie, how in held if tie.kind.gathers}
        for body in self._gathered:
            for state in states:
                how = joined.get((state.iri, body))
                member = 1 if how else 0 if body in complete else None
                name, whole = self._names.of(body), body in complete
                yield [
                    day.year, *_named(state), slug(body), name, member, how, covered, whole,
                ]  # fmt: skip


def _named(state: State) -> list[Any]:
    return [slug(state.iri), state.label, *state.codes]
