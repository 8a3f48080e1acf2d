"""Members beyond some number: they are gathered into one counted thing, which a page opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.picture.scene.choosing import Said
from kg.picture.scene.folding import as_one, bundle
from kg.picture.scene.shape import hubs, neighbours, start_of
from kg.picture.scene.words import WORDS, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.picture.scene.scene import Node, Scene

__all__ = ["MOST_MEMBERS", "Lot", "again", "closed", "gathered", "lot_name"]

MOST_MEMBERS: Final = 60
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Lot:
    """Members of one thing that are drawn as one: what stands for them; indices of all of them."""

    node: Node
    hub: int
    members: tuple[int, ...]


def gathered(scene: Scene, most: int) -> tuple[list[Lot], list[Said]]:
    """Give the lots into which members are gathered, of each visual class its own, and say so.

    Of what has more members than are drawn one by one, those with most ties stay, then those that
    joined first. What is tied to anything else stays too: it holds the picture together.

    Args:
        scene: What is drawn.
        most: How many members of one thing are drawn one by one.

    Raises:
        UsageError: That is no number, or below nothing.
    """
    whole: object = most
    if not isinstance(whole, int) or isinstance(whole, bool) or whole < 0:
        raise UsageError(f"no number of members: {most!r}", mend="give 0 or more")
    near, found, said = neighbours(scene), [], []
    for hub in hubs(scene):
        members = {tie.source for tie in scene.ties if tie.gathers and tie.target == hub}
        rest = _ranked(scene, hub, members, near)[most:] if len(members) > most else []
        alone = [i for i in rest if near[i] == {hub} and not scene.nodes[i].focus]
        lots = _lots(scene, hub, alone, some=len(alone) < len(members))
        if lots:
            said.append(_said(scene.nodes[hub], lots, len(members)))
        found += lots
    return found, said


def _ranked(scene: Scene, hub: int, members: set[int], near: Sequence[set[int]]) -> list[int]:
    def rank(i: int) -> tuple[object, ...]:
        node = scene.nodes[i]
        return near[i] == {hub}, not node.focus, -node.degree, start_of(scene, i, hub), node.label

    return sorted(members, key=rank)


def _lots(scene: Scene, hub: int, alone: Sequence[int], *, some: bool) -> list[Lot]:
    by: dict[str, list[int]] = {}
    for i in sorted(alone):
        by.setdefault(scene.nodes[i].group, []).append(i)
    name = scene.nodes[hub].id
    return [
        Lot(_node(f"{group} of {name}", group, len(here), some=some), hub, tuple(here))
        for group, here in by.items()
        if len(here) >= _LEAST
    ]


def _node(name: str, group: str, count: int, *, some: bool) -> Node:
    english, urdu = (lot_name(count, group, language, some=some) for language in ("en", "ur"))
    return bundle(name, group, english, urdu, count)


def lot_name(count: int, group: str, language: str, *, some: bool) -> str:
    """Give the words for a lot: how many things it holds, and whether others stand beside it.

    >>> lot_name(133, "state", "en", some=True)
    '133 more states'
    """
    told = counted(count, group, language)
    if not some:
        return told
    number, _, words = told.partition(" ")
    more = WORDS[language]["more"]
    return f"{more} {told}" if language == "ur" else f"{number} {more} {words}"


def _said(hub: Node, lots: Sequence[Lot], members: int) -> Said:
    number = sum(len(lot.members) for lot in lots)
    name, urdu = hub.short or hub.label, hub.label_ur or hub.label
    english = f"{number:,} of {members:,} members of {name} are drawn as one"
    said = f"{urdu} کے {members:,} میں سے {number:,} ارکان یکجا دکھائے گئے ہیں۔"
    return f"{english}; --gather {members} draws each.", said


def closed(scene: Scene, lots: Sequence[Lot]) -> tuple[Scene, list[list[int]]]:
    """Give a scene in which each lot is one thing, and the ties that each of its ties stands for.

    Args:
        scene: What is drawn.
        lots: As `gathered` gives them for it.
    """
    return as_one(scene, [(replace(lot.node), lot.members) for lot in lots])


def again(scene: Scene, whole: Scene, lots: Sequence[Lot]) -> list[Lot]:
    """Give the lots of another scene, such as another day's, that hold the same things.

    Args:
        scene: The other.
        whole: The scene whose things were gathered.
        lots: As `gathered` gives them for that; one of which nothing is in the other is left out.
    """
    index = {node.id: i for i, node in enumerate(scene.nodes)}
    found = []
    for lot in lots:
        ids = [whole.nodes[i].id for i in lot.members]
        here = tuple(index[each] for each in ids if each in index)
        node = lot.node
        some = node.label != counted(node.count, node.group, "en")
        if here:
            hub = index[whole.nodes[lot.hub].id]
            found.append(Lot(_node(node.id, node.group, len(here), some=some), hub, here))
    return found
