"""Shaded land (a choropleth): the classes of what states are shaded by, their colours, their land.

Numbers of more than five values are put in five classes with about as many states in each
(quantiles; see Slocum et al., "Thematic Cartography and Geovisualization", 2022); numbers on both
sides of zero diverge from it. The colours are ColorBrewer's (Harrower and Brewer 2003) and those of
Okabe and Ito (2008), which colour-blind readers can part.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError, nearest
from kg.folding import folded
from kg.picture.place.ground import area_at
from kg.picture.place.outline import areas
from kg.picture.place.view import Shade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.picture.place.values import Value
    from kg.picture.scene import Scene

__all__ = ["Land", "classes", "lands"]

_MANY: Final = 5
_BLUES: Final = ("#c6dbef", "#9ecae1", "#6baed6", "#3182bd", "#08519c")
_BELOW: Final = ("#b35806", "#f1a340", "#fee0b6")
_ABOVE: Final = ("#d8daeb", "#998ec3", "#542788")
_ZERO: Final = "#e8e8e8"
_KINDS: Final = ("#56a0d3", "#e69f00", "#3fa37c", "#cc79a7", "#d5774a", "#b5b04a", "#8a7fc0")
_REST: Final = "#b7bec6"
_PALE: Final = "#c3d9ea"
_SIDES: Final = 3
# Which of the blues so many classes take.
_TAKEN: Final = {1: (3,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
Land = dict[str, tuple[int | None, "Value"]]


def lands(scene: Scene, told: Mapping[int | str, Value]) -> tuple[Land, list[list[str]]]:
    """Give for each country's land the state that it shows, and what that is shaded by.

    A state's land is the country of its name, or else the one in which its coordinates lie, as it
    is today: the land of one that is gone is that of where its capital was.

    Args:
        scene: What is drawn.
        told: As `values` gives it.

    Returns:
        By the name of the land the state's index, None for one that the scene has not; and the
        names of states that have no land on the map, and of those that share another's.

    Raises:
        UsageError: A state is unknown.
    """
    by_name = {folded(area.name): area.name for area in areas()}
    found: Land = {}
    later: list[tuple[int, Value]] = []
    for key, value in told.items():
        name = folded(scene.nodes[key].label if isinstance(key, int) else key)
        if name in by_name:
            found[by_name[name]] = (key if isinstance(key, int) else None, value)
        elif isinstance(key, int):
            later.append((key, value))
        else:
            known = [*by_name.values(), *(node.label for node in scene.nodes)]
            raise UsageError(f"no state on the map is called {key!r}", mend=nearest(key, known)
                             or "give the id or the label of a state in the network")  # fmt: skip
    nowhere, shared = [], []
    for at, value in later:
        node = scene.nodes[at]
        area = area_at(node.lon, node.lat) if node.lon is not None and node.lat is not None else ""
        if not area:
            nowhere.append(node.name(scene.language))
        elif area in found:
            if found[area][1] != value:
                shared.append(node.name(scene.language))
        else:
            found[area] = (at, value)
    return found, [nowhere, shared]


def classes(told: Sequence[Value]) -> tuple[list[Shade], list[int]]:
    """Give the shades that values need, and for each value the number of its shade."""
    if told and all(value.number is not None for value in told):
        return _numbers([value.number or 0.0 for value in told], told[0].what)
    names = [value.words or _short(value.number or 0.0) for value in told]
    ranked = [name for name, _ in Counter(names).most_common()]
    first = {name: told[names.index(name)] for name in ranked}
    sure = [name for name in ranked if first[name].sure]
    colours = dict(zip(sure, [*_KINDS, *[_REST] * len(sure)], strict=False))
    order = [*sure, *(name for name in ranked if name not in sure)]
    shades = [Shade(colours.get(name, _PALE), name, first[name].words_ur or name) for name in order]
    return shades, [order.index(name) for name in names]


def _numbers(given: list[float], what: tuple[str, str]) -> tuple[list[Shade], list[int]]:
    if min(given) < 0 < max(given):
        parts = [
            *_parts([x for x in given if x < 0], _SIDES),
            *([[0.0]] if 0 in given else []),
            *_parts([x for x in given if x > 0], _SIDES),
        ]
        below = sum(part[-1] < 0 for part in parts)
        above = sum(part[0] > 0 for part in parts)
        middle = [_ZERO] * (0 in given)
        colours = [*_BELOW[:below], *middle, *_ABOVE[_SIDES - above :]]
    else:
        parts = _parts(given, _MANY)
        colours = [_BLUES[at] for at in _TAKEN[len(parts)]]
    shades = [
        Shade(colour, *(_titled(name, part) for name in what))
        for colour, part in zip(colours, parts, strict=False)
    ]
    at = {x: number for number, part in enumerate(parts) for x in part}
    return shades, [at[x] for x in given]


def _parts(given: list[float], most: int) -> list[list[float]]:
    """Part numbers into classes with about as many of them in each, equal ones together."""
    distinct = sorted(set(given))
    if len(distinct) <= most:
        return [[x] for x in distinct]
    ranked = sorted(given)
    found: list[list[float]] = [[] for _ in range(most)]
    for x in distinct:
        found[ranked.index(x) * most // len(ranked)].append(x)
    return [part for part in found if part]


def _titled(name: str, part: list[float]) -> str:
    low, high = _short(part[0]), _short(part[-1])
    span = low if low == high else f"{low} – {high}"
    return f"{name}: {span}" if name else span


def _short(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:,.3g}"
