"""Claims apart from facts: a walk over every claim, past every question that asks facts."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from golden import as_json, rows_of
from kg.engine import Engine, OxigraphEngine, Rows
from kg.query import Question, questions
from kg.query.asking import answer
from kg.query.parameters import bind, followed
from kg.sparql import Bindings, Query
from kg.terms import compact, expand
from kg.vocabulary import CLAIMS, FACTS, RDF_TYPE, kg

FACT_QUESTIONS = [asked for asked in questions().values() if not asked.claims]
# A fact may name the claim that it replies to, sets right or is preferred to.
MAY_NAME_CLAIMS = {kg("answers"), kg("corrects"), kg("differsFrom")}


@pytest.fixture(scope="module")
def claims(engine: OxigraphEngine) -> list[ox.NamedNode]:
    """Give every claim: what carries a modality in the graph of claims."""
    quads = engine.store.quads_for_pattern(
        None, ox.NamedNode(kg("modality")), None, ox.NamedNode(CLAIMS)
    )
    found = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    assert len(found) > 200
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def facts_only(engine: OxigraphEngine) -> OxigraphEngine:
    """Give the shipped graph as if nobody had ever claimed anything."""
    store = ox.Store()
    store.bulk_extend(engine.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return OxigraphEngine(store)


@pytest.fixture(scope="module")
def claimed(engine: OxigraphEngine, claims: list[ox.NamedNode]) -> dict[str, set[ox.NamedNode]]:
    """Give, by class, the things that claims speak of."""
    spoken_of = {
        quad.object
        for claim in claims
        for quad in engine.store.quads_for_pattern(claim, None, None, ox.NamedNode(CLAIMS))
        if isinstance(quad.object, ox.NamedNode)
    }
    by_class: dict[str, set[ox.NamedNode]] = {"any": spoken_of}
    for thing in spoken_of:
        for quad in engine.store.quads_for_pattern(thing, ox.NamedNode(RDF_TYPE), None, None):
            by_class.setdefault(compact(str(quad.object)[1:-1]), set()).add(thing)
    return by_class


def test_no_claim_is_said_among_the_facts(
    engine: OxigraphEngine, claims: list[ox.NamedNode]
) -> None:
    default = ox.DefaultGraph()
    said = [c for c in claims if next(engine.store.quads_for_pattern(c, None, None, default), None)]
    named = [
        quad
        for claim in claims
        for quad in engine.store.quads_for_pattern(None, None, claim, default)
        if quad.predicate.value not in MAY_NAME_CLAIMS
    ]
    assert said == []
    assert named == []


def test_no_fact_has_a_modality_but_asserted(engine: OxigraphEngine) -> None:
    asked = "ASK { ?fact kg:modality ?how FILTER(?how != c:asserted) }"
    assert engine.query(asked) is False
    assert engine.query(Query(asked, accounts=(FACTS, CLAIMS))) is True


def test_a_plain_query_for_what_a_claim_says_does_not_return_it(
    engine: OxigraphEngine, claims: list[ox.NamedNode]
) -> None:
    """Ask facts for each claim's own class and parties; asked with claims, it is there."""
    for claim in claims:
        sparql = _in_its_own_words(engine, claim)
        assert claim.value not in _first_column(engine, sparql, claims=False), sparql
        assert claim.value in _first_column(engine, sparql, claims=True), sparql


def _in_its_own_words(engine: OxigraphEngine, claim: ox.NamedNode) -> str:
    quads = engine.store.quads_for_pattern(claim, None, None, ox.NamedNode(CLAIMS))
    kept = [
        f"?said {quad.predicate} {quad.object} ."
        for quad in quads
        if isinstance(quad.object, ox.NamedNode)
        and quad.predicate.value not in (kg("modality"), kg("claimant"))
    ]
    return f"SELECT DISTINCT ?said {{ {' '.join(sorted(kept))} }}"


def _first_column(engine: Engine, sparql: str, *, claims: bool) -> set[str]:
    found = engine.query(Query(sparql, accounts=(FACTS, CLAIMS) if claims else (FACTS,)))
    assert isinstance(found, Rows)
    return {row[0].value for row in found.cells if isinstance(row[0], ox.NamedNode)}


@pytest.mark.parametrize("asked", FACT_QUESTIONS, ids=lambda asked: asked.name)
def test_fact_question_answers_as_if_there_were_no_claims(
    engine: OxigraphEngine,
    facts_only: OxigraphEngine,
    claimed: dict[str, set[ox.NamedNode]],
    claims: list[ox.NamedNode],
    asked: Question,
) -> None:
    """Ask with its examples, then with everything that claims speak of for each parameter."""
    tried = asked.example
    examples = followed(engine, asked, tried, bind(engine, asked, tried))
    for parameter in asked.parameters:
        things = sorted(claimed.get(parameter.type, ()), key=str)
        given = {**examples, parameter.name: things} if things else examples
        found = _rows(engine, asked, given)
        assert found == _rows(facts_only, asked, given)
        text = "\n".join(found)
        assert [claim for claim in claims if f'"{compact(claim.value)}"' in text] == []
    assert as_json(answer(engine, asked.name, asked.example)) == as_json(
        facts_only.query(Query(asked.sparql, examples))
    )


def _rows(engine: Engine, asked: Question, given: Bindings) -> Counter[str]:
    """Count an answer's lines: with several values, rows that tie come in any order."""
    lines = as_json(engine.query(Query(asked.sparql, given))).splitlines()
    return Counter(line.rstrip(",") for line in lines)


def test_the_question_for_claims_returns_every_one(
    engine: OxigraphEngine, claims: list[ox.NamedNode]
) -> None:
    listed = {row[0] for row in rows_of(engine, "claims")}
    assert {compact(claim.value) for claim in claims} == listed
    assert "id:corridor-participation-cpec-iran-002" in listed


def test_every_claim_says_who_and_how(engine: OxigraphEngine, claims: list[ox.NamedNode]) -> None:
    rows = rows_of(engine, "claims")
    assert {row[2] for row in rows} == {"c:attributed", "c:alleged", "c:prospective"}
    assert len({row[0] for row in rows if row[3]}) == len(claims)
    assert all(expand(str(row[0])).startswith("https://") for row in rows)
