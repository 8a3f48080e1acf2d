"""Accounts: bodies of statements that are asked alone or together.

In a store the ontology, the things that all accounts speak of and the facts are the default graph;
every other account is a named graph. That is the layout in which most is asked fastest: the facts
alone. See docs/decisions/0010-accounts.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import UsageError, nearest
from kg.terms import compact, expand, slug
from kg.vocabulary import CLAIMS, FACTS, ID, PREFIXES

if TYPE_CHECKING:
    from kg.engine.engine import Engine

__all__ = ["account_iri", "accounts_of", "chosen", "graph_of", "is_apart", "shared", "united"]

_SHARED: Final = """
SELECT DISTINCT ?thing WHERE { ?class kg:shared true . ?thing a ?class }"""


def chosen(
    engine: Engine, accounts: str | Iterable[str] | None = None, *, claims: bool = False
) -> tuple[str, ...]:
    """Give the accounts that are asked, as IRIs.

    Args:
        engine: What is asked.
        accounts: Their names, such as ``"facts"`` or ``"cow-alliances"``; the facts if None.
        claims: Whether the claims are asked too.

    Raises:
        UsageError: Nothing stands in an account of this name; the nearest are given.
    """
    names = [accounts] if isinstance(accounts, str) else accounts
    wanted = [FACTS] if names is None else [account_iri(name) for name in names]
    wanted += [CLAIMS] if claims else []
    if not wanted:
        raise UsageError("no account is asked", mend="leave accounts out to ask the facts")
    known = engine.accounts() if set(wanted) - {FACTS, CLAIMS} else ()
    for iri in wanted:
        if iri not in (FACTS, CLAIMS, *known):
            names = sorted({slug(each) for each in (FACTS, CLAIMS, *known)})
            mend = nearest(slug(iri), names) or f"accounts: {', '.join(names)}"
            raise UsageError("there is no account of this name", where=compact(iri), mend=mend)
    return tuple(dict.fromkeys(wanted))


def account_iri(name: str) -> str:
    """Give the IRI of an account from its slug, compact name or IRI.

    Raises:
        UsageError: It is no name that an account can have.
    """
    iri = expand(name) if ":" in name else ID + name
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        mend = "use letters, digits and hyphens, such as cow-alliances"
        raise UsageError("this is no name of an account", where=repr(name), mend=mend) from None


def graph_of(account: str) -> ox.NamedNode | ox.DefaultGraph:
    """Give the graph of a store that an account stands in."""
    return ox.DefaultGraph() if account == FACTS else ox.NamedNode(account)


def accounts_of(store: ox.Store) -> list[str]:
    """Give the accounts of a store, the facts first."""
    named = (graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return [FACTS, *sorted(named)]


def shared(store: ox.Store) -> Iterator[ox.Quad]:
    """Give the ontology and the things that all accounts speak of."""
    found = store.query(_SHARED, prefixes=PREFIXES)
    subjects = [row[0] for row in found] if isinstance(found, ox.QuerySolutions) else []
    default = ox.DefaultGraph()
    for subject in subjects:
        yield from store.quads_for_pattern(subject, None, None, default)


def is_apart(store: ox.Store, accounts: Sequence[str]) -> bool:
    """Say whether no statement stands in two of some accounts.

    An engine that is given several graphs as one counts such a statement twice.
    """
    pairs = (map(_pattern, pair) for pair in combinations(sorted(accounts, key=_is_facts), 2))
    return not any(store.query(f"ASK {{ {one} {other} }}") for one, other in pairs)


def _is_facts(account: str) -> bool:
    return account == FACTS


def _pattern(account: str) -> str:
    """Give the pattern of any statement of an account."""
    return "?s ?p ?o" if account == FACTS else f"GRAPH <{account}> {{ ?s ?p ?o }}"


def united(store: ox.Store, accounts: Sequence[str], beside: Iterable[ox.Quad] = ()) -> ox.Store:
    """Give a store in memory whose default graph is some accounts, and statements beside them.

    Each statement stands there once, whichever accounts hold it; every account is a named graph.
    """
    made, default = ox.Store(), ox.DefaultGraph()
    made.bulk_extend(beside)
    for account in accounts:
        made.bulk_extend(
            ox.Quad(q.subject, q.predicate, q.object, default)
            for q in store.quads_for_pattern(None, None, None, graph_of(account))
        )
    for graph in store.named_graphs():
        made.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return made
