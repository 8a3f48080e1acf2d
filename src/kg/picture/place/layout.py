"""Where everything stands: chosen by what the network is, seeded, the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, nearest
from kg.picture.place.patterns import blocks, corridor, dyad, ego, hub, is_stop, sets
from kg.picture.place.wings import is_winged
from kg.picture.scene import hubs, is_bipartite, is_route, neighbours

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kg.picture.place.view import Point
    from kg.picture.scene import Scene

__all__ = ["LAYOUTS", "choose", "positions", "sides"]

_FULL_STRESS: Final = 2000
_PIVOTS: Final = 200
_DYAD: Final = 2
_ROOM: Final = 46.0
_OWN: Final = 0.8


def positions(scene: Scene, layout: str | Mapping[Any, Point] | None, seed: int) -> list[Point]:
    """Give every thing its place, in pixels, y downwards.

    Args:
        scene: What is to be drawn.
        layout: A name of `LAYOUTS`; None chooses; a mapping from node id to x and y is taken as it
            is, for those things that it names.
        seed: Of the stress layout.

    Raises:
        UsageError: There is no such layout.
    """
    if layout is None or isinstance(layout, str):
        if not scene.nodes:
            return []
        return LAYOUTS[_name(layout) if layout else choose(scene)](scene, seed)
    fixed = {str(key): (float(place[0]), float(place[1])) for key, place in layout.items()}
    free = _stress(scene, seed)
    return [fixed.get(node.id, place) for node, place in zip(scene.nodes, free, strict=True)]


def sides(scene: Scene, layout: str | Mapping[Any, Point] | None) -> dict[int, int]:
    """Give the things whose names stand beside them, -1 for left and 1 for right."""
    if not scene.nodes or not (layout is None or isinstance(layout, str)):
        return {}
    name = layout or choose(scene)
    if name == "dyad":
        return _outside(scene)
    if name not in ("alliance", "ego"):
        return {}
    centre = (hubs(scene) or [0])[0] if name == "alliance" else _middle(scene)
    if not is_winged(scene, centre):
        return {}
    at = LAYOUTS[name](scene, 0)
    return {i: -1 if x < 0 else 1 for i, (x, _) in enumerate(at) if i != centre}


def _outside(scene: Scene) -> dict[int, int]:
    """Give what is tied to one of two things alone, by the side where it stands."""
    if len(pair := _pair(scene)) < _DYAD:
        return {}
    near, at = neighbours(scene), _dyad(scene, 0)
    return {
        i: -1 if at[i][0] < 0 else 1
        for i in range(len(at))
        if i not in pair and not all(i in near[end] for end in pair)
    }


def choose(scene: Scene) -> str:
    """Give the name of the layout that fits: by groups, stops, focus, hubs, else stress."""
    if any(node.block is not None for node in scene.nodes):
        return "groups"
    return "corridor" if is_route(scene) else _about(scene)


def _about(scene: Scene) -> str:
    if len(scene.focus) == _DYAD and is_bipartite(scene, scene.focus, 0.7):
        return "dyad"
    found = hubs(scene)
    if len(scene.focus) == 1 and scene.focus[0] not in found and is_winged(scene, scene.focus[0]):
        return "ego"
    if len(found) == 1 and is_bipartite(scene, found, 0.6) and not _is_of_several(scene):
        return "alliance"
    if _is_of_several(scene) or (len(found) > 1 and is_bipartite(scene, found, 0.8)):
        return "sets"
    if len(scene.focus) == 1 and scene.nodes[scene.focus[0]].degree > 1:
        return "ego"
    return "stress"


def _is_of_several(scene: Scene) -> bool:
    """Say whether most ties are those of three things or more that the picture is about.

    Organisations that gather members say so themselves.
    """
    ends = {*scene.focus}
    if ends <= {*hubs(scene)}:
        return False
    own = sum(bool({tie.source, tie.target} & ends) for tie in scene.ties)
    return len(ends) > _DYAD and own >= _OWN * len(scene.ties)


def _name(layout: str) -> str:
    if layout not in LAYOUTS:
        mend = nearest(layout, LAYOUTS) or f"choose one of {', '.join(LAYOUTS)}"
        raise UsageError(f"unknown layout {layout!r}", mend=mend)
    return layout


def _alliance(scene: Scene, _seed: int) -> list[Point]:
    return hub(scene, (hubs(scene) or [0])[0])


def _ego(scene: Scene, _seed: int) -> list[Point]:
    return ego(scene, _middle(scene))


def _middle(scene: Scene) -> int:
    busiest = max(range(len(scene.nodes)), key=lambda i: scene.nodes[i].degree)
    return (scene.focus or [busiest])[0]


def _dyad(scene: Scene, seed: int) -> list[Point]:
    pair = _pair(scene)
    return dyad(scene, pair[0], pair[1]) if len(pair) == _DYAD else _stress(scene, seed)


def _pair(scene: Scene) -> list[int]:
    return scene.focus[:2] if len(scene.focus) >= _DYAD else _busiest_two(scene)


def _busiest_two(scene: Scene) -> list[int]:
    return sorted(range(len(scene.nodes)), key=lambda i: (-scene.nodes[i].degree, i))[:2]


def _sets(scene: Scene, seed: int) -> list[Point]:
    found = scene.focus if _is_of_several(scene) else hubs(scene)
    return sets(scene, found) if found else _stress(scene, seed)


def _corridor(scene: Scene, seed: int) -> list[Point]:
    placed = sum(node.lat is not None and is_stop(node) for node in scene.nodes)
    return corridor(scene) if placed > 1 else _stress(scene, seed)


def _stress(scene: Scene, seed: int) -> list[Point]:
    """Minimise stress by stochastic gradient descent (Zheng, Pawar and Goodman 2018), by component.

    Above 2,000 things in a component, the sparse approximation of Ortmann, Klimenta and Brandes
    (2017) with 200 pivots.
    """
    import numpy as np  # noqa: PLC0415

    count = len(scene.nodes)
    unit = 95.0 if count <= 120 else 70.0  # noqa: PLR2004
    at = np.zeros((count, 2))
    blocks = []
    for part in _components(scene):
        at[part] = _upright(_component(scene, part, seed)) * unit
        blocks.append(part)
    _pack(at, blocks, unit)
    at *= _roominess(at)
    return [(float(x), float(y)) for x, y in at]


def _roominess(at: npt.NDArray[np.float64]) -> float:
    """Give the factor that leaves each thing of a crowd room of its own; few hops say nothing."""
    import numpy as np  # noqa: PLC0415

    span = np.ptp(at, axis=0) if len(at) else np.zeros(2)
    area = float(span[0] * span[1])
    return max(1.0, _ROOM * math.sqrt(len(at) / area)) if area else 1.0


def _component(scene: Scene, part: list[int], seed: int) -> npt.NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415
    from s_gd2 import layout, layout_sparse  # noqa: PLC0415

    if len(part) == 1:
        return np.zeros((1, 2))
    local = {number: place for place, number in enumerate(part)}
    pairs = {(local[t.source], local[t.target]) for t in scene.ties if t.source in local}
    ends = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]})
    i, j = ([end[side] for end in ends] for side in (0, 1))
    # A start of our own: left to itself, s_gd2 reseeds the caller's global numpy generator.
    start = np.random.default_rng(seed).random((len(part), 2))
    if len(part) <= _FULL_STRESS:
        return np.asarray(layout(i, j, random_seed=seed, init=start))
    return np.asarray(layout_sparse(i, j, _PIVOTS, random_seed=seed, init=start))


def _upright(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Turn a component so that its longest axis lies flat, the same way round each time."""
    import numpy as np  # noqa: PLC0415

    centred = at - at.mean(axis=0)
    if len(at) < 3:  # noqa: PLR2004
        span = float(np.linalg.norm(at[0] - at[-1]))
        return np.array([[place * span, 0.0] for place in range(len(at))])
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned: npt.NDArray[np.float64] = centred @ axes[:, ::-1]
    signs = np.where(turned[0] < 0, -1.0, 1.0)
    return turned * signs


