"""Spark: the expressions that are counted in DuckDB, counted there, with equal answers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pandas import DataFrame
from pandas.testing import assert_frame_equal

import kg
from kg.engine import OxigraphEngine
from kg.errors import DataError
from kg.events import Events, event_source
from parts import part
from samples import ROOT
from streams import KINDS, stream

# Spark and Ibis say what they do not know of this pandas, and leave sockets open.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{each}")
    for each in (
        "FutureWarning",
        "DeprecationWarning:ibis",
        "DeprecationWarning:pyspark",
        "ResourceWarning",
        "pytest.PytestUnraisableExceptionWarning",
    )
]

ASKED: dict[str, Callable[[Events], DataFrame]] = {
    "months": lambda each: each.by("month"),
    "dyads": lambda each: each.by("month", dyads=True),
    "quarters": lambda each: each.by("quarter", kinds=True),
    "days": lambda each: each.by("day", dyads=True, kinds=True),
    "years": lambda each: each.by("year"),
    "all": lambda each: each.by("all"),
    "between": lambda each: each.between("Pakistan", "India").by("year"),
    "directed": lambda each: each.between("India", directed=True).by("month", kinds=True),
    "during": lambda each: each.during("1990", "1999-06").by("year", dyads=True),
    "kinds": lambda each: each.of("material conflict", "CONSULT", "04").by("month"),
    "once": lambda each: each.deduplicated().by("month", dyads=True),
    "once of a kind": lambda each: each.of("ASSAULT").deduplicated().frame(5000),
    "reports": lambda each: each.frame(5000),
    "nobody": lambda each: each.unresolved(),
}


def same(one: DataFrame, other: DataFrame) -> None:
    """Hold two answers for equal: sums of numbers that are added in another order, nearly."""
    assert len(one) > 0
    assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-9)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give Ibis's connection to Spark: two threads, on the loopback address, without its page."""
    part("java")
    part("spark")
    import ibis  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    folder: Path = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)
    session.stop()


Both = tuple[Events, Events]
Opened = Callable[[str, int], Both]


@pytest.fixture(scope="module")
def opened(engine: OxigraphEngine, spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Give what opens one made-up file twice: as DuckDB counts it and as Spark does."""

    def both(kind: str, number: int) -> Both:
        path = tmp_path_factory.mktemp(kind) / "stream.tsv"
        path.write_text(stream(kind, number), encoding="utf-8")
        read = {"sep": "\t", "header": kind != "gdelt", "inferSchema": False, "quote": ""}
        there = spark.read_csv(str(path), **read)
        return kg.events(kind, path, graph=engine), kg.events(kind, there, graph=engine)

    return both


@pytest.fixture(scope="module")
def both(opened: Opened) -> Both:
    return opened("gdelt", 20_000)


@pytest.mark.parametrize("asked", list(ASKED))
def test_duckdb_and_spark_give_equal_answers(both: Both, asked: str) -> None:
    here, there = map(ASKED[asked], both)
    same(here, there)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_every_kind_of_files_is_read_alike(opened: Opened, kind: str) -> None:
    here, there = opened(kind, 1500)
    same(here.frame(1500), there.frame(1500))
    assert here.frame(1500).id.is_unique
    assert_frame_equal(here.unresolved(), there.unresolved())


def test_what_spark_writes_duckdb_reads(both: Both, engine: OxigraphEngine, tmp_path: Path) -> None:
    here, there = both
    folder = there.deduplicated().write(tmp_path / "once.parquet")
    again = kg.events("table", folder, graph=engine)
    same(here.deduplicated().by("year"), again.by("year"))
    assert [each.name for each in tmp_path.iterdir()] == ["once.parquet"]


def test_a_warehouse_keeps_columns_of_its_own_types(
    spark: Any, engine: OxigraphEngine, tmp_path: Path
) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(stream("gdelt", 300), encoding="utf-8")
    texts = spark.read_csv(str(path), sep="\t", header=False, inferSchema=False)
    names = event_source("gdelt").columns[0]
    named = texts.rename(dict(zip(map(str.upper, names), texts.columns, strict=True)))
    typed = named.mutate(
        SQLDATE=named.SQLDATE.try_cast("int64"),
        GOLDSTEINSCALE=named.GOLDSTEINSCALE.try_cast("float64"),
    )
    same(kg.events("gdelt", path, graph=engine).by("year"),
         kg.events("gdelt", typed, graph=engine).by("year"))  # fmt: skip


def test_what_the_engine_cannot_do_is_one_line(
    spark: Any, engine: OxigraphEngine, tmp_path: Path
) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("id\tday\n1\t2020-01-01\n", encoding="utf-8")
    table = spark.read_csv(str(path), sep="\t", header=True)
    with pytest.raises(
        DataError, match=r"there is no column code, source, target. There are day, id"
    ):
        kg.events("table", table, graph=engine)
    path.write_text(stream("table", 5), encoding="utf-8")
    opened = kg.events("table", spark.read_csv(str(path), sep="\t", header=True), graph=engine)
    path.unlink()
    with pytest.raises(DataError, match="the events cannot be read, counted or written") as told:
        opened.by("month")
    assert "\n" not in str(told.value)


def test_what_the_page_on_data_in_shows_runs(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "guide" / "own-data.md").read_text(encoding="utf-8")
    (code,) = [
        each for each in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "spark" in each
    ]
    monkeypatch.chdir(tmp_path)
    Path("a.export.CSV").write_text(stream("gdelt", 200), encoding="utf-8")
    assert spark
    exec(code, {"kg": kg})  # noqa: S102 - the page's own example
    again = kg.events("table", "reports.parquet").by("all")
    same(kg.events("gdelt", "*.CSV").deduplicated().by("all"), again)
