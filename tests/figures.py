"""Small signed networks that were published, as figures, with the papers that they are from.

The tribes: K. E. Read, "Cultures of the Central Highlands, New Guinea", Southwestern Journal of
Anthropology 10 (1954), as in P. Hage and F. Harary, "Structural Models in Anthropology" (1983).
The monastery: S. F. Sampson, "Crisis in a Cloister" (dissertation, Cornell University, 1969).
The parties: S. Kropivnik and A. Mrvar, "An analysis of the Slovene parliamentary parties network"
(1996). The group: J. E. Schwartz and M. Sprinzen, "Structures of connectivity", Social Networks 6
(1984). Carbon: S. Aref and M. C. Wilson, "Balance and frustration in signed networks", Journal of
Complex Networks 7 (2019), count it among their networks, all of its ties hostile.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

import networkx as nx

__all__ = [
    "GROUP",
    "MONASTERY_T2",
    "MONASTERY_T3",
    "MONASTERY_T4",
    "PARTIES",
    "TRIBES",
    "carbon",
    "network",
]

# Sixteen tribes: +1 allied, -1 opposed.
TRIBES = """
     0  1 -1 -1 -1 -1  0  0  0  0  0 -1  0  0  1  1
     1  0 -1  0 -1 -1  0  0 -1 -1  0  0  0  0  1  1
    -1 -1  0  1  0  1  1  1  0  0  0  0  0  0  0  0
    -1  0  1  0  0  0  0  1  0  0  0  0  0  0  0  0
    -1 -1  0  0  0  0  1  0  1  0  0  0  0  1 -1 -1
    -1 -1  1  0  0  0  1  1 -1  0  1  1 -1  0  0 -1
     0  0  1  0  1  1  0  1  0  0  1  1  1  0  0  0
     0  0  1  1  0  1  1  0  0  0  1  1  0 -1  0  0
     0 -1  0  0  1 -1  0  0  0  1 -1  0  1  0 -1  0
     0 -1  0  0  0  0  0  0  1  0 -1  0  1  0 -1  0
     0  0  0  0  0  1  1  1 -1 -1  0  1 -1  0 -1 -1
    -1  0  0  0  0  1  1  1  0  0  1  0  0 -1 -1 -1
     0  0  0  0  0 -1  1  0  1  1 -1  0  0  1 -1 -1
     0  0  0  0  1  0  0 -1  0  0  0 -1  1  0  0 -1
     1  1  0  0 -1  0  0  0 -1 -1 -1 -1 -1  0  0  1
     1  1  0  0 -1 -1  0  0  0  0 -1 -1 -1 -1  1  0
"""
# Eighteen novices at T2: three whom each likes most (3 to 1) and least (-3 to -1).
MONASTERY_T2 = """
     0  0  2  0  3 -2 -1  0  0 -3  0  0  0  1  0  0  0  0
     3  0  0  0  0  0  2  0  0 -1  0  0 -3  1  0  0 -2  0
     2  3  0 -1  0  0  0 -3 -2  0  0  0  0  0  0  0  1  0
     0  0 -2  0  3  1 -3  0  0  2  0  0  0  0  0  0  0 -1
     0  0  0  3  0  0  0  0  0  0  2  0  1  0  0  0  0  0
     1  0  0  3  0  0 -3 -1  2  0  0 -2  0  0  0  0  0  0
     0  2  0 -3 -1 -2  0  1  0  0  0  0  0  0  0  3  0  0
     3  2 -3  0  0  0  0  0  1  0  0  0  0 -2  0  0 -1  0
     0  0 -3  0  2  0  0  3  0  0  0  0  0  0  0  1 -2 -1
     0  0  0  3  0  0  0  1  0  0  0  0  0  2  0  0  0  0
     0  0 -1  0  3  0  0  1  0  0  0  0 -3  2  0  0 -2  0
     3  2 -1 -3  0  0  0  0  0  0 -2  0  0  1  0  0  0  0
     0 -3  0  0  2 -2  1  0  0  0  0 -1  0  0  0  0  0  3
     3  0  0  0  0  0  0 -2  0  0  1  2 -3  0  2  0 -1  0
     3  2 -2  0  0  0  0  0  0  0  0  0 -3  1  0  0 -1 -1
     1  2  0  0  0  0  3  0  0  0  0  0 -1  0  0  0 -3 -2
     0  0  3 -3 -2  0  0  0  0  0 -1  0  2  0  0  0  0  1
     2  3  0 -3  0 -2  1  0  0  0  0  0  0  0  0 -1  0  0
