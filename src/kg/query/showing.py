"""Showing: a question of the catalogue as a query that runs anywhere, its values filled in."""

from __future__ import annotations

from collections.abc import Mapping

from kg.engine import Engine
from kg.query.catalogue import Question
from kg.query.parameters import bind
from kg.sparql import with_values

__all__ = ["question_text"]


def question_text(
    engine: Engine, asked: Question, parameters: Mapping[str, object] | None = None
) -> str:
    """Give the SPARQL of a question with values for its parameters, without its declaration.

    Args:
        engine: The graph in which names are looked up.
        asked: The question.
        parameters: Values by name; its examples and defaults if None.

    Raises:
        UsageError: A value is missing, or not of its type.
    """
    given = asked.example if parameters is None else parameters
    lines = asked.sparql.splitlines()
    body = "\n".join(line for line in lines if not line.startswith("#"))
    return with_values(body, bind(engine, asked, given))
