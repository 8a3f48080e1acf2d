"""Ranking: how well every question of the catalogue suits a sentence, and what it fills in.

Words count as `kg.query.weighing` says; a thing or a day that is named counts as a word would, for
those questions that take one such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.query.catalogue import Parameter, Question, questions
from kg.query.mentions import Mention, Sentence, read_sentences
from kg.query.reading import rows
from kg.query.searching import Found
from kg.query.stems import stem, stems_in
from kg.query.weighing import SATURATION, index, rarity
from kg.terms import compact, expand, slug
from kg.vocabulary import KG, RDF_TYPE

__all__ = ["find_all"]

# How well a thing suits a parameter: of its class or of the class of that name; of a class that has
# a narrower one for it; any thing; another.
_EXACT: Final = 2.0
_BROAD: Final = 1.6
_ANY: Final = 1.0
_LOOSE: Final = 0.3
_WITHIN: Final = 0.5
# Of two that fit alike: what stands after the word that the question has there, as "on {matter}";
# what is no word of the question itself.
_PLACED: Final = 1.1
_OWN: Final = 0.9
_LACKS: Final = 0.8
_OVER: Final = 0.8
_SPAN: Final = 2
# A sentence that begins so wants a yes or a no, and so do few questions.
_POLAR: Final = frozenset("is are was were did does do has have had".split())
_ALIKE: Final = 1.5
_OPENING: Final = frozenset(map(stem, ("since", "after")))
_LONGEST_TERM: Final = 4


def find_all(texts: Sequence[str], engine: Engine) -> list[list[Found]]:
    """Give for each of several sentences the questions that suit it; see `find_questions`."""
    known = index(engine)
    sentences = read_sentences(engine, texts, known.words)
    terms = [_terms(each, known.terms) for each in sentences]
    every = chain((said for each in sentences for said in each.mentions), *terms)
    fits = _Fits(engine, {thing for said in every for thing in (*said.things, *said.within)})
    return [
        _ranked(sentence, own, fits, known.score(sentence.runs), polar=_polar(text))
        for text, sentence, own in zip(texts, sentences, terms, strict=True)
    ]


def _polar(text: str) -> bool:
    """Say whether a sentence wants a yes or a no."""
    return any(word.lower() in _POLAR for word in text.split(maxsplit=1)[:1])


def _terms(sentence: Sentence, known: Mapping[str, tuple[list[str], list[str]]]) -> list[Mention]:
    """Give the concepts and classes that words of a sentence are labels of, or are found by."""
    found = []
    for run in sentence.runs:
        for size in range(_LONGEST_TERM, 0, -1):
            for at in range(len(run) - size + 1):
                span = " ".join(run[at : at + size])
                if span in known:
                    shown, hidden = (tuple(map(expand, every)) for every in known[span])
                    found.append(Mention(span, shown, hidden))
    return found


class _Fits:
    """How well things fit parameters, by what the graph says of them."""

    def __init__(self, engine: Engine, things: Iterable[str]) -> None:
        every = {expand(p.example) for q in questions().values() for p in q.parameters
                 if p.example and p.type == "skos:Concept"}  # fmt: skip
        self._kinds = _values(engine, f"<{RDF_TYPE}>", things)
        self._lists = _values(engine, "skos:inScheme", {*things, *every})
        names = {p.name for q in questions().values() for p in q.parameters if p.type == "any"}
        typed = {p.type for q in questions().values() for p in q.parameters}
        self._narrower = _narrower(engine, typed)
        self._classes = {n: f"kg:{n.title()}" for n in names if engine.declares(KG + n.title())}

    def each(self, parameter: Parameter, mention: Mention) -> Iterator[tuple[str, float]]:
        """Give everything that a mention may mean, with how well it fits a parameter."""
        yield from ((thing, self.of(parameter, thing)) for thing in mention.things)
        yield from ((thing, self.of(parameter, thing) * _WITHIN) for thing in mention.within)

    def of(self, parameter: Parameter, thing: str) -> float:
        """Give how well a thing fits a parameter; 0 where the parameter cannot be that."""
        kinds = self._kinds.get(thing, set())
        if parameter.type == "skos:Concept":
            lists = self._lists.get(expand(parameter.example or ""), set())
            return _EXACT if lists & self._lists.get(thing, set()) else 0.0
        if parameter.type != "any":
            if parameter.type not in kinds:
                return 0.0
            return _BROAD if kinds & self._narrower[parameter.type] else _EXACT
        if "skos:Concept" in kinds or "owl:Class" in kinds or not kinds:
            return 0.0
        wanted = self._classes.get(parameter.name)
        return _ANY if wanted is None else _EXACT if wanted in kinds else _LOOSE


def _narrower(engine: Engine, types: Collection[str]) -> dict[str, set[str]]:
    """Give for each class that parameters take those of them that are narrower."""
    asked = "SELECT ?class ?narrower WHERE { ?narrower rdfs:subClassOf+ ?class }"
    found: dict[str, set[str]] = {each: set() for each in types}
    for broad, narrow in rows(engine, asked):
        if compact(broad) in found and compact(narrow) in found:
            found[compact(broad)].add(compact(narrow))
    return found


def _values(engine: Engine, prop: str, things: Iterable[str]) -> dict[str, set[str]]:
    """Give every value that each thing has for a property, as compact names."""
    found: dict[str, set[str]] = {}
    if wanted := set(things):
        asked = f"SELECT ?thing ?value WHERE {{ ?thing {prop} ?value }}"
        for thing, value in rows(engine, asked, accounts=engine.accounts(), thing=wanted):
            found.setdefault(thing, set()).add(compact(value))
    return found


class _Filled(NamedTuple):
    """A question's parameters as a sentence gives them, and how well each mention fits."""

    given: dict[str, str]
    fits: dict[str, float]


