"""Make `outline.json` from a TopoJSON file of countries (world-atlas 2.0.2, countries-50m.json).

Run as ``python -m kg.picture.geography.derive countries-50m.json``; the same input gives the same
bytes. An arc that two countries share is a border, any other a coast. Borders that more than one
state claims are told apart by the pairs and boxes below; `README.md` says why.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kg.paths import write_whole

__all__ = ["derive", "main"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]

_DETAIL: Final[Box] = (55.0, 0.0, 105.0, 50.0)
_FINE, _COARSE, _SMALLEST = 0.03, 0.14, 0.6
_ANYWHERE: Final[Box] = (-180.0, -90.0, 180.0, 90.0)
# Pairs of names as the source spells them, and the part of their border that is disputed.
_DISPUTED: Final[dict[tuple[str, str], Box]] = {
    ("India", "Pakistan"): (73.2, 32.2, 78.0, 37.2),
    ("China", "India"): _ANYWHERE,
    ("China", "Pakistan"): _ANYWHERE,
    ("Bhutan", "China"): _ANYWHERE,
    ("Morocco", "W. Sahara"): _ANYWHERE,
    ("Kosovo", "Serbia"): _ANYWHERE,
    ("Cyprus", "N. Cyprus"): _ANYWHERE,
    ("Somalia", "Somaliland"): _ANYWHERE,
    ("Israel", "Palestine"): _ANYWHERE,
    ("Israel", "Syria"): _ANYWHERE,
    ("North Korea", "South Korea"): _ANYWHERE,
    ("Guyana", "Venezuela"): _ANYWHERE,
    ("Egypt", "Sudan"): (31.0, 21.5, 38.0, 23.5),
    ("S. Sudan", "Sudan"): (27.0, 9.0, 30.0, 11.0),
    ("Kenya", "S. Sudan"): _ANYWHERE,
    ("Russia", "Ukraine"): _ANYWHERE,
}
_ALWAYS_DISPUTED: Final = "Siachen Glacier"
# Territories whose status is disputed carry no name on the map: a picture's own things may.
_UNNAMED: Final = {
    _ALWAYS_DISPUTED, "Kosovo", "N. Cyprus", "Palestine", "Somaliland", "Taiwan", "W. Sahara"
}  # fmt: skip
_MESH: Final = 2


def derive(topology: dict[str, Any]) -> str:
    """Give the text of `outline.json` for a TopoJSON topology with an object ``countries``."""
    owners = _owners(topology)
    lines: dict[str, list[list[int]]] = {"border": [], "coast": [], "disputed": []}
    for number, arc in enumerate(_arcs(topology)):
        names = tuple(sorted(owners.get(number, ())))
        for kind, run in _split(arc, names):
            kept = _simplify(run)
            if kind != "coast" or _large(kept):
                lines[kind].append(_steps(kept))
    inside = [list(found) for found in _names(topology)]
    head = {"source": "Natural Earth (public domain), by way of world-atlas 2.0.2", "unit": 0.01}
    return (
        json.dumps(
            {**head, "names": inside, "lines": lines}, ensure_ascii=False, separators=(",", ":")
        )
        + "\n"
    )


def _names(topology: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Give each undisputed country's name and the points of a grid that lie inside it."""
    arcs = _arcs(topology)
    found = []
    for country in topology["objects"]["countries"]["geometries"]:
        name = country["properties"]["name"]
        if name in _UNNAMED:
            continue
        rings = [_ring(arcs, ring) for ring in _outer(country)]
        points = [p for p in _grid(rings) if sum(_within(p, ring) for ring in rings) % 2]
        if points:
            found.append((name, [whole for p in points for whole in p]))
    return sorted(found)


def _outer(country: dict[str, Any]) -> list[list[int]]:
    shapes = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    return [shape[0] for shape in shapes]


def _ring(arcs: list[list[Point]], ring: list[int]) -> list[Point]:
    return [p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])[1:]]


def _grid(rings: list[list[Point]]) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for ring in rings:
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        across = range(math.ceil(min(xs) / _MESH), math.floor(max(xs) / _MESH) + 1)
        up = range(math.ceil(min(ys) / _MESH), math.floor(max(ys) / _MESH) + 1)
        found |= {(i * _MESH, j * _MESH) for i in across for j in up}
    return sorted(found)


def _within(point: tuple[int, int], ring: list[Point]) -> bool:
    """Say whether a point lies in a ring, by counting the sides that a ray crosses."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def _owners(topology: dict[str, Any]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        for arc in _flat(country["arcs"]):
            found.setdefault(arc if arc >= 0 else ~arc, set()).add(country["properties"]["name"])
    return found


def _flat(arcs: Any) -> list[int]:  # noqa: ANN401 - TopoJSON nests arcs by type of geometry
    return [arcs] if isinstance(arcs, int) else [one for part in arcs for one in _flat(part)]


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def _split(arc: list[Point], names: tuple[str, ...]) -> list[tuple[str, list[Point]]]:
    """Cut an arc into runs of one kind; neighbouring runs share their end point."""
    kinds = [_kind(arc[i], names) for i in range(len(arc))]
    runs: list[tuple[str, list[Point]]] = [(kinds[0], [arc[0]])]
    for point, kind in zip(arc[1:], kinds[1:], strict=True):
        runs[-1][1].append(point)
        if kind != runs[-1][0]:
            runs.append((kind, [point]))
    return [(kind, run) for kind, run in runs if len(run) > 1]


def _kind(point: Point, names: tuple[str, ...]) -> str:
    if len(names) < 2:  # noqa: PLR2004
        return "coast"
    if _ALWAYS_DISPUTED in names:
        return "disputed"
    box = _DISPUTED.get((names[0], names[1]))
    return "disputed" if box and _inside(point, box) else "border"


def _inside(point: Point, box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _simplify(line: list[Point]) -> list[Point]:
    """Thin a line (Douglas and Peucker 1973), finer in South and Central Asia."""
    if len(line) < 3:  # noqa: PLR2004
        return line
    first, last = line[0], line[-1]
    gaps = [_distance(point, first, last) for point in line]
    at = max(range(len(line)), key=gaps.__getitem__)
    if gaps[at] <= (_FINE if _inside(line[at], _DETAIL) else _COARSE):
        return [first, last]
    return _simplify(line[: at + 1])[:-1] + _simplify(line[at:])


def _distance(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def _large(line: list[Point]) -> bool:
    xs, ys = [p[0] for p in line], [p[1] for p in line]
    closed = line[0] == line[-1]
    span = max(max(xs) - min(xs), max(ys) - min(ys))
    return not closed or span > (0.2 if _inside(line[0], _DETAIL) else _SMALLEST)


def _steps(line: list[Point]) -> list[int]:
    whole = [(round(x * 100), round(y * 100)) for x, y in line]
    steps = list(whole[0])
    for (x0, y0), (x1, y1) in pairwise(whole):
        steps += [x1 - x0, y1 - y0]
    return steps


def main() -> None:
    """Read the TopoJSON file that the first argument names, write `outline.json` beside this."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    write_whole(Path(__file__).parent / "outline.json", derive(topology))


if __name__ == "__main__":
    main()
