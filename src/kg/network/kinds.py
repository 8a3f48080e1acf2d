"""Kinds of tie, as the ontology declares them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from kg.engine import Engine
from kg.errors import UsageError
from kg.query import rows
from kg.terms import compact, slug

__all__ = ["Kind", "kinds"]

_KINDS: Final = """
SELECT ?kind ?label ?from ?to ?symmetric ?sign ?within ?order ?gathers ?colour ?mark WHERE {
  ?kind kg:edgeFrom ?from ; kg:edgeTo ?to ; skos:prefLabel ?label .
  FILTER(LANG(?label) IN ("en", ""))
  OPTIONAL { ?kind kg:edgeSymmetric ?symmetric } OPTIONAL { ?kind kg:edgeSign ?sign }
  OPTIONAL { ?kind kg:edgeWithin ?within } OPTIONAL { ?kind kg:edgeOrder ?order }
  OPTIONAL { ?kind kg:gathers ?gathers } OPTIONAL { ?kind kg:colour ?colour }
  OPTIONAL { ?kind kg:mark ?mark }
}"""


class Kind(NamedTuple):
    """A kind of tie, as the ontology declares it; properties and class are IRIs.

    Whether it gathers, its colour and its mark are as `kg.contract.TieData` has them.
    """

    iri: str
    label: str
    start: str
    end: str
    symmetric: bool
    sign: int | None
    within: str | None
    order: str | None
    gathers: bool
    colour: str | None
    mark: str | None

    def __hash__(self) -> int:
        """Give the hash of its name alone: each of many ties asks for it."""
        return hash(self.iri)


def kinds(engine: Engine, names: Iterable[str] | None = None) -> list[Kind]:
    """Give the kinds of tie that the ontology declares, or those with the given names.

    Raises:
        UsageError: A name is none of a kind's.
    """
    found = [_kind(*row) for row in rows(engine, _KINDS)]
    if names is None:
        return sorted(found)
    by_name = {name.casefold(): kind for kind in found for name in _names(kind)}
    unknown = [name for name in names if name.casefold() not in by_name]
    if unknown:
        raise UsageError(
            f"{unknown[0]!r} is no kind of tie",
            mend=f"kinds: {', '.join(sorted(slug(k.iri) for k in found))}",
        )
    return sorted({by_name[name.casefold()] for name in names})


def _kind(*row: Any) -> Kind:  # noqa: ANN401 - a row of the query
    iri, label, start, end, symmetric, sign, within, order, gathers, *look = row
    return Kind(iri, label, start, end, bool(symmetric), sign, within, order, bool(gathers), *look)


def _names(kind: Kind) -> tuple[str, ...]:
    return slug(kind.iri), compact(kind.iri), kind.iri, kind.label
