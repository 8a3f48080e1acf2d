"""What the fuzzer found, kind by kind: each was a traceback, a wrong answer or more than a line."""

from __future__ import annotations

import csv
import gzip
import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

import kg
from fuzz.messages import serve
from fuzz.target import is_one_line
from kg.attributes import simple
from kg.build import build, find_line, read_quads
from kg.build.lines import find_name
from kg.cli import main
from kg.cli.format import formatted
from kg.cli.table import write
from kg.engine import Answer, OxigraphEngine
from kg.engine.literals import node_if_any, term_given
from kg.errors import DataError, KgError, QueryError, UsageError
from kg.foreign import written
from kg.lexical import read
from kg.picture import export
from kg.query.asking import answer
from kg.remote import EndpointError, RemoteEngine
from kg.remote.dialect import mended_term
from kg.remote.transport import Transport
from kg.sparql.guarding import guard, guard_update, tokens
from samples import ontology_files, write_turtle

# Files


@pytest.mark.parametrize("at", [20, 30, 50])
def test_a_packed_file_whose_suffix_says_nothing_is_refused_in_a_line(
    tmp_path: Path, at: int
) -> None:
    """Its head is read to know what it is, before anything else of it is."""
    path = tmp_path / "a.owl.gz"
    whole = gzip.compress(b"<a:a> <a:b> 'a text', 'another text', 'and a third' .", mtime=0)
    for data in (whole[:at], whole[:at] + bytes([whole[at - 1] ^ 8]) + whole[at + 1 :]):
        path.write_bytes(data)
        with pytest.raises(DataError, match="cannot be read"):
            read_quads(path)


@pytest.mark.parametrize("encoding", ["utf-8null", "nonsense", "utf-7x"])
def test_xml_of_no_known_encoding_is_refused_in_a_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(f'<?xml version="1.0" encoding="{encoding}"?><rdf:RDF/>', encoding="utf-8")
    with pytest.raises(DataError, match="encoding"):
        read_quads(path)


def test_xml_holds_to_its_namespaces(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" other:a="b"/>',
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="unbound prefix"):
        read_quads(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.trig", "_:g { <a:a> <a:b> <a:c> }"),
        ("a.nq", "<a:a> <a:b> <a:c> _:g ."),
        ("a.jsonld", '{"a:b": "c", "@graph": [{"@id": "a:a", "a:b": "c"}]}'),
    ],
)
def test_a_graph_without_a_name_is_refused_and_not_kept_where_nobody_can_ask(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    for reader in (read_quads, lambda path: build([path])):
        with pytest.raises(DataError, match="a graph has no name, and so no account"):
            reader(tmp_path / name)


def test_what_is_no_utf_8_is_not_formatted_into_something_else(tmp_path: Path) -> None:
    """A parser takes any bytes in a comment."""
    path = tmp_path / "a.ttl"
    path.write_bytes(b"<a:a> <a:b> 1 .\n# caf\xe9\n")
    assert len(read_quads(path)) == 1
    with pytest.raises(DataError, match=r"a\.ttl:2: this is not UTF-8 text"):
        formatted(path)


def test_a_fault_of_a_thing_of_any_scheme_is_placed(tmp_path: Path) -> None:
    path = write_turtle(tmp_path / "a.ttl", '<mailto:a@b> kg:time "long ago"^^edtf:EDTF .\n')
    assert find_name(path, "mailto:a@b") == find_name(path, "kg:time")
    assert find_line(path, "mailto:a@b").startswith(f"{path}:")
    with pytest.raises(DataError, match="long ago") as caught:
        build([*ontology_files(), path])
    assert caught.value.line


RELATIVE = [
    ("a.ttl", "<a> <http://e/p> <#b> ."),
    ("a.jsonld", '{"@id": "a", "http://e/p": {"@id": "#b"}}'),
    (
        "a.rdf",
        """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
           <r:Description r:about="a"><e:p r:resource="#b"/></r:Description></r:RDF>""",
    ),
]


@pytest.mark.parametrize(("name", "text"), RELATIVE)
def test_relative_addresses_are_of_the_base_that_is_given(
    folder: Path, name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"an address is relative.*kg load FILE --base IRI"):
        read_quads(path)
    asked = "ASK { <http://x/y/a> <http://e/p> <http://x/y/z#b> }"
    base = "http://x/y/z"
    assert kg.ask(kg.load(path, base=base), asked) is True
    assert kg.ask(kg.load(path, base=base, writable=True), asked) is True
    assert kg.ask(kg.load(path, base="http://x/"), asked) is False
    assert main(["ask", asked, "--data", str(path), "--base", base]) == 0
    assert capsys.readouterr().out == "yes\n"
    with pytest.raises(UsageError, match="no address that others can be relative to"):
        kg.load(path, base="here")


# Lines


def test_an_error_moves_no_cursor_and_has_an_end() -> None:
    for error in (
        KgError("no \x1b[2J\u202e\x00", where="a\x07", mend="b\x9b"),
        KgError("x" * 5000, where="y" * 5000, mend="z" * 5000, path="p" * 300),
    ):
        assert is_one_line(str(error))
    assert "p" * 300 in str(error)
    assert error.what == "x" * 5000


def test_a_call_that_is_wrong_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["ask", "members-at", "--\x1b[2J"], ["describe", "a", "\u202eb"]):
        with pytest.raises(SystemExit):
            main(words)
        assert is_one_line(capsys.readouterr().err.removesuffix("\n"))


