"""A timeline: the ties of a graph, read once, from which the network of any day is put together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg import contract
from kg.attributes import present
from kg.contract import NetworkData
from kg.counting import counted
from kg.engine import Engine
from kg.network import saying
from kg.network.claims import claims_of, modality_of
from kg.network.detail import Detail
from kg.network.kinds import Kind
from kg.network.names import Names
from kg.network.phases import phases
from kg.network.saying import last_observed
from kg.network.ties import Tie, Times, times
from kg.network.treaties import restated
from kg.period import Bounds, Certainty, certainty, words
from kg.query import account_column, horizons, rows
from kg.terms import compact, slug
from kg.vocabulary import ID

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.holding import Network

__all__ = ["Asked", "Timeline"]

_NAMES: Final = """
SELECT ?naming ?thing ?name (COUNT(?source) AS ?sources) WHERE {
  ?naming kg:named ?thing ; kg:name ?name . OPTIONAL { ?naming prov:wasDerivedFrom ?source }
} GROUP BY ?naming ?thing ?name"""
_UNKNOWN: Final = Bounds(None, None, None, None)
_UNDATED: Final = (None, _UNKNOWN)


class Asked(NamedTuple):
    """What of a graph was asked for.

    Attributes:
        kinds: The kinds of tie; empty if all.
        essential: The kinds, as IRIs, that matter most of what it is about.
        whole: Ties of the same relations between all of their parties.
    """

    kinds: Sequence[Kind] = ()
    essential: Sequence[str] = ()
    whole: Sequence[Tie] = ()


class Timeline:
    """The ties of a graph, or those about some things, read once.

    Args:
        engine: The graph's engine.
        ties: The ties.
        known: The times of their relations.
        focus: What they are about, as IRIs.
        accounts: The accounts that are read, as IRIs.
        detail: Whether nodes and ties carry more than who is tied to whom, how and when.
        days: The days that it is made for, if not for any: detail is read only of what holds then.
        asked: What was asked for.
    """

    def __init__(
        self,
        engine: Engine,
        ties: Collection[Tie],
        known: Times,
        focus: Sequence[str] = (),
        *,
        accounts: Sequence[str],
        detail: bool = True,
        days: Collection[date] | None = None,
        asked: Asked | None = None,
    ) -> None:
        self.ties = sorted(ties)
        self.known, self.focus, self.accounts = known, focus, accounts
        self._engine, self._detailed, self._days = engine, detail, days
        self._asked = asked or Asked()
        relations = {tie.relation for tie in ties}
        self.claimed = claims_of(engine, relations, accounts=accounts)
        self._whose = self._said_by(sorted(relations)) if len(accounts) > 1 else {}
        self._nodes: dict[str, dict[str, Any]] = {}
        self._told: dict[Tie, dict[str, Any]] = {}
        self._bare: dict[tuple[str | int | None, ...], dict[str, Any]] = {}

    @cached_property
    def detail(self) -> Detail | None:
        """Labels, places, facts and sources, read when they are first needed."""
        if not self._detailed:
            return None
        return Detail(
            self._engine,
            self._shown,
            self.focus,
            self.claimed,
            accounts=self.accounts,
            restated=restated(self._engine, self._asked.whole, self.known, accounts=self.accounts),
        )

    @cached_property
    def horizon(self) -> dict[str, tuple[date | None, date | None]]:
        """The first and the last day for which each account speaks that says so, by IRI."""
        return horizons(self._engine, self.accounts)

    def at(self, on: date | None = None, title: str = "") -> nx.MultiDiGraph[str]:
        """Give the network of a day, or of all times; see `kg.project`."""
        held = self.in_force(on)
        named = self._named(on) if on and self._detailed else {}
        network = self.frame(on, title, named, [tie for tie, _ in held])
        ends = {tie.source for tie, _ in held}.union((tie.target for tie, _ in held), self.focus)
        short = {iri: slug(iri) for iri in ends}
        network.add_nodes_from(
            (short[iri], self._node(iri, named.get(iri))) for iri in sorted(ends)
        )
        network.add_ties(
            (short[tie.source], short[tie.target], slug(tie.relation), self._tie(tie, sure))
            for tie, sure in held
        )
        return network

    def frame(
        self,
        on: date | None,
        title: str = "",
        named: Mapping[str, str] | None = None,
        held: Iterable[Tie] = (),
    ) -> Network:
        """Give the network of a day without nodes and ties: what it carries itself."""
        from kg.network.holding import Network  # noqa: PLC0415 - networkx, 0.2 s

        network = Network()
        network.graph.update(present(self._about(on, title, named or {}, held)))
        if self._phases:
            network.graph["phases"] = [{**each} for each in self._phases]
        silent = sum(tie.relation not in self.known for tie in self.ties) if on else 0
        if silent:
            network.graph["undated"] = silent
            network.graph["source_line"] += f"; {counted(silent, 'undated tie')} left out"
        return network

    def in_force(self, on: date | None) -> list[tuple[Tie, Certainty | None]]:
        """Keep the ties that hold on a day, each with its certainty; all where no day is given."""
        if on is None:
            return [(tie, None) for tie in self.ties]
        found = ((tie, _standing(self.known.get(tie.relation), on)) for tie in self.ties)
        return [(tie, sure) for tie, sure in found if sure]

    @cached_property
    def _shown(self) -> list[Tie]:
        """The ties that hold on one of the days that it is made for."""
        if self._days is None:
            return self.ties
        known = {tie: self.known[tie.relation] for tie in self.ties if tie.relation in self.known}
        return [t for t, when in known.items() if any(_standing(when, day) for day in self._days)]

    def labels(self, nodes: Iterable[str]) -> dict[str, str]:
        """Give the labels of nodes, by the slugs under which they stand in its networks."""
        names = self.detail.names if self.detail else Names(self._engine)
        iris = {each: _iri(each) for each in nodes}
        names.read(iris.values())
        return {each: names.of(iri) for each, iri in iris.items()}

    def _said_by(self, relations: list[str]) -> dict[str, str]:
        table = [[compact(each)] for each in relations]
        said = account_column(self._engine, list(self.accounts), table)
        return dict(zip(relations, said, strict=True))

    def _node(self, iri: str, name: str | None) -> dict[str, Any]:
        if iri not in self._nodes and self.detail:
            dated = _dated(*self._lives.get(iri, (None, _UNKNOWN)))
            self._nodes[iri] = present({**self.detail.of_node(iri), **dated})
        always = self._nodes.get(iri, {})
        if not name or name == always.get("label"):
            return always
        # What it is called for short today is short for another name.
        return present({**always, "label": name, "short": None})

    @cached_property
    def _phases(self) -> list[dict[str, Any]]:
        """What the things that it is about were for a time."""
        if not self.detail:
            return []
        return phases(self._engine, self.focus, self.detail.names, accounts=self.accounts)

    @cached_property
    def _lives(self) -> Times:
        """The times of nodes."""
        ends = {end for tie in self._shown for end in (tie.source, tie.target)}.union(self.focus)
        return times(self._engine, ends, accounts=self.accounts)

    def _tie(self, tie: Tie, sure: Certainty | None) -> dict[str, Any]:
        """Give what a tie carries on a day, in the order of the contract."""
        when = self.known.get(tie.relation, _UNDATED)
        modality = modality_of(self.claimed, tie.relation)
        whose = self._whose.get(tie.relation)
        what = (tie.kind, *when, sure, whose, modality)
        place = {"within": slug(tie.within), "order": tie.order} if tie.within else {}
        if self.detail is None:
            # Equal times of a reading are one object, whose place in memory is soon compared.
            alike = (tie.kind.iri, id(when), sure, whose, modality)
            if alike not in self._bare:
                self._bare[alike] = present(_plain(*what))
            return {**self._bare[alike], **place} if place else self._bare[alike]
        if tie not in self._told:
            self._told[tie] = self.detail.of_tie(tie)
        return present({**_plain(*what), **self._told[tie], **place})

    def _named(self, on: date) -> dict[str, str]:
        """Give the names that things bear for certain on the day, where they had several."""
        names, known = self._namings
        held = [row for row in names if _standing(known.get(row[0]), on) == "certain"]
        # Of several names at once, the one that most sources give; then the first by its slug.
        held.sort(key=lambda row: (row[3], [-ord(character) for character in row[0]]))
        return {thing: str(name) for _, thing, name, _ in held}

    @cached_property
    def _namings(self) -> tuple[list[list[Any]], Times]:
        names = list(rows(self._engine, _NAMES))
        wanted = {naming for naming, *_ in names}
        return names, times(self._engine, wanted, accounts=self.accounts)

    def _about(
        self, on: date | None, title: str, named: Mapping[str, str], held: Iterable[Tie]
    ) -> NetworkData:
        ends = {each: last for each, (_, last) in self.horizon.items() if last}
        last = last_observed(
            {self.known[tie.relation][1] for tie in held if tie.relation in self.known},
            max(ends.values(), default=None),
        )
        told = saying.about(
            on,
            title,
            named,
            names=self.detail.names if self.detail else None,
            # Of several things a title has room for their initials.
            short=self.detail.initials if self.detail and len(self.focus) > 1 else {},
            focus=self.focus,
            kinds=self._asked.kinds,
            accounts=self.accounts,
            days=ends,
            last=last,
        )
        if self._asked.essential:
            told["essential"] = [slug(kind) for kind in self._asked.essential]
        return told


def _standing(time: tuple[str, Bounds] | None, on: date) -> Certainty | None:
    """Say whether a time holds on a day; nothing can be said without any date."""
    return None if time is None else certainty(time[1], on)


def _iri(short: str) -> str:
    return short if ":" in short else ID + short


# Many ties are alike in kind, time and standing, and what is said of them is made once.
@lru_cache(maxsize=1 << 14)
def _plain(
    kind: Kind,
    time: str | None,
    four: Bounds,
    sure: Certainty | None,
    account: str | None,
    modality: str,
) -> dict[str, Any]:
    """Give what a tie carries without its detail; what is not known is None."""
    last = four.last_known if sure == "last known" else None
    seen = saying.observed(four)
    return {
        "kind": slug(kind.iri),
        "kind_label": kind.label,
        "kind_label_ur": None,
        "symmetric": kind.symmetric,
        "sign": kind.sign,
        "gathers": kind.gathers,
        "colour": kind.colour,
        "mark": kind.mark,
        **_dated(time, four),
        "certainty": sure,
        "last_known": last.isoformat() if last else None,
        "observed_until": seen.isoformat() if seen else None,
        "account": account,
        "modality": slug(modality),
    }


@lru_cache(maxsize=1 << 14)
def _dated(time: str | None, four: Bounds) -> contract.Dated:
    first, sure, last_sure, last, _ = (day.isoformat() if day else None for day in four)
    return {
        "time": time,
        "time_words": words(time) if time else "undated",
        "earliest_start": first,
        "latest_start": sure,
        "earliest_end": last_sure,
        "latest_end": last,
    }
