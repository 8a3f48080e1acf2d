"""What a push writes to: a server's addresses, its updates, and the receipts that it keeps.

Each batch has a receipt on the server itself, in a graph of their own, so that a push that was
broken off can go on from any machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from kg.engine import cells_of
from kg.remote.remote import RemoteEngine
from kg.remote.transport import Transport
from kg.vocabulary import ID, PREFIXES

__all__ = ["HELD", "PART", "RECEIPTS", "WHOLE", "Addresses", "Target"]

RECEIPTS: Final = ID + "push"
"""The graph of the receipts."""
PART: Final = f"<{PREFIXES['dcterms']}hasPart>"
"""Says of a staging graph that a batch is in it; batch 0 is a note that the graph may be there."""
HELD: Final = f"<{PREFIXES['dcterms']}references>"
"""Says which accounts are in place, described or not."""
WHOLE: Final = f"<{PREFIXES['dcterms']}identifier>"
"""Says which version is in place."""


class Addresses(NamedTuple):
    """Where a server takes what.

    Attributes:
        query: Queries.
        update: Updates.
        graph_store: Batches over the Graph Store Protocol; as updates if None.
    """

    query: str
    update: str
    graph_store: str | None = None

    @classmethod
    def of(cls, endpoint: str) -> Addresses:
        """Give the address for updates that commonly goes with one for queries.

        >>> Addresses.of("http://localhost:7878/query").update
        'http://localhost:7878/update'
        >>> Addresses.of("https://host/repositories/khyber").update
        'https://host/repositories/khyber/statements'
        """
        if re.search(r"/repositories/[^/]+$", endpoint):
            return cls(endpoint, f"{endpoint}/statements")
        return cls(endpoint, re.sub(r"/query$", "/update", endpoint))


@dataclass(frozen=True)
class Target:
    """A server that is written to: its engine for questions, its addresses for the rest."""

    engine: RemoteEngine
    transport: Transport
    addresses: Addresses

    def update(self, text: str, *, again: bool = True) -> None:
        """Send an update; one that is not to be repeated is sent once."""
        transport = self.transport if again else Transport(**{**vars(self.transport), "pauses": ()})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = transport.send(self.addresses.update, urlencode({"update": text}).encode(), headers)
        reply.read()
        reply.close()

    def add(self, graph: str, batch: str, receipt: str) -> None:
        """Add a batch to a graph, and its receipt after it or with it."""
        if self.addresses.graph_store is None:
            noted = f"GRAPH <{RECEIPTS}> {{ {receipt} }}"
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} {noted} }}")
            return
        url = f"{self.addresses.graph_store}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": "application/n-triples"}
        self.transport.send(url, batch.encode(), headers).close()
        self.note(receipt)

    def note(self, receipt: str) -> None:
        """Add a receipt."""
        self.update(f"INSERT DATA {{ GRAPH <{RECEIPTS}> {{ {receipt} }} }}")

    def receipts(self) -> tuple[str, dict[str, set[int]]]:
        """Give the digest of what is in place, and the batches of each staging graph."""
        asked = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{RECEIPTS}> {{ ?s ?p ?o }} }}"
        answer = self.engine.ask(asked, [("named-graph-uri", RECEIPTS)])
        whole, parts = "", dict[str, set[int]]()
        for row in cells_of(answer):
            subject, predicate, value = (getattr(term, "value", "") for term in row)
            if f"<{predicate}>" == WHOLE:
                whole = value
            elif f"<{predicate}>" == PART:
                parts.setdefault(subject, set()).add(int(value))
        return whole, parts

    def forget(self, staging: str) -> None:
        """Remove a staging graph and its receipts.

        The receipts of batches go first and the note of the graph goes last: wherever it is broken
        off, no receipt speaks of a batch that is gone, and no graph is left without a note of it.
        """
        receipts = f"GRAPH <{RECEIPTS}> {{ <{staging}> {PART} ?batch }}"
        self.update(f"DELETE {{ {receipts} }} WHERE {{ {receipts} FILTER(?batch > 0) }}")
        self.update(f"DROP SILENT GRAPH <{staging}>")
        self.update(f"DELETE WHERE {{ {receipts} }}")
