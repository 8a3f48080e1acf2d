"""Explaining: what stands where something else belongs, and how to mend just that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from kg.counting import listed
from kg.engine import Engine, cells_of, node
from kg.errors import closest
from kg.folding import folded
from kg.query import label_of, labels
from kg.shapes.literals import rewritten
from kg.shapes.rules import Constraint, read_rules
from kg.sparql import Query
from kg.terms import compact, is_iri, slug, text_of
from kg.vocabulary import ID, OURS, PREFIXES

__all__ = ["Explainer", "Fault"]

_XSD, _RDF = PREFIXES["xsd"], PREFIXES["rdf"]
_KINDS: Final = "SELECT ?thing ?kind { ?thing kg:kind ?kind }"
_CLASSES: Final = "SELECT ?thing ?kind { ?thing a ?kind }"
_OF_CLASS: Final = "SELECT DISTINCT ?thing { ?thing a ?kind }"
_NAMES: Final = "SELECT ?thing ?name { ?thing skos:prefLabel|skos:altLabel ?name ; a ?kind }"
_ENTRIES: Final = "SELECT ?thing { ?thing skos:inScheme ?scheme }"
_LISTS: Final = "SELECT ?scheme { ?thing skos:inScheme ?scheme }"
_RANGE: Final = "SELECT ?range { ?property rdfs:range ?range }"
_BETWEEN: Final = "SELECT DISTINCT ?property { ?focus ?property ?value }"
_VALUES: Final = "SELECT DISTINCT ?value { ?focus ?property ?value } ORDER BY ?value"
_ANYTHING: Final = PREFIXES["owl"] + "Thing"
# So many entries of a code list are named; of a longer one the nearest.
_FEW: Final = 12


class Fault(NamedTuple):
    """What breaks a rule, as it was found.

    Attributes:
        rule: The rule, as a sentence.
        mend: How breaches of it are mended in general.
        focus: The IRI of what is wrong.
        value: The term that breaks it, None where something is missing.
        path: The property that gives it, or an empty string.
        part: Which part of the shape it breaks, such as ``Class``; empty for a query.
        shape: The IRI of the shape, or an empty string.
    """

    rule: str
    mend: str
    focus: str
    value: Any
    path: str
    part: str
    shape: str


class Explainer:
    """Says of faults what was found, and how to mend it.

    Args:
        engine: What was checked.
        faults: Its faults.
    """

    def __init__(self, engine: Engine, faults: Sequence[Fault]) -> None:
        self._engine = engine
        self.names = labels(engine) if faults else {}
        self._constraints = read_rules().named()
        iris = {text_of(each.value) for each in faults if is_iri(each.value)}
        self._kinds = self._kinds_of({iri for iri in iris if iri})

    def shown(self, fault: Fault) -> str:
        """Give what is wrong as it stands in the file; empty where something is missing."""
        if fault.part == "MaxCount":
            return ", ".join(self._values(fault.focus, fault.path))
        return "" if fault.value is None else compact(text_of(fault.value))

    def mend(self, fault: Fault) -> str:
        """Say how to mend a fault, as a sentence."""
        asked = self._asked(fault)
        if is_iri(fault.value) and self.is_stray(fault.value):
            return self._nearest(fault) or fault.mend
        part = fault.part
        if fault.path and not fault.shape:
            part = "Datatype" if asked.datatype else "Class"
        said = ""
        if part in ("Class", "Or") and (asked.classes or asked.values):
            said = self._of_class(fault, asked)
        elif asked.scheme and part == "Node":
            said = self._of_list(fault, asked.scheme)
        elif part == "Datatype":
            said = self._of_datatype(fault, asked.datatype)
        return said or fault.mend

    def is_stray(self, value: object) -> bool:
        """Say whether a value is a name of ours that stands for nothing."""
        iri = text_of(value)
        return is_iri(value) and iri.startswith(OURS) and iri not in self._kinds

    def _asked(self, fault: Fault) -> Constraint:
        """Give what the shape, or the ontology, asks of the value."""
        if found := self._constraints.get(fault.shape):
            return found
        ranges = self._column(_RANGE, property=fault.path) if fault.path else []
        told = [each for each in ranges if not each.startswith((_XSD, _RDF, PREFIXES["edtf"]))]
        datatype = next((each for each in ranges if each not in told), "")
        return Constraint(
            "", fault.path, (), "", 0, None, tuple(told), (), datatype, "", "", "", ""
        )

    def _column(self, sparql: str, **given: str) -> list[str]:
        return [text_of(row[0]) for row in self._rows(sparql, **given)]

    def _rows(self, sparql: str, **given: str) -> Iterator[Sequence[object]]:
        bound = {name: [node(iri)] for name, iri in given.items()}
        return cells_of(self._engine.query(Query(sparql, bound, self._engine.accounts())))

    def _kinds_of(self, iris: Collection[str]) -> dict[str, list[str]]:
        kinds = defaultdict[str, list[str]](list)
        for asked in (_KINDS, _CLASSES):
            # A graph that was not built here has classes and no kinds.
            left = sorted(set(iris) - kinds.keys())
            bound = {"thing": [node(iri) for iri in left]}
            query = Query(asked, bound, self._engine.accounts())
            for thing, kind in cells_of(self._engine.query(query)) if left else ():
                kinds[text_of(thing)].append(text_of(kind))
        return dict(kinds)

    def _values(self, focus: str, path: str) -> list[str]:
        return [compact(each) for each in self._column(_VALUES, focus=focus, property=path)]

    def _of_class(self, fault: Fault, asked: Constraint) -> str:
        wanted = self._wanted(asked)
        if not is_iri(fault.value):
            near = self._by_label(text_of(fault.value), asked.classes)
            such = f", such as {listed(near)}" if near else ""
            return f"A text stands where {wanted} belongs: write a name without quotes{such}."
        what = f"{self._label(fault.value)} is {self._kind_words(fault.value)}"
        if any(compact(each) in fault.mend for each in asked.classes):
            return f"{what}. {fault.mend}"
        return f"{what}: point {compact(asked.path or fault.path)} at {wanted}."

    def _wanted(self, asked: Constraint) -> str:
        every = [each for each in asked.classes if each != _ANYTHING]
        classes = [f"{_a(self._name(each))} ({compact(each)})" for each in every]
        if len(every) < len(asked.classes):
            return "a thing"
        return listed([*classes, *map(compact, asked.values)])

    def _label(self, value: object) -> str:
        return label_of(self.names, text_of(value))

    def _name(self, iri: str) -> str:
        return label_of(self.names, iri)

    def _kind_words(self, value: object) -> str:
        kinds = self._kinds.get(text_of(value), [])
        return listed([_a(self._name(each)) for each in sorted(kinds)], "and")

    def _of_list(self, fault: Fault, scheme: str) -> str:
        entries = {iri: self._name(iri) for iri in self._column(_ENTRIES, scheme=scheme)}
        head = ""
        if is_iri(fault.value):
            lists = self._column(_LISTS, thing=text_of(fault.value))
            where = listed([self._name(each) for each in lists], "and")
            is_what = f"of the list of {where}" if where else self._kind_words(fault.value)
            head = f"{compact(text_of(fault.value))} is {is_what}: "
        elif fault.value is not None:
            head = "A text stands where an entry of a list belongs: "
        near = self._near_entries(fault, entries)
        tail = "" if len(near) == len(entries) else f"; kg describe {compact(scheme)} lists all"
        return f"{head}{'use' if head else 'Use'} {listed(near)}{tail}."

    def _near_entries(self, fault: Fault, entries: dict[str, str]) -> list[str]:
        typed = slug(text_of(fault.value)) if fault.value is not None else ""
        exact = [iri for iri, label in entries.items() if folded(label) == folded(typed)]
        if not exact and len(entries) > _FEW:
            by_name = {label: iri for iri, label in entries.items()}
            exact = [by_name[each] for each in closest(typed.replace("-", " "), by_name)]
            exact = exact or sorted(entries)[:3]
        return [compact(iri) for iri in exact or sorted(entries)]

    def _of_datatype(self, fault: Fault, datatype: str) -> str:
        if is_iri(fault.value):
            return f"A name stands where {compact(datatype)} belongs: {fault.mend}"
        forms = rewritten(text_of(fault.value), datatype)
        return f"{forms[:1].upper()}{forms[1:]}." if forms else ""

    def _nearest(self, fault: Fault) -> str:
        """Give the names nearest to one that stands for nothing, of a class that belongs there."""
        iri = text_of(fault.value)
        paths = [fault.path] if fault.path else self._column(
            _BETWEEN, focus=fault.focus, value=iri
        )  # fmt: skip
        asked = [each for path in paths for each in read_rules().on(path)]
        classes = [cls for each in asked for cls in each.classes]
        lists = [each.scheme for each in asked if each.scheme]
        classes = classes or [c for path in paths for c in self._column(_RANGE, property=path)]
        things = [t for cls in dict.fromkeys(classes) for t in self._column(_OF_CLASS, kind=cls)]
        entries = [t for scheme in lists for t in self._column(_ENTRIES, scheme=scheme)]
        known = [each for each in things if each.startswith(ID)] + entries or self._every_name
        near = _near(slug(iri), {slug(each): compact(each) for each in known})
        return f"Nearest: {', '.join(near)}. {fault.mend}" if near else ""

    @cached_property
    def _every_name(self) -> list[str]:
        return list(self._engine.names_in(ID))

    def _by_label(self, text: str, classes: Iterable[str]) -> list[str]:
        found: dict[str, str] = {}
        for cls in classes:
            for thing, name in self._rows(_NAMES, kind=cls):
                found.setdefault(folded(text_of(name)), compact(text_of(thing)))
        return _near(folded(text), found)


def _near(name: str, known: dict[str, str]) -> list[str]:
    """Give what is known by a name, without regard to case, else by those nearest to it."""
    lower = {each.casefold(): each for each in known}
    if name.casefold() in lower:
        return [known[lower[name.casefold()]]]
    return [known[lower[each]] for each in closest(name.casefold(), lower)]


def _a(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
