"""Publishing a graph to a server, in named graphs that change all at once.

Statements go into staging graphs, batch by batch, each batch with a receipt; once all are there and
counted, one update moves them into place (SPARQL 1.1 Update, MOVE). Until then readers see what was
there before, and a push that was broken off goes on at the first batch without a receipt.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kg.paths import shipped_files
from kg.store.answer import cells_of
from kg.store.batches import Cargo, cargo_of
from kg.store.build import build, open_store
from kg.store.engine import OxigraphEngine
from kg.store.refusals import EndpointError
from kg.store.remote import RemoteEngine
from kg.store.transport import Transport, checked_address
from kg.vocabulary import ID, PREFIXES

__all__ = ["Addresses", "Progress", "Pushed", "push"]

Progress = Callable[[int, int], None]
"""Called with how many statements are there, and how many there will be."""

_RECEIPTS: Final = ID + "push"
_PART: Final = f"<{PREFIXES['dcterms']}hasPart>"
_WHOLE: Final = f"<{PREFIXES['dcterms']}identifier>"


class Pushed(NamedTuple):
    """What a push did.

    Attributes:
        counts: How many statements each named graph holds now, as counted by the server.
        sent: How many were sent; fewer where an earlier push had begun, none where nothing changed.
    """

    counts: dict[str, int]
    sent: int


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


def push(
    endpoint: str | Addresses,
    engine: OxigraphEngine | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    timeout: float = 600.0,
    batch: int = 1_000,
    progress: Progress | None = None,
) -> Pushed:
    """Publish a graph to a server: ontology, facts, claims, and what is derived from them.

    Args:
        endpoint: The address that takes queries, or all of a server's addresses where the one for
            updates does not follow from it.
        engine: The graph to publish; the shipped one if None.
        headers: Headers for every request, such as ``Authorization``; without them the name and
            password from ``~/.netrc``.
        timeout: Seconds of silence after which a request is given up.
        batch: How many statements go in one request.
        progress: Called after each batch; a line on the terminal, where there is one, if None.

    Raises:
        UsageError: An address is none.
        EndpointError: The server cannot be reached or refuses, or holds another number of
            statements afterwards than were sent.
    """
    store = (engine or open_store()).store
    addresses = Addresses.of(endpoint) if isinstance(endpoint, str) else endpoint
    transport = Transport(dict(headers or {}), timeout)
    for address in filter(None, addresses):
        checked_address(address)
    server = _Server(RemoteEngine(addresses.query, transport), transport, addresses)
    with TemporaryDirectory(prefix="khyber-push-") as folder:
        cargo = cargo_of(store, _ontology(), Path(folder))
        return _push(server, cargo, batch, progress or _shown)


@dataclass(frozen=True)
class _Server:
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
            noted = f"GRAPH <{_RECEIPTS}> {{ {receipt} }}"
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} {noted} }}")
            return
        url = f"{self.addresses.graph_store}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": "application/n-triples"}
        self.transport.send(url, batch.encode(), headers).close()
        self.note(receipt)

    def note(self, receipt: str) -> None:
        """Add a receipt."""
        self.update(f"INSERT DATA {{ GRAPH <{_RECEIPTS}> {{ {receipt} }} }}")

    def receipts(self) -> tuple[str, dict[str, set[int]]]:
        """Give the digest of what is in place, and the batches of each staging graph."""
        asked = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{_RECEIPTS}> {{ ?s ?p ?o }} }}"
        answer = self.engine.ask(asked, [("named-graph-uri", _RECEIPTS)])
        whole, parts = "", dict[str, set[int]]()
        for row in cells_of(answer):
            subject, predicate, value = (getattr(term, "value", "") for term in row)
            if f"<{predicate}>" == _WHOLE:
                whole = value
            else:
                parts.setdefault(subject, set()).add(int(value))
        return whole, parts


def _push(server: _Server, cargo: Sequence[Cargo], batch: int, progress: Progress) -> Pushed:
    digest = _digest(cargo)
    whole, parts = server.receipts()
    there = whole == digest and _wrong(server, {each.graph: each for each in cargo}) is None
    staged = {} if there else {f"{ID}push-{each.digest}-{batch}": each for each in cargo}
    for stale in sorted(set(parts) - set(staged)):
        _forget(server, stale)
    if there:
        return Pushed({each.graph: each.size for each in cargo}, 0)
    sent = _send(server, staged, parts, batch, progress)
    if wrong := _wrong(server, staged):
        for name in staged:
            _forget(server, name)
        raise wrong
    _move(server, staged, digest)
    if wrong := _wrong(server, {each.graph: each for each in cargo}):
        raise wrong
    return Pushed({each.graph: each.size for each in cargo}, sent)


def _send(
    server: _Server,
    staged: Mapping[str, Cargo],
    parts: Mapping[str, set[int]],
    batch: int,
    progress: Progress,
) -> int:
    """Send every batch that has no receipt, and give how many statements those were."""
    total, done, sent = sum(each.size for each in staged.values()), 0, 0
    for name, each in staged.items():
        # Noted before anything is sent, so that no graph is ever left without a note of it.
        server.note(f"<{name}> {_PART} 0 .")
        for number, text in each.batches(batch):
            count = text.count("\n")
            if number not in parts.get(name, ()):
                server.add(name, text, f"<{name}> {_PART} {number} .")
                sent += count
            done += count
            progress(done, total)
    return sent


def _move(server: _Server, staged: Mapping[str, Cargo], digest: str) -> None:
    """Put the staging graphs in the place of the old ones, in one update.

    It is not sent twice: a MOVE of a graph that has moved already would empty its target.
    """
    moves = [
        f"MOVE SILENT GRAPH <{name}> TO GRAPH <{each.graph}>"
        if each.size
        else f"DROP SILENT GRAPH <{each.graph}>"
        for name, each in staged.items()
    ]
    note = f"INSERT DATA {{ GRAPH <{_RECEIPTS}> {{ <{_RECEIPTS}> {_WHOLE} '{digest}' }} }}"
    steps = [*moves, f"DROP SILENT GRAPH <{_RECEIPTS}>", note]
    server.update(" ;\n".join(steps), again=False)


def _forget(server: _Server, staging: str) -> None:
    """Remove a staging graph and its receipts.

    The receipts of batches go first and the note of the graph goes last: wherever it is broken off,
    no receipt speaks of a batch that is gone, and no graph is left without a note of it.
    """
    receipts = f"GRAPH <{_RECEIPTS}> {{ <{staging}> {_PART} ?batch }}"
    server.update(f"DELETE {{ {receipts} }} WHERE {{ {receipts} FILTER(?batch > 0) }}")
    server.update(f"DROP SILENT GRAPH <{staging}>")
    server.update(f"DELETE WHERE {{ {receipts} }}")


def _wrong(server: _Server, expected: Mapping[str, Cargo]) -> EndpointError | None:
    """Give the error for the first graph of which the server counts another number."""
    for name, each in expected.items():
        counted = server.engine.count(name)
        if counted != each.size:
            return EndpointError(
                f"the server counts {counted:,} statements for {each.graph}, "
                f"and {each.size:,} were to be there",
                where=server.addresses.update,
                mend="push again; another push may have been under way",
            )
    return None


def _digest(cargo: Sequence[Cargo]) -> str:
    return hashlib.blake2b("".join(c.digest for c in cargo).encode(), digest_size=12).hexdigest()


def _ontology() -> ox.Store:
    """Build the ontology alone, to tell its statements from the facts."""
    return build(path for path in shipped_files() if path.parent.name == "ontology")


def _shown(done: int, total: int) -> None:
    """Write how far the push is, on a terminal only."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{done:>12,} of {total:,} statements ({done / total:.0%}){end}")
        sys.stderr.flush()
