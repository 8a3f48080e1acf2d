"""Weighing: how much the words of a sentence speak for each question of the catalogue.

The measure is BM25F (Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted
fields", CIKM 2004): a word counts by how few questions have it and by where it stands in one, each
further time for less, and for less in a field that is long.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.errors import closest
from kg.query.catalogue import Question, questions
from kg.query.reading import rows
from kg.query.stems import STOP, pairs, stem, stems_in
from kg.terms import compact

__all__ = ["SATURATION", "Index", "index", "rarity"]

SATURATION: Final = 2.0
"""The k1 of BM25: how soon a word that comes again counts for no more."""

# What a word counts for by the field it stands in, and how far a long field takes from that.
_FIELDS: Final = {
    "name": (3.0, 0.0),
    "synonyms": (3.0, 0.3),
    "phrases": (1.5, 0.3),
    "text": (2.0, 0.3),
    "parameters": (0.7, 0.5),
    "terms": (0.7, 0.7),
}
_LABELS: Final = """
SELECT ?term ?label ?kind ?hidden WHERE {
  { ?term skos:prefLabel ?label BIND(false AS ?hidden) }
  UNION { ?term skos:hiddenLabel ?label BIND(true AS ?hidden) }
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty skos:Concept } ?term a ?kind }"""
_SLIP: Final = 2
_LONG: Final = 5


class Index(NamedTuple):
    """What each stem and pair of stems counts for.

    Attributes:
        weights: By question, then by stem, before it is known how rare that is.
        rare: How much the rarity of each stem counts for.
        words: The stems of what is a word, and not only part of a name, in the catalogue.
        terms: The classes and concepts that each label, as stems, is one of, as compact names;
            those first that are shown by it, then those that are only found by it.
    """

    weights: Mapping[str, Mapping[str, float]]
    rare: Mapping[str, float]
    words: frozenset[str]
    terms: Mapping[str, tuple[list[str], list[str]]]

    def score(self, runs: Iterable[tuple[str, ...]]) -> dict[str, float]:
        """Give how well each question suits words, which come in runs of neighbours."""
        said = dict.fromkeys(part for run in runs for part in self._parts(run))
        return {
            name: sum(self.rare[part] * own[part] for part in said if part in own)
            for name, own in self.weights.items()
        }

    def _parts(self, run: tuple[str, ...]) -> Iterator[str]:
        yield from (part for part in pairs(run) if part in self.rare)
        for part in run:
            if part in self.rare:
                yield part
            elif len(part) >= _LONG and part not in STOP:
                # A word that no question has may be a slip of one.
                near = [each for each in closest(part, self.rare, 1) if each[0] == part[0]]
                yield from (each for each in near if abs(len(each) - len(part)) < _SLIP)


def rarity(count: float, of: int) -> float:
    """Give how much it tells that so many of all have something (BM25's inverse frequency)."""
    return math.log(1 + (of - count + 0.5) / (count + 0.5))


def index(engine: Engine) -> Index:
    """Give the index of the catalogue, with the words that the ontology has for its terms."""
    labels: dict[str, list[str]] = defaultdict(list)
    named: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for term, label, kind, hidden in sorted(rows(engine, _LABELS), key=str):
        labels[compact(term)].append(str(label))
        if compact(kind) in ("owl:Class", "skos:Concept"):
            named[" ".join(stems_in(str(label)))][hidden].append(compact(term))
    fields = {each.name: _fields(each, labels) for each in questions().values()}
    weights = _weights(fields)
    counts = Counter(part for own in weights.values() for part in own)
    rare = {part: rarity(count, len(weights)) for part, count in counts.items()}
    return Index(weights, rare, _words(labels), named)


def _fields(asked: Question, labels: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Give the stems, and in people's own phrases the pairs of stems, of each field."""
    phrases = [stems_in(each) for each in asked.synonyms]
    names = re.findall(r"\b(?:kg|c):\w[\w-]*", _body(asked))
    words = " ".join(label for name in dict.fromkeys(names) for label in labels[name])
    return {
        "name": stems_in(asked.name),
        "synonyms": [part for each in phrases for part in each],
        "phrases": [part for each in phrases for part in pairs(each)],
        "text": stems_in(re.sub(r"\{\w+\}", " ", asked.text)),
        "parameters": stems_in(" ".join(each.meaning for each in asked.parameters)),
        "terms": stems_in(words),
    }


def _words(labels: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Give the stems of what the catalogue writes in small letters somewhere."""
    asked = (" ".join((q.text, q.name, *q.synonyms)) for q in questions().values())
    text = " ".join((*asked, *(label for every in labels.values() for label in every)))
    return frozenset(stem(word) for word in re.findall(r"[^\W_]+", text) if word.islower())


def _body(asked: Question) -> str:
    """Give the query without its head, and the classes of its parameters."""
    lines = [line for line in asked.sparql.splitlines() if not line.startswith("#")]
    return "\n".join([*lines, *(each.type for each in asked.parameters)])


def _weights(fields: Mapping[str, Mapping[str, list[str]]]) -> dict[str, dict[str, float]]:
    mean = {
        field: (sum(len(own[field]) for own in fields.values()) or 1) / len(fields)
        for field in _FIELDS
    }
    weights = {}
    for name, own in fields.items():
        sums: dict[str, float] = defaultdict(float)
        for field, (weight, long) in _FIELDS.items():
            size = 1 - long + long * len(own[field]) / mean[field]
            for part, count in Counter(own[field]).items():
                if part not in STOP:
                    sums[part] += weight * count / size
        weights[name] = {part: each / (SATURATION + each) for part, each in sums.items()}
    return weights
