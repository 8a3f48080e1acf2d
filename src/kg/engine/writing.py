"""Writing answers in the formats of the SPARQL 1.1 recommendations, by the engine's own writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO, RawIOBase
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.engine.answer import Answer, Rows, Triples
from kg.errors import QueryError
from kg.vocabulary import PREFIXES

__all__ = ["GRAPHS", "TABLES", "graph_as", "write_answer", "write_answer_to"]

TABLES: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""The media types of a table, or of yes or no."""

GRAPHS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""The media types of a graph."""


class _Limited(RawIOBase):
    """What is written on to a file, held to a length."""

    def __init__(self, out: IO[bytes], most: int) -> None:
        super().__init__()
        self._out, self._left, self.is_over = out, most, False

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever bytes are
        self._left -= len(data)
        if self._left < 0:
            self.is_over = True
            raise OSError("too long")
        self._out.write(data)
        return len(data)


def write_answer(answer: Answer, media: str, most: int) -> bytes:
    """Give an answer as its recommendation writes it; see `write_answer_to`.

    Raises:
        QueryError: It takes more bytes than it may.
    """
    out = BytesIO()
    write_answer_to(out, answer, media, most)
    return out.getvalue()


def write_answer_to(out: IO[bytes], answer: Answer, media: str, most: int) -> None:
    """Write an answer as its recommendation does, row by row as the engine finds them.

    Args:
        out: What is written to.
        answer: What an engine answered.
        media: One of `TABLES` for a table or a truth value, one of `GRAPHS` for a graph.
        most: How many bytes it may take.

    Raises:
        QueryError: It takes more; what came before is written.
    """
    limited = _Limited(out, most)
    try:
        _write(answer, media, cast("IO[bytes]", limited))
    except OSError:
        if not limited.is_over:
            raise
        mend = "ask for less, as with LIMIT and OFFSET"
        raise QueryError(f"the answer takes more than {most:,} bytes", mend=mend) from None


def _write(answer: Answer, media: str, out: IO[bytes]) -> None:
    if isinstance(answer, Triples):
        _write_graph(answer.triples, media, out)
        return
    form = TABLES[media]
    if isinstance(answer, bool):
        if form in (ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV):
            # Neither has a way to write a truth value; the word alone is what other servers give.
            out.write(b"true\n" if answer else b"false\n")
        else:
            said = b'{"head":{},"boolean":%s}' % (b"true" if answer else b"false")
            ox.parse_query_results(said, format=ox.QueryResultsFormat.JSON).serialize(out, form)
    elif answer.write:
        answer.write(form, out)
    else:
        _solutions(answer).serialize(out, format=form)


def _solutions(rows: Rows) -> ox.QuerySolutions:
    """Give a table that another engine answered as one that this engine can write."""
    found = ox.parse_query_results(b"".join(_lines(rows)), format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - it begins with a head
    return found


def _lines(rows: Rows) -> Iterator[bytes]:
    yield "\t".join(f"?{name}" for name in rows.names).encode() + b"\n"
    for row in rows.cells:
        cells = ("" if cell is None else str(cell).replace("\t", "\\t") for cell in row)
        yield "\t".join(cells).encode() + b"\n"


def _write_graph(triples: Iterable[ox.Triple], media: str, out: IO[bytes]) -> None:
    form = GRAPHS[media]
    # N-Triples has no prefixes, and JSON-LD's belong into a context.
    named = form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML)
    ox.serialize(triples, out, format=form, prefixes=PREFIXES if named else None)


def graph_as(turtle: str, media: str) -> bytes:
    """Give a graph that is written in Turtle in one of `GRAPHS`, each statement once.

    Nodes without a name are numbered as they come, so that the same graph is the same bytes.
    """
    numbers: dict[ox.BlankNode, ox.BlankNode] = {}

    def same(term: Any) -> Any:  # noqa: ANN401 - whatever stands in a triple
        if isinstance(term, ox.BlankNode):
            return numbers.setdefault(term, ox.BlankNode(f"b{len(numbers)}"))
        return term

    quads = dict.fromkeys(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    out = BytesIO()
    triples = (ox.Triple(same(q.subject), q.predicate, same(q.object)) for q in quads)
    _write_graph(triples, media, out)
    return out.getvalue()
