"""XML Schema's lexical forms: one table of what a text of a datatype means, and how it is written.

A text that is no form of its datatype, or whose value Python cannot keep whole (a day before year
1, a seventh decimal of a second, a date with a time zone), stays the text that it is. The other
way, from any value to a text and its datatype, is `kg.foreign`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

__all__ = ["Value", "read", "spelled"]

Value: TypeAlias = str | int | float | bool | date | datetime | Decimal | None

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


def _moment(text: str) -> datetime:
    day, _, clock = text.partition("T")
    if not clock.startswith("24"):
        return datetime.fromisoformat(text)
    return datetime.fromisoformat(f"{day}T00{clock[2:]}") + timedelta(1)


_READERS: Final[dict[str, tuple[re.Pattern[str], Callable[[str], Value]]]] = {
    **{name: (re.compile("[+-]?[0-9]+"), int) for name in _INTEGERS},
    "decimal": (re.compile(_DECIMAL), Decimal),
    **dict.fromkeys(
        ("double", "float"),
        (re.compile(rf"{_DECIMAL}(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN"), float),
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
