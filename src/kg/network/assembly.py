"""Putting a network together: names, places, facts and sources of its nodes and ties."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg import contract
from kg.attributes import present
from kg.contract import NetworkData, NodeData, SourceData, TieData
from kg.engine import Engine
from kg.network import classes, reach, telling
from kg.network.ties import Tie, standing, times
from kg.period import Bounds, Certainty, words
from kg.query import account_column, label_of, labels, rows
from kg.release import VERSION
from kg.terms import compact, expand, slug
from kg.vocabulary import CLAIMS

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Assembly"]

_CLAIMED: Final = "SELECT ?r ?modality ?who WHERE { ?r kg:modality ?modality ; kg:claimant ?who }"
_NAMES: Final = """
SELECT ?naming ?thing ?name (COUNT(?source) AS ?sources) WHERE {
  ?naming kg:named ?thing ; kg:name ?name . OPTIONAL { ?naming prov:wasDerivedFrom ?source }
} GROUP BY ?naming ?thing ?name"""
_RIVALS: Final = """
SELECT ?r ?time ?why WHERE { ?r kg:differsFrom ?other . OPTIONAL { ?other kg:time ?time }
  OPTIONAL { ?r kg:preferenceReason ?why } }"""
_OBSERVED: Final = "SELECT ?account ?day { ?account a kg:Account ; kg:observedUntil ?day }"


class Assembly:
    """The names, places and sources that one network is put together from.

    Args:
        engine: The graph's engine.
        chosen: The ties that may be in it.
        focus: What it is about.
        on: The day at which it is drawn, if it is.
        accounts: The accounts that are in it.
    """

    def __init__(
        self,
        engine: Engine,
        chosen: Collection[Tie],
        focus: Collection[str],
        on: date | None,
        *,
        accounts: Collection[str],
    ) -> None:
        self.engine, self.focus, self.on, self.accounts = engine, focus, on, accounts
        ends = {end for tie in chosen for end in (tie.source, tie.target)} | set(focus)
        names = list(rows(engine, _NAMES)) if on else []
        wanted = ends | {tie.relation for tie in chosen} | {naming for naming, *_ in names}
        self.known = times(engine, wanted, accounts=accounts)
        self.named = self._held(names)
        self.english, self.urdu = labels(engine), labels(engine, "ur")
        self.kinds = classes.kinds_of(engine, ends)
        self.groups = classes.groups(engine)
        self.places = reach.places(engine, ends)
        self.claimed: dict[str, tuple[str, list[str]]] = {}
        for relation, modality, who in rows(engine, _CLAIMED, accounts=accounts):
            self.claimed.setdefault(relation, (slug(modality), []))[1].append(
                label_of(self.english, who)
            )
        self.rivals: dict[str, list[str]] = {}
        for relation, time, why in sorted(
            rows(engine, _RIVALS, accounts=engine.accounts()), key=str
        ):
            said = f"Another statement gives {words(str(time)) if time else 'no date'}."
            self.rivals.setdefault(relation, []).append(f"{said} {why or ''}".strip())

    def network(
        self, held: Sequence[tuple[Tie, Certainty | None]], title: str
    ) -> nx.MultiDiGraph[str]:
        """Put the network together; nodes and ties in the order of their slugs."""
        from kg.network.holding import Network  # noqa: PLC0415 - networkx, 0.2 s

        wanted = {tie.relation for tie, _ in held}
        facts = telling.facts(self.engine, wanted, self.english, accounts=self.accounts)
        sources = telling.evidence(self.engine, wanted, accounts=self.accounts)
        self.whose = self._whose(sorted(wanted)) if len(self.accounts) > 1 else {}
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

    def _about(self, title: str) -> NetworkData:
        said = dict(rows(self.engine, _OBSERVED, accounts=self.accounts))
        days = {each: said[each] for each in self.accounts if each in said}
        last = max(days.values(), default=None)
        subject = ", ".join(self.named.get(f) or label_of(self.english, f) for f in self.focus)
        day = self.on.isoformat() if self.on else None
        when = f" on {words(day)}" if day else ""
        spoken = {each: words(str(day)) for each, day in days.items()}
        same = len(set(spoken.values())) == 1
        until = [f"; {'data' if same else slug(each)} to {day}" for each, day in spoken.items()]
        return {
            "contract": contract.VERSION,
            "title": title or f"{subject or 'All ties'}{when}",
            "on": day,
            "observed_until": str(last) if last else None,
            "accounts": [slug(each) for each in self.accounts],
            "claims": CLAIMS in self.accounts,
            "focus": [slug(iri) for iri in self.focus],
            "name_at": {slug(iri): name for iri, name in sorted(self.named.items())},
            "source_line": f"Khyber {VERSION}{''.join(until[:1] if same else until)}; CC BY 4.0",
        }

    def _whose(self, relations: list[str]) -> dict[str, str]:
        table = [[compact(each)] for each in relations]
        said = account_column(self.engine, list(self.accounts), table)
        return dict(zip(relations, said, strict=True))

    def _held(self, names: list[list[Any]]) -> dict[str, str]:
        """Give of names those that things bear for certain on the day, where they had several."""
        held = [
            row for row in names if self.on and standing(row[0], self.known, self.on) == "certain"
        ]
        # Of several names at once, the one that most sources give; then the first by its slug.
        held.sort(key=lambda row: (row[3], [-ord(character) for character in row[0]]))
        return {thing: str(name) for _, thing, name, _ in held}

    def _node(self, iri: str) -> NodeData:
        kind = self.kinds.get(iri, "")
        lat, lon = self.places.get(iri, (None, None))
        return {
            "label": self.named.get(iri) or label_of(self.english, iri),
            "label_ur": self._urdu(iri),
            "kind": slug(kind) or "Thing",
            "kind_label": label_of(self.english, kind) if kind else "thing",
            "kind_label_ur": self._urdu(kind),
            "group": self.groups.get(kind, "other"),
            "lat": lat,
            "lon": lon,
            **self._time(iri),
        }

    def _tie(
        self,
        tie: Tie,
        sure: Certainty | None,
        facts: list[telling.Fact],
        sources: list[SourceData],
    ) -> TieData:
        modality, who = self.claimed.get(tie.relation, ("asserted", []))
        brief = sorted((fact.rank, at, fact.text) for at, fact in enumerate(facts) if fact.rank)
        dated = self._time(tie.relation)
        ends = (tie.kind.start, tie.kind.end)
        return {
            "kind": slug(tie.kind.iri),
            "kind_label": tie.kind.label,
            "kind_label_ur": self._urdu(tie.kind.iri),
            "symmetric": tie.kind.symmetric,
            "sign": tie.kind.sign,
            "gathers": tie.kind.gathers,
            "colour": tie.kind.colour,
            "dash": tie.kind.dash,
            **dated,
            "certainty": sure,
            "last_known": self._last_known(tie.relation) if sure == "last known" else None,
            "account": self.whose.get(tie.relation),
            "modality": modality,
            "modality_label": label_of(self.english, expand(f"c:{modality}")),
            "claimants": sorted(set(who)),
            "detail": ", ".join(dict.fromkeys(text for _, _, text in brief)),
            "facts": [[fact.label, fact.text] for fact in facts if fact.property not in ends],
            "evidence": sources,
            "other_accounts": self.rivals.get(tie.relation, []),
            "within": slug(tie.within) if tie.within else None,
            "order": tie.order,
        }

    def _last_known(self, relation: str) -> str | None:
        day = self.known[relation][1].last_known
        return day.isoformat() if day else None

    def _urdu(self, iri: str) -> str | None:
        found = self.urdu.get(iri)
        return found if found != self.english.get(iri) else None

    def _time(self, iri: str) -> contract.Dated:
        time, four = self.known.get(iri, (None, Bounds(None, None, None, None)))
        first, sure, last_sure, last, _ = (day.isoformat() if day else None for day in four)
        return {
            "time": time,
            "time_words": words(time) if time else "undated",
            "earliest_start": first,
            "latest_start": sure,
            "earliest_end": last_sure,
            "latest_end": last,
        }
