"""Text to the guard and to the engines behind it: queries that call out, slipped and whole.

Nothing reaches another address. What is answered is what the bare engine answers, and what the bare
engine answers is refused for its reach alone.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from random import Random
from typing import Any

import pyoxigraph as ox
import rdflib

from fuzz.mutating import LETTERS, any_text, mutated
from fuzz.target import Judge, Target, Wrong
from kg.engine import Answer, OxigraphEngine, Rows, Triples
from kg.errors import KgError
from kg.query import questions
from kg.query.asking import answer
from kg.rdf.evaluator import RdflibEngine
from kg.vocabulary import PREFIXES
from reaching import listening, queries, updates

__all__ = ["EVALUATOR", "SEEDS", "TARGET"]

_HERE = "http://127.0.0.1:9/"
_MOST = 300
SEEDS = [
    *(each.sparql for each in questions().values()),
    "SELECT * { ?s ?p ?o }",
    "SELECT DISTINCT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (?n > 0) ORDER BY ?n",
    "SELECT ?s { ?s ?p ?o FILTER(LANG(?o) = 'en-GB' || LANGMATCHES(LANG(?o), '*')) }",
    "SELECT * { ?s kg:time ?t OPTIONAL { ?s skos:prefLabel ?l } MINUS { ?s a kg:State } } LIMIT 3",
    "SELECT * { { ?s a ?c } UNION { GRAPH ?g { ?s ?p ?o } } VALUES (?s ?c) { (id:a UNDEF) } }",
    "SELECT (IF(BOUND(?o), STR(?o), 'no') AS ?x) { ?s ?p ?o BIND(1 + 1.5e0 AS ?y) }",
    "SELECT * { ?s (kg:time|^a)/rdfs:subClassOf*/!(a|^kg:x) ?o FILTER NOT EXISTS { ?o a [] } }",
    "ASK { ?s ?p ?o FILTER(?o IN ('x', 1, true, '2'^^xsd:integer)) }",
    "CONSTRUCT { ?s ?p [ a ?o ] } WHERE { ?s ?p ?o }",
    "DESCRIBE id:a ?s { ?s ?p ?o }",
    "PREFIX e: <http://e/> BASE <http://x/> SELECT * FROM <#f> FROM NAMED id:g { ?s ?p '''x''' }",
    "SELECT * WHERE { ?s ?p ?o { SELECT ?s (MAX(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s } }",
]
_WORDS = """
{ } ( ) [ ] . ; , ?x $y * / | ^ ! + - = != < > <= && || := == '' \"\" ''' # <a:b> <b> _:b id:a
SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH SERVICE FROM NAMED AS
BIND VALUES UNDEF EXISTS NOT IN GROUP BY HAVING ORDER LIMIT OFFSET DISTINCT REDUCED BASE
PREFIX INSERT DELETE DATA LOAD DROP a true 1 1.5 1e9 99999999999999999999 @en @EN-gb ^^
LANG( COUNT( REGEX( SEPARATOR \\u0053ERVICE \\uD800 \\ \\n << >> {| |} VERSION LATERAL
"""
_PIECES = [*_WORDS.split(), *LETTERS, "/* */", "SELECT * { ?s ?p ?o }", "RAND()"]
# What differs from one evaluation to the next.
_CHANGING = re.compile(r"RAND|NOW|UUID|BNODE", re.IGNORECASE)


def _made(pick: Random) -> str:
    how = pick.random()
    if how < 0.25:
        return next(queries(pick, _HERE))
    if how < 0.3:
        return next(updates(pick, _HERE))
    if how < 0.35:
        return f"ASK {{ {any_text(pick, 30)} }}"
    seed = pick.choice(SEEDS)
    return mutated(pick, seed, _PIECES, SEEDS, most=4) if pick.random() < 0.9 else seed


def small_store(url: str) -> ox.Store:
    """Give a store with a statement of each kind, so that what is asked once a row is asked."""
    text = f"""{"".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())}
        <{url}x> <{url}x> <{url}x> . id:a a kg:State ; kg:time "1900/.."^^edtf:EDTF ;
        skos:prefLabel "colour"@en-GB , "ا"@ur ; kg:order 7 , 1.5 , _:n .
        id:g {{ id:a kg:member id:b }}"""
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TRIG)
    return store


@contextmanager
def _judging() -> Iterator[Judge]:
    with listening() as ear:
        store = small_store(ear.url)
        engine = OxigraphEngine(store)

        def judge(text: str) -> bool:
            there = text.replace(_HERE, ear.url)
            asked = _judge(engine, store, there)
            if ear.heard:
                ear.heard.clear()
                raise Wrong("a request was heard")
            return asked

        yield judge


def _judge(engine: OxigraphEngine, store: ox.Store, text: str) -> bool:
    try:
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always")
            found = _some(answer(engine, text))
    except KgError as error:
        if "reach" not in str(error) and (bare := _bare(store, text)) is not None:
            raise Wrong(f"refused: {error}; and the engine answers {bare}") from None
        raise
    if any(len(str(each.message).splitlines()) != 1 for each in noted):
        raise Wrong(f"noted in more than a line: {noted}")
    bare = _bare(store, text)
    # A comparison with LANG is asked without regard to case, so that more may be found.
    if (
        bare is not None
        and not _CHANGING.search(text)
        and "LANG" not in text.upper()
        and bare != found
    ):
        raise Wrong(f"{found}, and the engine answers {bare}")
    return True


def _some(found: Answer) -> Counter[Any] | bool:
    """Give an answer without regard to order, or its first rows where it is long."""
    if isinstance(found, Triples):
        return Counter(_unnamed(map(str, each)) for each in islice(found.triples, _MOST))
    if isinstance(found, Rows):
        rows = islice(found.cells, _MOST)
        return Counter(
            _unnamed(sorted(map(str, zip(found.names, row, strict=True)))) for row in rows
        )
    return found


def _unnamed(texts: Any) -> tuple[str, ...]:
    return tuple(re.sub(r"_:\w+|BlankNode value=\w+", "_:", text) for text in texts)


def _bare(store: ox.Store, text: str) -> Counter[Any] | bool | None:
    """Ask the engine itself; None where that would not do, or cannot be asked."""
    plain = re.sub(r"\\u005[Cc]|\\", "", text).upper()
    if re.search("SERVIC|FROM|u00|U0000", plain, re.IGNORECASE) or not re.search(r"[{ \n\t]", text):
        return None
    try:
        result = store.query(text, prefixes=PREFIXES)
        if isinstance(result, ox.QuerySolutions):
            return _some(Rows([v.value for v in result.variables], result))
        return _some(Triples(result)) if isinstance(result, ox.QueryTriples) else bool(result)
    except (SyntaxError, ValueError, OSError, RuntimeError, UnicodeError):
        return None


@contextmanager
def _judging_rdflib() -> Iterator[Judge]:
    with listening() as ear:
        graph = rdflib.Dataset()
        graph.parse(data=small_store(ear.url).dump(format=ox.RdfFormat.N_QUADS), format="nquads")
        engine = RdflibEngine(graph)

        def judge(text: str) -> None:
            _some(engine.query(text.replace(_HERE, ear.url)))
            if ear.heard:
                ear.heard.clear()
                raise Wrong("a request was heard")

        yield judge


TARGET = Target("guard", 110, _made, _judging)
EVALUATOR = Target("guard, rdflib", 3, _made, _judging_rdflib)
