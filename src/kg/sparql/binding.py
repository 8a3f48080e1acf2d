"""Binding: terms for the variables of a query, as SPARQL's own inline data.

A binding becomes a VALUES block (SPARQL 1.1, section 10) at the start of every group that mentions
the variable, its terms written by the engine's own serialiser. That means the same on every
engine, in every form of query, whether or not the variable is projected, and several values are
several rows; see docs/decisions/0004-parameters-are-values.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias, Union

from kg.errors import QueryError
from kg.sparql.guarding import Token, cut
from kg.sparql.keeping import kept

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["Binding", "Bindings", "kind_of_braces", "with_values"]

Binding: TypeAlias = Union["ox.NamedNode", "ox.Literal"]
Bindings: TypeAlias = Mapping[str, Sequence[Binding]]

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass
class _Group:
    """A pair of braces: where it opens, what it is, and the variables named directly in it."""

    start: int
    kind: str
    names: set[str] = field(default_factory=set)


def with_values(sparql: str, bindings: Bindings) -> str:
    """Give a query with terms for some of its variables.

    Args:
        sparql: A read query.
        bindings: Terms by the variable's name; several terms are several rows.

    Raises:
        QueryError: The query has no such variable, or a form that cannot hold a value.
    """
    if not bindings:
        return sparql
    named, groups = _places(sparql)
    missing = sorted(set(bindings) - named)
    if missing:
        raise QueryError(f"the query has no variable ?{missing[0]}", mend="name it in the query")
    if not groups:
        return f"{sparql} WHERE {{ {_blocks(bindings, set(bindings))} }}"
    inserts = [(group.start, _blocks(bindings, group.names)) for group in groups]
    # The outermost group holds every value, so that a projected variable is always bound.
    inserts[0] = (groups[0].start, _blocks(bindings, set(bindings)))
    for start, text in sorted(inserts, reverse=True):
        sparql = f"{sparql[:start]}{text}{sparql[start:]}"
    return sparql


@kept
def _places(sparql: str) -> tuple[frozenset[str], tuple[_Group, ...]]:
    """Give the variables of a query, and the groups that may name values for them."""
    found = cut(sparql)
    named = frozenset(token.text[1:] for token in found if token.kind == "var")
    return named, tuple(group for group in _groups(found) if group.kind == "group")


def _blocks(bindings: Bindings, names: set[str]) -> str:
    return "".join(
        f" VALUES ?{name} {{ {' '.join(map(str, terms))} }} "
        for name, terms in bindings.items()
        if name in names
    )


def _groups(found: Sequence[Token]) -> list[_Group]:
    """Give every pair of braces in the order in which they open."""
    groups: list[_Group] = []
    open_ones: list[_Group] = []
    for here, token in enumerate(found):
        if token.text == "{":
            group = _Group(token.start + 1, kind_of_braces(found, here))
            groups.append(group)
            open_ones.append(group)
        elif token.text == "}" and open_ones:
            open_ones.pop()
        elif token.kind == "var" and open_ones:
            open_ones[-1].names.add(token.text[1:])
    return groups


def kind_of_braces(found: Sequence[Token], here: int) -> str:
    """Say what a pair of braces is: a group, a subquery, a template, or inline data."""
    before = found[here - 1].text.upper() if here else ""
    after = found[here + 1].text.upper() if here + 1 < len(found) else ""
    if before == "CONSTRUCT":
        return "template"
    if after == "SELECT":
        return "subquery"
    back = here - 1
    while back >= 0 and (found[back].kind == "var" or found[back].text in "()"):
        back -= 1
    return "data" if back >= 0 and found[back].text.upper() == "VALUES" else "group"
