"""Events: reports by the million, asked for what is counted of them and never stated as facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.events.actors import look_up
from kg.events.reading import connect, files_of, view
from kg.events.sources import classes, event_source
from kg.query import label_of, labels, resolve
from kg.rdf import AnyGraph, engine_of
from kg.stopping import unfinished
from kg.terms import compact, expand, slug

if TYPE_CHECKING:
    import duckdb
    import networkx as nx
    import pandas as pd

__all__ = ["Events", "events"]

Step = Literal["day", "month", "quarter", "year", "all"]
_STEPS: Final = ("day", "month", "quarter", "year", "all")
_MEMORY: Final = "1GB"


class Events:
    """Reports of events, of which nothing is read until it is asked.

    Each chosen part is again such a body of reports. What is counted are reports, not events: two
    papers that tell of one attack are two, unless `deduplicated` makes them one.
    """

    def __init__(self, duck: duckdb.DuckDBPyConnection, engine: Engine, where: str, name: str,
                 table: str = "report", *, skip_bad: bool = False) -> None:  # fmt: skip
        self._duck, self._engine, self._where = duck, engine, where
        self.name, self._table, self._skip_bad = name, table, skip_bad

    def _with(self, condition: str, table: str | None = None) -> Events:
        where = f"{self._where} AND {condition}" if condition else self._where
        return Events(self._duck, self._engine, where, self.name, table or self._table,
                      skip_bad=self._skip_bad)  # fmt: skip

    def between(self, one: str, other: str | None = None, *, directed: bool = False) -> Events:
        """Give the reports in which one actor does something to another.

        Args:
            one: An actor, by any of its names.
            other: The other; anybody if None.
            directed: Whether only what the first does to the second counts.

        Raises:
            UsageError: A name stands for nothing, or for several.
        """
        first = _quoted(compact(resolve(self._engine, one)))
        if other is None:
            to = f"target = {first}"
            return self._with(f"source = {first}" if directed else f"(source = {first} OR {to})")
        second = _quoted(compact(resolve(self._engine, other)))
        there = f"(source = {first} AND target = {second})"
        back = f"(source = {second} AND target = {first})"
        return self._with(there if directed else f"({there} OR {back})")

    def during(self, start: str | date, end: str | date) -> Events:
        """Give the reports of a span of days, both ends included."""
        first, last = parse_date(start, first=True), parse_date(end)
        return self._with(f"day BETWEEN DATE '{first}' AND DATE '{last}'")

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
        listed = ", ".join(map(_quoted, kinds))
        return self._with(f"(root IN ({listed}) OR plover IN ({listed}) OR quad IN ({listed}))")

    def deduplicated(self) -> Events:
        """Give the reports with those that tell of one event made one.

        The rule: reports of one day, by one source, on one target, with one code, are one event;
        its number of reports is the sum of theirs, its intensity their mean.
        """
        table = f"""(SELECT min(id) AS id, day, source, target, code, any_value(root) AS root,
          any_value(plover) AS plover, any_value(quad) AS quad, avg(intensity) AS intensity,
          sum(reports)::BIGINT AS reports, any_value(label) AS label
          FROM {self._table} GROUP BY day, source, target, code)"""
        return self._with("", table)

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
        keys = [f"date_trunc('{step}', day)::DATE AS period"] if step != "all" else []
        keys += ["source", "target"] if dyads else []
        keys += ["quad"] if kinds else []
        quads = [] if kinds else dict.fromkeys(row[2] for row in classes())
        counted = [f"count(*) FILTER (quad = {_quoted(each)}) AS {_named(each)}" for each in quads]
        selected = [*keys, "count(*) AS events", "sum(reports)::BIGINT AS reports",
                    "avg(intensity) AS intensity", *counted]  # fmt: skip
        order = f" ORDER BY {', '.join(map(str, range(1, len(keys) + 1)))}" if keys else ""
        group = " GROUP BY ALL" if keys else ""
        return self._frame(f"SELECT {', '.join(selected)} FROM {self._told()}{group}{order}")

    def frame(self, limit: int = 1000) -> pd.DataFrame:
        """Give the reports themselves, the first so many by day."""
        columns = "id, day, source, target, code, label, quad, plover, intensity, reports"
        asked = f"SELECT {columns} FROM {self._told()} ORDER BY day, id LIMIT {int(limit)}"
        return self._frame(asked)

    def unresolved(self) -> pd.DataFrame:
        """Give the codes and names for which nobody was found then, the most frequent first."""
        return self._frame("""SELECT typed, year, why FROM actor WHERE thing IS NULL
          ORDER BY typed, year""")

    def write(self, path: str | Path) -> Path:
        """Write the reports as Parquet, to be read in a moment after: ``events("table", path)``."""
        target = Path(path)
        with unfinished(target.with_name(f".{target.name}.part")) as part:
            self._run(f"COPY {self._told()} TO {_quoted(str(part))} (FORMAT parquet)")
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

    def _told(self) -> str:
        return f"(SELECT * FROM {self._table} WHERE {self._where})"

    def _frame(self, sql: str) -> pd.DataFrame:
        frame: pd.DataFrame = self._run(sql).df()
        return frame.convert_dtypes()

    def _run(self, sql: str) -> Any:  # noqa: ANN401 - DuckDB's
        import duckdb  # noqa: PLC0415

        try:
            found = self._duck.execute(sql)
        except duckdb.Error as error:
            what = f"the events cannot be read ({' '.join(str(error).split())[:160]})"
            raise DataError(what, where=self.name) from None
        return found


def events(
    kind: str,
    files: str | Path | Sequence[str | Path],
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
        graph: The graph in which actors are looked up; the shipped one if None.
        memory: How much memory DuckDB may take; what is beyond lies on disk.
        skip_bad: Whether lines that cannot be read are passed over.

    Raises:
        UsageError: There is no such kind, or no such file.
        DataError: A file is empty, or of another kind.
    """
    if graph is None:
        from kg.rdf import load  # noqa: PLC0415 - rdflib, 0.4 s

        graph = load()
    engine = engine_of(graph)
    duck = connect(memory)
    schemes = view(duck, event_source(kind), files_of(files))
    if not schemes:
        duck.execute("CREATE VIEW report AS SELECT * FROM raw")
        duck.execute("CREATE TABLE actor (typed VARCHAR, year INTEGER, thing VARCHAR, why VARCHAR)")
        return Events(duck, engine, "TRUE", kind, skip_bad=skip_bad)
    look_up(duck, engine, schemes, skip_bad=skip_bad)
    return Events(duck, engine, "TRUE", kind, skip_bad=skip_bad)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(quad: str) -> str:
    return quad.replace(" ", "_")
