"""Where everything of a picture stands, to a pixel, and what its rules say of any picture.

``pytest tests/test_places.py --rewrite-golden`` writes the places of the examples anew; look at the
pictures of docs/gallery before you commit them.
"""

from __future__ import annotations

import json
import math
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pictures
from kg.errors import UsageError
from kg.picture import draw
from kg.picture.place import layout as layouts
from kg.picture.place import map as maps
from kg.picture.place import spread
from kg.picture.place.ground import area_at, background, cut_line, cut_ring, inside, land
from kg.picture.place.labels import label_all
from kg.picture.place.layout import LAYOUTS, choose, positions
from kg.picture.place.map import Projection, country_names, on_map, projection
from kg.picture.place.outline import names, outline
from kg.picture.place.view import Label, Point, Strand, View, gap, gather, strands, via
from kg.picture.scene import Scene, paints
from kg.picture.scene.reading import read

HELD: Final = Path(__file__).parent / "sample" / "places.json"


def scene(net: nx.MultiDiGraph[Any]) -> Scene:
    return read(net, title=None, language="en")


def bonds(*pairs: str, **graph: object) -> nx.MultiDiGraph[Any]:
    """Give a network of ties such as "a-b"; in capitals are organisations."""
    net = pictures.network("Bonds", **graph)
    for number, pair in enumerate(pairs):
        one, other = pair.split("-")
        for name in (one, other):
            if name not in net:
                add = pictures.alliance if name.isupper() else pictures.state
                add(net, name, name.title())
        kind = "Membership" if other.isupper() else "Cooperation"
        pictures.tie(net, one, other, kind, str(1950 + number % 60), key=f"k{number}")
    return net


def members(hub: str, count: int, prefix: str = "m") -> list[str]:
    return [f"{prefix}{number:02}-{hub}" for number in range(count)]


def shared_events() -> nx.MultiDiGraph[Any]:
    """Two states with ties of their own, seven things that they share and some that they do not."""
    net = bonds("a-b", "b-a", "a-b", *(f"a-c{n}" for n in range(12)), "b-d0", "b-d1", "e-f",
                focus=["a", "b"])  # fmt: skip
    for number in range(7):
        pictures.tie(net, "a", f"e{number}", "Participation", "1950")
        pictures.tie(net, f"e{number}", "b", "Participation", "1950")
        net.add_node(f"e{number}", label=f"E{number}", group="event", kind="Talks",
                     kind_label="talks", earliest_start=f"19{70 - number}-01-01")  # fmt: skip
    return net


EXAMPLES: Final[dict[str, tuple[Any, str]]] = {
    "an alliance": (pictures.cento, "alliance"),
    "a large alliance": (lambda: bonds(*members("N", 31), "x-y", "y-m01"), "alliance"),
    "an alliance of four": (lambda: bonds(*members("N", 4)), "alliance"),
    "no alliance": (lambda: bonds("a-b", "b-c"), "alliance"),
    "an ego": (lambda: bonds("a-b", "c-a", "a-D", "d-b", "e-d", "f-g", focus=["a"]), "ego"),
    "nobody's ego": (lambda: bonds("a-b", "c-b", "b-d"), "ego"),
    "a dyad": (pictures.events, "dyad"),
    "a dyad with more": (shared_events, "dyad"),
    "nobody's dyad": (lambda: bonds("a-b", "c-b", "b-d", "d-a", "c-d"), "dyad"),
    "sets": (pictures.pacts, "sets"),
    "two sets": (lambda: bonds("a-M", "b-M", "b-N", "c-N", "d-M", "d-N"), "sets"),
    "three sets": (
        lambda: bonds(*members("M", 9), *members("N", 3, "n"), "s-M", "s-N", "t-N", "t-P", "z-y",
                      *(f"all{n}-{hub}" for n in range(5) for hub in "MNP")),
        "sets",
    ),
    "a corridor": (pictures.cpec, "corridor"),
}  # fmt: skip
DRAWN: Final[dict[str, tuple[Any, dict[str, Any]]]] = {
    "an alliance": (pictures.cento, {}),
    "sets": (pictures.pacts, {}),
    "a corridor on the map": (pictures.cpec, {"view": "map"}),
    "a dyad": (pictures.events, {}),
    "a crowd": (lambda: bonds(*members("N", 125), "m01-m02"), {"layout": "alliance"}),
}


def placed(name: str) -> list[list[float]]:
    make, layout = EXAMPLES[name]
    return [[round(x, 1), round(y, 1)] for x, y in positions(scene(make()), layout, 0)]


def shown(name: str) -> dict[str, Any]:
    """Give a view's places, labels and lines; every third label of many."""
    make, call = DRAWN[name]
    view = draw(make(), **call).views[call.get("view", "network")]
    step = 1 + len(view.labels) // 30
    return {
        "at": [None if p is None else [round(p[0], 1), round(p[1], 1)] for p in view.at][::step],
        "labels": [
            [b.node, round(b.x, 1), round(b.y, 1), round(b.width, 1), round(b.height, 1), b.shown]
            for b in view.labels
        ][::step],
        "lines": [[s.source, s.target, round(s.bend, 1), s.arrow] for s in view.strands][::step],
        "extent": [round(x, 1) for x in view.extent],
        "names": [[name, *spot] for name, spot in view.names],
        "font": view.font,
    }


def held() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(HELD.read_text(encoding="utf-8"))
    return found


