"""Grow the shipped graph's own shape to a size: ``generate.py STATEMENTS FOLDER``.

Every thing but states is copied under names of its own, so that memberships, events, claims and
evidence grow around the same states, as they do when more of history is entered. Below the shipped
size, relations are left out, and with them what only they speak of. The same size gives the same
bytes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.build import read_quads
from kg.paths import shipped
from kg.vocabulary import ID, RDF_TYPE, kg

FILES = ("triples.ttl", "claims.ttl")
SHARED = frozenset({kg("State"), kg("Account"), kg("Text")})
Named = dict[str, list[ox.Quad]]


def generate(size: int, folder: Path) -> list[Path]:
    """Write facts and claims of about a size as N-Triples, and give the two files."""
    folder.mkdir(parents=True, exist_ok=True)
    sides = [read_quads(shipped("data") / name) for name in FILES]
    if size < sum(map(len, sides)):
        sides = _fewer(sides, size)
    paths = [folder / "triples.nt", folder / "claims.nt"]
    shared = {
        q.subject.value for side in sides for q in side if q.object.value in SHARED and _is_type(q)
    }
    copied = sum(_is_copied(q, shared) for side in sides for q in side)
    copies = max(0, round((size - sum(map(len, sides))) / max(copied, 1)))
    for path, side in zip(paths, sides, strict=True):
        with path.open("w", encoding="utf-8", newline="\n") as target:
            target.writelines(f"{quad.triple} .\n" for quad in side)
            for number in range(1, copies + 1):
                target.writelines(_copy(side, shared, number))
    return paths


def _is_type(quad: ox.Quad) -> bool:
    return quad.predicate.value == RDF_TYPE


def _is_copied(quad: ox.Quad, shared: Iterable[str]) -> bool:
    return quad.subject.value.startswith(ID) and quad.subject.value not in shared


def _copy(side: list[ox.Quad], shared: set[str], number: int) -> Iterator[str]:
    names: dict[str, str] = {}

    def name(term: object) -> str:
        text = str(term)
        if text not in names:
            own = text.startswith(f"<{ID}") and text[1:-1] not in shared
            names[text] = f"{text[:-1]}-x{number}>" if own else text
        return names[text]

    for quad in side:
        if _is_copied(quad, shared):
            yield f"{name(quad.subject)} {quad.predicate} {name(quad.object)} .\n"


def _fewer(sides: list[list[ox.Quad]], size: int) -> list[list[ox.Quad]]:
    """Keep things in the order of their names, each with all that it speaks of, up to a size."""
    about: list[Named] = [defaultdict(list) for _ in sides]
    for named, side in zip(about, sides, strict=True):
        for quad in side:
            named[quad.subject.value].append(quad)
    kept: set[str] = set()
    count = 0
    # What is asked and drawn comes first, whatever the rest of the data is.
    wanted = {ID + "cento", *(q.subject.value for q in sides[0] if q.object.value == ID + "cento")}
    names = {name for named in about for name in named}
    for start in sorted(names, key=lambda n: (n not in wanted, n[::-1])):
        waiting = [start]
        while waiting and count < size:
            thing = waiting.pop()
            quads = [quad for named in about for quad in named.get(thing, ())]
            if thing not in kept and quads:
                kept.add(thing)
                count += len(quads)
                waiting += [q.object.value for q in quads if isinstance(q.object, ox.NamedNode)]
    return [[quad for quad in side if quad.subject.value in kept] for side in sides]


if __name__ == "__main__":
    for written in generate(int(sys.argv[1]), Path(sys.argv[2])):
        print(written)
