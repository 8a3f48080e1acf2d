"""The small interface that a graph is asked through, and the embedded engine behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

import pyoxigraph as ox

from kg.counting import counted
from kg.engine.accounts import accounts_of, graph_of, is_apart, shared, united
from kg.engine.answer import Answer, engine_error, evaluated, hold_to_aggregates
from kg.engine.inward import holds_letters, query_stays_inside
from kg.engine.limit import query_within
from kg.engine.literals import node_if_any
from kg.engine.remembered import Remembered, remembering
from kg.sparql import Asked, Query, guard, named_graphs, prefixes_in
from kg.stopping import can_be_interrupted, is_interactive
from kg.terms import text_of
from kg.vocabulary import FACTS

__all__ = ["Engine", "OxigraphEngine", "in_memory"]


@runtime_checkable
class Engine(Protocol):
    """What a graph can be asked through."""

    def query(self, asked: Asked) -> Answer:
        """Evaluate a read query, after the guard has passed it.

        Raises:
            QueryError: The query is not well formed, or asks for what it may not; the message
                names line and column.
        """
        ...

    def accounts(self) -> Sequence[str]:
        """Give the IRIs of its accounts, the facts first."""
        ...

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        ...

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        ...

    def dump(self) -> bytes:
        """Give every statement, of all accounts alike, as N-Triples."""
        ...

    def size(self) -> int:
        """Count the statements."""
        ...

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        ...


_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class OxigraphEngine:
    """The embedded engine: pyoxigraph, in memory or opened read-only from disk.

    Args:
        store: The store; read-only where it has a folder.
        folder: Where it is on disk; None where it is in memory.
        fixed: Whether nothing is added to it any more; so it is where it has a folder.
        default: The graph that is asked as the facts; the store's own default graph if None.
        apart: Whether it is known that no statement stands in two of its accounts.

    Attributes:
        remembered: What was read of it lately; None where it may change.
    """

    def __init__(
        self,
        store: ox.Store,
        folder: Path | None = None,
        *,
        fixed: bool = False,
        default: _Graph | None = None,
        apart: bool = False,
    ) -> None:
        self.store, self.folder = store, folder
        self._fixed = fixed or folder is not None
        self.remembered: Remembered | None = remembering() if self._fixed else None
        self._default = default or ox.DefaultGraph()
        # What does not change is looked at once: which accounts share no statement, and the
        # stores in which those that do are one.
        self._all_apart = apart
        self._apart: dict[tuple[str, ...], bool] = {}
        self._united: dict[tuple[str, ...], ox.Store] = {}

    def accounts(self) -> list[str]:
        """Give the IRIs of its accounts, the facts first."""
        return accounts_of(self.store)

    def query(self, asked: Asked) -> Answer:
        """Evaluate a read query; see `Engine.query`."""
        query, known = Query.of(asked), self.accounts()
        guard(query.text, graphs=known, services=query.services)
        query_stays_inside(query.bound, query.services)
        hold_to_aggregates(query.text)
        store, folder, graphs = self._asked(query, known)
        # What could be read as a call is asked by a process that can open no connection.
        inside = folder is not None and not query.services
        doubtful = inside and holds_letters(query.bound)
        # Where the process goes on after Ctrl-C, the query must not: only a process can be ended.
        lasting = inside and is_interactive() and can_be_interrupted()
        if query.time_limit is not None or doubtful or lasting:
            return query_within(store, folder, query.bound, graphs, query.time_limit)
        try:
            named = prefixes_in(query.bound)
            return evaluated(partial(store.query, query.bound, prefixes=named, **graphs))
        except (SyntaxError, RuntimeError) as error:
            raise engine_error(error, query.bound) from None

    def _asked(
        self, query: Query, known: Sequence[str]
    ) -> tuple[ox.Store, Path | None, dict[str, Any]]:
        """Give the store that holds what is asked, its folder, and the graphs to ask in it."""
        if query.dataset is not None:
            return self._own_graphs(query.dataset)
        if query.has("FROM"):
            return self._own_graphs(named_graphs(query.tokens))
        accounts = tuple(a for a in query.accounts if a == FACTS or a in known)
        if accounts == (FACTS,):
            own = isinstance(self._default, ox.DefaultGraph)
            return self.store, self.folder, {} if own else {"default_graph": [self._default]}
        if FACTS in accounts and (query.is_of_sets or self._is_apart(accounts)):
            if len(accounts) == len(known):
                return self.store, self.folder, {"use_default_graph_as_union": True}
            graphs = [graph_of(each) for each in accounts]
            return self.store, self.folder, {"default_graph": graphs}
        return self._one(accounts), None, {}

    def _own_graphs(
        self, found: Sequence[tuple[bool, str]]
    ) -> tuple[ox.Store, Path | None, dict[str, Any]]:
        """Give the graphs that a query names itself with FROM, or the protocol beside it."""
        named = [ox.NamedNode(iri) for is_named, iri in found if is_named and iri != FACTS]
        default = tuple(iri for is_named, iri in found if not is_named)
        if self._is_apart(default):
            graphs = [graph_of(iri) for iri in default]
            return self.store, self.folder, {"default_graph": graphs, "named_graphs": named}
        return united(self.store, default), None, {"named_graphs": named}

    def _is_apart(self, accounts: tuple[str, ...]) -> bool:
        if self._all_apart:
            return True
        if accounts not in self._apart or not self._fixed:
            self._apart[accounts] = is_apart(self.store, accounts)
        return self._apart[accounts]

    def _one(self, accounts: tuple[str, ...]) -> ox.Store:
        if accounts not in self._united or not self._fixed:
            beside = () if FACTS in accounts else shared(self.store)
            self._united[accounts] = united(self.store, accounts, beside)
        return self._united[accounts]

    def declares(self, iri: str) -> bool:
        """Say whether the graph says anything of a term, as subject."""
        node = node_if_any(iri)
        if node is None:
            return False
        return next(self.store.quads_for_pattern(node, None, None, None), None) is not None

    def names_in(self, namespace: str) -> Iterator[str]:
        """Give every subject in a namespace."""
        seen: set[str] = set()
        for quad in self.store.quads_for_pattern(None, None, None, None):
            iri = text_of(quad.subject)
            if iri.startswith(namespace) and iri not in seen:
                seen.add(iri)
                yield iri

    def dump(self) -> bytes:
        """Give every statement, of all accounts alike, as N-Triples."""
        # Graph by graph the engine writes by itself, and no statement becomes a Python object.
        graphs = [ox.DefaultGraph(), *self.store.named_graphs()]
        form = ox.RdfFormat.N_TRIPLES
        return b"".join(self.store.dump(format=form, from_graph=each) or b"" for each in graphs)

    def size(self) -> int:
        """Count the statements."""
        return len(self.store)

    def describe(self) -> str:
        """Say what the engine is, where its statements are, and how many."""
        return f"Oxigraph {ox.__version__}, embedded, {counted(self.size(), 'statement')}"


def in_memory(engine: OxigraphEngine) -> OxigraphEngine:
    """Give the engine of the same graph in memory; what runs in a process of its own reads disk."""
    store = ox.Store()
    store.bulk_extend(engine.store)
    return OxigraphEngine(store, engine.folder, fixed=True)
