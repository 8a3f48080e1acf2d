"""Names: what a person types, and the one thing that it stands for."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine import OxigraphEngine
from kg.errors import KgWarning, UsageError
from kg.query import label_of, labels, readings, resolve
from kg.terms import compact
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
