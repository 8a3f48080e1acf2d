"""What is derived when a graph is built: superclasses, kinds, date bounds, ties, lent time.

What is said of classes and what is lent follows by the rules of ``ontology/rules``, which are
SPARQL and run in the order of their names; what every thing gets, its superclasses, its kinds and
its bounds, is written here, at a fifth of the cost. A comment line ``# for other rules`` in a rule
keeps what it gives out of the graph, ``# again`` runs it until it gives nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import pyoxigraph as ox

from kg.build.notes import SUBCLASS, TIME, Notes
from kg.errors import DataError
from kg.lexical import read as read_value
from kg.meant import days_meant, times_meant, written_as
from kg.paths import shipped
from kg.period import Bounds, bounds, within
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


def derived(notes: Notes) -> Iterator[bytes]:
    """Give what follows from notes, as N-Quads, each statement in the graph of its reason.

    What cannot be derived, such as the bounds of a time that is not EDTF, is one more of their
    faults, and the rest is given all the same.
    """
    files = sorted((shipped("ontology") / "rules").glob("*.rq"))
    rules = [path.read_text(encoding="utf-8") for path in files]
    store = ox.Store()
    _note(store, notes.declared, ox.DefaultGraph())
    yield from _run(store, rules, None)
    observed = [*_observed(notes)]
    for graph in sorted({"", *notes.classes, *notes.times, *notes.links}):
        account = ox.NamedNode(graph[2:-1]) if graph else ox.NamedNode(FACTS)
        kinds, types = _typed(notes.classes[graph], store)
        yield _in_graph("".join(types), account)
        given = [*kinds, *_timed(notes, graph, observed)]
        yield _in_graph("".join(line for _, line in given), account)
        lent = (line for thing, line in given if thing in notes.linked)
        times = (each for each in notes.times[graph] if each[0] in notes.linked)
        own = (f"{thing} {TIME} {time} .\n" for thing, time in times)
        _note(store, [*notes.links[graph], *lent, *own], account)
        yield from _run(store, rules, account)


def _typed(
    classes: Mapping[str, list[str]], store: ox.Store
) -> tuple[Iterator[tuple[str, str]], Iterator[str]]:
    """Give each thing with its kinds, the most specific of its classes, and all classes above."""

    @cache
    def said(*own: str) -> tuple[list[str], list[str]]:
        nodes = (ox.NamedNode(cls[1:-1]) for cls in own)
        above = (store.quads_for_pattern(node, SUBCLASS, None, ox.DefaultGraph()) for node in nodes)
        higher = {str(quad.object) for quads in above for quad in quads}
        kinds = [f" <{_KIND}> {cls} .\n" for cls in own if cls not in higher]
        return kinds, [f" <{RDF_TYPE}> {cls} .\n" for cls in higher]

    return (
        ((thing, thing + kind) for thing, own in classes.items() for kind in said(*own)[0]),
        (thing + cls for thing, own in classes.items() for cls in said(*own)[1]),
    )


def _observed(notes: Notes) -> Iterator[dict[str, date]]:
    """Give the first and the last day for which things were observed."""
    for predicate, days in notes.days.items():
        found = {}
        for thing, text in days.items():
            day = read_value(plain := lexical(text), "date")
            if isinstance(day, date) and text.endswith(f"^^<{_DATE}>"):
                found[thing] = day
                continue
            what = f"{compact(lexical(predicate))} is not a day: {plain!r}"
            mend = written_as(plain, days_meant(plain), "xsd:date") or _A_DAY
            name = compact(lexical(thing))
            notes.faults.append(DataError(what, where=name, mend=mend, found=plain))
        yield found


def _timed(notes: Notes, graph: str, observed: list[dict[str, date]]) -> Iterator[tuple[str, str]]:
    """Give each thing the bounds of its time; what it does not say of days, its account says."""
    account = graph.strip() or f"<{FACTS}>"
    read = cache(_read)

    def read_of(thing: str, time: str) -> Bounds | DataError:
        first, last = (days.get(thing, days.get(account)) for days in observed)
        return read(time, last, first)

    lives = _lives(notes, graph)
    for thing, time in notes.times[graph]:
        four = read_of(thing, time)
        for each in notes.within[graph].get(thing, ()):
            life = read_of(each, lives[each]) if each in lives else None
            if isinstance(four, Bounds) and isinstance(life, Bounds):
                four = within(four, life)
        if isinstance(four, DataError):
            where, what = compact(lexical(thing)), f"{four.what}: {four.where}"
            fault = DataError(what, where=where, mend=four.mend, found=lexical(time))
            notes.faults.append(fault)
            continue
        for predicate, day in zip(_BOUNDS, four, strict=True):
            if day is not None:
                yield thing, f'{thing} <{predicate}> "{day.isoformat()}"^^<{_DATE}> .\n'


def _lives(notes: Notes, graph: str) -> dict[str, str]:
    """Give the times of what others hold within, as its account gives them, else as the facts."""
    wanted = {each for several in notes.within[graph].values() for each in several}
    homes = dict.fromkeys(("", graph)) if wanted else ()
    return {thing: time for home in homes for thing, time in notes.times[home] if thing in wanted}


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


def _run(store: ox.Store, rules: Iterable[str], account: ox.NamedNode | None) -> Iterator[bytes]:
    """Run the rules for classes, or those for an account, over both and the facts; note it all."""
    graphs: dict[str, Any] = {}
    if account:
        read = [ox.DefaultGraph(), *{ox.NamedNode(FACTS), account}]
        graphs = {"default_graph": read, "named_graphs": [account]}
    waiting = [rule for rule in rules if ("GRAPH ?account" in rule) == bool(account)]
    while waiting:
        rule = waiting[0]
        found = store.query(rule, prefixes=PREFIXES, **graphs)
        given = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""  # type: ignore[arg-type]
        _note(store, [given.decode()], account or ox.DefaultGraph())
        if given and "\n# for other rules\n" not in rule:
            yield _in_graph(given.decode(), account or ox.NamedNode(FACTS))
        if not given or "\n# again\n" not in rule:
            waiting.pop(0)


def _note(store: ox.Store, lines: Iterable[str], graph: ox.NamedNode | ox.DefaultGraph) -> None:
    data = "".join(lines).encode()
    store.bulk_load(data, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def _in_graph(lines: str, account: ox.NamedNode) -> bytes:
    """Give N-Triples as N-Quads; no line break stands inside a term."""
    named = lines if account.value == FACTS else lines.replace(" .\n", f" {account} .\n")
    return named.encode()
