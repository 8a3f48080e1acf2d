"""Binding: terms for variables, the same in every form of query."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import OxigraphEngine, Rows, Triples
from kg.engine.literals import literal, node
from kg.errors import QueryError
from kg.sparql import Binding, Query
from kg.sparql.binding import kind_of_braces, with_values
from kg.sparql.guarding import tokens
from kg.terms import compact, is_iri, text_of
from kg.vocabulary import ID

ARCADIA, BORDURIA = node(f"{ID}arcadia"), node(f"{ID}borduria")
CIMMERIA = node(f"{ID}cimmeria")


def rows(engine: OxigraphEngine, sparql: str, **bindings: list[Binding]) -> set[tuple[str, ...]]:
    answer = engine.query(Query(sparql, bindings))
    assert isinstance(answer, Rows)
    return {tuple(compact(c.value) if is_iri(c) else text_of(c) for c in r) for r in answer.cells}  # type: ignore[union-attr]


def test_a_query_without_bindings_stays_as_it_is() -> None:
    assert with_values("ASK { ?s ?p ?o }", {}) == "ASK { ?s ?p ?o }"


def test_a_variable_is_bound_whether_or_not_it_is_projected(sample: OxigraphEngine) -> None:
    where = "{ ?m kg:member ?who ; kg:organization ?org }"
    assert rows(sample, f"SELECT ?org {where}", who=[ARCADIA]) == {("id:league",)}
    assert rows(sample, f"SELECT ?who ?org {where}", who=[ARCADIA]) == {("id:arcadia", "id:league")}


def test_several_terms_are_several_rows(sample: OxigraphEngine) -> None:
    sparql = "SELECT ?who ?time { ?m kg:member ?who ; kg:time ?time ; a kg:Membership }"
    assert rows(sample, sparql, who=[ARCADIA, BORDURIA]) == {
        ("id:arcadia", "1950/1979"),
        ("id:borduria", "1955-09/1959-03-24"),
    }


def test_two_variables_are_bound_each(sample: OxigraphEngine) -> None:
    sparql = "SELECT ?m { ?m kg:member ?who ; kg:earliestStart ?start FILTER(?start < ?day) }"
    found = rows(sample, sparql, who=[BORDURIA], day=[literal("1956-01-01", "date")])
    assert found == {("id:membership-league-borduria",)}
    assert rows(sample, sparql, who=[BORDURIA], day=[literal("1955-01-01", "date")]) == set()


NESTED = [
    "SELECT ?who { { ?m kg:member ?who } }",
    "SELECT ?who { { ?m kg:member ?who } UNION { ?m kg:partner ?who } }",
    "SELECT ?who { OPTIONAL { ?m kg:member ?who } }",
    "SELECT ?who { ?who a kg:State FILTER EXISTS { ?m kg:member ?who } }",
    "SELECT ?who { ?who a kg:State MINUS { ?x kg:partner ?who } }",
    "SELECT ?who { { SELECT ?who { ?m kg:member ?who } } }",
    "SELECT ?who { GRAPH ?g { ?m kg:member ?who } }",
    "SELECT ?who { VALUES ?kind { kg:Membership } ?m a ?kind ; kg:member ?who }",
    "SELECT ?who { VALUES (?kind ?x) { (kg:Membership 1) } ?m a ?kind ; kg:member ?who }",
    "SELECT ?who WHERE { ?m kg:member ?who } GROUP BY ?who HAVING (COUNT(?m) > 0)",
    "SELECT ?who { ?m kg:member ?who } ORDER BY ?who LIMIT 5 # of ?who {",
    "select ?who { ?m kg:note '{ ?who }' } # no such note",
]


@pytest.mark.parametrize("sparql", NESTED)
def test_a_value_reaches_every_group(sample: OxigraphEngine, sparql: str) -> None:
    assert rows(sample, sparql, who=[ARCADIA]) <= {("id:arcadia",)}
    free = rows(sample, sparql)
    expected = {("id:arcadia",)} if free else set()
    assert rows(sample, sparql, who=[ARCADIA]) == expected


def test_a_negation_looks_at_the_bound_thing_alone(sample: OxigraphEngine) -> None:
    sparql = "ASK { FILTER NOT EXISTS { ?m kg:member ?who } }"
    assert sample.query(Query(sparql, {"who": [ARCADIA]})) is False
    assert sample.query(Query(sparql, {"who": [CIMMERIA]})) is True


def test_ask_construct_and_describe_take_values(sample: OxigraphEngine) -> None:
    assert sample.query(Query("ASK { ?m kg:member ?who }", {"who": [ARCADIA]})) is True
    text = "CONSTRUCT { ?who kg:partOf ?o } WHERE { ?m kg:member ?who ; kg:organization ?o }"
    made = sample.query(Query(text, {"who": [BORDURIA]}))
    assert isinstance(made, Triples)
    assert [str(t.subject) for t in made.triples] == [str(BORDURIA)]
    for sparql in ("DESCRIBE ?who", "DESCRIBE ?who { ?m kg:member ?who }"):
        told = sample.query(Query(sparql, {"who": [BORDURIA]}))
        assert isinstance(told, Triples)
        assert {t.subject for t in told.triples} == {BORDURIA}


def test_a_variable_that_the_query_does_not_have_is_refused(sample: OxigraphEngine) -> None:
    with pytest.raises(QueryError, match=r"no variable \?when"):
        sample.query(Query("ASK { ?s ?p ?o }", {"when": [ARCADIA]}))
    with pytest.raises(QueryError, match=r"no variable \?when"):
        sample.query(Query("ASK { ?s ?p '?when' } # ?when", {"when": [ARCADIA]}))


def test_both_signs_of_a_variable_are_the_same(sample: OxigraphEngine) -> None:
    assert rows(sample, "SELECT $who { ?m kg:member $who }", who=[ARCADIA]) == {("id:arcadia",)}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_text_is_bound_as_a_term_and_never_as_query(text: str) -> None:
    engine = OxigraphEngine(ox.Store())
    bound = engine.query(Query("SELECT ?x { FILTER(BOUND(?x)) }", {"x": [ox.Literal(text)]}))
    assert isinstance(bound, Rows)
    assert [row[0] for row in bound.cells] == [ox.Literal(text)]


# Where a value goes: «a» stands for the row that binds ?a. It goes into the outermost group, and
# into each group that names the variable itself; never into a template, a subquery's own braces or
# inline data, which hold no patterns.
PLACED = [
    "SELECT ?a {«a» ?a ?p ?o }",
    "SELECT ?a WHERE{«a»?a ?p ?o}",
    "ASK {«a» ?s ?p ?o FILTER(?o = ?a) }",
    "SELECT ?a {«a» { ?s ?p ?o } ?a ?p ?o }",
    "SELECT ?a {«a» ?s ?p ?o {«a» ?a ?p ?o } { ?s ?q ?o } }",
    "SELECT ?a {«a» { {«a» ?a ?p ?o } } OPTIONAL { ?s ?p ?ab } }",
    "SELECT ?a {«a» { SELECT ?a {«a» ?a ?p ?o } } }",
    "SELECT ?a {«a» { select * {«a» ?a ?p ?o } } }",
    "SELECT ?a {«a» VALUES ?a { 1 2 } ?a ?p ?o }",
    "SELECT ?a {«a» values (?a ?b) { (1 2) } MINUS {«a» ?a ?p ?b } }",
    "SELECT ?a {«a» GRAPH ?a {«a» ?s ?p ?a } }",
    "CONSTRUCT { ?a ?p 1 } WHERE {«a» ?a ?p ?o }",
    "construct { ?a ?p 1 } {«a» { ?s ?p ?o } }",
    "DESCRIBE ?a {«a» ?s ?p ?o }",
    "SELECT ?a {«a» ?s ?p '{ ?a }' {«a» ?a ?p ?o } } # { ?a }",
    "DESCRIBE ?a WHERE { «a» }",
]


@pytest.mark.parametrize("placed", PLACED)
def test_a_value_stands_in_the_braces_that_it_belongs_to(placed: str) -> None:
    given = placed.replace("«a»", "").removesuffix(" WHERE {  }")
    expected = placed.replace("«a»", ' VALUES ?a { "x" "y" } ')
    terms = {"a": [ox.Literal("x"), ox.Literal("y")]}
    assert with_values(given, terms) == expected


def test_each_variable_has_a_row_of_its_own() -> None:
    given = "SELECT * { ?a ?p ?o OPTIONAL { ?b ?p ?o } OPTIONAL { ?b ?p ?a } }"
    one, two = (f' VALUES ?{name} {{ "{name}" }} ' for name in "ab")
    assert with_values(given, {"a": [ox.Literal("a")], "b": [ox.Literal("b")]}) == (
        f"SELECT * {{{one}{two} ?a ?p ?o OPTIONAL {{{two} ?b ?p ?o }}"
        f" OPTIONAL {{{one}{two} ?b ?p ?a }} }}"
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("{ ?s ?p ?o }", ["group"]),
        ("{ } CONSTRUCT", ["group"]),
        ("{", ["group"]),
        ("SELECT {", ["group"]),
        ("CONSTRUCT { } WHERE { { Select * { } } }", ["template", "group", "subquery", "group"]),
        ("VALUES ?a { 1 }", ["data"]),
        ("VALUES ?a ?b { 1 }", ["data"]),
        ("Values ( ?a ?b ) { (1 2) }", ["data"]),
        ("VALUES () { () }", ["data"]),
        ("VALUES x { 1 }", ["group"]),
        ("?a { }", ["group"]),
        ("(?a) { }", ["group"]),
        ("GRAPH ?g { } VALUES ?a { }", ["group", "data"]),
    ],
)
def test_braces_are_told_from_what_stands_around_them(text: str, kinds: list[str]) -> None:
    found = list(tokens(text))
    opening = [here for here, token in enumerate(found) if token.text == "{"]
    assert [kind_of_braces(found, here) for here in opening] == kinds
