"""Networks too large for a page: the busiest things stay, the others are folded, and it says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.contract import GROUPS
from kg.picture.scene.scene import Node, Scene, Tie
from kg.picture.scene.style import STROKES
from kg.picture.scene.words import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["MOST_NODES", "MOST_TIES", "as_one", "bundle", "fold"]

MOST_NODES: Final = 120_000
MOST_TIES: Final = 400_000
_KEPT: Final = 400
_SUREST: Final = [*STROKES]


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
    lots = []
    for name in GROUPS:
        inside = [i for i in ranked[_KEPT:] if scene.nodes[i].group == name]
        if inside:
            one = bundle(f"folded {name}", name, *_counts(len(inside), name), len(inside))
            lots.append((replace(one, kind_label=f"folded: {name}", focus=True), inside))
    found, _ = as_one(scene, lots, alike=True)
    gone = len(scene.nodes) - _KEPT
    note = (
        f"Folded by kind: {gone:,} of {len(scene.nodes):,} things, and their ties; "
        f"{len(scene.ties):,} ties are drawn as {len(found.ties):,} lines. "
        "The graph formats hold every one."
    )
    urdu = (
        f"اقسام میں یکجا: {len(scene.nodes):,} میں سے {gone:,} اجزا اور ان کے تعلقات؛ "
        f"{len(scene.ties):,} تعلقات {len(found.ties):,} لکیروں میں۔"
    )
    found.said = [*scene.said, (note, urdu)]
    return found


def _counts(count: int, group: str) -> tuple[str, str]:
    return counted(count, group, "en"), counted(count, group, "ur")


def bundle(name: str, group: str, label: str, label_ur: str, count: int) -> Node:
    """Give a thing that stands for several of a visual class."""
    return Node(name, label, label_ur, "", "", "", group, None, None, {}, count=count)


def as_one(
    scene: Scene, lots: Sequence[tuple[Node, Collection[int]]], *, alike: bool = False
) -> tuple[Scene, list[list[int]]]:
    """Give a scene in which each of some lots of things is one thing, behind all others.

    Ties between the same two things of the same kind become one where one of these is such a lot.

    Args:
        scene: What is drawn.
        lots: For each what stands for it, and the indices of what is in it.
        alike: Whether ties between things that are in no lot become one too.

    Returns:
        The scene, and for each of its ties the indices of those that it stands for.
    """
    inside = {i: at for at, (_, members) in enumerate(lots) for i in members}
    kept = [i for i in range(len(scene.nodes)) if i not in inside]
    place = {old: new for new, old in enumerate(kept)}
    place |= {i: len(kept) + at for i, at in inside.items()}
    nodes = [*(replace(scene.nodes[i]) for i in kept), *(one for one, _ in lots)]
    found: dict[tuple[object, ...], list[int]] = {}
    for number, tie in enumerate(scene.ties):
        both = place[tie.source], place[tie.target]
        alone = -1 if alike or inside.keys() & {tie.source, tie.target} else number
        found.setdefault((*both, tie.kind, tie.claim, alone), []).append(number)
    ties = [_tie([scene.ties[number] for number in numbers], place) for numbers in found.values()]
    made = replace(scene, nodes=nodes, ties=ties)
    made.count_ties()
    return made, list(found.values())


def _tie(ties: Sequence[Tie], place: dict[int, int]) -> Tie:
    """Give one tie for several; what only one of them says is left out."""
    first = ties[0]
    found = replace(first, source=place[first.source], target=place[first.target])
    if len(ties) > 1:
        found.count = sum(tie.count for tie in ties)
        found.when, found.evidence, found.facts, found.detail = {}, [], [], ""
        found.certainty = min((tie.certainty or _SUREST[0] for tie in ties), key=_SUREST.index)
    return found
