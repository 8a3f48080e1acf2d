"""Publishing a graph to a server, in named graphs that change all at once.

Statements go into staging graphs, batch by batch, each batch with a receipt; once all are there and
counted, one update moves them into place (SPARQL 1.1 Update, MOVE). Until then readers see what was
there before, and a push that was broken off goes on at the first batch without a receipt.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kg.build import build, open_store
from kg.counting import counted
from kg.engine import OxigraphEngine
from kg.paths import shipped_files
from kg.remote.batches import Cargo, cargo_of
from kg.remote.refusals import EndpointError
from kg.remote.remote import RemoteEngine
from kg.remote.target import HELD, PART, RECEIPTS, WHOLE, Addresses, Target
from kg.remote.transport import Transport, checked_address
from kg.stopping import scratch
from kg.vocabulary import ID

__all__ = ["Addresses", "Progress", "Pushed", "push"]

Progress = Callable[[int, int], None]
"""Called with how many statements are there, and how many there will be."""


class Pushed(NamedTuple):
    """What a push did.

    Attributes:
        counts: How many statements each named graph holds now, as counted by the server.
        sent: How many were sent; fewer where an earlier push had begun, none where nothing changed.
    """

    counts: dict[str, int]
    sent: int


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
        DataError: A statement speaks of a node without a name; nothing was sent.
        EndpointError: The server cannot be reached or refuses, or holds another number of
            statements afterwards than were sent.
    """
    store = (engine or open_store()).store
    addresses = Addresses.of(endpoint) if isinstance(endpoint, str) else endpoint
    transport = Transport(dict(headers or {}), timeout)
    for address in filter(None, addresses):
        checked_address(address)
    server = Target(RemoteEngine(addresses.query, transport), transport, addresses)
    with scratch("khyber-push-") as folder:
        cargo = cargo_of(store, _ontology(), folder)
        return _push(server, cargo, batch, progress or _shown)


def _push(server: Target, cargo: Sequence[Cargo], batch: int, progress: Progress) -> Pushed:
    digest = _digest(cargo)
    whole, parts = server.receipts()
    there = whole == digest and _wrong(server, {each.graph: each for each in cargo}) is None
    staged = {} if there else {f"{ID}push-{each.digest}-{batch}": each for each in cargo}
    for stale in sorted(set(parts) - set(staged)):
        server.forget(stale)
    if there:
        return Pushed({each.graph: each.size for each in cargo}, 0)
    parts = {
        name: _borne_out(server, name, staged[name], parts.get(name), batch) for name in staged
    }
    sent = _send(server, staged, parts, batch, progress)
    if wrong := _wrong(server, staged):
        for name in staged:
            server.forget(name)
        raise wrong
    _move(server, staged, digest)
    if wrong := _wrong(server, {each.graph: each for each in cargo}):
        raise wrong
    return Pushed({each.graph: each.size for each in cargo}, sent)


def _borne_out(
    server: Target, name: str, cargo: Cargo, batches: set[int] | None, batch: int
) -> set[int]:
    """Give the batches that need not be sent, and forget them all where the server counts fewer.

    A server whose updates are not atomic may have moved a graph and kept the receipts.
    """
    there = (batches or set()) - {0}
    least = sum(min(batch, cargo.size - batch * (number - 1)) for number in there)
    if there and server.engine.count(name) < least:
        server.forget(name)
        return set()
    return there


def _send(
    server: Target,
    staged: Mapping[str, Cargo],
    parts: Mapping[str, set[int]],
    batch: int,
    progress: Progress,
) -> int:
    """Send every batch that has no receipt, and give how many statements those were."""
    total, done, sent = sum(each.size for each in staged.values()), 0, 0
    for name, each in staged.items():
        # Noted before anything is sent, so that no graph is ever left without a note of it.
        server.note(f"<{name}> {PART} 0 .")
        for number, text in each.batches(batch):
            count = text.count("\n")
            if number not in parts[name]:
                server.add(name, text, f"<{name}> {PART} {number} .")
                sent += count
            done += count
            progress(done, total)
    return sent


def _move(server: Target, staged: Mapping[str, Cargo], digest: str) -> None:
    """Put the staging graphs in the place of the old ones, in one update.

    It is not sent twice: a MOVE of a graph that has moved already would empty its target.
    """
    moves = [
        f"MOVE SILENT GRAPH <{name}> TO GRAPH <{each.graph}>"
        if each.size
        else f"DROP SILENT GRAPH <{each.graph}>"
        for name, each in staged.items()
    ]
    held = "".join(f" ; {HELD} <{each.graph}>" for each in staged.values() if each.is_account)
    said = f"<{RECEIPTS}> {WHOLE} '{digest}'{held}"
    note = f"INSERT DATA {{ GRAPH <{RECEIPTS}> {{ {said} }} }}"
    steps = [*moves, f"DROP SILENT GRAPH <{RECEIPTS}>", note]
    server.update(" ;\n".join(steps), again=False)


def _wrong(server: Target, expected: Mapping[str, Cargo]) -> EndpointError | None:
    """Give the error for the first graph of which the server counts another number."""
    for name, each in expected.items():
        found = server.engine.count(name)
        if found != each.size:
            return EndpointError(
                f"the server counts {counted(found, 'statement')} for {each.graph}, "
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
        sys.stderr.write(
            f"\r{done:>12,} of {counted(total, 'statement')} ({done / total:.0%}){end}"
        )
        sys.stderr.flush()
