"""What is derived when a graph is built: date bounds, superclasses, kinds, inherited edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from kg.errors import DataError
from kg.period import bounds
from kg.store.lend import lend_times
from kg.terms import compact, text_of
from kg.vocabulary import KG, PREFIXES, RDF_TYPE, kg

__all__ = ["derive_classes", "derive_times", "horizon", "superclasses"]

_TYPE = ox.NamedNode(RDF_TYPE)
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_TIME, _KIND = ox.NamedNode(kg("time")), ox.NamedNode(kg("kind"))
_OBSERVED = ox.NamedNode(kg("observedUntil"))
_DATA_SET = ox.NamedNode(kg("DataSet"))
_EDTF = PREFIXES["edtf"] + "EDTF"
_DATE = ox.NamedNode(PREFIXES["xsd"] + "date")
_BOUNDS = tuple(
    ox.NamedNode(kg(name)) for name in ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
)
_EDGES = tuple(
    ox.NamedNode(kg(f"edge{name}"))
    for name in ("From", "To", "Symmetric", "Sign", "Within", "Order", "Time")
)


def derive_classes(store: ox.Store) -> None:
    """Add superclasses, kinds and inherited edges to a store, each in the graph of its reason."""
    above = superclasses(store)
    store.bulk_extend(_classes(store, above))
    store.bulk_extend(_edges(store, above))


def derive_times(store: ox.Store) -> list[DataError]:
    """Add the date bounds of every time to a store.

    Returns:
        A fault for each time that is not EDTF; the rest is derived all the same.
    """
    faults: list[DataError] = []
    store.bulk_extend(_time_bounds(store, faults))
    lend_times(store)
    return faults


def horizon(store: ox.Store) -> date | None:
    """Give the last day that the data sets in a store speak for, or None where none says so."""
    data_sets = store.quads_for_pattern(None, _TYPE, _DATA_SET, None)
    days = [_observed(store, quad.subject) for quad in data_sets]
    return max((day for day in days if day), default=None)


def superclasses(store: ox.Store) -> dict[ox.NamedNode, set[ox.NamedNode]]:
    """Give each class with all classes above it that are ours."""
    direct: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, _SUBCLASS, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            direct[quad.subject].add(quad.object)
    return {each: _above(each, direct) for each in direct}


def _above(start: ox.NamedNode, direct: dict[ox.NamedNode, set[ox.NamedNode]]) -> set[ox.NamedNode]:
    found: set[ox.NamedNode] = set()
    waiting = [start]
    while waiting:
        for above in direct.get(waiting.pop(), ()):
            if above.value.startswith(KG) and above not in found:
                found.add(above)
                waiting.append(above)
    return found - {start}


def _observed(store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> date | None:
    for quad in store.quads_for_pattern(subject, _OBSERVED, None, None):
        try:
            return date.fromisoformat(text_of(quad.object))
        except ValueError:
            raise DataError(
                "kg:observedUntil is not a day",
                where=compact(text_of(subject)),
                mend="write it as year-month-day",
            ) from None
    return None


def _time_bounds(store: ox.Store, faults: list[DataError]) -> Iterator[ox.Quad]:
    seen = horizon(store)
    for quad in store.quads_for_pattern(None, _TIME, None, None):
        try:
            four = bounds(_edtf(quad), _observed(store, quad.subject) or seen)
        except DataError as error:
            what = f"{error.what}: {error.where}"
            faults.append(DataError(what, where=compact(text_of(quad.subject)), mend=error.mend))
            continue
        for predicate, day in zip(_BOUNDS, four, strict=True):
            if day is not None:
                literal = ox.Literal(day.isoformat(), datatype=_DATE)
                yield ox.Quad(quad.subject, predicate, literal, quad.graph_name)


def _edtf(quad: ox.Quad) -> str:
    text = text_of(quad.object)
    if not isinstance(quad.object, ox.Literal) or quad.object.datatype.value != _EDTF:
        mend = f'write it as "{text}"^^edtf:EDTF'
        raise DataError("a time is an EDTF literal", where=repr(text), mend=mend)
    return text


def _classes(store: ox.Store, above: dict[ox.NamedNode, set[ox.NamedNode]]) -> Iterator[ox.Quad]:
    for quad in store.quads_for_pattern(None, _TYPE, None, None):
        if not isinstance(quad.object, ox.NamedNode) or not quad.object.value.startswith(KG):
            continue
        if not _has_narrower(store, quad, above):
            yield ox.Quad(quad.subject, _KIND, quad.object, quad.graph_name)
        for each in above.get(quad.object, ()):
            yield ox.Quad(quad.subject, _TYPE, each, quad.graph_name)


def _has_narrower(
    store: ox.Store, quad: ox.Quad, above: dict[ox.NamedNode, set[ox.NamedNode]]
) -> bool:
    others = store.quads_for_pattern(quad.subject, _TYPE, None, None)
    found = (other.object for other in others if isinstance(other.object, ox.NamedNode))
    return any(quad.object in above.get(each, ()) for each in found)


def _edges(store: ox.Store, above: dict[ox.NamedNode, set[ox.NamedNode]]) -> Iterator[ox.Quad]:
    """Give a class that says nothing of its ties what the nearest class above it says."""
    declaring = {q.subject for q in store.quads_for_pattern(None, _EDGES[0], None, None)}
    for each, higher in above.items():
        sources = [one for one in higher if one in declaring]
        if each in declaring or not sources:
            continue
        source = max(sources, key=lambda one: len(above.get(one, ())))
        for predicate in _EDGES:
            for quad in store.quads_for_pattern(source, predicate, None, None):
                yield ox.Quad(each, predicate, quad.object, quad.graph_name)
