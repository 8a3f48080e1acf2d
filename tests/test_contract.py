"""One contract for the engines: the same graph and the same questions give the same answers."""

from __future__ import annotations

from typing import Any

import pytest
import rdflib

import kg
from kg.engine import Engine, OxigraphEngine, Rows, Triples
from kg.engine.literals import literal, node
from kg.errors import KgError, QueryError, UsageError
from kg.query import answer, readings
from kg.rdf import Graph, engine_of
from kg.rdf.evaluator import RdflibEngine
from kg.sparql import Binding, Query
from kg.vocabulary import ID, KG


@pytest.fixture(params=["oxigraph", "rdflib"])
def either(request: pytest.FixtureRequest, sample: OxigraphEngine, sample_dataset: Any) -> Engine:
    """Give the sample through each engine in turn."""
    return sample if request.param == "oxigraph" else RdflibEngine(sample_dataset)


def told(found: Any) -> object:
    """Give an answer as text, rows and triples in no order."""
    if isinstance(found, Rows):
        return list(found.names), sorted([str(c) for c in row] for row in found.cells)
    if isinstance(found, Triples):
        return sorted(str(triple) for triple in found.triples)
    return found


# Each question with what any engine must answer: the number of rows or triples, or a truth value.
QUESTIONS: list[tuple[str, dict[str, Any], bool, int | bool]] = [
    ("SELECT ?s { ?s a kg:State }", {}, False, 3),
    ("SELECT ?s ?l { ?s a kg:Alliance ; skos:prefLabel|skos:altLabel ?l }", {}, False, 2),
    ("SELECT ?m ?o { ?m kg:member ?who ; kg:organization ?o }", {"who": "arcadia"}, False, 1),
    ("SELECT ?m ?o { ?m kg:member ?who ; kg:organization ?o }", {"who": "arcadia"}, True, 2),
    ("SELECT ?m { ?m kg:member ?w }", {"w": ["arcadia", "borduria"]}, False, 3),
    ("SELECT ?m { ?m kg:earliestStart ?d FILTER(?d < ?day) }", {"day": "1951-01-01"}, False, 7),
    ("SELECT ?s { ?s a kg:State FILTER NOT EXISTS { ?m kg:member ?s } }", {}, False, 1),
    ("SELECT ?s ?t { ?s a kg:State OPTIONAL { ?s kg:time ?t } }", {}, False, 3),
    ("SELECT ?p (COUNT(?m) AS ?n) { ?m kg:party ?p } GROUP BY ?p", {}, False, 3),
    ("SELECT ?p (COUNT(?m) AS ?n) { ?m kg:party ?p } GROUP BY ?p", {}, True, 3),
    ("SELECT ?c { kg:Deployment rdfs:subClassOf+ ?c }", {}, False, 3),
    ("SELECT ?o { ?s kg:order ?o } ORDER BY DESC(?o) LIMIT 1", {}, False, 1),
    ("SELECT ?g ?s { GRAPH ?g { ?s kg:modality ?m } }", {}, False, 5),
    ("SELECT ?s { ?s kg:modality ?m }", {}, False, 0),
    ("SELECT ?s { ?s kg:modality ?m }", {}, True, 5),
    ("SELECT ?x { VALUES ?x { 1 1.5 true 'a' 'a'@en id:ada } }", {}, False, 6),
    ("ASK { ?who a kg:State }", {"who": "arcadia"}, False, True),
    ("ASK { ?who a kg:Person }", {"who": "arcadia"}, False, False),
    ("ASK { ?s kg:modality c:alleged }", {}, True, True),
    ("CONSTRUCT WHERE { ?s kg:partner ?o }", {}, False, 1),
    ("CONSTRUCT { ?o kg:near ?who } WHERE { ?s kg:member ?who ; kg:organization ?o }",
     {"who": "borduria"}, False, 1),
]  # fmt: skip


@pytest.mark.parametrize(("sparql", "given", "claims", "count"), QUESTIONS)
def test_an_engine_answers(
    either: Engine, sparql: str, given: dict[str, Any], claims: bool, count: int | bool
) -> None:
    found = answer(either, sparql, given, claims=claims)
    if isinstance(found, bool):
        assert found is count
    else:
        assert len(list(found.cells if isinstance(found, Rows) else found.triples)) == count


@pytest.mark.parametrize(("sparql", "given", "claims", "count"), QUESTIONS)
def test_both_engines_give_the_same(
    sample: OxigraphEngine,
    sample_dataset: rdflib.Dataset,
    sparql: str,
    given: dict[str, Any],
    claims: bool,
    count: int | bool,
) -> None:
    del count
    one = told(answer(sample, sparql, given, claims=claims))
    other = told(answer(RdflibEngine(sample_dataset), sparql, given, claims=claims))
    if isinstance(one, tuple) and isinstance(other, tuple):
        assert set(one[0]) == set(other[0])
        assert sorted(sorted(row) for row in one[1]) == sorted(sorted(row) for row in other[1])
    else:
        assert one == other