def test_the_file_is_written_anew_where_that_is_asked(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        parts: dict[str, dict[str, Any]] = {
            "places": {n: placed(n) for n in EXAMPLES},
            "views": {n: shown(n) for n in DRAWN},
        }
        lines = [
            f'  "{part}": {{\n'
            + ",\n".join(f"    {json.dumps(n)}: {json.dumps(e)}" for n, e in each.items())
            + "\n  }"
            for part, each in parts.items()
        ]
        HELD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert {part: list(each) for part, each in held().items()} == {
        "places": list(EXAMPLES), "views": list(DRAWN),
    }  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_layout_sets_things_where_they_were(name: str) -> None:
    for point, expected in zip(placed(name), held()["places"][name], strict=True):
        assert point == pytest.approx(expected, abs=0.15)


@pytest.mark.parametrize("name", DRAWN)
def test_a_view_shows_what_it_showed(name: str) -> None:
    assert flat(shown(name)) == pytest.approx(flat(held()["views"][name]), abs=0.25)


def flat(told: object) -> list[float]:
    """Give all numbers of a view in order; words and gaps as numbers of their own."""
    if isinstance(told, dict):
        return [x for each in told.values() for x in flat(each)]
    if isinstance(told, list):
        return [len(told), *(x for each in told for x in flat(each))]
    if isinstance(told, str):
        return [float(sum(map(ord, told)))]
    return [-1e6] if told is None else [float(told)]  # type: ignore[arg-type]


# What is chosen, and what a layout does that has a start of its own


@pytest.mark.parametrize(
    ("layout", "pairs", "focus"),
    [
        ("alliance", ["a-N", "b-N", "c-N", "a-b", "b-c"], []),  # three of five
        ("stress", ["a-N", "b-N", "c-N", "a-b", "b-c", "c-a"], []),  # half
        ("sets", ["a-M", "a-N", "b-M", "c-N", "a-b"], []),  # four of five
        ("stress", ["a-M", "a-N", "b-M", "b-c", "c-a"], []),
        ("dyad", ["a-b", "b-c"], ["a", "c"]),
        ("stress", ["a-b", "b-c", "z-z"], ["a", "b", "c"]),
        ("ego", ["a-b", "a-c", "b-c"], ["a"]),
        ("stress", ["a-b", "b-c"], ["a"]),
        ("stress", ["a-b", "b-c"], []),
    ],
)
def test_a_layout_fits_by_share_and_focus(layout: str, pairs: list[str], focus: list[str]) -> None:
    assert choose(scene(bonds(*pairs, focus=focus))) == layout


def test_a_pair_of_which_one_stands_alone_is_no_dyad() -> None:
    net = bonds("a-b", "b-c", focus=["a", "x"])
    pictures.state(net, "x", "X")
    assert choose(scene(net)) == "stress"


def test_a_layout_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"unknown layout 'strss'\. Nearest: stress"):
        positions(scene(bonds("a-b")), "strss", 0)
    with pytest.raises(UsageError, match=f"Choose one of {', '.join(LAYOUTS)}"):
        positions(scene(bonds("a-b")), "zzz", 0)
    assert positions(scene(nx.MultiDiGraph()), "stress", 0) == []
    assert positions(scene(nx.MultiDiGraph()), {"a": (0.0, 0.0)}, 0) == []


def test_places_that_are_given_stay_and_the_rest_is_free() -> None:
    made = scene(bonds("a-b", "b-c"))
    free = positions(made, "stress", 3)
    fixed = positions(made, {"b": (7, -8), "nobody": (0, 0)}, 3)
    assert fixed == [free[0], (7.0, -8.0), free[2]]
    assert positions(made, "stress", 3) == free


def test_stress_sets_things_as_far_apart_as_the_way_between_them() -> None:
    """In a path the way is the line: each step is one unit, and the path lies flat."""
    for count, unit in ((5, 95.0), (120, 95.0), (121, 70.0)):
        names = [f"n{number:03}" for number in range(count)]
        at = positions(scene(bonds(*(f"{a}-{b}" for a, b in pairwise(names)))), "stress", 0)
        steps = [math.dist(a, b) for a, b in pairwise(at)]
        assert sum(steps) / len(steps) == pytest.approx(unit, rel=0.1)
        assert max(y for _, y in at) - min(y for _, y in at) < 0.3 * math.dist(at[0], at[-1])


def places_only(*groups: str) -> Scene:
    """Give a path of things with coordinates, of these groups."""
    net = pictures.network("Places")
    for number, group in enumerate(groups):
        net.add_node(f"n{number}", label="N", group=group, kind="K", kind_label="k",
                     lat=10.0 + number, lon=20.0 + number**2)  # fmt: skip
    for number in range(len(groups) - 1):
        pictures.tie(net, f"n{number}", f"n{number + 1}", "Stop", None, key=f"k{number}")
    return scene(net)


@pytest.mark.parametrize(
    ("layout", "made"),
    [
        ("corridor", scene(bonds("a-b", "b-c", "a-d", "d-b"))),
        ("corridor", places_only("place", "state", "organization", "person", "group")),
        ("sets", scene(bonds("a-b", "b-c", "a-d", "d-b"))),
        ("dyad", places_only("state")),
    ],
)
def test_where_there_is_nothing_for_a_layout_stress_sets_things(layout: str, made: Scene) -> None:
    for seed in (0, 5):
        assert positions(made, layout, seed) == positions(made, "stress", seed)
    if len(made.nodes) > 1:
        assert positions(made, layout, 0) != positions(made, layout, 5)


def test_two_places_make_a_corridor() -> None:
    made = places_only("place", "event", "state")
    assert positions(made, "corridor", 0) != positions(made, "stress", 0)
    assert positions(made, "corridor", 0)[2] == (-460.0, 310.0)


