"""What a mistake in SPARQL is called: by what was typed, where it stands."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import OxigraphEngine, syntax_error
from kg.errors import QueryError
from kg.query import questions
from kg.sparql import tokens
from kg.vocabulary import PREFIXES

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
