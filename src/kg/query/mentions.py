"""Mentions: the things and the days that a sentence names, and the words that are left.

A word in small letters is a word, whatever place or person may bear it as a name: where a sentence
tells names by capitals, only what has one is looked up; where it does not, only what no question
has as a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError
from kg.folding import folded
from kg.query.bearers import Reading, named
from kg.query.stems import STOP, stem, stems_in
from kg.vocabulary import ID

__all__ = ["Mention", "Sentence", "read_sentences"]

# A word or a day; what stands between hyphens is several words, but not what "non-" turns round.
_WORD: Final = re.compile(r"\d{4}-\d\d?(?:-\d\d?)?(?!\w)|(?:non-)?[\w.'’&/]*\w", re.IGNORECASE)
_LONGEST_NAME: Final = 7
_MOST_WORDS: Final = 100
_SHORT: Final = 3
# How English makes the word for a people from the name of its state, most telling ending first.
_PEOPLES: Final = (
    ("ian", ""), ("ian", "e"), ("n", ""), ("i", ""), ("ese", "a"), ("ese", ""), ("ish", "ey"),
    ("ish", "ain"), ("ish", "and"), ("", "y"), ("", "istan"), ("", " Union"), ("", " Arabia"),
)  # fmt: skip


class Mention(NamedTuple):
    """What a sentence names.

    Attributes:
        said: The words that name it.
        things: The IRIs that they may mean, the surest first.
        within: The IRIs of what they may mean less surely, such as what some of them name alone:
            NATO in "NATO members".
        after: The word that it comes after, in small letters: "on" in "Turkey's stand on Kashmir".
    """

    said: str
    things: tuple[str, ...]
    within: tuple[str, ...] = ()
    after: str = ""


class Sentence(NamedTuple):
    """A sentence, taken apart.

    Attributes:
        mentions: The things of the graph that it names.
        days: The days, months and years that it names, as it writes them.
        runs: The stems of its words, in runs that no name or day parts; of a name too those that
            are no name alone, as in "NATO members".
    """

    mentions: tuple[Mention, ...]
    days: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]


def read_sentences(
    engine: Engine, texts: Collection[str], words: Collection[str]
) -> list[Sentence]:
    """Take sentences apart; all at once, since the names of the graph are read for it.

    Args:
        engine: The graph whose things may be named.
        texts: The sentences.
        words: Stems that are words of questions, and no names where nothing shows that they are.
    """
    parted = [_WORD.findall(text)[:_MOST_WORDS] for text in texts]
    spans = {
        span: forms
        for said in parted
        for at, size, span in _spans(said)
        if _may_name(said, at, size, words) and (forms := tuple(_forms(span)))
    }
    known = named(engine, {form for forms in spans.values() for form in forms})
    things = {span: _things(forms, known) for span, forms in spans.items()}
    return [_taken_apart(said, things, words) for said in parted]


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for at in range(len(words)):
        for size in range(1, min(_LONGEST_NAME, len(words) - at) + 1):
            yield at, size, " ".join(words[at : at + size])


def _may_name(said: Sequence[str], at: int, size: int, words: Collection[str]) -> bool:
    """Say whether some words of a sentence can be a name."""
    first = said[at]
    # In small letters a short word is a word, and in capitals a code: "are", ARE.
    if size == 1 and len(folded(first)) <= _SHORT and first.isascii() and not first.isupper():
        return False
    telling = any(each.islower() for each in said) and any(_capital(each) for each in said[1:])
    if size > 1 and first.isdigit() and not all(each.isdigit() for each in said[at : at + size]):
        return True  # "1971 war": no word, and a day alone would not go on
    places = range(at, at + size)
    return not _is_stop(first) and any(_shows(said[n], n == 0, telling, words) for n in places)


def _shows(word: str, begins: bool, telling: bool, words: Collection[str]) -> bool:
    """Say whether a word shows that it is of a name: by its capital, or as no word of a question.

    What a sentence begins with has a capital anyway, and in some sentences nothing or all has one.
    """
    if _is_stop(word) or word.isdigit():
        return False
    if telling and _capital(word[1:] if begins else word):
        return True
    return stem(word) not in words and (_capital(word) or not telling)


def _is_stop(word: str) -> bool:
    # In capitals a short word is a code: "us", US.
    return word.casefold() in STOP and not (word.isupper() and len(word) > 1)


def _capital(word: str) -> bool:
    # What begins with a figure and is no number is a name as well: 9/11.
    return any(letter.isupper() for letter in word) or (word[:1].isdigit() and not word.isdigit())


def _forms(span: str) -> Iterator[str]:
    """Give what words may stand for: without a genitive, one for many, a state for a people."""
    bare = re.sub(r"['’]s?$", "", span)
    one = re.sub(r"\b([a-z]{3,}[^s\W])s\b", r"\1", bare)
    yield from dict.fromkeys((span, bare, one, re.sub(r"\W+", "-", bare.casefold())))
    if " " not in one and len(one) > _SHORT and one[0].isupper() and not one.isupper():
        people = one.removesuffix("s")
        for ending, instead in _PEOPLES:
            if people.endswith(ending):
                yield people.removesuffix(ending) + instead


def _things(forms: Sequence[str], known: Mapping[str, list[Reading]]) -> tuple[str, ...]:
    """Give the things of the graph that the first form which names any may mean."""
    every = ([r.thing for r in known[form] if r.thing.startswith(ID)] for form in forms)
    return tuple(next(filter(None, every), ()))


def _taken_apart(
    said: Sequence[str], things: Mapping[str, tuple[str, ...]], words: Collection[str]
) -> Sentence:
    def named_by(at: int, size: int) -> tuple[str, ...]:
        found = things.get(" ".join(said[at : at + size]), ())
        return found if found and _may_name(said, at, size, words) else ()

    mentions, days, runs = list[Mention](), list[str](), [list[str]()]
    at = 0
    while at < len(said):
        size = _longest(said, at, named_by)
        span = said[at : at + size]
        if found := named_by(at, size):
            parts = [(at + n, m - n) for n in range(size) for m in range(n + 1, size + 1)]
            within = {thing: None for part in parts for thing in named_by(*part)}
            less = tuple(each for each in within if each not in found)
            after = said[at - 1].casefold() if at else ""
            mentions.append(Mention(" ".join(span), found, less, after))
            runs += [[s for each in span if not _capital(each) for s in stems_in(each)], []]
        elif _is_day(" ".join(span)):
            days.append(" ".join(span))
            runs.append([])
        else:
            runs[-1] += stems_in(said[at])
        at += size
    return Sentence(tuple(mentions), tuple(days), tuple(tuple(run) for run in runs if run))


def _longest(said: Sequence[str], at: int, named_by: Callable[[int, int], tuple[str, ...]]) -> int:
    """Give how many words make the longest name or day here; 1 where none does."""
    sizes = range(min(_LONGEST_NAME, len(said) - at), 0, -1)
    fitting = (n for n in sizes if named_by(at, n) or _is_day(" ".join(said[at : at + n])))
    return next(fitting, 1)


def _is_day(span: str) -> bool:
    with suppress(DataError):
        return bool(parse_date(span)) and len(span) > _SHORT
    return False
