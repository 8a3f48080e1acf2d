"""One-mode ties: actors tied to each other through what both stand in, as the ontology declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.errors import UsageError, nearest
from kg.network.ties import Tie
from kg.period import Certainty
from kg.query import rows, rows_about
from kg.terms import slug

__all__ = ["Held", "Projection", "Strand", "Through", "projections"]

Held = tuple[Tie, Certainty | None]

_PROJECTIONS: Final = """
SELECT ?projection ?label ?kind ?through ?sign ?role ?asked WHERE {
  ?projection kg:projectionOf ?declared ; skos:prefLabel ?label .
  ?kind rdfs:subClassOf* ?declared ; kg:edgeFrom ?start .
  FILTER(LANG(?label) IN ("en", ""))
  OPTIONAL { ?projection kg:projectionThrough ?through }
  OPTIONAL { ?projection kg:projectionSign ?sign }
  OPTIONAL { ?projection kg:projectionRole ?role }
  OPTIONAL { ?projection kg:projectionOnRequest ?asked } }"""
_ROLES: Final = "SELECT ?tie ?part WHERE { ?tie ?role ?part }"
_STANDS: Final = """
SELECT ?one ?other ?sign WHERE {
  { ?one kg:joins ?other BIND(1 AS ?sign) } UNION { ?one kg:opposes ?other BIND(-1 AS ?sign) } }"""
_OF_CLASS: Final = "SELECT DISTINCT ?thing WHERE { ?thing a ?class }"


class Projection(NamedTuple):
    """A way in which two actors are tied, as the ontology declares it.

    Attributes:
        iri: The concept that declares it.
        label: Its label in English.
        kinds: The kinds of relation that it is made from, as IRIs.
        through: The classes of what is shared; of any class if there are none.
        sign: 1 for a friendly tie, -1 for a hostile one; None where the parts say it, or nothing.
        role: The property that gives the part that each takes.
        on_request: Whether it is made only where it is asked for by name.
    """

    iri: str
    label: str
    kinds: frozenset[str]
    through: frozenset[str]
    sign: int | None
    role: str | None
    on_request: bool


class Strand(NamedTuple):
    """One reason why two actors are tied.

    Attributes:
        pair: The two, as IRIs in order.
        sign: 1, -1, or 0 where it is neither friendly nor hostile.
        projection: What declares it.
        ties: The one relation between them, or that of each to what they share.
        via: What they share; None where one relation ties them.
    """

    pair: tuple[str, str]
    sign: int
    projection: Projection
    ties: tuple[Held, ...]
    via: str | None


def projections(
    engine: Engine, names: Iterable[str] | None = None, *, on_request: bool = False
) -> list[Projection]:
    """Give the one-mode projections with the given names, or all that the ontology declares.

    Args:
        engine: The graph's engine.
        names: Their slugs or labels; all if None.
        on_request: Whether all include those that are made only on request.

    Raises:
        UsageError: A name is none of them; the nearest are given.
    """
    found: dict[str, Projection] = {}
    for iri, label, kind, through, sign, role, asked in rows(engine, _PROJECTIONS):
        before = found.get(iri)
        kinds = before.kinds if before else frozenset()
        classes = before.through if before else frozenset()
        classes |= {through} if through else set()
        found[iri] = Projection(
            iri, label, kinds | {kind}, classes, sign, role, on_request=bool(asked)
        )
    if names is None:
        return [found[iri] for iri in sorted(found) if on_request or not found[iri].on_request]
    by_name = {name: each for each in found.values() for name in (slug(each.iri), each.label)}
    chosen = []
    for name in names:
        if name not in by_name:
            mend = nearest(name, by_name) or f"one of: {', '.join(sorted(map(slug, found)))}"
            raise UsageError(f"there is no projection {name!r}", mend=mend)
        chosen.append(by_name[name])
    return list(dict.fromkeys(chosen))


class Through:
    """What ties actors to each other, read once for any number of days.

    Args:
        engine: The graph's engine.
        chosen: The projections.
        ties: All ties that they may be made from.
        actors: The actors, as IRIs; ties between others make nothing.
        sharing: What they may share, as IRIs; anything if None.
        accounts: The accounts that are read.
    """

    def __init__(
        self,
        engine: Engine,
        chosen: Sequence[Projection],
        ties: Collection[Tie],
        actors: Collection[str],
        sharing: Collection[str] | None = None,
        *,
        accounts: Collection[str],
    ) -> None:
        self._chosen, self._actors, self._sharable = chosen, actors, sharing
        self._members = {
            cls: {
                thing for (thing,) in rows(engine, _OF_CLASS, accounts=accounts, **{"class": cls})
            }
            for each in chosen
            for cls in each.through
        }
        self._parts: dict[str, set[str]] = defaultdict(set)
        for role in {each.role for each in chosen if each.role}:
            wanted = {tie.relation for tie in ties}
            asked = _ROLES.replace("?role", f"<{role}>")
            for tie, part in rows_about(engine, asked, wanted, ("tie",), accounts=accounts):
                self._parts[tie].add(part)
        self._stands: dict[tuple[str, str], int] = {}
        for one, other, sign in rows(engine, _STANDS):
            self._stands[one, other] = self._stands[other, one] = sign

    def strands(self, held: Iterable[Held]) -> Iterator[Strand]:
        """Give every reason why two of the actors are tied, given the ties that hold."""
        by_kind: dict[str, list[Held]] = defaultdict(list)
        for each in held:
            by_kind[each[0].kind.iri].append(each)
        for projection in self._chosen:
            shared: dict[str, list[Held]] = defaultdict(list)
            for each in (one for kind in sorted(projection.kinds) for one in by_kind[kind]):
                tie = each[0]
                if tie.source in self._actors and tie.target in self._actors:
                    if tie.source != tie.target:
                        pair = _pair(tie.source, tie.target)
                        yield Strand(pair, projection.sign or 0, projection, (each,), None)
                elif tie.source in self._actors and self._may_join(projection, tie.target):
                    shared[tie.target].append(each)
            for via, several in shared.items():
                yield from self._sharing(projection, via, several)

    def _may_join(self, projection: Projection, via: str) -> bool:
        if self._sharable is not None and via not in self._sharable:
            return False
        return not projection.through or any(via in self._members[c] for c in projection.through)

    def _sharing(
        self, projection: Projection, via: str, several: Sequence[Held]
    ) -> Iterator[Strand]:
        bearing: dict[str, set[str]] = defaultdict(set)
        for tie, _ in several:
            for part in self._parts.get(tie.relation, ()):
                bearing[part].add(tie.source)
        for one, other in combinations(several, 2):
            if one[0].source == other[0].source:
                continue
            sign = projection.sign
            if projection.role:
                sign = self._side(one[0], other[0], bearing)
            if sign is None and projection.role:
                continue
            pair = _pair(one[0].source, other[0].source)
            yield Strand(pair, sign or 0, projection, (one, other), via)

    def _side(self, one: Tie, other: Tie, bearing: Mapping[str, set[str]]) -> int | None:
        """Say how the parts of two stand to each other; None where nothing declares it."""
        most = 2
        found = set()
        for a, b in product(self._parts[one.relation], self._parts[other.relation]):
            sign = self._stands.get((a, b))
            if sign and not (sign < 0 and a == b and len(bearing[a]) > most):
                found.add(sign)
        return min(found) if found else None


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