# Queries and values

HALF = "\udce9"


def test_half_a_character_is_refused_wherever_it_comes_in() -> None:
    engine = OxigraphEngine(ox.Store())
    for refusing in (guard, guard_update, engine.query, RemoteEngine("http://e/").query):
        with pytest.raises(QueryError, match="line 2, column 3: this is no character"):
            refusing(f"ASK {{\n #{HALF}\n}}")
    with pytest.raises(UsageError, match="this is no text"):
        written(f"a{HALF}")
    with pytest.raises(UsageError, match="no term of RDF"):
        term_given(rdflib.Literal(HALF))
    guard(r"ASK { ?s ?p '\uD800' }")  # An escape is the parser's to judge.


def test_what_is_no_iri_is_declared_by_nothing() -> None:
    engine = OxigraphEngine(ox.Store())
    for text in ("a b", "x", f"a:{HALF}", "a:\\b"):
        assert node_if_any(text) is None
        assert engine.declares(text) is False
    with pytest.raises(UsageError, match="no term of RDF"):
        term_given(rdflib.URIRef("an address with spaces"))


def test_a_name_with_an_escape_is_the_name_that_it_stands_for(sample: OxigraphEngine) -> None:
    assert answer(sample, r"ASK { ?s a kg:All\iance }".replace(r"\i", "i")) is True
    with pytest.warns(kg.errors.KgWarning, match=r"kg:no\\-such is not in the ontology"):
        assert answer(sample, r"ASK { ?s a kg:no\-such }") is False


def test_a_function_that_the_engine_does_not_have_is_refused(
    engine: OxigraphEngine, sample: OxigraphEngine
) -> None:
    asked = "SELECT (<http://e/f>(1) AS ?x) {}"
    for each in (sample, engine):
        with pytest.raises(QueryError, match="cannot evaluate the query: The custom function"):
            each.query(asked)
    from kg.sparql import Query  # noqa: PLC0415

    with pytest.raises(QueryError, match="cannot evaluate the query: The custom function"):
        engine.query(Query(asked, time_limit=30))


def test_from_without_a_graph_is_named() -> None:
    with pytest.raises(QueryError, match="FROM names no graph"):
        guard("SELECT * FROM { ?s ?p ?o }")
    assert [t.text for t in tokens("FROM {")] == ["FROM", "{"]


def test_a_number_of_any_length_is_an_attribute() -> None:
    assert len(str(simple(10**5000))) == 5001


def test_a_float_is_kept_in_32_bits() -> None:
    """What the store gives back is the shortest number that means the same 32 bits."""
    store = ox.Store()
    term = ox.Literal("264622256", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#float"))
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), term))
    (quad,) = store
    assert read(quad.object.value, "float") == 264622260.0


# Tables and networks

CELLS = ["a\rb", "a\nb", "a\r\nb", 'a"b', "a,b", "a\tb", "", "=1"]


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_line_end_of_any_kind_stays_within_its_cell(form: str, delimiter: str) -> None:
    out = io.StringIO()
    write(["x", "y"], [[cell, "z"] for cell in CELLS], form, out)
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=delimiter))
    assert rows[1:] == [[cell, "z"] for cell in CELLS]
    net = nx.Graph()
    net.add_nodes_from((number, {"x": cell}) for number, cell in enumerate(CELLS))
    found = list(csv.DictReader(io.StringIO(export.node_list(net), newline="")))
    assert len(found) == len(CELLS)
    assert not out.getvalue().endswith("\r\n")


