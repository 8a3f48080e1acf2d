"""Networks of a partition and of a triad, for a picture: what agrees with the groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import networkx as nx

    from kg.analysis.signs import Pairs

__all__ = ["shown"]

# By sign, and whether it stands against the grouping: what the kind is called, colour and mark.
_LOOKS: Final = {
    (1, False): ("friendly", "blue", ""),
    (-1, False): ("hostile", "red", ""),
    (1, True): ("friendly, against the grouping", "violet", "diamond"),
    (-1, True): ("hostile, against the grouping", "crimson", "bar"),
}


def shown(
    pairs: Pairs,
    nodes: Mapping[Any, Mapping[str, Any]],
    rows: Collection[int],
    *,
    groups: Mapping[Any, int],
    against: Collection[int],
    told: Mapping[str, Any],
) -> nx.MultiGraph[str]:
    """Give some pairs as a network that a picture can be made of.

    Args:
        pairs: All pairs with a sign.
        nodes: What each node carries.
        rows: The pairs that are shown.
        groups: The group of each node; empty where there are none.
        against: The pairs that stand against the groups.
        told: What the network says of itself.
    """
    import networkx as nx  # noqa: PLC0415 - 0.2 s

    found: nx.MultiGraph[str] = nx.MultiGraph(**told)
    ends = sorted({int(end) for row in rows for end in pairs.ends[row]})
    for at in ends:
        node = pairs.nodes[at]
        block = {"block": groups[node]} if node in groups else {}
        found.add_node(str(node), **{**nodes[node], **block})
    # What stands against the groups is drawn last, on top.
    for row in sorted(rows, key=lambda row: row in against):
        one, other = (str(pairs.nodes[at]) for at in pairs.ends[row])
        sign = int(pairs.sign[row])
        name, colour, mark = _LOOKS[sign, row in against]
        ties = pairs.ties[row]
        relations = list(dict.fromkeys(r for data in ties for r in data.get("relations", ())))
        found.add_edge(
            one, other, key=f"{name}-{row}", kind=name, kind_label=name, colour=colour, mark=mark,
            sign=sign, symmetric=True, relations=relations, detail=", ".join(relations),
            evidence=[source for data in ties for source in data.get("evidence", ())],
        )  # fmt: skip
    return found
