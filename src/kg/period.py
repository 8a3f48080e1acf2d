"""Time: one EDTF literal, the four days that bound it, and what it says about a date.

The forms are those of ISO 8601-2 (EDTF, Library of Congress, level 1). The bounds are plain dates,
so that every engine compares them alike.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from kg.days import MONTHS
from kg.errors import DataError

__all__ = ["Bounds", "Certainty", "bounds", "certainty", "within", "words"]

Certainty = Literal["certain", "possible", "last known"]

_CENTURY = 2
# The rest of EDTF level 1, such as seasons, years of five digits and sets, says nothing here.
_FORM = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[~?%]?")
_MEND = "write an EDTF date such as 1994-05, 197X, 1955~, 2017-06-09/.. or 1955-09-23/1979-03-12"


class Bounds(NamedTuple):
    """The days between which a time begins and ends; None where nothing bounds it.

    Attributes:
        last_known: The day on which it was last observed to go on, where nothing is known after.
    """

    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    last_known: date | None = None


def bounds(
    edtf: str, observed_until: date | None = None, observed_from: date | None = None
) -> Bounds:
    """Give the days that bound an EDTF time.

    An open end (``2017-06-09/..``) has lasted at least until the day up to which it was observed,
    and of the days after nothing is known; an unknown end (``1985/``) lies somewhere before it.
    Of days before the first one that was observed nothing is certain. ``~``, ``?`` and ``%`` widen
    a date by one unit of its precision.

    Args:
        edtf: The literal.
        observed_until: The last day for which somebody looked.
        observed_from: The first one.

    Raises:
        DataError: The literal is not EDTF, or ends before it starts.

    >>> bounds("1955-09-23/1979").latest_end
    datetime.date(1979, 12, 31)
    """
    found = _bounds(edtf, observed_until)
    start, end = found.latest_start, found.earliest_end
    if observed_from is None or start is None or end is None or not start < observed_from <= end:
        return found
    return found._replace(latest_start=observed_from)


def within(when: Bounds, life: Bounds) -> Bounds:
    """Give the bounds of what can hold only while something else can be there.

    What is certain of it stays, and so does a bound that would contradict it: of two sources that
    do not agree neither is bent. An end or a start that nobody bounds stays open where the life is.

    >>> within(bounds("19XX/.."), bounds("1947-08-14/..")).earliest_start
    datetime.date(1947, 8, 14)
    """
    first, sure, last_sure, last, known = when
    begun, ended = life.earliest_start, life.latest_end
    if first and begun and first < begun <= (sure or begun):
        first = begun
    if ended and (last is None or ended < last) and ended >= max(sure or ended, last_sure or ended):
        last = ended
    return Bounds(first, sure, last_sure, last, known)


def _bounds(edtf: str, observed_until: date | None) -> Bounds:
    start, slash, end = edtf.partition("/")
    if not slash:
        first, last = _day_range(edtf)
        return Bounds(first, last, first, last)
    if start in ("", ".."):
        return _without_start(edtf, end)
    first, last = _day_range(start)
    if end in ("", ".."):
        seen = last if observed_until is None else max(last, observed_until)
        return Bounds(first, last, seen, None, seen) if end else Bounds(first, last, first, seen)
    end_first, end_last = _day_range(end)
    if end_last < first:
        raise DataError("the time ends before it starts", where=repr(edtf), mend="swap its ends")
    return Bounds(first, min(last, end_last), max(end_first, first), end_last)


def _without_start(edtf: str, end: str) -> Bounds:
    if end in ("", ".."):
        raise DataError("a time needs a start or an end", where=repr(edtf), mend=_MEND)
    end_first, end_last = _day_range(end)
    return Bounds(None, end_last, end_first, end_last)


@lru_cache(maxsize=4096)
def _day_range(text: str) -> tuple[date, date]:
    """Give the first and the last day of one EDTF date."""
    form = _FORM.fullmatch(text)
    days = _of_calendar(*form.groups()) if form else None
    if days is None:
        raise DataError("this is not a date", where=repr(text), mend=_MEND)
    first, last = days
    if text[-1] not in "~?%":
        return first, last
    return _shifted(first, last, -1)[0], _shifted(first, last, 1)[1]


def _of_calendar(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    """Give the first and the last day that a date may mean; None where the calendar has none.

    An X stands for any digit; a month or a day that is not known is not there, or ``XX``.
    """
    first_month, last_month = (1, 12) if month in (None, "XX") else (int(month),) * 2
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    try:
        first_day, last_day = (
            (1, monthrange(last_year, last_month)[1]) if day in (None, "XX") else (int(day),) * 2
        )
        return date(first_year, first_month, first_day), date(last_year, last_month, last_day)
    except ValueError:
        return None


def _shifted(first: date, last: date, by: int) -> tuple[date, date]:
    """Give the unit before or after a day, a month or whole years, as its first and last day."""
    try:
        if first == last:
            return first + timedelta(by), last + timedelta(by)
        if (first.year, first.month) == (last.year, last.month):
            inside = (first if by < 0 else last) + timedelta(by)
            return inside.replace(day=1), inside.replace(
                day=monthrange(inside.year, inside.month)[1]
            )
        years = by * (last.year - first.year + 1)
        return first.replace(year=first.year + years), last.replace(year=last.year + years)
    except (OverflowError, ValueError):
        mend = "write it without ~, ? or %"
        raise DataError(
            "this reaches beyond the calendar", where=repr(first.year), mend=mend
        ) from None


def certainty(when: Bounds, on: date) -> Certainty | None:
    """Say whether something with these bounds is in force on a day.

    Returns:
        ``"certain"``, ``"possible"``, ``"last known"`` where it was in force when somebody last
        looked, and the day lies after that; None where it is not in force.
    """
    start, end = when.earliest_start, when.latest_end
    if (start is not None and on < start) or (end is not None and on > end):
        return None
    sure_from, sure_to = when.latest_start, when.earliest_end
    if sure_from is not None and sure_to is not None and sure_from <= on <= sure_to:
        return "certain"
    return "last known" if when.last_known and on > when.last_known else "possible"


# Each form of a time by language: {0} is its start, its only date or the year, {1} its end or the
# day, and a form of EDTF stands for itself.
_SAID: Final = {
    "en": {
        "/..": "since {0}", "/": "from {0} to an unknown date", "../": "until {1}",
        "both": "{0} to {1}", "~": "about {0}", "?": "perhaps {0}", "%": "perhaps about {0}",
        "decade": "{0}s (decade)", "century": "{0}s (century)", "plain": "{0}s",
        "YYYX-MM": "a year in the {0}", "MM": "{1} {0}", "MM of": "{1} of {0}", "DD": "{1} {0}",
        "XX": "a day in {0}", "XX-XX": "a day in {0}", "XX-DD": "day {1} of a month of {0}",
        "XX-": "a month of {0}",
    },
    "ur": {
        "/..": "{0} سے", "/": "{0} سے، اختتام نامعلوم", "../": "{1} تک",
        "both": "{0} تا {1}", "~": "تقریباً {0}", "?": "شاید {0}", "%": "شاید تقریباً {0}",
        "decade": "{0} کی دہائی", "century": "{0} والی صدی", "plain": "{0} کی دہائی",
        "YYYX-MM": "{0} کا کوئی سال", "MM": "{1} {0}", "MM of": "{0}، {1}", "DD": "{1} {0}",
        "XX": "{0} کا کوئی دن", "XX-XX": "{0} کا کوئی دن", "XX-DD": "{0} کے کسی مہینے کی {1} تاریخ",
        "XX-": "{0} کا کوئی مہینہ",
    },
}  # fmt: skip


def words(edtf: str, language: str = "en") -> str:
    """Give an EDTF time in words of a language, ``en`` or ``ur``; those of no other time.

    Raises:
        DataError: The literal is none that `bounds` reads.

    >>> words("1955-09-23/1979-03")
    '23 September 1955 to March 1979'
    >>> words("2017-06-09/..")
    'since 9 June 2017'
    >>> words("200X"), words("20XX"), words("2004-XX-05")
    ('2000s (decade)', '2000s (century)', 'day 5 of a month of 2004')
    """
    bounds(edtf)
    start, slash, end = edtf.partition("/")
    if not slash:
        return _date_words(edtf, language)
    form = "../" if start in ("", "..") else f"/{end}" if end in ("", "..") else "both"
    ends = ("" if each in ("", "..") else _date_words(each, language) for each in (start, end))
    return _SAID[language][form].format(*ends)


def _date_words(text: str, language: str) -> str:
    said, bare = _SAID[language], text.rstrip("~?%")
    year, month, day = (*bare.split("-"), "", "")[:3]
    known = year.rstrip("X")
    if year != known:
        # 1970s needs no more: no century begins in a year that ends in 70.
        unit = "century" if len(known) == _CENTURY else "decade" if known[-1] == "0" else "plain"
        year = said[unit].format(known + "0" * (4 - len(known)))
        year = said["YYYX-MM"].format(year) if month else year
    found = _within_year(year, month, day, language)
    return said[text[-1]].format(found) if text != bare else found


def _within_year(year: str, month: str, day: str, language: str) -> str:
    """Give a date in words; what is written as unknown (``XX``) is said to be a day, a month."""
    said = _SAID[language]
    if month == "XX":
        form = f"XX-{day if day in ('', 'XX') else 'DD'}"
        return said[form].format(year, day.removeprefix("0"))
    if not month:
        return year
    form = "MM" if year.isdigit() else "MM of"
    name = said[form].format(year, MONTHS[language][int(month) - 1])
    return said["XX" if day == "XX" else "DD"].format(name, day.removeprefix("0")) if day else name
