"""Words to the command line: parameters read back as they were given, and whole commands.

A command ends with 0, 1 or 2, and says why where it is not 0, in lines that move no cursor.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from random import Random
from typing import Any, NamedTuple

import pytest

from fuzz.mutating import LETTERS, any_text, mutated
from fuzz.target import Judge, Target, Wrong, is_one_line
from kg.cli import main
from kg.cli.main import _Parser
from kg.cli.parameters import read_parameters
from kg.query import questions

__all__ = ["COMMANDS", "PARAMETERS"]

_NAMES = ["on", "actor", "from-day", "from_day", "x", "آ", "a.b", "é", "1"]
_WORDS = [
    "--on",
    "--on=",
    "--",
    "-",
    "---x",
    "--=x",
    "=",
    "1957-01-01",
    "pakistan",
    "",
    "--x=--y",
    "-o",
    "--ON",
    "--on=a=b",
]


_PARSER = _Parser(prog="kg ask")


class Given(NamedTuple):
    """Words, and the parameters that they spell, where that is known."""

    words: list[str]
    means: dict[str, Any] | None


def _parameters(pick: Random) -> Given:
    if pick.random() < 0.5:
        words = [
            pick.choice([*_WORDS, any_text(pick, 6), f"--{any_text(pick, 4)}"])
            for _ in range(pick.randint(0, 6))
        ]
        return Given(words, None)
    words, means = [], dict[str, list[str]]()
    for _ in range(pick.randint(0, 5)):
        name, value = pick.choice(_NAMES), pick.choice([any_text(pick, 8), pick.choice(_WORDS)])
        words += [f"--{name}={value}"] if pick.random() < 0.5 else [f"--{name}", value]
        means.setdefault(name.replace("-", "_"), []).append(value)
    return Given(words, {name: each[0] if len(each) == 1 else each for name, each in means.items()})


@contextmanager
def _judging_parameters() -> Iterator[Judge]:
    yield _judge_parameters


def _judge_parameters(given: Given) -> bool:
    err = io.StringIO()
    try:
        with redirect_stderr(err):
            found = read_parameters(given.words, _PARSER)
    except SystemExit as stop:
        if stop.code != 2 or not is_one_line(err.getvalue().removesuffix("\n")):
            raise Wrong(f"ends with {stop.code}, and says {err.getvalue()!r}") from None
        if given.means is not None:
            raise Wrong(f"it spells {given.means}, and is refused") from None
        return False
    if given.means is not None and found != given.means:
        raise Wrong(f"it spells {given.means}, and is read as {found}")
    return True


_ASKED = [
    ["ask", "members-at", "--organization", "cento", "--on", "1957-01-01"],
    ["ask", "--format", "json"],
    ["ask", "members-at", "--show"],
    ["ask", "alliances-of", "--actor=pakistan", "--limit", "2", "--evidence"],
    ["ask", "things-named", "--name", "Iran", "--format", "csv"],
    ["ask", "states-of", "--claims"],
    ["ask", "members-at", "--accounts", "facts", "claims"],
    ["why", "membership-cento-pakistan"],
    ["describe", "Membership"],
    ["describe", "kg:member"],
    ["--version"],
    ["nothing"],
    [],
    ["load", "--format", "tsv"],
    ["ask", "ASK {}"],
]
_MORE = [
    "--help",
    "--limit",
    "-1",
    "--limit",
    "x",
    "--time-limit",
    "nan",
    "--accounts",
    "none",
    "--format",
    "xml",
    "--data",
    "/nowhere.ttl",
    "--data",
    "/",
    "-",
    "--on",
    "1957-02-30",
    "--organization",
    "CENTO",
    "--claims=1",
    "1e9",
    "99999999999999999999",
]


def _command(pick: Random) -> list[str]:
    words = list(pick.choice(_ASKED))
    if pick.random() < 0.3:
        words = [
            "ask",
            pick.choice(
                [
                    pick.choice(sorted(questions())),
                    mutated(pick, "SELECT ?s { ?s a kg:Alliance } LIMIT 3", LETTERS),
                ]
            ),
        ]
    for _ in range(pick.randint(0, 3)):
        new = pick.choice([pick.choice(_MORE), any_text(pick, 6), *words])
        words.insert(pick.randint(0, len(words)), new)
    if words and pick.random() < 0.4:
        at = pick.randrange(len(words))
        words[at] = mutated(pick, words[at], LETTERS)
    # The system hands over no word with a zero in it.
    return [word.replace("\0", "") for word in words]


@contextmanager
def _judging_commands() -> Iterator[Judge]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_SOURCES", "/nowhere")
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ASK {}"), "utf-8"))
        patch.setenv("COLUMNS", "100")
        os.environ.setdefault("KG_CACHE", "/tmp/khyber-fuzz-cache")  # noqa: S108
        _judge_command(["load"])
        yield _judge_command


def _judge_command(words: list[str]) -> bool:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter("default")  # as outside of a test
        try:
            status = main(words)
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 0
    said = err.getvalue().splitlines()
    told = [line for line in said if not line.startswith("note: ")]
    # What has no name may be answered with a table of what has.
    if status not in (0, 1, 2) or (status and not out.getvalue() and not told):
        raise Wrong(f"ends with {status}, and says {said}")
    if any(not is_one_line(line) for line in said):
        raise Wrong(f"says {said}")
    with suppress(AttributeError):
        out.getvalue().encode("utf-8", "replace")
    return not status


PARAMETERS = Target("parameters", 45, _parameters, _judging_parameters)
COMMANDS = Target("commands", 1, _command, _judging_commands)