def test_a_seed_decides_and_nobody_elses_numbers_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    # Above so many things, only pivots are set one against all others.
    monkeypatch.setattr(layouts, "_FULL_STRESS", 60)
    monkeypatch.setattr(layouts, "_PIVOTS", 20)
    for count in (60, 90):
        made = scene(bonds(*(f"n{n:02}-n{n + 1:02}" for n in range(count - 1))))
        np.random.seed(7)
        first = positions(made, "stress", 3)
        after = np.random.random()
        assert positions(made, "stress", 3) == first
        assert positions(made, "stress", 4) != first
        np.random.seed(7)
        assert np.random.random() == after
        steps = sorted(math.dist(a, b) for a, b in pairwise(first))
        assert steps[len(steps) // 2] == pytest.approx(95, rel=0.2)


def test_shelves_are_filled_from_the_left_until_one_is_full() -> None:
    corners = [(30, 10), (10, 10), (20, 0), (0, 0), (0, 0), (0, 0)]
    at = np.array(
        [point for wide, tall in corners for point in ((5.0, 7.0), (5.0 + wide, 7.0 + tall))]
    )
    blocks = [[2 * number, 2 * number + 1] for number in range(len(corners))]
    layouts._pack(at, blocks, 10.0)
    # A shelf is half as wide again as the root of all areas: 63.6 here.
    starts = [(0, 0), (40, 0), (0, 20), (30, 20), (40, 20), (50, 20)]
    assert at[0::2].tolist() == [list(start) for start in starts]
    assert (at[1::2] - at[0::2]).tolist() == [list(corner) for corner in corners]
    wide = np.array([[0.0, 0.0], [500.0, 0.0], [0.0, 0.0], [0.0, 5.0]])
    layouts._pack(wide, [[0, 1], [2, 3]], 10.0)
    assert wide.tolist() == [[0, 0], [500, 0], [0, 10], [0, 15]]


def test_components_stand_on_shelves_apart_from_each_other() -> None:
    pairs = [f"{c}{n}-{c}{n + 1}" for c, size in zip("abcdef", (9, 6, 4, 2, 2, 1), strict=True)
             for n in range(size)]  # fmt: skip
    net = bonds(*pairs)
    for lone in ("x", "y", "z"):
        pictures.state(net, lone, lone)
    made = scene(net)
    at = positions(made, "stress", 1)
    boxes = {}
    for letter in "abcdefxyz":
        own = [p for p, node in zip(at, made.nodes, strict=True) if node.id.startswith(letter)]
        xs, ys = zip(*own, strict=True)
        boxes[letter] = (min(xs), min(ys), max(xs), max(ys))
    for (_, a), (_, b) in combinations(boxes.items(), 2):
        apart = max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3])
        assert apart >= 94.9
    # The largest first, row by row, in rows about half as wide again as they are tall.
    starts = [(box[1], box[0]) for box in boxes.values()]
    assert starts == sorted(starts)
    assert starts[0] == (0.0, 0.0)
    wide, tall = (max(box[i] for box in boxes.values()) for i in (2, 3))
    assert 0.8 < wide / tall < 6


def test_the_longest_axis_lies_flat_and_the_first_thing_to_the_right() -> None:
    turned = layouts._upright(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0], [4.0, 3.0]]))
    assert turned.mean(axis=0) == pytest.approx([0, 0])
    assert np.ptp(turned[:, 0]) == pytest.approx(10, abs=0.2)
    assert np.ptp(turned[:, 1]) < 2
    assert turned[0][0] > 0
    assert turned[0][1] >= 0
    for a, b in combinations(range(4), 2):
        given_points = [[0.0, 0.0], [3.0, 4.0], [6.0, 8.0], [4.0, 3.0]]
        assert math.dist(turned[a], turned[b]) == pytest.approx(
            math.dist(given_points[a], given_points[b])
        )
    corner = layouts._upright(np.array([[0.0, 0.0], [0.0, 8.0], [3.0, 0.0]]))
    assert [math.dist(corner[a], corner[b]) for a, b in ((0, 1), (0, 2))] == pytest.approx([8, 3])
    assert layouts._upright(np.array([[1.0, 1.0], [4.0, 5.0]])).tolist() == [[0, 0], [5, 0]]
    assert layouts._upright(np.zeros((1, 2))).tolist() == [[0, 0]]


def test_a_crowd_is_given_room_and_few_things_are_not_drawn_together() -> None:
    square = np.array([[x * 10.0, y * 10.0] for x in range(11) for y in range(11)])
    assert layouts._roominess(square) == pytest.approx(46 * math.sqrt(121 / 10_000))
    assert layouts._roominess(square * 20) == 1.0
    assert layouts._roominess(np.array([[0.0, 5.0], [9.0, 5.0]])) == 1.0
    assert layouts._roominess(np.zeros((0, 2))) == 1.0


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=20))
def test_components_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    made = scene(bonds(*(f"n{a:02}-n{b:02}" for a, b in pairs)))
    places = {node.id: place for place, node in enumerate(made.nodes)}
    plain = nx.Graph([(places[f"n{a:02}"], places[f"n{b:02}"]) for a, b in pairs])
    found = layouts._components(made)
    assert sorted(map(sorted, found)) == sorted(
        sorted(part) for part in nx.connected_components(plain)
    )
    assert found == sorted(found, key=lambda part: (-len(part), part[0]))
    assert all(part == sorted(part) for part in found)


# Lines between things


