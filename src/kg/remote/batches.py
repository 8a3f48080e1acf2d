"""What is published: the statements of each named graph, sorted, cut into batches.

Sorting makes the order, and so the batches and the digest, the same in every process: a push that
was broken off goes on where it stood.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.build import Sorter
from kg.remote.layout import FACTS, ONTOLOGY
from kg.vocabulary import CLAIMS

__all__ = ["Cargo", "cargo_of"]

_CLAIMS: Final = ox.NamedNode(CLAIMS)


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
        store: A built store: facts in its default graph, claims in ``id:claims``.
        ontology: A built store of the ontology alone; what it holds goes into a graph of its own.
        folder: Where the sorted statements are kept.
    """
    default, own = ox.DefaultGraph(), set(ontology)
    terms = (quad.triple for quad in own if quad in store)
    facts = (q.triple for q in store.quads_for_pattern(None, None, None, default) if q not in own)
    claims = (q.triple for q in store.quads_for_pattern(None, None, None, _CLAIMS))
    return [
        _cargo(ONTOLOGY, terms, folder / "ontology.nt"),
        _cargo(FACTS, facts, folder / "facts.nt"),
        _cargo(CLAIMS, claims, folder / "claims.nt"),
    ]


def _cargo(graph: str, triples: Iterable[ox.Triple], path: Path) -> Cargo:
    size, digest = 0, hashlib.blake2b(digest_size=12)
    lines = (f"{triple} .\n" for triple in triples)
    with path.open("w", encoding="utf-8", newline="\n") as target:
        for line in Sorter(lines):
            target.write(line)
            digest.update(line.encode())
            size += 1
    return Cargo(graph, path, size, digest.hexdigest())
