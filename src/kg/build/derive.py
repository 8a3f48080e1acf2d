"""What is derived when a graph is built: superclasses, kinds, date bounds, ties, lent time.

What is said of classes and what is lent follows by the rules of ``ontology/rules``, which are
SPARQL and run in the order of their names; what every thing gets, its superclasses, its kinds and
its bounds, is written here, at a fifth of the cost. A comment line ``# for other rules`` in a rule
keeps what it gives out of the graph, ``# again`` runs it until it gives nothing new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyoxigraph as ox

from kg.build.notes import SUBCLASS, TIME, Notes
from kg.errors import DataError
from kg.lexical import read
from kg.meant import days_meant, times_meant, written_as
from kg.paths import shipped
from kg.period import Bounds, bounds
from kg.terms import compact, lexical
from kg.vocabulary import FACTS, PREFIXES, RDF_TYPE, kg

__all__ = ["derived"]

_EDTF: Final = PREFIXES["edtf"] + "EDTF"
_KIND: Final = kg("kind")
_DATE: Final = PREFIXES["xsd"] + "date"
_A_DAY: Final = 'write it as year-month-day, such as "2024-12-31"^^xsd:date'
_BOUNDS: Final = tuple(
    kg(name) for name in ("earliestStart", "latestStart", "earliestEnd", "latestEnd", "lastKnown")
)


def derived(notes: Notes, faults: list[DataError]) -> Iterator[bytes]:
    """Give what follows from notes, as N-Quads, each statement in the graph of its reason.

    What cannot be derived, such as the bounds of a time that is not EDTF, is one more of the
    faults, and the rest is given all the same.
    """
    files = sorted((shipped("ontology") / "rules").glob("*.rq"))
    rules = [path.read_text(encoding="utf-8") for path in files]
    store = ox.Store()
    _note(store, notes.declared, ox.DefaultGraph())
    for rule in (rule for rule in rules if "GRAPH ?account" not in rule):
        yield from _run(store, rule, None)
    above, observed = _above(store), [*_observed(notes, faults)]
    for graph in sorted({"", *notes.classes, *notes.times, *notes.links}):
        account = ox.NamedNode(graph[2:-1]) if graph else ox.NamedNode(FACTS)
        given = [*_kinds(notes.classes[graph], above), *_timed(notes, graph, observed, faults)]
        yield _in_graph("".join(line for _, line in given), account)
        lent = [line for thing, line in given if thing in notes.linked]
        own = (f"{thing} {TIME} {time} .\n" for thing, time in notes.times[graph])
        _note(store, [*notes.links[graph], *lent, *own], account)
        for rule in (rule for rule in rules if "GRAPH ?account" in rule):
            yield from _run(store, rule, account)


def _above(store: ox.Store) -> dict[str, list[str]]:
    """Give each class with every class above it, as text."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, ox.NamedNode(SUBCLASS), None, None):
        found[str(quad.subject)].append(str(quad.object))
    return found


def _kinds(
    classes: Mapping[str, list[str]], above: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Give each thing the classes above its own, and as its kinds those that are most specific."""
    for thing, own in classes.items():
        higher = {each for cls in own for each in above.get(cls, ())}
        for cls in own:
            if cls not in higher:
                yield thing, f"{thing} <{_KIND}> {cls} .\n"
        for cls in higher:
            yield thing, f"{thing} <{RDF_TYPE}> {cls} .\n"


def _observed(notes: Notes, faults: list[DataError]) -> Iterator[dict[str, date]]:
    """Give the first and the last day for which things were observed."""
    for predicate, days in notes.days.items():
        found = {}
        for thing, text in days.items():
            day = read(plain := lexical(text), "date")
            if isinstance(day, date) and text.endswith(f"^^<{_DATE}>"):
                found[thing] = day
                continue
            what = f"{compact(lexical(predicate))} is not a day: {plain!r}"
            mend = written_as(plain, days_meant(plain), "xsd:date") or _A_DAY
            name = compact(lexical(thing))
            faults.append(DataError(what, where=name, mend=mend, found=plain))
        yield found


def _timed(
    notes: Notes, graph: str, observed: Sequence[Mapping[str, date]], faults: list[DataError]
) -> Iterator[tuple[str, str]]:
    """Give each thing the bounds of its time; what it does not say of days, its account says."""
    account = graph.strip() or f"<{FACTS}>"
    known: dict[tuple[str, date | None, date | None], Bounds | DataError] = {}
    for thing, time in notes.times[graph]:
        first, last = (days.get(thing, days.get(account)) for days in observed)
        key = (time, last, first)
        if key not in known:
            known[key] = _read(*key)
        if isinstance(four := known[key], DataError):
            where, what = compact(lexical(thing)), f"{four.what}: {four.where}"
            faults.append(DataError(what, where=where, mend=four.mend, found=lexical(time)))
            continue
        for predicate, day in zip(_BOUNDS, four, strict=True):
            if day is not None:
                yield thing, f'{thing} <{predicate}> "{day.isoformat()}"^^<{_DATE}> .\n'


def _read(time: str, until: date | None, since: date | None) -> Bounds | DataError:
    text, what, mend = lexical(time), "", ""
    if not (time.startswith('"') and time.endswith(f'"^^<{_EDTF}>')):
        what = "a time is an EDTF literal"
    try:
        found = bounds(text, until, since)
    except DataError as error:
        what, mend = what or error.what, error.mend
    if not what:
        return found
    meant = written_as(text, times_meant(text), "edtf:EDTF")
    return DataError(what, where=repr(text), mend=meant or mend)


def _run(store: ox.Store, rule: str, account: ox.NamedNode | None) -> Iterator[bytes]:
    """Run a rule over what is said of classes, of the facts and of an account, and note it."""
    graphs: dict[str, Any] = {}
    if account:
        both = {account.value: account, FACTS: ox.NamedNode(FACTS)}
        graphs = {"default_graph": [ox.DefaultGraph(), *both.values()], "named_graphs": [account]}
    again, stored = "\n# again\n" in rule, "\n# for other rules\n" not in rule
    while True:
        found = store.query(rule, prefixes=PREFIXES, **graphs)
        given = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""  # type: ignore[arg-type]
        _note(store, [given.decode()], account or ox.DefaultGraph())
        if given and stored:
            yield _in_graph(given.decode(), account or ox.NamedNode(FACTS))
        if not given or not again:
            return


def _note(store: ox.Store, lines: Iterable[str], graph: ox.NamedNode | ox.DefaultGraph) -> None:
    data = "".join(lines).encode()
    store.bulk_load(data, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)


def _in_graph(lines: str, account: ox.NamedNode) -> bytes:
    """Give N-Triples as N-Quads; no line break stands inside a term."""
    named = lines if account.value == FACTS else lines.replace(" .\n", f" {account} .\n")
    return named.encode()