def _components(scene: Scene) -> list[list[int]]:
    import networkx as nx  # noqa: PLC0415

    graph = nx.empty_graph(len(scene.nodes))
    graph.add_edges_from((tie.source, tie.target) for tie in scene.ties)
    parts = map(sorted, nx.connected_components(graph))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _pack(at: npt.NDArray[np.float64], blocks: list[list[int]], unit: float) -> None:
    """Set the components on shelves, the largest first."""
    spans = [(at[part].max(axis=0) - at[part].min(axis=0) + unit) for part in blocks]
    area = sum(float(span[0] * span[1]) for span in spans)
    row = max([math.sqrt(area) * 1.5, *(float(span[0]) for span in spans)])
    x = y = height = 0.0
    for part, span in zip(blocks, spans, strict=True):
        if x and x + float(span[0]) > row:
            x, y, height = 0.0, y + height, 0.0
        at[part] += -at[part].min(axis=0) + (x, y)
        x, height = x + float(span[0]), max(height, float(span[1]))


LAYOUTS: Final[dict[str, Callable[[Scene, int], list[Point]]]] = {
    "alliance": _alliance,
    "corridor": _corridor,
    "dyad": _dyad,
    "ego": _ego,
    "groups": lambda scene, _: blocks(scene),
    "sets": _sets,
    "stress": _stress,
}