def test_tables_are_typed_alike(sample: OxigraphEngine, sample_dataset: rdflib.Dataset) -> None:
    sparql = """SELECT ?m ?start ?order ?value ?l { { ?m kg:earliestStart ?start }
      UNION { ?m kg:order ?order } UNION { ?m kg:value ?value } UNION { ?m skos:prefLabel ?l } }
      ORDER BY ?m ?start ?order ?value ?l"""
    one, other = kg.ask(sample, sparql), kg.ask(sample_dataset, sparql)
    assert not isinstance(one, bool | rdflib.Graph)
    assert not isinstance(other, bool | rdflib.Graph)
    assert one.dtypes.to_dict() == other.dtypes.to_dict()
    keys = list(one.columns)
    assert one.sort_values(keys, ignore_index=True).equals(
        other.sort_values(keys, ignore_index=True)
    )


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://a.invalid> { ?s ?p ?o } }",
        "SELECT * FROM <http://a.invalid> { ?s ?p ?o }",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "SELECT * { ?s ?p }",
        "SELECT * { ?s foo:bar ?o }",
        r"SELECT * { S\u0045RVICE <http://a.invalid> { ?s ?p ?o } }",
    ],
)
def test_an_engine_refuses_in_one_line(either: Engine, sparql: str) -> None:
    with pytest.raises(QueryError) as caught:
        either.query(sparql)
    assert "\n" not in str(caught.value)
    assert "line" in str(caught.value) or "prefix" in str(caught.value)


def test_an_engine_knows_what_is_declared(either: Engine) -> None:
    assert either.declares(f"{ID}arcadia")
    assert either.declares(f"{ID}position-1")  # a claim
    assert either.declares(f"{KG}Membership")
    assert not either.declares(f"{ID}nowhere")
    assert not either.declares(f"{KG}Membrship")


def test_an_engine_names_what_is_in_a_namespace(either: Engine) -> None:
    names = list(either.names_in(ID))
    assert len(names) == len(set(names))
    assert {f"{ID}arcadia", f"{ID}position-1"} <= set(names)
    assert all(name.startswith(ID) for name in names)
    assert list(either.names_in("https://example.org/")) == []


def test_engines_hold_the_same_statements(
    sample: OxigraphEngine, sample_dataset: rdflib.Dataset
) -> None:
    other = RdflibEngine(sample_dataset)
    assert sample.size() == other.size()
    one, two = (set(each.dump().decode().splitlines()) for each in (sample, other))
    assert one == two
    assert f"{sample.size():,} statements" in sample.describe()
    assert f"{sample.size():,} statements" in other.describe()


def test_an_engine_binds_terms(either: Engine) -> None:
    bindings: dict[str, list[Binding]] = {
        "who": [node(f"{ID}arcadia")],
        "day": [literal("1950-06-01", "date")],
    }
    sparql = "ASK { ?m kg:member ?who ; kg:earliestStart ?d FILTER(?d < ?day) }"
    assert either.query(Query(sparql, bindings)) is True
    with pytest.raises(QueryError, match="no variable"):
        either.query(Query("ASK { ?s ?p ?o }", bindings))


def test_names_are_found_alike(either: Engine) -> None:
    assert [each.thing for each in readings(either, "Land of Arcadia")] == [f"{ID}arcadia"]
    assert [each.thing for each in readings(either, "ARC")] == [f"{ID}arcadia"]


def test_every_kind_of_graph_has_its_engine(
    sample: OxigraphEngine, sample_dataset: rdflib.Dataset
) -> None:
    assert engine_of(sample) is sample
    graph = Graph(sample)
    assert engine_of(graph) is sample
    assert isinstance(engine_of(sample_dataset), RdflibEngine)
    assert isinstance(engine_of(rdflib.Graph(store="Oxigraph")), OxigraphEngine)
    with pytest.raises(UsageError, match="a list is no graph"):
        engine_of([])  # type: ignore[arg-type]


def test_a_plain_rdflib_graph_is_asked_too(sample: OxigraphEngine) -> None:
    plain = rdflib.Graph().parse(data=sample.dump(), format="nt")
    engine = engine_of(plain)
    assert engine.query("ASK { id:arcadia a kg:State }") is True
    assert engine.query("ASK { GRAPH ?g { id:arcadia a kg:State } }") is False
    with pytest.raises(KgError, match="FROM"):
        engine.query("ASK FROM id:claims { ?s ?p ?o }")
