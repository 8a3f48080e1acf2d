"""What ``kg check`` says: what is wrong, where, and how just that is mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.build import draft
from kg.cli import main
from kg.errors import KgWarning
from kg.meant import days_meant, times_meant
from kg.period import bounds
from kg.shapes import Violation, check
from samples import HEAD, write_turtle

LINES = HEAD.count("\n")
MEMBERSHIP = """id:membership-rcd-nepal a kg:Membership ;
    kg:member id:nepal ;
    kg:organization id:rcd ;
    kg:status c:full-member ;
    kg:time "1965"^^edtf:EDTF ;
    kg:reviewStatus c:unreviewed .
"""
EVENT = """id:attack-x a kg:Attack ;
    skos:prefLabel "Attack on X"@en ;
    kg:time "2014"^^edtf:EDTF ;
    kg:reviewStatus c:unreviewed .
"""
QUANTITY = """id:q a kg:Quantity ;
    kg:value 40.0 ;
    kg:unit c:persons ;
    kg:exactness c:about .
"""
DOCUMENT = """id:d a kg:Document ;
    dcterms:title "A paper"@en ;
    kg:reviewed "2026-11-20"^^xsd:date .
"""
DESIGNATION = """id:g a kg:Designation ;
    kg:grantor id:united-states ;
    kg:grantee id:pakistan ;
    kg:designation c:gsp-plus ;
    kg:time "2014/.."^^edtf:EDTF ;
    kg:observedUntil "2024-12-31"^^xsd:date ;
    kg:reviewStatus c:unreviewed .
