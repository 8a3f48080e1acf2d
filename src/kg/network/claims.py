"""What is claimed: how each relation stands, and who claims it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.query import rows_about
from kg.vocabulary import C

__all__ = ["ASSERTED", "Claim", "claims_of", "modality_of"]

ASSERTED: Final = C + "asserted"
_CLAIMED: Final = "SELECT ?r ?modality ?who WHERE { ?r kg:modality ?modality ; kg:claimant ?who }"


class Claim(NamedTuple):
    """How one relation stands: its modality, and those who claim it, as IRIs."""

    modality: str
    claimants: list[str]


def claims_of(
    engine: Engine, relations: Collection[str], *, accounts: Collection[str]
) -> dict[str, Claim]:
    """Give of some relations those that somebody claims, each with how and who."""
    found: dict[str, Claim] = {}
    for relation, modality, who in rows_about(
        engine, _CLAIMED, relations, ("r",), accounts=accounts
    ):
        found.setdefault(relation, Claim(modality, [])).claimants.append(who)
    return found


def modality_of(claimed: Mapping[str, Claim], relation: str) -> str:
    """Give the modality of a relation as an IRI; what nobody claims is asserted."""
    return claimed[relation].modality if relation in claimed else ASSERTED
