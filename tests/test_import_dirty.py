"""Tables as analysts keep them: each kind of dirt is read rightly, or said in one line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from kg.datasets import Imported, Plan, Reading, columns_of, import_table, opened, suggested
from kg.engine import OxigraphEngine
from kg.errors import KgError, UsageError

HEAD = "country,org,from,to\n"
GOOD = "Pakistan,CENTO,1955-09-23,1979-03-12\n"
MAP = "member=country,organization=org,time=from..to"
PLAN = Plan("membership", tuple(columns_of(MAP)), (("status", "full member"),))
ROWS = [line.split(",") for line in (HEAD + GOOD).splitlines()]


def put(folder: Path, data: str | bytes, name: str = "members.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def reasons(found: Imported) -> list[str]:
    return [str(each) for each in found.refused]


# Where the head stands


@pytest.mark.parametrize(
    ("above", "line"),
    [("Members of alliances\n", 2), ("Members of alliances,,,\n\n", 3), ("sep=;\n", 0), ("\n", 0)],
)
def test_a_head_below_the_first_line_is_found_and_said(
    tmp_path: Path, engine: OxigraphEngine, above: str, line: int
) -> None:
    table = (HEAD + GOOD).replace(",", ";") if above == "sep=;\n" else HEAD + GOOD
    found = import_table(engine, put(tmp_path, above + table), PLAN)
    assert (found.made, reasons(found)) == (1, [])
    said = [f"the head is taken from line {line}, and nothing from above it"] if line else []
    # Nobody misses a line that is blank, or only says what parts the cells.
    assert found.notes == said


def test_a_table_without_a_row_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kg.cli.main import main  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    put(tmp_path, HEAD)
    assert main(["import", "members.csv", "--as", "membership", "--map", MAP, "--set", "status=x"])
    assert "the table has no row below its head" in capsys.readouterr().err


# Spreadsheets


def book(path: Path, sheets: dict[str, Sequence[Sequence[object]]], hidden: str = "") -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == hidden:
            sheet.sheet_state = "hidden"
    made.save(path)
    return path


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path, engine: OxigraphEngine) -> None:
    other = [ROWS[0], ["Turkey", "CENTO", "1955", "1979"]]
    path = book(tmp_path / "a.xlsx", {"One": ROWS, "Two": other, "Empty": []})
    with pytest.raises(UsageError, match=r"several sheets \(One, Two\)\. Say which: --sheet 'One'"):
        import_table(engine, path, PLAN)
    assert "id:turkey" in import_table(engine, path, PLAN._replace(sheet="Two")).text
    assert 'sheet = "Two"' in suggested(engine, path, "membership", "Two")
    with pytest.raises(UsageError, match="no such sheet"):
        import_table(engine, path, PLAN._replace(sheet="Tow"))


def test_a_hidden_sheet_is_read_only_when_named(tmp_path: Path, engine: OxigraphEngine) -> None:
    old = [ROWS[0], ["Turkey", "CENTO", "1955", "1979"]]
    path = book(tmp_path / "a.xlsx", {"Old": old, "New": ROWS}, hidden="Old")
    assert "id:turkey" not in import_table(engine, path, PLAN).text
    path = book(tmp_path / "b.xlsx", {"Old": old, "Empty": []}, hidden="Old")
    with pytest.raises(UsageError, match="hidden"):
        import_table(engine, path, PLAN)


# Parquet


def parquet(path: Path, **columns: str) -> Path:
    said = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    opened().execute(f"COPY (SELECT {said}) TO '{path}' (FORMAT parquet)")
    return path


WHOLE = {"country": "'Pakistan'", "org": "'CENTO'", "from": "1955", "to": "1979"}


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Karachi"])
def test_a_moment_is_the_same_day_on_every_machine(tmp_path: Path, zone: str) -> None:
    moment = "TIMESTAMPTZ '1955-09-23 00:30:00+00'"
    path = parquet(tmp_path / "a.parquet", **WHOLE | {"from": moment})
    call = [sys.executable, "-m", "kg", "import", path.name, "--as", "membership", "--map", MAP,
            "--set", "status=full member"]  # fmt: skip
    subprocess.run(call, cwd=tmp_path, env=os.environ | {"TZ": zone}, check=True)
    assert '"1955-09-23/1979"' in (tmp_path / "a.ttl").read_text(encoding="utf-8")


def test_no_number_is_no_value(tmp_path: Path, engine: OxigraphEngine) -> None:
    path = parquet(tmp_path / "a.parquet", **WHOLE | {"to": "'NaN'::DOUBLE"})
    assert '"1955/"' in import_table(engine, path, PLAN).text


def test_several_values_in_a_cell_are_no_name(tmp_path: Path, engine: OxigraphEngine) -> None:
    path = parquet(tmp_path / "a.parquet", **WHOLE | {"country": "['Pakistan']"})
    with pytest.raises(KgError, match="holds varchar\\[\\], and not one value in a cell"):
        import_table(engine, path, PLAN)
    path = parquet(tmp_path / "b.parquet", **WHOLE, tags="['x', 'y']")
    assert import_table(engine, path, PLAN).made == 1


# Files in files, and encodings


def zipped(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, data in members.items():
            box.writestr(name, data)
    return out.getvalue()


def test_what_a_system_keeps_beside_a_table_is_none(tmp_path: Path, engine: OxigraphEngine) -> None:
    data = zipped(**{"m.csv": HEAD + GOOD, "__MACOSX/._m.csv": "x", ".DS_Store": "x"})
    assert import_table(engine, put(tmp_path, data, "m.zip"), PLAN).made == 1


@pytest.mark.parametrize(
    ("name", "inside", "said"),
    [("a.zip", "a.xlsx", "the zip file holds no text. Unpack a.xlsx"),
     ("a.csv", "", "this is an Excel file by what it holds. Give it the suffix .xlsx")],
)  # fmt: skip
def test_an_excel_file_in_another_coat_is_told(
    tmp_path: Path, engine: OxigraphEngine, name: str, inside: str, said: str
) -> None:
    data = book(tmp_path / "whole.xlsx", {"One": ROWS}).read_bytes()
    path = put(tmp_path, zipped(**{inside: data}) if inside else data, name)
    with pytest.raises(UsageError, match=said):
        import_table(engine, path, PLAN)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(
    tmp_path: Path, engine: OxigraphEngine, encoding: str
) -> None:
    path = put(tmp_path, (HEAD + GOOD + "پاکستان,SEATO,1954,1973\n").encode(encoding))
    assert import_table(engine, path, PLAN).made == 2


# Numbers and days


def valued(engine: OxigraphEngine, path: Path, decimal: str) -> Imported:
    fixed = (("unit", "percent"), ("exactness", "about"))
    reading = Reading(decimal=decimal)
    return import_table(
        engine, path, Plan("quantity", tuple(columns_of("value=n")), fixed, reading)
    )


@pytest.mark.parametrize(
    ("cell", "decimal", "wanted"),
    [
        ("1,234", "", "the comma may part thousands or decimals"),
        ("3,5", "", "where a comma parts decimals, --decimal comma"),
        ("1,234", "comma", "1.234"),
        ("1,234", "point", "1234.0"),
        ("1.234,5", "comma", "1234.5"),
        ("1,234.5", "", "1234.5"),
        ("1,234,567", "", "1234567.0"),
        ("1.5", "comma", "no number with a comma before its decimals"),
    ],
)
def test_a_comma_in_a_number_is_not_guessed(
    tmp_path: Path, engine: OxigraphEngine, cell: str, decimal: str, wanted: str
) -> None:
    found = valued(engine, put(tmp_path, f"n;m\n{cell};x\n"), decimal)
    assert wanted in (found.text or "\n".join(reasons(found)))


def test_where_commas_part_cells_they_part_thousands(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    assert "kg:value 1234.0" in valued(engine, put(tmp_path, 'n,m\n"1,234",x\n'), "").text


@pytest.mark.parametrize("digits", ["۱۹۵۵,۱۹۷۹", "١٩٥٥,١٩٧٩", "۱۹۵۵,1979"])
def test_digits_of_other_scripts_are_digits(
    tmp_path: Path, engine: OxigraphEngine, digits: str
) -> None:
    found = import_table(engine, put(tmp_path, f"{HEAD}پاکستان,CENTO,{digits}\n"), PLAN)
    assert '"1955/1979"' in found.text


@pytest.mark.parametrize(
    ("cell", "mend"),
    [("c. 1955", "write 1955~"), ("since 1955", "write 1955/.."), ("20355", "as a date"),
     ("1950s", "write 195X")],
)  # fmt: skip
def test_a_day_that_cannot_be_read_is_said_with_what_may_be_meant(
    tmp_path: Path, engine: OxigraphEngine, cell: str, mend: str
) -> None:
    found = import_table(engine, put(tmp_path, f"{HEAD}Pakistan,CENTO,{cell},1979\n"), PLAN)
    assert mend in reasons(found)[0]


# The same row twice


def test_the_same_row_twice_is_made_once(tmp_path: Path, engine: OxigraphEngine) -> None:
    found = import_table(engine, put(tmp_path, HEAD + GOOD + GOOD), PLAN, skip_bad=True)
    assert found.made == 1
    assert "line 3: the same as line 2" in reasons(found)[0]


def test_of_two_rows_that_break_a_rule_each_names_the_other(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    path = put(tmp_path, HEAD + GOOD + "Pakistan,CENTO,1956,1960\n")
    assert "'line 3'" in reasons(import_table(engine, path, PLAN))[0]


# A disk that fills, at any point


@pytest.mark.fault
@pytest.mark.parametrize("most", [0, 20_000])
def test_no_point_at_which_a_disk_fills_leaves_anything(tmp_path: Path, most: int) -> None:
    resource = pytest.importorskip("resource")

    def limited(size: int) -> Callable[[], None]:
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    rows = "".join(f"{n},770,1965,1,1\n{n},710,1965,1,1\n" for n in range(3000))
    put(tmp_path, "rcid,ccode,year,member,vote\n" + rows, "votes.csv")
    call = [sys.executable, "-m", "kg", "import", "un-votes", "votes.csv", "--skip-bad"]
    ran = subprocess.run(
        call, cwd=tmp_path, env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True,
        text=True, preexec_fn=limited(most), check=False,
    )  # fmt: skip
    assert ran.returncode in (1, 2), ran.stderr
    assert ran.stderr.startswith("kg import: ")
    assert ran.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["votes.csv"]
