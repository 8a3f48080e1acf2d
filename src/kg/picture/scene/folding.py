"""Networks too large for a page: the busiest things stay, the others are folded, and it says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.contract import GROUPS
from kg.picture.scene.scene import Node, Scene, Tie
from kg.picture.scene.words import counted

__all__ = ["MOST_NODES", "MOST_TIES", "fold"]

MOST_NODES: Final = 120_000
MOST_TIES: Final = 400_000
_KEPT: Final = 400


def fold(scene: Scene) -> Scene:
    """Give a scene that a page can hold; one that it holds already comes back as it is.

    The things asked about and the 400 busiest are kept; the rest become one thing for each kind,
    and ties between the same two things of the same kind become one tie with their number. A note
    says how many were folded; the graph formats keep every one.
    """
    if len(scene.nodes) <= MOST_NODES and len(scene.ties) <= MOST_TIES:
        return scene
    ranked = sorted(
        range(len(scene.nodes)), key=lambda i: (not scene.nodes[i].focus, -scene.nodes[i].degree, i)
    )
    kept = sorted(ranked[:_KEPT])
    place = {old: new for new, old in enumerate(kept)}
    nodes = [replace(scene.nodes[i]) for i in kept]
    for name in GROUPS:
        inside = [i for i in ranked[_KEPT:] if scene.nodes[i].group == name]
        if inside:
            place |= dict.fromkeys(inside, len(nodes))
            nodes.append(_bundle(name, len(inside)))
    ties = _folded(scene, place)
    gone = len(scene.nodes) - len(kept)
    note = (
        f"Folded by kind: {gone:,} of {len(scene.nodes):,} things, and their ties; "
        f"{len(scene.ties):,} ties are drawn as {len(ties):,} lines. "
        "The graph formats hold every one."
    )
    urdu = (
        f"اقسام میں یکجا: {len(scene.nodes):,} میں سے {gone:,} اجزا اور ان کے تعلقات؛ "
        f"{len(scene.ties):,} تعلقات {len(ties):,} لکیروں میں۔"
    )
    found = replace(scene, nodes=nodes, ties=ties, said=[*scene.said, (note, urdu)])
    found.count_ties()
    return found


def _bundle(group: str, count: int) -> Node:
    return Node(
        id=f"folded {group}",
        label=counted(count, group, "en"),
        label_ur=counted(count, group, "ur"),
        kind="",
        kind_label=f"folded: {group}",
        kind_label_ur="",
        group=group,
        lat=None,
        lon=None,
        when={},
        focus=True,
        count=count,
    )


def _folded(scene: Scene, place: dict[int, int]) -> list[Tie]:
    found: dict[tuple[int, int, str, bool], Tie] = {}
    for tie in scene.ties:
        source, target = place[tie.source], place[tie.target]
        key = (source, target, tie.kind, tie.claim)
        if key in found:
            found[key].count += tie.count
            found[key].when = {}
            found[key].evidence = []
            found[key].facts = []
            found[key].detail = ""
        else:
            found[key] = replace(tie, source=source, target=target)
    return list(found.values())
