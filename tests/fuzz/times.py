"""EDTF text to bounds, words and certainty, held to all that a text may mean, one by one."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import NamedTuple

from fuzz.mutating import LETTERS, any_text, mutated
from fuzz.target import Judge, Target, Wrong
from kg.days import parse_date
from kg.errors import KgError
from kg.period import Bounds, bounds, certainty, words

__all__ = ["TARGET"]

_YEARS = (
    "0000 0001 000X 00XX 0999 1899 1900 190X 19XX 1955 195X 1956 1996 200X 20XX 9999 99XX".split()
)
_PARTS = ["", "-01", "-02", "-04", "-05", "-12", "-XX", "-28", "-29", "-30", "-31", "-00", "-13"]
_PIECES = [
    *"0123456789X-/.~?%",
    "..",
    "/..",
    "XX",
    "-02-29",
    "Y1",
    "T10:00:00Z",
    "[",
    "{",
    "-21",
    "E3",
    "S2",
    *LETTERS,
]
_UNITS = {0: 40_000, 1: 62, 2: 2}


class Asked(NamedTuple):
    """A time, a day, and the days between which somebody looked."""

    text: str
    day: date
    since: date | None
    until: date | None


def _made(pick: Random) -> Asked:
    text = pick.choice([_date(pick), _date(pick), f"{_end(pick)}/{_end(pick)}"])
    if pick.random() < 0.4:
        text = mutated(pick, text, _PIECES)
    elif pick.random() < 0.05:
        text = any_text(pick)
    days = [
        date.fromordinal(
            pick.choice((1, 3652059, pick.randint(1, 3652059), pick.randint(690_000, 740_000)))
        )
        for _ in range(3)
    ]
    near = re.match(r"[0-9]{4}", text)
    if near and int(near[0]) > 0 and pick.random() < 0.7:
        days[0] = date(int(near[0]), pick.randint(1, 12), 2) + timedelta(pick.randint(-1, 29))
    return Asked(text, days[0], pick.choice((None, None, days[1])), pick.choice((None, days[2])))


def _date(pick: Random) -> str:
    year = pick.choice([*_YEARS, f"{pick.randint(1, 9999):04}"])
    month = pick.choice(_PARTS)
    day = pick.choice(_PARTS) if month else ""
    mark = pick.choice(["", "", *"~?%"])
    return f"{year}{month}{day}{mark}"


def _end(pick: Random) -> str:
    return pick.choice([_date(pick), _date(pick), "", ".."])


def _days(text: str) -> tuple[date, date] | None:
    """Give the first and the last of all days that a date without a mark may mean."""
    match = re.fullmatch(
        r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?", text
    )
    if match is None:
        return None
    digits = product(*(range(10) if c == "X" else [int(c)] for c in match[1]))
    years = [int("".join(map(str, each))) for each in digits]
    found = []
    for year in (y for y in {years[0], years[-1], *years[:8]} if y > 0):
        months = range(1, 13) if match[2] in (None, "XX") else [int(match[2])]
        for month in (m for m in months if 0 < m <= 12):
            last = monthrange(year, month)[1]
            wanted = [1, last] if match[3] in (None, "XX") else [int(match[3])]
            found += [date(year, month, day) for day in wanted if 0 < day <= last]
    return (min(found), max(found)) if found else None


@contextmanager
def _judging() -> Iterator[Judge]:
    said: dict[str, tuple[str, Bounds]] = {}
    yield lambda given: _judge(given, said)


def _judge(given: Asked, said: dict[str, tuple[str, Bounds]]) -> None:
    with suppress(KgError):
        parse_date(given.text)
    try:
        found, spoken = bounds(given.text, given.until, given.since), words(given.text)
    except KgError:
        if _days(given.text) and given.text[:3] != "000" and "X" not in given.text:
            raise Wrong("a date, and refused") from None
        raise
    _hold_words(given.text, spoken, said)
    _hold_bounds(given.text)
    sure = certainty(found, given.day)
    if sure != _certainty(given, found):
        raise Wrong(f"{sure} by {found}, and not {_certainty(given, found)}")


def _hold_words(text: str, spoken: str, said: dict[str, tuple[str, Bounds]]) -> None:
    plain = bounds(text)
    other, same = said.setdefault(spoken, (text, plain))
    if same != plain:
        raise Wrong(f"{text} and {other} are both {spoken!r}")
    if set(spoken) & set("~?%/X"):
        raise Wrong(f"{spoken!r} is notation")


def _hold_bounds(text: str) -> None:
    """Hold the bounds of a date to the days that it may mean."""
    if "/" in text:
        return
    found, days = bounds(text), _days(text.rstrip("~?%"))
    if days is None or found[:2] != found[2:4]:
        raise Wrong(f"{found}, and no day")
    first, last = found.earliest_start, found.latest_start
    assert first is not None
    assert last is not None
    unit = 0 if "X" in text else text.count("-")
    reach = _UNITS[unit] if text[-1] in "~?%" else 0
    low, high = (days[0] - first).days, (last - days[1]).days
    widened = all(0 < each <= reach for each in (low, high))
    if not (widened if reach else low == high == 0):
        raise Wrong(f"{found}, and the days are {days}")


def _certainty(given: Asked, found: Bounds) -> str | None:
    """Say how surely it holds on a day by each reading: some start, and some end not before it."""
    day, low, high = given.day, date.min, date.max
    starts = _some(found.earliest_start or low, found.latest_start or high, day)
    ends = _some(found.earliest_end or low, found.latest_end or high, day)
    readings = [s <= day <= e for s, e in product(starts, ends) if s <= e]
    if not any(readings):
        return None
    if found.last_known and day > found.last_known:
        return "last known"
    known = found.latest_start is not None and found.earliest_end is not None
    return "certain" if all(readings) and known else "possible"


def _some(first: date, last: date, day: date) -> set[date]:
    around = {
        date.fromordinal(n) for n in (day.toordinal() + d for d in (-1, 0, 1)) if 0 < n <= 3652059
    }
    return {each for each in {first, last, *around} if first <= each <= last}


TARGET = Target("times", 190, _made, _judging)
