"""What differs between two networks, tie by tie: in words, as a frame, as JSON and as a network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from kg.errors import UsageError
from kg.period import words

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["COLOURS", "MARKS", "Change", "Comparison", "Side"]

What: TypeAlias = Literal["joined", "left", "changed", "stayed"]
_WHAT: Final[tuple[What, ...]] = ("joined", "left", "changed", "stayed")
COLOURS: Final[dict[str, str]] = {
    "joined": "blue", "left": "red", "joined and left": "violet", "changed": "gold",
    "stayed": "grey",
}  # fmt: skip
"""The colour in which a picture shows what became of a tie, and the mark that tells it apart."""

MARKS: Final[dict[str, str]] = {
    "joined": "circle", "left": "bar", "joined and left": "diamond", "changed": "box", "stayed": "",
}  # fmt: skip
_SURE: Final = ("certain", "last known", "possible")

Identity: TypeAlias = tuple[str, str, str, str]
"""What makes two ties the same: kind, start, end, and what they lie within."""


class Held(NamedTuple):
    """Everything that one side says of one tie: parallel relations of a kind are one."""

    kind_label: str
    certainty: str
    said: dict[str, str]
    relations: tuple[str, ...]
    sources: tuple[str, ...]
    data: dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One of the two that are compared.

    Attributes:
        name: What it is called: its day, its account, or its title.
        on: Its day, if it has one.
        accounts: Its accounts.
        horizon: The last day for which it speaks, if it says so.
        labels: The label of each node.
        nodes: What each node carries.
        ties: What it says of each tie.
    """

    name: str
    on: str | None
    accounts: tuple[str, ...]
    horizon: str | None
    labels: dict[str, str]
    ties: dict[Identity, Held]
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, network: nx.Graph[Any], name: str = "") -> Side:
        """Read a network."""
        told = network.graph
        found: dict[Identity, list[dict[str, Any]]] = {}
        keyed = network.is_multigraph()
        for start, end, *key, data in network.edges(data=True, **({"keys": True} if keyed else {})):
            ends = [str(start), str(end)]
            if data.get("symmetric", not network.is_directed()):
                ends.sort()
            known = {**{each: data[each] for each in data}, "relation": str(key[0]) if key else ""}
            place = str(data.get("within", ""))
            found.setdefault((str(data.get("kind", "tie")), *ends, place), []).append(known)  # type: ignore[arg-type]
        on = told.get("on")
        return cls(
            name or (words(on) if on else "") or str(told.get("title", "a network")), on,
            tuple(told.get("accounts", ())), told.get("observed_until"),
            {str(node): str(data.get("label", node)) for node, data in network.nodes(data=True)},
            {identity: _held(several) for identity, several in found.items()},
            {str(node): {**data} for node, data in network.nodes(data=True)},
        )  # fmt: skip


def _held(several: list[dict[str, Any]]) -> Held:
    several = sorted(several, key=lambda data: str(data["relation"]))
    sure = [data["certainty"] for data in several if "certainty" in data]
    said: dict[str, list[str]] = {}
    for data in several:
        for name, value in _facts(data):
            said.setdefault(name, []).append(value)
    relations = [each for data in several for each in data.get("relations", [data["relation"]])]
    titles = [source["title"] for data in several for source in data.get("evidence", ())]
    return Held(
        str(several[0].get("kind_label", several[0].get("kind", "tie"))),
        min(sure, key=_SURE.index, default=""),
        {name: "; ".join(sorted(set(values))) for name, values in said.items()},
        tuple(filter(None, dict.fromkeys(relations))), tuple(dict.fromkeys(titles)), several[0],
    )  # fmt: skip


