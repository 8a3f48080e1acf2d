"""What ``kg ask`` prints and writes: headings, words, notes, files, and screens of any width."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import fastparquet
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli.main import main
from kg.cli.table import write
from kg.errors import UsageError
from kg.query import questions
from samples import ROOT, run_kg, write_turtle

Captured = pytest.CaptureFixture[str]
MEMBERS = ("members-at", "CENTO", "1957")


def ran(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    try:
        status = main(["ask", *map(str, arguments)])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


# The heading


def test_an_answer_says_what_was_asked_on_which_day(capsys: Captured) -> None:
    _, out, _ = ran(capsys, *MEMBERS)
    head, blank, *_ = out.splitlines()
    assert head == "Who is a member of Central Treaty Organization on 31 December 1957?"
    assert blank == ""
    _, out, _ = ran(capsys, "joined-between", "SCO", "--since", "2017", "--until", "June 2018")
    assert "between 1 January 2017 and 30 June 2018" in out.splitlines()[0]


def test_a_default_is_marked_and_lists_are_read_out(graph: kg.Graph) -> None:
    def heading(name: str, **given: Any) -> str:
        frame = kg.ask(graph, name, **given)
        assert isinstance(frame, pd.DataFrame)
        return str(frame.attrs["heading"])

    two = heading("members-at", organization=["CENTO", "SEATO"], on="1957")
    assert "Central Treaty Organization or Southeast Asia Treaty Organization on" in two
    assert "(by default)" in heading("closest-by-organizations", state="Pakistan", on="1960")
    assert "(by default)" not in heading(
        "closest-by-organizations", state="Pakistan", on="1960", least=3
    )


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_question_has_its_values_in_its_heading(graph: kg.Graph, name: str) -> None:
    asked = questions()[name]
    text = kg.query.heading(graph.engine, asked, kg.query.parameters.bind(
        graph.engine, asked, asked.example), asked.example)  # fmt: skip
    assert "{" not in text
    assert text.endswith(("?", ")", "."))


# Words and ids


def test_a_table_shows_words_and_ids_are_a_switch_away(capsys: Captured) -> None:
    _, out, _ = ran(capsys, *MEMBERS)
    assert "3 November 1955 to 11 March 1979" in out
    assert "Imperial Iran" in out
    assert "id:" not in out
    _, out, _ = ran(capsys, *MEMBERS, "--ids")
    assert "id:imperial-iran" in out
    assert "1955-11-03/1979-03-11" in out
    _, out, _ = ran(capsys, *MEMBERS, "--labels", "ur")
    assert "پاکستان" in out


def test_sparql_answers_what_it_selects_and_names_where_they_are_asked_for(
    capsys: Captured,
) -> None:
    query = "SELECT ?a { VALUES ?a { id:cento } ?a a kg:Alliance }"
    assert "id:cento" in ran(capsys, query)[1]
    assert "Central Treaty Organization" in ran(capsys, query, "--labels", "en")[1]
    assert ran(capsys, query, "--format", "csv")[1].splitlines()[0] == "a"
    labelled = ran(capsys, query, "--format", "csv", "--labels", "en")[1]
    assert labelled.splitlines()[0] == "a,a_label"


# What is left out


def test_claims_and_the_horizon_are_noted(capsys: Captured) -> None:
    assert ran(capsys, *MEMBERS)[1].endswith("5 rows\nnote: 5 more rows with --claims\n")
    assert "note:" not in ran(capsys, *MEMBERS, "--claims")[1]
    _, out, _ = ran(capsys, "members-at", "SCO", "2031")
    assert re.search(r"31 December 2031 lies after \d+ \w+ 20\d\d, until when", out)
    assert "last known" in out
    _, out, _ = ran(capsys, "members-at", "SCO", "1900")
    assert "31 December 1900 lies before 14 August 1947" in out


def test_nothing_found_says_whether_claims_would_and_what_is_unknown(capsys: Captured) -> None:
    status, out, _ = ran(capsys, "SELECT ?s { ?s kg:modality c:alleged }")
    assert status == 0
    assert re.search(r"0 rows\nnote: [1-9]\d* more rows with --claims\n$", out)
    _, out, _ = ran(capsys, "SELECT ?m { ?m kg:member id:pakistn }")
    assert "note: id:pakistn is not in the graph; nearest: id:pakistan" in out


# Files


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "xlsx", "parquet"])
def test_a_file_is_written_by_its_suffix(suffix: str, capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / f"members.{suffix}"
    status, out, err = ran(capsys, *MEMBERS, "-o", file)
    assert (status, out) == (0, "")
    assert err.splitlines()[0] == f"written: {file}"
    read: dict[str, Any] = {
        "csv": pd.read_csv,
        "tsv": lambda path: pd.read_csv(path, sep="\t"),
        "json": lambda path: pd.DataFrame(json.loads(path.read_text("utf-8"))),
        "xlsx": pd.read_excel,
        "parquet": read_parquet,
    }
    frame = read[suffix](file)
    assert set(frame["member_label"]) == {
        "Imperial Iran", "Iraq", "Pakistan", "Turkey", "United Kingdom",
    }  # fmt: skip
    assert list(frame.columns[:2]) == ["member", "member_label"]
    before = file.read_bytes()
    status, _, err = ran(capsys, *MEMBERS, "-o", file)
    assert (status, err.count("\n")) == (2, 1)
    assert "there is a file already. Add --force" in err
    assert file.read_bytes() == before
    assert ran(capsys, *MEMBERS, "-o", file, "--force")[0] == 0


def test_a_dash_is_standard_output_and_an_odd_suffix_is_refused(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ran(capsys, *MEMBERS, "-o", "-", "--format", "csv")[1].startswith("member,member_label")
    status, _, err = ran(capsys, *MEMBERS, "-o", tmp_path / "x.docx")
    assert (status, "stands for no table" in err) == (2, True)
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("kg.cli.answering.find_spec", lambda _: None)
    status, _, err = ran(capsys, *MEMBERS, "-o", tmp_path / "x.xlsx")
    assert (status, err.count("\n"), "needs the openpyxl library" in err) == (2, 1, True)
    assert not list(tmp_path.iterdir())


def read_parquet(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        frame: pd.DataFrame = fastparquet.ParquetFile(file).to_pandas()
        return frame


# Screens


class Screen(io.StringIO):
    """A terminal of some width."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.columns = columns

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


