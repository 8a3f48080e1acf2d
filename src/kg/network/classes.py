"""Classes of things: the most specific one, how it looks in pictures, which ties make it up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from kg.contract import GROUPS, Group
from kg.engine import Engine
from kg.query import resolve, rows, rows_about

__all__ = ["essential", "groups", "kinds_of", "structure"]

_KINDS: Final = "SELECT ?thing ?kind WHERE { ?thing kg:kind ?kind }"
_GROUPS: Final = """
SELECT ?class ?group WHERE {
  ?class a owl:Class ; rdfs:subClassOf* ?above . ?above kg:visualGroup ?group .
  FILTER NOT EXISTS {
    ?class rdfs:subClassOf* ?nearer . ?nearer kg:visualGroup ?other ; rdfs:subClassOf+ ?above } }"""
_STRUCTURE: Final = "SELECT DISTINCT ?kind WHERE { ?kind kg:structureOf ?class"


def kinds_of(engine: Engine, wanted: Collection[str]) -> dict[str, str]:
    """Give the most specific class of each thing that is wanted, by IRI."""
    return dict(
        sorted((t, k) for t, k in rows_about(engine, _KINDS, wanted, accounts=engine.accounts()))
    )


def groups(engine: Engine, wanted: Collection[str] | None = None) -> dict[str, Group]:
    """Give the visual group of each class, its own or that of the nearest class above it.

    Args:
        engine: The graph's engine.
        wanted: Classes, as IRIs; others may be left out. None leaves out nothing.
    """
    known: dict[str, Group] = {group: group for group in GROUPS}
    found = rows_about(engine, _GROUPS, wanted, ("class",))
    return {cls: known.get(str(group), "other") for cls, group in found}


def structure(engine: Engine, names: Iterable[str] = ()) -> list[str]:
    """Give the kinds of tie that make the structure of some things, as IRIs.

    These are the members of an organisation, the route of a corridor, and so on, as the ontology
    declares them with ``kg:structureOf``; those of all things where none of these has any.

    Args:
        engine: The graph's engine.
        names: Names of the things.

    Raises:
        UsageError: A name is unknown.
    """
    found = essential(engine, [resolve(engine, name) for name in names])
    return found or sorted({kind for (kind,) in rows(engine, f"{_STRUCTURE} }}")})


def essential(engine: Engine, things: Collection[str]) -> list[str]:
    """Give the kinds of tie that make the structure of things, all as IRIs; of none if none."""
    if not things:
        return []
    asked = f"{_STRUCTURE} . ?thing a ?class }}"
    return sorted(
        {kind for (kind,) in rows(engine, asked, accounts=engine.accounts(), thing=things)}
    )
