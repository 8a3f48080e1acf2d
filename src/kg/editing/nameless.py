"""Nodes without a name, given one that comes from what is said of them.

A parser calls them as it likes, so the same file read twice would differ from itself. Their names
are hashes of their statements, refined by those of their neighbours (colour refinement, as in
J. Carroll, "Signing RDF graphs", ISWC 2003): a change elsewhere leaves them alone. Nodes that no
hash tells apart are numbered in the order of RDF Dataset Canonicalization (RDFC-1.0, W3C 2024).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import pyoxigraph as ox

__all__ = ["told_apart"]

_Colours: TypeAlias = Mapping[ox.BlankNode, str]


def told_apart(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Give statements with the same name for a blank node wherever the same is said of it."""
    held = set(quads)
    if not any(_nodes(quad) for quad in held):
        return held
    dataset = ox.Dataset(held)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    about = defaultdict[ox.BlankNode, list[ox.Quad]](list)
    for quad in dataset:
        for node in _nodes(quad):
            about[node].append(quad)
    names = _numbered(_refined(about))
    return {_renamed(quad, names) if _nodes(quad) else quad for quad in dataset}


def _nodes(quad: ox.Quad) -> set[ox.BlankNode]:
    terms = (quad.subject, quad.object, quad.graph_name)
    return {term for term in terms if isinstance(term, ox.BlankNode)}


def _refined(about: Mapping[ox.BlankNode, list[ox.Quad]]) -> _Colours:
    """Hash what is said of each node, with its neighbours' hashes, until no more are told apart."""
    colours: _Colours = dict.fromkeys(about, "")
    for _ in about:
        finer = {node: _colour(node, quads, colours) for node, quads in about.items()}
        told, colours = len(set(colours.values())), finer
        if len(set(finer.values())) == told:
            break
    return colours


def _colour(node: ox.BlankNode, quads: list[ox.Quad], colours: _Colours) -> str:
    def text(term: object) -> str:
        if isinstance(term, ox.BlankNode):
            return "_:" if term == node else f"_:{colours[term]}"
        return str(term)

    lines = sorted(" ".join(map(text, quad)) for quad in quads)
    whole = "\n".join((colours[node], *lines))
    return hashlib.blake2b(whole.encode(), digest_size=6).hexdigest()


def _numbered(colours: _Colours) -> Mapping[object, ox.BlankNode]:
    alike = defaultdict[str, list[ox.BlankNode]](list)
    for node in sorted(colours, key=lambda each: (len(each.value), each.value)):
        alike[colours[node]].append(node)
    return {
        node: ox.BlankNode(f"b{colour}" + (f"-{number}" if number else ""))
        for colour, nodes in alike.items()
        for number, node in enumerate(nodes)
    }


def _renamed(quad: ox.Quad, names: Mapping[object, ox.BlankNode]) -> ox.Quad:
    subject, predicate, value, graph = quad
    return ox.Quad(
        names.get(subject, subject), predicate, names.get(value, value), names.get(graph, graph)
    )
