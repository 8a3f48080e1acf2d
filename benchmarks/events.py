"""Events by the million: one step in a process of its own, with its seconds and its memory.

python benchmarks/events.py --rows 1000000 10000000 100000000 --folder /somewhere/large
python benchmarks/events.py --bad 10000000     # one line in the middle that cannot be read
python benchmarks/events.py --spark 1000000    # with the packages of requirements-spark.lock
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import gettempdir

import kg
from kg.errors import KgError
from kg.events import Events

STATES = "Pakistan India Iran China France Russia Turkey Egypt Germany Japan Brazil Narnia".split()


def make(rows: int, folder: Path, *, bad: bool = False) -> Path:
    """Write a table of one's own: forty years of days, twelve names, twenty roots of CAMEO."""
    import duckdb  # noqa: PLC0415

    path = folder / f"events-{rows}{'-bad' * bad}.csv"
    if path.exists():
        return path
    actor = f"list_extract({STATES}, 1 + (hash(i * {{}}) % {len(STATES)})::INT)"
    made = {
        "id": "i",
        "day": "DATE '1980-01-01' + (hash(i) % 14600)::INT",
        "source": actor.format(3),
        "target": actor.format(5),
        "code": "lpad((1 + hash(i * 7) % 20)::VARCHAR, 2, '0') || '0'",
    }
    cells = ", ".join(f"{cell} AS {each}" for each, cell in made.items())
    part = path.with_suffix(".part")
    duckdb.sql(f"COPY (SELECT {cells} FROM range({rows}) r(i)) TO '{part}' (FORMAT csv)")  # noqa: S608
    if bad:
        spoil(part, rows // 2)
    return part.replace(path)


def spoil(path: Path, number: int) -> None:
    """Cut one line short."""
    subprocess.run(["sed", "-i", f"{number}s/,[^,]*$//", str(path)], check=True)


@cache
def shipped() -> kg.Graph:
    """Give the shipped graph, loaded once."""
    return kg.load()


def build(source: Path) -> Events:
    """Read a file, look its actors up, and write Parquet."""
    reports = kg.events("table", source, graph=shipped())
    reports.write(source.with_suffix(".parquet"))
    return reports


def written(source: Path) -> Events:
    """Open what `build` wrote."""
    return kg.events("table", source.with_suffix(".parquet"), graph=shipped())


STEPS: dict[str, Callable[[Path], object]] = {
    "build": build,
    "dyad by month": lambda path: written(path).between("Pakistan", "India").by("month"),
    "all dyads by month": lambda path: written(path).by("month", dyads=True),
    "dyad by month, once": lambda path: (
        written(path).between("Pakistan", "India").deduplicated().by("month")
    ),
}


def step(name: str, source: Path) -> None:
    """Do one step here, after one of a thousand rows, and print what it took.

    What it took: seconds, seconds of the processors, and megabytes at the most.
    """
    small = make(1000, source.parent)
    build(small)
    STEPS[name](small)
    began, busy = time.perf_counter(), time.process_time()
    STEPS[name](source)
    took = time.perf_counter() - began, time.process_time() - busy
    print(json.dumps([*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def measure(sizes: list[int], folder: Path) -> None:
    """Print a table: what each step took at each size, and the slope of its processors' time."""
    told: dict[str, list[list[float]]] = {name: [] for name in STEPS}
    for rows in sizes:
        source = make(rows, folder)
        for name, found in told.items():
            call = [sys.executable, __file__, "--step", name, "--folder", str(source)]
            out = subprocess.run(call, check=True, capture_output=True, text=True).stdout
            found.append(json.loads(out))
            print(rows, name, *(f"{each:.3g}" for each in found[-1]), flush=True)
        sizes_of = (source, source.with_suffix(".parquet"))
        print(rows, *(f"{each.stat().st_size / 1e6:,.0f} MB" for each in sizes_of), flush=True)
    for name, found in told.items():
        cells = " | ".join(f"{took:.3g} ({busy:.3g}), {most:,.0f}" for took, busy, most in found)
        print(f"| {name} | {cells} | {slope(sizes, [each[1] for each in found]):.2f} |")


def slope(sizes: list[int], seconds: list[float]) -> float:
    """Give the exponent of growth between the last two sizes."""
    if len(sizes) == 1:
        return math.nan
    return math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2])


def one_bad(rows: int, folder: Path) -> None:
    """Print what is said of one line among many that cannot be read."""
    source = make(rows, folder, bad=True)
    began = time.perf_counter()
    try:
        kg.events("table", source)
    except KgError as error:
        print(error)
    print(f"{time.perf_counter() - began:.1f} s")
    left = kg.events("table", source, skip_bad=True).by("all").events.item()
    print(f"{left:,} of {rows:,} with skip_bad")


def on_spark(rows: int, folder: Path) -> None:
    """Count the same rows in DuckDB and in Spark on this machine, and compare every cell."""
    import ibis  # noqa: PLC0415
    from pandas.testing import assert_frame_equal  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    warnings.simplefilter("ignore")
    source = make(rows, folder)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.execution.arrow.pyspark.enabled", "true")
    spark = ibis.pyspark.connect(builder.getOrCreate())
    there = spark.read_csv(str(source), header=True, inferSchema=False)
    both = {"DuckDB": kg.events("table", source), "Spark": kg.events("table", there)}
    asked: dict[str, Callable[[Events], object]] = {
        "all dyads by month": lambda each: each.by("month", dyads=True),
        "dyad by month, once": lambda each: (
            each.between("Pakistan", "India").deduplicated().by("month")
        ),
        "once": lambda each: each.deduplicated().by("year", kinds=True),
    }
    for name, ask in asked.items():
        found = []
        for engine, events in both.items():
            began = time.perf_counter()
            found.append(ask(events))
            print(f"{name}: {engine} {time.perf_counter() - began:.1f} s", flush=True)
        assert_frame_equal(*found, check_exact=False, rtol=1e-9, atol=1e-9)
        print(f"{name}: {len(found[0]):,} rows, equal")


def main() -> None:
    """Read the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    reader.add_argument("--folder", type=Path, default=Path(gettempdir()))
    reader.add_argument("--step", choices=STEPS)
    reader.add_argument("--bad", type=int)
    reader.add_argument("--spark", type=int)
    given = reader.parse_args()
    if given.step:
        step(given.step, given.folder)
    elif given.bad:
        one_bad(given.bad, given.folder)
    elif given.spark:
        on_spark(given.spark, given.folder)
    else:
        measure(given.rows, given.folder)


if __name__ == "__main__":
    main()
