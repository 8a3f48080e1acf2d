"""Phases: what a thing was for a time, such as built or in use."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from kg.attributes import present
from kg.contract import BOUNDS
from kg.engine import Engine
from kg.network.claims import ASSERTED, claims_of, modality_of
from kg.network.names import Names
from kg.network.reach import parts
from kg.network.saying import observed
from kg.network.ties import times
from kg.period import Bounds, words
from kg.query import rows_about
from kg.terms import slug

__all__ = ["phases"]

# Which kinds tell phases, of what and which, the ontology says.
_PHASES: Final = """
SELECT ?relation ?thing ?phase WHERE {
  ?kind kg:phaseOf ?of ; kg:phaseIs ?is . ?relation a ?kind ; ?of ?thing ; ?is ?phase }"""


def phases(
    engine: Engine, focus: Collection[str], names: Names, *, accounts: Collection[str]
) -> list[dict[str, Any]]:
    """Give the dated phases of some things and of their parts; see `kg.contract.PhaseData`.

    Args:
        engine: The graph's engine.
        focus: The things.
        names: The names of things, which reads those that it has not yet.
        accounts: The accounts that are read.
    """
    wholes = parts(engine, focus) if focus else set()
    found = rows_about(engine, _PHASES, wholes, accounts=accounts) if wholes else ()
    told = [row for row in found if row[1] in wholes]
    if not told:
        return []
    known = times(engine, {row[0] for row in told}, accounts=accounts)
    claimed = claims_of(engine, {row[0] for row in told}, accounts=accounts)
    names.read({each for _, *ends in told for each in ends})
    ranked = sorted(told, key=lambda row: (row[1] not in focus, names.of(row[1]), row[0]))
    return [
        present({
            "relation": slug(relation), "thing": slug(thing), "label": names.of(thing),
            "label_ur": names.urdu(thing), "phase": names.of(phase), "phase_ur": names.urdu(phase),
            "claim": True if modality_of(claimed, relation) != ASSERTED else None,
            "time": known[relation][0], "time_words": words(known[relation][0]),
            **dict(zip(BOUNDS, _days(known[relation][1]), strict=True)),
            "observed_until": seen.isoformat() if (seen := observed(known[relation][1])) else None,
        })
        for relation, thing, phase in ranked
        if relation in known and known[relation][0]
    ]  # fmt: skip


def _days(bounds: Bounds) -> list[str | None]:
    return [day.isoformat() if day else None for day in bounds[:4]]
