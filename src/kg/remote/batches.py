"""What is published: the statements of each named graph, sorted, cut into batches.

Sorting makes the order, and so the batches and the digest, the same in every process: a push that
was broken off goes on where it stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.build import Sorter
from kg.engine import accounts_of, graph_of, shared
from kg.errors import DataError
from kg.remote.layout import ONTOLOGY, THINGS
from kg.vocabulary import FACTS

__all__ = ["Cargo", "cargo_of"]


class Cargo(NamedTuple):
    """The statements for one named graph.

    Attributes:
        graph: Its IRI.
        path: The file that holds them, as sorted N-Triples.
        size: How many they are.
        digest: What tells them from any other set of statements.
    """

    graph: str
    path: Path
    size: int
    digest: str

    @property
    def is_account(self) -> bool:
        """Say whether the graph is an account, and not what all accounts speak of."""
        return self.graph not in (ONTOLOGY, THINGS)

    def batches(self, size: int) -> Iterator[tuple[int, str]]:
        """Give the statements in batches, numbered from 1."""
        with self.path.open(encoding="utf-8", newline="\n") as lines:
            number = 1
            while batch := "".join(islice(lines, size)):
                yield number, batch
                number += 1


def cargo_of(store: ox.Store, ontology: ox.Store, folder: Path) -> list[Cargo]:
    """Give what goes into each named graph of a server.

    Args:
        store: A built store: facts in its default graph, each other account in a graph of its own.
        ontology: A built store of the ontology alone; what it holds goes into a graph of its own.
        folder: Where the sorted statements are kept.

    Raises:
        DataError: A statement speaks of a node without a name.
    """
    own, things = set(ontology), set(shared(store))
    facts = (q for q in store.quads_for_pattern(None, None, None, graph_of(FACTS)))
    graphs: dict[str, Iterable[ox.Quad]] = {
        ONTOLOGY: (quad for quad in own if quad in store),
        THINGS: (quad for quad in things if quad not in own),
        FACTS: (quad for quad in facts if quad not in own and quad not in things),
    }
    for account in accounts_of(store)[1:]:
        graphs[account] = store.quads_for_pattern(None, None, None, graph_of(account))
    return [
        _cargo(graph, (q.triple for q in quads), folder / f"{number}.nt")
        for number, (graph, quads) in enumerate(graphs.items())
    ]


def _cargo(graph: str, triples: Iterable[ox.Triple], path: Path) -> Cargo:
    size, digest = 0, hashlib.blake2b(digest_size=12)
    lines = (f"{_named(triple)} .\n" for triple in triples)
    with path.open("w", encoding="utf-8", newline="\n") as target:
        for line in Sorter(lines):
            target.write(line)
            digest.update(line.encode())
            size += 1
    return Cargo(graph, path, size, digest.hexdigest())


def _named(triple: ox.Triple) -> ox.Triple:
    """Refuse a node without a name: batch by batch it would become as many nodes on a server."""
    if ox.BlankNode in (type(triple.subject), type(triple.object)):
        raise DataError(
            f"a node without a name cannot be published: {triple}",
            mend="give it a name in id:, or push a file without it",
        )
    return triple