"""
# Eighteen novices at T3: three whom each likes most (3 to 1) and least (-3 to -1).
MONASTERY_T3 = """
     0  2  0 -2  1  0  0  3  0 -3 -1  0  0  0  0  0  0  0
     3  0  0 -3  0  0  1 -2  0  0  0  2 -1  0  1  0  0  0
     3 -1  0  0  0 -2  0 -3  0  0  0  0  0  0  0  0  1  2
    -2 -3  0  0  3  2  0  0  0  0  1  0  0  0  0  0  0  0
     2  0  0  3  0  0  0  0  0  0  1  0  0  0  0  0  0  0
     1  0 -3  3  0  0  0 -1  2  0  0 -2  0  0  0  0  0  0
     1  2  0 -3  0 -2  0 -1  0  0  0  0  0  0  0  3  0  0
    -2 -3 -1  3  0  1  0  0  0  2  0  0  0  0  0  0  0  0
     0  0 -3  0  1  0  0  3  0  0  0  2  0  0  0  0 -2 -1
     0  0  0  3  1  0  0  0  0  0  0  0  2  0  0  0  0  0
    -1 -3 -2  2  3  0  0  0  0  0  0  0  0  0  0  1  0  0
     3  1 -3  0  0 -2  0  0  0  0  0  0  0  2  0  0 -1  0
     0 -3  0  0  2 -2  1  0  0  0  0 -1  0  0  0  0  0  3
     3  1  0 -3  0  0  0  0  0 -2  0  1  0  0  2  0 -1  0
     2  3 -2  0  1  0  0  0  0 -1  0  0 -3  1  0  0 -1  0
     0  2 -1 -3  0  0  3  0  0  0  0  1  0  0  0  0 -2  0
     0  1  2 -2  0 -1  0  0  0  0 -3  0  0  0  0  0  0  3
     0  1  0 -3  0 -2  0  0  0  0 -1  0  2  0  0  0  3  0
"""
# Eighteen novices at T4: three whom each likes most (3 to 1) and least (-3 to -1).
MONASTERY_T4 = """
     0 -2  3  0  0  0 -3  0  0 -1  0  1  0  2  0  0  0  0
     3  0  0 -3  0  0  1 -2  0  0  0  2 -1  0  0  0  0  0
     3 -2  0 -3  0 -2  0  0  0  0  0  0  2  0  0 -1  1  2
    -2 -3  0  0  3  1  0  0  0  0  2  0  0 -1  0  0  0  0
     0  0  0  3  0  0  0  0  1  0  2  0  0  0  0  0  0  0
     0 -1 -3  3  1  0 -2  0  2  0  0  0  0  0  0  0 -2  0
     0  3  0 -3  0 -2  0 -1  0  0  0  1  0  0  0  2  0  0
     0 -3 -2  3  0  2  0  0  1  0  0  0  0 -1  0  0  0  0
     0  0 -3  0  1  0  0  3  0  0  0  2  0  0  0  0 -2 -1
     0  0  0  3  1  0  0  0  1  0  0  0  2  0  0  0  0  0
    -1 -3 -2  0  2  0  0  3  0  0  0  0  0  1  0  0  0  0
     3  2  0  0  0  0  1  0  0  0  0  0  0  0  0  0  0  0
     0 -3  0  0  2 -2  1  0  0  0  0 -1  0  0  0  0  0  3
     3  0  0 -3  0  0  0 -2  0  0  0  1  0  0  2  0 -1  0
     0  3 -2 -1  0  0  1  0  0  0  0  2 -3  0  0  0  0  0
     0  3 -1 -3  0  0  2  0  0  0  0  0  0  0  1  0 -2  0
     0  1  2 -1  0 -3  0 -2  0  0  0  0  0  0  0  0  0  3
     0  1  2 -1  0  0  0 -3  0 -2  0  0  0  0  0  0  3  0
"""
# Ten parties of the Slovene parliament in 1994: how alike they are, from -25 to 25.
PARTIES = """
     0 -22 11 -9 -8  9 -17 18 12 -21
    -22  0 -22 13  8 -15  6 -25 -23  5
    11 -22  0 -20 -8 14 -11 18 18 -17
    -9 13 -20  0 16 -14 17 -24 -25  2
    -8  8 -8 16  0 -19 17 -12 -16 -1
     9 -15 14 -14 -19  0 -10 14 12 -11
    -17  6 -11 17 17 -10  0 -18 -19 -1
    18 -25 18 -24 -12 14 -18  0 24 -13
    12 -23 18 -25 -16 12 -19 24  0 -16
    -21  5 -17  2 -1 -11 -1 -13 -16  0