@pytest.mark.parametrize("start", [True, 1957, 1.5, "once", "1957", [1]])
def test_only_a_day_is_when_a_node_begins(start: object) -> None:
    net = nx.DiGraph()
    net.add_node("a", earliest_start=start)
    net.add_node("b", earliest_start="1957-01-01")
    text = export.gexf(net)
    assert nx.read_gexf(io.BytesIO(text.encode())).number_of_nodes() == 2
    assert text.count(' start="') == 1


# Servers


@contextmanager
def saying(raw: bytes) -> Iterator[RemoteEngine]:
    """Give the engine of a server that says these bytes to whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, args=(server, [raw]), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/query"
        yield RemoteEngine(url, Transport(timeout=20, pauses=()))


JSON = b"Content-Type: application/sparql-results+json\r\n"
XML = b"Content-Type: application/sparql-results+xml\r\n"
ROWS = b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
ROWS += b'<variable name="s"/></head><results>'
ROW = b'<result><binding name="s"><uri>a:a</uri></binding></result>'
YES = b'{"head":{},"boolean":true}'
TABLE = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
TSV = b"Content-Type: text/tab-separated-values\r\n"


@pytest.mark.parametrize(
    ("asked", "raw", "said"),
    [
        # A head that ends early was taken for a whole one, and what came after it for nothing.
        ("SELECT", b"HTTP/1.1 200 OK\r\n" + TSV + b"Content-Leng", "closed before the end"),
        ("SELECT", b"HTTP/1.1 200 OK\r\n" + TSV, "closed before the end"),
        ("CONSTRUCT", b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nX", "closed before"),
        # XML that breaks off was taken for however many rows had come.
        ("SELECT", b"HTTP/1.1 200 OK\r\n" + XML + b"\r\n" + ROWS + ROW, "cut short"),
        ("SELECT", b"HTTP/1.1 200 OK\r\n" + XML + b"\r\n" + ROWS + ROW * 2 + b"<res", "cut short"),
        ("ASK", b"HTTP/1.1 200 OK\r\n" + XML + b"\r\n<sparql><boolean>true</boolean>", "cut short"),
        # A yes is no table, and a table no yes.
        ("SELECT", b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n" + YES, "answers SELECT with yes or no"),
        ("ASK", b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n" + TABLE, "answers ASK with a table"),
        # A refusal whose own body breaks off, or says that more is to come than can be.
        ("ASK", b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nout", "answers 500"),
        ("ASK", b"HTTP/1.1 500 No\r\nContent-Length: 99999999999999999999\r\n\r\nx", "speak HTTP"),
        ("ASK", b"HTTP/1.1 302 Go\r\nLocation: http://[no/\r\n\r\n", "does not speak HTTP"),
    ],
)  # fmt: skip
def test_what_a_server_breaks_off_or_mistakes_is_refused(asked: str, raw: bytes, said: str) -> None:
    query = {
        "SELECT": "SELECT ?s { ?s ?p ?o }",
        "ASK": "ASK { ?s ?p ?o }",
        "CONSTRUCT": "CONSTRUCT WHERE { ?s ?p ?o }",
    }[asked]
    with saying(raw) as engine, pytest.raises(EndpointError, match=said):
        _read(engine.query(query))


def _read(found: Answer) -> None:
    list(getattr(found, "cells", getattr(found, "triples", ())))


def test_a_whole_table_in_xml_is_read() -> None:
    whole = ROWS + ROW * 3 + b"</results></sparql>"
    with saying(b"HTTP/1.1 200 OK\r\n" + XML + b"\r\n" + whole) as engine:
        found = engine.query("SELECT ?s { ?s ?p ?o }")
        assert len(list(found.cells)) == 3  # type: ignore[union-attr]


def test_an_address_that_cannot_be_a_nameless_node_stays_one() -> None:
    for text in ("nodeID://b1/2", "nodeID://", "nodeID://a b"):
        if (term := node_if_any(text)) is not None:
            assert mended_term(term) == term
    assert mended_term(ox.NamedNode("nodeID://b10")) == ox.BlankNode("b10")


def test_json_of_a_term_past_numbers_is_json() -> None:
    assert json.loads(json.dumps(simple(10**400)))
