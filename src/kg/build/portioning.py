"""Portions: the things of a store some at a time, each with as much as shapes look at from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import pyoxigraph as ox

__all__ = ["portions"]

# So many things go together: the SHACL engine takes 2 kB for each statement that it is given.
_THINGS: Final = 5_000
# No shape looks further than this from what it is held to.
_STEPS: Final = 3


def portions(
    store: ox.Store, things: Sequence[str], inward: Collection[str]
) -> Iterator[tuple[frozenset[str], bytes]]:
    """Give things some at a time, with what is said of them and of what they lead to.

    Args:
        store: The store.
        things: The IRIs of the things.
        inward: The properties along which shapes look from a thing to what points at it.

    Returns:
        The things of each portion, and as N-Triples what is said.
    """
    pointing = [ox.NamedNode(each) for each in inward]
    for at in range(0, len(things), _THINGS):
        some = things[at : at + _THINGS]
        yield frozenset(some), "".join(_around(store, some, pointing)).encode()


def _around(
    store: ox.Store, things: Sequence[str], pointing: Sequence[ox.NamedNode]
) -> Iterator[str]:
    own = [ox.NamedNode(each) for each in things]
    seen: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set(own)
    for prop in pointing:
        for thing in own:
            seen |= {q.subject for q in store.quads_for_pattern(None, prop, thing, None)}
    ring = seen.copy()
    for _ in range(_STEPS + 1):
        found: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
        for node in ring:
            for quad in store.quads_for_pattern(node, None, None, None):
                yield f"{quad.triple} .\n"
                if isinstance(quad.object, ox.NamedNode):
                    found.add(quad.object)
        ring = found - seen
        seen |= ring
