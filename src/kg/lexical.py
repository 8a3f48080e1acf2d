"""XML Schema's lexical forms, both ways: one table of what a text of a datatype means, and one door
by which values of Python, numpy and pandas become text with a datatype.

A text that is no form of its datatype, or whose value Python cannot keep whole (a day before year
1, a seventh decimal of a second, a date with a time zone), stays the text that it is. Neither
pandas nor numpy is imported: their values are known by their names.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Final, NamedTuple, TypeAlias

from kg.errors import UsageError

__all__ = ["Lexical", "Value", "is_missing", "read", "several", "shown", "spelled", "written"]

Value: TypeAlias = str | int | float | bool | date | datetime | Decimal | None

_LONG: Final = 60
_SPACE: Final = " \t\n\r"
_INTEGERS: Final = (
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger "
    "negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte"
).split()
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = (
    r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6}0*)?|24:00:00(?:\.0+)?)"
)
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"


class Lexical(NamedTuple):
    """A text, and the datatype of XML Schema that it is a form of: ``("1957", "gYear")``."""

    text: str
    datatype: str


def _moment(text: str) -> datetime:
    day, _, clock = text.partition("T")
    if not clock.startswith("24"):
        return datetime.fromisoformat(text)
    return datetime.fromisoformat(f"{day}T00{clock[2:]}") + timedelta(1)


def _number(text: str) -> float:
    return float(text.replace("INF", "inf"))


_READERS: Final[dict[str, tuple[re.Pattern[str], Callable[[str], Value]]]] = {
    **{name: (re.compile("[+-]?[0-9]+"), int) for name in _INTEGERS},
    "decimal": (re.compile(_DECIMAL), Decimal),
    **dict.fromkeys(
        ("double", "float"),
        (re.compile(rf"{_DECIMAL}(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN"), _number),
    ),
    "boolean": (re.compile("true|false|1|0"), lambda text: text in ("true", "1")),
    "date": (re.compile(_DAY), date.fromisoformat),
    "dateTime": (re.compile(f"{_DAY}T{_CLOCK}{_ZONE}"), _moment),
}


def read(text: str, datatype: str) -> Value:
    """Give the value of a text of one of XML Schema's datatypes, or the text where it has none.

    >>> read(" 007 ", "integer"), read("True", "boolean"), read("2016-12-31T24:00:00Z", "dateTime")
    (7, 'True', datetime.datetime(2017, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))
    """
    if datatype not in _READERS:
        return text
    form, reader = _READERS[datatype]
    plain = text.strip(_SPACE)
    try:
        return reader(plain) if form.fullmatch(plain) else text
    except (ValueError, ArithmeticError):
        return text


def spelled(value: object) -> str:
    """Give a Python value as XML Schema writes it, decimals to the digit; None is an empty text.

    >>> spelled(True), spelled(float("-inf")), spelled(Decimal("1E-7"))
    ('true', '-INF', '0.0000001')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


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


def written(value: Any) -> Lexical:  # noqa: ANN401 - whatever a caller gives
    """Give the lexical form of one value of Python's, numpy's or pandas'.

    A moment that is midnight and has no time zone means its day, as in pandas; a month or a year is
    a ``gYearMonth`` or ``gYear``; a UUID and a path are text.

    Raises:
        UsageError: It is missing, or of a type that no datatype fits.

    >>> written(datetime(1957, 1, 1)), written(datetime(1957, 1, 1, 12))
    (Lexical(text='1957-01-01', datatype='date'), Lexical(text='1957-01-01T12:00:00', datatype='dateTime'))
    """
    if is_missing(value):
        mend = "leave it out, as series.dropna() does"
        raise UsageError("a missing value means nothing here", where=shown(value), mend=mend)
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        value = value[()] if hasattr(value, "fill") else value
        if type(value).__name__ == "datetime64":
            return _of_iso(str(value))
        if type(value).__name__ in ("float16", "float32"):
            return Lexical(spelled(float(str(value))), "float")
        value = getattr(value, "item", lambda: value)()
    found = _of_python(value)
    if found is None:
        mend = "give a name, a day, a number, a truth value, or a list of them"
        raise UsageError(f"a {type(value).__name__} cannot be bound", mend=mend)
    return found


def _of_python(value: Any) -> Lexical | None:  # noqa: ANN401
    if isinstance(value, str):
        return Lexical(str.__str__(value), "string")
    if isinstance(value, bool):
        return Lexical(spelled(value), "boolean")
    if isinstance(value, Integral):
        return Lexical(_digits(int(value)), "integer")
    if isinstance(value, Decimal):
        return Lexical(spelled(value), "decimal") if value.is_finite() else None
    if isinstance(value, float) or (isinstance(value, Real) and not hasattr(value, "numerator")):
        return Lexical(spelled(float(value)), "double")
    if isinstance(value, date):
        return _of_day(value)
    if type(value).__name__ == "Period":
        return _of_period(value)
    if type(value).__name__ == "UUID":
        return Lexical(str(value), "string")
    return Lexical(str(value), "string") if isinstance(value, os.PathLike) else None


def _digits(number: int) -> str:
    try:
        return str(number)
    except ValueError:  # Python's own limit of digits
        raise UsageError("this number has too many digits", mend="give a shorter one") from None


def _of_day(value: date) -> Lexical:
    if not isinstance(value, datetime):
        return Lexical(value.isoformat(), "date")
    midnight = value.time() == time() and not getattr(value, "nanosecond", 0)
    whole = midnight and value.tzinfo is None
    text = value.date().isoformat() if whole else value.isoformat()
    return Lexical(text, "date" if whole else "dateTime")


def _of_period(value: Any) -> Lexical | None:  # noqa: ANN401
    """Give the form of a day, month or year of pandas'; one within a day is the moment it begins."""
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
