"""Measure Khyber against its peers on grown graphs: ``run.py [--sizes 10000 100000 1000000]``.

Each peer runs in a process of its own, so that memory and imports are its own; a peer that is not
installed, fails or takes too long is reported as such. Writes results.json, growth.svg and the
table in README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import pyoxigraph as ox  # noqa: E402
from generate import generate  # noqa: E402
from peers import PEERS, QUESTIONS, build_in, prepare  # noqa: E402

import kg  # noqa: E402
from kg.engine import OxigraphEngine  # noqa: E402
from kg.paths import shipped  # noqa: E402
from kg.terms import expand  # noqa: E402

RUNS = 3
PATIENCE = 180
# What is compared to a few per cent is measured in turns, because machines are noisy.
ROUNDS = 3
IN_TURNS = ("khyber", "pyoxigraph")
# Peers in folders of their own: their dependencies, pyarrow among them, would slow the others.
FOLDERS = {"maplib": "peers", "pyshacl": "peers", "kglab": "kglab"}
SHAPES = sorted((shipped("ontology") / "shapes").glob("*.ttl"))
# Statements up to which pySHACL is also compared on a broken graph.
FEW = 50_000
Result = dict[str, Any]


def timed(call: Any) -> tuple[float, Any]:  # noqa: ANN401 - whatever is called
    """Call once, and give the seconds with what came back."""
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def one_peer(name: str, folder: Path) -> Result:
    """Measure one peer: seconds to load, megabytes, and the best seconds of each question."""
    with ExitStack() as stack:
        load, ask = timed(lambda: PEERS[name].start(folder, stack))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found: Result = {"load": load, "memory": memory, "questions": {}, "rows": {}}
        print(json.dumps(found), flush=True)
        for each in QUESTIONS:
            text = (folder / f"{each}.rq").read_text(encoding="utf-8")
            best, found["rows"][each] = timed(lambda text=text: ask(text))
            for _ in range(RUNS - 1 if best < 1 else 0):
                best = min(best, timed(lambda text=text: ask(text))[0])
            found["questions"][each] = best
            print(json.dumps(found), flush=True)
    return found


def verbs(folder: Path) -> Result:
    """Measure Khyber's own verbs on a graph that is built: seconds each, and counts."""
    command = [sys.executable, str(HERE / "run.py"), "--only", "open", "-", str(folder)]
    cold, _ = timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    engine = build_in(folder)
    rows = """SELECT ?r ?m ?o ?t ?b WHERE { ?r a kg:Membership ; kg:member ?m ;
    kg:organization ?o ; kg:time ?t ; kg:earliestStart ?b }"""
    frame, table = timed(lambda: kg.ask(engine, rows))
    found: Result = {"cold start": cold, "frame": frame, "frame rows": len(table)}  # type: ignore[arg-type]
    print(json.dumps(found), flush=True)
    found["project"], network = timed(lambda: kg.project(engine))
    found["ties"] = network.number_of_edges()
    print(json.dumps(found), flush=True)
    found["draw"], _ = timed(
        lambda: kg.draw(kg.project(engine, "1957-01-01", about="cento")).to_svg()
    )
    print(json.dumps(found), flush=True)
    found["check"], report = timed(lambda: kg.check(engine))
    found["faults"] = len(report)
    print(json.dumps(found), flush=True)
    return found


def pyshacl_check(folder: Path) -> Result:
    """Validate with pySHACL on rdflib what `kg.check` validates, by the same shapes.

    On a small graph, also leave statements out, and count what each of the two finds then.
    """
    dump = build_in(folder).dump()
    seconds, found = timed(lambda: pyshacl_results(dump))
    result: Result = {"pySHACL check": seconds, "pySHACL results": len(found)}
    lines = dump.splitlines(keepends=True)
    if len(lines) < FEW:
        broken = b"".join(line for number, line in enumerate(lines) if number % 50)
        ours, theirs = khyber_results(broken), pyshacl_results(broken)
        result |= {"verdicts": len(theirs), "verdicts that differ": len(ours ^ theirs)}
    return result


def pyshacl_results(statements: bytes) -> set[tuple[str, str]]:
    """Give focus node and message of each result of pySHACL, reading the statements included."""
    import rdflib  # noqa: PLC0415
    from pyshacl import validate  # noqa: PLC0415

    shapes, sh = rdflib.Graph(), rdflib.SH
    for path in SHAPES:
        shapes.parse(path)
    data = rdflib.Graph().parse(data=statements, format="nt")
    _, report, _ = validate(data, shacl_graph=shapes, inplace=True, advanced=True)
    return {
        (str(report.value(result, sh.focusNode)), str(report.value(result, sh.resultMessage)))
        for result in report.objects(None, sh.result)
    }


def khyber_results(statements: bytes) -> set[tuple[str, str]]:
    """Give focus node and rule of each breach of a shape that `kg.check` finds."""
    store = ox.Store()
    store.bulk_load(statements, format=ox.RdfFormat.N_TRIPLES)
    messages = "".join(path.read_text(encoding="utf-8") for path in SHAPES)
    found = kg.check(OxigraphEngine(store))
    return {(expand(each.thing), each.rule) for each in found if f'"{each.rule}"' in messages}


def apart(what: str, name: str, folder: Path) -> Result:
    """Run a measurement in a process of its own, and give what it had found when it ended."""
    command = [sys.executable, str(HERE / "run.py"), "--only", what, name, str(folder)]
    own = str(place) if (place := home(what) or home(name)) else ""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": own},
    )
    said = ""
    try:
        out, err = process.communicate(timeout=PATIENCE)
        lines = err.strip().splitlines()
        said = lines[-1][:120] if process.returncode and lines else ""
    except subprocess.TimeoutExpired:
        process.kill()
        out, _ = process.communicate()
        said = f"stopped after {PATIENCE} s"
    lines = [line for line in out.splitlines() if line.startswith("{")]
    return {**(json.loads(lines[-1]) if lines else {}), **({"said": said} if said else {})}


def home(name: str) -> Path | None:
    """Give the folder that `make bench` has installed a peer into, if it has one of its own."""
    return Path(sys.prefix) / FOLDERS[name] if name in FOLDERS else None


def measure(sizes: list[int], work: Path) -> Result:
    """Measure everything at every size."""
    results: Result = {"sizes": {}, **machine()}
    for size in sizes:
        folder = work / str(size)
        generate(size, folder)
        prepare_seconds, _ = timed(lambda folder=folder: apart("prepare", "-", folder))
        print(f"{size:,} statements, prepared in {prepare_seconds:.0f} s", flush=True)
        found: Result = {"peers": {}}
        for name in [*IN_TURNS * ROUNDS, *(name for name in PEERS if name not in IN_TURNS)]:
            if name == "khyber":
                shutil.rmtree(folder / "cache")
            once = apart("peer", name, folder)
            found["peers"][name] = least(found["peers"].get(name, once), once)
            print(f"  {name}: {once}"[:150], flush=True)
        found["verbs"] = apart("verbs", "-", folder)
        if size <= 100_000:  # noqa: PLR2004 - minutes beyond it
            found["verbs"] |= apart("pyshacl", "-", folder)
        print(f"  verbs: {found['verbs']}", flush=True)
        results["sizes"][str(size)] = found
    return results


def least(one: Any, other: Any) -> Any:  # noqa: ANN401 - numbers, and dictionaries of them
    """Give the lesser of two measurements, number by number."""
    if isinstance(one, dict):
        return {key: least(one.get(key, value), value) for key, value in {**one, **other}.items()}
    return one if isinstance(one, str) else min(one, other)


def machine() -> Result:
    """Say where and when, with what versions."""
    names = "khyber-kg pyoxigraph oxrdflib rdflib maplib pyshifty pyshacl pandas networkx kglab"
    found = {name: release(name) for name in names.split()}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "versions": found,
    }


def release(name: str) -> str:
    """Give the version of a peer where it is installed."""
    place = home(name)
    path = [str(place)] if place else sys.path
    return next((each.version for each in distributions(name=name, path=path)), "missing")


def main() -> None:
    """Measure, or do one part of it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--only", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        what, name, folder = options.only
        parts = {
            "peer": lambda: one_peer(name, Path(folder)),
            "verbs": lambda: verbs(Path(folder)),
            "pyshacl": lambda: pyshacl_check(Path(folder)),
            "open": lambda: build_in(Path(folder)).query("ASK { ?s a kg:State }") and {},
            "prepare": lambda: prepare(Path(folder)),
        }
        print(json.dumps(parts[what]() or {}))
        return
    from report import write  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="khyber-bench-") as work:
        results = measure(options.sizes, Path(work))
    (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write(results, HERE)


if __name__ == "__main__":
    main()
