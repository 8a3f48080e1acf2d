"""What once was wrong or stale in the data, asked as a reader asks it."""

from __future__ import annotations

import pytest

from golden import column, rows_of
from kg.engine import OxigraphEngine
from samples import cells


@pytest.mark.parametrize(
    ("office", "day", "holder"),
    [
        ("chief-martial-law-administrator-of-pakistan", "1972-04-20", "zulfikar-ali-bhutto"),
        ("chief-martial-law-administrator-of-pakistan", "1972-06-01", None),
        ("president-of-pakistan", "2008-09-08", "muhammad-mian-soomro"),
        ("president-of-pakistan", "2008-09-10", "asif-ali-zardari"),
        ("president-of-iran", "2024-06-15", "mohammad-mokhber"),
        ("president-of-iran", "2025-01-01", "masoud-pezeshkian"),
        ("supreme-leader-of-iran", "2026-02-27", "ali-khamenei"),
        ("supreme-leader-of-iran", "2026-03-05", None),
        ("supreme-leader-of-iran", "2026-03-09", "mojtaba-khamenei"),
    ],
)
def test_an_office_is_held_to_the_day_of_the_successor(
    engine: OxigraphEngine, office: str, day: str, holder: str | None
) -> None:
    assert column(engine, "holder-at", office=office, on=day) == ([f"id:{holder}"] * bool(holder))


@pytest.mark.parametrize(
    ("corridor", "day", "status"),
    [
        ("cpec-multan-sukkur-m5", "2019-10-01", "operating"),
        ("chabahar-transit-route", "2017-01-01", "agreed"),
        ("chabahar-transit-route", "2019-01-01", "operating"),
        ("cpec-suki-kinari-hydro", "2023-01-01", "under-construction"),
        ("cpec-suki-kinari-hydro", "2024-10-01", "operating"),
        ("iran-pakistan-pipeline", "2020-01-01", "stalled"),
        ("instc", "2024-01-01", "operating"),
    ],
)
def test_a_status_is_that_of_its_day(
    engine: OxigraphEngine, corridor: str, day: str, status: str
) -> None:
    rows = rows_of(engine, "corridor-status-at", corridor=corridor, on=day)
    assert [row[0] for row in rows if row[4] != "possible"] == [f"c:{status}"]


def test_who_fought_and_where(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        """SELECT ?event ?who { VALUES ?event { id:us-invasion-of-afghanistan
           id:indo-pakistani-war-of-1971 id:balochistan-insurgency-1970s }
           ?p kg:event ?event ; kg:participant ?who }""",
    )
    assert {
        ("id:us-invasion-of-afghanistan", "id:united-states"),
        ("id:us-invasion-of-afghanistan", "id:taliban"),
        ("id:indo-pakistani-war-of-1971", "id:india"),
        ("id:indo-pakistani-war-of-1971", "id:mukti-bahini"),
        ("id:balochistan-insurgency-1970s", "id:pakistan"),
    } <= {(event, who) for event, who in found}
    nowhere = cells(
        engine,
        """SELECT ?war { ?war a kg:War FILTER(?war != id:war-on-terror && ?war != id:cold-war)
           FILTER NOT EXISTS { ?war kg:place ?place } }""",
    )
    assert nowhere == []


def test_the_hills_of_the_tests_are_not_those_of_chagai(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        """SELECT ?place ?wkt { VALUES ?place { id:chagai id:ras-koh }
           ?place geo:hasGeometry/geo:asWKT ?wkt } ORDER BY ?place""",
    )
    assert found == [
        ["id:chagai", "POINT(64.1048 29.3266)"], ["id:ras-koh", "POINT(64.94 28.79)"],
    ]  # fmt: skip
    assert "id:pakistani-nuclear-tests-1998-05-28" in column(engine, "events-at", place="ras-koh")


def test_zanzibar_and_both_yemens_were_members_of_the_united_nations(
    engine: OxigraphEngine,
) -> None:
    then = column(engine, "members-at", organization="un", on="1964-01-01")
    assert {"id:zanzibar", "id:tanzania", "id:north-yemen"} <= set(then)
    assert "id:zanzibar" not in column(engine, "members-at", organization="un", on="1965-01-01")


def test_balochistan_is_a_region_and_two_provinces_in_it(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        "SELECT ?p ?type { ?p kg:within id:balochistan-region ; kg:placeType ?type } ORDER BY ?p",
    )
    assert found == [["id:balochistan", "c:province"], ["id:sistan-and-baluchestan", "c:province"]]


def test_a_text_keeps_its_own_date_beside_that_of_the_documents(engine: OxigraphEngine) -> None:
    rows = rows_of(engine, "differing-statements-of", statement="soviet-invasion-of-afghanistan")
    told = str(rows)
    assert "1979-12" in told
    assert "soviet-invasion-of-afghanistan-account-2" in told
    assert "soviet-invasion-of-afghanistan-account-3" in told


def test_what_follows_from_what_in_the_texts_is_tied(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        """SELECT ?what ?by { VALUES ?link { kg:causedBy kg:near }
           ?what ?link ?by FILTER(?by IN (id:axis-of-evil-speech, id:us-invasion-of-afghanistan,
             id:afghanistan-pakistan-border)) }""",
    )
    assert {
        ("id:deposition-of-the-taliban", "id:us-invasion-of-afghanistan"),
        ("id:designation-us-iran-axis-of-evil", "id:axis-of-evil-speech"),
        ("id:designation-us-iraq-axis-of-evil", "id:axis-of-evil-speech"),
        ("id:designation-us-north-korea-axis-of-evil", "id:axis-of-evil-speech"),
        ("id:salala", "id:afghanistan-pakistan-border"),
    } <= {(what, by) for what, by in found}
