"""Accounts compared: a made-up COW file with known differences, each found and classed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import kg
from kg.analysis import AccountComparison, compare_accounts
from kg.cli.main import main
from kg.datasets import import_set
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from test_datasets import ALLIANCE

Captured = pytest.CaptureFixture[str]
ROW = '{},{},"x",{},,,,"Type I: Defense Pact",{},{},0,{},1,0,0,0,4.1'
FOUNDED = "4,4,1949"
ROWS = [
    # CENTO: as the facts have it; on another day; one whom the facts do not have.
    ROW.format(241, 770, "24,2,1955", "23,9,1955", "12,3,1979", 0),
    ROW.format(241, 640, "24,2,1955", "1,3,1955", "31,5,1979", 0),
    ROW.format(241, 800, "24,2,1955", "1,1,1960", "1,1,1970", 0),
    # NATO: two founding members from the day of signature, one later on its own day.
    ROW.format(227, 211, FOUNDED, FOUNDED, ",,", 1),
    ROW.format(227, 20, FOUNDED, FOUNDED, ",,", 1),
    ROW.format(227, 316, FOUNDED, "12,3,1999", ",,", 1),
    # A pact that the facts know nothing of.
    ROW.format(9001, 770, "1,1,1960", "1,1,1960", "1,1,1970", 0),
    ROW.format(9001, 710, "1,1,1960", "1,1,1960", "1,1,1970", 0),
]


@pytest.fixture(scope="module")
def account(engine: OxigraphEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cow")
    file = folder / "alliances.csv"
    file.write_text(ALLIANCE + "\n".join(ROWS), encoding="utf-8")
    done = import_set(engine, "cow-alliances", file)
    assert done.refused == []
    (folder / "cow.ttl").write_text(done.text, encoding="utf-8")
    return folder / "cow.ttl"


@pytest.fixture(scope="module")
def both(account: Path) -> kg.Graph:
    return kg.load(account)


def verdicts(found: AccountComparison) -> dict[tuple[str, str], tuple[str, int | None]]:
    return {(each.start, each.end): (each.verdict, each.days) for each in found.matched}


def compared(graph: kg.Graph, about: str | list[str]) -> AccountComparison:
    kinds = ["Membership"]
    return compare_accounts(graph, ["facts", "cow-alliances"], about=about, kinds=kinds)


def test_each_known_difference_is_found_and_classed(both: kg.Graph) -> None:
    found = verdicts(compared(both, ["cento", "nato"]))
    cento, nato = "Central Treaty Organization", "NATO"
    assert found["Pakistan", cento] == ("agree", 0)
    # The facts begin on 24 February and end in May, which any day of May agrees with.
    assert found["Turkey", cento] == ("differ by days", 5)
    assert found["Thailand", cento] == ("only there", None)
    assert found["Iraq", cento] == ("only here", None)
    assert found["Belgium", nato] == ("differ by convention", 142)
    assert found["Canada", nato] == ("differ by convention", 142)
    assert found["Czechia", nato] == ("agree", 0)
    assert found["Albania", nato] == ("only here", None)
    # The account ends in 2012: of 2023 it says neither yes nor no.
    assert found["Finland", nato] == ("outside coverage", None)


def test_of_pakistan_what_the_other_does_not_speak_of_is_no_difference(both: kg.Graph) -> None:
    found = compared(both, "pakistan")
    by_end = {each.end: each for each in found.matched}
    assert by_end["Central Treaty Organization"].verdict == "agree"
    pact = by_end["COW alliance 9001 (Defense Pact, 1960)"]
    assert pact.verdict == "outside coverage"
    assert pact.why == "facts says nothing of COW alliance 9001 (Defense Pact, 1960)"
    assert by_end["Shanghai Cooperation Organisation"].verdict == "outside coverage"
    # The SEATO of the facts is not in this file at all.
    assert by_end["Southeast Asia Treaty Organization"].verdict == "outside coverage"
    assert set(found.counts()) == {"agree", "outside coverage"}


def test_what_is_open_at_the_end_of_an_account_agrees_with_a_later_end(both: kg.Graph) -> None:
    found = {each.start: each for each in compared(both, "nato").matched}
    # Belgium's membership is open in both, up to different days.
    assert found["Belgium"].days == 142
    assert found["Czechia"].there == "since 12 March 1999"


def test_an_account_with_itself_agrees_throughout(both: kg.Graph) -> None:
    found = compare_accounts(both, ["facts", "facts"], about="cento", kinds=["Membership"])
    assert set(found.counts()) == {"agree"}
    back = compare_accounts(both, ["cow-alliances", "facts"], about="cento", kinds=["Membership"])
    assert back.counts() == {"agree": 1, "differ by days": 1, "only here": 1, "only there": 3}


def test_the_convention_is_said_once_and_the_reasons_stand_beside(both: kg.Graph) -> None:
    found = compared(both, ["cento", "nato"])
    said = "A member at the foundation counts from the day of signature"
    text = str(found)
    assert "only in cow-alliances: 1 tie" in text
    assert "differ by days: 1 tie" in text
    assert text.partition("draws lines of its own")[2].count(said) == 1
    frame = found.frame()
    assert list(frame.columns[:2]) == ["account_here", "account_there"]
    assert str(frame.days.dtype) == "Int64"
    iraq = frame[(frame.start == "Iraq")].iloc[0]
    assert "Two documents give the day of the formal exit" in iraq.why


def test_the_command_compares_accounts(account: Path, capsys: Captured) -> None:
    call = ["compare", "--accounts", "facts", "cow-alliances", "--organization", "cento", "--data"]
    assert main([*call, str(account), "--kind", "Membership"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("cento: facts and cow-alliances\n")
    assert "Turkey, membership, Central Treaty Organization: facts: 24 February 1955" in out
    assert "(5 days apart)" in out
    assert main([*call, str(account), "--kind", "Membership", "--format", "json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["counts"] == {"agree": 1, "differ by days": 1, "only here": 3, "only there": 1}
    assert main([*call, str(account), "--kind", "Membership", "--format", "csv"]) == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 6
    assert main(["compare", "--accounts", "facts", "cento"]) == 2
    with pytest.raises(UsageError, match="Nearest: cow-alliances"):
        compare_accounts(kg.load(account), ["facts", "cow-aliances"])
