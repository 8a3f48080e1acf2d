"""Putting a network together: names, places, facts and sources of its nodes and ties."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.attributes import present
from kg.engine import Engine
from kg.network import details
from kg.network.ties import Tie, rows, standing, times
from kg.period import Bounds, Certainty, words
from kg.query import label_of, labels
from kg.release import VERSION
from kg.terms import expand, slug
from kg.vocabulary import kg

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Assembly"]

_CLAIMED: Final = "SELECT ?r ?modality ?who WHERE { ?r kg:modality ?modality ; kg:claimant ?who }"
_NAMES: Final = """
SELECT ?naming ?thing ?name (COUNT(?source) AS ?sources) WHERE {
  ?naming kg:named ?thing ; kg:name ?name . OPTIONAL { ?naming prov:wasDerivedFrom ?source }
} GROUP BY ?naming ?thing ?name"""
_RIVALS: Final = """
SELECT ?r ?time ?why WHERE { ?r kg:rivals ?other . OPTIONAL { ?other kg:time ?time }
  OPTIONAL { ?r kg:preferenceReason ?why } }"""
_UNREVIEWED: Final = "SELECT ?r WHERE { ?r kg:reviewStatus c:unreviewed }"
_OBSERVED: Final = "SELECT (MAX(?day) AS ?last) { ?set a kg:DataSet ; kg:observedUntil ?day }"
_DETAIL: Final = ("status", "role", "designation", "provides", "theme", "obligationKind", "stance",
                  "characterizedAs")  # fmt: skip


class Assembly:
    """The names, places and sources that one network is put together from.

    Args:
        engine: The graph's engine.
        chosen: The ties that may be in it.
        focus: What it is about.
        on: The day at which it is drawn, if it is.
        claims: Whether claims are in it.
    """

    def __init__(
        self,
        engine: Engine,
        chosen: Collection[Tie],
        focus: Collection[str],
        on: date | None,
        *,
        claims: bool,
    ) -> None:
        self.engine, self.focus, self.on, self.claims = engine, focus, on, claims
        ends = {end for tie in chosen for end in (tie.source, tie.target)} | set(focus)
        names = list(rows(engine, _NAMES)) if on else []
        wanted = ends | {tie.relation for tie in chosen} | {naming for naming, *_ in names}
        self.known = times(engine, wanted, claims=claims)
        self.named = self._held(names)
        self.english, self.urdu = labels(engine), labels(engine, "ur")
        self.kinds = details.kinds_of(engine, ends)
        self.groups = details.groups(engine)
        self.places = details.places(engine, ends)
        self.claimed: dict[str, tuple[str, list[str]]] = {}
        for relation, modality, who in rows(engine, _CLAIMED, claims=claims):
            self.claimed.setdefault(relation, (slug(modality), []))[1].append(
                label_of(self.english, who)
            )
        self.unreviewed = {relation for (relation,) in rows(engine, _UNREVIEWED, claims=claims)}
        self.rivals: dict[str, list[str]] = {}
        for relation, time, why in sorted(rows(engine, _RIVALS, claims=True), key=str):
            said = f"Another account gives {words(str(time)) if time else 'no date'}."
            self.rivals.setdefault(relation, []).append(f"{said} {why or ''}".strip())

    def network(self, held: list[tuple[Tie, Certainty | None]], title: str) -> nx.MultiDiGraph[str]:
        """Put the network together; nodes and ties in the order of their slugs."""
        from kg.network.holding import Network  # noqa: PLC0415 - networkx, 0.2 s

        wanted = {tie.relation for tie, _ in held}
        facts = details.facts(self.engine, wanted, self.english, claims=self.claims)
        sources = details.evidence(self.engine, wanted, claims=self.claims)
        network: nx.MultiDiGraph[str] = Network()
        ends = {end for tie, _ in held for end in (tie.source, tie.target)} | set(self.focus)
        for iri in sorted(ends):
            network.add_node(slug(iri), **present(self._node(iri)))
        for tie, sure in sorted(
            held, key=lambda pair: (pair[0].relation, pair[0].source, pair[0].target)
        ):
            network.add_edge(
                slug(tie.source),
                slug(tie.target),
                key=slug(tie.relation),
                **present(
                    self._tie(tie, sure, facts.get(tie.relation, []), sources.get(tie.relation, []))
                ),
            )
        network.graph.update(present(self._about(title)))
        return network

    def _about(self, title: str) -> dict[str, Any]:
        (last,) = next(rows(self.engine, _OBSERVED), [None])
        subject = ", ".join(self.named.get(f) or label_of(self.english, f) for f in self.focus)
        day = self.on.isoformat() if self.on else None
        when = f" on {words(day)}" if day else ""
        until = f"; data to {words(str(last))}" if last else ""
        return {
            "title": title or f"{subject or 'All ties'}{when}",
            "on": day,
            "observed_until": str(last) if last else None,
            "claims": self.claims,
            "focus": [slug(iri) for iri in self.focus],
            "name_at": {slug(iri): name for iri, name in sorted(self.named.items())},
            "source_line": f"Khyber {VERSION}{until}; CC BY 4.0",
        }

    def _held(self, names: list[list[Any]]) -> dict[str, str]:
        """Give of names those that things bear for certain on the day, where they had several."""
        held = [
            row for row in names if self.on and standing(row[0], self.known, self.on) == "certain"
        ]
        # Of several names at once, the one that most sources give; then the first by its slug.
        held.sort(key=lambda row: (row[3], [-ord(character) for character in row[0]]))
        return {thing: str(name) for _, thing, name, _ in held}

    def _node(self, iri: str) -> dict[str, Any]:
        kind = self.kinds.get(iri, "")
        lat, lon = self.places.get(iri, (None, None))
        return {
            "label": self.named.get(iri) or label_of(self.english, iri),
            "label_ur": self.urdu.get(iri) if self.urdu.get(iri) != self.english.get(iri) else None,
            "kind": slug(kind) or "Thing",
            "kind_label": label_of(self.english, kind) if kind else "thing",
            "group": self.groups.get(kind, "other"),
            "lat": lat,
            "lon": lon,
            **self._time(iri),
        }

    def _tie(
        self,
        tie: Tie,
        sure: Certainty | None,
        facts: list[tuple[str, str, str]],
        sources: list[dict[str, str]],
    ) -> dict[str, Any]:
        modality, who = self.claimed.get(tie.relation, ("asserted", []))
        short = [text for name in _DETAIL for prop, _, text in facts if prop == kg(name)]
        ends = (tie.kind.start, tie.kind.end)
        return {
            "kind": slug(tie.kind.iri),
            "kind_label": tie.kind.label,
            "symmetric": tie.kind.symmetric,
            "sign": tie.kind.sign,
            **self._time(tie.relation),
            "certainty": sure,
            "modality": modality,
            "modality_label": label_of(self.english, expand(f"c:{modality}")),
            "claimants": sorted(set(who)),
            "detail": ", ".join(dict.fromkeys(short)),
            "facts": [[label, text] for prop, label, text in facts if prop not in ends],
            "evidence": sources or self._no_source(tie.relation),
            "other_accounts": self.rivals.get(tie.relation, []),
            "within": slug(tie.within) if tie.within else None,
            "order": tie.order,
        }

    def _no_source(self, relation: str) -> list[dict[str, str]]:
        if relation not in self.unreviewed:
            return []
        said = {"title": "Not checked against a document", "status": "unreviewed"}
        return [{**dict.fromkeys(("publisher", "locator", "url", "reviewed"), ""), **said}]

    def _time(self, iri: str) -> dict[str, str | None]:
        time, four = self.known.get(iri, (None, Bounds(None, None, None, None)))
        days = {name: day.isoformat() if day else None for name, day in four._asdict().items()}
        return {"time": time, "time_words": words(time) if time else "undated", **days}