def _ranked(
    sentence: Sentence,
    terms: Sequence[Mention],
    fits: _Fits,
    scores: Mapping[str, float],
    *,
    polar: bool,
) -> list[Found]:
    catalogue = questions()
    filled = {name: _fill(asked, sentence, terms, fits) for name, asked in catalogue.items()}
    taking: dict[str, float] = {}
    for each in filled.values():
        for said, fit in each.fits.items():
            taking[said] = taking.get(said, 0.0) + fit / _EXACT
    found = []
    for name, asked in catalogue.items():
        given, own = filled[name]
        score = scores[name]
        for said, fit in own.items():
            score += rarity(taking[said], len(catalogue)) * fit / (SATURATION + fit)
        lacking = sum(p.default is None and p.name not in given for p in asked.parameters)
        over = sum(own.get(each.said, 0.0) < _ANY for each in sentence.mentions)
        over += sum(each not in own for each in sentence.days)
        alike = _ALIKE if polar and _polar(asked.text) else 1.0
        if score:
            found.append(Found(asked, given, score * alike * _LACKS**lacking * _OVER**over))
    return sorted(found, key=lambda each: (-each.score, each.question.name))


def _fill(asked: Question, sentence: Sentence, terms: Sequence[Mention], fits: _Fits) -> _Filled:
    """Give a question's parameters, each with the thing or day that fits it best."""
    given, how = _days(asked, sentence)
    left = [*sentence.mentions, *terms]
    own = f" {' '.join(stems_in(asked.text))} " if asked.parameters and left else ""
    for parameter in asked.parameters:
        options = [(fit * suits, fit, thing, mention) for mention in left
                   for suits in (_suits(asked, parameter, mention, own),)
                   for thing, fit in fits.each(parameter, mention)]  # fmt: skip
        best = max(options, key=lambda option: option[0], default=None)
        if best and best[0]:
            _, fit, thing, mention = best
            given[parameter.name] = slug(thing)
            # A class is named by nearly every sentence, and tells nothing; a concept tells less.
            tells = {"owl:Class": 0.0, "skos:Concept": 0.5}.get(parameter.type, 1.0)
            how |= {mention.said: fit * tells} if tells else {}
            left.remove(mention)
    return _Filled(given, how)


def _suits(asked: Question, parameter: Parameter, mention: Mention, own: str) -> float:
    """Say which of two mentions that fit alike is meant, by where the question has its own."""
    if mention.after:
        return _PLACED if f" {mention.after} {{{parameter.name}}}" in asked.text else 1.0
    return _OWN if f" {mention.said} " in own else 1.0


def _days(asked: Question, sentence: Sentence) -> tuple[dict[str, str], dict[str, float]]:
    """Give the parameters of a question that are days; one day alone is both ends of a span."""
    taking = [each.name for each in asked.parameters if each.type == "xsd:date"]
    days = list(sentence.days)
    if len(days) == 1 and len(taking) == _SPAN:
        opens = any(word in _OPENING for run in sentence.runs for word in run)
        days = days if opens else days * _SPAN
    given = dict(zip(taking, days, strict=False))
    return given, dict.fromkeys(given.values(), _EXACT)
