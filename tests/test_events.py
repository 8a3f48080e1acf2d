"""Events: made-up files of the shapes of GDELT, ICEWS, POLECAT, GED, ACLED, and their counts."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

import kg
from kg.engine import OxigraphEngine
from kg.errors import DataError, UsageError
from kg.events import Events
from kg.network import project
from streams import gdelt

QUADS = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]


ROWS = [
    ("1", "20190214", "PAK", "IND", "190", "-10.0", "5"),
    ("2", "20190214", "PAK", "IND", "190", "-10.0", "3"),
    ("3", "20190226", "IND", "PAK", "195", "-10.0", "9"),
    ("4", "20190301", "PAK", "IND", "040", "1.0", "2"),
    ("5", "20190301", "PAK", "CHN", "061", "6.4", "1"),
    ("6", "20190302", "XXX", "IND", "112", "-2.0", "1"),
]


@pytest.fixture
def reports(engine: OxigraphEngine, tmp_path: Path) -> Events:
    (tmp_path / "a.CSV").write_text(gdelt(ROWS[:3]), encoding="utf-8")
    (tmp_path / "b.export.CSV").write_text(gdelt(ROWS[3:], 58), encoding="utf-8")
    return kg.events("gdelt", tmp_path / "*.CSV", graph=engine)


def test_files_of_both_forms_are_counted_by_month(reports: Events) -> None:
    frame = reports.between("Pakistan", "India").by("month")
    assert list(frame.columns) == ["period", "events", "reports", "intensity", *QUADS]
    assert [str(each)[:10] for each in frame.period] == ["2019-02-01", "2019-03-01"]
    assert frame.events.tolist() == [3, 1]
    assert frame.reports.tolist() == [17, 2]
    assert frame.intensity.tolist() == [-10, 1]
    assert frame.material_conflict.tolist() == [3, 0]
    assert frame.verbal_cooperation.tolist() == [0, 1]
    directed = reports.between("India", "Pakistan", directed=True).by("all")
    assert directed.events.tolist() == [1]


def test_duplicates_are_one_event_by_the_rule_that_is_stated(reports: Events) -> None:
    once = reports.deduplicated()
    assert reports.by("all").events.tolist() == [6]
    assert once.by("all").events.tolist() == [5]
    assert once.by("all").reports.tolist() == [21]
    assert once.between("Pakistan", "India").by("month").events.tolist() == [2, 1]


def test_kinds_are_roots_types_and_quad_classes(reports: Events) -> None:
    assert reports.of("19").by("all").events.tolist() == [3]
    assert reports.of("ASSAULT").by("all").events.tolist() == [3]
    assert reports.of("verbal conflict").by("all").events.tolist() == [1]
    assert reports.of("material cooperation", "CONSULT").by("all").events.tolist() == [2]
    assert reports.during("2019-03", "2019-03").by("all").events.tolist() == [3]
    by_kind = reports.by("year", kinds=True)
    assert dict(zip(by_kind.quad, by_kind.events, strict=True)) == {
        "material conflict": 3, "material cooperation": 1, "verbal conflict": 1,
        "verbal cooperation": 1,
    }  # fmt: skip
    with pytest.raises(UsageError, match="no such kind of event"):
        reports.of("quarrel")
    with pytest.raises(UsageError, match="no such step"):
        reports.by("decade")  # type: ignore[arg-type]


def test_actors_are_those_of_the_day_and_what_nobody_bears_is_listed(
    engine: OxigraphEngine, tmp_path: Path, reports: Events
) -> None:
    frame = reports.frame()
    assert frame.source.fillna("").tolist() == [
        "id:pakistan", "id:pakistan", "id:india", "id:pakistan", "id:pakistan", ""
    ]  # fmt: skip
    left = reports.unresolved()
    assert left.typed.tolist() == ["XXX"]
    assert left.why.tolist() == ["unknown"]
    text = "Event Type,Event ID,Event Date,Event Mode,Intensity,Quad Code,Actor COW,Recipient COW\n"
    text += "ASSAULT,1,2020-01-02,,-9.0,4,770;750,750\nAGREE,2,2020-01-03,,5.0,1,None,770\n"
    (tmp_path / "p.txt").write_text(text.replace(",", "\t"), encoding="utf-8")
    frame = kg.events("polecat", tmp_path / "p.txt", graph=engine).frame()
    assert frame.source.fillna("").tolist() == ["id:pakistan", ""]
    assert frame.quad.tolist() == ["material conflict", "verbal cooperation"]


def test_parquet_is_written_once_and_read_after(
    engine: OxigraphEngine, tmp_path: Path, reports: Events
) -> None:
    path = reports.deduplicated().write(tmp_path / "once.parquet")
    again = kg.events("table", path, graph=engine)
    assert again.by("all").events.tolist() == [5]
    assert again.between("Pakistan", "India").by("month").events.tolist() == [2, 1]
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith("part")] == []


def test_reports_stand_beside_a_network_and_are_no_facts(
    engine: OxigraphEngine, reports: Events
) -> None:
    network = project(engine, "2019-03-01", between=("pakistan", "india"))
    with_reports = project(
        engine, "2019-03-01", between=("pakistan", "india"), events=reports.deduplicated()
    )
    added = {
        (one, other): (d["weight"], d["reports"], d["modality"])
        for one, other, d in with_reports.edges(data=True)
        if d["kind"] == "Reports"
    }
    assert with_reports.number_of_edges() == network.number_of_edges() + len(added)
    assert added["pakistan", "india"] == (2, 10, "reported")
    assert added["india", "pakistan"] == (1, 9, "reported")
    # Who is no node of the network is tied by no report.
    assert set(with_reports) == set(network)


def test_icews_ged_and_acled_are_read_by_name_and_number(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    head = "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Country\tStory ID\n"  # fmt: skip
    rows = '1\t1999-05-26\tAir Force "PAF"\tIndia\tbomb\t195\t-10\tX\tPakistan\t7\n2\t1999-05-27\tY\tNA\tsay\t010\t0\tX\tPakistan\t8\n'  # fmt: skip
    (tmp_path / "i.tab").write_text(head + rows, encoding="utf-8")
    frame = kg.events("icews", tmp_path / "i.tab", graph=engine).frame()
    assert frame.source.fillna("").tolist() == ["id:india", ""]
    assert frame.label.tolist() == ["fight", "make public statement"]
    ged = (
        "id,relid,date_start,date_end,type_of_violence,side_a,side_b,gwnoa,gwnob,best,latitude,longitude\n"
        '9,a,2014-12-16 00:00:00.000,2014-12-16,2,"Government of Pakistan, Army",TTP,770,,141,34,71.5\n'
    )
    with gzip.open(tmp_path / "ged.csv.gz", "wt", encoding="utf-8") as file:
        file.write(ged)
    frame = kg.events("ged", tmp_path / "ged.csv.gz", graph=engine).frame()
    assert frame[["source", "intensity"]].to_numpy().tolist() == [["id:pakistan", -141]]
    acled = "event_id_cnty,event_date,event_type,actor1,actor2,country,fatalities\nPAK1,05 March 2020,Protests,A,,Pakistan,0\n"
    (tmp_path / "acled.csv").write_text(acled, encoding="utf-8")
    frame = kg.events("acled", tmp_path / "acled.csv", graph=engine).by("month")
    assert frame.material_conflict.tolist() == [1]
    own = (
        "id,day,source,target,code\n1,1971-12-03,Pakistan,India,190\n2,1960-01-01,Iran,France,040\n"
    )
    (tmp_path / "own.csv").write_text(own, encoding="utf-8")
    frame = kg.events("table", tmp_path / "own.csv", graph=engine).frame()
    assert set(frame.source.fillna("")) == {"id:pakistan", "id:imperial-iran"}


def test_one_bad_line_among_many_is_named_by_its_number(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    # 33 MB: more than what DuckDB reads in one go, in several threads.
    lines = gdelt(ROWS[:1]).splitlines() * 400_000
    lines[199_999] = lines[199_999].rpartition("\t")[0]
    path = tmp_path / "g.CSV"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"g\.CSV:200000: the line cannot be read"):
        kg.events("gdelt", path, graph=engine)
    kept = kg.events("gdelt", path, graph=engine, skip_bad=True)
    assert kept.by("all").events.tolist() == [399_999]


def test_files_that_are_none_are_refused(engine: OxigraphEngine, tmp_path: Path) -> None:
    (tmp_path / "empty.CSV").write_text("", encoding="utf-8")
    (tmp_path / "other.CSV").write_text("a\tb\n1\t2\n", encoding="utf-8")
    with pytest.raises(DataError, match="the file is empty"):
        kg.events("gdelt", tmp_path / "empty.CSV", graph=engine)
    with pytest.raises(DataError, match="the file has 2 columns"):
        kg.events("gdelt", tmp_path / "other.CSV", graph=engine)
    with pytest.raises(UsageError, match="no file has this name"):
        kg.events("gdelt", tmp_path / "none*.CSV", graph=engine)
    with pytest.raises(UsageError, match="Nearest: gdelt"):
        kg.events("gdlet", tmp_path / "none.CSV", graph=engine)
