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
    try:
        results = ox.parse_query_results(cast("IO[bytes]", reply), form)
    except (SyntaxError, OSError, KgError) as error:
        raise _broken(reply, url, error) from None
    if not isinstance(results, ox.QuerySolutions):
        return bool(results)
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
    quads = ox.parse(cast("IO[bytes]", reply), form)
    return Triples(_read(quads, reply, url, lambda quad: mended_triple(quad.triple)))


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
