"""Answers as they are read: in whichever thread, again and again, from an engine or a server."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from typing import Any, cast

import pyoxigraph as ox
import pytest
import rdflib

from kg.engine import Rows, Triples, answer, syntax_error
from kg.engine.answer import answer_of, cells_of, evaluated
from kg.engine.literals import literal, node, term_given
from kg.errors import KgError, QueryError
from kg.remote.refusals import EndpointError
from kg.remote.results import table, triples
from kg.remote.transport import Reply
from kg.vocabulary import PREFIXES

NUMBERS = 10_000
SELECT = "SELECT ?n ?twice { ?s <urn:n> ?n BIND(2 * ?n AS ?twice) } ORDER BY ?n"
XSD = PREFIXES["xsd"]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    s, p = ox.NamedNode("urn:s"), ox.NamedNode("urn:n")
    made.extend(ox.Quad(s, p, ox.Literal(n)) for n in range(NUMBERS))
    return made


class Asked:
    """A query that counts how often, and in which threads, it was evaluated."""

    def __init__(self, store: ox.Store, sparql: str) -> None:
        self.store, self.sparql, self.threads = store, sparql, list[int]()

    def __call__(self) -> Any:
        self.threads.append(threading.get_ident())
        return self.store.query(self.sparql)


@pytest.fixture(params=["alone", "interrupted"])
def threaded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Read as where nobody can press Ctrl-C, and as where somebody can: in a thread beside."""
    beside = bool(request.param == "interrupted")
    monkeypatch.setattr(answer, "can_be_interrupted", lambda: beside)
    monkeypatch.setattr(answer._Read, "_idle", [])
    return beside


def test_a_table_is_read_again_by_asking_again(store: ox.Store, threaded: bool) -> None:
    asked = Asked(store, SELECT)
    found = evaluated(asked)
    assert isinstance(found, Rows)
    assert found.names == ["n", "twice"]
    assert len(asked.threads) == 1
    for times in (1, 2, 3):
        rows = [tuple(int(cell.value) for cell in row) for row in found.cells]  # type: ignore[union-attr]
        assert rows == [(n, 2 * n) for n in range(NUMBERS)]
        assert len(asked.threads) == times
    assert {thread == threading.get_ident() for thread in asked.threads} == {not threaded}
    assert found.as_tsv is not None
    lines = [b"?n\t?twice", *(b"%d\t%d" % (n, 2 * n) for n in range(NUMBERS)), b""]
    assert found.as_tsv() == b"\n".join(lines)
    assert len(asked.threads) == 4


def test_two_readers_do_not_take_from_each_other(store: ox.Store, threaded: bool) -> None:
    del threaded
    found = evaluated(Asked(store, SELECT))
    assert isinstance(found, Rows)
    one, other = iter(found.cells), iter(found.cells)
    pairs = [(next(one)[0], next(other)[0]) for _ in range(50)]
    assert [(int(a.value), int(b.value)) for a, b in pairs] == [(n, n) for n in range(50)]  # type: ignore[union-attr]


def test_a_graph_is_read_again_too(store: ox.Store, threaded: bool) -> None:
    del threaded
    asked = Asked(store, "CONSTRUCT { ?s <urn:m> ?n } WHERE { ?s <urn:n> ?n FILTER(?n < 9) }")
    found = evaluated(asked)
    assert isinstance(found, Triples)
    for times in (1, 2):
        given = list(found.triples)
        assert sorted(int(t.object.value) for t in given) == list(range(9))  # type: ignore[union-attr]
        assert len(asked.threads) == times


def test_yes_and_no_are_told_apart(store: ox.Store, threaded: bool) -> None:
    del threaded
    assert evaluated(Asked(store, "ASK { ?s <urn:n> 1 }")) is True
    assert evaluated(Asked(store, "ASK { ?s <urn:n> 'x' }")) is False


def test_what_fails_fails_where_it_was_asked(threaded: bool) -> None:
    del threaded
    with pytest.raises(SyntaxError):
        evaluated(Asked(ox.Store(), "SELECT"))


def test_threads_are_used_again_and_few_are_kept(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "can_be_interrupted", lambda: True)
    idle: list[Any] = []
    monkeypatch.setattr(answer._Read, "_idle", idle)
    asked = Asked(store, "SELECT ?n { ?s <urn:n> ?n } ORDER BY ?n LIMIT 3")
    for _ in range(3):
        assert len(list(cells_of(evaluated(asked)))) == 3
        assert len(idle) == 1
    assert len(set(asked.threads)) == 1
    yes = Asked(store, "ASK { }")
    assert [evaluated(yes), len(idle)] == [True, 1]
    assert yes.threads == asked.threads[:1]
    # Six at once take six threads, of which four are kept, each without what it held.
    together = [evaluated(asked) for _ in range(6)]
    assert idle == []
    for each in together:
        assert len(list(cells_of(each))) == 3
    assert len(idle) == 4
    for thread in idle:
        thread(lambda: None)  # What it was given before is done by then.
    assert [thread.held for thread in idle] == [{}] * 4
    text = evaluated(asked)
    assert isinstance(text, Rows)
    assert len(idle) == 3
    assert text.as_tsv is not None
    assert text.as_tsv() == b"?n\n0\n1\n2\n"
    assert len(idle) == 4


