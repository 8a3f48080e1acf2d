"""Asking, measured: the whole catalogue against rdflib's own evaluator, and rows into pandas.

python benchmarks/asking.py catalogue     same answers on both? how many times faster?
python benchmarks/asking.py frames        to_frame against the engine's own CSV, 100,000 rows
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from io import BytesIO
from typing import Any

import pandas as pd
import pyoxigraph as ox
import rdflib

import kg
from kg.engine import Engine, OxigraphEngine, Rows
from kg.query import Question, answer, questions, to_frame
from kg.rdf import engine_of
from kg.terms import text_of
from kg.vocabulary import ID, PREFIXES

ROWS = 100_000
RUNS = 5


def in_memory(graph: kg.Graph) -> rdflib.Dataset:
    """Give a copy of the graph in rdflib's own store."""
    copy = rdflib.Dataset(default_union=False)
    copy.parse(data=graph.engine.store.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return copy


def rows_of(engine: Engine, asked: Question) -> tuple[Counter[tuple[str, ...]] | bool, float]:
    """Ask one question with its examples; give its rows as a bag, and the seconds it took."""
    began = time.perf_counter()
    result = answer(engine, asked.name, asked.example)
    found: Counter[tuple[str, ...]] | bool
    if isinstance(result, Rows):
        found = Counter(tuple(map(text_of, row)) for row in result.cells)
    elif isinstance(result, bool):
        found = result
    else:
        found = Counter(
            (text_of(t.subject), text_of(t.predicate), text_of(t.object)) for t in result.triples
        )
    return found, time.perf_counter() - began


def catalogue() -> int:
    """Run every question on both engines, and print each ratio and their geometric mean."""
    graph = kg.load()
    reference = engine_of(in_memory(graph))
    ratios, differing = {}, []
    for name, asked in questions().items():
        ours, fast = rows_of(graph.engine, asked)
        theirs, slow = rows_of(reference, asked)
        ratios[name] = slow / fast
        if ours != theirs:
            differing.append(name)
        print(f"{name:32} {fast * 1e3:9.1f} ms {slow * 1e3:10.1f} ms {slow / fast:8.1f} times")
    mean = statistics.geometric_mean(ratios.values())
    print(f"{len(ratios)} questions, geometric mean of the ratios {mean:.1f}")
    print(f"different answers: {', '.join(differing) or 'none'}")
    return 1 if differing else 0


def table() -> ox.Store:
    """Give a store with one long table: memberships with a member, a number, a start and a time."""
    store = ox.Store()
    names = ("member", "order", "earliestStart", "time")
    member, order, start, period = (ox.NamedNode(PREFIXES["kg"] + name) for name in names)
    xsd, edtf = PREFIXES["xsd"], ox.NamedNode(PREFIXES["edtf"] + "EDTF")

    def quads() -> Any:  # noqa: ANN401 - an iterator for bulk_extend
        for number in range(ROWS):
            node = ox.NamedNode(f"{ID}membership-{number}")
            day = f"{1900 + number % 120}-0{1 + number % 9}-1{number % 9}"
            yield ox.Quad(node, member, ox.NamedNode(f"{ID}state-{number % 200}"))
            integer = ox.Literal(str(number), datatype=ox.NamedNode(xsd + "integer"))
            yield ox.Quad(node, order, integer)
            yield ox.Quad(node, start, ox.Literal(day, datatype=ox.NamedNode(xsd + "date")))
            yield ox.Quad(node, period, ox.Literal(f"{day[:4]}/..", datatype=edtf))

    store.bulk_extend(quads())
    return store


def frames() -> int:
    """Time a typed frame against the engine's own CSV, written, and read by pandas."""
    store = table()
    engine = OxigraphEngine(store)
    query = (
        "SELECT ?membership ?member ?order ?start ?time WHERE { ?membership kg:member ?member ; "
        "kg:order ?order ; kg:earliestStart ?start ; kg:time ?time }"
    )

    def csv() -> bytes:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return found.serialize(format=ox.QueryResultsFormat.CSV) or b""

    def typed() -> pd.DataFrame:
        found = engine.query(query)
        assert isinstance(found, Rows)
        return to_frame(found)

    ways = {"CSV": csv, "CSV read": lambda: pd.read_csv(BytesIO(csv())), "typed": typed}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - began)
    median = {name: statistics.median(times) for name, times in seconds.items()}
    for name, value in median.items():
        print(f"{name:10} {value:.3f} s, {value / median['CSV']:.2f} times the CSV written")
    print(f"typed frame over CSV read by pandas: {median['typed'] / median['CSV read']:.2f}")
    return 0


if __name__ == "__main__":
    what = {"catalogue": catalogue, "frames": frames}.get(" ".join(sys.argv[1:]))
    sys.exit(what() if what else __doc__)
