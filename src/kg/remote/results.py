"""What a server answers, read as it comes: a table or a graph, whole or with one clear error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeVar, cast

import pyoxigraph as ox

from kg.counting import counted
from kg.engine import Rows, Triples
from kg.errors import KgError
from kg.remote.dialect import boolean_of, mended_term, mended_triple
from kg.remote.refusals import EndpointError, first_line
from kg.remote.transport import Reply

__all__ = ["table", "triples"]

_Found = TypeVar("_Found")
_Given = TypeVar("_Given")


def table(reply: Reply, url: str) -> Rows | bool:
    """Read the answer to SELECT or ASK; its rows are read while they are asked for.

    Raises:
        EndpointError: The answer is no table of SPARQL results; for one that breaks off or was cut,
            while its rows are read.
    """
    form = ox.QueryResultsFormat.from_media_type(reply.kind)
    if form is None or form == ox.QueryResultsFormat.CSV:
        raise _unreadable(reply, url)
    source = _source(reply, url)
    try:
        results = ox.parse_query_results(source, form)
        if not isinstance(results, ox.QuerySolutions):
            while source.read(1 << 16):
                pass  # What breaks off behind a yes is no whole answer either.
            reply.close()
            return bool(results)
    except (SyntaxError, OSError, KgError) as error:
        raise _broken(reply, url, error) from None
    names = [variable.value for variable in results.variables]
    cells = _read(results, reply, url, lambda row: tuple(map(mended_term, row)))
    # An error keeps the frames that it passed, and whichever thread collects it would drop the
    # solutions too; pyoxigraph's must be dropped by the thread that made them.
    del results
    said = boolean_of(names, cells)
    return Rows(names, cells) if said is None else said


def triples(reply: Reply, url: str) -> Triples:
    """Read the answer to CONSTRUCT or DESCRIBE; its triples are read while they are asked for.

    Raises:
        EndpointError: The answer is no graph; for one that breaks off or was cut, while it is read.
    """
    form = ox.RdfFormat.from_media_type(reply.kind)
    if form is None:
        raise _unreadable(reply, url)
    quads = ox.parse(_source(reply, url), form)
    return Triples(_read(quads, reply, url, lambda quad: mended_triple(quad.triple)))


class _Xml:
    """An answer in XML, held to its end while it is read: the engine takes a part for the whole."""

    def __init__(self, reply: Reply, url: str) -> None:
        from xml.parsers import expat  # noqa: PLC0415 - few servers answer so

        self._reply, self._url, self._parser = (
            reply,
            url,
            expat.ParserCreate(namespace_separator=""),
        )
        self._faults = (expat.ExpatError, LookupError, ValueError)
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        """Read some bytes; none at the end.

        Raises:
            EndpointError: It is no XML, or breaks off.
        """
        data = self._reply.read(size)
        if self._ended:
            return data
        self._ended = not data
        try:
            self._parser.Parse(data, self._ended)
        except self._faults as error:
            self._reply.fault = _malformed(error, self._url)
            raise self._reply.fault from None
        return data


def _source(reply: Reply, url: str) -> IO[bytes]:
    return cast("IO[bytes]", _Xml(reply, url) if "xml" in reply.kind else reply)


def _read(
    found: Iterable[_Found], reply: Reply, url: str, mended: Callable[[_Found], _Given]
) -> Iterator[_Given]:
    """Give what an answer holds, each piece mended, while it is asked for."""
    count = 0
    try:
        for each in found:
            count += 1
            yield mended(each)
    except (SyntaxError, OSError, KgError) as error:
        raise _broken(reply, url, error) from None
    finally:
        del found
        reply.close()
    _check_whole(reply, url, count)


def _check_whole(reply: Reply, url: str, count: int) -> None:
    """Refuse what a server cut at a limit of its own: Virtuoso says so in a header only."""
    limit = reply.headers.get("X-SPARQL-MaxRows", "")
    partial = "S1TAT" in reply.headers.get("X-SQL-State", "")
    if partial or (limit.isdigit() and count >= int(limit)):
        raise EndpointError(
            f"the server cut the answer at {counted(count, 'row')}",
            where=url,
            mend="ask for less, or have its row or time limit raised",
        )


def _broken(reply: Reply, url: str, error: Exception) -> KgError:
    """Give the error for an answer that cannot be read to its end."""
    reply.close()
    # Kept, the fault and the reply would hold each other until some other thread collects them.
    fault, reply.fault = reply.fault, None
    if fault:
        return fault
    if isinstance(error, KgError):
        return error
    return _malformed(error, url)


def _malformed(error: Exception, url: str) -> EndpointError:
    return EndpointError(
        f"the server's answer is cut short or not well formed: {first_line(str(error))}",
        where=url,
        mend="ask again, or look at the server's log",
    )


def _unreadable(reply: Reply, url: str) -> EndpointError:
    said = "a web page" if "html" in reply.kind else f"{reply.kind}"
    reply.close()
    return EndpointError(
        f"the server answers with {said}, not with SPARQL results",
        where=url,
        mend="give the address of its SPARQL endpoint, such as …/sparql or …/query",
    )
