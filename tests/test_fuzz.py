"""The fuzzer: a bounded number of inputs at each door, and that it notices what is wrong."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.running import Run
from fuzz.target import FAULTS, Judge, Target, Wrong, became
from fuzz.targets import HOMES, target
from fuzz.working import made
from kg.errors import UsageError

# A few seconds each: how many follows from what one costs.
COUNTS = dict.fromkeys(HOMES, 3000) | {
    "loader": 600,
    "guard": 1200,
    "guard, rdflib": 120,
    "binder": 1500,
    "texts to values": 800,
    "messages": 800,
    "commands": 25,
    "names": 150,
    "networks": 100,
}
LIMIT = 20.0


@pytest.mark.parametrize("name", HOMES)
def test_what_comes_in_is_taken_rightly_or_refused_in_a_line(name: str) -> None:
    door, tally = target(name), Counter[str]()
    with door.judging() as judge:
        for number in range(COUNTS[name]):
            given_one = made(door, "test", number)
            outcome, why = became(judge, given_one, LIMIT)
            assert outcome not in FAULTS, (number, why, given_one)
            tally[outcome] += 1
    # Neither is all refused, nor is all taken.
    assert tally["accepted"] > COUNTS[name] / 50, tally


@pytest.mark.parametrize("name", ["binder", "texts to values", "times", "places", "parameters"])
def test_the_smallest_input_is_found(name: str) -> None:
    """Let Hypothesis choose the chance: of what fails it gives the smallest."""
    door = target(name)
    with door.judging() as judge:

        @settings(max_examples=80)
        @given(st.randoms(use_true_random=False))
        def try_one(pick: Random) -> None:
            given_one = door.make(pick)
            outcome, why = became(judge, given_one, LIMIT)
            assert outcome not in FAULTS, (why, given_one)

        try_one()


def test_the_same_number_makes_the_same_input() -> None:
    for name in ("guard", "times", "places", "parameters", "messages"):
        one, other = (made(target(name), "x", 7) for _ in range(2))
        assert one == other
        assert one != made(target(name), "y", 7)


def wrongly(number: int) -> bool:
    """Do with a number whatever a target may do."""
    if number == 3:
        raise Wrong("3")
    if number == 4:
        raise ZeroDivisionError
    if number == 5:
        raise UsageError("no\x1b[2Jline")
    if number == 6:
        raise UsageError("a line")
    if number == 7:
        end = time.process_time() + 5
        while time.process_time() < end:
            pass
    return number != 2


def test_what_is_wrong_is_told_apart() -> None:
    found = [became(wrongly, number, 0.2)[0] for number in (1, 2, 3, 4, 5, 6, 7)]
    assert found == ["accepted", "refused", "wrong", "traceback", "refused", "refused", "hung"]


@contextmanager
def _dying() -> Iterator[Judge]:
    yield lambda number: os.kill(os.getpid(), signal.SIGKILL) if number in (2, 5) else number != 4


DYING = Target("dying", 1, lambda pick: pick.randrange(8), _dying)


def test_a_process_that_dies_loses_no_input_and_no_count(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import fuzz.targets, fuzz.working, json, sys; "
    code += "fuzz.targets.HOMES['dying'] = ('test_fuzz', 'DYING'); "
    code += "fuzz.working.work(fuzz.working.Work(*json.loads(sys.argv[1])))"
    monkeypatch.setattr("fuzz.running.COMMAND", ["-c", code])
    run = Run(DYING, 16, "5")
    run.all()
    drawn = Counter(made(DYING, "5", number) for number in range(16))
    assert run.tally["traceback"] == drawn[2] + drawn[5] == len(run.faults) == 2
    assert run.tally["refused"] == drawn[4]
    assert run.tally.total() == 16
