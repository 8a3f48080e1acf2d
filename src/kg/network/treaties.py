"""Ties that say again what an organisation says: the treaty whose parties are its members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from kg.engine import Engine
from kg.network import ties
from kg.network.kinds import kinds
from kg.network.ties import Tie, Times
from kg.period import Bounds
from kg.query import rows

__all__ = ["restated"]

_FOUNDING: Final = "SELECT ?kind WHERE { ?kind kg:restatesMembership true }"
_SEVERAL: Final = 3
_ALWAYS: Final = Bounds(None, None, None, None)


def restated(
    engine: Engine, found: Iterable[Tie], known: Times, *, accounts: Collection[str]
) -> dict[str, str]:
    """Give of relations between several parties the organisation of which just these are members.

    Such are treaties that found one: on some day while they are in force, its members are their
    parties, all of them and no others.

    Args:
        engine: The graph's engine.
        found: Ties; every pair of a relation's parties must be among them.
        known: The times of their relations.
        accounts: The accounts that are read.

    Returns:
        The organisation by the relation, as IRIs.
    """
    several = _parties(found)
    founding = {kind for (kind,) in rows(engine, _FOUNDING)} if several else set()
    parties = {tie: each for (tie, kind), each in several.items() if kind in founding}
    if not parties:
        return {}
    members = _members(engine, accounts)
    joins: dict[str, set[str]] = defaultdict(set)
    for each, joined in members.items():
        for who, _ in joined:
            joins[who].add(each)
    return {
        relation: whole
        for relation, circle in parties.items()
        if (whole := _whole(circle, known.get(relation, ("", _ALWAYS))[1], members, joins))
    }


def _members(engine: Engine, accounts: Collection[str]) -> Mapping[str, list[tuple[str, Bounds]]]:
    members: dict[str, list[tuple[str, Bounds]]] = defaultdict(list)
    gathering = [kind for kind in kinds(engine) if kind.gathers]
    joined, times = ties.read(engine, gathering, accounts=accounts)
    for tie in joined:
        members[tie.target].append((tie.source, times.get(tie.relation, ("", _ALWAYS))[1]))
    return members


def _parties(found: Iterable[Tie]) -> dict[tuple[str, str], set[str]]:
    """Give the parties of each relation between several, by the relation and its kind."""
    parties: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tie in found:
        if tie.kind.symmetric and not tie.within:
            parties[tie.relation, tie.kind.iri] |= {tie.source, tie.target}
    return {relation: each for relation, each in parties.items() if len(each) >= _SEVERAL}


def _whole(
    parties: set[str],
    time: Bounds,
    members: Mapping[str, list[tuple[str, Bounds]]],
    joins: Mapping[str, set[str]],
) -> str | None:
    # Only what all of the parties ever joined can be theirs.
    for whole in sorted(set.intersection(*(joins.get(who, set()) for who in parties))):
        joined = members[whole]
        if any(
            {who for who, when in joined if _holds(when, day)} == parties
            for day in _days(time, joined)
        ):
            return whole
    return None


def _days(time: Bounds, joined: Iterable[tuple[str, Bounds]]) -> list[date]:
    """Give the days on which the circle of members is another, while a relation is in force."""
    starts = {when.earliest_start for _, when in joined} | {time.earliest_start}
    return sorted(day for day in starts if day and _holds(time, day))


def _holds(when: Bounds, day: date) -> bool:
    first, last = when.earliest_start, when.latest_end
    return (first is None or first <= day) and (last is None or day <= last)
