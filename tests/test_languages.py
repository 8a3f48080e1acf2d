"""The catalogue in Urdu: every text has its translation, and no translation is left over."""

from __future__ import annotations

import re
import tomllib

import pytest

from kg.engine import OxigraphEngine
from kg.period import words
from kg.query import answered, heading, question_in, questions, remarks_on, said_in
from samples import ROOT

URDU = tomllib.loads((ROOT / "ontology" / "questions" / "ur.toml").read_text(encoding="utf-8"))
LETTERS = re.compile("[\u0600-\u06ff]")


def columns() -> set[str]:
    found: set[str] = set()
    for each in questions().values():
        lines = (line for line in each.sparql.splitlines() if not line.startswith("#"))
        found |= set(re.findall(r"\?(\w+)", "\n".join(lines).partition("WHERE")[0]))
    return found


def test_every_text_of_the_catalogue_is_there_and_no_other() -> None:
    every = questions().values()
    assert set(URDU["questions"]) == {each.name for each in every}
    assert set(URDU["subjects"]) == {each.subject for each in every}
    assert set(URDU["meanings"]) == {p.meaning for each in every for p in each.parameters}
    assert set(URDU["columns"]) == columns()


def test_a_question_has_the_same_parameters_in_both_languages() -> None:
    for each in questions().values():
        said = question_in("ur", each)
        assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", each.text)), said
        assert LETTERS.search(said)


def test_a_remark_has_the_same_places_in_both_languages() -> None:
    for english, urdu in URDU["remarks"].items():
        wanted = set(re.findall(r"\{\w+\}", english)) - {"{rows}"} | (
            {"{count}"} if "{rows}" in english else set()
        )
        assert set(re.findall(r"\{\w+\}", urdu)) == wanted, english


@pytest.mark.parametrize("language", ["fr", "../ur", "", "ur.toml"])
def test_a_language_that_is_not_there_says_it_in_english(language: str) -> None:
    assert said_in(language, "meanings", "the day") == "the day"


def test_a_heading_and_its_remarks_are_in_urdu(engine: OxigraphEngine) -> None:
    given = {"organization": "cento", "on": "1957"}
    put = answered(engine, "members-at", given)
    head = heading(engine, put.question, put.given, given, "ur")
    assert head.startswith("31 دسمبر 1957 کو ")
    (remark,) = remarks_on(engine, put, 5, "ur")
    assert remark == "دعووں کے ساتھ مزید 5 سطریں"


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("1955-09-23/1979-03", "23 ستمبر 1955 تا مارچ 1979"), ("2017-06-09/..", "9 جون 2017 سے"),
        ("1985/", "1985 سے، اختتام نامعلوم"), ("/1970", "1970 تک"), ("1955~", "تقریباً 1955"),
        ("197X", "1970 کی دہائی"), ("2004-XX-05", "2004 کے کسی مہینے کی 5 تاریخ"),
    ],
)  # fmt: skip
def test_a_time_is_said_in_urdu(edtf: str, said: str) -> None:
    assert words(edtf, "ur") == said


def test_no_two_times_are_said_alike_in_urdu() -> None:
    forms = ["1970", "197X", "200X", "20XX", "2004-XX", "2004-03-XX", "2004-XX-XX", "2004-XX-05",
             "1955~", "1955?", "1955%", "1955/", "1955/..", "/1955", "1955/1956",
             "197X-03"]  # fmt: skip
    assert len({words(each, "ur") for each in forms}) == len(forms)
