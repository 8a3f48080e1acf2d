"""Terms at the boundary: compact names, and the Python value of a literal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.lexical import read, spelled
from kg.terms import (
    Value,
    compact,
    expand,
    is_iri,
    lexical,
    read_text,
    read_texts,
    slug,
    text_of,
    value_of,
)
from kg.vocabulary import ID, PREFIXES, C, kg

XSD = PREFIXES["xsd"]
LOCALS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}", fullmatch=True)
# Every character that RDF may hold: no surrogates.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@given(st.sampled_from(sorted(PREFIXES)), LOCALS)
def test_a_compact_name_and_its_iri_stand_for_each_other(prefix: str, local: str) -> None:
    name = f"{prefix}:{local}"
    assert expand(name) == PREFIXES[prefix] + local
    assert compact(expand(name)) == name


@given(st.sampled_from(["http", "https"]), LOCALS, LOCALS)
def test_an_iri_stays_as_it_is(scheme: str, host: str, path: str) -> None:
    iri = f"{scheme}://{host}/{path}"
    assert expand(iri) == expand(f"<{iri}>") == compact(iri) == iri


@pytest.mark.parametrize("iri", ["urn:isbn:1", "mailto:a@example.org", "tag:example.org,2026:x"])
def test_an_iri_in_angle_brackets_is_no_compact_name(iri: str) -> None:
    assert expand(f"<{iri}>") == iri


def test_an_unknown_prefix_is_said_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown prefix 'skoss'\. Nearest: skos"):
        expand("skoss:prefLabel")
    with pytest.raises(UsageError, match="Known prefixes: c, dc, dcterms"):
        expand("zzzzzz:thing")


def test_a_slug_is_the_last_part_of_our_own_iris_only() -> None:
    assert slug(f"{ID}pakistan") == "pakistan"
    assert slug(kg("Membership")) == "Membership"
    assert slug(f"{C}observer") == "observer"
    assert slug("https://example.org/x") == "https://example.org/x"


CASES: list[tuple[str, str, Value]] = [
    ("1957", "integer", 1957),
    ("-3", "long", -3),
    ("07", "nonNegativeInteger", 7),
    ("4.930", "decimal", Decimal("4.93")),
    ("1.5e3", "double", 1500.0),
    ("0.25", "float", 0.25),
    ("true", "boolean", True),
    ("1", "boolean", True),
    ("false", "boolean", False),
    ("0", "boolean", False),
    ("1957-01-01", "date", date(1957, 1, 1)),
    ("1957-01-01T12:00:00Z", "dateTime", datetime(1957, 1, 1, 12, tzinfo=UTC)),
    ("words", "string", "words"),
    # What does not fit its datatype is kept as it is written: one bad value loses no row.
    ("last year", "date", "last year"),
    ("1955-13-01", "date", "1955-13-01"),
    ("many", "integer", "many"),
    ("many", "decimal", "many"),
    ("", "double", ""),
    ("1957", "gYear", "1957"),
]


@pytest.mark.parametrize(("text", "datatype", "value"), CASES)
def test_a_literal_has_the_value_of_its_datatype(text: str, datatype: str, value: Value) -> None:
    found = value_of(literal(text, datatype))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "datatype", "value"), CASES)
def test_a_literal_has_the_same_value_in_a_table_of_text(
    text: str, datatype: str, value: Value
) -> None:
    solutions = ox.Store().query(f'SELECT ?x {{ VALUES ?x {{ "{text}"^^<{XSD}{datatype}> }} }}')
    assert isinstance(solutions, ox.QuerySolutions)
    tsv = (solutions.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode()
    found = read_text(tsv.splitlines()[1])
    assert found == value
    assert type(found) is type(value)


def test_a_term_that_is_no_literal_is_its_name() -> None:
    assert value_of(ox.NamedNode(f"{ID}pakistan")) == "id:pakistan"
    assert value_of(ox.NamedNode("https://example.org/x")) == "https://example.org/x"
    assert value_of(ox.BlankNode("b0")) == "b0"
    assert value_of(None) is None
    assert text_of(None) == ""
    assert is_iri(ox.NamedNode("a:b"))
    assert not is_iri(ox.Literal("a:b"))


@given(TEXTS)
def test_a_text_is_read_from_a_table_as_it_was_written(text: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(text)))
    solutions = store.query("SELECT ?x { ?s ?p ?x }")
    assert isinstance(solutions, ox.QuerySolutions)
    tsv = (solutions.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode()
    assert read_text(tsv.split("\n")[1]) == text


@given(st.lists(st.sampled_from(
    [f"<{ID}a>", f"<{ID}b>", f"<{kg('State')}>", "<https://example.org/a>", f"<{ID}a/b>",
     "12", "007", "1.50", "true", "", '"12"', '"a"@en', "_:b", "1e0",
     f'"1957-01-01"^^<{XSD}date>']
)))  # fmt: skip
def test_a_column_is_read_as_its_terms_are(texts: list[str]) -> None:
    found = read_texts(texts)
    assert found == [read_text(text) for text in texts]
    assert [type(value) for value in found] == [type(read_text(text)) for text in texts]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("<urn:a>", "urn:a"),
        ('"x"', "x"),
        ('"1955"^^<urn:d>', "1955"),
        ('"a "b""@en', 'a "b"'),
        ('"<x>"', "<x>"),
        ('""', '""'),
        ("_:b0", "_:b0"),
    ],
)
def test_the_text_inside_a_term_of_n_triples(text: str, inside: str) -> None:
    assert lexical(text) == inside


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("7", 7),
        ("+7", 7),
        ("-7", -7),
        (".5", Decimal("0.5")),
        ("-.5", Decimal("-0.5")),
        ("2.50", Decimal("2.50")),
        ("1e3", 1000.0),
        ("1.5E3", 1500.0),
        ("-1e-3", -0.001),
        ("X1", "X1"),
        ("_:b0", "_:b0"),
        ("<< <urn:a> <urn:b> 1 >>", "<< <urn:a> <urn:b> 1 >>"),
        ("<urn:a>", "urn:a"),
        ("<https://w3id.org/khyber/id/a>", "id:a"),
        (r'"\u0041\U0001F600\u00e9"', "A😀é"),
        (r'"\t\n\r\b\f\"\\\x"', '\t\n\r\b\f"\\x'),
        ('"a"@en', "a"),
        ('"7"^^<http://www.w3.org/2001/XMLSchema#integer>', 7),
        ('"7"^^<urn:integer>', "7"),
    ],
)
def test_a_cell_of_a_table_has_its_value(text: str, value: Value) -> None:
    found = read_text(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "texts",
    [
        ["<https://w3id.org/khyber/id/a>", "<https://w3id.org/khyber/id/b-c>"],
        ["<https://w3id.org/khyber/id/a>", "<https://w3id.org/khyber/id/b/c>"],
        ["<https://w3id.org/khyber/id/a>", "<https://w3id.org/khyber/idle/b>"],
        ["<https://w3id.org/khyber/id/a>", '"a"'],
        ["<https://w3id.org/khyber/id/a>", ""],
        ["<https://example.org/a>", "<https://example.org/b>"],
        ["7", "08", "9"],
        ["7", "7.5"],
        ["7", "9" * 601],
        [],
    ],
)
def test_a_column_is_read_at_once_as_it_would_be_cell_by_cell(texts: list[str]) -> None:
    assert read_texts(texts) == [read_text(text) for text in texts]


def test_values_are_spelled_as_xml_schema_has_them() -> None:
    given: list[object] = [None, True, False, float("inf"), float("-inf"), float("nan"), 0.5, 7]
    assert [spelled(each) for each in given] == [
        "", "true", "false", "INF", "-INF", "NaN", "0.5", "7",
    ]  # fmt: skip
    # Only the white space of XML may stand around a value.
    assert read(" \t\r\n7 ", "integer") == 7
    assert read("\u00a07", "integer") == "\u00a07"
    assert read("\x0b7", "integer") == "\x0b7"
