"""The hand-made sample, and small ways to build it, change it and read an answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.build import read_quads
from kg.build.fill import complete
from kg.engine import Engine, OxigraphEngine, Rows
from kg.paths import shipped
from kg.sparql import Query
from kg.terms import compact, is_iri, value_of
from kg.vocabulary import CLAIMS as CLAIMS_GRAPH
from kg.vocabulary import FACTS, PREFIXES

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SAMPLE = TESTS / "sample" / "sample.ttl"
CLAIMS = TESTS / "sample" / "sample-claims.ttl"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def ontology_files() -> list[Path]:
    """Give the modules that a plain load reads."""
    modules = shipped("ontology").glob("*.ttl")
    return sorted(path for path in modules if path.name != "alignments.ttl")


def quads_of(paths: Iterable[Path]) -> list[ox.Quad]:
    return [quad for path in paths for quad in read_quads(path)]


def engine_over(quads: Iterable[ox.Quad]) -> OxigraphEngine:
    """Give an engine over quads with all that a build derives, faults in them left standing."""
    store = ox.Store()
    store.extend(quads)
    complete(store)
    return OxigraphEngine(store)


def cells(engine: Engine, sparql: str, *, claims: bool = False) -> list[list[object]]:
    """Give the rows of a query, things as compact names and literals as Python values."""
    answer = engine.query(Query(sparql, accounts=(FACTS, CLAIMS_GRAPH) if claims else (FACTS,)))
    assert isinstance(answer, Rows)
    return [[compact(c.value) if is_iri(c) else value_of(c) for c in row] for row in answer.cells]  # type: ignore[union-attr]


def write_turtle(path: Path, body: str) -> Path:
    """Write a Turtle file with every prefix bound; its body starts on the line after them."""
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def run_kg(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return run_python("-m", "kg", *map(str, arguments), stdin=stdin)


def run_python(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command: Sequence[str] = [sys.executable, *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )
