"""The peers: each loads the same statements and answers the same queries, in its own process."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

import kg
from kg.build import open_store
from kg.engine import OxigraphEngine
from kg.paths import shipped_files
from kg.query import question
from kg.query.parameters import bind
from kg.remote.dialect import with_prefixes
from kg.sparql import Bindings, Query, with_values

QUESTIONS = (
    "common-partners things-named source-counts corridor-disruptions bridges-between "
    "allies-and-foes closest-by-organizations meetings-between member-counts-at events-of-kind"
).split()
Ask = Callable[[str], int]


class Peer(NamedTuple):
    """A peer: how it loads, giving what answers a question, and what it needs installed."""

    start: Callable[[Path, ExitStack], Ask]
    module: str


def sources(folder: Path) -> list[Path]:
    """Give the files that Khyber loads: the ontology as shipped, the grown facts and claims."""
    ontology = [path for path in shipped_files() if path.parent.name == "ontology"]
    return [*ontology, folder / "triples.nt", folder / "claims.nt"]


def prepare(folder: Path) -> None:
    """Write what the peers load: the built store's facts, derived statements and all."""
    bound = examples()
    store = build_in(folder).store
    with (folder / "built.nt").open("wb") as target:
        store.dump(target, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    for name in QUESTIONS:
        text = with_prefixes(with_values(question(name).sparql, bound[name]))
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")


def examples() -> dict[str, Bindings]:
    """Give each question's terms, from the shipped graph: a lesser one may not have the things."""
    engine = kg.load().engine
    return {name: bind(engine, question(name), question(name).example) for name in QUESTIONS}


def build_in(folder: Path) -> OxigraphEngine:
    """Build or open the store of a generated graph, as `kg.load` does."""
    import importlib  # noqa: PLC0415

    os.environ["KG_CACHE"] = str(folder / "cache")
    # The grown files stand in for the shipped data, and the ontology stays.
    module = importlib.import_module("kg.build.stores")
    module.shipped_files = lambda: sources(folder)  # type: ignore[attr-defined]
    return open_store()


def khyber(folder: Path, stack: ExitStack) -> Ask:
    """Khyber as it is used: on disk, built and opened, the guard before each question."""
    del stack
    engine = build_in(folder)

    def ask(text: str) -> int:
        found = engine.query(text)
        return found if isinstance(found, bool) else sum(1 for _ in found.cells)  # type: ignore[union-attr]

    return ask


def pyoxigraph(folder: Path, stack: ExitStack) -> Ask:
    """Bare pyoxigraph on disk."""
    place = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
    store = ox.Store(place)
    store.bulk_load(path=str(folder / "built.nt"), format=ox.RdfFormat.N_TRIPLES)
    return lambda text: sum(1 for _ in store.query(text))  # type: ignore[union-attr]


def rdflib_memory(folder: Path, stack: ExitStack) -> Ask:
    """rdflib's own store and evaluator."""
    del stack
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph().parse(folder / "built.nt", format="nt")
    return lambda text: len(graph.query(text))


def rdflib_oxigraph(folder: Path, stack: ExitStack) -> Ask:
    """rdflib's interface over Oxigraph, which evaluates."""
    del stack
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph(store="Oxigraph").parse(folder / "built.nt", format="ox-nt")
    return lambda text: len(graph.query(text))


def maplib(folder: Path, stack: ExitStack) -> Ask:
    """maplib: columns in memory."""
    del stack
    from maplib import Model  # type: ignore[import-not-found]  # noqa: PLC0415

    model = Model()
    model.read(str(folder / "built.nt"))
    return lambda text: int(model.query(text).height)


def kglab(folder: Path, stack: ExitStack) -> Ask:
    """kglab, over rdflib."""
    del stack
    import kglab as peer  # type: ignore[import-not-found]  # noqa: PLC0415

    graph = peer.KnowledgeGraph()
    graph.load_rdf(str(folder / "built.nt"), format="nt")
    return lambda text: sum(1 for _ in graph.query(text))


def virtuoso(folder: Path, stack: ExitStack) -> Ask:
    """Virtuoso 7 over HTTP, through Khyber's own engine for endpoints."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from kg.remote import open_endpoint, push  # noqa: PLC0415
    from servers import virtuoso as serving  # noqa: PLC0415

    bound = examples()
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    (place / "netrc").write_text("machine 127.0.0.1 login dba password dba\n")
    os.environ["NETRC"] = str(place / "netrc")
    server = stack.enter_context(serving(place, buffers=170_000))
    engine = build_in(folder)
    push(server.addresses._replace(query=server.addresses.update), engine, batch=20_000)
    remote: Any = open_endpoint(server.addresses.query, timeout=300)
    # It is asked with terms apart from the text, as Khyber asks it.
    names = {(folder / f"{name}.rq").read_text("utf-8"): question(name) for name in QUESTIONS}

    def ask(text: str) -> int:
        asked = names[text]
        return sum(1 for _ in remote.query(Query(asked.sparql, bindings=bound[asked.name])).cells)

    return ask


PEERS = {
    "khyber": Peer(khyber, "kg"),
    "pyoxigraph": Peer(pyoxigraph, "pyoxigraph"),
    "rdflib on Oxigraph": Peer(rdflib_oxigraph, "oxrdflib"),
    "rdflib": Peer(rdflib_memory, "rdflib"),
    "maplib": Peer(maplib, "maplib"),
    "Virtuoso": Peer(virtuoso, "kg"),
    "kglab": Peer(kglab, "kglab"),
}