"""
# Twenty people after thirteen weeks: 1 likes, -1 dislikes.
GROUP = """
     0  0  0  0  0 -1  0  0  0  0  1  0  0  0  0  1  0 -1  0  0
     0  0  0  0  0  1  0  0  1  0  0  0  0  0  1  0  0  0  1  0
     1  0  0  0  0  0  1  0  1  1  0  0  0  0  1 -1  0 -1  0  0
     0  0  0  0  0 -1  0 -1  0  1  0  0  0  0 -1  0  0  0  0  0
     0  0  0  0  0  0  1  0  1  0  0  0  1  0  0  0  0  0  0  0
     0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0  0
     1  0  0  0  0  0  0  0  1  1  1  0  0  1  1  0  0 -1  0  1
    -1  0  0  0  1 -1  1  0  1  1  0  0  0  0  0 -1  0 -1  0  0
     1  0  0  0  0  0  0  1  0  0  1  0  0  0  0  0 -1 -1  1  0
     0 -1  0  0  0  0  0  0  0  0  0  1  0  0  1  0  0  0  0  0
     0  0  0  0  0  0  0  0  0  1  0  0  0  0  1  0  0 -1  0  0
     0  1  0  0  1  0  0  0  0  0  0  0  0  0  0  1  0  0  0  0
     0  0 -1  0  0 -1 -1  0  0  0  1  0  0  0  0  0  0 -1  0  0
     0  0  0  0  0 -1  1  0  0  0  0  0  0  0  0  0  0 -1  0  0
     1  0  0  0  0  0  0  0  0  1  1  0  0  0  0  0  0  0  0  0
     0  0  0  0  0  0  0  0  0  1  0  0  0  0  0  0  1 -1  1  0
     1 -1  0  0  0  0  0  0  0  1  0 -1 -1  0  1  1  0  0  0  0
     0  0  0  1  0  0  0  0  0  1 -1  0  0  0  0  0  0  0  0  1
     0  0  0  0  0  0  0  0  0  0  0  0 -1  0  0  1  0  0  0  0
     0  0  0  0  0  0  0  0  0  1  0  0 -1  0  0  0  0  1  0  0
"""


def network(figures: str, *, weighted: bool = False) -> nx.MultiGraph:
    """Give the signed network of a matrix: a tie for each number above the diagonal that is no 0.

    Where numbers below the diagonal differ, each of the two is a tie.
    """
    rows = [list(map(int, line.split())) for line in figures.strip().splitlines()]
    found = nx.MultiGraph()
    found.add_nodes_from(range(len(rows)))
    mirrored = all(rows[i][j] == rows[j][i] for i in found for j in found)
    for i in found:
        for j in range(i + 1 if mirrored else 0, len(rows)):
            if value := rows[i][j]:
                sign = 1 if value > 0 else -1
                found.add_edge(i, j, sign=sign, **({"weight": abs(value)} if weighted else {}))
    return found


def carbon(frequency: int) -> nx.Graph:
    """Give the carbon molecule of 60 times a square of atoms that has the icosahedron's symmetry.

    The faces of an icosahedron are cut into triangles, and all corners of the whole are cut off:
    once for 60 atoms, the football; at a frequency of 2 for 240. Every bond is a hostile tie.
    """
    _, embedding = nx.check_planarity(_triangles(frequency))
    found = nx.Graph()
    for corner in embedding:
        ring = list(embedding.neighbors_cw_order(corner))
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            found.add_edge((corner, one), (corner, other), sign=-1)
            found.add_edge((corner, one), (one, corner), sign=-1)
    return found


def _triangles(frequency: int) -> nx.Graph:
    """Give an icosahedron whose edges are cut into so many; corners are named by their weights."""
    _, embedding = nx.check_planarity(nx.icosahedral_graph())
    found, seen = nx.Graph(), set[tuple[int, int]]()
    for edge in embedding.edges():
        if edge in seen:
            continue
        face = embedding.traverse_face(*edge, mark_half_edges=seen)
        inside = [w for w in product(range(frequency + 1), repeat=3) if sum(w) == frequency]
        for one, other in combinations(inside, 2):
            if max(abs(a - b) for a, b in zip(one, other, strict=True)) == 1:
                found.add_edge(_corner(face, one), _corner(face, other))
    return found


def _corner(face: Iterable[int], weights: Iterable[int]) -> frozenset[tuple[int, int]]:
    return frozenset((end, of_it) for end, of_it in zip(face, weights, strict=True) if of_it)
