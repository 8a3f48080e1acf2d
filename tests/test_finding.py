"""Finding a question: what a plain sentence gets, and what it may be made of."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from kg.cli.main import main
from kg.engine import OxigraphEngine
from kg.query import find_questions, questions
from kg.query.bearers import named
from kg.query.mentions import read_sentences
from kg.query.ranking import find_all
from kg.query.stems import STOP, stem
from kg.query.weighing import index

TABLE = [
    line.split("\t")
    for line in (Path(__file__).parent / "sentences.tsv").read_text(encoding="utf-8").splitlines()
][1:]
FIRST, SHARE = 3, 0.95
Captured = pytest.CaptureFixture[str]


def test_the_table_names_questions_of_the_catalogue() -> None:
    wanted = {name for _, names in TABLE for name in names.split("|")}
    assert wanted <= set(questions())
    # Hardly a question that nobody's sentence asks for.
    assert len(wanted) > 0.9 * len(questions())


def test_a_plain_sentence_gets_its_question_among_the_first_three(engine: OxigraphEngine) -> None:
    misses = []
    for (sentence, names), found in zip(
        TABLE, find_all([sentence for sentence, _ in TABLE], engine), strict=True
    ):
        first = [each.question.name for each in found[:FIRST]]
        if not set(names.split("|")) & set(first):
            misses.append(f"{sentence}: {names}, not {', '.join(first)}")
    share = 1 - len(misses) / len(TABLE)
    assert share >= SHARE, f"{share:.1%} of {len(TABLE)}\n" + "\n".join(misses)


@pytest.mark.parametrize("text", ["", "  \n", "the of and", "?!… --", "xqzzk", "x" * 10_000])
def test_nothing_suits_what_says_nothing(text: str, engine: OxigraphEngine) -> None:
    assert find_questions(text, engine) == []


@pytest.mark.parametrize(
    "text",
    [
        "treaties of Pakistan " * 500,
        "SELECT ?treaty { ?treaty kg:party id:pakistan }",
        r"treaties (of [Pakistan]+ .* \ ^$ {2} | a?",
        "which treaties\x00has Pakistan\u202e signed\ud800",
        "پاکستان کے معاہدے",
        "TREATIES OF PAKISTAN",
        "treaties of pakistan",
    ],
    ids=["long", "sparql", "regex", "control", "urdu", "shouted", "small"],
)
def test_whatever_else_stands_there_words_and_names_are_found(
    text: str, engine: OxigraphEngine
) -> None:
    found = {each.question.name: each for each in find_questions(text, engine)[:FIRST]}
    assert "agreements-of" in found
    assert found["agreements-of"].parameters == {"actor": "pakistan"}


def test_a_word_is_not_a_name(engine: OxigraphEngine) -> None:
    words = index(engine).words
    said = {
        "tell us how many are in the US": ["US"],
        "Turkey and Iran": ["Turkey", "Iran"],
        "Members of NATO in turkey": ["NATO"],
        "members of cento": ["cento"],
        "is the treaty a pact, and a support for the city": [],
        "Iranian strikes, and who reacted": ["Iranian"],
    }
    read = read_sentences(engine, list(said), words)
    assert {
        text: [m.said for m in each.mentions] for text, each in zip(said, read, strict=True)
    } == said


def test_a_people_stands_for_its_state(engine: OxigraphEngine) -> None:
    text = "Iranians, Americans, Chinese, Turkish, British, Afghan, Saudi, Iraqi and Russian views"
    (read,) = read_sentences(engine, [text], index(engine).words)
    states = [each.things[0].rpartition("/")[2] for each in read.mentions]
    assert states == [
        "iran", "united-states", "china", "turkey", "united-kingdom", "afghanistan",
        "saudi-arabia", "iraq", "russia",
    ]  # fmt: skip


def test_sentences_do_not_tell_on_each_other(engine: OxigraphEngine) -> None:
    some = [sentence for sentence, _ in TABLE[::110]]
    together = find_all(some, engine)
    assert together == [find_questions(sentence, engine) for sentence in some]


def test_words_of_the_ontology_name_nothing(engine: OxigraphEngine) -> None:
    found = named(engine, ("embargo", "pact", "bombing", "premier", "whoever", "rebels"))
    assert {label: every for label, every in found.items() if every} == {}


def test_a_word_of_the_ontology_finds_what_asks_of_its_term(engine: OxigraphEngine) -> None:
    known = index(engine)
    # The term is named in the query, and the word stands nowhere else.
    assert stem("punitive") in known.rare
    suited = {name for name, own in known.weights.items() if stem("punitive") in own}
    naming = {each.name for each in questions().values() if "kg:Sanction" in each.sparql}
    assert suited == naming


def test_a_stem_joins_the_forms_of_a_word() -> None:
    for one, other in (("joined", "joins"), ("left", "leaving"), ("Treaties", "treaty")):
        assert stem(one) == stem(other)
    assert all(word == word.casefold() for word in STOP)


# On the command line


def ran(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    status = main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(
    "form", [("who was allied with Pakistan",), "who was allied with Pakistan".split()]
)
def test_a_sentence_in_place_of_a_name_is_refused_with_the_nearest(
    form: tuple[str, ...], capsys: Captured
) -> None:
    status, out, err = ran(capsys, "ask", *form)
    assert (status, out) == (2, "")
    commands = [line for line in err.splitlines() if line.startswith("kg ask ")]
    assert len(commands) == 5
    assert commands[0].startswith("kg ask allies-at --actor pakistan --on ON")


def test_what_the_words_name_can_be_asked_of_whole(capsys: Captured) -> None:
    _, _, err = ran(capsys, "ask", "what is CPEC")
    assert err.splitlines()[-1] == "kg why cpec gives all that is said of it."
    _, _, err = ran(capsys, "ask", "which wars happened in 1971")
    assert "kg why" not in err


def test_finding_is_no_mistake(capsys: Captured) -> None:
    status, out, err = ran(capsys, "ask", "--find", "who was allied")
    assert (status, err) == (0, "")
    assert out.count("kg ask ") == 5


def test_where_nothing_suits_that_is_said(capsys: Captured) -> None:
    assert ran(capsys, "ask", "--find", "the of")[:2] == (
        0, "No question has these words; kg ask lists all.\n",
    )  # fmt: skip
    status, out, err = ran(capsys, "ask", "xqzzk " * 5000)
    assert (status, out) == (2, "")
    assert "kg ask lists all" in err
    assert len(err) < 500


@pytest.mark.parametrize(
    ("sentence", "command", "said"),
    [
        (
            "who was prime minister of Pakistan in 1955",
            "kg ask holder-at --office prime-minister-of-pakistan --on 1955",
            "Chaudhry Mohammad Ali",
        ),
        (
            "which countries were in CENTO in 1957?",
            "kg ask members-at --organization cento --on 1957",
            "Turkey",
        ),
        (
            "treaties that India and Pakistan signed with each other",
            "kg ask agreements-between --one india --other pakistan",
            "Simla",
        ),
        ("list all coups", "kg ask events-of-kind --kind Coup", "1999"),
    ],
)
def test_the_command_of_a_sentence_that_says_all_runs(
    sentence: str, command: str, said: str, engine: OxigraphEngine, capsys: Captured
) -> None:
    best = find_questions(sentence, engine)[0].command
    assert best == command
    status, out, _ = ran(capsys, *shlex.split(best)[1:])
    assert status == 0
    assert said in out