def test_lines_between_two_things_stand_side_by_side() -> None:
    # networkx gives ties by their sources: a to b twice, a to c, b to a, c to itself.
    found = strands(scene(bonds("a-b", "b-a", "a-b", "a-c", "c-c")))
    assert [(s.ties, s.source, s.target, s.bend, s.loop) for s in found] == [
        ([0, 1], 0, 1, -7.5, 0), ([3], 1, 0, -7.5, 1), ([2], 0, 2, 0.0, 0), ([4], 2, 2, 0.0, 0),
    ]  # fmt: skip
    two = strands(scene(bonds("a-b", "b-a")))
    # Bent to one side each: what runs the other way is turned.
    assert [s.bend for s in two] == [-7.5, -7.5]


def test_many_lines_become_bundles_of_what_is_alike() -> None:
    net = bonds(*["a-b"] * 2)
    assert [len(s.ties) for s in strands(scene(net))] == [2]
    net = bonds(*["a-b"] * 9)
    pictures.tie(net, "b", "a", "Cooperation", None, modality="alleged", key="claim")
    pictures.tie(net, "b", "a", "Participation", None, key="other")
    (facts, other, claim) = sorted(strands(scene(net)), key=lambda s: s.ties)
    assert (len(facts.ties), facts.claim, facts.loop) == (9, False, 0)
    assert sorted((len(s.ties), s.claim) for s in (other, claim)) == [(1, False), (1, True)]
    assert [s.bend for s in strands(scene(net))] == [-15.0, -0.0, -15.0]
    kinds = pictures.network("Kinds")
    pictures.add_states(kinds, "iran", "iraq")
    for number in range(12):
        pictures.tie(kinds, "iran", "iraq", f"Kind{number}", None, key=f"k{number}",
                     modality="asserted" if number < 9 else "alleged")  # fmt: skip
    found = strands(scene(kinds))
    assert [s.ties for s in found] == [[n] for n in range(7)] + [[7, 8, 9, 10, 11]]
    assert not found[-1].claim


@pytest.mark.parametrize(
    ("source", "target", "symmetric", "arrow"),
    [
        ("state", "state", False, True),
        ("state", "state", True, False),
        ("state", "organization", False, False),
        ("organization", "organization", False, True),
        ("organization", "state", False, True),
        ("person", "office", False, False),
        ("state", "event", False, False),
        ("state", "corridor", False, False),
        ("state", "concept", False, False),
        ("corridor", "corridor", False, True),
    ],
)
def test_an_arrow_says_what_the_ends_do_not(
    source: str, target: str, symmetric: bool, arrow: bool
) -> None:
    net = pictures.network("Arrow")
    for name, group in (("a", source), ("b", target)):
        net.add_node(name, label=name, group=group, kind="K", kind_label="k")
    pictures.tie(net, "a", "b", "Pact", None, symmetric=symmetric)
    pictures.tie(net, "a", "a", "Pact", None, key="loop")
    assert [s.arrow for s in strands(scene(net))] == [arrow, False]


NUMBERS = st.integers(-300, 300).map(float)
POINTS = st.tuples(NUMBERS, NUMBERS)


@given(POINTS, POINTS, st.integers(-60, 60))
def test_a_bent_line_passes_its_middle_at_the_bend(start: Point, end: Point, bend: int) -> None:
    control, roundness = via(start, end, bend)
    length = math.dist(start, end)
    if not length:
        assert (control, roundness) == (start, 0.0)
        return
    expected = math.copysign(min(0.9, abs(bend) * 8 / math.pi / length), bend or 1)
    assert roundness == pytest.approx(expected)
    # vis-network's own formula, of type curvedCW (EdgeBezierQuadratic), and its mirror.
    dx, dy = end[0] - start[0], start[1] - end[1]
    angle = math.atan2(dy, dx) + (roundness * 0.5 + 0.5) * math.pi
    reach = (abs(roundness) * 0.5 + 0.5) * length
    assert control == pytest.approx(
        (start[0] + reach * math.sin(angle), start[1] + reach * math.cos(angle))
    )


def test_bends_are_narrower_between_things_that_are_near() -> None:
    made = scene(bonds("a-b", "b-a", "a-b", "a-c", "a-d", "d-a"))
    at: list[Point | None] = [(0.0, 0.0), (50.0, 0.0), (0.0, 9.0), (0.0, 400.0)]
    found = gather(strands(made), at)
    assert [s.bend for s in found] == pytest.approx([-6.5, -6.5, 0, -7.5, -7.5])
    gone = gather(strands(made), [None, (50.0, 0.0), None, (0.0, 1.0)])
    assert [abs(s.bend) for s in gone] == [7.5, 7.5, 0, 7.5, 7.5]


def test_the_extent_holds_things_and_the_labels_that_are_shown() -> None:
    at: list[Point | None] = [(0.0, 10.0), None, (100.0, -20.0)]
    seen = Label(0, [], [], "", "", 0.0, 40.0, 90.0, 20.0, shown=True)
    unseen = Label(2, [], [], "", "", 900.0, 900.0, 90.0, 20.0, shown=False)
    view = View("v", at, [5.0, 50.0, 7.0], [], 13.0, [seen, unseen])
    assert view.extent == (-45 - 16, -27 - 16, 107 + 16, 50 + 16)
    assert View("v", [None], [5.0], [], 13.0).extent == (-300, -100, 300, 100)
    assert View("v", at, [5.0, 50.0, 7.0], [], 13.0, [seen], frame=(0, 0, 9, 9)).extent == (
        0,
        0,
        9,
        9,
    )


# Room for labels


@given(POINTS, st.integers(1, 200), st.integers(1, 200), POINTS, POINTS)
def test_how_far_a_line_runs_in_a_box(
    middle: Point, wide: int, tall: int, start: Point, end: Point
) -> None:
    found = spread._inside((*middle, wide, tall), (start, end))
    steps = 400
    points = [
        (start[0] + (end[0] - start[0]) * (n + 0.5) / steps,
         start[1] + (end[1] - start[1]) * (n + 0.5) / steps)
        for n in range(steps)
    ]  # fmt: skip
    inside = sum(
        abs(x - middle[0]) <= wide / 2 and abs(y - middle[1]) <= tall / 2 for x, y in points
    )
    length = math.dist(start, end)
    assert found == pytest.approx(inside / steps * length, abs=length / steps * 2.01)


