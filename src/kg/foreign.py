"""Foreign values: one door by which those of Python, numpy and pandas become text with a datatype.

Neither pandas nor numpy is imported for it: their values are known by their names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from numbers import Integral, Rational, Real
from typing import Any, Final, NamedTuple

from kg.errors import UsageError
from kg.lexical import spelled

__all__ = ["Lexical", "is_missing", "one_by_one", "several", "shown", "written"]

_LONG: Final = 60
_MINUTE: Final = timedelta(minutes=1)


class Lexical(NamedTuple):
    """A text, and the datatype of XML Schema that it is a form of: ``("1957", "gYear")``."""

    text: str
    datatype: str


def shown(value: object) -> str:
    """Give a value as an error names it: on one line, and not at length."""
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # a number with more digits than Python writes
        text = f"a {type(value).__name__}"
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def is_missing(value: object) -> bool:
    """Say whether a value stands for none: None, NaN, or pandas' NA and NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - what NaN is known by
    except (TypeError, ValueError, ArithmeticError):
        return isinstance(value, Decimal)


def several(value: object) -> list[Any] | None:
    """Give the values of a list, set, Series, Index, array or the like; None where it is one value.

    Raises:
        UsageError: It is a mapping, a frame, or an array of more than one dimension.
    """
    dimensions = getattr(value, "ndim", None)
    if isinstance(value, str | bytes) or dimensions == 0 or not isinstance(value, Iterable):
        return None
    if isinstance(value, Mapping) or dimensions not in (None, 1):
        raise UsageError(f"a {type(value).__name__} is no list of values", mend="give one column")
    return sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)


def one_by_one(given: Iterable[Any]) -> Iterator[Any]:
    """Give what is given one by one, or in lists, tuples, sets, generators or columns.

    >>> list(one_by_one(["a.ttl", ["b.ttl", "c.ttl"]]))
    ['a.ttl', 'b.ttl', 'c.ttl']
    """
    for each in given:
        lists = isinstance(each, Sequence | AbstractSet | Generator) and not isinstance(
            each, str | bytes
        )
        yield from each if lists or getattr(each, "ndim", 0) == 1 else [each]


def written(value: Any) -> Lexical:  # noqa: ANN401 - whatever a caller gives
    """Give the lexical form of one value of Python's, numpy's or pandas'.

    A moment that is midnight and has no time zone means its day, as in pandas; a month or a year is
    a ``gYearMonth`` or ``gYear``; a UUID and a path are text.

    Raises:
        UsageError: It is missing, of a type that no datatype fits, or a text with half a character.

    >>> written(datetime(1957, 1, 1))
    Lexical(text='1957-01-01', datatype='date')
    >>> written(datetime(1957, 1, 1, 12))
    Lexical(text='1957-01-01T12:00:00', datatype='dateTime')
    """
    if is_missing(value):
        mend = "leave it out, as series.dropna() does"
        raise UsageError("a missing value means nothing here", where=shown(value), mend=mend)
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        value = value[()] if type(value).__name__ == "ndarray" else value
        if type(value).__name__ == "datetime64":
            return _of_iso(str(value))
        if type(value).__name__ in ("float16", "float32"):
            return Lexical(spelled(float(str(value))), "float")
        value = getattr(value, "item", lambda: value)()
    found = _of_python(value)
    if found is None:
        mend = "give a name, a day, a number, a truth value, or a list of them"
        raise UsageError(f"a {type(value).__name__} cannot be bound", mend=mend)
    try:
        found.text.encode()
    except UnicodeEncodeError:
        # Python makes halves of surrogate pairs of bytes that are no UTF-8.
        mend = "write it anew, as UTF-8"
        raise UsageError("this is no text", where=shown(value), mend=mend) from None
    return found


def _digits(number: int) -> str:
    try:
        return str(number)
    except ValueError:  # Python's own limit of digits
        raise UsageError("this number has too many digits", mend="give a shorter one") from None


def _of_day(value: date) -> Lexical:
    if not isinstance(value, datetime):
        return Lexical(value.isoformat(), "date")
    offset = value.utcoffset()
    if offset and offset % _MINUTE:
        # Local mean time, as before zones were drawn; XML Schema's zones have whole minutes.
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            what, mend = (
                "in UTC this moment lies in no year",
                "give a day from 2 January of year 1 on",
            )
            raise UsageError(what, where=shown(value), mend=mend) from None
    midnight = value.time() == time() and not getattr(value, "nanosecond", 0)
    whole = midnight and value.tzinfo is None
    text = value.date().isoformat() if whole else value.isoformat()
    return Lexical(text, "date" if whole else "dateTime")


def _of_period(value: Any) -> Lexical | None:  # noqa: ANN401
    """Give the form of a day, month or year; a part of a day is the moment at which it begins."""
    text = str(value)
    if re.fullmatch(r"-?[0-9]{4,}(?:-[0-9]{2}){0,2}", text):
        return _of_iso(text)
    return _of_day(value.start_time) if ":" in text else None


def _of_iso(text: str) -> Lexical:
    """Give the form of a moment as numpy writes it, as precise as it is: ``1957-01-01T10``."""
    day, precise, clock = text.partition("T")
    year, dash, rest = day.removeprefix("-").partition("-")
    day = f"{'-' * day.startswith('-')}{year.zfill(4)}{dash}{rest}"
    if not precise or not clock.strip("0:."):
        return Lexical(day, ("gYear", "gYearMonth", "date")[f"{dash}{rest}".count("-")])
    return Lexical(f"{day}T{clock}{':00' * (2 - clock.count(':'))}", "dateTime")


def _text(value: object) -> Lexical:
    return Lexical(str(value), "string")


# The first that fits: a truth value is a number too, and a moment a day.
_BY_TYPE: Final[tuple[tuple[type, Callable[[Any], Lexical | None]], ...]] = (
    (str, lambda value: Lexical(str.__str__(value), "string")),
    (bool, lambda value: Lexical(spelled(value), "boolean")),
    (Integral, lambda value: Lexical(_digits(int(value)), "integer")),
    (Decimal, lambda value: Lexical(spelled(value), "decimal") if value.is_finite() else None),
    (Rational, lambda _: None),
    (Real, lambda value: Lexical(spelled(float(value)), "double")),
    (date, _of_day),
    (os.PathLike, _text),
)
_BY_NAME: Final = {"Period": _of_period, "UUID": _text}


def _of_python(value: object) -> Lexical | None:
    if type(value).__name__ in _BY_NAME:
        return _BY_NAME[type(value).__name__](value)
    return next((write(value) for kind, write in _BY_TYPE if isinstance(value, kind)), None)
