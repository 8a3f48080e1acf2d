"""The guard: what a query may not do, told from words that only look like it."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate

import kg
from kg.errors import QueryError, UsageError
from kg.sparql.guarding import guard, guard_update, tokens
from kg.vocabulary import CLAIMS, PREFIXES

# A line each: rdflib takes what follows the # of an IRI for a comment where a SERVICE comes.
DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

# Valid queries, each with words of an update or of federation where they mean nothing.
VALID = [
    "SELECT * WHERE { ?s ?p ?o }",
    "select * { ?service ?from ?load }",
    "ASK { ?s kg:time 'SERVICE <http://a> {}' }",
    'ASK { ?s kg:note "INSERT DATA {}" , "FROM <http://a>"@en }',
    "ASK { ?s kg:note '''it's\nLOAD <http://a>''' }",
    'ASK { ?s kg:note """say "DROP ALL" """ }',
    r'ASK { ?s kg:note "a \" SERVICE <http://a> \\" }',
    "SELECT * # SERVICE <http://a> { ?s ?p ?o }\n{ ?s ?p ?o }",
    "# DELETE WHERE { ?s ?p ?o }\nSELECT * { ?s ?p ?o }",
    "SELECT * { <http://example.org/SERVICE/FROM#LOAD> ?p ?o }",
    "SELECT * { kg:service kg:from kg:INSERT }",
    "SELECT * { kg:SERVICE ?p id:from-SERVICE }",
    "PREFIX load: <http://a/> SELECT * { load:SERVICE load: ?o }",
    "PREFIX : <http://a/> SELECT * { :from :SERVICE : }",
    "PREFIX service: <http://a/> PREFIX from: <http://b/> SELECT * { service:x from:x ?o }",
    "BASE <http://SERVICE.example/> SELECT * { <FROM> ?p ?o }",
    "SELECT ?a { ?a ?b ?c FILTER(?c < 3 && ?b > 4) }",
    "SELECT ?a { ?a ?b ?c FILTER(?c<3&&?b>4) }",
    "SELECT (COUNT(?s) AS ?create) { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(?s) > 1) LIMIT 3",
    "SELECT * { ?s ^kg:member/kg:organization+|!(kg:from|^kg:load) ?o }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s kg:time ?t } MINUS { ?s a kg:State } }",
    "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } UNION { VALUES ?s { id:iran UNDEF } } }",
    "SELECT * { ?s ?p ?o . FILTER NOT EXISTS { ?s a kg:State } BIND(STR(?o) AS ?add) }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE id:pakistan",
    "DESCRIBE ?s { ?s a kg:State }",
    "SELECT * { ?s ?p 4.93, -1, 1e6, true, 'x'^^xsd:string, [], [ kg:time ?t ], (1 2) }",
    "SELECT * { _:load ?p ?o }",
    f"SELECT * FROM <{CLAIMS}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED id:claims { GRAPH ?g { ?s ?p ?o } }",
    f"PREFIX mine: <{CLAIMS}> SELECT * FROM mine: {{ ?s ?p ?o }}",
]


@pytest.mark.parametrize("query", VALID)
def test_a_valid_query_passes(query: str) -> None:
    parseQuery(DECLARED + query)  # the oracle: rdflib's parser reads it as a query
    guard(query, graphs=[CLAIMS])


# What reaches out or changes something, with the place at which it does.
REFUSED = [
    ("SELECT * { SERVICE <http://a> { ?s ?p ?o } }", "SERVICE <http://a>", 1, 20),
    ("SELECT * {\n  service silent ?x { ?s ?p ?o } }", "SERVICE ?x", 2, 18),
    ("SELECT * {\n SERVICE\n# a remark\n  id:claims { ?s ?p ?o } }", "SERVICE id:claims", 4, 3),
    ("SELECT * { { SELECT * { SERVICE<http://a>{ ?s ?p ?o } } } }", "SERVICE", 1, 32),
    ("SELECT * FROM <http://a> { ?s ?p ?o }", "FROM <http://a>", 1, 15),
    ("SELECT *\nFROM NAMED\n<http://a> { ?s ?p ?o }", "FROM <http://a>", 3, 1),
    (f"ASK FROM <{CLAIMS}> FROM <http://a> {{ ?s ?p ?o }}", "FROM <http://a>", 1, 51),
    ("DESCRIBE id:iran FROM <http://a>", "FROM <http://a>", 1, 23),
    ("BASE <https://w3id.org/khyber/id/> SELECT * FROM <x> { ?s ?p ?o }", "FROM <x>", 1, 50),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT is an update", 1, 1),
    ("PREFIX a: <a:>\n  delete where { ?s ?p ?o }", "DELETE is an update", 2, 3),
    ("LOAD <http://a>", "LOAD is an update", 1, 1),
    ("# LOAD\nload silent <http://a> into graph <a:a>", "LOAD is an update", 2, 1),
    ("WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH is an update", 1, 1),
    *(
        (f"{word} GRAPH <a:a>{rest}", f"{word} is an update", 1, 1)
        for word, rest in [("CLEAR", ""), ("DROP", ""), ("CREATE", ""), ("ADD", " TO <a:b>"),
                           ("MOVE", " TO <a:b>"), ("COPY", " TO <a:b>")]
    ),
]  # fmt: skip


@pytest.mark.parametrize(("query", "said", "line", "column"), REFUSED)
def test_what_reaches_out_is_refused_with_its_place(
    query: str, said: str, line: int, column: int
) -> None:
    parse = parseUpdate if "update" in said else parseQuery
    if "ADD GRAPH" not in query:  # rdflib's grammar takes ADD, MOVE and COPY without GRAPH only
        parse(DECLARED + query)
    with pytest.raises(QueryError, match=re.escape(said)) as caught:
        guard(query, graphs=[CLAIMS])
    assert caught.value.where == f"line {line}, column {column}"
    assert caught.value.mend


def test_a_service_that_is_named_may_be_asked() -> None:
    guard("SELECT * { SERVICE <http://a> { ?s ?p ?o } }", services=["http://a"])
    guard("PREFIX x: <http://> SELECT * { SERVICE x:a { ?s ?p ?o } }", services=["http://a"])
    with pytest.raises(QueryError, match="SERVICE <http://b>"):
        guard("SELECT * { SERVICE <http://a> {} SERVICE <http://b> {} }", services=["http://a"])


ESCAPED = [
    r"SELECT * { S\u0045RVICE <http://a> { ?s ?p ?o } }",
    r"SELECT * { \U00000053ERVICE <http://a> { ?s ?p ?o } }",
    r"SELECT * { S\u005Cu0045RVICE <http://a> { ?s ?p ?o } }",
    r'SELECT * { ?s ?p "\u0022 SERVICE <http://a> { ?s ?p ?o } #" }',
    r"SELECT * F\u0052OM <http://a> { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", ESCAPED)
def test_a_keyword_in_codepoint_escapes_is_refused_too(query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|FROM"):
        guard(query)


def test_an_escape_that_is_no_character_is_left_to_the_parser() -> None:
    guard(r'ASK { ?s ?p "\UFFFFFFFF" }')


STRINGS = st.text(st.characters(exclude_characters="\\\"'\r\n", exclude_categories=["Cs"]))
KEYWORDS = st.sampled_from("SERVICE FROM LOAD INSERT DELETE DROP WITH service".split())


@given(STRINGS, KEYWORDS, STRINGS, st.sampled_from(['"', "'", '"""', "'''"]))
def test_a_keyword_in_a_string_passes(before: str, word: str, after: str, quote: str) -> None:
    guard(f"ASK {{ ?s ?p {quote}{before} {word} <http://a> {{ {after}{quote} }}")


