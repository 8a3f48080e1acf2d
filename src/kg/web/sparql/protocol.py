"""The query operation of the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013, section 2.1).

Updates are refused. A graph of the protocol's data set is an account: ``default-graph-uri`` asks
accounts as `kg.ask` does, the ontology and the things that all speak of beside them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import IO, Any, Final

from kg.engine import GRAPHS, TABLES, Answer, Triples, node_if_any, write_answer, write_answer_to
from kg.errors import QueryError, nearest
from kg.sparql import Query
from kg.terms import compact, is_iri, text_of
from kg.vocabulary import FACTS, OURS
from kg.web.accepting import best_of
from kg.web.asked import HTML, Asked, Reply, pairs_of
from kg.web.faults import NotTaken, Refused
from kg.web.site import Site
from kg.web.sparql.describing import service

__all__ = ["answer_reply", "sparql"]

_RELATIVE: Final = re.compile(r"""<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>"{}|^`\\\x00-\x20]*>""")
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
# How many bytes of a graph a page shows.
_SHOWN: Final = 2_000_000
# The form that a browser without scripts asks for: the page with the answer on it.
_PAGE: Final = "table"
_SHORT: Final = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml",
    "csv": "text/csv", "tsv": "text/tab-separated-values", "ttl": "text/turtle",
    "turtle": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}  # fmt: skip
# Names under which some clients know these forms.
_ALSO: Final = {
    "application/json": "application/sparql-results+json",
    "text/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_ALSO_GRAPHS: Final = {
    "application/json": "application/ld+json",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}


class WrongMedia(Refused):
    """The body is of a kind that the operation does not take."""

    status = 415


class Updating(Refused):
    """The graph is only read."""

    status = 403


def sparql(site: Site, asked: Asked) -> Reply:
    """Answer a query; without one, describe the service, or give the page to write one in."""
    text, parameters = _read(asked)
    if text is None:
        if asked.method == "POST":
            raise QueryError("the query is missing", mend="send it as the parameter query")
        return service(site, asked)
    query = _with_dataset(site, _with_base(Query(text), asked), parameters)
    if _prefers_page(asked, parameters):
        return service(site, asked)
    if _format(parameters) == _PAGE:
        return service(site, asked, _shown(site, site.engine.query(query)))
    return answer_reply(site, asked, site.engine.query(query), _format(parameters))


def _shown(site: Site, answer: Answer) -> dict[str, Any]:
    """Give what a page shows of an answer: yes or no, a table with names, or a graph as text."""
    if isinstance(answer, Triples):
        most = min(site.limits.bytes, _SHOWN)
        return {"text": write_answer(answer, "text/turtle", most).decode()}
    if isinstance(answer, bool):
        return {"said": answer}
    table = [[_told(cell) for cell in row] for row in islice(answer.cells, site.limits.rows)]
    return {"names": answer.names, "table": table}


def _told(cell: object) -> str:
    return compact(text_of(cell)) if is_iri(cell) else text_of(cell)


def _read(asked: Asked) -> tuple[str | None, list[tuple[str, str]]]:
    """Give the query and the parameters beside it, whichever of the three ways they came."""
    parameters = list(asked.query)
    if asked.method == "POST":
        if asked.media == _UPDATE:
            raise Updating("updates are not taken: the graph is only read", mend="send a query")
        if asked.media not in (_FORM, _QUERY):
            mend = f"send {_FORM} or {_QUERY}"
            raise WrongMedia(f"a query is not sent as {asked.media or 'nothing'}", mend=mend)
        body = _decoded(asked)
        parameters += [("query", body)] if asked.media == _QUERY else pairs_of(body)
    if any(name == "update" for name, _ in parameters):
        raise Updating("updates are not taken: the graph is only read", mend="send a query")
    if using := [name for name, _ in parameters if name.startswith("using-")]:
        raise Updating(f"{using[0]} belongs to an update, and the graph is only read")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise QueryError("there is more than one query", mend="send one at a time")
    return (queries[0] if queries else None), parameters


