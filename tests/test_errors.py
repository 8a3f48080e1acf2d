"""Errors: one line each, by whose fault it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import errors
from kg.errors import DataError, KgError, UsageError, nearest


def test_an_error_says_where_what_and_how_to_mend_it() -> None:
    error = DataError("a time is no date", where="a.ttl:3", mend="write a date")
    assert str(error) == "a.ttl:3: a time is no date. Write a date."
    assert (error.what, error.where, error.mend) == ("a time is no date", "a.ttl:3", "write a date")


def test_what_is_not_said_leaves_no_mark() -> None:
    assert str(DataError("a time is no date")) == "a time is no date."
    assert str(DataError("no date", mend="write one")) == "no date. Write one."


@given(st.text(), st.text(), st.text())
def test_an_error_is_one_line_whatever_it_is_given(what: str, where: str, mend: str) -> None:
    line = str(KgError(what, where=where, mend=mend))
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("name", [n for n in errors.__all__ if n.endswith("Error")])
def test_every_error_shares_the_base_and_has_a_status(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, KgError)
    assert kind("wrong").exit_status == (2 if kind is UsageError else 1)


def test_a_warning_is_no_error() -> None:
    assert not issubclass(errors.KgWarning, KgError)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pakstan", "nearest: pakistan"),
        ("iraqq", "nearest: iraq"),
        ("irann", "nearest: iran"),
        ("zzzzzz", ""),
        ("", ""),
    ],
)
def test_nearest_names_what_may_have_been_meant(typed: str, said: str) -> None:
    assert nearest(typed, ["pakistan", "iraq", "iran", "turkey"], count=1) == said


def test_nearest_gives_the_best_first_and_no_more_than_asked_for() -> None:
    names = [f"membership-{n}" for n in range(9)]
    assert nearest("membership-3", names, count=2).startswith("nearest: membership-3, ")
    assert nearest("membership-3", names, count=2).count("membership") == 2
