"""Terms and values to the binder: a query with a term for a variable finds the rows that have it.

The oracle is the same query without the term, of whose rows those are kept that hold it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, NamedTuple

import pyoxigraph as ox

from fuzz.mutating import any_text
from fuzz.target import Judge, Target, Wrong
from kg.engine import OxigraphEngine, Rows
from kg.errors import KgError, QueryError
from kg.sparql import Query
from kg.sparql.binding import with_values
from kg.sparql.guarding import tokens
from kg.vocabulary import PREFIXES

__all__ = ["TARGET"]

_DATA = """
@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a e:p e:b , 1 , "x" ; e:q e:c ; a e:C . e:b e:p e:c , "x"@en , "x"@en-gb ; e:q 2 , true ; a e:D .
e:c e:p e:a , 1.5 , "1957-01-01"^^xsd:date ; e:q "a } #" , "?s" .
e:d e:p e:d , "" , "1955~"^^e:t ."""
_PATTERNS = [
    "?s e:p ?v",
    "?v e:q ?o",
    "?s ?p ?v",
    "?v ?p ?o",
    "?s e:p/e:q ?v",
    "?v e:p+ ?o",
    "?s e:p* ?v",
    "?s ?v ?o",
    "?v e:p ?v",
    "?s (e:p|^e:q) ?v",
    "[] e:p ?v",
    "?s e:p ?v ; e:q ?w",
    "?s e:p ?v , ?w",
]
_AFTER = [
    "FILTER(?v != ?w)",
    "OPTIONAL { ?v e:q ?w }",
    "OPTIONAL { ?s e:q ?v }",
    "MINUS { ?v e:q ?x }",
    "FILTER NOT EXISTS { ?v e:q ?x }",
    "FILTER EXISTS { ?y e:p ?v }",
    "BIND(STR(?v) AS ?t)",
    "{ ?v e:p ?x } UNION { ?x e:q ?v }",
    "{ SELECT ?v ?u { ?u e:p ?v } }",
    "OPTIONAL { ?s a ?w } # ?v }",
    "{ SELECT ?v (COUNT(*) AS ?n) { ?v ?x ?y } GROUP BY ?v }",
    "FILTER(?v IN (?v, '?v', 1))",
    "GRAPH ?g { ?s ?p ?v }",
    "{ ?s ?p ?v OPTIONAL { ?v ?p ?k } }",
    "VALUES ?w { 1 e:a '}' '#' }",
    "VALUES (?w ?k) { (1 UNDEF) (e:a '''{''') }",
    "FILTER(BOUND(?v) && isIRI(?v))",
    "{}",
]
_TERMS = [
    *(ox.NamedNode(f"http://e/{name}") for name in ("a", "b", "c", "d", "p", "C", "none")),
    *map(ox.Literal, ("x", "", "a } #", "?s", '"', "'''", "\\", "\n", "{ ?v")),
    *(ox.Literal(1), ox.Literal(2), ox.Literal(1.5), ox.Literal(True)),
    ox.Literal("x", language="en"),
    ox.Literal("x", language="en-GB"),
    ox.Literal("007", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")),
    ox.Literal("1957-01-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date")),
    ox.Literal("1955~", datatype=ox.NamedNode("http://e/t")),
]


class Bound(NamedTuple):
    """A query, the variable that terms are for, and the terms."""

    text: str
    terms: Sequence[Any]


def _made(pick: Random) -> Bound:
    parts = [pick.choice(_PATTERNS), *pick.choices([*_AFTER, *_PATTERNS], k=pick.randint(0, 3))]
    text = " .\n".join(parts) if pick.random() < 0.5 else " . ".join(parts)
    form = pick.choice(["SELECT *", "SELECT DISTINCT *", "ASK", "SELECT ?v ?s", "SELECT ?v", "ASK"])
    terms = pick.choices(_TERMS, k=pick.choice((1, 1, 1, 2, 3)))
    if pick.random() < 0.2:
        terms.append(ox.Literal(any_text(pick, 8).encode("utf-8", "replace").decode()))
    return Bound(f"PREFIX e: <http://e/> {form} {{ {text} }}", list(dict.fromkeys(terms)))


@contextmanager
def _judging() -> Iterator[Judge]:
    store = ox.Store()
    store.load(_DATA.encode(), format=ox.RdfFormat.TURTLE)
    engine = OxigraphEngine(store)
    yield lambda given: _judge(engine, given)


def _judge(engine: OxigraphEngine, given: Bound) -> None:
    """Ask with and without."""
    _hold_to_shape(given)
    # The store keeps numbers by value, and tags in lower case.
    held = ox.Store()
    held.extend(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), term) for term in given.terms)
    wanted = {str(quad.object) for quad in held}
    asked = given.text.replace("ASK", "SELECT *", 1)
    try:
        every = engine.query(asked)
    except QueryError as error:
        if "well formed" not in str(error):
            raise
        raise KgError(error.what) from None
    assert isinstance(every, Rows)
    names = list(every.names)
    kept = [row for row in every.cells if str(row[names.index("v")]) in wanted]
    found = engine.query(Query(given.text, {"v": given.terms}))
    if isinstance(found, bool):
        if found != bool(kept):
            raise Wrong(f"{found}, and {len(kept)} rows hold it")
        return
    assert isinstance(found, Rows)
    if set(found.names) != set(names):
        raise Wrong(f"columns {found.names}, and not {names}")
    if _rows(found.names, found.cells) != _rows(names, kept):
        raise Wrong(f"{list(found.cells)}, and not {kept}")


def _rows(names: Sequence[str], rows: Any) -> Counter[Any]:
    places = sorted(range(len(names)), key=names.__getitem__)
    return Counter(tuple(str(row[at]) for at in places) for row in rows)


def _hold_to_shape(given: Bound) -> None:
    """Hold a bound query to the tokens of its own, a block of values before some of them."""
    before = [token.text for token in tokens(given.text)]
    after = [token.text for token in tokens(with_values(given.text, {"v": given.terms}))]
    at = 0
    for text in after:
        at += at < len(before) and text == before[at]
    if at < len(before):
        raise Wrong(f"the query lost {before[at]!r} when it was bound")


TARGET = Target("binder", 70, _made, _judging)