@given(
    st.integers(30, 200),
    st.lists(st.lists(st.text("abc دیو", max_size=90), min_size=3, max_size=3), max_size=4),
)
def test_no_word_is_lost_and_no_line_is_wider_than_the_screen(
    columns: int, table: list[list[str]]
) -> None:
    screen = Screen(columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.cli.table.os.get_terminal_size", lambda _: os.terminal_size((columns, 9)))
        write(("one", "two", "three"), table, "table", screen)
    lines = screen.getvalue().splitlines()
    printed = sorted("".join("".join(line.split()) for line in lines if "─" not in line))
    wanted = sorted("".join("".join(cell.split()) for row in table for cell in row))
    for letter in set(wanted):
        assert printed.count(letter) >= wanted.count(letter)
    if all(len(word) <= 8 for row in table for cell in row for word in cell.split()):
        records = lines and any(line.startswith("one: ") for line in lines)
        assert records or all(len(line) <= columns for line in lines)


@pytest.mark.parametrize("columns", [40, 200])
def test_a_real_terminal_of_any_width_shows_every_word(columns: int) -> None:
    shown = on_terminal(["ask", *MEMBERS], columns)
    assert "\x1b" not in shown
    words = " ".join(shown.replace("─", "").split())
    for each in ("Imperial Iran", "United Kingdom", "founding member", "5 rows"):
        assert each in words or (columns == 40 and all(part in words for part in each.split()))
    assert max(map(len, shown.splitlines()[2:8])) <= columns


def on_terminal(arguments: list[str], columns: int, typed: str = "") -> str:
    """Give what a command shows on a terminal of its own."""
    head, tail = pty.openpty()
    subprocess.run(["stty", "cols", str(columns)], stdin=tail, check=True)
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        stdin=tail, stdout=tail, stderr=tail, cwd=ROOT, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    os.close(tail)
    if typed:
        os.write(head, typed.encode())
    shown = b""
    try:
        while piece := os.read(head, 4096):
            shown += piece
    except OSError:
        pass  # The terminal is gone with its last process.
    child.wait(timeout=60)
    os.close(head)
    return shown.decode("utf-8", "replace").replace("\r\n", "\n")


def test_what_is_missing_is_asked_for_on_a_terminal_and_refused_in_a_pipe() -> None:
    shown = on_terminal(["ask", "members-at", "--organization", "CENTO"], 100, "1957\n")
    assert "the day, such as 1957-01-01:" in shown
    assert "Central Treaty Organization on 31 December 1957" in shown
    done = run_kg("ask", "members-at", "--organization", "CENTO")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'on' is missing. Give the day, such as on=1957-01-01" in done.stderr


def test_an_ambiguous_name_in_a_pipe_is_refused_with_all_that_it_may_mean() -> None:
    done = run_kg("ask", "offices-of", "Bhutto")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "id:benazir-bhutto (Benazir Bhutto), id:zulfikar-ali-bhutto" in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "has this name"), ("x" * 10_000, "has this name"), ("Пакиstan", "has this name")],
)
def test_odd_names_are_refused_in_a_line(name: str, said: str, graph: kg.Graph) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        kg.ask(graph, "members-at", organization=name, on="1957")
    assert len(str(caught.value)) < 400


def test_a_closed_pipe_is_no_fault_and_a_broken_file_is_one_line(tmp_path: Path) -> None:
    command = f"{sys.executable} -m kg ask things-of-kind kg:State | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    own = write_turtle(tmp_path / "own.ttl", "id:x a kg:State ,, .")
    done = run_kg("ask", "members-at", "CENTO", "1957", "--data", own)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
