"""What kind of network this is: who its organisations are, whether it is a route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.picture.scene.scene import Scene

__all__ = ["hubs", "is_bipartite", "is_route", "neighbours", "paint_routes", "start_of"]

_ROUTE_SHARE: Final = 0.3


def neighbours(scene: Scene) -> list[set[int]]:
    """Give the neighbours of every thing, itself left out."""
    found: list[set[int]] = [set() for _ in scene.nodes]
    for tie in scene.ties:
        if tie.source != tie.target:
            found[tie.source].add(tie.target)
            found[tie.target].add(tie.source)
    return found


def hubs(scene: Scene) -> list[int]:
    """Give the organisations that gather members, those with most of them first."""
    counts: dict[int, int] = {}
    for tie in scene.ties:
        if tie.gathers and scene.nodes[tie.target].group == "organization":
            counts[tie.target] = counts.get(tie.target, 0) + 1
    return sorted(counts, key=lambda i: (-counts[i], scene.nodes[i].id))


def is_bipartite(scene: Scene, found: list[int], share: float) -> bool:
    """Say whether at least this share of the ties join one of these things to another thing."""
    ends = set(found)
    across = sum((tie.source in ends) != (tie.target in ends) for tie in scene.ties)
    return bool(scene.ties) and across >= share * len(scene.ties)


def is_route(scene: Scene) -> bool:
    """Say whether stops of a corridor, with coordinates, make up much of the network."""
    stops = [tie for tie in scene.ties if tie.order is not None]
    placed = sum(node.lat is not None for node in scene.nodes)
    return len(stops) > 1 and placed > 1 and len(stops) >= _ROUTE_SHARE * len(scene.ties)


def paint_routes(scene: Scene) -> None:
    """Colour the stops of each route apart, where a picture shows several."""
    stops = [tie for tie in scene.ties if tie.order is not None and tie.within]
    if len({tie.within for tie in stops}) > 1:
        for tie in stops:
            tie.paint = f"{tie.kind} {tie.within}"


def start_of(scene: Scene, node: int, hub: int) -> str:
    """Give the day on which a thing's first tie with a hub starts; undated ties come last."""
    days = [
        tie.when.get("earliest_start", "9999")
        for tie in scene.ties
        if {tie.source, tie.target} == {node, hub}
    ]
    return min(days, default="9999")
