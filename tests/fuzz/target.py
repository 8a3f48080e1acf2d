"""What is fuzzed, and what became of one input."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from random import Random
from types import FrameType
from typing import Any, Literal, TypeAlias

from kg.errors import KgError

__all__ = ["FAULTS", "OUTCOMES", "Judge", "Outcome", "Target", "Wrong", "became", "is_one_line"]

Outcome: TypeAlias = Literal["accepted", "refused", "traceback", "wrong", "hung"]
OUTCOMES: tuple[Outcome, ...] = ("accepted", "refused", "traceback", "wrong", "hung")
FAULTS = OUTCOMES[2:]
Judge: TypeAlias = Callable[[Any], object]
_LONGEST = 2000
# They belong to the spelling of Persian and Urdu.
_JOINERS = "\u200c\u200d"


class Wrong(Exception):  # noqa: N818 - an answer, and no error of anybody's
    """An answer that is not right."""


class _Hung(BaseException):
    """What runs past the limit; no handler of exceptions takes it."""


@dataclass(frozen=True)
class Target:
    """A door.

    Attributes:
        name: Its name.
        share: How many of a thousand inputs it gets.
        make: Makes an input from chance alone, so that the same chance makes the same input.
        judging: Gives what takes an input to the door; it gives False for what is refused, raises
            `Wrong` for an answer that is not right, and lets all else through.
    """

    name: str
    share: int
    make: Callable[[Random], Any]
    judging: Callable[[], AbstractContextManager[Judge]]


def became(judge: Judge, given: object, limit: float) -> tuple[Outcome, str]:
    """Say what became of an input, and what is to be known of a fault."""
    try:
        with _within(limit):
            return ("refused" if judge(given) is False else "accepted"), ""
    except _Hung:
        return "hung", f"past {limit:g} s"
    except Wrong as error:
        return "wrong", str(error)
    except KgError as error:
        if is_one_line(str(error)):
            return "refused", ""
        return "wrong", f"refused, and not in one line: {str(error)[:500]!r}"
    except BaseException as error:  # noqa: BLE001 - that is what is looked for
        return "traceback", "".join(traceback.format_exception(error)[-6:])


def is_one_line(said: str) -> bool:
    """Say whether a message is one line that no terminal takes for more than text."""
    return 0 < len(said) <= _LONGEST and all(c.isprintable() or c in _JOINERS for c in said)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise _Hung

    # Of the processor's time: a busy machine is no fault of the code.
    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
