"""Balance: how far a signed network is what structural balance theory says it tends to be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.analysis.frustration import Frustration, frustration
from kg.analysis.null import Null, null_model
from kg.analysis.showing import shown
from kg.analysis.signs import Pairs, read_pairs
from kg.analysis.triads import STRICT, WEAK, census, open_triads, shares, triads
from kg.arguments import held
from kg.errors import UsageError, nearest
from kg.period import words

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Balance", "balance"]


@dataclass(frozen=True)
class Balance:
    """How balanced a network is, and what stands against it.

    Attributes:
        nodes: How many nodes there are.
        positive: How many pairs have a friendly tie.
        negative: How many have a hostile one.
        both: How many have both, before the rule for them.
        neutral: How many have a tie that is neither.
        unknown: Of how many pairs nothing is known.
        loops: How many ties lead from a node to itself; they count for nothing.
        triads: How many triads there are of each pattern of signs: ``"+++"`` to ``"---"``.
        open_neutral: Paths of two signed ties whose ends have a neutral tie.
        open_unknown: Paths of two signed ties of whose ends nothing is known.
        strict: The share of triads with a positive product of signs (Cartwright and Harary,
            "Structural balance: a generalization of Heider's theory", Psychological Review 63,
            1956); None where there is no triad.
        weak: The share without exactly one hostile tie (Davis, "Clustering and structural balance
            in graphs", Human Relations 20, 1967).
        null: The strict share of networks drawn at random.
        walk: The share of closed walks, longer ones weighing less, by which balanced ones outweigh
            others: tr exp(A) / tr exp(|A|) (Estrada and Benzi, "Walk-based measure of balance in
            signed networks", Physical Review E 90, 2014); 1 is balanced.
        frustration: The frustration for two groups; None where it was not asked for.
        partition: The same for more groups, where they were asked for.
    """

    nodes: int
    positive: int
    negative: int
    both: int
    neutral: int
    unknown: int
    loops: int
    triads: dict[str, int]
    open_neutral: int
    open_unknown: int
    strict: float | None
    weak: float | None
    null: Null
    walk: float | None
    frustration: Frustration | None
    partition: Frustration | None
    _pairs: Pairs
    _labels: dict[Any, str]
    _rows: NDArray[np.int64]
    _local: NDArray[np.float64]
    _nodes: dict[Any, dict[str, Any]]
    _told: dict[str, Any]

    def states(self) -> pd.DataFrame:
        """Give what each node contributes.

        Returns:
            A frame with a row a node: node, label, positive and negative (its ties), triads,
            unbalanced (of them, strictly), walk (its own walk balance), against (its ties against
            the best grouping), group (in the partition, else in the two groups); the last two NA
            where frustration was not asked for.
        """
        import pandas as pd  # noqa: PLC0415 - 0.5 s

        pairs, size = self._pairs, len(self._pairs.nodes)
        corners = np.array([sorted({*e.ravel().tolist()}) for e in pairs.ends[self._rows]])
        corners = corners.astype(np.int64).reshape(-1, 3)
        wrong = pairs.sign[self._rows].prod(axis=1) < 0
        found = self.partition or self.frustration
        frame = pd.DataFrame(
            {
                "node": pd.array(list(map(str, pairs.nodes)), dtype="string"),
                "label": pd.array([self._labels[n] for n in pairs.nodes], dtype="string"),
                "positive": _count(pairs.ends[pairs.sign > 0], size),
                "negative": _count(pairs.ends[pairs.sign < 0], size),
                "triads": _count(corners, size),
                "unbalanced": _count(corners[wrong], size),
                "walk": self._local,
            }
        )
        against = list(found.against) if found else []
        given = _count(pairs.ends[against], size) if found else [None] * size
        frame["against"] = pd.array(given, dtype="Int64")
        group = [found.group[node] for node in pairs.nodes] if found else [None] * size
        frame["group"] = pd.array(group, dtype="Int64")
        return frame

    def unbalanced(self, *, weak: bool = False, limit: int | None = None) -> pd.DataFrame:
        """Give the triads that are not balanced, each tie with what it rests on.

        Args:
            weak: Whether three foes count as balanced.
            limit: How many triads to give at most; all if None.

        Returns:
            A frame with a row a triad: a, b, c (labels), pattern, and for each of the ties ab, bc
            and ac its sign, its relations and its sources (``ab``, ``ab_relations``,
            ``ab_sources``).
        """
        import pandas as pd  # noqa: PLC0415

        pairs = self._pairs
        rows: list[list[Any]] = []
        for three in self._rows.tolist():
            signs = [int(pairs.sign[row]) for row in three]
            pattern = "".join(sorted("+" if sign > 0 else "-" for sign in signs))
            if pattern in (WEAK if weak else STRICT):
                continue
            if limit is not None and len(rows) >= limit:
                break
            corners = [pairs.ends[three[0]][0], pairs.ends[three[0]][1], pairs.ends[three[1]][1]]
            said: list[Any] = [self._labels[pairs.nodes[at]] for at in corners] + [pattern]
            for row, sign in zip(three, signs, strict=True):
                said += [sign, *_said(pairs.ties[row])]
            rows.append(said)
        names = ["a", "b", "c", "pattern"]
        for tie in ("ab", "bc", "ac"):
            names += [tie, f"{tie}_relations", f"{tie}_sources"]
        kinds = {name: "Int64" if name in ("ab", "bc", "ac") else "string" for name in names}
        return pd.DataFrame(rows, columns=names).astype(kinds)

    def against(self) -> pd.DataFrame:
        """Give the ties against the partition, or against the two groups.

        Returns:
            A frame with the columns a, b, sign, relations and sources.
        """
        import pandas as pd  # noqa: PLC0415

        found, pairs = self.partition or self.frustration, self._pairs
        rows = [
            [*(self._labels[pairs.nodes[at]] for at in pairs.ends[row]), int(pairs.sign[row]),
             *_said(pairs.ties[row])]
            for row in (found.against if found else ())
        ]  # fmt: skip
        names = ["a", "b", "sign", "relations", "sources"]
        kinds = {name: "Int64" if name == "sign" else "string" for name in names}
        return pd.DataFrame(rows, columns=names).astype(kinds)

    def network(self) -> nx.MultiGraph[str]:
        """Give the grouping as a network, for a picture of it: the groups stand side by side.

        Returns:
            A network of the nodes with a signed tie, each with its ``block`` in the partition, or
            else in the two groups; ties that stand against it are kinds of their own.

        Raises:
            UsageError: Frustration was not asked for.
        """
        found = self.partition or self.frustration
        if found is None:
            raise UsageError("there is no grouping to show", mend="measure with exact=True")
        how = "" if found.exact else f", at least {found.bound:g}"
        said = f"{found.index:g} of {len(self._pairs.ends)} ties stand against the grouping{how}."
        title = f"{1 + max(found.group.values(), default=-1)} groups, frustration {found.index:g}"
        return shown(
            self._pairs, self._nodes, range(len(self._pairs.ends)), groups=found.group,
            against=set(found.against), told=self._saying(title, [said]),
        )  # fmt: skip

    def triad(self, a: str, b: str, c: str) -> nx.MultiGraph[str]:
        """Give a triad as a network, for a picture of it with its sources.

        Args:
            a: A node, by its id or its label.
            b: Another.
            c: A third.

        Raises:
            UsageError: A node is unknown, or a pair of the three has no signed tie.
        """
        at = [self._numbered(name) for name in (a, b, c)]
        wanted = {tuple(sorted(pair)) for pair in combinations(at, 2)}
        rows = [row for row, ends in enumerate(self._pairs.ends.tolist()) if tuple(ends) in wanted]
        names = [self._labels[self._pairs.nodes[each]] for each in at]
        if len({tuple(self._pairs.ends[row]) for row in rows}) < len(wanted) or len(wanted) < 3:  # noqa: PLR2004
            raise UsageError(f"{', '.join(names)} are no triad: not all are tied with a sign",
                             mend="choose one of those that unbalanced() lists")  # fmt: skip
        signs = "".join(sorted("+" if self._pairs.sign[row] > 0 else "-" for row in rows))
        said = [self._sourced(row) for row in rows]
        told = self._saying(f"{', '.join(names)}: {signs}", said)
        return shown(self._pairs, self._nodes, rows, groups={}, against=(), told=told)

    def _numbered(self, name: str) -> int:
        every = {str(node): at for at, node in enumerate(self._pairs.nodes)}
        labels = {self._labels[node]: at for at, node in enumerate(self._pairs.nodes)}
        known = {**labels, **every}
        if name not in known:
            raise UsageError(f"nothing in the network is called {name!r}",
                             mend=nearest(name, known))  # fmt: skip
        return known[name]

    def _sourced(self, row: int) -> str:
        """Say a tie with what it rests on, in a sentence."""
        ends = " – ".join(self._labels[self._pairs.nodes[at]] for at in self._pairs.ends[row])
        relations, sources = _said(self._pairs.ties[row])
        kind = "friendly" if self._pairs.sign[row] > 0 else "hostile"
        return f"{ends}: {kind}; {relations or 'no relation named'} ({sources or 'no source'})."

    def _saying(self, title: str, said: list[str]) -> dict[str, Any]:
        kept = ("on", "observed_until", "source", "licence", "licence_name", "source_line")
        day = f", {words(self._told['on'])}" if self._told.get("on") else ""
        return {**{n: self._told[n] for n in kept if n in self._told}, "title": title + day,
                "notes": said}  # fmt: skip

    def __str__(self) -> str:
        """Say it in words, a line each."""
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        counts = ", ".join(f"{number} {pattern}" for pattern, number in self.triads.items())
        kinds = {
            "friendly": self.positive,
            "hostile": self.negative,
            "with ties of both signs": self.both,
            "neutral": self.neutral,
            "of which nothing is known": self.unknown,
        }
        pairs = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
        lines = [f"{self.nodes} nodes; pairs: {pairs}"]
        open_ = f"{self.open_neutral} at a neutral tie, {self.open_unknown} where nothing is known"
        lines.append(f"triads: {counts}; open: {open_}")
        if self.strict is not None and self.weak is not None:
            null = self.null
            chance = "" if null.mean is None else (
                f"; by chance {null.mean:.3f} ({null.count} networks, {null.model}, "
                f"p = {null.at_least:.3f})"
            )  # fmt: skip
            lines.append(f"balanced: {self.strict:.3f} strictly{chance}, {self.weak:.3f} weakly")
        if self.walk is not None:
            lines.append(f"walk balance: {self.walk:.3f}")
        for each in (self.frustration, self.partition):
            if each is not None:
                how = "exact" if each.exact else f"not proved: at least {each.bound:g}"
                lines.append(
                    f"frustration with up to {each.groups} groups: {each.index:g} ({how}; "
                    f"{1 + max(each.group.values(), default=-1)} groups)"
                )
        return lines


def _count(rows: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(np.asarray(rows, dtype=np.int64).ravel(), minlength=size)


def _said(ties: list[Any]) -> tuple[str, str]:
    """Give the relations that a tie rests on, and the titles of their sources."""
    relations = [each for data in ties for each in data.get("relations", ())]
    titles = [source["title"] for data in ties for source in data.get("evidence", ())]
    return ", ".join(dict.fromkeys(relations)), "; ".join(dict.fromkeys(titles))


@held
def balance(  # noqa: PLR0913 - what is measured, all by name
    network: nx.Graph[Any],
    *,
    both: str = "drop",
    weight: str | None = None,
    null: str = "signs",
    count: int = 200,
    seed: int = 1,
    groups: int | None = None,
    exact: bool = True,
    time_limit: float = 60.0,
) -> Balance:
    """Measure the structural balance of a network.

    Args:
        network: A network whose ties carry ``sign``, such as `kg.signed` gives; of any kind of
            networkx. Direction is not read, and ties from a node to itself count for nothing.
        both: What becomes of a pair with ties of both signs; see `kg.signed`.
        weight: The attribute that says what a tie counts in frustration; 1 if None.
        null: The null model of the share of balanced triads: ``"signs"`` or ``"degrees"``.
        count: How many networks it draws.
        seed: What they are drawn with.
        groups: How many groups the partition may have, beside the two of the frustration index;
            no partition if None.
        exact: Whether frustration is found at all; it needs the HiGHS solver.
        time_limit: Seconds for each frustration; past it the best so far is given, with a bound.

    Returns:
        The measures; `Balance.states`, `Balance.unbalanced` and `Balance.against` give frames.

    Raises:
        UsageError: No tie carries a sign; a rule, a model or a number is none; or the solver is
            not installed.
    """
    pairs = read_pairs(network, both, weight)
    three = triads(pairs)
    counts = census(three, pairs.sign)
    strict, weak = shares(counts)
    drawn = null_model(pairs, three, model=null, count=count, seed=seed)
    walk, local = _walks(pairs)
    size = len(pairs.nodes)
    distinct = {tuple(each) for each in pairs.ends.tolist()}
    dropped = pairs.both if both == "drop" else 0
    unknown = size * (size - 1) // 2 - len(distinct) - dropped - len(pairs.neutral)
    neutral, open_unknown = open_triads(pairs)
    return Balance(
        size, int((pairs.sign > 0).sum()), int((pairs.sign < 0).sum()), pairs.both,
        len(pairs.neutral), unknown, pairs.loops, counts, neutral, open_unknown, strict, weak,
        drawn, walk,
        frustration(pairs, 2, time_limit) if exact else None,
        frustration(pairs, groups, time_limit) if exact and groups else None,
        pairs, {n: str(network.nodes[n].get("label", n)) for n in pairs.nodes}, three, local,
        {n: {**network.nodes[n]} for n in pairs.nodes}, {**network.graph},
    )  # fmt: skip


def _walks(pairs: Pairs) -> tuple[float | None, NDArray[np.float64]]:
    """Give the walk balance of the network and of each node."""
    if not pairs.nodes:
        return None, np.zeros(0)
    signed = pairs.matrix()
    values, vectors = np.linalg.eigh(signed)
    plain, axes = np.linalg.eigh(np.abs(signed))
    # Both are divided by the same power, which keeps them within what a double holds.
    most = plain.max()
    ours = (vectors**2) @ np.exp(values - most)
    all_walks = (axes**2) @ np.exp(plain - most)
    return float(ours.sum() / all_walks.sum()), ours / all_walks
