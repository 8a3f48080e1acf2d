"""The timeline: dated things and ties in lanes, as bars and points on one axis of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.picture.place.dated import (
    WIDTH,
    Axis,
    Item,
    Ref,
    ends_of,
    item_of,
    one_line,
    ordinal,
    set_on,
    when_of,
)
from kg.picture.scene import WORDS, hubs, neighbours, paints

if TYPE_CHECKING:
    from kg.picture.scene import Node, Phase, Scene, Tie

__all__ = ["LANES", "ROW", "Lane", "Timeline", "timeline"]

ROW: Final = 40.0
_PHASE: Final = "#5f6a78"
# Things whose own lives are told; those of states would be told in every picture of them.
_LIVES: Final = {"organization", "corridor", "office"}
LANES: Final[dict[str, set[str]]] = {
    "organization": {"organization", "corridor"},
    "actor": {"state", "person", "group"},
    "kind": set(),
}


@dataclass(slots=True)
class Lane:
    """The items of one kind, in rows that do not collide."""

    label: str
    items: list[Item]
    rows: int


@dataclass(slots=True)
class Timeline:
    """Lanes over an axis of years; `undated` are the labels of what has no date."""

    lanes: list[Lane]
    ticks: list[tuple[float, str]]
    undated: list[str]
    on: float | None


def timeline(scene: Scene, lanes: str | None = None) -> Timeline | None:
    """Set what has a date in lanes; None where nothing has.

    Dated things and dated ties stand in one chart, and nothing is told twice: a tie to a dated
    event is told by the event, and the stops of a route by the route.

    Args:
        scene: What is drawn.
        lanes: What has a lane: ``"organization"`` (or a corridor), ``"actor"`` or ``"kind"``; None
            takes organisations where the scene is about those that gather members, or corridors
            where it is about some, and kinds otherwise.
    """
    by = _by(scene, lanes)
    refs = _dated(scene, by)
    ends = [found for ref in refs if (found := ends_of(when_of(scene, ref)))]
    phases = [each for each in scene.phases if ends_of(each.when)]
    every = [*ends, *(found for each in phases if (found := ends_of(each.when)))]
    if not every:
        return None
    axis = Axis(min(e[0] for e in every), max(e[3] for e in every))
    colours = {paint.key: paint.colour for paint in paints(scene)}
    items = [item_of(scene, ref, axis, colours) for ref in refs]
    on = axis(ordinal(scene.on)) if scene.on else None
    owner = _owned(scene, items, _owners(scene, by))
    for at, item in enumerate(items):
        _shorten(scene, item, owner[at])
    set_in = _with_phases(_lanes(scene, items, owner), _phases(scene, phases, axis))
    return Timeline(set_in, axis.ticks(), _undated(scene), on)


def _phases(scene: Scene, phases: list[Phase], axis: Axis) -> dict[str, list[Item]]:
    """Give what things were for a time, by their names: what the scene is about comes first."""
    urdu = scene.language == "ur"
    found: dict[str, list[Item]] = {}
    for each in phases:
        name = (each.label_ur if urdu else "") or each.label
        label = (each.phase_ur if urdu else "") or each.phase
        words = each.when.get("words_ur" if urdu else "words", "")
        item = set_on(label, words, each.when, axis)
        item.group, item.colour, item.claim = "other", _PHASE, each.claim
        found.setdefault(name, []).append(item)
    return found


def _with_phases(lanes: list[Lane], phases: dict[str, list[Item]]) -> list[Lane]:
    """Put phases in the lane of their thing, or in one of its own behind the first."""
    own = {lane.label: lane for lane in lanes}
    found = [
        _packed(lane.label, _in_order([*lane.items, *phases.pop(lane.label, [])])) for lane in lanes
    ]
    at = 1 if found and found[0].label in own else 0
    return [*found[:at], *(_packed(n, _in_order(items)) for n, items in phases.items()),
            *found[at:]]  # fmt: skip


def _in_order(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.left, item.right, item.label))


def _dated(scene: Scene, by: set[str]) -> list[Ref]:
    """Give the things and the ties that stand on the axis."""
    lives = _LIVES & by
    things = {
        i for i, node in enumerate(scene.nodes)
        if ends_of(node.when) and (node.group == "event" or node.group in lives or
                                 (node.focus and node.group in _LIVES))
    }  # fmt: skip
    told = {i for i in things if scene.nodes[i].group == "event"}
    ties = [
        i for i, tie in enumerate(scene.ties)
        if ends_of(tie.when) and tie.order is None and not {tie.source, tie.target} & told
        and not any(_lent(tie, scene.nodes[end]) for end in {tie.source, tie.target} & things)
    ]  # fmt: skip
    return [*((i, None) for i in sorted(things)), *((None, i) for i in ties)]


def _lent(tie: Tie, node: Node) -> bool:
    """Say whether a tie has no time of its own, but that of what it is a tie of."""
    return "time" not in tie.when and ends_of(tie.when) == ends_of(node.when)


def _by(scene: Scene, lanes: str | None) -> set[str]:
    """Give the visual classes of what has a lane; none where lanes are of kinds."""
    if lanes is not None:
        return LANES[lanes]
    about = {scene.nodes[i].group for i in scene.focus}
    if "organization" in about and hubs(scene):
        return LANES["organization"]
    return {"corridor"} if about == {"corridor"} else set()


def _owners(scene: Scene, groups: set[str]) -> list[int]:
    """Give what has a lane, what the scene is about first, then the busiest."""
    found = [i for i, node in enumerate(scene.nodes) if node.group in groups]
    return sorted(found, key=lambda i: (not scene.nodes[i].focus, -scene.nodes[i].degree, i))


def _owned(scene: Scene, items: list[Item], owners: list[int]) -> list[int | None]:
    """Give for each item the first of those that have a lane that it is, or is tied to."""
    near, rank = neighbours(scene), {owner: at for at, owner in enumerate(owners)}
    found: list[int | None] = []
    for item in items:
        if item.tie is not None:
            ends = {scene.ties[item.tie].source, scene.ties[item.tie].target}
        else:
            own = item.node or 0
            ends = {own} if own in rank else near[own]
        found.append(min((e for e in ends if e in rank), key=rank.__getitem__, default=None))
    return found


def _shorten(scene: Scene, item: Item, owner: int | None) -> None:
    """Leave out of a tie's words the name that its lane has already, or the whole picture."""
    if owner is None and item.tie is not None and len(scene.focus) == 1:
        ends = {scene.ties[item.tie].source, scene.ties[item.tie].target}
        if scene.focus[0] in ends and len(ends) > 1:
            (other,) = ends - {*scene.focus}
            item.label = one_line(scene.nodes[other].name(scene.language), item.left)
            item.text_left = item.left + item.wide > WIDTH + 14
    if owner is None or item.tie is None:
        return
    tie = scene.ties[item.tie]
    other = tie.target if tie.source == owner else tie.source
    several = len({each.kind for each in scene.ties if owner in (each.source, each.target)}) > 1
    said = scene.nodes[other].name(scene.language) if other != owner else ""
    # What ties tell in detail is English.
    urdu = scene.language == "ur"
    kind = (not urdu and tie.detail) or tie.kind_name(scene.language)
    parts = filter(None, [said, kind if several else ""])
    item.label = one_line(("، " if urdu else ", ").join(parts) or kind, item.left)
    item.text_left = item.left + item.wide > WIDTH + 14


