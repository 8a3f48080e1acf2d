"""The catalogue in other languages than English: a file beside the questions says its words."""

from __future__ import annotations

import tomllib
from functools import cache

from kg.paths import is_file, shipped
from kg.query.catalogue import Question

__all__ = ["question_in", "said_in"]


def said_in(language: str, what: str, text: str) -> str:
    """Give an English text of the catalogue in a language; as it is where that has no word for it.

    Args:
        language: A language tag, such as ``ur``.
        what: ``subjects``, ``meanings`` of parameters, ``columns``, ``values`` or ``remarks``.
        text: The text.
    """
    return _words(language).get(what, {}).get(text, text)


def question_in(language: str, which: Question) -> str:
    """Give the text of a question in a language, its parameters in braces."""
    return _words(language).get("questions", {}).get(which.name, which.text)


@cache
def _words(language: str) -> dict[str, dict[str, str]]:
    file = shipped("ontology") / "questions" / f"{language}.toml"
    # A tag comes from who asks, and names no file elsewhere.
    if not language.isalpha() or not is_file(file):
        return {}
    return tomllib.loads(file.read_text(encoding="utf-8"))
