"""Rules: what the shapes ask of the properties of a class, read from their Turtle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from kg.build import read_quads
from kg.paths import shipped
from kg.terms import compact, text_of

__all__ = ["Constraint", "Rules", "Shape", "read_rules"]

_PATHS: Final = ("sh:inversePath", "sh:alternativePath", "sh:zeroOrMorePath", "rdf:")
_Said = Mapping[str, Mapping[str, list[str]]]


class Constraint(NamedTuple):
    """What one property shape asks.

    Attributes:
        shape: The IRI of the shape.
        path: The property that it speaks of; empty where it leads over several.
        over: Every property that its path leads over.
        inverse: The property of which it speaks from its other end, or an empty string.
        least: How many values there are at least.
        most: How many there are at most, None where that is open.
        classes: A value is of one of these classes.
        values: It may be one of these values instead.
        datatype: The datatype of a value, or an empty string.
        scheme: The code list that a value is an entry of, or an empty string.
        language: The language in which a value has to be there, or an empty string.
        message: The rule, as a sentence.
        mend: How to mend what breaks it, as a sentence.
    """

    shape: str
    path: str
    over: tuple[str, ...]
    inverse: str
    least: int
    most: int | None
    classes: tuple[str, ...]
    values: tuple[str, ...]
    datatype: str
    scheme: str
    language: str
    message: str
    mend: str


class Shape(NamedTuple):
    """What a shape asks of the things that it targets.

    Attributes:
        targets: The classes whose things it looks at.
        subjects_of: The properties whose subjects it looks at.
        classes: One of these classes is theirs.
        constraints: What it asks of their properties.
        choice: Of these properties, at least one has such a value.
        message: The rule that the shape as a whole holds, as a sentence; empty where it has none.
    """

    targets: tuple[str, ...]
    subjects_of: tuple[str, ...]
    classes: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    choice: tuple[Constraint, ...]
    message: str


@dataclass(frozen=True)
class Rules:
    """All shapes, and what they ask."""

    shapes: tuple[Shape, ...]

    def named(self) -> dict[str, Constraint]:
        """Give each constraint by the IRI of its shape."""
        return {each.shape: each for shape in self.shapes for each in shape.constraints}

    def of(self, *classes: str) -> list[Constraint]:
        """Give what is asked of the properties of things of some classes."""
        aimed = [shape for shape in self.shapes if set(shape.targets) & set(classes)]
        return list(dict.fromkeys(each for shape in aimed for each in shape.constraints))

    def choices(self, *classes: str) -> list[tuple[Constraint, ...]]:
        """Give the properties of which things of some classes have at least one."""
        return [s.choice for s in self.shapes if s.choice and set(s.targets) & set(classes)]

    def bearers(self, prop: str) -> list[tuple[str, ...]]:
        """Give, for each shape that says so, the classes of which one bears a property."""
        return [s.classes for s in self.shapes if s.classes and prop in s.subjects_of]

    def on(self, prop: str) -> list[Constraint]:
        """Give every constraint whose path is a property."""
        return [each for each in self.named().values() if each.path == prop]

    def sentences(self, term: str) -> list[str]:
        """Give the rules that hold a class, or that look at a property, a sentence each."""
        found = []
        for shape in self.shapes:
            aimed = term in shape.targets
            found += [each.message for each in shape.constraints if aimed or term in each.over]
            looked = [path for each in shape.choice for path in each.over]
            found += [shape.message] * (aimed or term in looked or term in shape.subjects_of)
        return [each for each in dict.fromkeys(found) if each]


@lru_cache(maxsize=1)
def read_rules() -> Rules:
    """Read the shapes that are shipped."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((shipped("ontology") / "shapes").glob("*.ttl")):
        for quad in read_quads(path):
            said[str(quad.subject)][compact(quad.predicate.value)].append(
                text_of(quad.object) if str(quad.object)[:1] != "_" else str(quad.object)
            )
    named = {node[1:-1]: each for node, each in said.items() if node.startswith("<")}
    every = {**said, **named}
    targeting = [node for node in named if named[node].keys() & {*_TARGETS}]
    return Rules(tuple(_shape(every, node) for node in targeting))


_TARGETS: Final = ("sh:targetClass", "sh:targetSubjectsOf")


def _shape(said: _Said, node: str) -> Shape:
    own = said[node]
    either = [said[each] for each in _either(said, node)]
    inside = [prop for each in either for prop in each.get("sh:property", [])]
    return Shape(
        tuple(own.get("sh:targetClass", [])),
        tuple(own.get("sh:targetSubjectsOf", [])),
        tuple(own.get("sh:class", []) + [c for each in either for c in each.get("sh:class", [])]),
        tuple(_constraint(said, each) for each in own.get("sh:property", [])),
        tuple(_constraint(said, each) for each in inside),
        _one(own, "sh:message"),
    )


def _constraint(said: _Said, node: str) -> Constraint:
    own = said[node]
    either = [own, *(said[each] for each in _either(said, node))]
    path = _one(own, "sh:path")
    return Constraint(
        node,
        "" if path.startswith("_:") else path,
        tuple(_over(said, path)),
        _one(said.get(path, {}), "sh:inversePath"),
        int(_one(own, "sh:minCount") or _one(own, "sh:qualifiedMinCount") or 0),
        int(most) if (most := _one(own, "sh:maxCount")) else None,
        tuple(cls for each in either for cls in each.get("sh:class", [])),
        tuple(value for each in either for value in each.get("sh:hasValue", [])),
        _one(own, "sh:datatype"),
        _scheme(said, _one(own, "sh:node")),
        _language(said, own),
        _one(own, "sh:message"),
        _one(own, "sh:description"),
    )


def _one(own: Mapping[str, list[str]], prop: str) -> str:
    return next(iter(own.get(prop, [])), "")


def _either(said: _Said, node: str) -> list[str]:
    """Give the members of the list of which one has to hold."""
    return [each for head in said[node].get("sh:or", []) for each in _members(said, head)]


def _members(said: _Said, head: str) -> Iterator[str]:
    while firsts := said.get(head, {}).get("rdf:first"):
        yield firsts[0]
        head = said[head]["rdf:rest"][0]


def _over(said: _Said, path: str) -> Iterator[str]:
    """Give the properties that a path leads over."""
    if not path.startswith("_:"):
        yield path
    for prop, values in said.get(path, {}).items():
        for value in values if prop.startswith(_PATHS) else ():
            yield from _over(said, value)


def _scheme(said: _Said, node: str) -> str:
    """Give the code list to whose entries a node shape holds a value."""
    inside = said.get(node, {}).get("sh:property", [])
    return next((value for each in inside for value in said[each].get("sh:hasValue", [])), "")


def _language(said: _Said, own: Mapping[str, list[str]]) -> str:
    asked = said.get(_one(own, "sh:qualifiedValueShape"), {})
    return next(iter(_members(said, _one(asked, "sh:languageIn"))), "")
