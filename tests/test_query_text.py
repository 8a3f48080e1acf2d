"""What is read in the text of a query: graphs, calls, language tags, the columns of a star."""

from __future__ import annotations

import pytest

from kg.errors import QueryError, UsageError
from kg.sparql import Query
from kg.sparql.columns import order_of_star
from kg.sparql.guarding import allowed_calls, guard, guard_update, named_graphs, tokens
from kg.sparql.tags import capital_tags, with_folded_tags

FOLDED = [
    # As it is asked, and as the engine is asked: in lower case on both sides.
    ("ASK { FILTER(LANG(?l) = 'en-GB') }", "ASK { FILTER(LCASE(LANG(?l)) = 'en-gb') }"),
    ("ASK { FILTER('en-GB' = LANG(?l)) }", "ASK { FILTER('en-gb' = LCASE(LANG(?l))) }"),
    ('ASK { FILTER(lang(?l) != "EN") }', 'ASK { FILTER(LCASE(lang(?l)) != "en") }'),
    ('ASK { FILTER("EN" != lang(?l)) }', 'ASK { FILTER("en" != LCASE(lang(?l))) }'),
    (
        "ASK { FILTER(LANG(?l) IN ('en-GB', 'ur', 'de-at')) }",
        "ASK { FILTER(LCASE(LANG(?l)) IN ('en-gb', 'ur', 'de-at')) }",
    ),
    (
        "ASK { FILTER(LANG(?l) not in ('en-GB')) FILTER(?x = 'en-GB') }",
        "ASK { FILTER(LCASE(LANG(?l)) not in ('en-gb')) FILTER(?x = 'en-GB') }",
    ),
    (
        "ASK { FILTER(LANG(?a) = 'A-B' || LANG(?b) = 'C-D') }",
        "ASK { FILTER(LCASE(LANG(?a)) = 'a-b' || LCASE(LANG(?b)) = 'c-d') }",
    ),
    ("ASK { FILTER( LANG ( ?l )='en-gb') }", "ASK { FILTER( LCASE(LANG ( ?l ))='en-gb') }"),
    (
        "ASK { FILTER(LANG(?l) = 'EN' && ?x IN ('EN')) }",
        "ASK { FILTER(LCASE(LANG(?l)) = 'en' && ?x IN ('EN')) }",
    ),
]


FOLDED.append(("'EN' = LANG(?l)", "'en' = LCASE(LANG(?l))"))


@pytest.mark.parametrize(("asked", "folded"), FOLDED)
def test_a_tag_is_compared_without_regard_to_case(asked: str, folded: str) -> None:
    assert with_folded_tags(asked) == folded
    assert with_folded_tags(folded) == folded


@pytest.mark.parametrize(
    "asked",
    [
        "ASK { FILTER(LANG(?l) = 'en') }",
        "ASK { FILTER(LANG(?l) = ?tag) }",
        "ASK { FILTER(LANG(?l) < 'en-GB') }",
        "ASK { FILTER(LANG(?l) ! 'en-GB') }",
        "ASK { FILTER(LANG(?l) = 'no tag at all, EN') }",
        "ASK { FILTER(LANG(?l) = 'toolongapart-GB') }",
        'ASK { FILTER(LANG(?l) = """en-GB""") }',
        "ASK { FILTER(LANG(STR(?l)) = 'en-GB') }",
        "ASK { FILTER(LANGMATCHES(LANG(?l), 'en-GB')) }",
        "ASK { FILTER(DATATYPE(?l) = 'en-GB') }",
        "ASK { ?lang ?p 'en-GB' FILTER(?x = 'en-GB') }",
        "ASK { FILTER('x' < 'en-GB' && LANG(?l)) }",
        "ASK { FILTER(LANG(?l) IN ('en-GB'",
        "ASK { FILTER(LANG(?l) IN 'en-GB') }",
        "ASK { FILTER(LANG(?l) = ?tag 'en-GB') }",
        "ASK { FILTER(LANG(?l) != ?tag 'en-GB') }",
        "LANG(?l) 'en-GB'",
        "'en-GB' LANG(?l)",
        "= LANG(?l)",
        "LANG(?l)",
        "LANG(?l",
        "kg:LANG(?l) = 'en-GB'",
    ],
)
def test_what_is_no_comparison_with_a_tag_stays_as_it_is(asked: str) -> None:
    assert with_folded_tags(asked) == asked


