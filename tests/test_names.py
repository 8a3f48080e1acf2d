"""Names: what a person types, and the one thing that it stands for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.engine import OxigraphEngine
from kg.errors import KgWarning, UsageError
from kg.query import label_of, labels, named, nearest_names, readings, resolve
from kg.terms import compact, slug
from kg.vocabulary import ID
from samples import HEAD, engine_over


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("arcadia", "id:arcadia"),
        ("id:arcadia", "id:arcadia"),
        (f"{ID}arcadia", "id:arcadia"),
        (f"<{ID}arcadia>", "id:arcadia"),
        ("Arcadia", "id:arcadia"),
        ("ARCADIA", "id:arcadia"),
        ("  Arcadia ", "id:arcadia"),
        ("land of arcadia", "id:arcadia"),
        ("Land-of  Arcadia", "id:arcadia"),
        ("آرکیڈیا", "id:arcadia"),
        ("\u200fآرکیڈیا", "id:arcadia"),
        ("ARC", "id:arcadia"),
        ("arc", "id:arcadia"),
        ("998", "id:borduria"),
        ("League of Arcadia", "id:league"),
        ("Arcadian Pact", "id:league"),  # a name that it bore for a time
        ('the "League" <i>', "id:league"),
        ("raid on high pass", "id:raid"),
        ("membership-league-arcadia", "id:membership-league-arcadia"),
        ("kg:Membership", "kg:Membership"),
        ("c:observer", "c:observer"),
    ],
)
def test_a_thing_is_found_as_people_write_it(
    sample: OxigraphEngine, typed: str, thing: str
) -> None:
    assert compact(resolve(sample, typed)) == thing


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Arcadja", "Arcadia"), ("leage of arcadia", "League of Arcadia")],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    sample: OxigraphEngine, typed: str, near: str
) -> None:
    with pytest.raises(UsageError, match=rf"{typed}: nothing in the graph.* Nearest: {near}"):
        resolve(sample, typed)


@pytest.mark.parametrize(
    "typed", ["", "  ", "\u200f", "zzzz", "id:zzzz", "zz:arcadia", "a b:c", "<>"]
)
def test_what_stands_for_nothing_is_refused_in_a_line(sample: OxigraphEngine, typed: str) -> None:
    assert readings(sample, typed) == []
    with pytest.raises(UsageError, match="nothing in the graph has this name") as caught:
        resolve(sample, typed)
    assert caught.value.mend


def test_a_name_of_several_things_is_refused_with_all_of_them(sample: OxigraphEngine) -> None:
    more = ox.parse(
        f"""{HEAD} id:other-ada a kg:Person ; skos:prefLabel "ADA"@en .
        id:first a kg:Person ; skos:prefLabel "Eve"@en .
        id:second a kg:Person ; skos:prefLabel "Eve"@en .""",
        format=ox.RdfFormat.TURTLE,
    )
    engine = engine_over([*sample.store, *more])
    with pytest.warns(KgWarning, match=r"Ada is taken as id:ada \(Ada\); .* id:other-ada \(ADA\)"):
        assert resolve(engine, "Ada") == f"{ID}ada"  # whose slug it is
    assert resolve(engine, "ada") == f"{ID}ada"  # a slug is taken before any label
    with pytest.raises(
        UsageError, match=r"'Eve' may mean id:first \(Eve\), id:second \(Eve\)"
    ) as e:
        resolve(engine, "Eve")
    assert e.value.candidates == ("id:first", "id:second")


def test_labels_come_in_the_language_asked_for_and_else_in_english(sample: OxigraphEngine) -> None:
    english, urdu = labels(sample), labels(sample, "ur")
    assert english[f"{ID}arcadia"] == "Arcadia"
    assert urdu[f"{ID}arcadia"] == "آرکیڈیا"
    assert urdu[f"{ID}ada"] == "Ada"


def test_a_thing_without_a_label_is_shown_by_its_slug(sample: OxigraphEngine) -> None:
    assert label_of(labels(sample), f"{ID}membership-league-arcadia") == "membership league arcadia"
    assert label_of({}, "https://example.org/x") == "https://example.org/x"


DATED = f"""{HEAD}
id:old-kingdom a kg:State ; skos:prefLabel "Old Kingdom"@en ; skos:altLabel "Ruritania"@en ;
    kg:time "1900-01-01/1950-12-31"^^edtf:EDTF .
id:republic a kg:State ; skos:prefLabel "Republic"@en ; skos:altLabel "Ruritania"@en ;
    kg:time "1951-01-01/.."^^edtf:EDTF .
id:after-it a kg:Succession ; kg:predecessor id:old-kingdom ; kg:successor id:republic .
id:code-old a kg:CodeAssignment ; kg:code "77" ; kg:codeScheme c:cow ; kg:coded id:old-kingdom ;
    kg:time "1900-01-01/1950-12-31"^^edtf:EDTF .
id:code-new a kg:CodeAssignment ; kg:code "77" ; kg:codeScheme c:cow ; kg:coded id:republic ;
    kg:time "1951-01-01/.."^^edtf:EDTF .
id:code-gone a kg:CodeAssignment ; kg:code "78" ; kg:codeScheme c:cow ; kg:coded id:old-kingdom ;
    kg:time "1900-01-01/1910-12-31"^^edtf:EDTF .