"""
TIME = '"1965"^^edtf:EDTF'


def faults(folder: Path, body: str) -> list[Violation]:
    return list(check(write_turtle(folder / "own.ttl", body)))


def fault(folder: Path, body: str) -> Violation:
    found = faults(folder, body)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


# A file as an editor writes it, with one thing wrong: what stands where something else stood, the
# line on which it does, and what the fault says of it.
WRONG = [
    ("time with a slash", MEMBERSHIP, TIME, '"03/2025"^^edtf:EDTF', 5,
     'Write "2025-03"^^edtf:EDTF.'),
    ("time without datatype", MEMBERSHIP, TIME, '"1965-03"', 5, 'Write "1965-03"^^edtf:EDTF.'),
    ("both", MEMBERSHIP, TIME, '"March 2025"', 5, 'Write "2025-03"^^edtf:EDTF.'),
    ("day, month, year", MEMBERSHIP, TIME, '"1.3.2025"^^edtf:EDTF', 5,
     'Write "2025-03-01"^^edtf:EDTF (1 March 2025) or "2025-01-03"^^edtf:EDTF (3 January 2025).'),
    ("another datatype", MEMBERSHIP, TIME, '"1965-03-01"^^xsd:date', 5,
     'Write "1965-03-01"^^edtf:EDTF.'),
    ("a day that is not there", MEMBERSHIP, TIME, '"1965-02-30"^^edtf:EDTF', 5,
     "Write a day that is there: February 1965 has 28 days."),
    ("a month that is not there", MEMBERSHIP, TIME, '"1965-13"^^edtf:EDTF', 5,
     "Write a month from 01 to 12, as in 1965-12."),
    ("ends first", MEMBERSHIP, TIME, '"1979/1965"^^edtf:EDTF', 5, "Swap its ends."),
    ("a place for an organisation", MEMBERSHIP, "id:rcd", "id:lahore", 3,
     "Lahore is a place: point kg:organization at an organisation (kg:Organization)."),
    ("an organisation for an actor's text", MEMBERSHIP, "id:nepal", '"Nepal"', 2,
     "an actor (kg:Actor) belongs: write a name without quotes, such as id:nepal."),
    ("a state for a place", EVENT, "kg:time", "kg:place id:pakistan ;\n    kg:time", 3,
     "Pakistan is a state. Point kg:place at a kg:Place, such as the territory of the state."),
    ("an unknown name", MEMBERSHIP, "id:nepal", "id:nepaal", 2, "Nearest: id:nepal,"),
    ("a name in capitals", MEMBERSHIP, "id:nepal", "id:Nepal", 2, "Nearest: id:nepal."),
    ("an unknown passage", MEMBERSHIP, "kg:reviewStatus c:unreviewed",
     "prov:wasDerivedFrom id:passage-002-667-755", 6, "Nearest: id:passage-002-667-756,"),
    ("a concept among the names", MEMBERSHIP, "c:full-member", "id:full-member", 4,
     "Nearest: c:full-member."),
    ("an entry of another list", MEMBERSHIP, "c:full-member", "c:operating", 4,
     "c:operating is of the list of corridor status: use c:associate-member,"),
    ("a list's entry as text", MEMBERSHIP, "c:full-member", '"full member"', 4,
     "use c:full-member;"),
    ("an unknown entry", MEMBERSHIP, "c:full-member", "c:ful-member", 4, "Nearest: c:full-member,"),
    ("two values", MEMBERSHIP, "id:nepal", "id:nepal, id:india", 2,
     "Found: id:india, id:nepal. Give kg:member exactly once."),
    ("no language", EVENT, "kg:time", 'kg:note "plain" ;\n    kg:time', 3,
     'Say in which language it is, such as "plain"@en.'),
    ("a text for a thing", EVENT, "kg:time", 'kg:about "Kashmir" ;\n    kg:time', 3,
     "A text stands where a thing belongs: write a name without quotes"),
    ("a property of another class", MEMBERSHIP, "kg:time", "kg:partner id:india ;\n    kg:time", 5,
     "kg:partner belongs to kg:Partnership:"),
    ("an event made from its source", EVENT, "kg:reviewStatus c:unreviewed",
     "prov:wasDerivedFrom id:passage-002-667-756", 1,
     "Write kg:statedIn instead of prov:wasDerivedFrom."),
    ("a whole number for a decimal", QUANTITY, "40.0", "40", 2,
     "Write it as 40.0, without quotes."),
    ("a day without datatype", DOCUMENT, "^^xsd:date", "", 3,
     'Write "2026-11-20"^^xsd:date.'),
    ("a day with slashes", DOCUMENT, "2026-11-20", "20/11/2026", 3,
     'Write "2026-11-20"^^xsd:date.'),
    ("a horizon without datatype", DESIGNATION, "^^xsd:date", "", 6,
     'Write "2024-12-31"^^xsd:date.'),
    ("no class", MEMBERSHIP, "a kg:Membership ;", "", 1,
     "Mend the name, or say of what class the thing is."),
    ("a term that is misspelt", EVENT, "kg:time", "kg:tme", 3, "Nearest: kg:time,"),
    ("a semicolon that is missing", MEMBERSHIP, "id:rcd ;", "id:rcd", 4,
     "End what stands before it with a semicolon or a full stop."),
    ("an unknown prefix", MEMBERSHIP, "id:nepal", "foo:nepal", 2,
     "Write @prefix foo: <…> . at the head of the file"),
    ("a known prefix", MEMBERSHIP, "id:nepal", "id:nepal", 0, ""),
    ("a quote that is missing", MEMBERSHIP, '"1965"', '"1965', 5,
     "Close the text, the bracket or the statement that begins there."),
    ("a name with a space", MEMBERSHIP, "id:membership-rcd-nepal", "id:membership rcd", 1,
     "Put a property there, such as kg:time; a name holds no space."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "old", "new", "line", "said"), [each[1:] for each in WRONG], ids=[e[0] for e in WRONG]
)
def test_a_fault_says_what_is_wrong_where_and_how_to_mend_it(
    tmp_path: Path, body: str, old: str, new: str, line: int, said: str
) -> None:
    assert old in body
    changed = body.replace(old, new, 1)
    if not line:
        assert faults(tmp_path, changed) == []
        return
    one = fault(tmp_path, changed)
    assert said in str(one)
    assert one.where == f"{tmp_path / 'own.ttl'}:{LINES + line}"
    assert "\n" not in str(one)
    assert str(one).endswith(".")


def test_every_fault_of_a_file_is_told_at_once_with_those_of_its_syntax(tmp_path: Path) -> None:
    body = (
        MEMBERSHIP.replace("id:nepal ;", "id:nepaal ;").replace('"1965"', '"03/2025"')
        + "id:a a kg:State ,, kg:Place .\n"
        + "id:b a kg:Office ; kg:officeOf foo:bar .\n"
        + EVENT.replace("kg:time", "kg:place id:pakistan ; kg:time")
    )
    found = faults(tmp_path, body)
    first = MEMBERSHIP.count("\n")
    assert [(int(v.where.rpartition(":")[2]) - LINES, v.value or v.thing) for v in found] == [
        (2, "id:nepaal"),
        (5, "id:membership-rcd-nepal"),
        (first + 1, ""),
        (first + 2, ""),
        (first + 5, "id:pakistan"),
    ]
    assert [v.rule.startswith("not well formed") for v in found] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_of_a_statement_that_breaks_off_nothing_is_said_to_be_missing(tmp_path: Path) -> None:
    broken = MEMBERSHIP.replace("id:rcd ;", "foo:rcd ;")
    refers = "id:comparison-x a kg:Comparison ; kg:compared id:membership-rcd-nepal, id:lost ;\n"
    found = faults(
        tmp_path, f"{broken}id:lost foo:is 5 .\n{refers}    kg:reviewStatus c:unreviewed .\n"
    )
    assert [v.rule.partition(":")[0] for v in found] == ["not well formed", "not well formed"]


def test_a_file_that_is_broken_counts_what_could_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_turtle(tmp_path / "own.ttl", "id:x a kg:State ;; ; ,\n")
    assert main(["check", str(own)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("1 fault in 1 statement:\n")
    assert err == ""
    assert len(draft([own]).faults) == 1


def test_a_fault_of_two_things_is_told_to_the_one_that_is_checked(tmp_path: Path) -> None:
    both = faults(
        tmp_path,
        "id:membership-cento-pakistan-2 a kg:Membership ;\n    kg:member id:pakistan ;\n"
        "    kg:organization id:cento ; kg:status c:full-member ;\n"
        '    kg:time "1960"^^edtf:EDTF ; kg:reviewStatus c:unreviewed .\n',
    )
    # One rule is of memberships, the other of all relations.
    assert len(both) == 2
    assert {one.thing for one in both} == {"id:membership-cento-pakistan-2"}
    assert {one.value for one in both} == {"id:membership-cento-pakistan"}


def test_a_file_with_prefixes_of_its_own_is_told_its_lines(tmp_path: Path) -> None:
    own = "@prefix my: <https://w3id.org/khyber/id/> .\n"
    body = own + MEMBERSHIP.replace("id:", "my:").replace("my:rcd", "my:lahore")
    assert fault(tmp_path, body).where.endswith(f":{LINES + 4}")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("03/2025", "2025-03"), ("2025/03", "2025-03"), ("3.2025", "2025-03"),
        ("March 2025", "2025-03"), ("Mar. 2025", ""), ("1 March 2025", "2025-03-01"),
        ("March 1, 2025", "2025-03-01"), ("1.3.2025", "2025-03-01 2025-01-03"),
        ("13/5/2025", "2025-05-13"), ("5/13/2025", "2025-05-13"), ("5/5/2025", "2025-05-05"),
        ("2025-3-1", "2025-03-01"), ("2025-30-03", "2025-03-30"), ("20250301", "2025-03-01"),
        ("2025-03-01T12:00:00Z", "2025-03-01"), ("1955-1979", "1955/1979"),
        ("1955–1979", "1955/1979"), ("from May 1955 to 1979", "1955-05/1979"),
        ("since 1955", "1955/.."), ("1955-present", "1955/.."), ("until 1979", "../1979"),
        ("c. 1955", "1955~"), ("1970s", "197X"), ("1900s", "190X 19XX"), ("20th century", "19XX"),
        ("03/2025-04/2026", "2025-03/2026-04"), ("1965-02-30", ""), ("31/02/2020", ""),
        ("last year", ""), ("", ""), ("0/0/0", ""), ("x" * 10_000, ""), ("1" * 400, ""),
    ],
)  # fmt: skip
def test_what_was_meant_by_a_date_is_every_reading_and_no_other(text: str, times: str) -> None:
    found = times_meant(text)
    assert found == times.split()
    assert all(bounds(each) for each in found)
    assert set(days_meant(text)) <= set(found)


def test_the_sentences_of_all_faults_are_whole(tmp_path: Path) -> None:
    every = "".join(
        each[1].replace(each[2], each[3], 1).replace("nepal", f"nepal-{at}", 1)
        for at, each in enumerate(WRONG)
        if "semicolon" not in each[0] and "quote that" not in each[0]
    )
    for each in faults(tmp_path, every):
        assert re.search(r"[.!?…]$", str(each)), str(each)
        assert "None" not in str(each)
        assert "http" not in str(each), str(each)


@pytest.mark.parametrize("kind", ["NodeShape", "PropertyShape"])
def test_shapes_of_the_users_own_are_said_to_be_data(tmp_path: Path, kind: str) -> None:
    shape = f"<http://e.org/s> a <http://www.w3.org/ns/shacl#{kind}> .\n"
    path = write_turtle(tmp_path / "shapes.ttl", shape)
    with pytest.warns(KgWarning, match="shapes in files are data here"):
        assert check(path).ok
