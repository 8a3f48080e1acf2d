"""A process that gives inputs to one target, and writes what became of them as lines of JSON.

It may hang or die in code that is not Python; who reads the lines then knows at which input, and
begins another one that leaves it out.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import time
from collections import Counter
from random import Random
from typing import NamedTuple

from fuzz.target import FAULTS, Target, became
from fuzz.targets import target

__all__ = ["Work", "made", "work"]

_MEMORY = 8 << 30
_EVERY = 0.2


class Work(NamedTuple):
    """What is to be done.

    Attributes:
        target: The target's name.
        seed: What the inputs come from.
        start: The number of the first one.
        stop: The number behind the last one.
        without: The numbers of those that are left out.
        limit: The seconds that each may take.
        place: The descriptor that the number of each is written to before it is tried.
    """

    target: str
    seed: str
    start: int
    stop: int
    without: list[int]
    limit: float
    place: int


def made(door: Target, seed: str, number: int) -> object:
    """Give the input of a number: the same for the same seed."""
    return door.make(Random(f"{door.name} {seed} {number}"))


def work(asked: Work) -> None:
    """Try the inputs."""
    logging.disable()
    # Ctrl-C ends it at once, and nothing need be done beside what waits for that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    door, tally, said = target(asked.target), Counter[str](), 0.0
    with door.judging() as judge:
        for number in range(asked.start, asked.stop):
            if number in asked.without:
                continue
            os.pwrite(asked.place, b"%20d" % number, 0)
            given = made(door, asked.seed, number)
            outcome, why = became(judge, given, asked.limit)
            tally[outcome] += 1
            if outcome in FAULTS:
                _say(number=number, outcome=outcome, why=why, made=ascii(given)[:4000])
            if time.monotonic() - said > _EVERY:
                said = time.monotonic()
                _say(next=number + 1, tally=tally)
        _say(next=asked.stop, tally=tally)


def _say(**what: object) -> None:
    out = sys.__stdout__
    assert out is not None
    out.write(json.dumps(what) + "\n")
    out.flush()


if __name__ == "__main__":
    work(Work(*json.loads(sys.argv[1])))
    # Threads that wait for ever, as servers do, are nothing to wait for.
    os._exit(0)
