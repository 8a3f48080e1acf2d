"""Entries: what a class, a property, a code list or a concept means, and how it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import indent
from typing import Final, NamedTuple

from kg.arguments import held
from kg.engine import Engine
from kg.errors import UsageError, nearest
from kg.query import questions
from kg.rdf import AnyGraph, engine_of
from kg.reference.examples import example_of
from kg.reference.model import Model
from kg.terms import compact, expand, slug
from kg.vocabulary import KG, PREFIXES, C

__all__ = ["Entry", "describe", "described", "entry", "found"]

_SHOWN: Final = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a narrower",
    "skos:inScheme": "in code list",
    "skos:broader": "broader",
    "kg:edgeFrom": "a tie starts from",
    "kg:edgeTo": "a tie leads to",
    "kg:edgeSymmetric": "has no direction",
    "kg:edgeSign": "sign",
    "kg:edgeWithin": "tied in sequence within",
    "kg:edgeOrder": "in the order of",
    "kg:projectionOf": "ties two by",
    "kg:projectionThrough": "through a",
    "kg:projectionSign": "sign",
    "kg:joins": "joins",
    "kg:opposes": "opposes",
    "skos:scopeNote": "note",
}
_ANYTHING: Final = PREFIXES["owl"] + "Thing"
# So many classes that inherit a property are named.
_FEW: Final = 12


class Entry(NamedTuple):
    """What the reference says of one term.

    Attributes:
        name: Its compact name.
        label: Its label in English.
        definition: Its definition; empty where it has none.
        details: What is said beside it, each with how deep it stands: 0 for what is said of the
            term, 1 for what belongs to the line before.
        example: A thing of the class, or a statement with the property, as Turtle; empty where none
            is there.
        questions: The names of the questions that use it.
    """

    name: str
    label: str
    definition: str
    details: tuple[tuple[int, str], ...]
    example: str
    questions: tuple[str, ...]

    def __str__(self) -> str:
        """Give the entry as text, a line each."""
        lines = [f"{self.name}  {self.label}", *([self.definition] if self.definition else [])]
        lines += [f"{'  ' * (depth + 1)}{said}" for depth, said in self.details]
        if self.example:
            lines += ["  example:", indent(self.example, "    ")]
        if self.questions:
            lines.append(f"  questions: {', '.join(self.questions)}")
        return "\n".join(lines)

    def markdown(self) -> str:
        """Give the same for a page, under a heading."""
        lines = [f"{'  ' * depth}- {said}" for depth, said in self.details]
        if self.questions:
            lines.append(f"- questions: {', '.join(self.questions)}")
        example = f"\n```turtle\n{self.example}\n```\n" if self.example else ""
        body = "\n".join(lines)
        return f"### `{self.name}` {self.label}\n\n{self.definition}\n\n{body}\n{example}"


@held
def describe(graph: AnyGraph, term: str) -> str:
    """Say what a class, a property, a code list or a concept means.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        term: ``kg:Membership``, ``Membership``, ``membership`` or ``c:observer``.

    Returns:
        Label, definition, place in the ontology, properties with what each takes, code lists with
        their entries, shape rules, an example in Turtle and the questions that use it.

    Raises:
        UsageError: The ontology has no such term; the nearest are given.
    """
    return str(entry(engine_of(graph), term))


def entry(engine: Engine, term: str) -> Entry:
    """Give what the reference says of a term; see `describe`."""
    model = Model(engine)
    return described(engine, model, found(engine, model, term))


def described(engine: Engine, model: Model, iri: str) -> Entry:
    """Give what the reference says of a term of a model."""
    uses = (name for name, each in questions().items() if _uses(each.sparql, iri))
    return Entry(
        compact(iri),
        model.label(iri),
        " ".join(model.values(iri, "skos:definition")),
        tuple(_details(model, iri)),
        example_of(engine, iri),
        tuple(uses),
    )


def found(engine: Engine, model: Model, term: str) -> str:
    """Give the term that somebody typed.

    Raises:
        UsageError: The ontology has no such term; the nearest are given.
    """
    direct = [expand(term)] if ":" in term else [KG + term, C + term]
    # A namespace alone is the header of the ontology, which is no term of it.
    exact = next((iri for iri in direct if iri not in (KG, C) and engine.declares(iri)), None)
    if known := exact or model.find(term):
        return known
    ours = [iri for iri in model.said if iri.startswith((KG, C))]
    near = nearest(term, [*map(slug, ours), *(model.labels[i] for i in ours if i in model.labels)])
    raise UsageError("the ontology has no such term", where=term, mend=near or "see kg describe")


def _details(model: Model, iri: str) -> Iterator[tuple[int, str]]:
    for prop, word in _SHOWN.items():
        if values := model.values(iri, prop):
            yield 0, f"{word}: {', '.join(sorted(map(model.named, values)))}"
    if iri in model.classes:
        yield from _of_class(model, iri)
    elif iri in model.properties or model.values(iri, "rdfs:range"):
        yield from _of_property(model, iri)
    elif iri in model.lists:
        yield 0, "entries:"
        yield from _entries(model, iri)
        for prop in (p for p in model.properties if model.taken(p).scheme == iri):
            yield 0, f"taken by: {model.named(prop)}"
    yield from ((0, f"rule: {rule}") for rule in model.rules.sentences(iri))


def _of_class(model: Model, cls: str) -> Iterator[tuple[int, str]]:
    """Give the properties that stand on things of a class, its own and those that it inherits."""
    told = set[str]()
    # What a shape of the class asks of a property that it inherits is the class's own affair.
    asked = [each.path for each in model.rules.of(cls) if each.path]
    for each in [cls, *model.above(cls), _ANYTHING]:
        every = sorted({*model.own(each), *(asked if each == cls else ())}, key=compact)
        own = [prop for prop in every if prop not in told and not model.is_derived(prop)]
        told |= set(own)
        if each == cls and own:
            yield 0, "properties:"
            for prop in own:
                yield 1, f"{model.named(prop)}: {model.in_words(model.taken(prop, cls))}"
                if scheme := model.taken(prop, cls).scheme:
                    yield from ((d + 1, line) for d, line in _entries(model, scheme))
        elif own:
            whose = "anything" if each == _ANYTHING else model.named(each)
            taken = (f"{compact(p)} ({_briefly(model, p, cls)})" for p in own)
            yield 0, f"as {whose}: {', '.join(taken)}"


def _briefly(model: Model, prop: str, cls: str) -> str:
    taken = model.taken(prop, cls)
    named = (
        [taken.scheme] if taken.scheme else [taken.datatype] if taken.datatype else taken.classes
    )
    return " or ".join(map(compact, named)) or "a text"


def _of_property(model: Model, prop: str) -> Iterator[tuple[int, str]]:
    """Give the classes that a property stands on, and what it takes."""
    for cls in model.bearers(prop):
        if cls == _ANYTHING:
            yield 0, "stands on: anything"
            continue
        below = model.below(cls)
        kinds = ", ".join(map(model.named, below))
        many = f"and its {len(below)} kinds" if len(below) > _FEW else f"and its kinds {kinds}"
        yield 0, f"stands on: {model.named(cls)}{f', {many}' if below else ''}"
    taken = model.taken(prop)
    yield 0, f"takes: {model.in_words(taken)}"
    if taken.scheme:
        yield from _entries(model, taken.scheme)
    if model.is_derived(prop):
        yield 0, "is derived when the graph is built"


def _entries(model: Model, scheme: str) -> Iterator[tuple[int, str]]:
    for each in model.entries(scheme):
        yield 1, f"{model.named(each)}: {' '.join(model.values(each, 'skos:definition'))}"


def _uses(sparql: str, iri: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(compact(iri))}(?![\w-])", sparql) is not None
