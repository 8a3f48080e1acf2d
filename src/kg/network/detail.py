"""What is read of nodes and ties beside who is tied to whom, and when: all that a picture tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from kg.engine import Engine
from kg.network import classes, reach, telling
from kg.network.claims import ASSERTED, Claim, modality_of
from kg.network.names import Names, others, short_names
from kg.network.ties import Tie
from kg.period import words
from kg.query import rows_about
from kg.terms import slug

__all__ = ["Detail"]

_RIVALS: Final = """
SELECT ?r ?time ?why WHERE { ?r kg:differsFrom ?other . OPTIONAL { ?other kg:time ?time }
  OPTIONAL { ?r kg:preferenceReason ?why } }"""


class Detail:
    """Labels, places, facts and sources of the ties of a network and of what they tie.

    Args:
        engine: The graph's engine.
        ties: The ties.
        focus: What the network is about.
        claimed: The modality of each relation that is claimed, and who claims it.
        accounts: The accounts that are in it.
        restated: The organisation whose treaty a relation is.
    """

    def __init__(
        self,
        engine: Engine,
        ties: Collection[Tie],
        focus: Collection[str],
        claimed: Mapping[str, Claim],
        *,
        accounts: Collection[str],
        restated: Mapping[str, str] | None = None,
    ) -> None:
        relations = {tie.relation for tie in ties}
        ends = {end for tie in ties for end in (tie.source, tie.target)} | set(focus)
        self._kinds = classes.kinds_of(engine, ends)
        self._groups = classes.groups(engine, set(self._kinds.values()))
        self.initials = short_names(engine, ends)
        self._places = reach.places(engine, ends)
        self._claimed, self._restated = claimed, restated or {}
        self.names = Names(engine)
        self.names.read(
            ends.union(
                self._kinds.values(),
                (iri for tie in ties for iri in (tie.kind.iri, tie.within) if iri),
                (ASSERTED,),
                (iri for claim in claimed.values() for iri in (claim.modality, *claim.claimants)),
            )
        )
        self._facts = telling.facts(engine, relations, self.names, accounts=accounts)
        self._sources = telling.evidence(engine, relations, accounts=accounts)
        self._others = others(engine, ends)
        events = [end for end in ends if self._groups.get(self._kinds.get(end, "")) == "event"]
        self._told = telling.evidence(engine, events, accounts=engine.accounts())
        self._rivals = self._said_instead(engine, relations)

    def _said_instead(self, engine: Engine, relations: Collection[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        rivals = rows_about(engine, _RIVALS, relations, ("r",), accounts=engine.accounts())
        for relation, time, why in sorted(rivals, key=str):
            said = f"Another statement gives {words(str(time)) if time else 'no date'}."
            found.setdefault(relation, []).append(f"{said} {why or ''}".strip())
        return found

    def of_node(self, iri: str) -> dict[str, Any]:
        """Give what a node carries at all times; see `kg.contract.NodeData`."""
        kind = self._kinds.get(iri, "")
        at = self._places.get(iri)
        return {
            "label": self.names.of(iri),
            "label_ur": self.names.urdu(iri),
            "short": self.initials.get(iri),
            "kind": slug(kind) or "Thing",
            "kind_label": self.names.of(kind) if kind else "thing",
            "kind_label_ur": self.names.urdu(kind),
            "group": self._groups.get(kind, "other"),
            "lat": at.lat if at else None,
            "lon": at.lon if at else None,
            "area": True if at and at.area else None,
            "also": self._others.get(iri),
            "evidence": self._told.get(iri),
        }

    def _whole(self, tie: Tie) -> str | None:
        whole = self._restated.get(tie.relation)
        return slug(whole) if whole else None

    def of_tie(self, tie: Tie) -> dict[str, Any]:
        """Give what a tie carries at all times; see `kg.contract.TieData`."""
        facts = self._facts.get(tie.relation, [])
        brief = sorted((fact.rank, at, fact.text) for at, fact in enumerate(facts) if fact.rank)
        ends = (tie.kind.start, tie.kind.end)
        claim = self._claimed.get(tie.relation)
        claimants = claim.claimants if claim else ()
        return {
            "kind_label_ur": self.names.urdu(tie.kind.iri),
            "restates": self._whole(tie),
            "modality_label": self.names.of(modality_of(self._claimed, tie.relation)),
            "claimants": sorted({self.names.of(who) for who in claimants}),
            "detail": ", ".join(dict.fromkeys(text for _, _, text in brief)),
            "facts": [[fact.label, fact.text] for fact in facts if fact.property not in ends],
            "evidence": self._sources.get(tie.relation, []),
            "other_accounts": self._rivals.get(tie.relation, []),
            **({"within_label": self.names.of(tie.within),
                "within_label_ur": self.names.urdu(tie.within)} if tie.within else {}),
        }  # fmt: skip
