"""The catalogue on a terminal: its list, a question's page, and the questions that suit words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from kg.cli.table import write
from kg.opening import open_engine
from kg.query import Parameter, Question, code_list, command, find_questions, questions

if TYPE_CHECKING:
    from kg.query import Found

__all__ = ["print_found", "print_help", "print_list", "print_question"]

_MOST = 5
_MOST_CODES = 12
_LONG = 200


def print_list(form: str | None) -> int:
    """Print every question, by subject."""
    every = sorted(questions().values(), key=lambda each: (each.subject, each.name))
    if form not in (None, "table"):
        write(("question", "asks", "subject"), [(q.name, q.text, q.subject) for q in every], form)
        return 0
    for subject, group in groupby(every, key=lambda each: each.subject):
        print(f"{subject[:1].upper()}{subject[1:]}")
        write((), [(f"{q.name}", q.text) for q in group], "table")
        print()
    print('kg ask NAME --help says what one takes; kg ask --find "WORDS" finds one.')
    return 0


def print_found(words: str, form: str | None, *, asked: bool = False) -> int:
    """Print the questions that suit some words, the nearest first, as commands that ask them.

    Args:
        words: What was typed.
        form: A format; a table if None.
        asked: Whether the words stood where the name of a question belongs, which is refused.
    """
    found = find_questions(words, open_engine())[:_MOST]
    if asked:
        said = words if len(words) <= _LONG else f"{words[:_LONG]}…"
        print(f"kg ask: no question is named {said!r}. The nearest:", file=sys.stderr)
    out = sys.stderr if asked else None
    if not found:
        print("No question has these words; kg ask lists all.", file=out or sys.stdout)
        return 2 if asked else 0
    rows = [(each.command, each.question.text) for each in found]
    write(("command", "asks"), rows, form or "table", out)
    if form in (None, "table") and (names := _named(found)):
        print(f"kg why {names[0]} gives all that is said of it.", file=out or sys.stdout)
    return 2 if asked else 0


def _named(found: Sequence[Found]) -> list[str]:
    """Give the things that the words named, as the questions take them."""
    given = (
        each.parameters[p.name]
        for each in found
        for p in each.question.parameters
        if p.name in each.parameters and (p.type == "any" or p.type.startswith("kg:"))
    )
    return list(dict.fromkeys(given))


def print_question(asked: Question) -> int:
    """Print a question's text, parameters and SPARQL."""
    print(asked.text)
    for each in asked.parameters:
        print(f"  {_parameter(each)}")
    print()
    print("\n".join(line for line in asked.sparql.splitlines() if not line.startswith("#")))
    return 0


def print_help(asked: Question) -> int:
    """Print what a question takes: its parameters, their types, code lists and an example."""
    print(f"usage: kg ask {asked.name} [--PARAMETER VALUE ...]\n\n{asked.text}\n")
    engine = open_engine()
    for each in asked.parameters:
        print(f"  {_parameter(each)}")
        if codes := code_list(engine, each):
            more = ", …" if len(codes) > _MOST_CODES else ""
            print(f"      one of {', '.join(codes[:_MOST_CODES])}{more}")
    print(f"\nexample: {command(asked, asked.example)}")
    return 0


def _parameter(each: Parameter) -> str:
    default = f" (default: {each.default})" if each.default else ""
    return f"--{each.name.replace('_', '-')}  {each.type}  {each.meaning}{default}"
