"""The question catalogue: each question is well made, and answers what its golden file says."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from pathlib import Path

import pytest

from golden import GOLDEN, REWRITE, as_json, current, same
from kg.engine import OxigraphEngine, Rows
from kg.errors import KgWarning, OntologyError
from kg.paths import write_whole
from kg.query import Question, answer, questions
from kg.query.parameters import bind
from kg.query.sources import with_statements
from kg.sparql import Query
from kg.vocabulary import CLAIMS, FACTS

CATALOGUE = questions()
SUBJECTS = {
    "agreements", "alliances and organisations", "claims and positions", "corridors and projects",
    "disputes and conflicts", "events", "people and offices", "sources and evidence",
    "states, places and names", "the graph itself", "ties between states",
}  # fmt: skip
ORDERED = re.compile(r"\bORDER BY\b")


@pytest.mark.parametrize("name", CATALOGUE)
def test_answer_is_the_golden_one(
    engine: OxigraphEngine, name: str, request: pytest.FixtureRequest
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        asked, text = current(engine, name)
    path = GOLDEN / f"{name}.json"
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.mkdir(exist_ok=True)
        write_whole(path, text)
    assert path.is_file(), f"no golden answer; look at the answer, then run {REWRITE}"
    golden = path.read_text(encoding="utf-8")
    assert same(asked, text, golden), f"{path} differs; if it should, run {REWRITE}"


def test_every_golden_file_has_its_question() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CATALOGUE)


def test_catalogue_is_as_large_as_it_says() -> None:
    assert len(CATALOGUE) >= 70
    assert sum(bool(asked.parameters) for asked in CATALOGUE.values()) >= 45


@pytest.mark.parametrize("asked", CATALOGUE.values(), ids=CATALOGUE)
def test_question_is_well_made(asked: Question) -> None:
    named = set(re.findall(r"\{(\w+)\}", asked.text))
    assert named == {each.name for each in asked.parameters}
    assert asked.text.endswith("?")
    assert set(asked.example) == named, "a parameter has neither an example nor a default"
    assert all(len(line) <= 112 for line in asked.sparql.splitlines())
    if re.search(r"^SELECT", asked.sparql, re.MULTILINE):
        assert ORDERED.search(asked.sparql), "its rows have no order"


@pytest.mark.parametrize("asked", CATALOGUE.values(), ids=CATALOGUE)
def test_question_is_listed_and_found(asked: Question) -> None:
    """A subject groups it in lists; synonyms are words that its own text and name do not have."""
    assert asked.subject in SUBJECTS
    assert len(asked.synonyms) >= 3
    assert len(set(asked.synonyms)) == len(asked.synonyms)
    assert not set(asked.synonyms) & set(re.findall(r"[\w-]+", asked.text))


def test_every_subject_has_questions() -> None:
    counted = Counter(asked.subject for asked in CATALOGUE.values())
    assert set(counted) == SUBJECTS
    assert min(counted.values()) >= 5
    assert max(counted.values()) <= 25


@pytest.mark.parametrize("asked", CATALOGUE.values(), ids=CATALOGUE)
def test_a_default_is_harmless(asked: Question) -> None:
    """Nobody gets an answer about a thing, a person or a day that was not named."""
    harmless = {each.name for each in asked.parameters if each.type == "xsd:integer"}
    assert {each.name for each in asked.parameters if each.default} <= harmless
    assert not any(each.default and each.example for each in asked.parameters)


@pytest.mark.parametrize("asked", CATALOGUE.values(), ids=CATALOGUE)
def test_question_about_a_day_says_how_certain_it_is(asked: Question) -> None:
    dated = [each for each in asked.parameters if each.type == "xsd:date"]
    if not dated:
        return
    assert all(f"{{{each.name}}}" in asked.text for each in dated)
    if "for certain" in asked.text:
        assert "?certainty" not in asked.sparql
        return
    columns = re.search(r"^SELECT (.*?) WHERE", asked.sparql, re.MULTILINE | re.DOTALL)
    assert columns
    assert "?certainty" in columns[1]
    if any(each.name == "on" for each in dated):
        assert all(f'"{word}"' in asked.sparql for word in ("certain", "possible", "last known"))


RESTING = [asked for asked in CATALOGUE.values() if asked.statements]


@pytest.mark.parametrize("asked", RESTING, ids=lambda asked: asked.name)
def test_what_rows_rest_on_is_a_relation(engine: OxigraphEngine, asked: Question) -> None:
    """Each row names the statement that it rests on, and that is a relation or an event."""
    sparql = with_statements(asked.sparql, asked.statements)
    found = engine.query(Query(sparql, bind(engine, asked, asked.example), (FACTS, CLAIMS)))
    assert isinstance(found, Rows)
    at = [list(found.names).index(name) for name in asked.statements]
    named = {row[i] for row in found.cells for i in at} - {None}
    assert named
    for each in named:
        is_one = "ASK { ?each a ?class . VALUES ?class { kg:Relation kg:Event } }"
        assert engine.query(Query(is_one, {"each": [each]}, (FACTS, CLAIMS))) is True  # type: ignore[list-item]


def test_every_question_answers_something(engine: OxigraphEngine) -> None:
    silent = [name for name in CATALOGUE if '"rows": [\n\n' in current(engine, name)[1]]
    assert silent == []


def test_a_line_that_declares_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.rq"
    path.write_text("# Who is {x}?\n# {x} without a meaning\nASK { ?x ?p ?o }\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="declares no parameter"):
        Question.from_file(path)


@pytest.mark.parametrize(
    ("old", "new", "given", "now"),
    [
        ("rivals", "differing-statements", {}, {}),
        (
            "rivals-of",
            "differing-statements-of",
            {"account": "membership-cento-turkey"},
            {"statement": "membership-cento-turkey"},
        ),
    ],
)
def test_an_old_name_answers_with_a_note(
    engine: OxigraphEngine, old: str, new: str, given: dict[str, str], now: dict[str, str]
) -> None:
    with pytest.warns(KgWarning, match=f"{old} is now {new}"):
        found = answer(engine, old, given)
    assert as_json(found) == as_json(answer(engine, new, now))
    assert old not in CATALOGUE


def test_a_former_name_is_nobodys_name_now() -> None:
    former = [asked.former for asked in CATALOGUE.values() if asked.former]
    assert len(set(former)) == len(former) >= 2
    assert not set(former) & set(CATALOGUE)


@pytest.mark.parametrize("asked", CATALOGUE.values(), ids=CATALOGUE)
def test_what_a_question_follows_is_a_parameter_of_an_actor(asked: Question) -> None:
    types = {each.name: each.type for each in asked.parameters}
    assert {types[name] for name in asked.follows} <= {"kg:Actor", "kg:State", "any"}
    new_names = {new for _, new in asked.renamed}
    assert new_names <= set(types)
