"""Reference: what a class, a property or a concept means, and how it is used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kg.build import read_quads
from kg.engine import Engine
from kg.errors import UsageError, nearest
from kg.paths import shipped
from kg.query import label_of, labels, questions, rows
from kg.rdf import AnyGraph, engine_of
from kg.terms import compact, expand, slug, text_of
from kg.vocabulary import KG, C

__all__ = ["Entry", "describe", "entry"]

_ABOUT: Final = "SELECT ?property ?value WHERE { ?term ?property ?value }"
_EXAMPLE: Final = "SELECT ?example WHERE { ?example kg:kind ?term } ORDER BY ?example LIMIT 1"
_USE: Final = """
SELECT ?example ?value WHERE { ?example ?term ?value } ORDER BY ?example ?value LIMIT 1"""
_PATHS: Final = ("sh:inversePath", "sh:alternativePath", "sh:zeroOrMorePath", "rdf:")
_SHOWN: Final = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a narrower",
    "rdfs:domain": "belongs to",
    "rdfs:range": "takes",
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


class Entry(NamedTuple):
    """What the reference says of one term.

    Attributes:
        name: Its compact name.
        label: Its label in English.
        definition: Its definition; empty where it has none.
        place: Its place in the ontology: pairs of words, such as ``is a kind of`` and what.
        rules: The messages of the shapes that hold it.
        example: A thing of the class, or a statement with the property; empty where none is there.
        questions: The names of the questions that use it.
    """

    name: str
    label: str
    definition: str
    place: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    example: str
    questions: tuple[str, ...]

    def details(self) -> Iterator[str]:
        """Give what is said beside name, label and definition, a line each."""
        yield from (f"{word}: {values}" for word, values in self.place)
        yield from (f"rule: {rule}" for rule in self.rules)
        if self.example:
            yield f"example: {self.example}"
        if self.questions:
            yield f"questions: {', '.join(self.questions)}"

    def __str__(self) -> str:
        """Give the entry as text, a line each."""
        lines = [f"{self.name}  {self.label}", *([self.definition] if self.definition else [])]
        return "\n".join([*lines, *(f"  {line}" for line in self.details())])


def describe(graph: AnyGraph, term: str) -> str:
    """Say what a class, a property or a concept means.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        term: ``kg:Membership``, ``Membership``, ``membership`` or ``c:observer``.

    Returns:
        Label, definition, place in the ontology, shape rules, an example and the questions that
        use it, a line each.

    Raises:
        UsageError: The ontology has no such term; the nearest are given.
    """
    return str(entry(engine_of(graph), term))


def entry(engine: Engine, term: str) -> Entry:
    """Give what the reference says of a term; see `describe`."""
    iri = _term(engine, term)
    names = labels(engine)
    said: dict[str, list[str]] = defaultdict(list)
    for prop, value in _rows(engine, _ABOUT, iri):
        said[compact(prop)].append(value)
    place = (
        (word, ", ".join(sorted(_shown(names, value) for value in said[prop])))
        for prop, word in _SHOWN.items()
        if said[prop]
    )
    uses = (name for name, each in questions().items() if _uses(each.sparql, iri))
    return Entry(
        compact(iri),
        label_of(names, iri),
        " ".join(said["skos:definition"]),
        tuple(place),
        tuple(_rules(iri)),
        _example(engine, names, iri),
        tuple(uses),
    )


def _term(engine: Engine, term: str) -> str:
    direct = [expand(term)] if ":" in term else [KG + term, C + term]
    # A namespace alone is the header of the ontology, which is no term of it.
    found = next((iri for iri in direct if iri not in (KG, C) and engine.declares(iri)), None)
    if found:
        return found
    ours = [iri for ns in (KG, C) for iri in engine.names_in(ns)]
    names = labels(engine)
    by_label = {names.get(iri, "").casefold(): iri for iri in ours}
    if term.casefold() in by_label:
        return by_label[term.casefold()]
    near = nearest(term, [*map(slug, ours), *by_label])
    raise UsageError("the ontology has no such term", where=term, mend=near or "see kg describe")


def _rows(engine: Engine, sparql: str, iri: str) -> list[list[str]]:
    found = rows(engine, sparql, accounts=engine.accounts(), term=iri)
    return [[str(value) for value in row] for row in found]


def _shown(names: dict[str, str], value: str) -> str:
    short = compact(value)
    return f"{short} ({names[value]})" if value in names else short


def _rules(iri: str) -> list[str]:
    """Give the messages of the shapes of a class, or of those that look at a property."""
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted((shipped("ontology") / "shapes").glob("*.ttl")):
        for quad in read_quads(path):
            said[text_of(quad.subject)].append(
                (compact(quad.predicate.value), text_of(quad.object))
            )
    mine = [shape for shape, each in said.items() if _holds(said, each, iri)]
    for shape in mine:
        inside = (value for prop, value in said[shape] if prop in ("sh:property", "sh:node"))
        mine += [value for value in inside if value not in mine]
    return list(dict.fromkeys(v for shape in mine for p, v in said[shape] if p == "sh:message"))


def _holds(
    said: Mapping[str, list[tuple[str, str]]], shape: Iterable[tuple[str, str]], iri: str
) -> bool:
    """Say whether a shape is one of a class, or its path leads over a property."""
    if ("sh:targetClass", iri) in shape:
        return True
    waiting = [value for prop, value in shape if prop == "sh:path"]
    while waiting:
        if (at := waiting.pop()) == iri:
            return True
        waiting += [value for prop, value in said.get(at, ()) if prop.startswith(_PATHS)]
    return False


def _example(engine: Engine, names: dict[str, str], iri: str) -> str:
    if found := _rows(engine, _EXAMPLE, iri):
        return _shown(names, found[0][0])
    if used := _rows(engine, _USE, iri):
        example, value = used[0]
        return f"{compact(example)} {compact(iri)} {_shown(names, value)}"
    return ""


def _uses(sparql: str, iri: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(compact(iri))}(?![\w-])", sparql) is not None