def _lanes(scene: Scene, items: list[Item], owner: list[int | None]) -> list[Lane]:
    """Set items in lanes: those of what has one first, in its order, others by kind."""
    found: dict[int | str, list[Item]] = {}
    order = sorted(
        zip(items, owner, strict=True), key=lambda p: (p[0].left, p[0].right, p[0].label)
    )
    for item, own in order:
        found.setdefault(_lane_name(scene, item) if own is None else own, []).append(item)
    rank = {each: at for at, each in enumerate(_owners(scene, {n.group for n in scene.nodes}))}
    ranked = sorted((key for key in found if isinstance(key, int)), key=rank.__getitem__)
    return [
        *(_packed(scene.nodes[key].name(scene.language), found[key]) for key in ranked),
        *(_packed(key, found[key]) for key in found if isinstance(key, str)),
    ]


def _lane_name(scene: Scene, item: Item) -> str:
    if item.node is not None:
        node = scene.nodes[item.node]
        return node.kind_name(scene.language) or WORDS[scene.language][node.group]
    return scene.ties[item.tie or 0].kind_name(scene.language)


def _packed(name: str, items: list[Item]) -> Lane:
    """Give each item the first row in which it and its words are free."""
    rows: list[list[tuple[float, float]]] = []
    for item in items:
        low, high = item.span
        row = next((r for r, taken in enumerate(rows)
                    if all(high <= a or low >= b for a, b in taken)), len(rows))  # fmt: skip
        if row == len(rows):
            rows.append([])
        rows[row].append((low, high))
        item.row = row
    return Lane(name, items, len(rows))


def _undated(scene: Scene) -> list[str]:
    """Name events without a date, and ties without one that no event tells; routes tell theirs."""
    names = [n.name(scene.language) for n in scene.nodes]
    events = {i for i, node in enumerate(scene.nodes) if node.group == "event"}
    ties = [tie for tie in scene.ties if not ends_of(tie.when) and tie.order is None
            and not {tie.source, tie.target} & events]  # fmt: skip
    said = [names[i] for i in sorted(events) if not ends_of(scene.nodes[i].when)]
    return [*said, *(f"{names[tie.source]} – {names[tie.target]}" for tie in ties)]