BOXES = st.tuples(NUMBERS, NUMBERS, st.integers(1, 150).map(float), st.integers(1, 150).map(float))


@given(st.lists(st.tuples(BOXES, st.integers(-1, 4)), max_size=12), BOXES, st.integers(0, 4))
def test_a_grid_finds_what_covers_a_box(
    held_boxes: list[tuple[tuple[float, float, float, float], int]],
    box: tuple[float, float, float, float],
    owner: int,
) -> None:
    grid = spread._Grid()
    for other, who in held_boxes:
        grid.add(other, who)
    covered = any(
        who != owner
        and abs(box[0] - other[0]) < (box[2] + other[2]) / 2
        and abs(box[1] - other[1]) < (box[3] + other[3]) / 2
        for other, who in held_boxes
    )
    assert grid.hits(box, owner) == covered


@given(st.lists(POINTS, min_size=2, max_size=12), st.integers(5, 25))
def test_things_are_pushed_apart_and_no_further_than_need_be(at: list[Point], size: int) -> None:
    radii = [float(size)] * len(at)
    found = spread.separate(at, radii, None)
    room = {"across": size + 4.0, "along": size + 5.0}
    for a, b in combinations(found, 2):
        assert (
            abs(a[0] - b[0]) > 2 * room["across"] - 0.3
            or abs(a[1] - b[1]) > 2 * room["along"] - 0.3
        )
    if all(
        abs(a[0] - b[0]) > 2 * room["across"] + 0.1 or abs(a[1] - b[1]) > 2 * room["along"] + 0.1
        for a, b in combinations(at, 2)
    ):
        assert found == [pytest.approx(point, abs=0.1) for point in at]
    assert spread.separate(at, radii, None) == found


def test_one_thing_and_a_great_crowd_stay_where_they_are() -> None:
    assert spread.separate([(1.234, 5.678)], [9.0], None) == [(1.2, 5.7)]
    crowd = [(0.04, 0.0)] * 701
    assert spread.separate(crowd, [9.0] * 701, None) == [(0.0, 0.0)] * 701
    assert len(set(spread.separate(crowd[:30], [9.0] * 30, None))) == 30


def test_a_label_has_the_years_of_the_only_tie_and_a_focus_its_own() -> None:
    net = bonds("a-b", "b-c")
    net.nodes["c"]["time"] = "1900/.."
    net.nodes["b"]["time"] = "1901/1902"
    net.graph["focus"] = ["b"]
    net.nodes["a"]["label"] = "A long name that takes three lines"
    found = label_all(scene(net), [10.0, 20.0, 10.0], 10.0)
    assert [(b.node, b.sub, b.sub_ur) for b in found] == [
        (0, "1950", "1950"), (1, "1901–1902", "1901 تا 1902"), (2, "1951", "1951"),
    ]  # fmt: skip
    assert [b.y for b in found] == [
        13 + (len(found[0].lines) + 0.85) * 12.2 / 2, 23 + 1.85 * 12.2 / 2, 13 + 1.85 * 12.2 / 2,
    ]  # fmt: skip
    assert [b.height for b in found[1:]] == [1.85 * 12.2 + 2] * 2
    assert [(b.lines, b.lines_ur, b.x) for b in found[1:]] == [(["B"], ["B"], 0), (["C"], ["C"], 0)]
    bare = label_all(scene(bonds("M-N")), [1.0, 1.0], 10.0)
    assert [b.sub for b in bare] == ["", ""]
    assert bare[0].height == 12.2 + 2


def test_what_lies_upon_each_other_is_pushed_step_by_step() -> None:
    """No step is longer than 54 pixels, and who came first goes to the left and up."""
    pile = np.zeros((9, 2))
    half = np.array([[80.0, 50.0]] * 9)
    assert spread._push(pile, half)
    assert pile[:, 1].tolist() == [-54.0, -54.0, -54.0, -54.0, 0.0, 54.0, 54.0, 54.0, 54.0]
    assert not pile[:, 0].any()
    tall = np.zeros((2, 2))
    assert spread._push(tall, np.array([[20.0, 50.0]] * 2))
    assert tall.tolist() == [[-18.0, 0.0], [18.0, 0.0]]
    near = np.array([[0.0, 0.0], [39.0, 30.0]])
    assert spread._push(near, np.array([[20.0, 50.0]] * 2))
    assert near.ravel().tolist() == pytest.approx([-0.45, 0.0, 39.45, 30.0])
    for apart in ((39.96, 30.0), (0.0, 99.96), (50.0, 0.0)):
        still = np.array([[0.0, 0.0], list(apart)])
        assert not spread._push(still, np.array([[20.0, 50.0]] * 2))
        assert still.tolist() == [[0.0, 0.0], list(apart)]


def label_at(node: int, wide: float = 40.0, tall: float = 10.0) -> Label:
    return Label(node, ["x"], ["x"], "", "", 0.0, 0.0, wide, tall, shown=False)


