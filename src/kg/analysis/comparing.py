"""Compare: two networks, two days or two accounts, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.analysis.change import Comparison, Side
from kg.arguments import held
from kg.days import parse_date
from kg.engine import Engine
from kg.errors import DataError, UsageError
from kg.network import project
from kg.rdf import AnyGraph

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["compare"]


@held
def compare(  # noqa: PLR0913 - the ways of choosing, all by name
    before: nx.Graph[Any] | str | date,
    after: nx.Graph[Any] | str | date,
    *,
    graph: AnyGraph | None = None,
    about: str | Sequence[str] = (),
    on: str | date | None = None,
    kinds: Iterable[str] | None = None,
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    names: tuple[str, str] = ("", ""),
) -> Comparison:
    """Say what differs between two networks, two days, or two accounts.

    Ties are the same where they are of one kind and have the same ends.

    Args:
        before: A network; or, of a graph, a day, or the name of an account.
        after: The other network, day or account.
        graph: What days and accounts are of: what `kg.load` gives, any rdflib graph, an engine.
        about: Names of things; only ties that touch one of them are compared.
        on: The day on which two accounts are compared; all times if None.
        kinds: Kinds of tie; all if None.
        claims: Whether claims count on both days.
        accounts: The accounts of which two days are compared; the facts if None.
        names: What two networks are called; their days or titles if empty.

    Returns:
        What joined, left, changed and stayed; see `Comparison`.

    Raises:
        UsageError: A day, a name, a kind or an account is unknown; or days or accounts are given
            without a graph.
    """
    if _is_network(before) and _is_network(after):
        if about or on is not None or kinds is not None or claims or accounts is not None:
            mend = "choose in kg.project"
            raise UsageError("two networks are compared as they are", mend=mend)
        return Comparison(Side.of(before, names[0]), Side.of(after, names[1]))
    if graph is None or _is_network(before) or _is_network(after):
        mend = "give two networks, or two days or accounts and graph="
        raise UsageError("there is nothing to compare these in", mend=mend)
    common: dict[str, Any] = {"about": about, "kinds": kinds}
    if _is_day(before) and _is_day(after):
        days: list[Any] = [before, after]
        one, two = project(graph, days, claims=claims, accounts=accounts, **common)
        return Comparison(Side.of(one), Side.of(two))
    if claims or accounts is not None:
        raise UsageError("two accounts are compared as they stand", mend="name them, and no others")
    sides = []
    for account in (before, after):
        network = project(graph, on, accounts=[str(account)], **common)
        sides.append(Side.of(network, str(account)))
    return Comparison(*sides)


def _is_network(given: object) -> bool:
    return hasattr(given, "edges") and hasattr(given, "nodes") and not isinstance(given, Engine)


def _is_day(given: object) -> bool:
    try:
        parse_date(given)
    except DataError:
        # Digits are meant for a day, and are refused where days are read; words name an account.
        return not isinstance(given, str) or given[:1].isdigit()
    return True