def _facts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give what a tie says that may change, as pairs of words."""
    for name in ("sign", "modality"):
        if data.get(name) not in (None, "asserted"):
            yield name, str(data[name])
    if time := data.get("time"):
        yield "time", words(str(time))
    for name in ("through", "via"):
        if data.get(name):
            yield name, ", ".join(map(str, data[name]))
    yield from ((str(name), str(value)) for name, value in data.get("facts", ()))


@dataclass(frozen=True)
class Change:
    """What became of one tie.

    Attributes:
        what: ``"joined"`` (only the second has it), ``"left"`` (only the first), ``"changed"`` or
            ``"stayed"``.
        kind: The kind of tie, in words.
        start: The label of its start.
        end: The label of its end.
        certain: Whether it holds for certain wherever it is; False where it only may, or was last
            known to.
        before: How surely the first has it; empty where it has it not, or speaks of no day.
        after: How surely the second has it.
        of: What of it changed: names with both values, the older first.
        relations: The relations that it rests on, by their slugs.
        sources: The titles of their sources.
    """

    what: What
    kind: str
    start: str
    end: str
    certain: bool
    before: str
    after: str
    of: tuple[tuple[str, str, str], ...]
    relations: tuple[str, ...]
    sources: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in a line."""
        sure = "" if self.certain else f" ({self.after or self.before})"
        of = "; ".join(
            f"{name}: {one or 'none'}, then {two or 'none'}" for name, one, two in self.of
        )
        return f"{self.start} – {self.end}: {self.kind}{sure}{f'; {of}' if of else ''}"