def test_a_label_takes_the_first_side_that_is_free() -> None:
    centre, radius = (500.0, 500.0), 10.0
    sides = [(500, 518), (500, 482), (535, 500), (465, 500), (527, 515.5), (473, 515.5),
             (527, 484.5), (473, 484.5)]  # fmt: skip
    for number, side in enumerate(sides):
        # Something small in the middle of a side leaves the next one, if it is not nearer to that.
        off = 0 if number < 4 else -15 if side[0] > centre[0] else 15
        small = [(x + (off if x == centre[0] else 0), y) for x, y in sides[:number]]
        (label, *_) = spread.place([centre, *small], [radius] + [1.0] * 9, [label_at(0)], [])
        assert label.shown
        assert (label.x, label.y) == pytest.approx(side, abs=0.06)
    around = ((x, y) for x in (430.0, 500.0, 570.0) for y in (440.0, 560.0))
    walls: list[Point | None] = [centre, *around,
                                 (400.0, 500.0), (600.0, 500.0)]  # fmt: skip
    (label,) = spread.place(walls, [radius, *[45.0] * 8], [label_at(0, 90.0, 80.0)], [])
    assert (label.shown, label.x, label.y) == (False, 500.0, 553.0)
    (label,) = spread.place(walls, [radius, *[45.0] * 8], [label_at(0, 90.0, 80.0)], [], roomy=True)
    assert (label.shown, label.x, label.y) == (True, 500.0, 553.0)
    assert spread.place([None], [radius], [label_at(0)], []) == []


def test_a_label_avoids_lines_while_there_are_few() -> None:
    at: list[Point | None] = [(0.0, 0.0), (0.0, 300.0)]
    few = [Strand([0], 0, 1, "p", claim=False, arrow=False)] * 250
    (label,) = spread.place(at, [10.0, 10.0], [label_at(0)], few)
    assert (label.x, label.y) == (0.0, -18.0)
    (label,) = spread.place(at, [10.0, 10.0], [label_at(0)], [*few, few[0]])
    assert (label.x, label.y) == (0.0, 18.0)
    (label,) = spread.place(at, [10.0, 10.0], [label_at(0, tall=6.0)], few[:1])
    assert (label.x, label.y) == (0.0, 16.0)  # five pixels cost less than what is unusual


# The map

EDGES = st.tuples(st.integers(-180, 180).map(float), st.integers(-90, 90).map(float))


@given(st.lists(EDGES, min_size=2, max_size=8))
def test_a_map_holds_all_that_it_is_made_for_true_to_scale(
    spots: list[tuple[float, float]],
) -> None:
    net = pictures.network("Map")
    for number, (lon, lat) in enumerate(spots):
        pictures.state(net, f"s{number}", "S", lon=lon, lat=lat)
    made = scene(net)
    fit = projection(made)
    assert fit is not None
    assert -180 <= fit.west < fit.east <= 180
    assert -90 <= fit.south < fit.north <= 90
    assert all(fit.holds(lon, lat) for lon, lat in spots)
    right, bottom = fit(fit.east, fit.south)
    assert right == pytest.approx(1040, abs=0.1)
    assert fit(fit.west, fit.north) == (0.0, 0.0)
    at = on_map(made, fit)
    assert len(set(at)) == len(spots)
    first = fit(*spots[0])
    assert at[0] == first
    lon, lat = spots[0]
    inner = -150 < lon < 150 and all(
        abs(other[0] - lon) + abs(other[1] - lat) < 20 for other in spots
    )
    if inner and abs(lat) < 50:
        assert 0.44 < bottom / right < 0.87


@pytest.mark.parametrize(
    ("spots", "expected"),
    [
        # Two places in one: nine degrees from north to south, and the width of a page for it.
        ([(70, 30), (70, 30)], (63.89, 34.5, 76.11, 25.5)),
        # Far apart along a parallel: room at the sides, and height for the width.
        ([(60, 0), (80, 0)], (56.8, 5.94, 83.2, -5.94)),
        # Far apart along a meridian: height, and width for it.
        ([(70, -10), (70, 10)], (54.47, 13.2, 85.53, -13.2)),
        ([(-179, 0), (179, 0)], (-180, 81.0, 180, -81.0)),
        ([(0, -89), (0, 89)], (-105.88, 90, 105.88, -90)),
    ],
)
def test_a_map_has_margins_and_the_proportions_of_a_page(
    spots: list[tuple[float, float]], expected: tuple[float, ...]
) -> None:
    net = pictures.network("Map")
    for number, (lon, lat) in enumerate(spots):
        pictures.state(net, f"s{number}", "S", lon=lon, lat=lat)
    fit = projection(scene(net))
    assert fit is not None
    assert fit[:4] == pytest.approx(expected, abs=0.01)
    squeeze = math.cos(math.radians((sum(lat for _, lat in spots)) / len(spots)))
    assert fit.scale_x == pytest.approx(1040 / (fit.east - fit.west))
    assert fit.scale_y == pytest.approx(fit.scale_x / squeeze)


def test_a_map_needs_two_places_and_a_route_keeps_to_itself() -> None:
    net = pictures.network("Map")
    pictures.state(net, "a", "A", lat=1.0, lon=2.0)
    pictures.state(net, "b", "B", lat=None, lon=3.0)
    pictures.state(net, "c", "C", lat=3.0, lon=None)
    assert projection(scene(net)) is None
    route = projection(scene(pictures.cpec()))
    assert route is not None
    assert route.holds(75.99, 39.47)
    assert not route.holds(116.4, 39.9)  # Beijing, the capital of a party
    at = dict(zip(pictures.cpec().nodes, on_map(scene(pictures.cpec()), route), strict=True))
    assert at["china"] is None
    assert at["cpec"] is None
    assert at["gwadar"] is not None