def test_an_engines_own_answer_is_an_answer(store: ox.Store) -> None:
    two = "SELECT ?n { ?s <urn:n> ?n } ORDER BY ?n LIMIT 2"
    found = answer_of(cast("Any", store.query(two)))
    assert isinstance(found, Rows)
    assert found.names == ["n"]
    assert [row[0] for row in found.cells] == [ox.Literal(0), ox.Literal(1)]
    whole = answer_of(cast("Any", store.query(two)))
    assert isinstance(whole, Rows)
    assert whole.as_tsv is not None
    assert whole.as_tsv() == b"?n\n0\n1\n"
    graph = answer_of(cast("Any", store.query("CONSTRUCT WHERE { ?s <urn:n> 7 }")))
    assert isinstance(graph, Triples)
    assert [str(each.object) for each in graph.triples] == [str(ox.Literal(7))]
    assert answer_of(cast("Any", store.query("ASK { }"))) is True
    assert answer_of(cast("Any", store.query("ASK { FILTER(false) }"))) is False
    assert list(cells_of(graph)) == list(cells_of(False)) == []


@pytest.mark.parametrize(
    ("message", "said", "where"),
    [
        ("no place is named", "no place is named", ""),
        ("error at 2:7: expected one of A, B", "expected A, B", "line 2, column 7"),
        ("error at 12:345 expected A", "expected A", "line 12, column 345"),
        ("error at 1:2: ", "something else is expected there", "line 1, column 2"),
        ('error at 1:2: expected one of "}", "a\\"b", SELECT, [\'0\'..=\'9\'], [^\'x\']',
         'expected "}", "a\\"b", SELECT', "line 1, column 2"),
        ("error at 1:2: expected one of A, B, C, D, E, F", "expected A, B, C, D, E, F",
         "line 1, column 2"),
        ("error at 1:2: expected one of A, B, C, D, E, F, G",
         "expected A, B, C, D, E, F or others", "line 1, column 2"),
        ("error at 1:2: Prefix not found", "the prefix of the name before is not declared",
         "line 1, column 2"),
        ("error at 1:2: expected one of A, variable is unbound, B, not grouped",
         "variable is unbound; not grouped", "line 1, column 2"),
        ("error at 1:2: expected one of A,\nB", "expected A, B", "line 1, column 2"),
    ],
)  # fmt: skip
def test_what_a_parser_says_becomes_words(message: str, said: str, where: str) -> None:
    error = syntax_error(message)
    assert (error.what, error.where) == (f"the query is not well formed: {said}", where)
    assert error.mend == ("mend it there" if where else "")
    assert error.candidates == ()


@pytest.mark.parametrize("before", ["", "\n\n  "])
def test_a_mistake_known_by_sight_is_named_where_it_stands(before: str) -> None:
    error = syntax_error("error at 1:10: expected CONSTRUCT", f"{before}SELCT ?s {{ ?s ?p ?o }}")
    assert isinstance(error, QueryError)
    assert error.what == "the query is not well formed: SELCT is no word of SPARQL"
    assert (
        error.where == f"line {before.count(chr(10)) + 1}, column {len(before.strip(chr(10))) + 1}"
    )
    assert error.candidates == ("SELECT",)
    plain = syntax_error("error at 1:10: expected A", "SELECT * { ?s ?p ?o }")
    assert (plain.where, plain.mend) == ("line 1, column 10", "mend it there")


def test_terms_are_made_as_they_are_given() -> None:
    assert node("urn:a") == ox.NamedNode("urn:a")
    day = ox.Literal("1957-01-01", datatype=ox.NamedNode(f"{XSD}date"))
    assert literal("1957-01-01", "date") == day
    for same in (day, node("urn:a"), ox.Literal("a", language="ur")):
        assert term_given(same) is same
    assert term_given(rdflib.URIRef("urn:a")) == node("urn:a")
    assert term_given(rdflib.Literal("a")) == ox.Literal("a")
    assert term_given(rdflib.Literal("a", lang="ur")) == ox.Literal("a", language="ur")
    assert term_given(rdflib.Literal("1957-01-01", datatype=rdflib.XSD.date)) == day
    assert term_given(rdflib.Literal(7)) == ox.Literal(7)

    class URIRef(str):
        __slots__ = ()

    for other in ("urn:a", 7, None, rdflib.BNode(), ox.BlankNode(), URIRef("urn:a")):
        assert term_given(other) is None


class Answering:
    """A server's answer with these bytes, of this media type, that notes whether it is closed."""

    def __init__(self, data: bytes | KgError, kind: str, **headers: str) -> None:
        self.kind, self.headers, self.fault = kind, Message(), None
        for name, value in headers.items():
            self.headers[name.replace("_", "-")] = value
        self.closed, self._data = False, data

    def read(self, size: int = -1, /) -> bytes:
        if isinstance(self._data, KgError):
            raise self._data
        stream, self._data = io.BytesIO(self._data), b""
        data = stream.read(size)
        self._data = stream.read()
        return data

    def close(self) -> None:
        self.closed = True