def _with_base(query: Query, asked: Asked) -> Query:
    """Give a query whose relative addresses are of the endpoint (section 2.1 leaves it open)."""
    if not _RELATIVE.search(query.text):
        return query
    relative = any(t.kind == "iri" and _RELATIVE.match(t.text) for t in query.tokens)
    if not relative or query.has("BASE"):
        return query
    return Query(f"BASE <{asked.base}/sparql> {query.text}")


def _decoded(asked: Asked) -> str:
    if asked.charset.lower() not in ("", "utf-8", "utf8"):
        raise WrongMedia(f"the body is said to be {asked.charset[:40]}", mend="send UTF-8")
    try:
        return asked.body.decode("utf-8")
    except UnicodeDecodeError:
        raise QueryError("the body is not UTF-8", mend="send it as UTF-8") from None


def _with_dataset(site: Site, query: Query, parameters: list[tuple[str, str]]) -> Query:
    """Give a query with the data set that the protocol names for it."""
    default = [value for name, value in parameters if name == "default-graph-uri"]
    named = [value for name, value in parameters if name == "named-graph-uri"]
    if not default and not named:
        return query
    known = [FACTS, *site.engine.accounts()]
    for iri in (*default, *named):
        _check_graph(iri, known)
    if not named and not query.has("FROM") and set(default) <= set(known):
        return replace(query, accounts=tuple(dict.fromkeys(default)))
    graphs = [(False, iri) for iri in default] + [(True, iri) for iri in named]
    return replace(query, dataset=graphs)


def _check_graph(iri: str, known: list[str]) -> None:
    if node_if_any(iri) is None:
        raise QueryError("this is no address of a graph", where=iri[:80], mend="write an IRI")
    # Of a foreign address it is true that its graph holds nothing here; one of ours is a mistake.
    if iri.startswith(OURS) and iri not in known:
        mend = nearest(iri, known) or f"accounts: {', '.join(known)}"
        raise QueryError("there is no account of this name", where=iri, mend=mend)


def _format(parameters: list[tuple[str, str]]) -> str:
    said = [value for name, value in parameters if name == "format"]
    return said[-1] if said else ""


def _prefers_page(asked: Asked, parameters: list[tuple[str, str]]) -> bool:
    """Say whether a browser asks, which shows a page and no table of JSON."""
    if asked.method == "POST" or _format(parameters):
        return False
    return best_of(asked.accept, (*TABLES, *GRAPHS, HTML)) == HTML


def answer_reply(site: Site, asked: Asked, answer: Answer, form: str = "") -> Reply:
    """Give an answer in the form that the visitor takes.

    Raises:
        NotTaken: None that there is suits the visitor.
    """
    is_graph = isinstance(answer, Triples)
    media = _media(asked.accept, form, is_graph=is_graph)
    charset = "; charset=utf-8" if media.startswith("text/") else ""

    def write(out: IO[bytes]) -> None:
        write_answer_to(out, answer, media, site.limits.bytes)

    return Reply(b"", f"{media}{charset}", headers={"Vary": "Accept"}, write=write)


def _media(accept: str, form: str, *, is_graph: bool) -> str:
    offered, also = (GRAPHS, _ALSO_GRAPHS) if is_graph else (TABLES, _ALSO)
    if form:
        media = _SHORT.get(form, form)
        media = also.get(media, media)
        if is_graph and form == "json":
            media = "application/ld+json"
        if media not in offered:
            names = sorted(name for name, each in _SHORT.items() if each in offered)
            raise NotTaken("this form is not there", where=form[:40], mend=", ".join(names))
        return media
    found = best_of(accept, (*offered, *also))
    if found is None:
        raise NotTaken("no form that is taken is there", mend=f"take {', '.join(offered)}")
    return also.get(found, found)