def test_things_in_one_spot_stand_beside_each_other() -> None:
    net = pictures.network("Map")
    for number in range(4):
        pictures.state(net, f"s{number}", "S", lon=10.0, lat=10.0)
    pictures.state(net, "far", "Far", lon=20.0, lat=12.0)
    made = scene(net)
    fit = projection(made)
    assert fit is not None
    at = on_map(made, fit)
    x, y = fit(10.0, 10.0)
    spiral = [(14 * math.sqrt(n) * math.cos(2.4 * n), 14 * math.sqrt(n) * math.sin(2.4 * n))
              for n in range(4)]  # fmt: skip
    for point, (dx, dy) in zip(at, spiral, strict=False):
        assert point == pytest.approx((x + dx, y + dy), abs=0.06)
    assert at[4] == fit(20.0, 12.0)


def test_an_organisation_without_a_place_stands_amid_its_own() -> None:
    net = pictures.network("Amid")
    pictures.alliance(net, "pact", "Pact")
    pictures.alliance(net, "alone", "Alone")
    for name, lon in (("a", 10.0), ("b", 30.0)):
        pictures.state(net, name, name.upper(), lon=lon, lat=10.0)
        pictures.tie(net, name, "pact", "Membership", "1950")
    pictures.tie(net, "a", "alone", "Membership", "1950")
    view = draw(net).views["map"]
    at = dict(zip(net, view.at, strict=True))
    assert at["a"] is not None
    assert at["b"] is not None
    assert at["pact"] == ((at["a"][0] + at["b"][0]) / 2, at["a"][1])
    assert at["alone"] is None
    assert "Set amid what it is tied to, having no place of its own: Pact" in view.notes
    assert "Not on this map: Alone" in view.notes
    assert len(view.strands) == 2


def test_an_area_is_named_on_its_point_and_has_no_marker() -> None:
    net = pictures.network("Areas")
    for name, lon, area in (("town", 70.0, False), ("province", 72.0, True), ("far", 79.0, False)):
        net.add_node(name, label=name.title(), group="place", lat=30.0, lon=lon, area=area)
    pictures.tie(net, "town", "province", "Cooperation", None)
    picture = draw(net, view="map")
    view = picture.views["map"]
    (label,) = [label for label in view.labels if label.area]
    assert (label.x, label.y) == view.at[1]
    assert view.radii[1] == 0
    assert picture.to_svg().count("<polygon") == 3  # two towns, and the legend's place


def test_routes_have_colours_and_names_of_their_own() -> None:
    net = pictures.cpec()
    for number, (*_, data) in enumerate(net.edges(data=True)):
        if data["within"]:
            route = "east" if number % 2 else "west"
            data.update(within=route, within_label=f"The {route}", within_label_ur=None)
    picture = draw(net, view="map")
    colours = {p.label: (p.colour, p.mark) for p in paints(picture.scene)}
    assert {"The east", "The west"} <= set(colours)
    assert colours["The east"] != colours["The west"]
    assert colours["The east"][1] == ""
    assert "The east" in picture.to_svg()


def test_a_name_off_its_marker_is_led_to_it_and_none_leaves_the_map() -> None:
    net = pictures.network("Crowd")
    for number in range(14):
        spot: dict[str, Any] = {"lon": 10.0 + number % 4 * 0.3, "lat": 10.0 + number // 4 * 0.3}
        pictures.state(net, f"s{number}", f"A state of number {number}", **spot)
    pictures.state(net, "edge", "A state at the very edge", lon=20.0, lat=10.0)
    view = draw(net, view="map").views["map"]
    assert view.frame is not None
    _, _, right, bottom = view.frame
    shown = [label for label in view.labels if label.shown]
    assert all(b.width / 2 <= b.x <= right - b.width / 2 for b in shown)
    assert all(b.height / 2 <= b.y <= bottom - b.height / 2 for b in shown)
    assert any(label.led for label in shown)
    for label in shown:
        own = view.at[label.node]
        assert own is not None
        off = gap(label, own) - view.radii[label.node]
        others = [gap(label, p) - r for p, r in zip(view.at, view.radii, strict=True)
                  if p and p != own]  # fmt: skip
        if off > 9 or off > min(others):
            assert label.led


FIT = Projection(0.0, 10.0, 10.0, 0.0, 100.0, 100.0)


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ([(1, 1), (2, 2), (3, 3)], [[(1, 1), (2, 2), (3, 3)]]),
        ([(-5, 5), (5, 5), (15, 5)], [[(0, 5), (5, 5), (10, 5)]]),
        ([(-9, 5), (-5, 5), (5, 5)], [[(0, 5), (5, 5)]]),
        ([(5, 5), (15, 5), (15, 9), (5, 9)], [[(5, 5), (10, 5)], [(10, 9), (5, 9)]]),
        ([(-5, 1), (-1, 9)], []),
        ([(11, 1), (15, 9)], []),
        ([(1, 11), (9, 15)], []),
        ([(1, -1), (9, -5)], []),
        ([(-5, 0), (0, 0)], []),
        ([(10, 5), (15, 5)], []),
        ([(5, 5), (15, 15)], [[(5, 5), (10, 10)]]),
        ([(-5, 5), (15, 5)], [[(0, 5), (10, 5)]]),
        ([(5, 5)], []),
    ],
)
def test_a_line_is_cut_to_what_lies_on_the_map(line: list[Any], runs: list[Any]) -> None:
    assert cut_line(line, (0, 0, 10, 10)) == runs


SPOTS = st.tuples(st.integers(-9, 19).map(float), st.integers(-9, 19).map(float))


@given(st.lists(SPOTS, min_size=3, max_size=7), SPOTS)
def test_a_ring_is_cut_to_what_lies_on_the_map(ring: list[Any], spot: tuple[float, float]) -> None:
    cut = cut_ring(ring, (0.0, 0.0, 10.0, 10.0))
    assert all(-1e-9 <= x <= 10 + 1e-9 and -1e-9 <= y <= 10 + 1e-9 for x, y in cut)
    x, y = spot[0] + 0.37, spot[1] + 0.53
    on_it = 0 < x < 10 and 0 < y < 10
    assert not on_it or inside((x, y), cut or [(0, 0)]) == inside((x, y), ring)


