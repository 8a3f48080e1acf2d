"""The field's data sets: made-up files of their shape, with their traps, and what comes of them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.cli.main import main
from kg.datasets import Imported, data_sets, import_set
from kg.engine import OxigraphEngine
from kg.errors import DataError, UsageError

Captured = pytest.CaptureFixture[str]
ALLIANCE = (
    "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,"
    "all_end_year,ss_type,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,"
    "mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version\n"
)


def put(folder: Path, text: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def made(
    engine: OxigraphEngine, folder: Path, name: str, text: str | bytes, **how: bool
) -> Imported:
    return import_set(engine, name, put(folder, text), **how)  # type: ignore[arg-type]


def reasons(found: Imported) -> list[str]:
    return [str(each) for each in found.refused]


def stated(found: Imported) -> dict[str, set[str]]:
    """Give each thing but rows with what is said of it, as Turtle writes it."""
    blocks = found.text.split("\n\n")
    things = {}
    for block in blocks:
        if re.match(r"id:\S+ a kg:(?!Row|Account)", block):
            first, *rest = (line.strip(" ;.") for line in block.splitlines())
            name, _, cls = first.partition(" a ")
            things[name] = {cls, *(line for line in rest if "wasDerivedFrom" not in line and "statedIn" not in line)}  # fmt: skip
    return things


def time(text: str) -> str:
    return f'kg:time "{text}"^^edtf:EDTF'


# Correlates of War


def test_states_are_made_where_the_graph_lacks_them(engine: OxigraphEngine, tmp_path: Path) -> None:
    text = (
        "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
        "PAK,770,Pakistan,1947,8,14,2016,12,31,2016\n"
        "AUH,300,Austria-Hungary,1816,1,1,1918,11,12,2016\n"
    )
    found = made(engine, tmp_path, "cow-states", text)
    assert reasons(found) == []
    things = stated(found)
    # Pakistan bears 770 already: nothing is said twice.
    assert set(things) == {
        "id:cow-state-300",
        "id:code-assignment-cow-states-cow-300-1816-01-01",
        "id:code-assignment-cow-states-abb-auh-1816-01-01",
    }
    assert things["id:cow-state-300"] == {
        "kg:State",
        'skos:prefLabel "Austria-Hungary (1816–1918)"@en',
        time("1816-01-01/1918-11-12"),
    }
    graph = kg.load(put(tmp_path, found.text, "states.ttl"))
    assert kg.resolve("300", scheme="cow", on=1900, graph=graph).thing.tolist() == [
        "id:cow-state-300"
    ]
    assert kg.check(tmp_path / "states.ttl").ok


def alliances() -> str:
    rows = [
        # The same member leaves and returns; two Germanys of one number; a start in 1386.
        '241,770,"Pakistan",24,2,1955,9,10,1979,"Type IIb: Non-Aggression Pact",23,9,1955,12,3,1979,0,0,0,0,1,1,4.1',
        '227,260,"German Federal Republic",4,4,1949,,,,"Type I: Defense Pact",6,5,1955,2,10,1990,0,0,1,0,1,1,4.1',
        '227,255,"Germany",4,4,1949,,,,"Type I: Defense Pact",3,10,1990,,,,0,1,1,0,1,1,4.1',
        '1,200,"United Kingdom",9,5,1386,,,,"Type I: Defense Pact",1,1,1816,,,,1,1,1,0,1,0,4.1',
        '1,235,"Portugal",9,5,1386,,,,"Type I: Defense Pact",1,1,1816,,,,1,1,1,0,1,0,4.1',
        '9,640,"Turkey",,2,1953,,,1964,"Type I: Defense Pact",-9,2,1953,8,8,1954,0,0,0,0,1,1,4.1',
        '9,640,"Turkey",,2,1953,,,1964,"Type I: Defense Pact",9,8,1960,,,1964,0,0,1,0,1,1,4.1',
    ]
    return f"{ALLIANCE}{chr(10).join(rows)}"


def test_alliances_become_memberships_by_the_state_of_the_day(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    found = made(engine, tmp_path, "cow-alliances", alliances())
    assert reasons(found) == []
    things = stated(found)
    full = "kg:status c:full-member"
    member = "id:membership-cow-alliances-"
    assert things == {
        "id:cow-alliance-1": {
            "kg:Alliance", 'skos:prefLabel "COW alliance 1 (Defense Pact, 1386)"@en', time("1386-05-09/..")
        },
        "id:cow-alliance-9": {
            "kg:Alliance", 'skos:prefLabel "COW alliance 9 (Defense Pact, 1953)"@en', time("1953-02/1964")
        },
        f"{member}241-770-1955-09-23": {
            "kg:Membership", "kg:member id:pakistan", "kg:organization id:cento", full, time("1955-09-23/1979-03-12")
        },
        f"{member}227-260-1955-05-06": {
            "kg:Membership", "kg:member id:west-germany", "kg:organization id:nato", full, time("1955-05-06/1990-10-02")
        },
        f"{member}227-255-1990-10-03": {
            "kg:Membership", "kg:member id:germany", "kg:organization id:nato", full, time("1990-10-03/..")
        },
        f"{member}1-200-1816-01-01": {
            "kg:Membership", "kg:member id:united-kingdom", "kg:organization id:cow-alliance-1", full, time("1386-05-09/..")
        },
        f"{member}1-235-1816-01-01": {
            "kg:Membership", "kg:member id:portugal", "kg:organization id:cow-alliance-1", full, time("1386-05-09/..")
        },
        f"{member}9-640-1953-02": {
            "kg:Membership", "kg:member id:turkey", "kg:organization id:cow-alliance-9", full, time("1953-02/1954-08-08")
        },
        f"{member}9-640-1960-08-09": {
            "kg:Membership", "kg:member id:turkey", "kg:organization id:cow-alliance-9", full, time("1960-08-09/1964")
        },
    }  # fmt: skip
    assert kg.check(put(tmp_path, found.text, "a.ttl")).ok
    # What is open is open at the last day of the data, and never "today".
    assert 'kg:observedUntil "2012-12-31"^^xsd:date' in found.text
    assert "1,221 rows, and this file 7: it may be cut off" in found.notes[0]


def test_a_code_that_nobody_bore_is_refused_by_its_line(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    row = '77,{},"X",1,1,1950,,,,"Type I: Defense Pact",1,1,{},,,,0,1,1,0,0,0,4.1\n'
    text = ALLIANCE + row.format(255, 1960) + row.format(999, 1960) + row.format(2, 1960)
    found = made(engine, tmp_path, "cow-alliances", text, skip_bad=True)
    gap, unknown = reasons(found)
    assert gap.startswith("line 2: member: nobody bore this code then (cow)")
    assert unknown.startswith("line 3: member: nothing is known by this name (cow)")
    assert [name for name in stated(found) if "membership" in name] == [
        "id:membership-cow-alliances-77-2-1960-01-01"
    ]


IGO_YEARS = range(1950, 1962)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["2", "20", "770"]), st.sampled_from(["aaa", "bbb"])),
    st.lists(st.sampled_from(["0", "1", "2", "3", "-1", "-9"]), min_size=12, max_size=12),
    min_size=1,
)


def igo(cells: dict[tuple[str, str], list[str]]) -> str:
    states = sorted({state for state, _ in cells})
    rows = [
        [state, str(year), "x", *(cells.get((state, o), ["-9"] * 12)[at] for o in ("aaa", "bbb"))]
        for state in states
        for at, year in enumerate(IGO_YEARS)
    ]
    return "\n".join([",".join(r) for r in [["ccode", "year", "state", "aaa", "bbb"], *rows]])


@settings(max_examples=8)
@given(CELLS)
def test_spells_of_the_yearly_matrix_turn_back_into_the_matrix(
    engine: OxigraphEngine,
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[str, str], list[str]],
) -> None:
    found = made(engine, tmp_path_factory.mktemp("igo"), "cow-igo", igo(cells))
    assert reasons(found) == []
    states = {"id:united-states": "2", "id:canada": "20", "id:pakistan": "770"}
    codes = {"full-member": "1", "associate-member": "2", "observer": "3"}
    back: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for said in stated(found).values():
        if not said & {"kg:Membership", "kg:Partnership"}:
            continue
        value = dict(each.split(" ", 1) for each in said if " " in each)
        who = states[value.get("kg:member") or value["kg:partner"]]
        first, last = value["kg:time"].split('"')[1].split("/")
        years = range(int(first), (int(last) if last != ".." else IGO_YEARS[-1]) + 1)
        status = codes[value["kg:status"].removeprefix("c:")]
        what = value["kg:organization"].removeprefix("id:cow-igo-")
        for year in years:
            assert year not in back[who, what]
            back[who, what][year] = status
    wanted = {
        key: {y: v for y, v in zip(IGO_YEARS, values, strict=True) if v in ("1", "2", "3")}
        for key, values in cells.items()
    }
    assert {k: v for k, v in back.items() if v} == {k: v for k, v in wanted.items() if v}


def test_disputes_keep_sides_dead_and_unknown_days(engine: OxigraphEngine, tmp_path: Path) -> None:
    text = (
        "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,"
        "revtype2,fatality,fatalpre,hiact,hostlev,orig,version\n"
        "\n4007,PAK,770,-9,5,1999,-9,7,1999,1,1,1,-9,5,527,20,5,1,5\n"
        "4007,IND,750,3,5,1999,17,7,1999,0,0,0,-9,-9,-9,20,5,1,5\n"
    )
    things = stated(made(engine, tmp_path, "cow-mid", text))
    assert things == {
        "id:cow-mid-4007": {
            "kg:Event", 'skos:prefLabel "COW dispute 4007 (1999)"@en', time("1999/1999")
        },
        "id:quantity-cow-mid-4007-770-3": {
            "kg:Quantity", "kg:exactness c:exactly", "kg:unit c:killed", "kg:value 527.0"
        },
        "id:participation-cow-mid-4007-770-3": {
            "kg:Participation", "kg:participant id:pakistan", "kg:event id:cow-mid-4007",
            "kg:role c:disputant", 'kg:note "side A; highest: war"@en',
            "kg:quantity id:quantity-cow-mid-4007-770-3", time("1999-05/1999-07"),
        },
        "id:participation-cow-mid-4007-750-4": {
            "kg:Participation", "kg:participant id:india", "kg:event id:cow-mid-4007",
            "kg:role c:disputant", 'kg:note "side B; highest: war"@en', time("1999-05-03/1999-07-17"),
        },
    }  # fmt: skip


def test_a_war_has_sides_that_change_and_lines_that_end_in_bare_returns(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    head = (
        "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,"
        "EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,"
        "WhereFought,Initiator,Outcome,TransTo,BatDeath,Version"
    )
    rows = [
        "139,World War II,1,325,Italy,1,6,10,1940,9,2,1943,-8,-8,-8,-8,-8,-8,502,11,2,4,-8,226900,4",
        "139,World War II,1,325,Italy,2,10,18,1943,5,8,1945,-8,-8,-8,-8,-8,-8,502,11,2,1,-8,17500,4",
        "139,World War II,1,220,France,2,9,3,1939,6,22,1940,10,23,1944,5,8,1945,502,11,2,1,-8,-9,4",
    ]
    found = made(engine, tmp_path, "cow-wars", "\r".join([head, *rows]).encode("latin-1"))
    assert reasons(found) == []
    parts = [said for said in stated(found).values() if "kg:Participation" in said]
    told = sorted(
        (p, n, t)
        for said in parts
        for p in said if p.startswith("kg:participant")
        for n in said if n.startswith("kg:note")
        for t in said if t.startswith("kg:time")
    )  # fmt: skip
    assert told == [
        ("kg:participant id:france", 'kg:note "side 2"@en', time("1939-09-03/1940-06-22")),
        ("kg:participant id:france", 'kg:note "side 2"@en', time("1944-10-23/1945-05-08")),
        ("kg:participant id:italy", 'kg:note "side 1"@en', time("1940-06-10/1943-09-02")),
        ("kg:participant id:italy", 'kg:note "side 2"@en', time("1943-10-18/1945-05-08")),
    ]
    assert len([s for s in stated(found).values() if "kg:unit c:killed" in s]) == 2
    assert stated(found)["id:cow-war-139"] == {
        "kg:War", 'skos:prefLabel "World War II"@en', time("1939/1945")
    }  # fmt: skip


def test_a_border_that_the_source_never_ends_stays_open_at_its_last_month(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    text = (
        "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"
        '750770,750,"IND",770,"PAK",1,194708,201612,"",3.2\n'
        '750771,750,"IND",771,"BNG",4,197112,201612,"by sea",3.2\n'
        '640652,640,"TUR",652,"SYR",1,194604,195802,"",3.2\n'
        '2020,2,"USA",20,"CAN",1,1920,201612,"",3.2\n'
    )
    found = made(engine, tmp_path, "cow-contiguity", text, skip_bad=True)
    assert reasons(found) == ["line 5: begin and end are no year and month: '2-20-1920'"]
    assert stated(found) == {
        "id:contiguity-cow-contiguity-750-770-194708": {
            "kg:Contiguity", "kg:party id:india, id:pakistan", time("1947-08/..")
        },
        "id:contiguity-cow-contiguity-640-652-194604": {
            "kg:Contiguity", "kg:party id:syria, id:turkey", time("1946-04/1958-02")
        },
    }  # fmt: skip


# Others


ATOP = "atopid,cow4id,member,yrent,moent,dayent,yrexit,moexit,dayexit,ineffect,phase,defense,offense,neutral,nonagg,consul,version\n"  # fmt: skip


def test_nought_in_a_year_of_exit_is_still_in_force(engine: OxigraphEngine, tmp_path: Path) -> None:
    text = ATOP + "3180,227,2,1949,8,24,0,0,0,1,0,1,0,0,0,1,4.01\n9000,5,770,1955,9,0,1969,3,12,0,0,0,0,0,1,1,4.01\n9000,5,770,1969,3,13,1979,3,12,0,1,1,0,0,0,0,4.01\n9000,5,770,1985,1,1,1986,1,1,0,2,1,0,0,0,0,4.01\n"  # fmt: skip
    # One shape, and one query: how far an account goes is told by the version that the file says.
    for version, until in (("4.0100002", "2016-12-31"), ("5.1", "2018-12-31")):
        found = made(engine, tmp_path, "atop", text.replace(",4.01\n", f",{version}\n"))
        assert reasons(found) == []
        assert f'kg:observedUntil "{until}"^^xsd:date' in found.text
        members = [said for said in stated(found).values() if "kg:Membership" in said]
        # Phases that touch are one membership, and one that comes after is another.
        assert len(members) == 3
        assert {"kg:organization id:nato", time("1949-08-24/.."), 'kg:note "defence, consultation"@en'} <= set().union(*members)  # fmt: skip
        assert {"kg:organization id:atop-9000", time("1955-09/1979-03-12"), 'kg:note "defence; non-aggression, consultation"@en'} <= set().union(*members)  # fmt: skip


def test_years_of_fighting_are_spells_between_a_state_and_each_other_side(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    head = (
        "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,"
        "intensity_level,type_of_conflict,start_date,gwno_a,gwno_b,region,version\n"
    )
    row = '"404","Pakistan","Government of Pakistan","140","","{}","{}","","2","","{}","1","3","2007-01-01","770","","3","19.1"\n'  # fmt: skip
    rows = [
        row.format("TTP", "325", 2007),
        row.format("TTP, Lashkar-e-Islam", "325, 811", 2008),
        row.format("TTP", "325", 2010),
        '"218","India, Pakistan","Government of India","141","","Government of Pakistan","140","","1","Kashmir","1999","2","2","1948-12-31","750","770","3","19.1"\n',
    ]
    found = made(engine, tmp_path, "ucdp-prio", head + "".join(rows))
    assert reasons(found) == []
    conflicts = {tuple(sorted(said)) for said in stated(found).values() if "kg:Conflict" in said}
    # The file says 19.1, which speaks up to the end of 2018, and not up to that of the newest.
    until = 'kg:observedUntil "2018-12-31"^^xsd:date'
    assert conflicts == {
        ("kg:Conflict", "kg:party id:pakistan, id:ucdp-actor-325", time("2007/2008")),
        ("kg:Conflict", until, "kg:party id:pakistan, id:ucdp-actor-325", time("2010/..")),
        ("kg:Conflict", "kg:party id:pakistan, id:ucdp-actor-811", time("2008/2008")),
        ("kg:Conflict", "kg:party id:india, id:pakistan", time("1999/1999")),
    }
    groups = stated(found)
    assert groups["id:ucdp-actor-811"] == {"kg:ArmedGroup", 'skos:prefLabel "Lashkar-e-Islam"@en'}


def test_crises_whose_days_are_not_known_keep_their_months(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    text = (
        "\ufefficb1,crisno,crisname,break,yrtrig,motrig,datrig,yrterm,moterm,daterm\n"
        "ICB1,434,INDIA/PAKISTAN NUCLEAR TESTS,9,1998,5,11,1998,6,77\n"
        "ICB1,2,X,9,1918,996,,1920,4,1\n"
    )
    things = stated(made(engine, tmp_path, "icb", text))
    assert things == {
        "id:icb-434": {
            "kg:Crisis", 'skos:prefLabel "India/pakistan nuclear tests"@en', time("1998-05-11/1998-06")
        },
        "id:icb-2": {"kg:Crisis", 'skos:prefLabel "X"@en', time("1918/1920-04-01")},
    }  # fmt: skip


def test_rivalries_of_before_the_list_of_states_begin_then(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    text = (
        "tssr_id,rivalry,ccode1,ccode2,start,end,positional\n"
        "1,India-Pakistan,750,770,1947,2020,1\n2,Britain-France 1,200,220,P1494,1716,\n"
        "3,Iran-Iraq,630,645,1958,ongoing,\n4,X-Y,200,220,,1716,\n5,Z,200,324,1600,1700,\n"
    )
    found = made(engine, tmp_path, "thompson-rivalries", text, skip_bad=True)
    assert reasons(found) == [
        "line 5: the first year is missing: '4'",
        "line 6: party: nothing is known by this name (cow): '324'",
    ]
    rivalry, until = "id:rivalry-thompson-rivalries-", 'kg:observedUntil "2020-12-31"^^xsd:date'
    assert stated(found) == {
        f"{rivalry}1": {
            "kg:Rivalry", "kg:party id:india, id:pakistan", 'kg:note "India-Pakistan"@en', time("1947/.."), until,
        },
        f"{rivalry}2": {
            "kg:Rivalry", "kg:party id:france, id:united-kingdom", 'kg:note "Britain-France 1"@en', time("/1716")
        },
        f"{rivalry}3": {
            "kg:Rivalry", "kg:party id:imperial-iran, id:iraq", 'kg:note "Iran-Iraq"@en', time("1958/.."), until,
        },
    }  # fmt: skip


def test_a_treaty_has_its_parties_in_both_shapes_of_the_list(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    wide = (
        '"number";"base_treaty";"name";"entry_type";"consolidated";"year";"entryforceyear";"typememb";"c1";"c2";"c3";"mc1"\n'
        '"500";"500";"China Pakistan";"base_treaty";"0";"2006";"2007";"1";"156";"586";NA;NA\n'
        '"501";"500";"Accession";"accession";"0";"2008";NA;"1";"156";"586";"144";NA\n'
        '"502";"502";"Rome";"base_treaty";"0";"1957";"1958";"2";"276";"250";"528";NA\n'
        '"503";"503";"Faroes";"base_treaty";"0";"1992";"1993";"1";"234";"578";NA;NA\n'
        '"504";"504";"Undated";"base_treaty";"0";NA;NA;"1";"4";"356";NA;NA\n'
    )
    found = made(engine, tmp_path, "desta", wide, skip_bad=True)
    assert reasons(found) == [
        "line 5: party: nothing is known by this name (iso-3166-1-numeric): '234'",
        "line 6: the year of signature is missing: 'treaty-504'",
    ]
    agreement = "id:agreement-desta-treaty-"
    china = {"kg:Agreement", "kg:party id:china, id:pakistan", 'kg:note "China Pakistan"@en', time("2006/")}  # fmt: skip
    assert stated(found) == {
        f"{agreement}500": china,
        f"{agreement}502": {
            "kg:Agreement", "kg:party id:france, id:netherlands, id:west-germany", 'kg:note "Rome"@en', time("1957/")
        },
    }  # fmt: skip
    pairs = (
        "country1,country2,iso1,iso2,number,base_treaty,name,entry_type,year\n"
        "Pakistan,China,586,156,500,500,China Pakistan,base_treaty,2006\n"
        "China,Pakistan,156,586,500,500,China Pakistan,base_treaty,2006\n"
    )
    assert stated(made(engine, tmp_path, "desta", pairs)) == {f"{agreement}500": china}


def test_aid_is_read_with_the_head_that_its_makers_write(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    text = (
        "AidData Record ID,Recommended For Aggregates,AidData Parent ID,Financier Country,Recipient,"
        "Recipient ISO-3,Commitment Year,Title,Amount (Constant USD 2021)\n"
        "1,Yes,,China (People's Republic of),Pakistan,PAK,2015,A road,1200.5\n"
        "2,No,,China (People's Republic of),Pakistan,PAK,2015,A pledge,\n"
        "3,Yes,,China (People's Republic of),Namibia,NAM,,A dam,\n"
        '4,Yes,,China (People\'s Republic of),"Africa, regional",,2016.0,A loan,5\n'
    )
    found = made(engine, tmp_path, "aiddata", text, skip_bad=True)
    assert [each.partition(" (")[0] for each in reasons(found)] == [
        "line 4: the year of commitment is missing: '3'",
        "line 5: recipient: nothing is known by this name",
    ]
    things = stated(found)
    assert things["id:provision-aiddata-1"] == {
        "kg:Provision", "kg:provider id:china", "kg:recipient id:pakistan", "kg:provides c:development-aid",
        'kg:note "A road"@en', "kg:quantity id:quantity-aiddata-1", time("2015"),
    }  # fmt: skip
    assert things["id:quantity-aiddata-1"] >= {"kg:value 1200.50", "kg:unit c:us-dollars"}
    assert {name for name in things if "provision" in name} == {"id:provision-aiddata-1"}


def test_an_order_of_arms_is_one_provision_however_it_was_delivered(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    text = (
        "SIPRI Arms Transfers Database\nTrade register, made on a day\n\n"
        "SIPRI AT Database ID;Supplier;Recipient;Designation;Description;Armament category;Order date;"
        "Order date is estimate;Numbers delivered;Numbers delivered is estimate;Delivery year;Status\n"
        "1;United States;Pakistan;F-16A;FGA aircraft;Aircraft;1981;Yes;12;No;1983;New\n"
        "1;United States;Pakistan;F-16A;FGA aircraft;Aircraft;1981;Yes;28;No;1984;New\n"
        "2;China;Türkiye;WS-1;MRL;Artillery;1999;No;2;No;2000;New\n"
        "3;China;Hezbollah (Lebanon)*;X;Y;Missiles;2000;No;2;No;2000;New\n"
        "4;China;Pakistan;X;Y;Missiles;;No;2;No;2000;New\n"
    )
    found = made(engine, tmp_path, "sipri-transfers", text.encode("latin-1"), skip_bad=True)
    assert [each.partition(" (")[0] for each in reasons(found)] == [
        "line 8: recipient: nothing is known by this name",
        "line 9: the year of the order is missing: 'China-Pakistan-X--9'",
    ]
    arms = "kg:provides c:arms"
    assert sorted(map(sorted, stated(found).values())) == sorted(map(sorted, [
        {"kg:Provision", "kg:provider id:united-states", "kg:recipient id:pakistan", arms,
         'kg:note "F-16A; FGA aircraft; delivered: 40"@en', time("1981~")},
        {"kg:Provision", "kg:provider id:china", "kg:recipient id:turkey", arms,
         'kg:note "WS-1; MRL; delivered: 2"@en', time("1999")},
    ]))  # fmt: skip


def test_states_that_vote_alike_through_a_decade_are_aligned(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    votes = ["rcid,ccode,year,member,vote"]
    for roll in range(25):
        votes += [f"{roll},770,1965,1,1", f"{roll},710,1965,1,{3 if roll < 2 else 1}"]
        votes += [f"{roll},2,1965,1,3", f"{roll},200,1965,0,1", f"{roll},220,1965,1,2"]
    found = made(engine, tmp_path, "un-votes", "\n".join(votes))
    assert reasons(found) == []
    ties = {name: said for name, said in stated(found).items() if "kg:Alignment" in said}
    # Absence, abstention and a state that is no member are no votes, and no pair.
    assert ties == {
        "id:alignment-un-votes-710-770-1960": {
            "kg:Alignment", "kg:party id:china, id:pakistan", time("1965/1965"),
            "kg:quantity id:quantity-un-votes-710-770-1960",
        }
    }  # fmt: skip
    assert "kg:value 92.0" in found.text


# Files that are not what they should be


def test_a_file_of_another_data_set_is_told_for_what_it_looks_like(
    engine: OxigraphEngine, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="It looks like cow-alliances"):
        made(engine, tmp_path, "cow-states", alliances())
    with pytest.raises(DataError, match="columns of cow-states 2016 are missing: stateabb"):
        made(engine, tmp_path, "cow-states", "a,b\n1,2\n")
    renamed = alliances().replace("mem_st_day", "member_st_day")
    with pytest.raises(DataError, match="Nearest: member_st_day"):
        made(engine, tmp_path, "cow-alliances", renamed)
    with pytest.raises(DataError, match="the file is empty"):
        made(engine, tmp_path, "cow-alliances", "")
    with pytest.raises(UsageError, match="Nearest: cow-alliances"):
        made(engine, tmp_path, "cow-aliances", alliances())


def test_another_version_is_told(engine: OxigraphEngine, tmp_path: Path) -> None:
    found = made(engine, tmp_path, "cow-alliances", alliances().replace(",4.1", ",4.0"))
    assert (
        "the file says that it is version 4.0, and 4.1 is declared: it is read as 4.1, up to 2012-12-31"
        in found.notes
    )


def test_a_head_saved_with_semicolons_is_read(engine: OxigraphEngine, tmp_path: Path) -> None:
    text = re.sub(r",(?! )", ";", alliances())
    assert len(stated(made(engine, tmp_path, "cow-alliances", text))) == 9


# What is declared


def test_every_data_set_says_what_it_needs_and_how_to_cite_it(capsys: Captured) -> None:
    assert main(["datasets"]) == 0
    said = capsys.readouterr().out
    for name, each in data_sets().items():
        assert name in said
        assert each.citation
        assert each.rights
        assert each.becomes
        assert each.leaves_out
        assert each.tried
        assert all(one.since < one.until for one in each.versions)
    assert main(["datasets", "cow-alliances"]) == 0
    said = capsys.readouterr().out
    assert "Gibler" in said
    assert "day of signature" in said
    assert "kg import cow-alliances FILE" in said
    assert main(["datasets", "cow-aliances"]) == 2


def test_a_version_is_told_by_what_the_file_says_and_by_its_checksum() -> None:
    atop, ucdp = data_sets()["atop"], data_sets()["ucdp-prio"]
    assert [each.name for each in atop.versions] == ["5.1", "4.01"]
    assert atop.version_of(["", "4.0100002"], "").name == "4.01"
    assert atop.version_of([], atop.versions[1].identifiers[0]).name == "4.01"
    assert atop.version_of(["9"], "").name == "5.1"
    # A release of the conflict data speaks up to the end of the year before.
    assert ucdp.version_of(["19.1"], "").until.year == 2018
    assert ucdp.version_of(["24.1"], "").until.year == 2023


def test_a_data_set_is_imported_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, alliances(), "alliances.csv")
    assert main(["import", "cow-alliances", "alliances.csv"]) == 0
    out, err = capsys.readouterr()
    assert "7 rows in, 9 statements out, 0 refused" in out
    assert "written: cow-alliances.ttl" in err
    assert main(["import", "cow-alliances"]) == 2
    assert "the file of this data set is missing" in capsys.readouterr().err
