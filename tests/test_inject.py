"""Injection: through no parameter of any question does a text become part of the query."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.engine import Answer, OxigraphEngine, Rows, Triples
from kg.errors import KgError, UsageError
from kg.query import Parameter, Question, questions
from kg.query.asking import answer
from kg.query.parameters import bind
from kg.sparql import Binding, Query
from kg.sparql.binding import with_values
from kg.sparql.guarding import tokens
from kg.vocabulary import CLAIMS, FACTS, ID, PREFIXES

EVERY = [(asked, each) for asked in questions().values() for each in asked.parameters]
IDS = [f"{asked.name}-{each.name}" for asked, each in EVERY]
TEXTS = [(asked, each) for asked, each in EVERY if each.type == "xsd:string"]

HOSTILE = (
    "id:cento } UNION { ?member ?any ?thing } #",
    'PAK" } } INSERT DATA { id:a id:b id:c } #',
    '1957-01-01"^^<http://www.w3.org/2001/XMLSchema#date> } SERVICE <http://a.example/> { ?s ?p ?o',
    "cento> ?x } # \n DROP ALL ; \u202e ?member \\u003E",
)
# What is bound as a name never reaches the engine unless the graph declares it; each of these
# stands for nothing. The rest are no name, no day and no number at all.
NO_VALUES = (*HOSTILE, "?member", "$organization", "_:b0", "", "0 || true", "1957-01-01Z", "1e9")


@pytest.mark.parametrize(("asked", "parameter"), EVERY, ids=IDS)
def test_hostile_text_is_refused_or_taken_as_text(
    sample: OxigraphEngine, asked: Question, parameter: Parameter
) -> None:
    before = len(sample.store)
    alone = asked._replace(parameters=(parameter,))
    for text in HOSTILE if parameter.type.startswith(("kg:", "skos:", "owl:")) else NO_VALUES:
        if parameter.type == "xsd:string":
            assert bind(sample, alone, {parameter.name: text}) == {parameter.name: [_text(text)]}
        else:
            with pytest.raises(UsageError):
                bind(sample, alone, {parameter.name: text})
    assert len(sample.store) == before


def _text(text: str) -> Binding:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "string"))


def _size(found: Answer) -> int:
    if isinstance(found, bool):
        return int(found)
    return len(list(found.triples if isinstance(found, Triples) else found.cells))


@pytest.mark.parametrize(("asked", "parameter"), EVERY, ids=IDS)
def test_a_bound_term_is_one_token(asked: Question, parameter: Parameter) -> None:
    """Bind hostile literals and names past every check: the query keeps its shape."""
    plain = _shape(asked, parameter, ox.NamedNode(ID + "a"))
    for term in _terms():
        assert _shape(asked, parameter, term) == plain


def _terms() -> list[Binding]:
    return [*map(ox.Literal, (*HOSTILE, '"""', "\\", "\n"))]


def _shape(asked: Question, parameter: Parameter, term: Binding) -> list[str]:
    """Give a bound query's tokens, the bound term itself as one mark."""
    bound = with_values(asked.sparql, {parameter.name: [term]})
    return ["TERM" if token.text == str(term) else token.text for token in tokens(bound)]


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "parameter"), EVERY, ids=IDS)
def test_a_hostile_literal_past_every_check_finds_nothing_of_its_own(
    engine: OxigraphEngine, asked: Question, parameter: Parameter
) -> None:
    """Bind it in place of an example: the answer is that of any other text that names nothing."""
    size = len(engine.store)
    examples = bind(engine, asked, asked.example)
    sizes = set()
    for text in ("nothing of this name", *HOSTILE):
        bound = {**examples, parameter.name: [ox.Literal(text)]}
        sizes.add(_size(engine.query(Query(asked.sparql, bound, (FACTS, CLAIMS)))))
    assert len(sizes) == 1
    assert len(engine.store) == size


@pytest.mark.parametrize("text", ["a> } #", "a b", 'a"b', "a{b", "a\nb"])
def test_no_iri_can_hold_what_ends_it(text: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        ox.NamedNode(ID + text)


@pytest.mark.parametrize(("asked", "parameter"), TEXTS, ids=[asked.name for asked, _ in TEXTS])
def test_a_text_is_found_as_it_is_written(
    sample: OxigraphEngine, asked: Question, parameter: Parameter
) -> None:
    """A text with a regular expression's or SPARQL's signs in it is no pattern."""
    for text in (".*", "%", "_", "^", "(", "[a-z]", "\\", '"', "}"):
        found = answer(sample, asked.name, {parameter.name: text})
        assert isinstance(found, Rows)
        assert all(any(text in getattr(cell, "value", "") for cell in row) for row in found.cells)


@pytest.mark.parametrize("name", ["members-at } #", "../questions/members-at", "members-at.rq", ""])
def test_a_name_of_a_question_is_no_path_and_no_query(sample: OxigraphEngine, name: str) -> None:
    with pytest.raises(KgError):
        answer(sample, name)


def test_the_prefixes_are_closed(sample: OxigraphEngine) -> None:
    """A parameter cannot bring a namespace of its own."""
    assert "evil" not in PREFIXES
    with pytest.raises(UsageError):
        answer(sample, "claims-about", {"thing": "evil:thing"})