def test_capitals_in_a_tag_are_pointed_out_where_tags_are_looked_at() -> None:
    text = (
        """ASK { ?s ?p 'de-AT', "en-GB", 'en-GB', 'en-gb', 'EN', 'a B-C' FILTER(lang(?l) = ?x) }"""
    )
    assert capital_tags(text) == ('"en-GB"', "'de-AT'", "'en-GB'")
    assert capital_tags(text.replace("lang(", "str(")) == ()
    assert capital_tags("ASK { FILTER(LANG(?l) = 'en-gb') # 'en-GB'\n }") == ()


@pytest.mark.parametrize(
    ("sparql", "names", "ordered"),
    [
        ("SELECT * { ?s ?p ?o }", "o p s", "s p o"),
        ("select distinct * { ?b ?a ?b . ?a ?c ?b }", "a b c", "b a c"),
        ("SELECT REDUCED * { ?b ?a ?b }", "a b", "b a"),
        ("PREFIX a: <a:> SELECT * { ?b ?a ?b }", "a b", "b a"),
        ("SELECT * { $b ?a ?b }", "a b", "b a"),
        ("SELECT * { ?b ?c ?b }", "a b c", "b c a"),
        ("SELECT ?a ?b { ?b ?a ?b }", "a b", "a b"),
        ("SELECT DISTINCT ?a ?b { ?b ?a ?b }", "a b", "a b"),
        ("SELECT (COUNT(*) AS ?a) ?b { ?b ?c ?b }", "a b", "a b"),
        ("SELECT ?a { { SELECT * { ?b ?a ?b } } }", "a b", "a b"),
        ("DESCRIBE * { ?b ?a ?b }", "a b", "a b"),
        ("SELECT", "a b", "a b"),
        ("SELECT DISTINCT", "a b", "a b"),
    ],
)
def test_a_star_gives_its_columns_as_the_query_names_them(
    sparql: str, names: str, ordered: str
) -> None:
    given = names.split()
    assert [given[at] for at in order_of_star(sparql, given)] == ordered.split()


def test_each_graph_that_a_query_names_is_found() -> None:
    text = """PREFIX e: <http://e.org/> PREFIX : <http://d.org/>
        SELECT * FROM <http://a.org/> from named e:b FROM NAMED <c:c> FROM :d FROM id:facts
        FROM kg:x { GRAPH ?from { ?s ?p 'FROM <http://no.org/>' } }"""
    assert named_graphs(list(tokens(text))) == [
        (False, "http://a.org/"), (True, "http://e.org/b"), (True, "c:c"), (False, "http://d.org/d"),
        (False, "https://w3id.org/khyber/id/facts"), (False, "https://w3id.org/khyber/ontology/x"),
    ]  # fmt: skip
    # A prefix that the query declares anew is its own.
    own = "PREFIX kg: <http://own.org/> SELECT * FROM kg:x { ?s ?p ?o }"
    assert named_graphs(list(tokens(own))) == [(False, "http://own.org/x")]
    assert named_graphs(list(tokens("SELECT * FROM 'text' { ?s ?p ?o }"))) == [(False, "")]


ALLOWED = [
    ("{ SERVICE <http://a> { ?s ?p ?o } }", "{ GRAPH <http://a> { ?s ?p ?o } }"),
    ("{ service  silent <http://a> { } }", "{ GRAPH <http://a> { } }"),
    ("{ SERVICE <http://b> { } }", "{ SERVICE <http://b> { } }"),
    ("{ SERVICE ?x { } }", "{ SERVICE ?x { } }"),
    (
        "{ SERVICE <http://a> { } SERVICE <http://b> { } SERVICE <http://a> { } }",
        "{ GRAPH <http://a> { } SERVICE <http://b> { } GRAPH <http://a> { } }",
    ),
    ("PREFIX e: <http://> { SERVICE e:a { } }", "PREFIX e: <http://> { GRAPH e:a { } }"),
    # Which of two declarations an engine reads nobody knows, nor what it takes for one.
    (
        "PREFIX e: <http://> PREFIX e: <http://b/> { SERVICE e:a { } }",
        "PREFIX e: <http://> PREFIX e: <http://b/> { SERVICE e:a { } }",
    ),
    (
        "PREFIX e: <http://> # e: #\n <\n{ SERVICE e:a { } }",
        "PREFIX e: <http://> # e: #\n <\n{ SERVICE e:a { } }",
    ),
    ("{ SERVICE e:a { } }", "{ SERVICE e:a { } }"),
    ("{ ?service ?p 'SERVICE <http://a>' }", "{ ?service ?p 'SERVICE <http://a>' }"),
    ("SERVICE", "SERVICE"),
]


