"""Finding a question: from a plain sentence to the questions of the catalogue that suit it.

Words are weighed by how few questions have them (inverse document frequency, Spärck Jones 1972),
and by where they stand; things and days that are named count for the questions that take such.
"""

from __future__ import annotations

import math
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final, NamedTuple

from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError, closest
from kg.folding import folded
from kg.query.bearers import Reading, named
from kg.query.catalogue import Parameter, Question, questions
from kg.query.reading import rows
from kg.terms import compact, expand, slug
from kg.vocabulary import RDF_TYPE

__all__ = ["Found", "code_list", "command", "find_questions"]

_STOP: Final = frozenset(
    """a an and any are as at be been by can did do does for from give had has have how i in into
    is it its list me of on or over show tell that the their them then there these they this those
    through to up was we were what which while whom whose will with you""".split()
)
# What a word counts for, by where it stands.
_WEIGHTS: Final = {"name": 3.0, "synonyms": 3.0, "text": 2.0, "parameters": 1.0}
_CODES: Final = """
SELECT ?code WHERE { ?one skos:inScheme ?list . ?code skos:inScheme ?list } ORDER BY ?code"""
_LONGEST_NAME: Final = 6
_SHORTEST_STEM: Final = 3
_FITS: Final = 0.2
_LACKS: Final = 0.1
_UNTOLD: Final = 0.1
_SPAN: Final = 2
_LONG: Final = 5


class Found(NamedTuple):
    """A question that suits some words.

    Attributes:
        question: The question.
        parameters: Those of its parameters that the words name.
        score: How well it suits, more being better.
    """

    question: Question
    parameters: Mapping[str, str]
    score: float

    @property
    def command(self) -> str:
        """Give the command that asks it, what is not named yet in capitals."""
        return command(self.question, self.parameters)


def command(asked: Question, given: Mapping[str, str]) -> str:
    """Give the command that asks a question with some parameters; those missing in capitals."""
    said = {p.name: given.get(p.name) or p.name.upper() for p in asked.parameters
            if p.name in given or p.default is None}  # fmt: skip
    words = (f"--{name.replace('_', '-')} {shlex.quote(value)}" for name, value in said.items())
    return " ".join(["kg ask", asked.name, *words])


def find_questions(words: str, engine: Engine) -> list[Found]:
    """Give the questions of the catalogue that suit some words, the best first.

    Args:
        words: A plain sentence, or a few words.
        engine: The graph in which the names of the sentence are looked up.
    """
    things, days, rest = _mentioned(engine, words)
    stems = [stem for word in rest if (stem := _stem(word)) and word not in _STOP]
    kinds = _kinds(engine, things.values())
    found = []
    for asked in questions().values():
        given = _filled(asked, things, days, kinds)
        fit = 1 + _FITS * len(given) - _LACKS * (len(asked.parameters) - len(given))
        # Where no word tells, what can be asked of the things that are named comes after the rest.
        score = (_score(asked, stems) + _UNTOLD) * max(fit, _UNTOLD)
        found.append(Found(asked, given, score))
    return sorted(found, key=lambda each: (-each.score, each.question.name))


def _score(asked: Question, stems: Iterable[str]) -> float:
    weights, shares = _index()
    own = weights[asked.name]
    return sum(own.get(stem, 0.0) * shares.get(stem, 0.0) for stem in _known(stems))


