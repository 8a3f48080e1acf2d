"""Queries that would end the process that they are asked in: refused, and no sooner than that."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.errors import QueryError
from kg.sparql import guard, guard_update
from kg.sparql.nesting import is_small

# By what is said: queries that are as long as wanted, each another way down for an engine.
DEEP: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: f"ASK {{ FILTER({'(' * n}1{')' * n}) }}",
    "calls": lambda n: f"ASK {{ FILTER({'STR(' * n}1{')' * n}) }}",
    "groups": lambda n: f"ASK {'{' * n}{'}' * n}",
    "paths": lambda n: f"ASK {{ ?s {'(' * n}<a:b>{'+)' * n} ?o }}",
    "subqueries": lambda n: f"ASK {{ {'{ SELECT * { ' * (n // 2)}{'} }' * (n // 2)} }}",
    "conditions": lambda n: f"ASK {{ {'FILTER EXISTS { ' * n}{'}' * n} }}",
    "graphs": lambda n: f"ASK {{ {'GRAPH ?g { ' * n}{'}' * n} }}",
    "never closed": lambda n: f"ASK {{ FILTER({'(' * n}",
}
LONG: dict[str, Callable[[int], str]] = {
    "values": lambda n: f"ASK {{ {' '.join(f'BIND({i} AS ?v{i})' for i in range(n))} }}",
    "exceptions": lambda n: f"ASK {{ ?s ?p ?o {'MINUS { ?s ?p ?o } ' * n} }}",
    "choices": lambda n: f"ASK {{ {' UNION '.join(['{ ?s ?p ?o }'] * n)} }}",
    "conditions": lambda n: f"ASK {{ ?s ?p ?o {'FILTER(?s = 1) ' * (n // 2)} }}",
}
DEEPEST, DEEPEST_END = "<<( ?a ?b " * 200, " )>>" * 200
SIGNS: dict[str, Callable[[int], str]] = {
    "or": lambda n: f"ASK {{ FILTER({' || '.join(['1'] * (n // 2))}) }}",
    "sum": lambda n: f"ASK {{ FILTER({' + '.join(['1'] * n)}) }}",
    "not": lambda n: f"ASK {{ FILTER({'!' * n}1) }}",
    "alternatives": lambda n: f"ASK {{ ?s {'|'.join(['<a:b>'] * n)} ?o }}",
    "triple terms": lambda n: f"ASK {{ ?s ?p {DEEPEST}1{DEEPEST_END} FILTER({'!' * (n - 400)}1) }}",
}
KINDS = [
    *((each, 240, "more than 250 brackets stand in one another") for each in DEEP.values()),
    *((each, 990, "more than 1,000 groups and conditions") for each in LONG.values()),
    *((each, 2990, "more than 3,000 signs between values") for each in SIGNS.values()),
]


@pytest.mark.parametrize(("made", "most", "said"), KINDS)
def test_what_no_stack_holds_is_refused_with_its_place(
    made: Callable[[int], str], most: int, said: str
) -> None:
    guard(made(most))
    for query in (made(10 * most), f"# more\n{made(10 * most)}"):
        assert not is_small(query)
        with pytest.raises(QueryError, match=rf"line \d, column \d+: .*{re.escape(said)}"):
            guard(query)
        with pytest.raises(QueryError, match=re.escape(said)):
            guard_update(query)


@pytest.mark.parametrize(
    "name", [f"{kind}.{name}" for kind in ("DEEP", "LONG", "SIGNS") for name in globals()[kind]]
)
def test_what_is_let_through_is_answered(name: str) -> None:
    # In a process of its own, which falls alone.
    kind, _, which = name.partition(".")
    most = {"DEEP": 240, "LONG": 990, "SIGNS": 2990}[kind]
    code = f"""
import sys; sys.path.insert(0, "tests")
import pyoxigraph as ox
from test_nesting import {kind}
try:
    ox.Store().query({kind}[{which!r}]({most}))
except SyntaxError:
    pass"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_brackets_in_texts_and_addresses_nest_nothing() -> None:
    guard(f"ASK {{ ?s ?p '{'(' * 9000}', <a:{'(' * 9000}> }} # {'(' * 9000}")
    guard(f"ASK {{ VALUES (?a ?b) {{ {'(1 2) ' * 9000} }} }}")
    guard(f"ASK {{ ?s ?p ?o FILTER(?o IN ({', '.join(['1'] * 9000)})) }}")


def test_every_door_refuses_it() -> None:
    deep = DEEP["groups"](9000)
    graph = kg.load(writable=True)
    for door in (graph.query, graph.update, lambda text: kg.ask(kg.load(), text)):
        with pytest.raises(QueryError, match="stand in one another"):
            door(deep)
    assert isinstance(graph, rdflib.Dataset)
    assert ox.Store().query("ASK {}")
