"""Mentions: the things and the days that a sentence names, and the words that are left.

A word in small letters is a word, whatever place or person may bear it as a name: where a sentence
tells names by capitals, only what has one is looked up; where it does not, only what no question
has as a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
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
        within: The IRIs of what is named by some of the words alone, as NATO in "NATO members".
    """

    said: str
    things: tuple[str, ...]
    within: tuple[str, ...] = ()


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
    """Say whether some words of a sentence can be a name: by their capitals, else as no words."""
    span = said[at : at + size]
    # In small letters a short word is a word, and in capitals a code: "are", ARE.
    if size == 1 and len(folded(span[0])) <= _SHORT and span[0].isascii() and not span[0].isupper():
        return False
    if _is_stop(span[0]):
        return False
    telling = any(each.islower() for each in said) and any(_capital(each) for each in said[1:])
    for place, each in enumerate(span, at):
        strange = not (_is_stop(each) or each.isdigit() or stem(each) in words)
        # A sentence begins with a capital, but not with two.
        shown = _capital(each if place else each[1:]) and not _is_stop(each)
        if shown if telling and (place or _capital(each[1:])) else strange:
            return _capital(each) or not telling
    return False


def _is_stop(word: str) -> bool:
    # In capitals a short word is a code: "us", US.
    return word.casefold() in STOP and not (word.isupper() and len(word) > 1)


def _capital(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _forms(span: str) -> Iterator[str]:
    """Give what some words may be written for: without a genitive, one for many, a state's people."""
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
    mentions, days, runs = list[Mention](), list[str](), [list[str]()]
    at = 0
    while at < len(said):
        for size in range(min(_LONGEST_NAME, len(said) - at), 0, -1):
            span = " ".join(said[at : at + size])
            found = things.get(span, ()) if _may_name(said, at, size, words) else ()
            if found or _is_day(span):
                if found:
                    within = {thing: None for each in _spans(said[at : at + size])
                              for thing in things.get(each[2], ()) if thing not in found}  # fmt: skip
                    mentions.append(Mention(span, found, tuple(within)))
                    runs.append([stem for each in said[at : at + size] if not _capital(each)
                                 for stem in stems_in(each)])  # fmt: skip
                else:
                    days.append(span)
                runs.append([])
                break
        else:
            size = 1
            runs[-1] += stems_in(said[at])
        at += size
    return Sentence(tuple(mentions), tuple(days), tuple(tuple(run) for run in runs if run))


def _is_day(span: str) -> bool:
    with suppress(DataError):
        return bool(parse_date(span)) and len(span) > _SHORT
    return False
