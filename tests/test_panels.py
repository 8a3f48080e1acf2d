"""Panels: codes of their year, NA for what is not known, files that kept readers read back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

import kg
from kg.analysis import PANELS
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from samples import run_kg, run_python

CODES = {
    1970: {
        "west-germany": ("260", "DEU"), "east-germany": ("265", "DDR"),
        "north-yemen": ("678", "YEM"),
        "south-yemen": ("680", "YMD"), "vietnam": ("816", "VDR"), "south-vietnam": ("817", "VNM"),
        "pakistan": ("770", "PAK"),
    },
    1972: {
        "west-germany": ("260", "DEU"), "east-germany": ("265", "DDR"),
        "north-yemen": ("678", "YEM"),
        "south-yemen": ("680", "YMD"), "vietnam": ("816", "VDR"), "south-vietnam": ("817", "VNM"),
        "pakistan": ("770", "PAK"), "bangladesh": ("771", "BGD"),
    },
    1991: {
        "germany": ("255", "DEU"), "yemen": ("679", "YEM"), "vietnam": ("816", "VNM"),
        "pakistan": ("770", "PAK"), "bangladesh": ("771", "BGD"),
    },
}  # fmt: skip
NAMES = ("germany", "yemen", "vietnam", "pakistan", "bangladesh")


def codes_in(frame: Any) -> dict[str, tuple[Any, Any]]:
    mine = frame[[any(name in state for name in NAMES) for state in frame["state"]]]
    plain = mine.astype(object).where(mine.notna() & (mine != ""), None)
    return {
        row["state"]: (row["cow"], row["iso_3166_1_alpha_3"])
        for row in plain[["state", "cow", "iso_3166_1_alpha_3"]].to_dict("records")
    }


@pytest.mark.parametrize("year", sorted(CODES))
def test_codes_are_those_of_the_year(graph: kg.Graph, year: int) -> None:
    frame = kg.panel(graph, "state-year", year, year)
    assert codes_in(frame) == CODES[year]
    assert not frame.duplicated(["state", "year"]).any()


def test_a_file_for_stata_is_read_back_by_a_kept_reader(graph: kg.Graph, tmp_path: Path) -> None:
    file = kg.panel(graph, "state-year", 1970, 1970, path=tmp_path / "states.dta")
    read, _ = pyreadstat.read_dta(file)
    assert codes_in(read) == CODES[1970]
    assert read["memberships"].isna().any()
    book = (tmp_path / "states.dta.codebook.txt").read_text(encoding="utf-8")
    for column in read.columns:
        assert f"\n{column} " in book
    assert "Ties count that hold for certain, or were last known to" in book


@pytest.mark.parametrize("what", PANELS)
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".dta"])
def test_every_panel_is_written_and_read_back(
    sample: OxigraphEngine, tmp_path: Path, what: str, suffix: str
) -> None:
    frame = kg.panel(sample, what, 1956, 1958)
    file = kg.panel(sample, what, 1956, 1958, path=tmp_path / f"p{suffix}")
    readers: dict[str, Any] = {
        ".csv": pd.read_csv, ".parquet": pd.read_parquet, ".dta": pd.read_stata,
    }  # fmt: skip
    read = readers[suffix](file)
    assert list(read.columns) == list(frame.columns)
    assert len(read) == len(frame) > 0
    for name in frame.columns:
        if str(frame[name].dtype) != "string":
            ours, theirs = (each[name].astype("Float64") for each in (frame, read))
            assert ours.fillna(-9).tolist() == theirs.fillna(-9).tolist(), name
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        f"p{suffix}",
        f"p{suffix}.codebook.txt",
    ]


def test_what_is_not_known_is_na_and_zero_stands_only_for_what_is_complete(
    graph: kg.Graph,
) -> None:
    frame: Any = kg.panel(graph, "membership", 1957, 1957).set_index(["state", "organization"])
    assert frame.loc[("pakistan", "cento"), "member"] == 1
    assert frame.loc[("india", "cento"), "member"] == 0
    others = frame[~frame["complete"].astype(bool)]
    assert set(others["member"].dropna()) == {1}
    late = kg.panel(graph, "membership", 2026, 2026)
    assert not late["covered"].any()
    assert set(late["member"].dropna()) <= {1}
    early = kg.panel(graph, "dyad-year", 1930, 1930)
    assert early["shared_complete"].isna().all()
    assert not early["covered"].any()


def test_pairs_say_what_ties_them(graph: kg.Graph) -> None:
    frame: Any = kg.panel(graph, "dyad-year", 1957, 1957).set_index(["state1", "state2"])
    row = frame.loc[("iraq", "pakistan")]
    assert (row["cow_1"], row["cow_2"]) == ("645", "770")
    assert (row["shared_complete"], row["co_alliance"], row["friendly"]) == (1, 1, True)
    assert pd.isna(row["hostile"])
    assert frame.loc[("india", "pakistan"), "hostile"]
    size = len(kg.panel(graph, "state-year", 1957, 1957))
    assert len(frame) == size * (size - 1) // 2


def test_the_rule_says_which_ties_count(graph: kg.Graph) -> None:
    counts = [
        int(kg.panel(graph, "membership", 2026, 2026, rule=rule)["member"].sum())
        for rule in ("certain", "last known", "possible")
    ]
    assert counts[0] < counts[1] <= counts[2]


@pytest.mark.slow
def test_two_hundred_years_of_all_pairs_stream(tmp_path: Path) -> None:
    """The whole is some two million rows; memory holds a year of them."""
    script = (
        "import kg, re, sys; kg.panel(kg.load(), 'dyad-year', 1825, 2024, path=sys.argv[1]); "
        # What getrusage tells is at least what the process held that started this one.
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    file = tmp_path / "all.csv"
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with file.open(encoding="utf-8") as lines:
        assert sum(1 for _ in lines) > 1_000_000
    assert int(done.stdout) < 600_000  # kilobytes


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("dyads-year", 1957, 1957), "there is no panel 'dyads-year'. Nearest: dyad-year"),
        (("dyad-year", 1957, 1950), "1957 to 1950 are no years"),
        (("dyad-year", 0, 1950), "0 to 1950 are no years"),
    ],
)
def test_a_wrong_call_is_refused(sample: OxigraphEngine, call: Any, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        kg.panel(sample, *call)
    assert said in str(caught.value)


def test_a_wrong_rule_or_file_is_refused_and_nothing_is_left(
    sample: OxigraphEngine, tmp_path: Path
) -> None:
    for options, said in (
        ({"rule": "certian"}, "there is no rule 'certian'. Nearest: certain"),
        ({"through": ["treat"]}, "there is no projection 'treat'. Nearest: treaty"),
        ({"path": tmp_path / "p.xlsx"}, "there is no panel in the format '.xlsx'"),
        ({"accounts": ["fact"]}, "there is no account of this name. Nearest: facts"),
    ):
        with pytest.raises(UsageError) as caught:
            kg.panel(sample, "dyad-year", 1957, 1957, **options)
        assert said in str(caught.value)
    file = tmp_path / "p.csv"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there is a file already"):
        kg.panel(sample, "dyad-year", 1957, 1957, path=file)
    assert file.read_text(encoding="utf-8") == "mine"
    kg.panel(sample, "dyad-year", 1957, 1957, path=file, force=True)
    assert file.read_text(encoding="utf-8").startswith("year,")


def test_the_commands(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    done = run_kg("panel", "membership", "1957", "1957", "-o", file)
    assert done.returncode == 0, done.stderr
    assert "codebook.txt says what its columns mean" in done.stdout
    assert "pakistan" in file.read_text(encoding="utf-8")
    done = run_kg("panel", "memberships", "1957", "1957", "-o", tmp_path / "n.csv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Nearest: membership" in done.stderr
    done = run_kg("balance", "--on", "2011-11-26", "--both", "negative", "--groups", "3")
    assert done.returncode == 0, done.stderr
    assert re.search(r"frustration with up to 3 groups: [1-9]\d* \(exact", done.stdout)
    done = run_kg("balance", "--on", "2011-11-26", "--both", "negative", "--unbalanced")
    assert done.stdout.startswith("a,b,c,pattern,ab,ab_relations,ab_sources")
    assert "India" in done.stdout


def test_help_costs_neither_pandas_nor_networkx() -> None:
    code = "import sys, kg.cli.compare, kg.cli.panel, kg.cli.balance; print(*sys.modules)"
    loaded = run_python("-c", code).stdout.split()
    assert not {"pandas", "networkx", "numpy", "highspy"} & set(loaded)
