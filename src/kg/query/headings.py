"""Headings: a question as it was asked, its values filled in, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kg.engine import Engine
from kg.period import words
from kg.query.catalogue import Question
from kg.query.languages import question_in, said_in
from kg.query.names import label_of, labels
from kg.sparql import Binding, Bindings
from kg.terms import is_iri, text_of, value_of

__all__ = ["heading"]

_MOST: Final = 5


def heading(
    engine: Engine,
    question: Question,
    bound: Bindings,
    parameters: Mapping[str, object],
    language: str = "en",
) -> str:
    """Give the question that was put in words, with its values; what nobody gave is marked.

    Args:
        engine: What was asked.
        question: The question.
        bound: The terms of its parameters.
        parameters: The parameters as they were given.
        language: The language of the text and the labels.
    """
    things = {text_of(term) for terms in bound.values() for term in terms if is_iri(term)}
    known = labels(engine, language, things)
    former = dict(question.renamed)
    given = {former.get(name, name) for name, value in parameters.items() if value is not None}
    said = {
        name: _marked(_said(terms, known, language), language, given=name in given)
        for name, terms in bound.items()
    }
    asked = question_in(language, question)
    text = re.sub(r"\{(\w+)\}", lambda match: said.pop(match[1], match[0]), asked)
    rest = "; ".join(f"{name}: {value}" for name, value in said.items())
    return f"{text} ({rest})" if rest else text


def _marked(value: str, language: str, *, given: bool) -> str:
    if given:
        return value
    return said_in(language, "remarks", "{value} (by default)").format(value=value)


def _said(terms: Sequence[Binding], known: Mapping[str, str], language: str) -> str:
    every = [_word(term, known, language) for term in terms[:_MOST]]
    if len(terms) > _MOST:
        more = said_in(language, "remarks", "{count} more")
        every.append(more.format(count=len(terms) - _MOST))
    comma, last = (said_in(language, "remarks", each) for each in (", ", " or "))
    return last.join(filter(None, [comma.join(every[:-1]), every[-1]]))


def _word(term: Binding, known: Mapping[str, str], language: str) -> str:
    if is_iri(term):
        return label_of(known, text_of(term))
    value = value_of(term)
    return words(value.isoformat(), language) if isinstance(value, date) else text_of(term)
