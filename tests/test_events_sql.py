"""Events on BigQuery, ClickHouse and Trino: the SQL that the same expressions become, kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pytest
from pandas import DataFrame

from golden import GOLDEN
from kg.engine import OxigraphEngine
from kg.events import Events, event_source
from kg.events.actors import look_up, reports_of
from kg.events.rows import rows_of

FOLDER = GOLDEN / "events"
DIALECTS = ("bigquery", "clickhouse", "trino")


class Noting:
    """What counts nothing, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def frame(self, asked: Any) -> DataFrame:
        self.asked.append(asked)
        return DataFrame({each: [] for each in asked.columns})

    def small(self, name: str, columns: Mapping[str, str], _: Sequence[Sequence[Any]]) -> Any:
        return ibis.table(dict(columns), name=name)

    def write(self, asked: Any, path: Path) -> None:
        raise AssertionError(asked, path)


ASKED: dict[str, tuple[str, Callable[[Events], object]]] = {
    "gdelt-dyad-by-month": ("gdelt", lambda e: e.between("Pakistan", "India").by("month")),
    "table-once-by-quarter": (
        "table",
        lambda e: e.during("2019", "2020").of("19").deduplicated().by("quarter", kinds=True),
    ),
    "polecat-reports": ("polecat", lambda e: e.frame()),
}


def compiled(engine: OxigraphEngine, name: str, dialect: str) -> str:
    """Give the SQL of what is asked, and of the look-up of actors before it."""
    kind, ask = ASKED[name]
    source, noting = event_source(kind), Noting()
    columns = dict.fromkeys(source.columns[0], "string")
    raw, scheme = rows_of(source.query, ibis.table(columns, name="stream"))
    actors = look_up(noting, engine, raw, scheme)
    assert not actors
    ask(Events(noting, engine, reports_of(noting, raw, actors), kind))
    return ";\n\n".join(str(ibis.to_sql(each, dialect=dialect)) for each in noting.asked) + "\n"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", list(ASKED))
def test_the_same_expressions_become_the_sql_that_is_kept(
    engine: OxigraphEngine, name: str, dialect: str, request: pytest.FixtureRequest
) -> None:
    made, kept = compiled(engine, name, dialect), FOLDER / f"{name}.{dialect}.sql"
    if request.config.getoption("--rewrite-golden"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")
