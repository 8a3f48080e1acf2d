"""Time: bounds, certainty and words, held to what they mean and not to how they are computed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lark.exceptions import LarkError
from undate import Undate

from kg.days import parse_date
from kg.errors import DataError
from kg.period import Bounds, bounds, certainty, within, words

DAYS = st.dates(date(1500, 1, 1), date(2400, 12, 31))
SEEN = date(2024, 12, 31)


def as_day(day: date) -> str:
    return day.isoformat()


def as_month(day: date) -> str:
    return day.isoformat()[:7]


def as_year(day: date) -> str:
    return day.isoformat()[:4]


def as_decade(day: date) -> str:
    return day.isoformat()[:3] + "X"


def as_century(day: date) -> str:
    return day.isoformat()[:2] + "XX"


# A day, told as precisely as somebody happens to know it.
TOLD = st.sampled_from([as_day, as_month, as_year, as_decade, as_century])
MARKS = st.sampled_from(["", "~", "?", "%"])


@st.composite
def told(draw: st.DrawFn, day: date) -> str:
    text = draw(TOLD)(day)
    return text if "X" in text else text + draw(MARKS)


@st.composite
def true_spans(draw: st.DrawFn) -> tuple[str, date, date]:
    """Draw a span as somebody tells it, with the two days between which it truly was."""
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return f"{draw(told(start))}/{draw(told(end))}", start, end


@given(true_spans(), DAYS)
def test_a_day_of_an_interval_is_never_said_to_be_outside(
    span: tuple[str, date, date], day: date
) -> None:
    text, start, end = span
    for each in (start, end, min(max(day, start), end)):
        assert certainty(bounds(text), each) is not None


@given(true_spans(), DAYS)
def test_a_day_outside_an_interval_is_never_said_to_be_certain(
    span: tuple[str, date, date], day: date
) -> None:
    text, start, end = span
    assume(day < start or day > end)
    assert certainty(bounds(text), day) != "certain"


@given(true_spans())
def test_the_bounds_of_an_interval_are_in_order(span: tuple[str, date, date]) -> None:
    four = bounds(span[0])
    days = [day for day in four if day is not None]
    assert len(days) == 4
    assert four.earliest_start == min(days)
    assert four.latest_end == max(days)


@given(DAYS, st.integers(0, 40_000), st.integers(-400, 400))
def test_an_interval_of_full_days_is_known_to_the_day(start: date, length: int, off: int) -> None:
    end = start + timedelta(length)
    four = bounds(f"{start}/{end}")
    assert four == Bounds(start, start, end, end)
    for day in (start + timedelta(off), end + timedelta(off)):
        assert certainty(four, day) == ("certain" if start <= day <= end else None)


@given(DAYS, st.integers(1, 4000))
def test_an_interval_backwards_is_refused(end: date, length: int) -> None:
    text = f"{end + timedelta(length)}/{end}"
    with pytest.raises(DataError, match="ends before it starts") as caught:
        bounds(text)
    assert caught.value.where == repr(text)


@given(DAYS, DAYS, DAYS)
def test_what_goes_on_is_certain_until_it_was_last_seen(start: date, seen: date, day: date) -> None:
    four = bounds(f"{start}/..", seen)
    expected = None if day < start else "certain" if day <= max(start, seen) else "last known"
    assert certainty(four, day) == expected


@given(DAYS, DAYS)
def test_what_ended_nobody_knows_when_is_only_possible_after_its_first_day(
    start: date, day: date
) -> None:
    assume(day != start)
    four = bounds(f"{start}/", SEEN)
    assert certainty(four, day) == (None if day < start or day > max(start, SEEN) else "possible")


@given(st.sampled_from(["", ".."]), DAYS, DAYS)
def test_what_began_nobody_knows_when_has_no_start(open_end: str, end: date, day: date) -> None:
    four = bounds(f"{open_end}/{end}")
    assert four == Bounds(None, end, end, end)
    assert certainty(four, day) == (None if day > end else "certain" if day == end else "possible")


@given(DAYS)
def test_a_day_alone_is_that_day(day: date) -> None:
    assert bounds(str(day)) == Bounds(day, day, day, day)
    assert certainty(bounds(str(day)), day) == "certain"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1994-05", "1994-05-01", "1994-05-31"),
        ("1956-02", "1956-02-01", "1956-02-29"),
        ("2004", "2004-01-01", "2004-12-31"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2004-06-XX", "2004-06-01", "2004-06-30"),
        ("1955~", "1954-01-01", "1956-12-31"),
        ("1957?", "1956-01-01", "1958-12-31"),
        ("1955-03~", "1955-02-01", "1955-04-30"),
        ("1955-12%", "1955-11-01", "1956-01-31"),
        ("1955-03-01?", "1955-02-28", "1955-03-02"),
    ],
)
def test_a_date_reaches_from_its_first_day_to_its_last(text: str, first: str, last: str) -> None:
    low, high = date.fromisoformat(first), date.fromisoformat(last)
    assert bounds(text) == Bounds(low, high, low, high)


def test_a_membership_of_cento_is_bound_as_its_dates_are_known() -> None:
    assert bounds("1955-09-23/1979") == Bounds(
        date(1955, 9, 23), date(1955, 9, 23), date(1979, 1, 1), date(1979, 12, 31)
    )


def test_a_start_that_could_lie_after_the_end_is_cut_at_the_end() -> None:
    assert bounds("1955/1955-03") == Bounds(
        date(1955, 1, 1), date(1955, 3, 31), date(1955, 3, 1), date(1955, 3, 31)
    )


@pytest.mark.parametrize(
    "text",
    [
        "1955-13", "1955-00", "1955-02-30", "1955-2-3", "last year", "", " ", "55", "1955 ",
        "١٩٥٥", "19555",
        "1955-09-23/1979/1980", "1955/last year", "23.9.1955", "1955-09-23T10:00", "~1955",
        "{1955,1956}", "[1955..1956]", "None", "0001~", "9999%",
    ],
)  # fmt: skip
def test_a_wrong_date_is_refused_in_a_line_that_says_how_to_write_it(text: str) -> None:
    with pytest.raises(DataError, match=r"date|calendar") as caught:
        bounds(text)
    assert "\n" not in str(caught.value)
    assert caught.value.mend.lower().startswith("write ")


@pytest.mark.parametrize("text", ["/", "../..", "/..", "../"])
def test_a_time_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="needs a start or an end"):
        bounds(text)


@given(st.text(max_size=12))
def test_any_text_is_bound_or_refused_and_nothing_else(text: str) -> None:
    try:
        four = bounds(text)
    except DataError:
        return
    assert any(day is not None for day in four)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1955-09-23", "23 September 1955"),
        ("1955-09", "September 1955"),
        ("1955", "1955"),
        ("197X", "1970s"),
        ("19XX", "1900s (century)"),
        ("190X", "1900s (decade)"),
        ("200X", "2000s (decade)"),
        ("20XX", "2000s (century)"),
        ("2004-06-XX", "a day in June 2004"),
        ("2004-XX", "a month of 2004"),
        ("2004-XX-XX", "a day in 2004"),
        ("2004-XX-05", "day 5 of a month of 2004"),
        ("197X-05-03~", "about 3 May of a year in the 1970s"),
        ("1955~", "about 1955"),
        ("1955-09?", "perhaps September 1955"),
        ("1955-09-03%", "perhaps about 3 September 1955"),
        ("1955-09-23/1979-03", "23 September 1955 to March 1979"),
        ("2017-06-09/..", "since 9 June 2017"),
        ("1985/", "from 1985 to an unknown date"),
        ("/1990", "until 1990"),
        ("../1990-02", "until February 1990"),
        ("197X/1981~", "1970s to about 1981"),
    ],
)
def test_a_time_is_told_in_words(text: str, said: str) -> None:
    assert words(text) == said


@given(true_spans())
def test_words_hold_no_notation(span: tuple[str, date, date]) -> None:
    assert not set(words(span[0])) & set("/~%?-X")


# Every form of a date: years told whole, to the decade and to the century, months and days told,
# told to be unknown, and not told. Years are such that their words could be taken for each other.
FORM_YEARS = "0001 000X 00XX 0100 010X 01XX 1900 190X 19XX 1955 195X 2000 200X 20XX".split()
FORM_PARTS = ["", "-01", "-05", "-12", "-XX"]


def forms() -> list[str]:
    dates = [y + m + d for y in FORM_YEARS for m in FORM_PARTS for d in FORM_PARTS if m or not d]
    return [date + mark for date in dates for mark in ("", "~", "?", "%") if readable(date + mark)]


def readable(text: str) -> bool:
    try:
        bounds(text)
    except DataError:
        return False
    return True


def test_no_two_dates_have_the_same_words() -> None:
    said = {text: words(text) for text in forms()}
    assert len(set(said.values())) == len(said) > 900


ENDS = st.one_of(st.sampled_from(forms()), st.sampled_from(["", ".."]))
TIMES = st.one_of(st.sampled_from(forms()), st.builds("{}/{}".format, ENDS, ENDS)).filter(readable)


@given(TIMES, TIMES)
def test_two_times_with_different_bounds_never_read_the_same(one: str, other: str) -> None:
    assert bounds(one, SEEN) == bounds(other, SEEN) or words(one) != words(other)


# Level 2 of EDTF, and what level 1 has beside dates: nothing here says what days they mean.
UNREAD = st.sampled_from(
    ["2001-21", "2001-24", "2001-41", "1XXX", "2XXX", "XXXX", "1X5X", "Y17000", "Y-17E7", "-0044",
     "[1667,1668]", "{1667,1668,1670..1672}", "[..1760-12]", "2004-06~-11", "?2004-06-~11",
     "2004-1X", "1560-XX-2X", "1950S2", "2004-01-01T10:10:10Z", "2001-34", "156X-12-2X"]
)  # fmt: skip


@given(st.one_of(UNREAD, st.text(max_size=14), st.text("0123456789X-/.~?%[]{},YTZS ", max_size=14)))
def test_any_text_has_words_and_bounds_or_neither(text: str) -> None:
    for reader in (bounds, words, parse_date):
        try:
            reader(text)
        except DataError as error:
            assert "\n" not in str(error)  # noqa: PT017 - whatever is refused is refused in a line
            assert reader is not words or not readable(text)


@given(UNREAD)
def test_what_means_no_days_here_is_refused(text: str) -> None:
    assert not readable(text)


YEARS = "1955 1956 195X 19XX 20XX 200X 0001 0000 9999 99XX 00XX 000X".split()
PARTS = ["", "-00", "-01", "-02", "-04", "-12", "-13", "-28", "-29", "-30", "-31", "-32", "-XX"]


@pytest.mark.slow
def test_dates_are_those_of_the_reference_library() -> None:
    # undate reads all of EDTF level 1, and takes a second to start.
    def reference(text: str) -> tuple[date, date] | None:
        try:
            when = Undate.parse(text, "EDTF")
            return date.fromisoformat(str(when.earliest)), date.fromisoformat(str(when.latest))
        except (ValueError, LarkError, AttributeError, TypeError):
            return None

    def ours(text: str) -> tuple[date | None, date | None] | None:
        try:
            return bounds(text)[:2]
        except DataError:
            return None

    texts = [y + m + d for y in YEARS for m in PARTS for d in PARTS if m or not d]
    assert [text for text in texts if ours(text) != reference(text)] == []
    assert sum(ours(text) is not None for text in texts) > 300


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (datetime(1957, 1, 1, 18, 30), date(1957, 1, 1)),  # noqa: DTZ001 - as people give it
        (datetime(1957, 1, 1), date(1957, 1, 1)),  # noqa: DTZ001
        (datetime(1957, 1, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5))), date(1957, 1, 1)),
        (date(1957, 1, 1), date(1957, 1, 1)),
        ("1957-01-01", date(1957, 1, 1)),
    ],
)
def test_a_moment_is_the_day_of_its_own_clock(given: object, day: date) -> None:
    assert parse_date(given) == day


@pytest.mark.parametrize(
    "given",
    ["1957-01-01T18:30:00", "19570101", "1957-W01-1", True, None, "", object()],
)
def test_what_is_no_day_is_refused_whatever_it_is(given: object) -> None:
    with pytest.raises(DataError, match="this is not a day"):
        parse_date(given)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        # One unit before to one unit after: of days, months, years, decades and centuries.
        ("2000-03-01~", "2000-02-29", "2000-03-02"),
        ("1955-03?", "1955-02-01", "1955-04-30"),
        ("1956-01%", "1955-12-01", "1956-02-29"),
        ("1955~", "1954-01-01", "1956-12-31"),
        ("195X~", "1940-01-01", "1969-12-31"),
        ("19XX?", "1800-01-01", "2099-12-31"),
        ("1956-XX-XX~", "1955-01-01", "1957-12-31"),
        ("1955-XX", "1955-01-01", "1955-12-31"),
        ("1956-02-XX", "1956-02-01", "1956-02-29"),
        ("1956-XX-05", "1956-01-05", "1956-12-05"),
    ],
)
def test_an_approximate_date_is_wider_by_its_unit_on_both_sides(
    edtf: str, first: str, last: str
) -> None:
    found = bounds(edtf)
    assert (str(found.earliest_start), str(found.latest_end)) == (first, last)
    assert (str(found.earliest_end), str(found.latest_start)) == (first, last)


@given(st.data())
def test_what_is_bound_by_a_life_is_as_certain_and_less_possible(data: st.DataObject) -> None:
    def some() -> Bounds:
        days = sorted(data.draw(st.lists(st.dates(date(1900, 1, 1), date(1999, 12, 31)), min_size=4,
                                         max_size=4)))  # fmt: skip
        open_start, open_end = data.draw(st.booleans()), data.draw(st.booleans())
        return Bounds(None if open_start else days[0], days[1], days[2],
                      None if open_end else days[3])  # fmt: skip

    when, life = some(), some()
    bound, day = within(when, life), data.draw(DAYS)
    assert (certainty(bound, day) == "certain") == (certainty(when, day) == "certain")
    assert not certainty(bound, day) or certainty(when, day)
    if certainty(bound, day) and when.earliest_start and not certainty(life, day):
        # Only where the two contradict each other, or a start is open.
        before = life.earliest_start and day < life.earliest_start
        assert (when.latest_start if before else when.earliest_end) is not None
        assert life.earliest_start > when.latest_start if before else (  # type: ignore[operator]
            life.latest_end < max(when.latest_start, when.earliest_end))  # type: ignore[operator,type-var]  # fmt: skip


@pytest.mark.parametrize(
    ("when", "life", "bound"),
    [
        ("19XX/..", "1947-08-14/..", ("1947-08-14", None)),
        ("1955-04-04/", "1955-02-24/1979-05", ("1955-04-04", "1979-05-31")),
        ("1969/..", "1969-09-25/..", ("1969-09-25", None)),
        ("1946/..", "1947-08-14/..", ("1946-01-01", None)),  # they do not agree: neither is bent
        ("1955/2001", "1955/1979", ("1955-01-01", "2001-12-31")),
        ("../1979", "1947/..", (None, "1979-12-31")),
    ],
)
def test_bounds_within_a_life(when: str, life: str, bound: tuple[str | None, str | None]) -> None:
    found = within(bounds(when, SEEN), bounds(life, SEEN))
    said = [day.isoformat() if day else None for day in (found.earliest_start, found.latest_end)]
    assert tuple(said) == bound