id:named-so a kg:Naming ; kg:named id:republic ; kg:name "People's Land" ;
    kg:time "1951-01-01/1960-12-31"^^edtf:EDTF .
id:league a kg:Alliance ; skos:prefLabel "Ruritania"@en ; kg:time "1955-01-01/.."^^edtf:EDTF .
"""


@pytest.fixture(scope="module")
def dated() -> OxigraphEngine:
    return engine_over(ox.parse(DATED, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("typed", "on", "found"),
    [
        ("77", None, [("republic", "code", 0.8, True), ("old-kingdom", "code", 0.4, True)]),
        ("77", "1940-01-01",
         [("old-kingdom", "code", 0.8, True), ("republic", "code", 0.2, False)]),
        ("77", "1950-12-31",
         [("old-kingdom", "code", 0.8, True), ("republic", "code", 0.2, False)]),
        ("77", "1951-01-01",
         [("republic", "code", 0.8, True), ("old-kingdom", "code", 0.2, False)]),
        ("78", None, [("old-kingdom", "code", 0.4, True)]),
        ("78", "1940-01-01", [("old-kingdom", "code", 0.4, False)]),
        ("People's Land", "1955-06-01", [("republic", "name", 0.95, True)]),
        ("people s land", "1970-06-01", [("republic", "name", 0.475, False)]),
        ("Republic", "1940-01-01", [("old-kingdom", "predecessor", 1.0, True)]),
        ("Republic", "1890-01-01", [("republic", "label", 1.0, True)]),
        ("Old Kingdom", "1960-01-01", [("old-kingdom", "label", 1.0, True)]),
        ("nobody", "1960-01-01", []),
    ],
)  # fmt: skip
def test_on_a_day_comes_first_what_bore_the_name_then(
    dated: OxigraphEngine, typed: str, on: str | None, found: list[tuple[str, str, float, bool]]
) -> None:
    read = readings(dated, typed, kind="kg:State", on=date.fromisoformat(on) if on else None)
    assert [(slug(r.thing), r.matched, r.score, r.borne) for r in read] == found


def test_of_things_with_one_name_the_day_and_the_kind_tell_which(dated: OxigraphEngine) -> None:
    assert [slug(r.thing) for r in readings(dated, "Ruritania")] == [
        "league", "old-kingdom", "republic",
    ]  # fmt: skip
    on = date(1952, 1, 1)
    assert slug(resolve(dated, "Ruritania", kind="kg:State", on=on)) == "republic"
    assert slug(resolve(dated, "Ruritania", on=date(1940, 1, 1))) == "old-kingdom"
    with pytest.warns(
        KgWarning, match=r"taken as id:league .*; also id:old-kingdom .*, id:republic"
    ):
        assert slug(resolve(dated, "Ruritania")) == "league"
    assert readings(dated, "Ruritania", kind="kg:Person") == []


def test_many_names_at_once_are_found_as_one_by_one(dated: OxigraphEngine) -> None:
    typed = ["Ruritania", "77", "old kingdom", "id:league", *(f"nobody {n}" for n in range(60))]
    alone = {name: readings(dated, name) for name in typed}
    assert named(dated, typed) == alone
    for count in (40, 41):  # about where the whole index is taken apart
        assert named(dated, typed[:count]) == {name: alone[name] for name in typed[:count]}
    assert [(slug(r.thing), r.matched, r.label, r.score) for r in alone["id:league"]] == [
        ("league", "slug", "league", 1.0)
    ]


def test_a_slug_of_another_kind_is_no_reading(dated: OxigraphEngine) -> None:
    assert readings(dated, "league", kind="kg:State") == []
    assert [slug(r.thing) for r in readings(dated, "republic", kind="kg:State")] == ["republic"]
    (before,) = readings(dated, "Republic", kind="kg:State", on=date(1940, 1, 1))
    assert before.label == "Republic"


def test_the_index_lies_beside_a_store_and_is_read_from_there(
    dated: OxigraphEngine, tmp_path: Path
) -> None:
    store = ox.Store(str(tmp_path))
    store.extend(dated.store)
    store.flush()
    del store
    engine = OxigraphEngine(ox.Store.read_only(str(tmp_path)), tmp_path)
    assert [slug(r.thing) for r in readings(engine, "Old Kingdom")] == ["old-kingdom"]
    (kept,) = tmp_path.glob("names-*")
    text = kept.read_text(encoding="utf-8")
    assert f"\noldkingdom\t{ID}old-kingdom\tOld Kingdom\n" in text
    kept.write_text(text.replace("oldkingdom", "elderrealm"), encoding="utf-8")
    assert readings(engine, "Elder Realm") == []  # found by the index, and borne by nothing
    assert nearest_names(engine, "elder realn")[0] == "Old Kingdom"
    kept.write_bytes(b"\xff")
    assert [slug(r.thing) for r in readings(engine, "Old Kingdom")] == ["old-kingdom"]


def test_labels_of_some_things_are_those_of_no_others(dated: OxigraphEngine) -> None:
    assert labels(dated, things=[f"{ID}league"]) == {f"{ID}league": "Ruritania"}
    assert labels(dated, things=[]) == {}
    assert len(labels(dated)) == 3
