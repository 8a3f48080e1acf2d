"""What is derived when a graph is built: date bounds, superclasses, kinds, inherited edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from kg.errors import DataError
from kg.period import Bounds, bounds
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
    observed = _observed(store)
    days = (observed.get(quad.subject) for quad in data_sets)
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


def _observed(store: ox.Store) -> dict[object, date]:
    """Give the day up to which each thing that says so was observed."""
    found: dict[object, date] = {}
    for quad in store.quads_for_pattern(None, _OBSERVED, None, None):
        try:
            found[quad.subject] = date.fromisoformat(text_of(quad.object))
        except ValueError:
            raise DataError(
                "kg:observedUntil is not a day",
                where=compact(text_of(quad.subject)),
                mend="write it as year-month-day",
            ) from None
    return found


def _time_bounds(store: ox.Store, faults: list[DataError]) -> Iterator[ox.Quad]:
    seen, observed = horizon(store), _observed(store)
    # Many things share a time, and what is made once for it is a tenth of the work.
    known: dict[tuple[object, date | None], list[tuple[ox.NamedNode, ox.Literal]]] = {}
    for quad in store.quads_for_pattern(None, _TIME, None, None):
        key = (quad.object, observed.get(quad.subject, seen))
        if key not in known:
            try:
                known[key] = _literals(bounds(_edtf(quad), key[1]))
            except DataError as error:
                what, where = f"{error.what}: {error.where}", compact(text_of(quad.subject))
                faults.append(DataError(what, where=where, mend=error.mend))
                continue
        subject, graph = quad.subject, quad.graph_name
        for predicate, literal in known[key]:
            yield ox.Quad(subject, predicate, literal, graph)


def _literals(four: Bounds) -> list[tuple[ox.NamedNode, ox.Literal]]:
    days = zip(_BOUNDS, four, strict=True)
    return [(p, ox.Literal(day.isoformat(), datatype=_DATE)) for p, day in days if day is not None]


def _edtf(quad: ox.Quad) -> str:
    text = text_of(quad.object)
    if not isinstance(quad.object, ox.Literal) or quad.object.datatype.value != _EDTF:
        mend = f'write it as "{text}"^^edtf:EDTF'
        raise DataError("a time is an EDTF literal", where=repr(text), mend=mend)
    return text


def _classes(store: ox.Store, above: dict[ox.NamedNode, set[ox.NamedNode]]) -> Iterator[ox.Quad]:
    wide = _with_narrower(store, above)
    for quad in store.quads_for_pattern(None, _TYPE, None, None):
        subject, cls, graph = quad.subject, quad.object, quad.graph_name
        if not isinstance(cls, ox.NamedNode) or not cls.value.startswith(KG):
            continue
        if cls not in wide or not _has_narrower(store, quad, above):
            yield ox.Quad(subject, _KIND, cls, graph)
        for each in above.get(cls, ()):
            yield ox.Quad(subject, _TYPE, each, graph)


def _with_narrower(
    store: ox.Store, above: dict[ox.NamedNode, set[ox.NamedNode]]
) -> set[ox.NamedNode]:
    """Give the classes below which another class has things of its own: few, as a rule."""
    return {
        wide
        for narrow, higher in above.items()
        if next(store.quads_for_pattern(None, _TYPE, narrow, None), None) is not None
        for wide in higher
    }


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
