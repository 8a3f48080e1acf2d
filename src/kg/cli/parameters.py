"""Parameters of a question on the command line: ``--name value`` pairs, and values by place."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence

from kg.errors import UsageError
from kg.query import Parameter, Question

__all__ = ["parted", "read_parameters", "read_places_into"]

Given = dict[str, str | list[str]]


def read_parameters(rest: Sequence[str], parser: argparse.ArgumentParser) -> Given:
    """Read ``--name value`` and ``--name=value``; a name given twice is a list."""
    found: dict[str, list[str]] = {}
    waiting = list(rest)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if not word.startswith("--") or len(name) == 2:  # noqa: PLR2004
            parser.error(f"{word!r} is neither an option nor its value")
        if not equals:
            if not waiting:
                parser.error(f"{name} needs a value")
            value = waiting.pop(0)
        found.setdefault(name.removeprefix("--").replace("-", "_"), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def parted(
    parser: argparse.ArgumentParser, arguments: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Part arguments into those that a parser knows, and options that a question may know.

    Returns:
        What to parse, and ``--name value`` pairs whose names are none of the parser's.
    """
    own = parser._option_string_actions  # noqa: SLF001 - argparse has no other list of them
    known, others = list[str](), list[str]()
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        name, equals, _ = word.partition("=")
        if not word.startswith("--") or name in own or word == "--":
            known.append(word)
            continue
        others.append(word)
        if not equals and waiting and not waiting[0].startswith("--"):
            others.append(waiting.pop(0))
    return known, others


def read_places_into(asked: Question, places: Sequence[str], given: Given) -> Given:
    """Give a question's parameters with those that stood by place, and those that a person adds.

    Values by place fill the parameters that are left over, in their order. What is missing then is
    asked for on a terminal.

    Raises:
        UsageError: There are more values than parameters.
    """
    left = [each for each in asked.parameters if each.name not in given]
    needed = [each for each in left if each.default is None]
    left = needed + [each for each in left if each not in needed]
    if len(places) > len(left):
        names = ", ".join(each.name for each in left) or "none"
        raise UsageError(
            "this is one value too many",
            where=places[len(left)],
            mend=f"the parameters that are left over: {names}",
        )
    found: Given = dict(given)
    found.update({each.name: place for each, place in zip(left, places, strict=False)})
    if sys.stdin.isatty() and sys.stderr.isatty():
        found.update(_asked_for(needed, found))
    return found


def _asked_for(needed: Sequence[Parameter], found: Mapping[str, object]) -> dict[str, str]:
    """Ask a person for what is missing."""
    answers = {}
    for each in needed:
        if each.name not in found:
            print(f"{each.meaning}, such as {each.example}: ", end="", file=sys.stderr, flush=True)
            answers[each.name] = sys.stdin.readline().strip()
    return {name: text for name, text in answers.items() if text}
