"""Run the W3C SHACL test suite on the SHACL engines: ``shacl_suite.py FOLDER``.

FOLDER is a checkout of the suite (github.com/w3c/data-shapes, ``data-shapes-test-suite``). Counted
are right verdicts (conforms or not), right results (focus node, path, value, component and severity
of each), and reports that also write out blank nodes and paths as the suite does
(https://w3c.github.io/data-shapes/data-shapes-test-suite/#validation-process).
"""

from __future__ import annotations

import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
WHAT = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
LEVELS = 3
Validate = Callable[[rdflib.Graph, rdflib.Graph], tuple[bool, rdflib.Graph]]


class Case(NamedTuple):
    """One test: its name, its two graphs, and what is expected (None: a failure)."""

    name: str
    data: rdflib.Graph
    shapes: rdflib.Graph
    expected: tuple[bool, Counter[tuple[str, ...]]] | None


def read(path: Path) -> rdflib.Graph:
    """Read a file, its relative names resolved against where it is."""
    return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())


def cases(folder: Path) -> Iterator[Case]:
    """Give every test of the suite."""
    for path in sorted((folder / "tests").rglob("*.ttl")):
        if path.name == "manifest.ttl":
            continue
        graph = read(path)
        for test in graph.subjects(RDF.type, SHT.Validate):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            data, shapes = (
                read(Path(str(graph.value(action, part)).removeprefix("file://")))
                for part in (SHT.dataGraph, SHT.shapesGraph)
            )
            failing = result == SHT.Failure
            expected = None if failing else (_conforms(graph, result), results(graph, result))
            name = f"{path.parent.name}/{path.stem}"
            yield Case(name, data, shapes, expected)


def _conforms(graph: rdflib.Graph, report: object) -> bool:
    return bool(graph.value(report, SH.conforms).toPython())  # type: ignore[arg-type,union-attr]


def results(graph: rdflib.Graph, report: object) -> Counter[tuple[str, ...]]:
    """Give the results of a report, blank nodes without their names and paths written out."""
    return Counter(
        tuple(_text(graph, graph.value(each, prop)) for prop in WHAT)  # type: ignore[arg-type]
        for each in graph.objects(report, SH.result)  # type: ignore[arg-type]
    )


def _text(graph: rdflib.Graph, term: object) -> str:
    if not isinstance(term, rdflib.BNode):
        return "" if term is None else term.n3()  # type: ignore[attr-defined]
    if (term, RDF.first, None) in graph:
        return f"({' '.join(_text(graph, each) for each in Collection(graph, term))})"
    return (
        f"[{' '.join(sorted(f'{p} {_text(graph, o)}' for p, o in graph.predicate_objects(term)))}]"
    )


def pyshifty(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, rdflib.Graph]:
    """Validate with pyshifty."""
    import shifty  # noqa: PLC0415

    conforms, report, _ = shifty.validate(data, shapes, infer=False, graph_mode="data")
    return conforms, report


def pyshacl(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, rdflib.Graph]:
    """Validate with pySHACL."""
    from pyshacl import validate  # noqa: PLC0415

    conforms, report, _ = validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(report)
    return conforms, report


def run(engine: Validate, case: Case) -> tuple[int, str]:
    """Give how far a test passed (verdict, results, blank nodes written out), and what failed."""
    try:
        conforms, report = engine(case.data, case.shapes)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is its answer
        said = f"raises {type(error).__name__}: {error}"[:150]
        return (LEVELS, "") if case.expected is None else (0, said)
    if case.expected is None:
        return 0, "does not refuse the shapes"
    if conforms != case.expected[0]:
        return 0, f"says conforms = {conforms}"
    root = report.value(predicate=RDF.type, object=SH.ValidationReport)
    found, wanted = results(report, root), case.expected[1]
    if blank(found) != blank(wanted):
        return 1, f"other results: {[r for r in found if r not in wanted][:1]}"[:150]
    return (LEVELS, "") if found == wanted else (2, "blank nodes of the data are not written out")


def blank(found: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """Give results with every blank node and every path of several steps as one sign."""
    counts: Counter[tuple[str, ...]] = Counter()
    for result, number in found.items():
        counts[tuple("_" if text[:1] in ("[", "(") else text for text in result)] += number
    return counts


def main() -> None:
    """Run every engine on every test, and print the counts and what did not pass."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    # A literal that does not fit its datatype is what some tests are about.
    rdflib.NORMALIZE_LITERALS = False
    found = list(cases(Path(sys.argv[1]).resolve()))
    for name, engine in (("pyshifty", pyshifty), ("pyshacl", pyshacl)):
        start = time.perf_counter()
        said = {case.name: run(engine, case) for case in found}
        took = time.perf_counter() - start
        passed = [sum(level > at for level, _ in said.values()) for at in range(LEVELS)]
        counts = ", ".join(map("{} {}".format, ("verdicts", "results", "written out"), passed))
        print(f"{name} {version(name)}: of {len(found)} tests {counts}; {took:.2f} s")
        for case, (level, text) in said.items():
            if level < 2:  # noqa: PLR2004 - what only differs in how it is written is counted
                print(f"  {case}: {text}")


if __name__ == "__main__":
    main()
