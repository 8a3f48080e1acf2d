"""What it means that nothing answers; how questions are read, and what is given for them."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
import pytest

from kg.build import read_quads
from kg.engine import OxigraphEngine
from kg.errors import KgWarning, OntologyError, UsageError
from kg.query import answered, question, questions
from kg.query import silence as meaning
from kg.query.catalogue import Parameter, Question
from kg.query.parameters import bind, followed
from kg.vocabulary import ID
from samples import CLAIMS, SAMPLE, engine_over, ontology_files, quads_of, write_turtle


def silence(engine: OxigraphEngine, name: str, given: dict[str, Any], **how: Any) -> str:
    """Say what it means that a question has no rows."""
    put = answered(engine, name, given, **how)
    return meaning(engine, put.question, put.query)


UNION = 'id:union a kg:Alliance ; skos:prefLabel "Union"@en .'
COMPLETE = "kg:completeFor id:union, id:chancellor-of-arcadia"
SINCE, UNTIL = (
    f"kg:observed{word}^^xsd:date" for word in ('From "1950-01-01"', 'Until "1960-12-31"')
)
ACCOUNTS = {
    "roll": f"id:roll a kg:Account ; {COMPLETE} ; {SINCE} ; {UNTIL} .",
    "ever": f"id:ever a kg:Account ; {COMPLETE} .",
    "since": f"id:since a kg:Account ; {COMPLETE} ; {SINCE} .",
    "until": f"id:until a kg:Account ; {COMPLETE} ; {UNTIL} .",
    "other": "id:other a kg:Account ; kg:completeFor id:league .",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> OxigraphEngine:
    folder = tmp_path_factory.mktemp("absence")
    quads = quads_of([*ontology_files(), SAMPLE, CLAIMS, write_turtle(folder / "u.ttl", UNION)])
    for name, text in ACCOUNTS.items():
        quads += read_quads(write_turtle(folder / f"{name}.ttl", text), f"{ID}{name}")
    return OxigraphEngine(engine_over(quads).store, fixed=True)


@pytest.mark.parametrize(
    ("account", "days"),
    [("roll", "1950-01-01 1955-06-30 1960-12-31"), ("ever", "1000-01-01 1955-06-30 2030-01-01"),
     ("since", "1950-01-01 2030-01-01"), ("until", "1000-01-01 1960-12-31")],
)  # fmt: skip
def test_absence_is_a_no_on_the_days_for_which_an_account_is_complete(
    world: OxigraphEngine, account: str, days: str
) -> None:
    for day in days.split():
        given = {"organization": "union", "on": day}
        assert silence(world, "members-at", given, accounts=account) == "none"


@pytest.mark.parametrize(
    ("account", "days"),
    [("roll", "1949-12-31 1961-01-01"), ("since", "1949-12-31"), ("until", "1961-01-01"),
     ("other", "1955-06-30"), ("facts", "1955-06-30"), ("claims", "1955-06-30")],
)  # fmt: skip
def test_elsewhere_nothing_is_known(world: OxigraphEngine, account: str, days: str) -> None:
    for day in days.split():
        given = {"organization": "union", "on": day}
        assert silence(world, "members-at", given, accounts=account) == "not known"


def test_one_complete_account_of_those_that_were_asked_is_enough(world: OxigraphEngine) -> None:
    given = {"organization": "union", "on": "1955-06-30"}
    assert silence(world, "members-at", given) == "not known"
    assert silence(world, "members-at", given, claims=True) == "not known"
    assert silence(world, "members-at", given, accounts=["facts", "roll"]) == "none"
    assert silence(world, "members-at", given, accounts=["other", "claims"]) == "not known"
    # The sample's own facts are complete for the league, from 1900 to 2020.
    league = {"organization": "league", "on": "1955-06-30"}
    assert silence(world, "members-at", league) == "none"
    assert silence(world, "members-at", league, claims=True) == "none"
    assert silence(world, "members-at", league, accounts="claims") == "not known"
    assert silence(world, "members-at", {**league, "on": "2021-01-01"}) == "not known"


def test_an_account_is_complete_for_the_kind_of_what_was_asked(world: OxigraphEngine) -> None:
    office = {"office": "chancellor-of-arcadia", "on": "1955-06-30"}
    assert silence(world, "holder-at", office, accounts="roll") == "none"
    # Of another thing, or of something else about the same one, it says nothing.
    assert silence(world, "seats-of", {"organization": "union"}, accounts="roll") == "not known"
    assert silence(world, "members-at", {"organization": "league", "on": "1955-06-30"},
                   accounts="roll") == "not known"  # fmt: skip
    # Every day that was named lies within.
    both = {"organization": "union", "since": "1955-01-01", "until": "1965-01-01"}
    within = {**both, "until": "1960-01-01"}
    name = "joined-between"
    given = {p.name for p in question(name).parameters}
    assert given == set(both), given
    assert silence(world, name, both, accounts="roll") == "not known"
    assert silence(world, name, within, accounts="roll") == "none"


# Questions, read from their files

FULL = """# Who held {office} of {state}?
#   {office} kg:Office = id:a b: the office: of state
# {state}   any: the state\x20\x20
# {day} xsd:date   =   1957-01-01: the day
# with claims
# rests on ?one, ?two
# rests on ?three
# follows {office}, {state}
# formerly office-of, with {post} for {office}, {land} for {state}
SELECT ?one { ?one ?two ?three }
# {late} xsd:date: a remark in the query
"""


def read_as(folder: Path, text: str) -> Question:
    path = folder / "held-by.rq"
    path.write_text(text, encoding="utf-8")
    return Question.from_file(path)


def test_all_that_a_question_says_of_itself_is_read(tmp_path: Path) -> None:
    found = read_as(tmp_path, FULL)
    assert found == Question(
        "held-by",
        "Who held {office} of {state}?",
        (
            Parameter("office", "kg:Office", "id:a b", "the office: of state"),
            Parameter("state", "any", None, "the state"),
            Parameter("day", "xsd:date", "1957-01-01", "the day"),
        ),
        FULL,
        claims=True,
        statements=("one", "two", "three"),
        follows=("office", "state"),
        former="office-of",
        renamed=(("post", "office"), ("land", "state")),
    )
    claims = read_as(tmp_path, "# with claims\n# with claims\nASK { }\n")
    assert (claims.text, claims.claims) == ("with claims", True)
    assert not read_as(tmp_path, "# with claims\nASK { }\n").claims
    plain = read_as(tmp_path, "# Who?\nASK { ?s ?p ?o }\n")
    assert plain == Question("held-by", "Who?", (), "# Who?\nASK { ?s ?p ?o }\n", claims=False)
    typed = Question.from_sparql("ASK { ?s ?p ?o }", {"s": 1, "o": 2})
    wanted = tuple(Parameter(name, "any", None, "") for name in ("s", "o"))
    assert typed == Question("", "", wanted, "ASK { ?s ?p ?o }", claims=False)


@pytest.mark.parametrize(
    "line",
    ["{on} a day", "{on}: the day", "on xsd:date: the day", "{on} xsd:date:", "{} any: x", ""],
)
def test_a_line_that_declares_nothing_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(OntologyError) as caught:
        read_as(tmp_path, f"# Who?\n# {line}\nASK {{}}")
    assert caught.value.what == f"this line declares no parameter: {line!r}"
    assert caught.value.where == str(tmp_path / "held-by.rq")


def test_the_catalogue_is_the_folder_and_an_old_name_leads_to_the_new_one() -> None:
    found = questions()
    assert list(found) == sorted(found, key=lambda name: f"{name}.rq")
    assert {name: question(name) for name in list(found)[:9]} == {
        n: found[n] for n in list(found)[:9]
    }
    found.clear()
    assert questions()
    renamed = [each for each in questions().values() if each.former]
    for each in renamed:
        with pytest.warns(
            KgWarning, match=f"the question {each.former} is now {each.name};"
        ) as told:
            assert question(each.former) == each
        assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in ("", "members-at.rq", "../questions/members-at", "members at", "members-att"):
            with pytest.raises(UsageError) as caught:
                question(name)
            assert caught.value.where == name
    assert caught.value.mend.startswith("nearest: members-at")
    with pytest.raises(UsageError, match=r"kg ask lists all questions"):
        question("zzzzzzzzz")


# What is given for a parameter


@pytest.fixture
def asked(tmp_path: Path) -> Question:
    return read_as(
        tmp_path,
        "# Of {who}, {n}, {share}, {text}, {day}, {other}?\n"
        "# {who} kg:State = id:cimmeria: the state\n# {n} xsd:integer = 1: how many\n"
        "# {share} xsd:decimal = 0.5: which part\n# {text} xsd:string = x: a text\n"
        "# {day} xsd:date = 1957-01-01: the day\n# {other} any = ada: another\n"
        "# follows {who}\n# formerly x, with {whom} for {who}\nASK { }\n",
    )


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("name", "value", "terms"),
    [
        ("n", 5, [f'"5"^^<{XSD}integer>']),
        ("n", "+5", [f'"+5"^^<{XSD}integer>']),
        ("n", 5.0, [f'"5"^^<{XSD}integer>']),
        ("n", [3, 3.0, "3", 2], [f'"3"^^<{XSD}integer>', f'"2"^^<{XSD}integer>']),
        ("share", 0.25, [f'"0.25"^^<{XSD}decimal>']),
        ("share", 1e-7, [f'"0.0000001"^^<{XSD}decimal>']),
        ("share", "-2.50", [f'"-2.50"^^<{XSD}decimal>']),
        ("share", 2.0, [f'"2.0"^^<{XSD}decimal>']),
        ("text", ox.Literal("a", language="ur"), ['"a"']),
        ("who", ox.NamedNode(f"{ID}arcadia"), [f"<{ID}arcadia>"]),
        ("share", 2, [f'"2"^^<{XSD}decimal>']),
        ("text", 7, ['"7"']),
        ("text", "1957-01-01", ['"1957-01-01"']),
        ("day", "1960-02-29", [f'"1960-02-29"^^<{XSD}date>']),
        ("other", "1960-02-29", [f'"1960-02-29"^^<{XSD}date>']),
        ("other", True, [f'"true"^^<{XSD}boolean>']),
        ("other", "ada", [f"<{ID}ada>"]),
        ("who", "Arcadia", [f"<{ID}arcadia>"]),
        ("who", ["cimmeria"], [f"<{ID}cimmeria>"]),
        ("whom", ["cimmeria", "arcadia"], [f"<{ID}cimmeria>", f"<{ID}arcadia>"]),
        # What came before the one thing answers too; a list is taken as it stands.
        ("who", "cimmeria", [f"<{ID}cimmeria>", f"<{ID}borduria>"]),
        ("whom", "cimmeria", [f"<{ID}cimmeria>", f"<{ID}borduria>"]),
        ("n", None, [f'"1"^^<{XSD}integer>']),
    ],
)
def test_a_value_becomes_its_term(
    asked: Question, sample: OxigraphEngine, name: str, value: Any, terms: list[str]
) -> None:
    given = {name: value}
    bound = followed(sample, asked, given, bind(sample, asked, given))
    assert list(bound) == ["who", "n", "share", "text", "day", "other"]
    assert [str(term) for term in bound[name.replace("whom", "who")]] == terms
    if "who" not in name:
        assert [str(term) for term in bound["who"]] == [f"<{ID}cimmeria>", f"<{ID}borduria>"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("n", 5.5, "the parameter 'n' is a number, not 5.5"),
        ("n", "5.0", "the parameter 'n' is a number, not '5.0'"),
        ("n", float("inf"), "the parameter 'n' is a number, not inf"),
        ("n", "x5", "the parameter 'n' is a number"),
        ("share", "5.", "the parameter 'share' is a number"),
        ("share", "1957-01-01", "the parameter 'share' is a number"),
        ("share", False, "the parameter 'share' is a number"),
        ("n", np.datetime64("1957"), "the parameter 'n' is a number"),
        ("n", date(1957, 1, 1), "the parameter 'n' is a number"),
        ("day", 195, "this is not a day"),
        ("day", "1960-02-30", "February 1960 has 29 days"),
        ("who", 7, "the parameter 'who' is a name, not 7"),
        ("who", "ada", "id:ada is a kg:Person, and 'who' takes a kg:State"),
        ("text", {}, "a dict"),
        ("text", [], "the list for 'text' is empty"),
        ("text", object(), "a object cannot be bound"),
        ("nn", 7, "the question held-by has no parameter 'nn'"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    asked: Question, sample: OxigraphEngine, name: str, value: Any, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        bind(sample, asked, {name: value})
    assert caught.value.what.startswith(said)
    if said.startswith("a object"):
        assert caught.value.where == "text"
    if said.startswith("this is not"):
        assert caught.value.where == f"day={value}"
    if name == "nn":
        assert caught.value.mend == "nearest: n"
        with pytest.raises(UsageError, match=r"It has: who, n, share, text, day, other"):
            bind(sample, asked, {"zzzz": 1})
        with pytest.raises(UsageError, match=r"It has: none"):
            bind(sample, Question("a", "", (), "ASK { }", claims=False), {"zzzz": 1})
