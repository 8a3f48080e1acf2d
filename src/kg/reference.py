"""Reference: what a class, a property or a concept means, and how it is used."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from kg.engine import Engine, cells_of, node
from kg.errors import UsageError, nearest
from kg.paths import shipped
from kg.query import label_of, labels, questions
from kg.rdf import AnyGraph, engine_of
from kg.sparql import Query
from kg.terms import compact, expand, slug, text_of
from kg.vocabulary import KG, C

__all__ = ["describe", "description"]

_ABOUT: Final = "SELECT ?property ?value WHERE { ?term ?property ?value }"
_EXAMPLE: Final = "SELECT ?example WHERE { ?example kg:kind ?term } ORDER BY ?example LIMIT 1"
_USE: Final = """
SELECT ?example ?value WHERE { ?example ?term ?value } ORDER BY ?example ?value LIMIT 1"""
_SHOWN: Final = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a narrower",
    "rdfs:range": "takes",
    "skos:inScheme": "in code list",
    "skos:broader": "broader",
    "kg:edgeFrom": "a tie starts from",
    "kg:edgeTo": "a tie leads to",
    "kg:edgeSymmetric": "has no direction",
    "kg:edgeSign": "sign",
    "kg:edgeWithin": "tied in sequence within",
    "kg:edgeOrder": "in the order of",
    "skos:scopeNote": "note",
}


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
    return description(engine_of(graph), term)


def description(engine: Engine, term: str) -> str:
    """Say what a term means; see `describe`."""
    iri = _term(engine, term)
    names = labels(engine)
    said: dict[str, list[str]] = defaultdict(list)
    for prop, value in _rows(engine, _ABOUT, iri):
        said[compact(prop)].append(value)
    lines = [f"{compact(iri)}  {label_of(names, iri)}", *said.get("skos:definition", [])]
    for prop, word in _SHOWN.items():
        values = sorted(_shown(names, value) for value in said.get(prop, []))
        if values:
            lines.append(f"  {word}: {', '.join(values)}")
    lines += [f"  rule: {rule}" for rule in _rules(iri)]
    lines += _example(engine, names, iri)
    asked = [name for name, each in questions().items() if _uses(each.sparql, iri)]
    if asked:
        lines.append(f"  questions: {', '.join(asked)}")
    return "\n".join(lines)


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
    answer = engine.query(Query(sparql, {"term": [node(iri)]}, engine.accounts()))
    cells = cells_of(answer)
    return [[text_of(cell) for cell in row] for row in cells]


def _shown(names: dict[str, str], value: str) -> str:
    short = compact(value)
    return f"{short} ({names[value]})" if value in names else short


def _rules(iri: str) -> list[str]:
    """Give the messages of the shapes of a class, or of those that look at a property."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(_shapes()))
    blocks = re.split(r"\n(?=kg:)", text)
    name = re.escape(compact(iri))
    mine = [b for b in blocks if re.search(rf"sh:(?:path|targetClass)[^;]*?{name}(?![\w-])", b)]
    for each in list(mine):
        mine += [b for b in blocks if _named(b) in re.findall(r"kg:shape-[\w-]+", each)]
    messages = re.findall(r'sh:message "([^"]+)"', "\n".join(dict.fromkeys(mine)))
    return list(dict.fromkeys(messages))


def _named(block: str) -> str:
    return block.split(" ", 1)[0]


def _shapes() -> list[Path]:
    return list((shipped("ontology") / "shapes").glob("*.ttl"))


def _example(engine: Engine, names: dict[str, str], iri: str) -> list[str]:
    if found := _rows(engine, _EXAMPLE, iri):
        return [f"  example: {_shown(names, found[0][0])}"]
    if used := _rows(engine, _USE, iri):
        example, value = used[0]
        return [f"  example: {compact(example)} {compact(iri)} {_shown(names, value)}"]
    return []


def _uses(sparql: str, iri: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(compact(iri))}(?![\w-])", sparql) is not None
