"""Times: the cells of a row to one EDTF time, no more precise than they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from kg.days import parts_of
from kg.errors import DataError
from kg.meant import times_meant
from kg.period import bounds

__all__ = ["DATES", "DECIMALS", "OPEN", "Reading", "composed"]

OPEN: Final = ".."
DATES: Final = ("dmy", "mdy")
DECIMALS: Final = ("comma", "point")
_OPEN_WORDS: Final = ("..", "present", "ongoing", "today", "now", "current", "to date")
_FIGURES: Final = re.compile(r"(\d{4})(\d\d)?(\d\d)?")
_SLASHED: Final = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4})")
_CLOCK: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")
_SPAN: Final = re.compile(
    r"(.*\d{3}[\dX].*?)\s*(?:/(?=\d{4}|\.\.)|–|—| - | to |(?<=\d{4})-(?=\d{4}$))\s*(\S.*)"
)


class Reading(NamedTuple):
    """How the cells of a table are read.

    Attributes:
        missing: What stands for no value, beside a blank.
        open: What stands for "still goes on" as an end, beside ``..``, present and ongoing.
        dates: ``dmy`` or ``mdy``, where days are written with slashes; empty where nothing says so.
        decimal: ``comma`` or ``point``, by which numbers have decimals; empty where nothing says.
    """

    missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    dates: str = ""
    decimal: str = ""

    def is_missing(self, cell: str) -> bool:
        """Say whether a cell holds no value."""
        return not cell or cell in self.missing

    def is_open(self, cell: str) -> bool:
        """Say whether a cell says that something still goes on."""
        return cell.casefold() in _OPEN_WORDS or cell in self.open


def composed(start: Sequence[str], end: Sequence[str] | None, reading: Reading) -> str:
    """Give the EDTF time of a row; empty where neither start nor end is known.

    Args:
        start: The cells of the start, or of the whole time: one, or year, month and day.
        end: Those of the end; None where the time has no end of its own.
        reading: How they are read.

    Returns:
        ``1955-09-23``, ``1955-09/1979``, ``1985/`` (an end that is not known), ``1985/..``.

    Raises:
        DataError: They are no date, may be read in two ways, or end before they start.
    """
    if end is None:
        whole = _whole(start, reading)
        if whole is not None:
            return whole
    first = _when(start, reading)
    if first == OPEN:
        raise DataError("a time cannot begin with this", where=repr(" ".join(start)))
    if end is None:
        return _checked(first)
    last = _when(end, reading)
    if not first and last in ("", OPEN):
        return ""
    return _checked(f"{first}/{last}")


def _whole(cells: Sequence[str], reading: Reading) -> str | None:
    """Give the time of one cell that holds a start and an end; None where it holds one date."""
    if len(cells) != 1 or not (span := _SPAN.fullmatch(_in_ascii(cells[0].strip()))):
        return None
    first, last = _when([span[1].strip()], reading), _when([span[2].strip()], reading)
    return _checked(f"{first}/{last}")


def _checked(edtf: str) -> str:
    if edtf:
        bounds(edtf)
    return edtf


def _when(cells: Sequence[str], reading: Reading) -> str:
    """Give a date as EDTF, ``..`` where it is open, an empty text where it is not known."""
    plain = [_in_ascii(each.strip()) for each in cells]
    if any(map(reading.is_open, plain)):
        return OPEN
    known = ["" if reading.is_missing(each) else each for each in plain]
    if len(known) == 1:
        return _date(known[0], reading) if known[0] else ""
    year, month, day = (*known, "")[:3]
    # Of a part, nought is no value in any calendar.
    month, day = (each if each.strip("0") else "" for each in (month, day))
    return _of_parts(year, month, day, cells) if year.strip("0") else ""


def _in_ascii(text: str) -> str:
    """Give a text with the digits of any script as those of ours: ۱۹۵۵ is 1955."""
    if text.isascii():
        return text
    return "".join(str(int(each)) if each.isdecimal() else each for each in text)


def _of_parts(year: str, month: str, day: str, cells: Sequence[str]) -> str:
    parts = [each.removesuffix(".0") for each in (year, month, day)]
    if not re.fullmatch(r"\d{4}", parts[0]) or not all(
        not each or re.fullmatch(r"\d\d?", each) for each in parts[1:]
    ):
        raise _no_date("-".join(cells))
    month, day = (each and f"{int(each):02}" for each in parts[1:])
    if day and not month:
        month = "XX"
    return _checked("-".join(filter(None, (parts[0], month, day))))


def _no_date(text: str) -> DataError:
    if re.fullmatch(r"[1-5]\d{4}", text):
        mend = "the number by which a spreadsheet keeps a day? format the cell as a date"
        return DataError("this is no date", where=repr(text), mend=mend)
    meant = " or ".join(dict.fromkeys(times_meant(text)))
    return DataError("this is no date", where=repr(text), mend=meant and f"write {meant}")


def _date(text: str, reading: Reading) -> str:
    """Give the EDTF of a date as people, spreadsheets and data sets write it."""
    text = text.removesuffix(".0")
    if clock := _CLOCK.fullmatch(text):
        return _checked(clock[1])
    if figures := _FIGURES.fullmatch(text):
        return _of_parts(figures[1], figures[2] or "", figures[3] or "", [text])
    if slashed := _SLASHED.fullmatch(text):
        return _slashed(slashed[1], slashed[3], slashed[4], text, reading)
    try:
        return _checked(text)
    except DataError:
        parts = parts_of(text)
    if parts is None or not parts[0]:
        raise _no_date(text)
    year, month, day = parts
    return _of_parts(f"{year:04}", str(month) if month else "", day or "", [text])


def _slashed(one: str, two: str, year: str, text: str, reading: Reading) -> str:
    """Read a day that is written with slashes, in whichever order it can have, if only in one."""
    order = reading.dates
    if not order and one != two:
        could = [name for name, months in (("dmy", two), ("mdy", one)) if 1 <= int(months) <= 12]  # noqa: PLR2004
        if len(could) > 1:
            what = "the day and the month may stand in either order"
            raise DataError(what, where=repr(text), mend="say --dates dmy or --dates mdy")
        order = could[0] if could else "dmy"
    day, month = (two, one) if order == "mdy" else (one, two)
    return _of_parts(year, month, day, [text])