def _known(stems: Iterable[str]) -> Iterator[str]:
    """Give stems, in place of one that no question has the one that it is a slip of."""
    _, shares = _index()
    for stem in dict.fromkeys(stems):
        near = [] if stem in shares or len(stem) < _LONG else closest(stem, shares, 1)
        slip = near and abs(len(near[0]) - len(stem)) < _SPAN and near[0][0] == stem[0]
        yield near[0] if slip else stem


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Give for each question what each stem counts for, and for each stem how rare it is."""
    weights = {}
    for asked in questions().values():
        parts = {
            "name": asked.name.replace("-", " "),
            "synonyms": " ".join(asked.synonyms),
            "text": asked.text,
            "parameters": " ".join(f"{p.name} {p.meaning}" for p in asked.parameters),
        }
        own: dict[str, float] = {}
        for part, text in parts.items():
            for word in re.findall(r"[^\W_]+", text.casefold()):
                if word not in _STOP:
                    own[_stem(word)] = max(own.get(_stem(word), 0.0), _WEIGHTS[part])
        weights[asked.name] = own
    counts = Counter(stem for own in weights.values() for stem in own)
    return weights, {stem: math.log(len(weights) / n) for stem, n in counts.items()}


def _stem(word: str) -> str:
    """Give a word without its ending, so that "joined" and "joins" are one (Porter's Snowball)."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401 - a library without types
    import snowballstemmer  # noqa: PLC0415 - only finding needs it

    return snowballstemmer.stemmer("english")


def _mentioned(engine: Engine, text: str) -> tuple[dict[str, str], list[str], list[str]]:
    """Give the things that a sentence names, with their IRIs; its days; and its other words."""
    words = re.findall(r"[\w.'’&/-]*\w", text)
    spans = {
        " ".join(words[at : at + size])
        for size in range(1, _LONGEST_NAME)
        for at in range(len(words) - size + 1)
    }
    known = named(engine, [span for span in spans if _may_name(span)])
    things, days, rest = dict[str, str](), list[str](), list[str]()
    at = 0
    while at < len(words):
        size, said, thing = _longest(words, at, known)
        if thing:
            things[said] = thing
        elif said:
            days.append(said)
        else:
            rest.append(words[at].casefold())
        at += size
    return things, days, rest


def _longest(words: list[str], at: int, known: Mapping[str, list[Reading]]) -> tuple[int, str, str]:
    """Give how many words make the longest name or day here, that name, and its thing."""
    for size in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        span = " ".join(words[at : at + size])
        if _is_day(span):
            return size, span, ""
        if readings := known.get(span):
            return size, span, readings[0].thing
    return 1, "", ""


def _may_name(span: str) -> bool:
    # In small letters a short word is a word, and in capitals a code: "are", ARE.
    short = len(folded(span)) <= _SHORTEST_STEM and span.isascii()
    return span.casefold() not in _STOP and (span.isupper() or not short) and not span.isdigit()


def _is_day(span: str) -> bool:
    with suppress(DataError):
        return bool(parse_date(span)) and (len(span) > _SHORTEST_STEM)
    return False


def _kinds(engine: Engine, things: Iterable[str]) -> dict[str, set[str]]:
    """Give every class of each thing, as compact names."""
    found: dict[str, set[str]] = {}
    wanted = set(things)
    asked = f"SELECT ?thing ?class WHERE {{ ?thing <{RDF_TYPE}> ?class }}"
    for thing, kind in (
        rows(engine, asked, accounts=engine.accounts(), thing=wanted) if wanted else ()
    ):
        found.setdefault(thing, set()).add(compact(kind))
    return found


def _filled(
    asked: Question,
    things: Mapping[str, str],
    days: list[str],
    kinds: Mapping[str, set[str]],
) -> dict[str, str]:
    """Give a question's parameters, each with the first thing or day that it takes."""
    given, left = {}, dict(things)
    waiting = list(days)
    for each in asked.parameters:
        if each.type == "xsd:date" and waiting:
            span = sum(p.type == "xsd:date" for p in asked.parameters) == _SPAN
            given[each.name] = waiting[0] if span and len(waiting) == 1 else waiting.pop(0)
        for name, thing in left.items():
            own = kinds.get(thing, set())
            if each.type in own or (each.type == "any" and own and "skos:Concept" not in own):
                given[each.name] = slug(thing)
                del left[name]
                break
    return given


def code_list(engine: Engine, parameter: Parameter) -> list[str]:
    """Give the slugs that a parameter can be, where it takes a concept of a list; else none."""
    if parameter.type != "skos:Concept" or not parameter.example:
        return []
    asked = (
        "SELECT ?code WHERE { ?one skos:inScheme ?list . ?code skos:inScheme ?list } ORDER BY ?code"
    )
    found = rows(engine, asked, one=expand(parameter.example))
    return [slug(code) for (code,) in found]