@pytest.mark.parametrize(("asked", "left"), ALLOWED)
def test_a_call_that_is_allowed_is_left_as_a_look_into_a_graph(asked: str, left: str) -> None:
    assert allowed_calls(asked, ["http://a"]) == left
    assert allowed_calls(asked, []) == asked


@pytest.mark.parametrize(
    ("sparql", "said", "where"),
    [
        ("SELECT * { SERVICE", "SERVICE SERVICE would reach", "line 1, column 12"),
        ("SELECT * { SERVICE SILENT", "SERVICE SERVICE would reach", "line 1, column 12"),
        ("SELECT * { SERVICE SILENT\n ?x", "SERVICE ?x would reach", "line 2, column 2"),
        ("ASK\nFROM\nNAMED\n 'x' {\n\n}", "FROM names no graph", "line 4, column 2"),
        ("\nASK { SERVICE ?x { } }\n", "SERVICE ?x would reach", "line 2, column 15"),
        ("SELECT * { } LOAD <http://a> SERVICE id:x", "SERVICE id:x", "line 1, column 38"),
        ("PREFIX e: <http://a/> SELECT * FROM e:b { }", "FROM e:b names", "line 1, column 37"),
    ],
)
def test_what_reaches_out_is_named_by_its_target(sparql: str, said: str, where: str) -> None:
    with pytest.raises(QueryError) as caught:
        guard(sparql)
    assert said in caught.value.what
    assert caught.value.where == where


def test_a_prefix_is_declared_by_its_word_alone() -> None:
    facts = "https://w3id.org/khyber/id/facts"
    guard("SELECT * FROM id:facts { ?s id: <http://a/> }", graphs=[facts])
    with pytest.raises(QueryError, match="FROM id:facts names a graph"):
        guard("SELECT * FROM id:facts { ?s id: <http://a/> }", graphs=["http://a/facts"])


def test_what_may_be_named_is_said() -> None:
    with pytest.raises(QueryError, match=r"Name the endpoint in services=\[…\] to allow it"):
        guard("ASK { SERVICE <http://a> { } }")
    with pytest.raises(QueryError) as caught:
        guard("ASK FROM <http://c> { }", graphs=["http://b", "http://a"])
    assert caught.value.mend == "known graphs: http://a, http://b; or leave FROM out"
    with pytest.raises(QueryError) as caught:
        guard("ASK FROM <http://c> { }")
    assert caught.value.mend == "known graphs: none; or leave FROM out"
    with pytest.raises(UsageError, match="unknown prefix 'nobodys'"):
        guard("ASK FROM nobodys:x { }")


@pytest.mark.parametrize(
    "keyword", ["SELECT * { }", "ASK { }", "CONSTRUCT { } { }", "DESCRIBE <a:a>"]
)
def test_the_first_form_or_update_says_what_a_text_is(keyword: str) -> None:
    guard(f"{keyword} INSERT")
    with pytest.raises(QueryError, match="INSERT is an update") as caught:
        guard(f"PREFIX a: <a:>\nINSERT {keyword}")
    assert caught.value.where == "line 2, column 1"


@pytest.mark.parametrize(
    ("update", "where"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 } ;\n LOAD <http://a>", "line 2, column 2"),
        (r"INSERT { } WHERE { SERV\u0049CE <http://a> { } }", "line 1, column 20"),
        (r"INSERT { } WHERE { SERV\U00000049CE <http://a> { } }", "line 1, column 20"),
    ],
)
def test_an_update_that_reaches_out_is_refused_where_it_does(update: str, where: str) -> None:
    with pytest.raises(QueryError, match=r"updates stay on this machine") as caught:
        guard_update(update)
    assert caught.value.where == where
    guard_update("DELETE WHERE { ?load ?service 'LOAD' }")


def test_a_query_knows_its_words_once() -> None:
    assert Query("ASK { ?s ?p 'FROM' }").words.isdisjoint({"FROM"})
    assert "FROM" in Query("ASK from <a:a> { }").words