@dataclass(frozen=True)
class Comparison:
    """What differs between two networks; empty, and false, where nothing does.

    Attributes:
        before: The first.
        after: The second.
    """

    before: Side
    after: Side

    @property
    def reason(self) -> Literal["world", "knowledge", "either"]:
        """Say why they may differ.

        ``"world"``: two days of the same accounts, both within their horizon, so that the world
        changed. ``"knowledge"``: one day, or none, in two accounts or versions. ``"either"``: both
        differ, or a day lies past the last one for which the data speaks.
        """
        one, two = self.before, self.after
        if one.on == two.on:
            return "knowledge"
        within = all(s.on and (s.horizon is None or s.on <= s.horizon) for s in (one, two))
        return "world" if one.accounts == two.accounts and within else "either"

    def changes(self, *what: What) -> list[Change]:
        """Give what became of each tie, or of those of which one of some things became."""
        wanted = what or _WHAT
        every = (self._change(each) for each in {**self.before.ties, **self.after.ties})
        found = [each for each in every if each.what in wanted]
        return sorted(found, key=lambda c: (_WHAT.index(c.what), c.kind, c.start, c.end))

    def _change(self, identity: Identity) -> Change:
        one, two = self.before.ties.get(identity), self.after.ties.get(identity)
        either = two or one
        assert either is not None  # noqa: S101 - it is one of theirs
        said, then = one.said if one else {}, two.said if two else {}
        names = sorted({*said, *then}) if one and two else []
        of = tuple(
            (n, said.get(n, ""), then.get(n, "")) for n in names if said.get(n) != then.get(n)
        )
        both = [each for each in (one, two) if each]
        known = {**self.before.labels, **self.after.labels}
        return Change(
            "left" if two is None else "joined" if one is None else "changed" if of else "stayed",
            either.kind_label, known.get(identity[1], identity[1]),
            known.get(identity[2], identity[2]),
            all(each.certainty in ("", "certain") for each in both),
            one.certainty if one else "", two.certainty if two else "", of,
            tuple(dict.fromkeys(r for each in both for r in each.relations)),
            tuple(dict.fromkeys(s for each in both for s in each.sources)),
        )  # fmt: skip

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return any(
            self._change(each).what != "stayed" for each in {**self.before.ties, **self.after.ties}
        )

    def then(self, later: Comparison) -> Comparison:
        """Give what differs between the first of this and the second of a later one.

        Raises:
            UsageError: The later one does not begin where this one ends.
        """
        if self.after.ties != later.before.ties:
            raise UsageError(
                "two comparisons join where the second begins with what the first ends with",
                mend="compare the outer two",
            )
        return Comparison(self.before, later.after)

    def __str__(self) -> str:
        """Say it in words, a line each."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        why = self._why() if self else "nothing differs"
        yield f"{self.before.name} and {self.after.name}: {why}"
        for what in _WHAT[:-1]:
            for sure in (True, False):
                found = [each for each in self.changes(what) if each.certain == sure]
                if found:
                    yield f"{self._heading(what, sure=sure)} ({len(found)}):"
                    yield from (f"  {each}" for each in found)
        if stayed := len(self.changes("stayed")):
            same = "stayed" if self.reason != "knowledge" else "in both alike"
            yield f"{same}: {stayed} {'tie' if stayed == 1 else 'ties'}"

    def _heading(self, what: What, *, sure: bool) -> str:
        if self.reason != "knowledge" or what == "changed":
            said = "differs" if self.reason == "knowledge" else what
            return said if sure else f"perhaps {said}"
        only = f"only in {self.after.name if what == 'joined' else self.before.name}"
        return only if sure else f"{only}, not for certain"

    def _why(self) -> str:
        if self.reason == "world":
            return "the world changed; both days lie within the data"
        if self.reason == "knowledge":
            return "what is known differs, not the day"
        past = [s for s in (self.before, self.after) if s.on and s.horizon and s.on > s.horizon]
        if past:
            last = words(str(past[-1].horizon))
            return f"the data speaks to {last} only, and what is missing later may not have ended"
        return "both the day and what is known differ"

    def frame(self) -> pd.DataFrame:
        """Give it as a table, what differs first.

        Returns:
            A frame with a row a tie: what, certain, kind, start, end, before, after, of, relations
            and sources; see `Change`.
        """
        import pandas as pd  # noqa: PLC0415 - 0.5 s

        names = "what certain kind start end before after of relations sources".split()
        rows = [
            [
                each.what, each.certain, each.kind, each.start, each.end, each.before or None,
                each.after or None, "; ".join(f"{n}: {a} → {b}" for n, a, b in each.of),
                ", ".join(each.relations), "; ".join(each.sources),
            ]
            for each in self.changes()
        ]  # fmt: skip
        kinds = {name: "boolean" if name == "certain" else "string" for name in names}
        return pd.DataFrame(rows, columns=names).astype(kinds)

    def to_json(self) -> str:
        """Give it as JSON: the two, why they may differ, and the changes."""
        sides = [
            {"name": s.name, "on": s.on, "accounts": list(s.accounts), "horizon": s.horizon}
            for s in (self.before, self.after)
        ]
        changes = [{**vars(each)} for each in self.changes()]
        found = {"before": sides[0], "after": sides[1], "reason": self.reason, "changes": changes}
        return json.dumps(found, ensure_ascii=False, indent=2)

    def network(self) -> nx.MultiDiGraph[str]:
        """Give one network of both, for a picture: each tie is of the kind that it became."""
        import networkx as nx  # noqa: PLC0415 - 0.2 s

        found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        found.graph.update(title=f"{self.before.name} and {self.after.name}")
        labels = {**self.before.labels, **self.after.labels}
        nodes = {**self.before.nodes, **self.after.nodes}
        kinds = {kind for kind, *_ in {**self.before.ties, **self.after.ties}}
        for identity in sorted({**self.before.ties, **self.after.ties}):
            change = self._change(identity)
            kind, start, end, _ = identity
            held = self.after.ties.get(identity) or self.before.ties[identity]
            for node in (start, end):
                found.add_node(node, **{**nodes.get(node, {}), "label": labels.get(node, node)})
            data = {name: value for name, value in held.data.items() if name != "certainty"}
            found.add_edge(
                start, end, key=f"{kind}-{identity[3]}",
                **{**data, "kind": change.what if len(kinds) == 1 else f"{change.what} {kind}",
                   "kind_label": f"{change.what}: {change.kind}", "kind_label_ur": None,
                   "colour": COLOURS[change.what], "mark": MARKS[change.what]},
            )  # fmt: skip
        return found
