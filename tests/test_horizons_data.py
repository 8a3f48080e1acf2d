"""Until when each statement was observed, and what the data set is complete for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from kg.engine import OxigraphEngine
from kg.period import bounds
from samples import cells

# The first day on which each text can have been written; see docs/decisions/0009-horizons.md.
TEXTS = {
    "id:source-text-001": date(2024, 1, 1),
    "id:source-text-002": date(2024, 4, 22),
    "id:source-text-003": date(2024, 3, 7),
}
OPEN = """?class kg:observedApart true . ?r a ?class ; kg:time ?time .
  FILTER(STRENDS(STR(?time), "/.."))"""
# How many members each organisation has at the end of its days or of those of the data set, as its
# own documents count or list them; those of a body that was dissolved in all its time.
MEMBERS = {
    "id:cento": 5, "id:d-8": 9, "id:eco": 10, "id:eu": 27, "id:gcc": 6, "id:nato": 32, "id:rcd": 3,
    "id:saarc": 8, "id:sco": 10, "id:seato": 8,
}  # fmt: skip
LAST = date(2014, 12, 31)
GONE = {"id:cento", "id:rcd", "id:seato"}


def horizon(engine: OxigraphEngine) -> tuple[date, date]:
    ((first, last),) = cells(
        engine, "SELECT ?a ?b { id:facts kg:observedFrom ?a ; kg:observedUntil ?b }"
    )
    return date.fromisoformat(str(first)), date.fromisoformat(str(last))


def complete(engine: OxigraphEngine, kind: str) -> list[str]:
    found = cells(engine, f"SELECT ?x {{ id:facts kg:completeFor ?x . ?x a kg:{kind} }}")
    return sorted(str(thing) for (thing,) in found)


def test_what_is_observed_apart_and_goes_on_carries_its_day(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        f"SELECT DISTINCT ?r ?day {{ {OPEN} OPTIONAL {{ ?r kg:observedUntil ?day }} }}",
        claims=True,
    )
    assert len(found) > 50
    assert [relation for relation, day in found if day is None] == []


def test_no_day_is_later_than_the_newest_document_that_states_it(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        f"""SELECT DISTINCT ?r ?day ?time ?source ?date {{ {OPEN} ?r kg:observedUntil ?day ;
            prov:wasDerivedFrom ?from . OPTIONAL {{ ?from dcterms:isPartOf ?text }}
            BIND(COALESCE(?text, ?from) AS ?source) OPTIONAL {{ ?source dcterms:date ?date }} }}""",
        claims=True,
    )
    newest: dict[str, date] = {}
    observed: dict[str, tuple[date, str]] = {}
    for relation, day, time, source, written in found:
        observed[str(relation)] = date.fromisoformat(str(day)), str(time)
        last = bounds(str(written)).latest_end if written else TEXTS.get(str(source))
        if last:
            newest[str(relation)] = max(last, newest.get(str(relation), last))
    # Where no source has a date, a statement is observed on the day that it is dated to.
    late = {
        relation: str(day)
        for relation, (day, time) in observed.items()
        if day > (newest.get(relation) or bounds(time).latest_start or date.min)
    }
    assert late == {}


def test_a_day_of_its_own_does_not_pass_the_day_of_the_data_set(engine: OxigraphEngine) -> None:
    _, last = horizon(engine)
    found = cells(
        engine,
        f"SELECT DISTINCT ?r ?day ?time {{ {OPEN} ?r kg:observedUntil ?day }}",
        claims=True,
    )
    assert [
        relation
        for relation, day, time in found
        if date.fromisoformat(str(day)) > max(last, bounds(str(time)).earliest_start or last)
    ] == []


def test_what_is_kept_current_leans_on_the_data_set(engine: OxigraphEngine) -> None:
    apart = {str(cls) for (cls,) in cells(engine, "SELECT ?c { ?c kg:observedApart true }")}
    assert "kg:CorridorStatus" in apart
    assert not apart & {"kg:Membership", "kg:Partnership", "kg:Agreement", "kg:CodeAssignment"}
    unknown = "SELECT ?c { ?c kg:observedApart ?x FILTER NOT EXISTS { ?c a owl:Class } }"
    assert cells(engine, unknown) == []


def test_complete_for_names_organisations_and_offices_that_there_are(
    engine: OxigraphEngine,
) -> None:
    named = cells(engine, "SELECT ?x { ?set kg:completeFor ?x }")
    known = complete(engine, "Organization") + complete(engine, "Office")
    assert sorted(str(thing) for (thing,) in named) == sorted(known)
    assert complete(engine, "Organization") == sorted(MEMBERS)


@pytest.mark.parametrize("organization", sorted(MEMBERS))
def test_a_complete_roster_has_the_members_that_its_documents_count(
    engine: OxigraphEngine, organization: str
) -> None:
    _, last = horizon(engine)
    found = cells(
        engine,
        f"""SELECT DISTINCT ?who ?time ?status {{ ?m a kg:Membership ; kg:member ?who ;
            kg:organization {organization} ; kg:time ?time
            OPTIONAL {{ ?m kg:reviewStatus ?status }} }}""",
    )
    assert [who for who, _, status in found if status] == []
    here = [
        who
        for who, time, _ in found
        if organization in GONE or (bounds(str(time), last).latest_end or last) >= last
    ]
    assert len(here) == len(set(here)) == MEMBERS[organization]


def test_the_holders_of_a_complete_office_follow_each_other_without_a_gap(
    engine: OxigraphEngine,
) -> None:
    offices = complete(engine, "Office")
    assert offices == ["id:governor-general-of-pakistan", "id:president-of-pakistan"]
    for office in offices:
        found = cells(
            engine,
            f"""SELECT ?time ?status {{ ?h a kg:OfficeHolding ; kg:office {office} ; kg:time ?time
                OPTIONAL {{ ?h kg:reviewStatus ?status }} }}""",
        )
        assert Counter(status for _, status in found) == {None: len(found)}
        terms = sorted(bounds(str(time)) for time, _ in found)
        for before, after in pairwise(terms):
            assert before.latest_end is not None
            assert after.earliest_start is not None
            assert abs((after.earliest_start - before.latest_end).days) <= 3, (office, before)


def test_pakistan_is_a_member_of_most_organisations_in_which_cow_has_it(
    engine: OxigraphEngine,
) -> None:
    # COW has Pakistan as a member, associate or observer of 102 organisations at some time to 2014.
    coded = cells(engine, "SELECT DISTINCT ?x { ?code kg:codeScheme c:cow-igo ; kg:coded ?x }")
    named = {x for (x,) in coded}
    found = cells(
        engine,
        """SELECT DISTINCT ?x ?time { ?m a kg:Membership ; kg:member id:pakistan ;
           kg:organization ?x . OPTIONAL { ?m kg:time ?time } }""",
    )
    early = {x for x, time in found if not time or (bounds(str(time)).latest_start or LAST) <= LAST}
    assert 70 <= len(named & early) <= 102