@given(STRINGS, KEYWORDS, STRINGS)
def test_a_keyword_in_a_comment_passes_and_after_it_does_not(
    before: str, word: str, after: str
) -> None:
    remark = f"# {before} {word} <http://a> {after}"
    guard(f"{remark}\nASK {{ ?s ?p ?o {remark}\n}}")
    with pytest.raises(QueryError, match="SERVICE") as caught:
        guard(f"{remark}\nASK {{ {remark}\nSERVICE <http://a> {{}} }}")
    assert caught.value.where == "line 3, column 9"


@given(st.text(max_size=60))
def test_any_text_passes_or_is_refused_and_nothing_else(text: str) -> None:
    # An unknown prefix after FROM is a UsageError; any other exception fails the test.
    with suppress(QueryError, UsageError):
        guard(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_tokens_leave_out_nothing_but_space_and_comments(text: str) -> None:
    at = 0
    for token in tokens(text):
        left_out = text[at : token.start]
        assert re.fullmatch(r"(?:[ \t\r\n]|#[^\r\n]*)*", left_out)
        assert text[token.start :].startswith(token.text)
        at = token.start + len(token.text)
    assert re.fullmatch(r"(?:[ \t\r\n]|#[^\r\n]*)*", text[at:])


# The same guard stands in rdflib's own interface.


def test_the_graph_refuses_a_service_in_a_text_and_in_a_prepared_query(graph: kg.Graph) -> None:
    query = "SELECT * { SERVICE <http://a.invalid> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match="SERVICE"):
        graph.query(query)
    with pytest.raises(QueryError, match="SERVICE"):
        graph.query(rdflib.plugins.sparql.prepareQuery(query))


def test_a_prepared_query_that_stays_inside_is_answered(graph: kg.Graph) -> None:
    query = rdflib.plugins.sparql.prepareQuery(
        "ASK { ?s a <https://w3id.org/khyber/ontology/Alliance> }"
    )
    assert graph.query(query).askAnswer


def test_from_asks_the_graph_that_it_names(graph: kg.Graph) -> None:
    one = "SELECT (COUNT(*) AS ?n) FROM id:claims { ?s ?p ?o }"
    other = "SELECT (COUNT(*) AS ?n) { GRAPH id:claims { ?s ?p ?o } }"
    assert list(graph.query(one)) == list(graph.query(other))


UPDATES_THAT_REACH_OUT = [
    "LOAD <http://a.invalid>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://a.invalid> { ?s ?p ?o } }",
    r"L\u004FAD <http://a.invalid>",
]


@pytest.mark.parametrize("update", UPDATES_THAT_REACH_OUT)
def test_an_update_that_reaches_out_is_refused(graph: kg.Graph, update: str) -> None:
    with pytest.raises(QueryError, match="would reach another address"):
        graph.update(update)


def test_an_update_with_the_words_elsewhere_passes() -> None:
    guard_update('INSERT DATA { <a:LOAD> <a:SERVICE> "LOAD <http://a>" } # SERVICE')


def test_a_graph_that_is_only_read_says_how_to_get_another(graph: kg.Graph) -> None:
    triple = (rdflib.URIRef("a:a"), rdflib.URIRef("a:b"), rdflib.Literal("c"))
    for change in (
        lambda: graph.add(triple),
        lambda: graph.remove((None, None, None)),  # type: ignore[arg-type]
        lambda: graph.update("INSERT DATA { <a:a> <a:b> <a:c> }"),
    ):
        with pytest.raises(UsageError, match=r"only read\. .*writable=True"):
            change()
