"""What was meant by a date that is not EDTF: the forms that people write, and their EDTF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from typing import Final

from kg.counting import listed
from kg.days import parse_date, parts_of
from kg.errors import DataError
from kg.period import bounds, words

__all__ = ["days_meant", "times_meant", "written_as"]

_MOST: Final = 4
_NUMBERS: Final = re.compile(r"(\d{1,4})[-/. ](\d{1,4})(?:[-/. ](\d{1,4}))?")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[t ]\d\d:.*")
_TOGETHER: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_ABOUT: Final = re.compile(r"(?:circa|about|around|approx\.?|ca?\.?|~) ?(?=\d|[^\W\d]{3})(.+)")
_DECADE: Final = re.compile(r"(?:the )?(\d{3})0'?s")
_CENTURY: Final = re.compile(r"(?:the )?(\d\d)(?:st|nd|rd|th) century")
_GOES_ON: Final = ("", "..", "present", "now", "today", "ongoing", "current", "date")
_OPEN: Final = (
    re.compile(r"()(?:until|till|up to|before|to) (.+)"),
    re.compile(r"(?:since|from) (.+?)(?: onwards?)?()"),
)
_BETWEEN: Final = re.compile(r" ?(?: to | and | until | till |--|-|/) ?")


def times_meant(text: str) -> list[str]:
    """Give the EDTF times that a text may mean, at most four; none where nothing can be made of it.

    >>> times_meant("03/2025"), times_meant("1/3/2025")
    (['2025-03'], ['2025-03-01', '2025-01-03'])
    >>> times_meant("from May 1955 to 1979"), times_meant("1970s")
    (['1955-05/1979'], ['197X'])
    """
    plain = " ".join(re.sub("[\u2010-\u2015]", "-", text).replace(",", " ").casefold().split())
    found = [*_dates(plain)] or [*_ranges(plain)]
    return [each for each in dict.fromkeys(found) if _is_time(each)][:_MOST]


def days_meant(text: str) -> list[str]:
    """Give the days that a text may mean, as year-month-day."""
    found = times_meant(text)
    return [each for each in found if re.fullmatch(r"\d{4}-\d\d-\d\d", each)]


def written_as(text: str, found: list[str], datatype: str) -> str:
    """Say how a text is written in its datatype, as the end of a sentence.

    Args:
        text: What stands there.
        found: What it may mean.
        datatype: The datatype's compact name.

    Returns:
        What to write; where it may mean several things, each in words too; where it means nothing
        and the calendar says why, that; else an empty string.
    """
    forms = [f'"{each}"^^{datatype}' for each in found]
    if len(forms) == 1:
        return f"write {forms[0]}"
    if forms:
        both = [f"{form} ({words(each)})" for form, each in zip(forms, found, strict=True)]
        return f"write {listed(both)}"
    with suppress(DataError):
        parse_date(text)
        return ""
    return _calendar(text)


def _calendar(text: str) -> str:
    """Say why no calendar has a date of figures in the order of EDTF."""
    form = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    if form and not 1 <= int(form[2]) <= 12:  # noqa: PLR2004 - months of a year
        return f"write a month from 01 to 12, as in {form[1]}-12"
    try:
        parse_date(text)
    except DataError as error:
        return f"write a day that is there: {error.what}" if form else ""
    return ""


def _is_time(edtf: str) -> bool:
    try:
        return bool(bounds(edtf))
    except DataError:
        return False


def _ranges(text: str) -> Iterator[str]:
    forms = (form.fullmatch(text) for form in _OPEN)
    bare = re.sub("^(?:from|between) ", "", text)
    splits = [(bare[: m.start()], bare[m.end() :]) for m in _BETWEEN.finditer(bare)]
    for start, end in [*(found.groups() for found in forms if found), *splits]:
        starts = [*_dates(start)] if start else [".."]
        ends = [".."] if end in _GOES_ON and start else [*_dates(end)]
        yield from (f"{one}/{other}" for one, other in product(starts, ends))


def _dates(text: str) -> Iterator[str]:
    """Give the EDTF dates that a text may mean."""
    if about := _ABOUT.fullmatch(text):
        yield from (f"{each}~" for each in _dates(about[1]) if each[-1].isdigit())
    elif decade := _DECADE.fullmatch(text):
        yield f"{decade[1]}X"
        if decade[1].endswith("0"):
            yield f"{decade[1][:2]}XX"
    elif century := _CENTURY.fullmatch(text):
        yield f"{int(century[1]) - 1:02}XX"
    elif _is_time(text.upper()) and "/" not in text:
        yield text.upper()
    elif moment := _MOMENT.fullmatch(text):
        yield moment[1]
    elif together := _TOGETHER.fullmatch(text):
        yield "-".join(together.groups())
    elif numbers := _NUMBERS.fullmatch(text):
        yield from _of_numbers(*numbers.groups())
    elif (parts := parts_of(text)) and parts[1]:
        yield "-".join([f"{parts[0]:04}", *(f"{int(each):02}" for each in parts[1:] if each)])


def _of_numbers(one: str, two: str, three: str | None) -> Iterator[str]:
    """Give the dates that two or three numbers may be: the year is the one of four digits."""
    four = 4
    if three is None:
        year, month = (one, two) if len(one) == four else (two, one)
        if len(year) == four and len(month) <= 2 and 1 <= int(month) <= 12:  # noqa: PLR2004 - months of a year
            yield f"{year}-{int(month):02}"
        return
    year, *others = (one, two, three) if len(one) == four else (three, two, one)
    # Day before month is read first, year before month is month before day.
    for month, day in (others, others[::-1]):
        with suppress(ValueError):
            if len(year) == four:
                yield date(int(year), int(month), int(day)).isoformat()
        if len(one) == four and _is_time(f"{year}-{int(others[0]):02}-{int(others[1]):02}"):
            return
