"""A table of one's own: what is read, what is refused, and what comes out."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import kg
from kg.cli.main import main
from kg.datasets import Imported, Plan, Reading, columns_of, import_table, read_corrections
from kg.engine import OxigraphEngine
from kg.errors import DataError, KgError, UsageError
from kg.evidence import why

Captured = pytest.CaptureFixture[str]
HEAD = "country,org,from,to\n"
GOOD = "Pakistan,CENTO,1955-09-23,1979-03-12\n"
MAP = "member=country,organization=org,time=from..to"
PLAN = Plan("membership", tuple(columns_of(MAP)), (("status", "full member"),))
CALL = ["import", "members.csv", "--as", "membership", "--map", MAP]
CALL += ["--set", "status=full member"]


def table(folder: Path, text: str | bytes, name: str = "members.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def done(engine: OxigraphEngine, path: Path, plan: Plan = PLAN, **how: object) -> Imported:
    return import_table(engine, path, plan, **how)  # type: ignore[arg-type]


def reasons(found: Imported) -> list[str]:
    return [str(each) for each in found.refused]


def times(found: Imported) -> list[str]:
    return [line.split('"')[1] for line in found.text.splitlines() if "kg:time" in line]


# From the file to an account


def test_a_table_becomes_an_account_that_check_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "Iran,CENTO,3 November 1955,1979\nTurkey,Baghdad Pact,1955-02,1979\n"
    table(tmp_path, HEAD + GOOD + rows)
    assert main(CALL) == 0
    said = capsys.readouterr()
    assert "3 rows in, 3 statements out, 0 refused" in said.out
    # Iran of 1955 is another state than that of today, and a reader is told.
    assert "'Iran' is taken as Imperial Iran, which was there then" in said.err
    assert main(["check", "members.ttl"]) == 0
    graph = kg.load(tmp_path / "members.ttl")
    asked = "SELECT ?m ?t { ?x kg:organization id:cento ; kg:member ?m ; kg:time ?t } ORDER BY ?m"
    found = kg.ask(graph, asked, accounts=["members"])
    assert isinstance(found, pd.DataFrame)
    assert found.to_numpy().tolist() == [
        ["id:imperial-iran", "1955-11-03/1979"],
        ["id:pakistan", "1955-09-23/1979-03-12"],
        ["id:turkey", "1955-02/1979"],
    ]
    evidence = why(graph, "membership-members-3")
    assert evidence.title.tolist() == ["members.csv"]
    assert evidence.locator.tolist() == ["row 3"]


def test_the_same_import_twice_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, HEAD + GOOD)
    assert main(CALL) == 0
    first = (tmp_path / "members.ttl").read_bytes()
    assert main(CALL) == 0
    assert "unchanged: members.ttl" in capsys.readouterr().err
    (tmp_path / "members.ttl").write_text("something else", encoding="utf-8")
    assert main(CALL) == 2
    assert (tmp_path / "members.ttl").read_text(encoding="utf-8") == "something else"
    assert main([*CALL, "--force"]) == 0
    assert (tmp_path / "members.ttl").read_bytes() == first


def test_two_imports_at_once_write_one_whole_file(tmp_path: Path) -> None:
    table(tmp_path, HEAD + GOOD)
    call = [sys.executable, "-m", "kg", "import", "members.csv", "--as", "membership", "--map", MAP,
            "--set", "status=full member", "--force"]  # fmt: skip
    running = [subprocess.Popen(call, cwd=tmp_path, stderr=subprocess.PIPE) for _ in range(2)]
    assert [each.wait() for each in running] == [0, 0]
    for each in running:
        each.communicate()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["members.csv", "members.ttl"]
    assert kg.check(tmp_path / "members.ttl").ok


@pytest.mark.fault
def test_an_import_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    table(
        tmp_path,
        HEAD + "".join(f"Pakistan,CENTO,{1000 + n % 999}-0{n // 999 + 1},\n" for n in range(5000)),
    )
    call = [sys.executable, "-m", "kg", "import", "members.csv", "--as", "membership", "--map", MAP,
            "--set", "status=full member", "--skip-bad"]  # fmt: skip
    running = subprocess.Popen(
        call, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )  # fmt: skip
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    running.communicate()
    assert running.returncode == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["members.csv"]


@pytest.mark.fault
def test_a_disk_that_fills_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, HEAD + GOOD)
    whole = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        whole(self, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(CALL) == 2
    assert "no space left on device" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["members.csv"]


# What a row can be


@pytest.mark.parametrize(
    ("kind", "head", "row", "mapping", "fixed", "wanted"),
    [
        ("event", "what,when,where", "Talks in Murree,7 July 2015,Murree",
         "label=what,time=when", (), 'skos:prefLabel "Talks in Murree"@en'),
        ("participation", "who,what,as", "Pakistan,Bandung Conference,participating state",
         "participant=who,event=what,role=as", (), "kg:role c:participating-state"),
        ("agreement", "one,two,signed", "Pakistan,China,1963-03-02",
         "party=one,party=two,time=signed", (), "kg:party id:china, id:pakistan"),
        ("rivalry", "a,b,from,to", "India,Pakistan,1947,2020",
         "party=a,party=b,time=from..to", (), "kg:party id:india, id:pakistan"),
        ("code assignment", "who,code", "Pakistan,PKI", "coded=who,code=code",
         (("codeScheme", "cow"),), 'kg:code "PKI"'),
        ("quantity", "n,of,how", '"12,500",persons,about', "value=n,unit=of,exactness=how",
         (), "kg:value 12500.0"),
    ],
)  # fmt: skip
def test_every_declared_kind_can_be_a_row(
    tmp_path: Path, engine: OxigraphEngine, kind: str, head: str, row: str, mapping: str,
    fixed: tuple[tuple[str, str], ...], wanted: str,
) -> None:  # fmt: skip
    plan = Plan(kind, tuple(columns_of(mapping)), fixed)
    found = done(engine, table(tmp_path, f"{head}\n{row}\n"), plan)
    assert reasons(found) == []
    assert wanted in found.text


def test_a_claim_needs_who_makes_it_and_stands_in_its_own_account(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    file = table(tmp_path, "one,two,who,how\nPakistan,China,India,alleged\n")
    plan = Plan("cooperation", tuple(columns_of("party=one,party=two")), claim=True)
    with pytest.raises(UsageError, match="a cooperation needs modality and claimant"):
        done(engine, file, plan)
    plan = plan._replace(columns=tuple(columns_of("party=one,party=two,claimant=who,modality=how")))
    found = done(engine, file, plan)
    assert "kg:claimant id:india" in found.text
    assert "kg:modality c:alleged" in found.text


def test_what_a_kind_needs_is_said_before_a_row_is_read(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    with pytest.raises(UsageError, match="a membership needs status"):
        done(engine, table(tmp_path, HEAD + GOOD), PLAN._replace(constants=()))


def test_codes_mean_who_bore_them_then(tmp_path: Path, engine: OxigraphEngine) -> None:
    file = table(tmp_path, "ccode,org,from,to\n0260,NATO,1955-05-06,1990-10-02\n255,NATO,1991,..\n")
    columns = tuple(columns_of("member=ccode@cow,organization=org,time=from..to"))
    found = done(engine, file, PLAN._replace(columns=columns, until="2000-12-31"))
    assert reasons(found) == []
    assert "kg:member id:west-germany" in found.text
    assert "kg:member id:germany" in found.text
    # In 1970 nobody bore 255: that is said, and not chosen from.
    file = table(tmp_path, "ccode,org,from,to\n255,NATO,1970,1971\n9999,NATO,1970,1971\n")
    found = done(engine, file, PLAN._replace(columns=columns))
    gap, unknown = reasons(found)
    assert "line 2: ccode: nobody bore this code then (cow)" in gap
    assert "(id:germany (1816–1945); id:germany (1990–))" in gap
    assert "line 3: ccode: nothing is known by this name (cow): '9999'" in unknown


# Names that are left open


def test_names_left_open_are_corrected_in_a_list_and_handed_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "Persian Empire of old,CENTO,1955,1979\nKorea,CENTO,1955,1956\n"
    table(tmp_path, HEAD + GOOD + rows)
    assert main([*CALL, "--report", "names.csv"]) == 1
    said = capsys.readouterr().out
    assert "line 3: country: nothing is known by this name" in said
    assert "line 4: country: this may mean several things (id:north-korea; id:south-korea)" in said
    assert not (tmp_path / "members.ttl").exists()
    names = pd.read_csv("names.csv", dtype=str)
    assert sorted(names.typed) == ["Korea", "Persian Empire of old"]
    names["thing"] = names.typed.map(
        {"Korea": "id:south-korea", "Persian Empire of old": "imperial-iran"}
    )
    names.to_csv("names.csv", index=False)
    assert main([*CALL, "--names", "names.csv", "--report", "names.csv"]) == 0
    text = (tmp_path / "members.ttl").read_text(encoding="utf-8")
    assert "id:imperial-iran" in text
    assert "id:south-korea" in text
    # What was said stays in the list.
    assert set(pd.read_csv("names.csv").thing) == {"id:south-korea", "imperial-iran"}


def test_a_correction_to_what_is_not_there_is_refused(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    file = table(tmp_path, "typed,thing\nAtlantis,id:atlantis\n", "names.csv")
    said = read_corrections(file)
    path = table(tmp_path, HEAD + "Atlantis,CENTO,1955,1979\n")
    found = done(engine, path, corrections=said)
    assert reasons(found) == ["line 2: country: nothing has this name: 'Atlantis'"]
    with pytest.raises(DataError, match="no list of names"):
        read_corrections(table(tmp_path, "a,b\n1,2\n", "other.csv"))


# Times


@pytest.mark.parametrize(
    ("start", "end", "time"),
    [
        ("1955", "1979", "1955/1979"),
        ("195509", "19790312", "1955-09/1979-03-12"),
        ("1955/9/23", "12 Mar 1979", "1955-09-23/1979-03-12"),
        ("23/09/1955", "1979-03-12T00:00:00", "1955-09-23/1979-03-12"),
        ("1955~", "", "1955~/"),
        ("1955.0", "-9", "1955/"),
        ("", "1979", "/1979"),
        ("1386-05-09", "1979", "1386-05-09/1979"),
        ("1955", "present", "1955/.."),
        ("1955", "still", "1955/.."),
    ],
)
def test_times_are_no_more_precise_than_their_cells(
    tmp_path: Path, engine: OxigraphEngine, start: str, end: str, time: str
) -> None:
    reading = Reading(missing=("-9",), open=("still",))
    file = table(tmp_path, f"a,b,from,to\nIndia,Pakistan,{start},{end}\n")
    columns = tuple(columns_of("party=a,party=b,time=from..to"))
    found = done(engine, file, Plan("rivalry", columns, reading=reading, until="2020-12-31"))
    assert reasons(found) == []
    assert times(found) == [time]
    # What goes on, of a kind that is not kept current, carries its day.
    assert ("kg:observedUntil" in found.text.partition("### Rivalry")[2]) == time.endswith("/..")


def test_dates_of_three_columns_keep_what_is_known(tmp_path: Path, engine: OxigraphEngine) -> None:
    text = "a,b,y1,m1,d1,y2,m2,d2\n"
    text += "India,Pakistan,1955,9,23,1979,-9,-9\nIran,Iraq,1955,-9,23,1979,0,0\n"
    columns = tuple(columns_of("party=a,party=b,time=y1+m1+d1..y2+m2+d2"))
    plan = Plan("rivalry", columns, reading=Reading(missing=("-9",)))
    assert times(done(engine, table(tmp_path, text), plan)) == [
        "1955-09-23/1979",
        "1955-XX-23/1979",
    ]


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("05/06/1955", "1979", "may stand in either order (say --dates dmy or --dates mdy)"),
        ("1979", "1955", "the time ends before it starts"),
        ("soon", "1979", "this is no date"),
        ("1955-02-30", "1979", "this is not a date"),
        ("-9", "1979", "this is no date"),
        ("1955", "..", "nothing says until when somebody looked (--until DATE)"),
        ("=NOW()", "1979", "a formula, and no value"),
    ],
)
def test_a_time_that_cannot_be_read_is_refused_and_not_guessed(
    tmp_path: Path, engine: OxigraphEngine, start: str, end: str, why: str
) -> None:
    found = done(engine, table(tmp_path, f"{HEAD}{GOOD}Iran,CENTO,{start},{end}\n"))
    (refused,) = found.refused
    assert refused.line == 3
    assert why in refused.why
    assert found.text == ""
    assert done(engine, tmp_path / "members.csv", skip_bad=True).made == 1


# Rows that break a rule


def test_a_sound_account_is_judged_without_a_report(
    tmp_path: Path, engine: OxigraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The report takes minutes where the verdict takes seconds, and what the rows name and do not
    # state, such as the sources of a state, is no reason for one.
    monkeypatch.setattr("shifty.validate", lambda *_, **__: pytest.fail("a report was asked for"))
    found = done(engine, table(tmp_path, HEAD + GOOD))
    assert (found.made, reasons(found)) == (1, [])


def test_rules_are_broken_alike_in_portions_of_any_size(
    tmp_path: Path, engine: OxigraphEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        f"{who},Japan,{year},{year + 3}\n"
        for who in ("Japan", "Pakistan")
        for year in range(1950, 1960)
    ]
    path = table(tmp_path, "member,organization,from,to\n" + "".join(rows))
    map_ = "party=member,party=organization,time=from..to"
    plan = Plan("alignment", tuple(columns_of(map_)))
    whole = reasons(done(engine, path, plan, skip_bad=True))
    monkeypatch.setattr("kg.build.portioning._THINGS", 3)
    assert reasons(done(engine, path, plan, skip_bad=True)) == whole
    assert [each.partition(":")[0] for each in whole] == [f"line {line}" for line in range(2, 12)]


def test_a_row_that_breaks_a_rule_of_the_shapes_is_refused_by_its_line(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    # Pakistan's membership stands twice, and Bangladesh was not there in 1955.
    rows = "Pakistan,CENTO,1956,1960\nBangladesh,SEATO,1955,1956\nTurkey,CENTO,1955,1979\n"
    file = table(tmp_path, HEAD + GOOD + rows)
    found = done(engine, file)
    assert found.text == ""
    said = "\n".join(reasons(found))
    assert "Two memberships of the same parties do not overlap" in said
    kept = done(engine, file, skip_bad=True)
    assert "kg:member id:turkey" in kept.text
    assert kept.text.count("a kg:Membership") == kept.made
    path = table(tmp_path, kept.text, "kept.ttl")
    assert kg.check(path).ok


# Files as they come


def variants() -> dict[str, bytes]:
    plain = HEAD + GOOD + "Türkiye,CENTO,1955,1979\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("folder/members.csv", plain)
    return {
        "bare CR": plain.replace("\n", "\r").encode(),
        "CRLF": plain.replace("\n", "\r\n").encode(),
        "byte order mark": codecs.BOM_UTF8 + plain.encode(),
        "UTF-16": plain.encode("utf-16"),
        "Latin-1": plain.encode("latin-1"),
        "semicolons": plain.replace(",", ";").encode(),
        "tabs": plain.replace(",", "\t").encode(),
        "gzip": gzip.compress(plain.encode(), mtime=0),
        "zip": packed.getvalue(),
        "blank lines": plain.replace("\n", "\n\n").encode(),
        "blank cells at the end": plain.replace("\n", ",,\n").replace("to,,", "to", 1).encode(),
        "quotes": b'"country","org","from","to"\n"Pakistan","CENTO","1955-09-23","1979-03-12"\n'
        b'"T\xc3\xbcrkiye","CENTO","1955","1979"\n',
    }


@pytest.mark.parametrize("name", variants())
def test_a_file_is_read_however_it_was_saved(
    tmp_path: Path, engine: OxigraphEngine, name: str
) -> None:
    found = done(engine, table(tmp_path, variants()[name]))
    assert reasons(found) == []
    assert "id:turkey" in found.text
    assert times(found) == ["1955-09-23/1979-03-12", "1955/1979"]
    notes = ["read as Windows-1252, not UTF-8: line 3"] if name == "Latin-1" else []
    assert found.notes == notes


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_excel_and_parquet_are_read_like_csv(
    tmp_path: Path, engine: OxigraphEngine, suffix: str
) -> None:
    frame = pd.DataFrame(
        {
            "country": ["Pakistan", "Türkiye"],
            "org": ["CENTO", "CENTO"],
            "from": [pd.Timestamp("1955-09-23"), pd.Timestamp("1955-02-24")],
            "to": [1979.0, None],
        }
    )
    path = tmp_path / f"members.{suffix}"
    frame.to_excel(path, index=False) if suffix == "xlsx" else frame.to_parquet(path)
    found = done(engine, path)
    assert reasons(found) == []
    assert times(found) == ["1955-09-23/1979", "1955-02-24/"]


def test_a_formula_of_a_spreadsheet_is_no_value(tmp_path: Path, engine: OxigraphEngine) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD.strip().split(","))
    book.active.append(["=HYPERLINK(1)", "CENTO", 1955, 1979])
    book.save(tmp_path / "members.xlsx")
    found = done(engine, tmp_path / "members.xlsx")
    assert reasons(found) == ["line 2: country: a formula, and no value: '=HYPERLINK(1)'"]
    file = table(tmp_path, HEAD + "=1+1,CENTO,1955,1979\n")
    found = done(engine, file)
    assert reasons(found) == ["line 2: country: a formula, and no value: '=1+1'"]
    assert "=1+1" not in found.corrections()
    # What begins like a formula is handed to a spreadsheet as a text, and comes back as it was.
    found = done(engine, table(tmp_path, HEAD + "@home,CENTO,1955,1979\n"))
    assert "'@home" in found.corrections()
    listed = table(tmp_path, found.corrections().replace("'@home,", "'@home,pakistan"), "n.csv")
    assert read_corrections(listed) == {("country", "@home"): "pakistan"}


BAD_LINES = {
    "too few cells": ("Iran,CENTO\n", "the row has 2 cells, and the head has 4"),
    "too many cells": ("Iran,CENTO,1955,1979,x\n", "the row has 5 cells, and the head has 4"),
    "a quote not closed": ('"Iran,CENTO,1955,1979\n', "a quote is opened and not closed"),
    "unbalanced quotes": ('"Ir"an,CENTO,1955,1979\n', "the quotes are unbalanced"),
    "a cell of 1 MB": (f"{'x' * 10**6},CENTO,1955,1979\n", "a cell has 1,000,0"),
    "a cell of 50 kB": (f"{'x' * 50_000},CENTO,1955,1979\n", "a cell has 50,000 letters"),
    "a NUL byte": ("Ir\0an,CENTO,1955,1979\n", "the row holds a NUL byte"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_one_bad_line_among_many_is_refused_by_its_number(
    tmp_path: Path, engine: OxigraphEngine, name: str
) -> None:
    line, why = BAD_LINES[name]
    good = [f"Pakistan,{org},1955,1977\n" for org in ("CENTO", "SEATO")]
    file = table(tmp_path, "".join([HEAD, good[0], line, good[1]]))
    found = done(engine, file, skip_bad=True)
    (refused,) = found.refused
    assert (refused.line, found.made) == (3, 2)
    assert why in refused.why
    assert len(str(refused)) < 200


def test_a_bad_line_in_the_middle_of_many_is_found_at_once(tmp_path: Path) -> None:
    from kg.datasets.tables import open_table  # noqa: PLC0415

    lines = ["Pakistan,CENTO,1955,1979\n"] * 300_000
    lines[150_000] = 'Pakistan,"CENTO,1955,1979\n'
    with open_table(table(tmp_path, HEAD + "".join(lines))) as opened:
        assert sum(1 for _ in opened.records) == 299_999
    assert [each.line for each in opened.refused] == [150_002]


def test_a_cell_over_several_lines_is_one_cell(tmp_path: Path, engine: OxigraphEngine) -> None:
    text = 'what,when\n"Talks\nin Murree",2015\n"A ""round"" table",2016\n'
    plan = Plan("event", tuple(columns_of("label=what,time=when")))
    found = done(engine, table(tmp_path, text), plan)
    assert '"Talks\\nin Murree"@en' in found.text
    assert '"A \\"round\\" table"@en' in found.text
    assert 'kg:rowKey "4"' in found.text


def test_a_name_cut_in_the_middle_of_a_character_is_no_other_name(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    whole = HEAD.encode() + "Türkiye,CENTO,1955,1979\n".encode()
    found = done(engine, table(tmp_path, whole + b"T\xc3,CENTO,1955,1979\n"))
    assert found.notes == ["a character is cut in the middle: line 3"]
    assert reasons(found)[0].startswith("line 3: country: nothing is known by this name")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "members.csv", "the file is empty"),
        (b"\n\n", "members.csv", "the file is empty"),
        (gzip.compress(GOOD.encode() * 50, mtime=0)[:-20], "members.csv.gz", "cut off or damaged"),
        (b"PK\x03\x04 and no more", "members.zip", "cut off or damaged"),
        (b"no workbook", "members.xlsx", "no Excel file that can be read"),
        (b"no parquet", "members.parquet", "this cannot be read"),
        (b"x", "members.xls", "a .xls file is not read"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_line(
    tmp_path: Path, engine: OxigraphEngine, data: bytes, name: str, said: str
) -> None:
    with pytest.raises(KgError, match=said) as error:
        done(engine, table(tmp_path, data, name))
    assert "\n" not in str(error.value)


def test_missing_and_renamed_columns_are_named_with_the_nearest(
    tmp_path: Path, engine: OxigraphEngine
) -> None:
    file = table(tmp_path, HEAD.replace("country", "Country") + GOOD)
    with pytest.raises(UsageError, match=r"no such column\. Nearest: Country"):
        done(engine, file)
    file = table(tmp_path, "country,org,from,to,org\nPakistan,CENTO,1955,1979,x\n")
    with pytest.raises(UsageError, match="2 columns have this name"):
        done(engine, file)
    with pytest.raises(UsageError, match=r"a membership has no such field\. Nearest: member"):
        done(engine, file, PLAN._replace(columns=tuple(columns_of("membr=country"))))
    with pytest.raises(UsageError, match="this account is Khyber's own"):
        done(engine, file, PLAN._replace(account="facts"))


# Mappings in files


def test_a_mapping_is_read_from_the_file_beside_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, "ccode;org;y;m;end\n770;CENTO;1955;9;-9\n")
    table(
        tmp_path,
        'kind = "membership"\naccount = "mine"\ntitle = "Mine"\nuntil = 1990-12-31\n'
        'missing = ["-9"]\n[map]\nmember = { column = "ccode", scheme = "cow" }\n'
        'organization = "org"\ntime = "y+m..end"\n[set]\nstatus = "full-member"\n',
        "members.toml",
    )
    assert main(["import", "members.csv"]) == 0
    text = (tmp_path / "mine.ttl").read_text(encoding="utf-8")
    assert '"1955-09/"^^edtf:EDTF' in text
    assert 'kg:observedUntil "1990-12-31"^^xsd:date' in text
    assert 'dcterms:title "Mine"@en' in text
    table(tmp_path, "kind = membership", "members.toml")
    assert main(["import", "members.csv"]) == 1
    assert "this is no TOML" in capsys.readouterr().err
    table(tmp_path, 'kynd = "membership"', "members.toml")
    assert main(["import", "members.csv"]) == 1
    assert "Nearest: kind" in capsys.readouterr().err


def test_a_first_mapping_is_suggested_and_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "Iran,CENTO,1955,1979\nAtlantis,CENTO,1955,1979\nTurkey,CENTO,1955,1979\n"
    table(tmp_path, HEAD + GOOD + rows)
    assert main(["import", "members.csv", "--suggest", "-o", "members.toml"]) == 0
    text = (tmp_path / "members.toml").read_text(encoding="utf-8")
    assert 'kind = "membership"' in text
    assert 'member = "country"' in text
    assert 'organization = "org"' in text
    assert 'time = "from..to"' in text
    assert "# status = " in text
    capsys.readouterr()
    assert main(["import", "members.csv", "--set", "status=full member", "--skip-bad"]) == 0
    assert "4 rows in, 3 statements out, 1 refused" in capsys.readouterr().out
    table(tmp_path, "ccode;styear;stmonth;endyear;endmonth\n770;1955;9;1979;3\n", "codes.csv")
    assert main(["import", "codes.csv", "--suggest", "--as", "membership"]) == 0
    said = capsys.readouterr().out
    assert 'member = { column = "ccode", scheme = "cow" }' in said
    assert 'time = "styear+stmonth..endyear+endmonth"' in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "what a row is, is not said"),
        (["--as", "membership"], "no column is mapped to a field"),
        (["--as", "membership", "--map", "country"], "this maps no column to a field"),
        (["--as", "membership", "--map", "time=a+b+c+d"], "these are no columns"),
        (["--as", "membershop", "--map", "member=country"], "there is no such kind"),
        (["--as", "membership", "--map", MAP, "--set", "status"], "this sets no field"),
        (["--as", "membership", "--map", MAP, "--account", "Mine"], "no name of an account"),
        (["--as", "membership", "--map", MAP, "--until", "never"], "this is not a day"),
        (["--as", "membership", "--map", MAP, "--names", "none.csv"], "the list cannot be read"),
        (["--as", "membership", "--map", "member=country@cwo,organization=org",
          "--set", "status=full member"], "no code of this scheme is known"),
        (["--as", "membership", "--map", MAP, "--set", "status=fully"], "no entry of its code"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_carried_out_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured,
    arguments: list[str], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    table(tmp_path, HEAD + GOOD)
    assert main(["import", "members.csv", *arguments]) in (1, 2)
    printed = capsys.readouterr()
    assert said in printed.err + printed.out
    assert list(tmp_path.iterdir()) == [tmp_path / "members.csv"]
