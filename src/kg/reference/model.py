"""The model: classes, properties and code lists as the ontology and the shapes give them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple

from kg.counting import listed
from kg.engine import Engine
from kg.query import label_of, rows
from kg.shapes import Constraint, read_rules
from kg.terms import compact
from kg.vocabulary import KG, OURS, PREFIXES, kg

__all__ = ["Model", "Taken"]

_TERMS: Final = """
SELECT ?term ?property ?value WHERE { ?term rdfs:isDefinedBy ?where ; ?property ?value
  FILTER(!isLiteral(?value) || LANG(?value) IN ("", "en")) }"""
_OWL: Final = PREFIXES["owl"]
_ANYTHING: Final = _OWL + "Thing"
_CONCEPT: Final = PREFIXES["skos"] + "Concept"
_LIST: Final = PREFIXES["skos"] + "ConceptScheme"


class Taken(NamedTuple):
    """What a property takes.

    Attributes:
        prop: The IRI of the property.
        least: How many values there are at least.
        most: How many at most, None where that is open.
        classes: The classes of which a value is; empty where it is a literal.
        values: What a value may be instead.
        is_literal: Whether a value is a literal.
        datatype: Its datatype then; empty where any will do.
        scheme: The code list of which it is an entry, or an empty string.
    """

    prop: str
    least: int
    most: int | None
    classes: tuple[str, ...]
    values: tuple[str, ...]
    is_literal: bool
    datatype: str
    scheme: str


class Model:
    """What is declared, read once.

    Args:
        engine: The graph's engine.
    """

    def __init__(self, engine: Engine) -> None:
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for term, prop, value in rows(engine, _TERMS, accounts=engine.accounts()):
            self.said[term][compact(prop)].append(str(value))
        self.labels = {
            iri: each["skos:prefLabel"][0]
            for iri, each in self.said.items()
            if each.get("skos:prefLabel")
        }
        self.rules = read_rules()

    def named(self, iri: str) -> str:
        """Give a term as text names it, with its label beside it."""
        short = compact(iri)
        return f"{short} ({self.labels[iri]})" if iri in self.labels else short

    def label(self, iri: str) -> str:
        """Give the label of a term in English."""
        return label_of(self.labels, iri)

    def values(self, term: str, prop: str) -> list[str]:
        """Give what is said of a term by a property, as a compact name."""
        return self.said[term][prop] if term in self.said else []

    def _typed(self, *names: str) -> list[str]:
        wanted = {_OWL + name for name in names}
        found = (t for t, each in self.said.items() if wanted & set(each.get("rdf:type", ())))
        return sorted(found)

    @cached_property
    def classes(self) -> list[str]:
        """Every class."""
        return self._typed("Class")

    @cached_property
    def properties(self) -> list[str]:
        """Every property that data has; annotations of the ontology are left out."""
        kinds = ("ObjectProperty", "DatatypeProperty")
        labelling = [each.path for shape in self.rules.shapes for each in shape.constraints]
        return sorted({*self._typed(*kinds), *(each for each in labelling if each)})

    @cached_property
    def lists(self) -> list[str]:
        """Every code list."""
        return sorted(t for t, each in self.said.items() if _LIST in each.get("rdf:type", ()))

    def entries(self, scheme: str) -> list[str]:
        """Give the entries of a code list."""
        of = self._entries.get(scheme, [])
        return sorted(of)

    @cached_property
    def _entries(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for term, each in self.said.items():
            for scheme in each.get("skos:inScheme", ()):
                found[scheme].append(term)
        return found

    def above(self, cls: str) -> list[str]:
        """Give the classes above a class, the nearest first."""
        found: list[str] = []
        waiting = list(self.values(cls, "rdfs:subClassOf"))
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found.append(each)
                waiting += self.values(each, "rdfs:subClassOf")
        return found

    def below(self, cls: str) -> list[str]:
        """Give the classes below a class."""
        return [each for each in self.classes if cls in self.above(each)]

    def bearers(self, prop: str) -> tuple[str, ...]:
        """Give the classes on whose things a property stands; owl:Thing where it may on any."""
        if domains := self.values(prop, "rdfs:domain"):
            return tuple(domains)
        told = [cls for each in self.rules.bearers(prop) for cls in each]
        # Of a property from elsewhere the shapes say what it is used on.
        shaped = [
            cls
            for shape in self.rules.shapes
            if any(each.path == prop for each in shape.constraints)
            for cls in shape.targets
        ]
        return tuple(dict.fromkeys(told or shaped))

    def is_borne(self, prop: str, cls: str) -> bool:
        """Say whether a property may stand on things of a class."""
        own = {cls, _ANYTHING, *self.above(cls)}
        return bool(own & set(self.bearers(prop)))

    def own(self, cls: str) -> list[str]:
        """Give the properties that belong to a class itself."""
        return [each for each in self.properties if cls in self.bearers(each)]

    def taken(self, prop: str, cls: str | None = None) -> Taken:
        """Give what a property takes, on things of a class or anywhere."""
        asked = self.rules.of(cls, *self.above(cls)) if cls else []
        asked = [each for each in asked if each.path == prop]
        known = [*asked, *self.rules.on(prop)]
        ranges = [each for each in self.values(prop, "rdfs:range") if each != _CONCEPT]
        literal = _OWL + "DatatypeProperty" in self.values(prop, "rdf:type")
        once = _OWL + "FunctionalProperty" in self.values(prop, "rdf:type")
        most = [each.most for each in asked if each.most is not None]
        datatype = _first(known, "datatype") or (ranges[0] if literal and ranges else "")
        classes = next((each.classes for each in known if each.classes), ())
        return Taken(
            prop,
            max((each.least for each in asked), default=0),
            min([*most, *([1] if once else [])], default=None),
            () if literal or datatype else classes or tuple(ranges),
            next((each.values for each in known if each.values), ()),
            literal or bool(datatype),
            datatype,
            _first(known, "scheme"),
        )

    def is_derived(self, prop: str) -> bool:
        """Say whether a property is written by no editor."""
        return "True" in self.values(prop, compact(kg("derived")))

    def in_words(self, taken: Taken) -> str:
        """Say what a property takes, and how often."""
        what = self._kind_words(taken)
        often = {(1, 1): "exactly one", (0, 1): "at most one", (1, None): "at least one"}
        counted = often.get((taken.least, taken.most)) or (
            f"at least {taken.least}" if taken.least > 1 else ""
        )
        return f"{what}, {counted}" if counted else what

    def _kind_words(self, taken: Taken) -> str:
        if taken.scheme:
            return f"an entry of {self.named(taken.scheme)}"
        if taken.is_literal:
            return self.named(taken.datatype) if taken.datatype else "a text"
        if not set(taken.classes) - {_ANYTHING}:
            return "anything"
        return listed([*map(self.named, taken.classes), *map(compact, taken.values)])

    def terms(self) -> dict[str, list[str]]:
        """Give the terms of ours in groups: classes, properties, code lists."""
        return {
            "Classes": [each for each in self.classes if each.startswith(KG)],
            "Properties": [
                each
                for each in self._typed("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
                if each.startswith(KG)
            ],
            "Code lists": self.lists,
        }

    def find(self, name: str) -> str | None:
        """Give the term of a label, whatever its case."""
        wanted = " ".join(name.casefold().replace("-", " ").split())
        found = [t for t in self.said if self.labels.get(t, "").casefold() == wanted]
        ours = [t for t in found if t.startswith(OURS)]
        classes = [t for t in ours if t in self.classes]
        return next(iter([*classes, *ours]), None)


def _first(known: Iterable[Constraint], field: str) -> str:
    return next((value for each in known if (value := getattr(each, field))), "")
