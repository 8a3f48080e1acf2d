"""Days that people type: a day, a month or a year, in figures or in words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from typing import Final

from kg.errors import DataError, UsageError
from kg.foreign import shown, written

__all__ = ["MONTHS", "parse_date", "parts_of"]

MONTHS: Final = {
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر".split(),
}
"""The names of the months by language."""
_FIGURES: Final = re.compile(r"(?P<year>\d{4})(?:([-/.])(?P<month>\d\d?)(?:\2(?P<day>\d\d?))?)?")
_DAY_FIRST: Final = re.compile(
    r"(?:(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?)?(?P<month>[^\W\d]+) (?P<year>\d{4})"
)
_MONTH_FIRST: Final = re.compile(
    r"(?P<month>[^\W\d]+) (?P<day>\d\d?)(?:st|nd|rd|th)? (?P<year>\d{4})"
)
_MEND: Final = (
    "write a day, a month or a year: 1957-01-01, 1 January 1957, Jan 1957, 1957, or today"
)
_READ: Final = ("string", "date", "dateTime", "gYear", "gYearMonth", "integer")


def parse_date(value: object, *, first: bool = False) -> date:
    """Read a day that a caller asks about.

    A day as text, or as Python, numpy or pandas know one; of a moment, the day that it falls on by
    its own clock. A month or a year stands for its last day.

    Args:
        value: What was given.
        first: Whether a month or a year stands for its first day, as where a span begins.

    Raises:
        DataError: It is no day.

    >>> parse_date(datetime(1957, 1, 1, 18, 30)), parse_date("1 Jan 1957")
    (datetime.date(1957, 1, 1), datetime.date(1957, 1, 1))
    >>> parse_date("1960"), parse_date("Feb 1960", first=True)
    (datetime.date(1960, 12, 31), datetime.date(1960, 2, 1))
    """
    try:
        text, datatype = written(value)
    except UsageError:
        text, datatype = "", "none"
    text = text[:10] if datatype == "dateTime" else text
    plain = _plain(text)
    if plain == "today":
        return datetime.now(UTC).astimezone().date()
    parts = parts_of(plain) if datatype in _READ else None
    if parts is None or parts[0] == 0:
        raise DataError("this is not a day", where=shown(value), mend=_MEND)
    return _in_calendar(*parts, value, first=first)


def parts_of(text: str) -> tuple[int, int, str | None] | None:
    """Give year, month (0 where none is named) and day of a date as people write one, else None.

    Whether the month has such a day is not looked at.

    >>> parts_of("2025/3"), parts_of("1 March 2025"), parts_of("3/2025")
    ((2025, 3, None), (2025, 3, '1'), None)
    """
    form = next((f for f in _forms(_plain(text)) if f), None)
    month = _month(form["month"]) if form else None
    return None if form is None or month is None else (int(form["year"]), month, form["day"])


def _plain(text: str) -> str:
    return " ".join(text.replace(",", " ").casefold().split())


def _forms(text: str) -> list[re.Match[str] | None]:
    return [form.fullmatch(text) for form in (_FIGURES, _DAY_FIRST, _MONTH_FIRST)]


def _month(text: str | None) -> int | None:
    """Give the number of a month, 0 where none is given; None where it is none."""
    if text is None or text.isdecimal():
        return int(text) if text and int(text) in range(1, 13) else None if text else 0
    names = [pair for each in MONTHS.values() for pair in zip(each, range(1, 13), strict=True)]
    short = text.removesuffix("t") if text == "sept" else text
    return next(
        (n for name, n in names if name.casefold() == short or name[:3].casefold() == short), None
    )


def _in_calendar(year: int, month: int, day: str | None, value: object, *, first: bool) -> date:
    if not month:
        return date(year, 1, 1) if first else date(year, 12, 31)
    last = monthrange(year, month)[1]
    number = int(day) if day else 1 if first else last
    if not 1 <= number <= last:
        what = f"{MONTHS['en'][month - 1]} {year} has {last} days"
        raise DataError(what, where=shown(value), mend=_MEND)
    return date(year, month, number)
