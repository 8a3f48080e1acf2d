"""Resolving: what names and codes stand for, at a date, alone and by the column."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli.main import main
from kg.days import parse_date
from kg.engine import OxigraphEngine
from kg.errors import KgError, UsageError
from kg.folding import folded, folded_lines
from kg.query import chosen_reading, named, resolved_columns
from kg.terms import slug

Captured = pytest.CaptureFixture[str]
TABLE = Path(__file__).parent / "names.tsv"


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.fixture(scope="module")
def outcomes(engine: OxigraphEngine) -> list[tuple[list[str], str, set[str]]]:
    """Give each row of the table with what the name is taken as, and all that it may be."""
    rows = rows_of(TABLE)
    # At once for each kind and day: a name alone costs as much as many.
    asked = defaultdict(list)
    for typed, kind, on, _ in rows:
        asked[kind, on].append(typed)
    known = {
        (kind, on): named(engine, names, kind=kind or None, on=parse_date(on) if on else None)
        for (kind, on), names in asked.items()
    }
    found = []
    for row in rows:
        readings = known[row[1], row[2]][row[0]]
        chosen = chosen_reading(readings, row[0]) if readings else None
        every = {slug(each.thing) for each in readings}
        found.append((row, slug(chosen.thing) if chosen else "", every))
    return found


def test_names_as_people_type_them_are_understood(
    outcomes: list[tuple[list[str], str, set[str]]],
) -> None:
    assert len(outcomes) >= 400
    right = [row for row, taken, every in outcomes if is_right(row[3], taken, every)]
    missed = [(*row, taken, every) for row, taken, every in outcomes if row not in right]
    assert len(right) / len(outcomes) >= 0.98, missed


def test_no_name_is_taken_for_another_thing_without_a_word(
    outcomes: list[tuple[list[str], str, set[str]]],
) -> None:
    wrong = [
        (*row, taken)
        for row, taken, every in outcomes
        if taken and not set(row[3].split("|")) & every
    ]
    assert not wrong


def is_right(wanted: str, taken: str, every: set[str]) -> bool:
    """Say whether a name was taken for the one thing that it is, or said to be ambiguous."""
    things = set(wanted.split("|"))
    return taken == wanted if len(things) == 1 else things <= every


def test_a_misspelt_name_is_refused_with_the_right_one_near(graph: kg.Graph) -> None:
    rows = rows_of(TABLE.with_name("unknown.tsv"))
    frame = kg.resolve([typed for typed, *_ in rows], graph=graph)
    assert set(frame.matched) == {"unknown"}
    wanted = [(typed, near) for typed, *rest in rows if (near := "".join(rest))]
    said = dict(zip(frame.typed, frame.others.fillna(""), strict=True))
    labels = kg.resolve([near for _, near in wanted], graph=graph).label
    hits = [
        any(folded(each) in (folded(near), folded(label)) or near in each
            or is_named(graph, each, near) for each in said[typed].split("; "))
        for (typed, near), label in zip(wanted, labels, strict=True)
    ]  # fmt: skip
    assert sum(hits) / len(hits) >= 0.9, [w for w, hit in zip(wanted, hits, strict=True) if not hit]


def is_named(graph: kg.Graph, suggested: str, wanted: str) -> bool:
    readings = named(graph.engine, [suggested])[suggested]
    return wanted in {slug(each.thing) for each in readings}


# Columns


def test_a_column_keeps_its_index_its_blanks_and_its_repeats(graph: kg.Graph) -> None:
    column = pd.Series(["Pakistan", None, "", "nobody at all", "Pakistan"], index=list("abcde"))
    frame = kg.resolve(column, kind="State", graph=graph)
    assert list(frame.columns) == list(resolved_columns())
    assert list(frame.index) == list("abcde")
    assert list(frame.matched) == ["label", "blank", "blank", "unknown", "label"]
    assert list(frame.thing.fillna("")) == ["id:pakistan", "", "", "", "id:pakistan"]
    assert list(frame.score) == [1, 0, 0, 0, 1]


def test_numbers_are_codes_of_their_day(graph: kg.Graph) -> None:
    codes = pd.Series([2, 770, 260], dtype="Int64")
    frame = kg.resolve(codes, "State", on=[1950, "1960", np.datetime64("1970-01-01")], graph=graph)
    assert list(frame.thing) == ["id:united-states", "id:pakistan", "id:west-germany"]
    floats = kg.resolve([770.0, float("nan")], "kg:State", graph=graph)
    assert list(floats.matched) == ["code", "blank"]


def test_a_name_means_who_bore_it_then(graph: kg.Graph) -> None:
    def thing(name: str, on: int) -> object:
        return kg.resolve(name, "State", on=on, graph=graph).thing[0]

    assert thing("Iran", 1960) == "id:imperial-iran"
    assert thing("Iran", 1990) == "id:iran"
    assert thing("630", 1960) == "id:imperial-iran"
    divided = kg.resolve("Germany", "State", on=1970, graph=graph)
    assert list(divided.matched) == ["ambiguous"]
    assert divided.others[0] == "id:east-germany; id:west-germany"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"kind": "Nation"}, "no such class"),
        ({"on": "195"}, "not a day"),
        ({"on": [1950]}, "2 names and 1 day"),
    ],
)
def test_a_wrong_call_is_one_line(graph: kg.Graph, how: dict[str, object], said: str) -> None:
    with pytest.raises(KgError, match=said) as caught:
        kg.resolve(["Pakistan", "Iran"], graph=graph, **how)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_resolves_or_is_left_open(sample: OxigraphEngine, text: str) -> None:
    frame = kg.resolve([text], graph=sample)
    assert len(frame) == 1
    assert (frame.thing.notna() == (frame.score > 0)).all()


@given(st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=20), max_size=8))
def test_lines_fold_as_each_of_them_does(names: list[str]) -> None:
    lines = [" ".join(name.split()) for name in names]
    assert folded_lines("\n".join(lines)) == [folded(line) for line in lines] or not lines


@given(st.text(max_size=30))
def test_folding_is_done_once_for_all(text: str) -> None:
    assert folded(text.upper().lower()) == folded(text.lower())
    assert " " not in folded(text)


# The command


def ran(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    try:
        status = main(["resolve", *map(str, arguments)])
    except SystemExit as stop:
        status = int(stop.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def test_a_csv_keeps_its_columns_and_says_what_is_left_open(
    capsys: Captured, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    text = "country,year,label\nGermany,1970,x\nIran,1960,y\n,1950,\n260,1970,z\n"
    table.write_text(text, encoding="utf-8-sig")
    out = tmp_path / "out.csv"
    call = ("--csv", table, "--column", "country", "--on-column", "year", "-o", out)
    status, printed, err = ran(capsys, *call)
    assert (status, printed) == (1, "")
    assert err == f"written: {out}\nnote: 1 of 4 names left open\n"
    with out.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["thing"] for row in rows] == ["", "id:imperial-iran", "", "id:west-germany"]
    assert [row["matched"] for row in rows] == ["ambiguous", "predecessor", "blank", "code"]
    assert [row["label"] for row in rows] == ["x", "y", "", "z"]  # the file's own column
    assert rows[1]["kg_label"] == "Imperial Iran"
    status, _, err = ran(capsys, *call)
    assert (status, "Add --force" in err) == (2, True)
    assert ran(capsys, *call, "--force")[0] == 1


BAD: list[tuple[int, str, bytes, tuple[str, ...]]] = [
    (2, "names, or a file", b"", ()),
    (2, "no such column", b"a,b\n1,2\n", ("--column", "c")),
    (2, "no such column", b"a,b\n1,2\n", ()),
    (2, "line 2: soon: this is not a day", b"a,y\nIran,soon\n",
     ("--column", "a", "--on-column", "y")),
    (1, "t.csv:2: this is not UTF-8 text", b"a\ncaf\xe9\n", ()),
    (1, "t.csv:3: this row has 2 cells, and the head has 1", b"a\nIran\nIran,Iraq\n", ()),
    (1, "no CSV", b'a\n"Iran\n', ()),
    (1, "the file is empty", b"", ("--column", "a")),
    (2, "no such class", b"a\nIran\n", ("--kind", "Nation")),
]  # fmt: skip


@pytest.mark.parametrize(("status", "said", "data", "more"), BAD, ids=str)
def test_a_bad_file_is_one_line(
    status: int, said: str, data: bytes, more: tuple[str, ...], capsys: Captured, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(data)
    given: tuple[str | Path, ...] = ("--csv", table, *more) if data or more else ()
    found, out, err = ran(capsys, *given)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert said in err


def test_names_alone_are_a_table_with_what_was_typed(capsys: Captured) -> None:
    status, out, err = ran(capsys, "Baghdad Pact", "Pakisatn", "x" * 10_000, "پاكستان")
    assert (status, err) == (1, "note: 2 of 4 names left open\n")
    assert "id:cento" in out
    assert "Pakistan" in out


def test_a_name_that_is_the_slug_of_a_thing_is_that_thing(sample: OxigraphEngine) -> None:
    assert chosen_reading(named(sample, ["ada"])["ada"], "ada") is not None
    with pytest.raises(UsageError):
        kg.resolve(["ada"], kind="NoClass", graph=sample)


# Codes


SCHEMES = ("cow", "cow-abbreviation", "iso-3166-1-alpha-2", "iso-3166-1-alpha-3", "gleditsch-ward")


def test_codes_and_names_of_years_stand_for_what_they_stood_for(graph: kg.Graph) -> None:
    asked = defaultdict(list)
    names = []
    for thing, *codes, year in rows_of(TABLE.with_name("codes.tsv")):
        names.append((thing, year))
        for scheme, code in zip(SCHEMES, codes, strict=True):
            if code:
                asked[scheme].append((code, year, f"id:{thing}"))
    assert sum(map(len, asked.values())) >= 300
    wrong = []
    for scheme, rows in asked.items():
        typed, years, _ = zip(*rows, strict=True)
        frame = kg.resolve(list(typed), on=list(years), scheme=scheme, graph=graph)
        wrong += [
            (scheme, *row, got) for row, got in zip(rows, frame.thing, strict=True) if got != row[2]
        ]
    assert wrong == []
    labels = [each.replace("-", " ").title() for each, _ in names]
    frame = kg.resolve(labels, "State", on=[year for _, year in names], graph=graph)
    assert [n for n, got in zip(names, frame.thing, strict=True) if got != f"id:{n[0]}"] == []


def test_codes_of_further_schemes_stand_for_what_they_stood_for(graph: kg.Graph) -> None:
    asked = defaultdict(list)
    for scheme, code, year, thing in rows_of(TABLE.with_name("codes-more.tsv")):
        asked[scheme].append((code, year, f"id:{thing}" if thing else ""))
    assert sum(map(len, asked.values())) >= 300
    wrong = []
    for scheme, rows in asked.items():
        codes, years, _ = zip(*rows, strict=True)
        frame = kg.resolve(list(codes), on=list(years), scheme=scheme, graph=graph)
        found = zip(rows, frame.thing.fillna(""), strict=True)
        wrong += [(scheme, *row, got) for row, got in found if got != row[2]]
    assert wrong == []


def test_what_was_there_before_is_said_and_not_chosen(graph: kg.Graph) -> None:
    frame = kg.resolve("RUS", scheme="iso-3166-1-alpha-3", on=1985, graph=graph)
    assert list(frame.matched) == ["gap"]
    assert frame.others[0] == "id:russia (1991–); id:soviet-union (–1991), there before"
    before = kg.resolve("887", scheme="un-m49", on=1985, graph=graph).others[0]
    assert "id:north-yemen (1926–1990), there before" in before
    assert "id:south-yemen (1967–1990), there before" in before


def test_a_code_that_looks_like_another_is_found_by_its_scheme_only(graph: kg.Graph) -> None:
    # CH is China in FIPS and Switzerland in ISO; 586 is a number like any other.
    typed = kg.resolve(["CH", "AS", "586", "241"], graph=graph)
    assert list(typed.thing.fillna("")) == ["id:switzerland", "", "", ""]
    assert kg.resolve("CH", scheme="fips", graph=graph).thing[0] == "id:china"
    # Without a day a code is who bears it now, though another bore it once.
    assert kg.resolve("DE", graph=graph).thing[0] == "id:germany"


def test_two_codes_a_gap_and_leading_zeros_are_said_and_not_chosen(graph: kg.Graph) -> None:
    codes = ["255", "0260", "260", "9999", "", "2.0", "na"]
    frame = kg.resolve(codes, on=1970, scheme="cow", graph=graph)
    assert list(frame.matched) == ["gap", "code", "code", "unknown", "blank", "code", "unknown"]
    borne, before = "id:germany (1816–1945); id:germany (1990–)", "there before"
    assert frame.others[0].startswith(f"{borne}; id:east-germany (1954–1990), {before}")
    assert list(frame.thing.fillna("")) == [
        "", "id:west-germany", "id:west-germany", "", "", "id:united-states", ""
    ]  # fmt: skip
    # Without a day a number that several have borne is left open, with the years of each.
    frame = kg.resolve("365", scheme="cow", graph=graph)
    assert list(frame.matched) == ["ambiguous"]
    assert "id:soviet-union (1922–1991)" in str(frame.others[0])
    # The code NA is Namibia, and no missing value.
    assert kg.resolve(["NA"], scheme="iso-3166-1-alpha-2", graph=graph).thing[0] == "id:namibia"
    with pytest.raises(UsageError, match="no code of this scheme is known"):
        kg.resolve("2", scheme="cwo", graph=graph)


def test_the_command_resolves_codes_of_a_scheme(capsys: Captured) -> None:
    assert main(["resolve", "770", "260", "--scheme", "cow", "--on", "1970"]) == 0
    assert "West Germany" in capsys.readouterr().out
    assert main(["resolve", "255", "--scheme", "cow", "--on", "1970"]) == 1
    assert "1 of 1 name left open" in capsys.readouterr().err


def test_what_is_found_is_given_in_the_codes_of_another_scheme_on_the_day(graph: kg.Graph) -> None:
    frame = kg.resolve(["Pakistan", "Bangladesh", "", "nowhere"], on=1970, to="cow", graph=graph)
    assert list(frame.code.isna()) == [False, True, True, True]
    assert frame.code[0] == "770"
    assert frame.codes.isna()[[0, 2, 3]].all()
    assert frame.codes[1] == "771 id:bangladesh (1971–)"
    crossed = kg.resolve(
        [260, 365, 255], on=1980, scheme="cow", to="iso-3166-1-alpha-3", graph=graph
    )
    assert list(crossed.code[:2]) == ["DEU", "SUN"]
    assert crossed.thing.isna()[2]
    assert crossed.code.isna()[2]
    of_all_times = kg.resolve("Germany", to="cow-abbreviation", graph=graph)
    assert of_all_times.code[0] == "GMY"
    with pytest.raises(UsageError, match="no code of this scheme is known"):
        kg.resolve("Pakistan", to="cwo", graph=graph)
