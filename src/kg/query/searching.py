"""Finding a question: from a plain sentence to the questions of the catalogue that suit it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import NamedTuple

from kg.engine import Engine
from kg.query.catalogue import Parameter, Question
from kg.query.reading import rows
from kg.terms import expand, slug

__all__ = ["Found", "code_list", "command", "find_questions"]


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

    Returns:
        Every question that some word, thing or day of the sentence speaks for.
    """
    from kg.query.ranking import find_all  # noqa: PLC0415 - only finding needs its words

    return find_all([words], engine)[0]


def code_list(engine: Engine, parameter: Parameter) -> list[str]:
    """Give the slugs that a parameter can be, where it takes a concept of a list; else none."""
    if parameter.type != "skos:Concept" or not parameter.example:
        return []
    asked = (
        "SELECT ?code WHERE { ?one skos:inScheme ?list . ?code skos:inScheme ?list } ORDER BY ?code"
    )
    found = rows(engine, asked, one=expand(parameter.example))
    return [slug(code) for (code,) in found]
