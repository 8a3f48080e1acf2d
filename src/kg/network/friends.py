"""The signed network of actors at a date: who is friendly with whom, who hostile, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args, overload

from kg.arguments import held
from kg.attributes import present
from kg.contract import Group
from kg.engine import Engine, chosen
from kg.network import classes, telling
from kg.network.days import Timeline
from kg.network.names import Names
from kg.network.onemode import Strand, Through, projections
from kg.network.projection import days_of, timeline
from kg.network.rules import BOTH, certainties, one_of
from kg.period import Certainty
from kg.query import resolve
from kg.rdf import AnyGraph, engine_of
from kg.terms import slug

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["signed"]

_SIGNS: Final = {1: ("positive", "friendly tie"), -1: ("negative", "hostile tie"),
                 0: ("neutral", "neutral tie")}  # fmt: skip
_SURE: Final[tuple[Certainty, ...]] = ("certain", "last known", "possible")


@overload
def signed(
    graph: AnyGraph,
    on: str | date | None = None,
    *,
    through: str | Iterable[str] | None = None,
    sharing: Iterable[str] = (),
    both: str = "drop",
    of: Group = "state",
    rule: str = "possible",
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    detail: bool = True,
) -> nx.MultiDiGraph[str]: ...


@overload
def signed(
    graph: AnyGraph,
    on: Collection[str | date],
    *,
    through: str | Iterable[str] | None = None,
    sharing: Iterable[str] = (),
    both: str = "drop",
    of: Group = "state",
    rule: str = "possible",
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    detail: bool = True,
) -> list[nx.MultiDiGraph[str]]: ...


@held
def signed(  # noqa: PLR0913 - the ways of choosing, all by name
    graph: AnyGraph,
    on: str | date | Collection[str | date] | None = None,
    *,
    through: str | Iterable[str] | None = None,
    sharing: Iterable[str] = (),
    both: str = "drop",
    of: Group = "state",
    rule: str = "possible",
    claims: bool = False,
    accounts: str | Iterable[str] | None = None,
    detail: bool = True,
) -> nx.MultiDiGraph[str] | list[nx.MultiDiGraph[str]]:
    """Give the one-mode network of states in which each pair has one tie with a sign.

    Two are tied by what the ontology declares as a projection (``kg:projectionOf``): by one
    relation between them, or by what they share, such as an organisation.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        on: A day, or a list of days for a list of networks from one reading; all times if None.
        through: The projections, such as ``["co-alliance", "dispute"]``; if None, all that the
            ontology does not keep for those who ask for them, as it does co-membership.
        sharing: Names of things such as organisations; two are then tied by what they share only
            where it is one of these.
        both: What becomes of a pair with friendly and hostile ties: ``"drop"`` leaves it out,
            ``"negative"`` makes it hostile, ``"positive"`` friendly, ``"keep"`` keeps one of each.
        of: The group of things that are tied; see `kg.contract.Group`.
        rule: Which relations count: those ``"certain"`` on the day, also those ``"last known"`` to
            hold, also those ``"possible"``.
        claims: Whether claims count.
        accounts: The accounts that count; the facts if None.
        detail: Whether labels and sources are read.

    Returns:
        A network whose ties have no direction and carry what `kg.contract.TieData` says, with
        ``weight`` (how many reasons there are), ``through`` (the projections), ``relations`` (the
        slugs of the relations that they rest on) and ``via`` (what is shared). A tie that is
        neither friendly nor hostile stands only where a pair has no other, with sign 0.
        ``network.graph["both"]`` lists the pairs that had ties of both signs.

    Raises:
        UsageError: A projection, a rule or an account is unknown, or ``on`` is not a day.
    """
    one_of("rule for both", both, BOTH)
    one_of("group", of, get_args(Group))
    sure = certainties(rule)
    engine = engine_of(graph)
    asked, several_days, days = chosen(engine, accounts, claims=claims), *days_of(on)
    wanted = projections(engine, [through] if isinstance(through, str) else through)
    names = {kind for each in wanted for kind in each.kinds}
    line = timeline(engine, kinds=names, claims=claims, accounts=accounts, detail=False)
    ends = {end for tie in line.ties for end in (tie.source, tie.target)}
    kind_of = classes.kinds_of(engine, ends)
    looks = classes.groups(engine, set(kind_of.values()))
    actors = {iri for iri in ends if looks.get(kind_of.get(iri, "")) == of}
    shared = {resolve(engine, name) for name in sharing} or None
    made = Through(engine, wanted, line.ties, actors, shared, accounts=asked)
    found = []
    for day in days:
        held = [(tie, how) for tie, how in line.in_force(day) if how is None or how in sure]
        found.append(_network(line, day, list(made.strands(held)), both))
    _finish(engine, found, of, asked, detail=detail)
    return found if several_days else found[0]


def _network(
    line: Timeline, on: date | None, strands: Sequence[Strand], both: str
) -> nx.MultiDiGraph[str]:
    network = line.frame(on)
    by_pair: dict[tuple[str, str], dict[int, list[Strand]]] = defaultdict(lambda: defaultdict(list))
    for strand in strands:
        by_pair[strand.pair][strand.sign].append(strand)
    ends = sorted({end for pair in by_pair for end in pair})
    network.add_nodes_from((slug(iri), {"label": iri}) for iri in ends)
    mixed = []
    for (one, other), reasons in sorted(by_pair.items()):
        if {1, -1} <= reasons.keys():
            mixed.append([slug(one), slug(other)])
        for sign in _signs(reasons, both):
            data = _tie(sign, reasons[sign])
            network.add_edge(slug(one), slug(other), key=_SIGNS[sign][0], **data)
    network.graph.update(both=mixed, rule_for_both=both)
    return network


def _signs(reasons: Mapping[int, object], both: str) -> tuple[int, ...]:
    """Give the signs with which a pair stands in the network."""
    if {1, -1} <= reasons.keys():
        return {"drop": (), "negative": (-1,), "positive": (1,), "keep": (1, -1)}[both]
    return tuple(sign for sign in (1, -1) if sign in reasons) or (0,)


def _tie(sign: int, reasons: Sequence[Strand]) -> dict[str, Any]:
    kind, label = _SIGNS[sign]
    held = [each.ties for each in reasons]
    return present(
        {
            "kind": kind,
            "kind_label": label,
            "symmetric": True,
            "sign": sign,
            "certainty": _surest(held),
            "weight": len(reasons),
            "through": sorted({slug(each.projection.iri) for each in reasons}),
            "via": sorted({each.via for each in reasons if each.via}),
            "relations": sorted({tie.relation for ties in held for tie, _ in ties}),
        }
    )


def _surest(held: Iterable[Sequence[tuple[Any, Certainty | None]]]) -> Certainty | None:
    """Give how surely one of several reasons holds, each being as sure as its least sure tie."""
    if any(how is None for ties in held for _, how in ties):
        return None
    return _SURE[min(max(_SURE.index(how) for _, how in ties if how) for ties in held)]


def _finish(
    engine: Engine,
    networks: Sequence[nx.MultiDiGraph[str]],
    of: Group,
    accounts: Collection[str],
    *,
    detail: bool,
) -> None:
    """Put slugs for IRIs, and give nodes their labels and ties in words what they rest on."""
    ties = [data for network in networks for *_, data in network.edges(data=True)]
    nodes = [data for network in networks for _, data in network.nodes(data=True)]
    names = Names(engine)
    if detail:
        relations = {each for data in ties for each in data["relations"]}
        sources = telling.evidence(engine, relations, accounts=accounts)
        names.read({data["label"] for data in nodes})
        names.read({each for data in ties for each in data["via"]})
    for data in nodes:
        data.update(label=names.of(data["label"]), group=of)
    for data in ties:
        if detail:
            data["detail"] = ", ".join(map(names.of, data["via"]))
            said = (source for each in data["relations"] for source in sources.get(each, ()))
            data["evidence"] = list({tuple(each.values()): each for each in said}.values())
        for part in ("via", "relations"):
            data[part] = list(map(slug, data[part]))