def test_land_is_land_and_crosses_no_map_from_edge_to_edge() -> None:
    fit = Projection(-180.0, 80.0, 180.0, -60.0, 1.0, 1.0)
    patches = {patch.name: patch.rings for patch in land(fit)}
    spots = {(100, 60): "Russia", (175, 67): "Russia", (-175, 67): "Russia",
             (28.3, -29.5): "Lesotho", (-100, 40): "United States of America"}  # fmt: skip
    for at, name in spots.items():
        spot = fit(*at)
        found = [n for n, rings in patches.items() if sum(inside(spot, r) for r in rings) % 2]
        assert found == [name]
    # The Pacific is no land, and no line of a coast leads over it.
    assert not [n for n, rings in patches.items() for r in rings if inside(fit(-150, 10), r)]
    for line in (each for each in background(fit) if each.kind == "coast"):
        assert all(abs(a[0] - b[0]) < 20 for a, b in pairwise(line.points))


def test_the_background_is_the_outline_within_the_frame() -> None:
    # Pakistan with its coast, its borders and the Line of Control.
    fit = Projection(60.0, 38.0, 80.0, 22.0, 50.0, 55.0)
    found = background(fit)
    assert {line.kind for line in found} == {"coast", "border", "disputed"}
    right, bottom = fit(fit.east, fit.south)
    for line in found:
        for (x0, y0), (x1, y1) in pairwise(line.points):
            assert 0 <= min(x0, x1) <= max(x0, x1) <= right
            assert 0 <= min(y0, y1) <= max(y0, y1) <= bottom
    # Gwadar lies by the sea.
    x, y = fit(62.32, 25.13)
    coast = [p for line in found if line.kind == "coast" for p in line.points]
    assert min(math.dist(p, (x, y)) for p in coast) < 25


def test_the_outline_is_decoded_from_steps_of_a_hundredth_of_a_degree() -> None:
    from kg.picture.place.outline import _decode  # noqa: PLC0415

    assert _decode([100, 200, 5, -10, -1, 1]) == [(1.0, 2.0), (1.05, 1.9), (1.04, 1.91)]
    assert set(outline()) == {"coast", "border", "disputed"}
    inside = names()
    assert {"Pakistan", "Iran", "China"} <= set(inside)
    assert all(60 < lon < 78 and 23 < lat < 38 for lon, lat in inside["Pakistan"])


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (73.06, 33.69, "Pakistan"),
        (62.32, 25.13, "Pakistan"),  # Gwadar, off the thinned coast
        (103.8, 1.35, "Singapore"),
        (50.58, 26.23, "Bahrain"),
        (-30.0, 0.0, ""),
    ],
)
def test_a_place_lies_in_its_country(lon: float, lat: float, name: str) -> None:
    assert area_at(lon, lat) == name


def test_a_country_is_named_where_nothing_of_the_picture_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grid = [(float(x), float(y)) for x in range(2, 10, 2) for y in range(2, 10, 2)]
    lands = {"Ab": grid, "Far": [(50.0, 50.0)] * 9, "One": [(5.0, 5.0)],
             "Edge": [(0.0, 5.0), (0.01, 5.0), (9.99, 5.0), (10.0, 5.0)],
             "Seen": [(1.0, 5.0), (1.0, 6.0), (1.0, 7.0), (90.0, 5.0), (91.0, 5.0)]}  # fmt: skip
    monkeypatch.setattr(maps, "names", lambda: lands)
    found = country_names(FIT, [], [], 12.0)
    # Nearest the middle of what is seen of it; too little of a country is seen to name it.
    assert [name for name, _ in found] == ["Ab"]
    (_, (x, y)) = found[0]
    assert math.dist((x, y), (500.0, 500.0)) == pytest.approx(math.hypot(100, 100))
    taken: list[Point | None] = [(400.0, 400.0), (400.0, 600.0), (600.0, 400.0), None]
    assert country_names(FIT, [], taken, 12.0) == [("Ab", (600.0, 600.0))]
    label = Label(0, [], [], "", "", 600.0, 600.0, 60.0, 20.0, shown=True)
    (_, elsewhere), *_ = country_names(FIT, [label], taken, 12.0)
    assert math.dist(elsewhere, (500.0, 500.0)) > 200
    label.shown = False
    assert country_names(FIT, [label], taken, 12.0) == [("Ab", (600.0, 600.0))]
    assert country_names(FIT, [], [], 12.0, {"Ab"}) == []
    lands["Ba"] = grid
    two = country_names(FIT, [], [], 12.0)
    assert [name for name, _ in two] == ["Ab", "Ba"]
    assert two[0][1] != two[1][1]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((0, 0, 10, 10), (9, 0, 10, 10), True),
        ((0, 0, 10, 10), (10, 0, 10, 10), False),
        ((0, 0, 10, 10), (0, 9, 10, 10), True),
        ((0, 0, 10, 10), (0, 10, 10, 10), False),
        ((0, 0, 10, 10), (9, 9, 10, 10), True),
        ((0, 0, 10, 10), (9, 11, 10, 10), False),
        ((5, 5, 2, 2), (0, 0, 20, 20), True),
    ],
)
def test_boxes_meet_where_they_share_more_than_an_edge(one: Any, other: Any, meet: bool) -> None:
    assert maps.meet(one, other) is meet
    assert maps.meet(other, one) is meet
