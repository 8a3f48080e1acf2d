"""Days as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.days import MONTHS, parse_date
from kg.errors import DataError

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
FORMS = [
    "{y:04}-{m:02}-{d:02}",
    "{y:04}-{m}-{d}",
    "{y:04}/{m}/{d:02}",
    "{y:04}.{m:02}.{d}",
    "{d} {name} {y:04}",
    "{d:02} {short} {y:04}",
    "{name} {d}, {y:04}",
    "  {short}  {d} {y:04} ",
    "{d}th of {name} {y:04}",
]


@given(DAYS, st.sampled_from(FORMS), st.sampled_from([str, str.upper, str.lower]))
def test_a_day_is_read_however_it_is_written(day: date, form: str, cased: type[str]) -> None:
    name = MONTHS["en"][day.month - 1]
    text = form.format(y=day.year, m=day.month, d=day.day, name=name, short=name[:3])
    assert parse_date(cased(text)) == parse_date(day) == day
    assert parse_date(text, first=True) == day


@given(DAYS)
def test_a_month_or_a_year_stands_for_its_last_day_and_a_span_begins_on_its_first(
    day: date,
) -> None:
    month = pd.Period(day.isoformat(), "D").asfreq("M")
    for text in (f"{day.year:04}-{day.month}", f"{MONTHS['en'][day.month - 1]} {day.year:04}"):
        assert parse_date(text) == month.end_time.date()
        assert parse_date(text, first=True) == day.replace(day=1)
    for year in (f"{day.year:04}", pd.Period(f"{day.year:04}", "Y")):
        assert parse_date(year) == date(day.year, 12, 31)
        assert parse_date(year, first=True) == date(day.year, 1, 1)


def test_today_a_number_and_urdu_are_read() -> None:
    assert parse_date("today") == datetime.now(UTC).astimezone().date()
    assert parse_date(1960) == date(1960, 12, 31)
    assert parse_date("Sept 1960") == parse_date("ستمبر 1960") == date(1960, 9, 30)
    assert parse_date("14 اگست 1947") == parse_date("۱۴ اگست ۱۹۴۷") == date(1947, 8, 14)
    assert parse_date("29 February 2020") == date(2020, 2, 29)


@pytest.mark.parametrize(
    "text",
    """19570101|1957-W01-1|1-1-1957|01/02/1957|yesterday||0|0000|12345|12345-01-01|957|1957-13
    |1957-00|1957-1-1-1|1957-01/02|Febuary 1957|1957 January|32|Jan|1 Jan|January 1957 1|197X|1955~
    |1957/1960|-1957|+1957|1957-01-01T00:00|0000-01-01|1 January 0000""".replace("\n", "").split(
        "|"
    ),
)
def test_what_is_no_day_is_refused_with_the_forms_that_are_one(text: str) -> None:
    with pytest.raises(DataError, match="not a day") as caught:
        parse_date(text.strip())
    assert "1 January 1957, Jan 1957, 1957, or today" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31 February 2020", "February 2020 has 29 days"),
        ("1957-02-29", "February 1957 has 28 days"),
        ("April 31, 1960", "April 1960 has 30 days"),
        ("1960-4-0", "April 1960 has 30 days"),
    ],
)
def test_a_day_that_no_month_has_is_told_how_many_it_has(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        parse_date(text)


@pytest.mark.parametrize(
    "value", [None, True, 1957.5, float("nan"), 0, 12345, -1957, [], "x" * 10**5]
)
def test_other_values_are_refused_in_a_line(value: object) -> None:
    with pytest.raises(DataError) as caught:
        parse_date(value)
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)
