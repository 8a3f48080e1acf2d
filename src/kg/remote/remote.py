"""The engine of a server: any endpoint of the SPARQL 1.1 Protocol.

The protocol: https://www.w3.org/TR/sparql11-protocol/. Queries go as POST with their parameters in
the body, answers come back as a stream of terms.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.counting import counted
from kg.engine import Answer, cells_of, node_if_any, query_stays_inside, syntax_error
from kg.remote.dialect import for_virtuoso, with_prefixes
from kg.remote.layout import ONTOLOGY, PUSHED, SERVED, Layout
from kg.remote.refusals import EndpointError
from kg.remote.results import table, triples
from kg.remote.transport import Transport, checked_address
from kg.sparql import Asked, Query, guard, tokens
from kg.vocabulary import CLAIMS, FACTS, PREFIXES

__all__ = ["RemoteEngine", "open_endpoint"]

_TABLES: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_GRAPHS: Final = "application/n-triples, text/turtle;q=0.9"
_FORM: Final = "application/x-www-form-urlencoded"
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
_SUBJECTS: Final = "SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?s), ?start)) }"


def open_endpoint(
    endpoint: str, *, headers: Mapping[str, str] | None = None, timeout: float = 60.0
) -> RemoteEngine:
    """Open a server that `kg.remote.publishing.push` wrote to.

    Args:
        endpoint: The address that takes queries, such as ``https://host/sparql``.
        headers: Headers for every request, such as ``{"Authorization": "Bearer …"}``; without
            them ``KG_ENDPOINT_AUTHORIZATION``, and else the name and password from ``~/.netrc``.
        timeout: Seconds of silence after which a request is given up.

    Raises:
        UsageError: The address is none.
        EndpointError: The server cannot be reached, refuses, or holds no graph of ours.
    """
    given = dict(headers or {})
    if not given and (secret := os.environ.get("KG_ENDPOINT_AUTHORIZATION")):
        given = {"Authorization": secret}
    transport = Transport(given, timeout)
    engine = RemoteEngine(endpoint, transport)
    if engine.is_served():
        return RemoteEngine(endpoint, transport, SERVED)
    if not engine.holds(ONTOLOGY):
        raise EndpointError(
            f"the server holds no graph {ONTOLOGY}",
            where=endpoint,
            mend=f"kg push {endpoint} writes it",
        )
    return engine


class RemoteEngine:
    """An endpoint, asked over the SPARQL 1.1 Protocol.

    Attributes:
        endpoint: Its address.
    """

    def __init__(
        self, endpoint: str, transport: Transport | None = None, layout: Layout = PUSHED
    ) -> None:
        self._layout = layout
        self.endpoint = checked_address(endpoint)
        self._transport = transport or Transport()
        self._server = ""
        self._declared: dict[str, bool] = {}
        self._terms: set[str] | None = None
        self._accounts: list[str] | None = None

    def accounts(self) -> list[str]:
        """Give the IRIs of its accounts, the facts first."""
        # Asked again while none is there, as before a first push.
        if self._accounts is None or len(self._accounts) == 1:
            found = (row[0] for row in cells_of(self.ask(self._layout.accounts, [])))
            named = {each.value for each in found if isinstance(each, ox.NamedNode)}
            self._accounts = [FACTS, *sorted(named - {FACTS})]
        return self._accounts

    def query(self, asked: Asked) -> Answer:
        """Evaluate a read query; see `Engine.query`.

        Raises:
            QueryError: The query is not well formed, asks for what it may not, or is refused.
            EndpointError: The server cannot be reached, or does not answer as it should; for an
                answer that breaks off, while its rows are read.
        """
        query = Query.of(asked)
        named = query.has("FROM")
        known = self.accounts() if named or set(query.accounts) - {FACTS} else (FACTS, CLAIMS)
        guard(query.text, graphs=known, services=query.services)
        query_stays_inside(query.bound, query.services)
        if not query.has("SERVICE"):
            _parse(query.bound)
        # A data set that the protocol names replaces the one that the query names.
        graphs = [] if named else self._layout.dataset(query.accounts, known)
        virtuoso = "Virtuoso" in self._server
        text = for_virtuoso(query.text, query.bindings) if virtuoso else query.bound
        return self.ask(text, graphs, query.time_limit)

    def ask(
        self, sparql: str, graphs: Sequence[tuple[str, str]], time_limit: float | None = None
    ) -> Answer:
        """Send a query that has passed the guard, with the protocol's parameters for its graphs."""
        whole = with_prefixes(sparql)
        form = next(t.text.upper() for t in tokens(whole) if t.text.upper() in _ACCEPT)
        body = urlencode([("query", whole), *graphs]).encode()
        headers = {"Content-Type": _FORM, "Accept": _ACCEPT[form]}
        reply = self._transport.send(self.endpoint, body, headers, within=time_limit)
        self._server = reply.headers.get("Server", "")
        if form in _BUILDS:
            return triples(reply, self.endpoint)
        found = table(reply, self.endpoint)
        if isinstance(found, bool) != (form == "ASK"):
            reply.close()
            said = "yes or no" if isinstance(found, bool) else "a table"
            mend = "look at the server's log"
            raise EndpointError(
                f"the server answers {form} with {said}", where=self.endpoint, mend=mend
            )
        return found

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        if self._terms is None:
            found = cells_of(self.ask(*self._layout.terms))
            self._terms = {row[0].value for row in found if isinstance(row[0], ox.NamedNode)}
        if iri in self._terms:
            return True
        if iri not in self._declared:
            node = node_if_any(iri)
            if node is None:
                return False
            asked = f"ASK {{ {node} ?p ?o }}"
            self._declared[iri] = self.ask(asked, self._everything()) is True
        return self._declared[iri]

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        start = {"start": [ox.Literal(namespace)]}
        found = self.query(Query(_SUBJECTS, start, self.accounts()))
        return (row[0].value for row in cells_of(found) if isinstance(row[0], ox.NamedNode))

    def dump(self) -> bytes:
        """Give every statement, of all accounts alike, as N-Triples."""
        # As a table, because Virtuoso says of a table that it cut it, and of a graph it does not.
        found = self.query(Query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", accounts=self.accounts()))
        return "".join(f"{s} {p} {o} .\n" for s, p, o in cells_of(found)).encode()

    def size(self) -> int:
        """Count the statements."""
        return _number(self.ask(*self._layout.counted(self.accounts())))

    def _everything(self) -> list[tuple[str, str]]:
        return self._layout.dataset(self.accounts(), self.accounts())

    def count(self, *graphs: str) -> int:
        """Count the statements of some named graphs."""
        return _number(self.ask(_COUNT, [("named-graph-uri", each) for each in graphs]))

    def holds(self, graph: str) -> bool:
        """Say whether a named graph has any statement."""
        asked = f"ASK {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"
        return self.ask(asked, [("named-graph-uri", graph)]) is True

    def is_served(self) -> bool:
        """Say whether `kg serve` answers, which takes accounts for the graphs of a data set."""
        # Any other server has no class in the graph of the facts alone.
        return self.ask(_SERVED, [("default-graph-uri", FACTS)]) is True

    def describe(self) -> str:
        """Say what the engine is and how much is in it."""
        return f"endpoint {self.endpoint}, {counted(self.size(), 'statement')}"


_ACCEPT: Final = {"SELECT": _TABLES, "ASK": _TABLES, "CONSTRUCT": _GRAPHS, "DESCRIBE": _GRAPHS}
_BUILDS: Final = ("CONSTRUCT", "DESCRIBE")
_SERVED: Final = "ASK { ?class a owl:Class }"


def _number(answer: Answer) -> int:
    found = cells_of(answer)
    return next((int(row[0].value) for row in found if isinstance(row[0], ox.Literal)), 0)


def _parse(sparql: str) -> None:
    """Hold a query to the grammar here, so that a mistake reads the same for every server."""
    try:
        ox.Store().query(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(str(error), sparql) from None
    except RuntimeError:
        pass  # It parses, and asks for a function that the server may have.
