"""What a mistake in SPARQL is called: by what was typed, where it stands."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from fuzz.querying import SEEDS
from kg.engine import OxigraphEngine, bad_patterns, syntax_error
from kg.engine.mistakes import find_mistake
from kg.errors import KgWarning, QueryError
from kg.query import questions
from kg.sparql import tokens
from kg.vocabulary import PREFIXES
from test_guard import VALID

ENGINE = OxigraphEngine(ox.Store())


MISTAKES = [
    ("SELCT ?s { ?s ?p ?o }", 1, "SELCT is no word of SPARQL. Nearest: SELECT."),
    ("SELECT ?s WHER { ?s ?p ?o }", 11, "WHER is no word of SPARQL. Nearest: WHERE."),
    ("SELECT ?s { OPTIONL { ?s a ?c } }", 13, "OPTIONL is no word of SPARQL. Nearest: OPTIONAL."),
    ("SELECT ?s { ?s ?p ?o } ORDR BY ?s", 24, "ORDR is no word of SPARQL. Nearest: ORDER."),
    ("ASK { ?s ?p ?o FILTER(STRSTART(?s, 'x')) }", 23, "Nearest: STRSTARTS."),
    ("SELECT ?p { pakistan ?p ?o }", 13, 'Write id:pakistan, or "pakistan".'),
    ("SELECT ?l { <cento> ?p ?l }", 13, "the address <cento> has no scheme. Write id:cento"),
    ("SELECT ?l { <http://a b> ?p ?l }", 13, "the address that begins there is not well formed"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", 8, "without parentheses and AS. Write (COUNT(?s) AS ?n)."),
    ("SELECT (COUNT(?s)) { ?s ?p ?o }", 8, "(COUNT(?s)) lacks AS. Write (COUNT(?s) AS ?n)."),
    ("SELECT ?a (MAX(?b) ?m) { ?a ?p ?b }", 11, "lacks AS. Write (MAX(?b) AS ?m)."),
    ("SELECT ?s { ?s ?p ?o BIND(1 ?x) }", 26, "(1 ?x) lacks AS. Write (1 AS ?x)."),
    ("SELECT ?s, ?p { ?s ?p ?o }", 10, "SELECT has no commas"),
    ("SELECT ?s { ?s foo:p ?o }", 16, "the prefix foo: is not declared. Write PREFIX foo:"),
    ("SELECT ?s { ?s skoss:p ?o }", 16, "the prefix skoss: is not declared. Nearest: skos."),
    ("PREFIX foo <http://a/> ASK { ?s ?p ?o }", 8, "the prefix foo lacks its colon."),
    ("SELECT ?s { ?s ?p ?o FILTER(?o == 1) }", 32, "== is no sign of SPARQL. Write =."),
    ("SELECT ?s { ?s ?p ?o FILTER ?o = 1 }", 29, "FILTER lacks its parentheses"),
    ("SELECT ?s { ?s ?p ?o ", 11, "{ is never closed. Write }."),
    ("SELECT ?s { ?s ?p ?o }}", 23, "} closes nothing."),
    ("ASK { ?s ?p ?n . FILTER(?n > 1)", 5, "{ is never closed. Write }."),
    ("ASK { ?s ?p ?n FILTER(?n > 1 }", 22, "( is not closed before }. Write )."),
    ("ASK { ?s ?p }", 7, "two terms stand where a statement has three: ?s ?p. Complete it."),
    ("ASK { ?a ?b 1. ?s ?p ?o ?x }", 16, "four terms stand where a statement has three"),
    ("ASK { ?s a ?c ; kg:time }", 17, "one term stands where a property and a value follow ;"),
    ("ASK ?s ?p ?o", 1, "ASK lacks its pattern. Write it in braces"),
    ("SELECT { ?s ?p ?o }", 8, "SELECT names no column. Write SELECT *, or its variables."),
    ("SELECT s { ?s ?p ?o }", 8, "s is no variable. Write ?s."),
    ("SELECT (COUNT(*) AS n) { ?s ?p ?o }", 21, "n is no variable. Write ?n."),
    ("SELECT DISTINCT (?s) { ?s ?p ?o }", 17, "(?s) stands in parentheses. Write ?s."),
    ("SELECT ?s { ?s ?p ?o } GROUP ?s", 24, "GROUP lacks its BY. Write GROUP BY."),
    ("SELECT ?s { ?s ?p ?o } LIMIT ten", 24, "LIMIT lacks its number."),
    ("SELECT ?s { ?s ?p ?o } HAVING COUNT(?o) > 1", 41, "Write HAVING( … ) around the whole"),
    ("SELECT ?s { ?s ?p ?o FILTER(STRLEN(?o)) > 1 }", 41, "is no part of FILTER"),
    ("SELECT ?s { ?s ?p ?o OPTIONAL ?s a ?c }", 22, "OPTIONAL lacks its braces."),
    ("SELECT ?s { { ?s ?p ?o } UNION ?s a ?c }", 26, "Write { … } UNION { … }."),
    ("SELECT ?s { GRAPH { ?s ?p ?o } }", 13, "GRAPH names no graph."),
    ("SELECT ?s { ?s ?p ?o BIND ?o AS ?x }", 22, "BIND lacks its parentheses."),
    ("SELECT ?s { ?s http://a.b/c ?o }", 16, "stands without < and >. Write <http://…>."),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = 1 AND ?p = 2) }", 36, "AND is no word of SPARQL. Write &&."),
    ("SELECT ?s { ?s ?p ?o FILTER(?o <> 1) }", 32, "<> is no sign of SPARQL. Write !=."),
    ("SELECT ?s { ?s ?p \u201cx\u201d }", 19, 'is no sign of SPARQL. Write ".'),
    ("SELECT\u00a0?s { ?s ?p ?o }", 7, "U+00A0 is no sign of SPARQL. Write a plain space."),
    ("@prefix x: <http://x/> . ASK { ?s x:a ?o }", 1, "@prefix is how Turtle begins it."),
    ("FIND ?s { ?s ?p ?o }", 1, "FIND begins no query. Begin with SELECT"),
    ("DESCRIBE iran", 10, 'Write id:iran, or "iran".'),
    ("DESCRIBE { ?s ?p ?o }", 1, "DESCRIBE names nothing."),
    ("CONSTRUCT { ?s ?p ?o }", 1, "CONSTRUCT lacks its pattern."),
    ("SELECT * { ?s ?p ?o };", 22, "; ends no query. Leave it out"),
    ("SELECT * { ?s ?p ?o FILTER(REGEX(?o 'x')) }", 28, "REGEX is wrong there, or what follows"),
    ("SELECT ?s { ?s a ?c, }", 13, "no terms stand where a value follows the comma. Complete it."),
    ("SELECT (?a + ?b) { ?s ?a ?b }", 8, "(?a + ?b) lacks AS. Write (?a + ?b AS ?n)."),
    ("ASK { ?s (kg:a|) ?o }", 16, ") is wrong there, or what follows it. Mend it there."),
    ("ASK { ?s ?p ?o FILTER(!?o = ) }", 29, ") is wrong there, or what follows it."),
    # What is grouped, and what is not
    ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 8, "?s is a column beside COUNT, and nothing"),
    ("SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s", 11, "nothing groups by it. Write GROUP BY ?o, or"),
    ("SELECT ?s { ?s ?p ?o } HAVING (COUNT(?o) > 1)", 8, "Write GROUP BY ?s, or (SAMPLE(?s) AS"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY COUNT(?o)", 8, "nothing groups by it. Write GROUP BY ?s"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 8, "SELECT * stands beside GROUP BY. Name the columns"),
    ("SELECT ?s { ?s ?p ?o FILTER(COUNT(?o) > 1) }", 29, "COUNT stands in FILTER, where nothing"),
    ("ASK { { SELECT ?o { ?s ?p ?o } GROUP BY ?s } }", 16, "?o is a column, and nothing groups"),
    ("SELECT (COUNT(COUNT(?o)) AS ?n) { ?s ?p ?o }", 15, "COUNT stands inside of COUNT."),
    ("SELECT ?s { ?s ?p ?o } ORDER BY", 30, "ORDER BY names nothing. Write ORDER BY and a"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY LIMIT 3", 30, "GROUP BY names nothing."),
    # What has a value already
    ("SELECT ?s ?s { ?s ?p ?o }", 11, "?s stands twice among the columns."),
    ("SELECT (1 AS ?s) (2 AS ?s) {}", 24, "?s stands twice among the columns."),
    ("SELECT (1 AS ?s) { ?s ?p ?o }", 14, "?s has a value already, in the braces."),
    ("SELECT ?s { ?s ?p ?o BIND(1 AS ?o) }", 32, "?o has a value already where BIND computes"),
    ("ASK { ?s ?p _:b OPTIONAL { ?s ?q _:b } }", 34, "_:b stands in two groups"),
    # Terms that are none
    ("ASK { ?s ?p 'a'@en_GB }", 16, "@en_GB is no language tag. Write @en-GB."),
    ("ASK { ?s ?p 'a'@ }", 16, "@ is no language tag. Write one such as @en or @en-GB."),
    ("ASK { ?s ?p 'a'@e1n }", 16, "@e1n is no language tag."),
    ("ASK { ?s ?p 'a'@en--xx }", 16, "@en--xx is no language tag."),
    ("ASK { ?s ?p 'a'@abcdefghijk }", 16, "@abcdefghijk is no language tag."),
    ("ASK { ?s ?p '1'^^int }", 18, "int is no datatype. Write xsd:integer."),
    ("ASK { ?s ?p '1'^^xsd }", 18, "xsd is no datatype. Write xsd:integer."),
    ("ASK { ?s ?p '1'^^date }", 18, "date is no datatype. Write xsd:date."),
    (r"ASK { ?s ?p '\q' }", 14, r"\q is no escape of SPARQL. Write \\q."),
    (r"ASK { ?s ?p 'a\\\d' }", 17, r"\d is no escape of SPARQL. Write \\d."),
    (r"ASK { ?s ?p '\uD800' }", 14, r"\uD800 is no escape of a character."),
    ("ASK { ?s ?p 2020-01-01 }", 13, 'stands without quotes. Write "2020-01-01"^^xsd:date.'),
    ("ASK { ?s ?p 12:30 }", 13, 'stands without quotes. Write "12:30"^^xsd:time.'),
    ("ASK { ?s ?p <http://e/%zz> }", 13, "<http://e/%zz> is no address (Invalid IRI percent"),
    ("ASK { ?s ?p <http://[::1> }", 13, "<http://[::1> is no address"),
    ("ASK { ?s \x00 ?p ?o }", 10, "U+0000 is no sign of SPARQL. Leave it out."),
    ("SELECT ?s { ?s ?p 'abc }", 19, "the text that begins there has no end. Close the quotes."),
]


@pytest.mark.parametrize(("sparql", "column", "said"), MISTAKES)
@pytest.mark.parametrize("before", ["", "# a remark\n\n"])
def test_a_mistake_is_named_by_what_was_typed(
    sparql: str, column: int, said: str, before: str
) -> None:
    with pytest.raises(QueryError) as caught:
        ENGINE.query(before + sparql)
    error = caught.value
    assert error.where == f"line {before.count(chr(10)) + 1}, column {column}"
    assert said in str(error)
    assert str(error).count("\n") == 0


def test_what_was_meant_is_an_attribute() -> None:
    with pytest.raises(QueryError) as caught:
        ENGINE.query("SELCT ?s { ?s ?p ?o }")
    assert caught.value.candidates == ("SELECT",)


def test_no_mistake_is_found_in_a_query_that_has_none() -> None:
    """A hint is only worth something where it can be true."""
    store, read = ox.Store(), 0
    for query in [*VALID, *SEEDS]:
        with suppress(RuntimeError):  # A function that the engine does not have.
            store.query(query, prefixes=PREFIXES)
        # Where a query does parse, nobody asks; the engine then names no place and expects nothing.
        assert find_mistake(query, 1, 1, "") is None, query
        read += 1
    assert read > 150


QUERIES = [each.sparql for each in questions().values()]


@given(st.sampled_from(QUERIES), st.data())
def test_a_query_with_a_token_changed_is_one_line_or_answered(
    query: str, data: st.DataObject
) -> None:
    found = list(tokens(query))
    token = data.draw(st.sampled_from(found))
    end = token.start + len(token.text)
    other = data.draw(st.sampled_from(["", "}", "(", "SELCT", "==", "<x>", "zz:y", "'", ",", "AS"]))
    sparql = query[: token.start] + other + query[end:]
    try:
        ox.Store().query(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        said = str(syntax_error(str(error), sparql))
        assert said.startswith("line ")
        assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("called", "bad"),
    [
        ("REGEX(STR(?o), '(')", "'('"),
        ('regex(?o, "[a-")', '"[a-"'),
        ("REGEX(CONCAT(?o, 'a'), '*', 'i')", "'*'"),
        ("REPLACE(?o, '(?<a', 'b')", "'(?<a'"),
        ("REGEX(?o, '^a.*b$', 'i')", ""),
        ("REGEX(?o, ?s)", ""),
        ("REGEX(?o, CONCAT('(', ')'))", ""),
        ("CONTAINS(?o, '(') && ?p != 'REGEX(?o, 1)'", ""),
        ("REGEX(?o, '(' )", "'('"),
        (r"REGEX(?o, '\q')", ""),
        ("REGEX(?o, '\udcff')", ""),
        ("REGEX(", ""),
        ("REGEX(?o,", ""),
        ("REGEX(?o, 'a", ""),
    ],
)
def test_a_pattern_that_is_none_is_said(called: str, bad: str) -> None:
    assert list(bad_patterns(f"ASK {{ ?s ?p ?o FILTER({called}) }}")) == ([bad] if bad else [])


def test_a_note_says_that_a_pattern_matches_nothing() -> None:
    with pytest.warns(KgWarning, match=r"'\(' is no regular expression, so it matches nothing"):
        assert kg.ask(kg.load(), "ASK { ?s rdfs:label ?o FILTER(REGEX(?o, '(')) }") is False
