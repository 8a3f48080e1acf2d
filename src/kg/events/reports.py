"""Events: reports by the million, asked for what is counted of them and never stated as facts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.arguments import held
from kg.datasets import needed, opened
from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.events.actors import Actor, look_up, reports_of
from kg.events.engines import Counting, Duck, Elsewhere
from kg.events.reading import faults, files_of, read, table_of
from kg.events.rows import REPORT
from kg.events.sources import classes, event_source
from kg.query import label_of, labels, resolve
from kg.rdf import AnyGraph, engine_of
from kg.stopping import unfinished
from kg.terms import compact, expand, slug

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from ibis import Table, Value

__all__ = ["Events", "events"]

Step = Literal["day", "month", "quarter", "year", "all"]
_STEPS: Final = {"day": "D", "month": "M", "quarter": "Q", "year": "Y", "all": ""}
_MEMORY: Final = "1GB"


class Events:
    """Reports of events, of which nothing is read until it is asked.

    Each chosen part is again such a body of reports. What is counted are reports, not events: two
    papers that tell of one attack are two, unless `deduplicated` makes them one.
    """

    def __init__(self, counting: Counting, engine: Engine, table: Table, name: str,
                 actors: Sequence[Actor] = ()) -> None:  # fmt: skip
        self._counting, self._engine, self._actors = counting, engine, actors
        self.table, self.name = table, name

    def _with(self, table: Table) -> Events:
        return Events(self._counting, self._engine, table, self.name, self._actors)

    def between(self, one: str, other: str | None = None, *, directed: bool = False) -> Events:
        """Give the reports in which one actor does something to another.

        Args:
            one: An actor, by any of its names.
            other: The other; anybody if None.
            directed: Whether only what the first does to the second counts.

        Raises:
            UsageError: A name stands for nothing, or for several.
        """
        first, t = compact(resolve(self._engine, one)), self.table
        second = None if other is None else compact(resolve(self._engine, other))
        there, back = (
            (one_side == first) & (True if second is None else other_side == second)
            for one_side, other_side in ((t.source, t.target), (t.target, t.source))
        )
        return self._with(t.filter(there if directed else there | back))

    def during(self, start: str | date, end: str | date) -> Events:
        """Give the reports of a span of days, both ends included."""
        first, last = parse_date(start, first=True), parse_date(end)
        return self._with(self.table.filter(self.table.day.between(first, last)))

    def of(self, *kinds: str) -> Events:
        """Give the reports of some kinds: roots of CAMEO, PLOVER types or quad classes.

        Raises:
            UsageError: A kind is none of these.
        """
        known = {each for row in classes() for each in row if each}
        for kind in kinds:
            if kind not in known:
                mend = "such as 19, ASSAULT or material conflict"
                raise UsageError("there is no such kind of event", where=kind, mend=mend)
        among = [self.table[each].isin(kinds) for each in ("root", "plover", "quad")]
        return self._with(self.table.filter(reduce(or_, among)))

    def deduplicated(self) -> Events:
        """Give the reports with those that tell of one event made one.

        The rule: reports of one day, by one source, on one target, with one code, are one event;
        its number of reports is the sum of theirs, its intensity their mean.
        """
        same, t = ["day", "source", "target", "code"], self.table
        merged = {each: t[each].max() for each in ("root", "plover", "quad", "label")}
        merged |= {"id": t.id.min(), "intensity": t.intensity.mean(), "reports": t.reports.sum()}
        return self._with(t.group_by(same).aggregate(**merged).select(*REPORT))

    def by(self, step: Step = "month", *, dyads: bool = False, kinds: bool = False) -> pd.DataFrame:
        """Count by time, and by dyad or kind of event besides.

        Args:
            step: ``day``, ``month``, ``quarter``, ``year`` or ``all``.
            dyads: Whether each source and target are counted apart.
            kinds: Whether each quad class is.

        Returns:
            A frame with ``period`` (its first day), the columns asked for, ``events`` (rows),
            ``reports`` (the sum of theirs), ``intensity`` (their mean; NA where none has one) and,
            without kinds, a column for each quad class. A period of which nothing is there has no
            row: no report is no observation.

        Raises:
            UsageError: There is no such step.
            DataError: A line cannot be read: its file and number.
        """
        if step not in _STEPS:
            what = "there is no such step"
            raise UsageError(what, where=step, mend=f"take one of {', '.join(_STEPS)}")
        t = self.table
        keys = {} if step == "all" else {"period": t.day.truncate(_STEPS[step])}
        keys |= {each: t[each] for each in (*["source", "target"] * dyads, *["quad"] * kinds)}
        found = (t.group_by(**keys) if keys else t).aggregate(**_counts(t, kinds=kinds))
        return self._counting.frame(found.order_by(list(keys)) if keys else found)

    def frame(self, limit: int = 1000) -> pd.DataFrame:
        """Give the reports themselves, the first so many by day."""
        columns = ("id", "day", "source", "target", "code", "label", "quad", "plover",
                   "intensity", "reports")  # fmt: skip
        asked = self.table.select(*columns).order_by("day", "id").limit(int(limit))
        return self._counting.frame(asked)

    def unresolved(self) -> pd.DataFrame:
        """Give the codes and names for which nobody was found then, by name and year."""
        import pandas as pd  # noqa: PLC0415 - as of here

        rows = sorted({(each[0], each[1], each[3]) for each in self._actors if not each[2]})
        return pd.DataFrame(rows, columns=["typed", "year", "why"])

    def write(self, path: str | Path) -> Path:
        """Write the reports as Parquet, to be read in a moment after: ``events("table", path)``."""
        target = Path(path)
        with unfinished(target.with_name(f".{os.urandom(8).hex()}.part")) as part:
            self._counting.write(self.table, part)
            part.replace(target)
        return target

    def added_to(self, network: nx.MultiDiGraph[Any]) -> nx.MultiDiGraph[Any]:
        """Give a network with the reports beside its ties: one tie for each two, with weights.

        They are reports and no facts, and each such tie says so: ``modality`` is ``reported``. Only
        actors that the network has already are tied.
        """
        made = network.copy()
        counted = self.by("all", dyads=True)
        named = labels(self._engine)
        for row in counted.to_dict("records"):
            start, end = slug(expand(str(row["source"]))), slug(expand(str(row["target"])))
            if start in made and end in made and start != end:
                made.add_edge(
                    start, end, key=f"reports-{self.name}-{start}-{end}", kind="Reports",
                    kind_label=f"reports ({self.name})", symmetric=False, modality="reported",
                    modality_label="reported", weight=int(row["events"]),
                    reports=int(row["reports"]),
                    label=label_of(named, expand(str(row["source"]))),
                )  # fmt: skip
        return made


def _counts(t: Table, *, kinds: bool) -> dict[str, Value]:
    quads = [] if kinds else dict.fromkeys(row[2] for row in classes())
    counted = {each.replace(" ", "_"): t.count(where=t.quad == each) for each in quads}
    return {"events": t.count(), "reports": t.reports.sum(),
            "intensity": t.intensity.mean(), **counted}  # fmt: skip


@held
def events(
    kind: str,
    files: str | Path | Sequence[str | Path] | Table,
    *,
    graph: AnyGraph | None = None,
    memory: str = _MEMORY,
    skip_bad: bool = False,
) -> Events:
    """Open event files: of GDELT, ICEWS, POLECAT, GED, ACLED's shape, or a table of one's own.

    Codes and names of actors are looked up once for each year, as of its last day.

    Args:
        kind: ``gdelt``, ``icews``, ``polecat``, ``ged``, ``acled`` or ``table``.
        files: A file, a pattern such as ``"*.CSV"``, or several; Parquet that `Events.write` wrote.
            Or a table of Ibis: then all is counted where it lies, on Spark, BigQuery, ClickHouse,
            Trino, or whatever else Ibis speaks to.
        graph: The graph in which actors are looked up; the shipped one if None.
        memory: How much memory DuckDB may take; what is beyond lies on disk.
        skip_bad: Whether lines that cannot be read are passed over.

    Raises:
        UsageError: There is no such kind, or no such file; a library is not installed.
        DataError: A file is empty, or of another kind; a line cannot be read.
    """
    source = event_source(kind)
    for library in ("duckdb", "ibis"):
        needed(library, "events", "")
    if graph is None:
        from kg.rdf import load  # noqa: PLC0415 - rdflib, 0.4 s

        graph = load()
    engine = engine_of(graph)
    if not isinstance(files, str | Path | Sequence):
        return _of(Elsewhere(files.get_backend()), engine, kind, *read(source, files))
    duck = Duck(opened(memory))
    raw, scheme = table_of(duck, source, files_of(files))
    found = _of(duck, engine, kind, raw, scheme)
    bad = faults(duck) if scheme and not skip_bad else []
    if bad:
        more = f"; and {len(bad) - 1:,} more" if len(bad) > 1 else ""
        raise DataError(f"{bad[0]}{more}", mend="mend the lines, or pass skip_bad=True")
    return found


def _of(counting: Counting, engine: Engine, kind: str, raw: Table, scheme: str) -> Events:
    if not scheme:
        return Events(counting, engine, raw, kind)
    actors = look_up(counting, engine, raw, scheme)
    return Events(counting, engine, reports_of(counting, raw, actors), kind, actors)
