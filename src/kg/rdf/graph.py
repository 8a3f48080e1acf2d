"""The rdflib side: a dataset over the same store, and the engine of any rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import rdflib
from rdflib.store import Store

from kg.arguments import held
from kg.build import build, complete
from kg.counting import counted
from kg.engine import OxigraphEngine, account_iri
from kg.errors import UsageError
from kg.foreign import one_by_one
from kg.opening import open_engine
from kg.paths import shipped_files
from kg.rdf.bridge import RemoteStore
from kg.rdf.guarded import GuardedStore
from kg.remote import RemoteEngine
from kg.vocabulary import PREFIXES

__all__ = ["Graph", "load"]


class Graph(rdflib.Dataset):
    """An rdflib dataset over a built store or a server: the facts by default, claims as a graph.

    Attributes:
        engine: What Khyber's own verbs ask it through.
    """

    def __init__(self, engine: OxigraphEngine | RemoteEngine) -> None:
        super().__init__(store=_rdflib_store(engine), default_union=False)
        self.engine = engine
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace, override=True, replace=True)

    def __repr__(self) -> str:
        """Say how much is in it."""
        return f"<kg.Graph of {counted(self.engine.size(), 'statement')}>"

    __str__ = __repr__

    def derive(self) -> None:
        """Derive what follows from statements that were added: superclasses, kinds, bounds of time.

        What followed from a statement that was removed stays.

        Raises:
            UsageError: The graph is only read.
            DataError: A term of ours is not declared, or a time is not EDTF.
        """
        if not isinstance(self.engine, OxigraphEngine) or self.engine.folder:
            raise UsageError("the graph is only read", mend="take one from kg.load(writable=True)")
        if faults := complete(self.engine.store):
            raise faults[0]


def _rdflib_store(engine: OxigraphEngine | RemoteEngine) -> Store:
    if isinstance(engine, OxigraphEngine):
        return GuardedStore(store=engine.store)
    return RemoteStore(engine)


@held
def load(
    *files: str | Path | Iterable[str | Path],
    account: str | None = None,
    base: str | None = None,
    writable: bool = False,
    memory: bool = False,
    endpoint: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Graph:
    """Build the graph, or open it where it is built, or open a server that holds it.

    Args:
        files: RDF files of the caller's own, one by one or in lists, loaded beside what is shipped.
        account: The account that they belong to, such as ``"claims"`` or a name of their own;
            without it the one that a file describes (``id:mine a kg:Account``), else the facts.
        base: The IRI that relative ones in the files are of, where a file names none itself.
        writable: Keep it in memory, where statements can be added; built anew at each call. What
            follows from them is there after `Graph.derive`.
        memory: Keep it in memory to be asked: a second or two to open, and most is answered in a
            fraction of the time. For what lives long.
        endpoint: The address of a server that ``kg push`` wrote to; without it the one that
            ``KG_ENDPOINT`` names, where no files are given.
        headers: Headers for every request to the server, such as ``Authorization``; see
            `kg.remote.remote.open_endpoint`.

    Returns:
        The ontology, the facts and what is derived from them in the default graph; the claims in
        the named graph ``id:claims``; every prefix bound.

    Raises:
        UsageError: A file is missing, or of no RDF format; or both files and a server are given.
        DataError: A file is not well formed, or says what the model does not allow.
        EndpointError: The server cannot be reached, refuses, or holds no graph of ours.
    """
    paths = [*one_by_one(files)]
    if writable and endpoint:
        raise UsageError("a server is not written to through a graph", mend="kg push writes to it")
    if writable:
        own = account_iri(account) if account else None
        return Graph(OxigraphEngine(build(shipped_files(), paths, account=own, base=base)))
    how = {"account": account, "base": base, "endpoint": endpoint}
    return Graph(open_engine(paths, **how, memory=memory, headers=headers))
