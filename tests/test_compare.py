"""Comparing: what joined, left, changed and stayed, and whether the world or knowledge changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.analysis import Comparison
from kg.cli.main import main
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from samples import run_kg, write_turtle

WHEN: dict[str, Any] = {"about": "league", "kinds": ["Membership"]}


def changes(found: Comparison) -> dict[str, list[str]]:
    every: dict[str, list[str]] = {}
    for each in found.changes():
        every.setdefault(each.what, []).append(each.start)
    return every


def test_two_days(sample: OxigraphEngine) -> None:
    found = kg.compare("1952-01-01", "1957-01-01", graph=sample, **WHEN)
    assert changes(found) == {"joined": ["Borduria"], "stayed": ["Arcadia"]}
    assert found.reason == "world"
    (joined,) = found.changes("joined")
    assert (joined.certain, joined.before, joined.after) == (True, "", "certain")
    assert joined.sources == ("Treaty series",)
    assert str(found).splitlines() == [
        "1 January 1952 and 1 January 1957: the world changed; both days lie within the data",
        "joined (1):",
        "  Borduria – League of Arcadia: membership",
        "stayed: 1 tie",
    ]


def test_certain_and_possible_stand_apart(sample: OxigraphEngine) -> None:
    found = kg.compare("1952-01-01", "1955-09-15", graph=sample, **WHEN)
    (joined,) = found.changes("joined")
    assert (joined.certain, joined.after) == (False, "possible")
    assert "perhaps joined (1):" in str(found)


def test_a_day_past_the_horizon_is_not_the_world(sample: OxigraphEngine) -> None:
    found = kg.compare("1957-01-01", "2024-01-01", graph=sample, **WHEN)
    assert found.reason == "either"
    assert "the data speaks to 31 December 2020 only" in str(found)


def test_a_thing_compared_with_itself_is_empty(sample: OxigraphEngine, graph: kg.Graph) -> None:
    for one in (kg.project(sample, claims=True), kg.project(graph, "2011-11-26"), nx.Graph()):
        found = kg.compare(one, one)
        assert not found
        assert found.changes("joined", "left", "changed") == []
        assert "nothing differs" in str(found)


def test_comparisons_compose(sample: OxigraphEngine) -> None:
    days = ["1952-01-01", "1957-01-01", "1979-06-01"]
    one, two, three = kg.project(sample, days)
    first, second = kg.compare(one, two), kg.compare(two, three)
    assert first.then(second).changes() == kg.compare(one, three).changes()
    back = kg.compare(two, one)
    assert changes(back).get("left") == changes(first).get("joined")
    assert not first.then(back)
    with pytest.raises(UsageError, match="the second begins with what the first ends with"):
        first.then(first)


def test_what_of_a_tie_changed() -> None:
    one, two = nx.MultiDiGraph(on="1950-01-01"), nx.MultiDiGraph(on="1960-01-01")
    for net, status in ((one, "observer"), (two, "full member")):
        facts = [["status", status]]
        net.add_edge("a", "b", key="m", kind="Membership", kind_label="membership", facts=facts)
    (change,) = kg.compare(one, two).changes()
    assert (change.what, change.of) == ("changed", (("status", "observer", "full member"),))
    assert "status: observer, then full member" in str(change)


def test_two_accounts(sample: OxigraphEngine) -> None:
    found = kg.compare("facts", "claims", graph=sample, about="cimmeria")
    assert found.reason == "knowledge"
    assert found.changes("joined")
    assert "only in claims" in str(found)
    assert (found.before.name, found.after.name) == ("facts", "claims")


def test_as_a_frame_as_json_and_as_a_picture(sample: OxigraphEngine) -> None:
    found = kg.compare("1952-01-01", "1957-01-01", graph=sample, **WHEN)
    frame = found.frame()
    assert frame["what"].tolist() == ["joined", "stayed"]
    assert frame.loc[0, "relations"] == "membership-league-borduria"
    read = json.loads(found.to_json())
    assert (read["reason"], read["before"]["on"]) == ("world", "1952-01-01")
    assert [each["what"] for each in read["changes"]] == ["joined", "stayed"]
    svg = kg.draw(found.network()).to_svg()
    assert "joined: membership" in svg
    assert "Borduria" in svg


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("1952-01-01", "1957-01-01"), "there is nothing to compare these in"),
        (("1952-01-01", "1957-13-01"), "'1957-13-01': this is not a day"),
        (("facts", "clams"), "there is no account of this name. Nearest: claims"),
    ],
)
def test_a_wrong_call_is_refused(sample: OxigraphEngine, call: Any, said: str) -> None:
    options: dict[str, Any] = {} if "nothing" in said else {"graph": sample}
    with pytest.raises(UsageError) as caught:
        kg.compare(*call, **options)
    assert said in str(caught.value)


def test_the_command(tmp_path: Path) -> None:
    done = run_kg("compare", "cento", "1955-12-31", "1979-12-31")
    assert done.returncode == 0, done.stderr
    assert "left (5):" in done.stdout
    assert "  Pakistan – Central Treaty Organization: membership" in done.stdout
    done = run_kg("compare", "--accounts", "facts", "claims", "--organization", "cento")
    assert "only in claims" in done.stdout
    picture = tmp_path / "c.svg"
    done = run_kg("compare", "cento", "1955-12-31", "1979-12-31", "-o", picture)
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    for wrong, said in (
        (("compare", "cento"), "two days are missing"),
        (("compare", "centos", "1955-12-31", "1979-12-31"), "nothing in the graph has this name"),
        (("compare", "--accounts", "facts", "fakts"), "there is no account of this name"),
    ):
        done = run_kg(*wrong)
        assert done.returncode == 2
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_two_versions_of_the_data(tmp_path: Path) -> None:
    body = """id:xo a kg:Organization ; skos:prefLabel "Xo"@en .
id:xs a kg:State ; skos:prefLabel "Xs"@en .
id:m a kg:Membership ; kg:member id:xs ; kg:organization id:xo ; kg:status c:full-member ;
  kg:time "{}"^^edtf:EDTF .
"""
    old = write_turtle(tmp_path / "old.ttl", body.format("1950/1960"))
    new = write_turtle(tmp_path / "new.ttl", body.format("1951/1960"))
    done = run_kg("compare", "xo", "--versions", old, new)
    assert done.returncode == 0, done.stderr
    assert "differs (1):" in done.stdout
    assert "time: 1950 to 1960, then 1951 to 1960" in done.stdout


@pytest.mark.parametrize(
    ("days", "other"), [(("cento", "1957"), "cento"), (("cento", "1957", "1979x"), "1979x")]
)
def test_of_two_days_both_are_days(
    days: tuple[str, ...], other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *days]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"kg compare: {other}: two days are compared, and this is none.")