CSV, TSV, XML = "text/csv", "text/tab-separated-values", "application/sparql-results+xml"
JSON, TURTLE = "application/sparql-results+json", "text/turtle"
URL = "https://example.org/sparql"
THREE = b"?n\t?who\n1\t<urn:a>\n\t<nodeID://b1>\n3\t\n"
Read = Callable[[Reply, str], Any]


def answering(data: bytes | KgError, kind: str, **headers: str) -> tuple[Answering, Reply]:
    made = Answering(data, kind, **headers)
    return made, cast("Reply", made)


def in_full(found: Any) -> list[Any]:
    given: Iterator[Any] = iter(found.cells if isinstance(found, Rows) else found.triples)
    return list(given)


def test_a_servers_table_is_read_to_its_end_and_closed() -> None:
    made, reply = answering(THREE, TSV)
    found = table(reply, URL)
    assert isinstance(found, Rows)
    assert found.names == ["n", "who"]
    assert not made.closed
    assert in_full(found) == [
        (ox.Literal(1), node("urn:a")), (None, ox.BlankNode("b1")), (ox.Literal(3), None),
    ]  # fmt: skip
    assert made.closed


def test_a_servers_yes_and_no_come_as_such_or_as_virtuosos_table() -> None:
    for said in (True, False):
        text = b'{"head": {}, "boolean": %s}' % str(said).lower().encode()
        assert table(answering(text, JSON)[1], URL) is said
        assert table(answering(b"?__ASK_RETVAL\n%d\n" % said, TSV)[1], URL) is said
    assert table(answering(b"?__ASK_RETVAL\n", TSV)[1], URL) is False


def test_a_servers_graph_is_mended_as_it_is_read() -> None:
    text = b'<urn:a> <urn:p> <nodeID://x> , "1"^^<%sboolean> .' % XSD.encode()
    made, reply = answering(text, TURTLE)
    found = triples(reply, URL)
    assert in_full(found) == [
        ox.Triple(node("urn:a"), node("urn:p"), ox.BlankNode("x")),
        ox.Triple(node("urn:a"), node("urn:p"), literal("true", "boolean")),
    ]
    assert made.closed


@pytest.mark.parametrize(
    ("headers", "cut"),
    [
        ({}, False),
        ({"X_SPARQL_MaxRows": "4"}, False),
        ({"X_SPARQL_MaxRows": "3"}, True),
        ({"X_SPARQL_MaxRows": "2"}, True),
        ({"X_SPARQL_MaxRows": "none"}, False),
        ({"X_SPARQL_MaxRows": "-3"}, False),
        ({"X_SQL_State": "S1TAT"}, True),
        ({"X_SQL_State": "00000"}, False),
        ({"X_SQL_State": "00000", "X_SPARQL_MaxRows": "3"}, True),
    ],
)
def test_an_answer_that_was_cut_is_refused_and_no_other(headers: dict[str, str], cut: bool) -> None:
    made, reply = answering(THREE, TSV, **headers)
    found = table(reply, URL)
    if not cut:
        assert len(in_full(found)) == 3
        return
    with pytest.raises(EndpointError, match=r"cut the answer at 3 rows") as caught:
        in_full(found)
    assert caught.value.where == URL
    assert made.closed


@pytest.mark.parametrize(
    ("read", "data", "kind", "said"),
    [
        (table, b"n\n1\n", CSV, "answers with text/csv"),
        (table, b"<html>", "text/html", "answers with a web page"),
        (table, b"<html>", "application/xhtml+xml", "answers with a web page"),
        (table, b"x", "image/png", "answers with image/png"),
        (table, b"?n\n'\n", TSV, "cut short or not well formed"),
        (table, b'{"head"', JSON, "cut short or not well formed"),
        (table, b"<sparql", XML, "cut short or not well formed"),
        (triples, b"n", TSV, "answers with text/tab-separated-values"),
        (triples, b"<html>", "text/html", "answers with a web page"),
        (triples, b"<urn:a> <urn:p> ", TURTLE, "cut short or not well formed"),
    ],
)
def test_what_is_no_answer_is_one_line_and_closed(
    read: Read, data: bytes, kind: str, said: str
) -> None:
    made, reply = answering(data, kind)
    with pytest.raises(EndpointError) as caught:
        in_full(read(reply, URL))
    assert said in caught.value.what
    assert "\n" not in str(caught.value)
    assert caught.value.where == URL
    assert made.closed


@pytest.mark.parametrize(("read", "kind"), [(table, TSV), (table, JSON), (triples, TURTLE)])
def test_what_goes_wrong_on_the_way_is_said_as_it_is(read: Read, kind: str) -> None:
    raised, noted = KgError("raised"), KgError("noted")
    made, reply = answering(raised, kind)
    with pytest.raises(KgError, match="raised"):
        in_full(read(reply, URL))
    made, reply = answering(raised, kind)
    made.fault = noted  # type: ignore[assignment]
    with pytest.raises(KgError, match="noted"):
        in_full(read(reply, URL))
    assert made.fault is None
    assert made.closed
