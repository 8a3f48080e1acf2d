"""GEXF, which Gephi reads: times as lives, and each thing where and as the picture shows it."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any, Final

from kg.attributes import apart, json_ready
from kg.picture.export.formats import flattened, replace, tidy
from kg.picture.print import escape
from kg.picture.scene import SHAPES, Scene, clean, paints, stroke_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.picture.place import View
    from kg.picture.print import About

__all__ = ["gexf"]

# Names by which GEXF says something else than an attribute.
_OWN: Final = frozenset("pid type viz parents slices spells start end tie".split())
_DAY: Final = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}")
_META: Final = re.compile(r"<meta.*?</meta>", re.DOTALL)
_SHAPES: Final = {"circle": "disc", "dot": "disc", "square": "square", "triangle": "triangle",
                  "diamond": "diamond"}  # fmt: skip
_OPAQUE: Final = 1.0


def gexf(network: nx.Graph[Any], drawn: tuple[Scene, View, About] | None = None) -> str:
    """Give dynamic GEXF 1.2: each tie and event lives from its earliest start to its latest end.

    Position, colour, size and shape stand in the elements of its module viz, y upwards. A tie's key
    is its attribute ``tie``; what is known of the whole network stands, as JSON, in the
    description.

    Args:
        network: As it was given.
        drawn: What is drawn of it, where that stands, and what the file says of itself; without it
            the file has neither places nor colours.
    """
    import networkx as nx  # noqa: PLC0415

    plain = flattened(network)
    told = json.dumps(json_ready(tidy(network).graph), ensure_ascii=False)
    plain.graph = {"name": str(plain.graph.get("title", ""))}
    looks, colours = (_looks(drawn[0], drawn[1]), _colours(drawn[0])) if drawn else ({}, {})
    for node, data in plain.nodes(data=True):
        _set_apart(data)
        _spell(data)
        if node in looks:
            data["viz"] = looks[node]
    for number, (_, _, key, data) in enumerate(plain.edges(keys=True, data=True)):
        # GEXF wants ids that are unique in the file; keys are so only between two things.
        _set_apart(data)
        data["id"], data["tie"] = f"e{number}", key
        _spell(data)
        if clean(data.get("kind")) in colours:
            thick = stroke_of(clean(data.get("certainty"))).width
            data["viz"] = {"color": colours[clean(data["kind"])], "thickness": thick}
    if any("start" in data or "end" in data for *_, data in plain.edges(data=True)):
        plain.graph["mode"] = "dynamic"
    buffer = io.BytesIO()
    nx.write_gexf(plain, buffer, version="1.2draft")
    # networkx stamps the day and its own version; the same call is to give the same bytes.
    meta = _meta(drawn[2] if drawn else None, told)
    return _META.sub(lambda _: meta, buffer.getvalue().decode("utf-8"), count=1) + "\n"


def _meta(about: About | None, told: str) -> str:
    said = {"description": told}
    if about:
        words = filter(None, (about.title, about.date, about.source, about.rights))
        said = {"creator": about.creator, "keywords": "; ".join(words), **said}
    lines = "".join(f"    <{name}>{escape(text)}</{name}>\n" for name, text in said.items())
    return f"<meta>\n{lines}  </meta>"


def _looks(scene: Scene, view: View) -> dict[str, dict[str, Any]]:
    """Give how each thing is drawn, by its id."""
    found = {}
    for node, at, radius in zip(scene.nodes, view.at, view.radii, strict=True):
        shape, fill = SHAPES[node.group]
        x, y = at or (0.0, 0.0)
        found[node.id] = {
            "color": _rgb(fill),
            # On paper y grows downwards, in Gephi upwards.
            "position": {"x": x, "y": 0.0 - y, "z": 0.0},
            "size": radius,
            "shape": _SHAPES.get(shape, "disc"),
        }
    return found


def _colours(scene: Scene) -> dict[str, dict[str, Any]]:
    """Give the colour of each kind of tie."""
    colour = {paint.key: paint.colour for paint in paints(scene)}
    return {tie.kind: _rgb(colour[tie.paint]) for tie in scene.ties}


def _rgb(colour: str) -> dict[str, Any]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": _OPAQUE}


def _set_apart(data: dict[str, Any]) -> None:
    """Rename attributes that GEXF reads in a sense of its own, such as a weight that is text."""
    weight = isinstance(data.get("weight"), int | float) and not isinstance(data["weight"], bool)
    taken = _OWN if weight else {*_OWN, "weight"}
    replace(data, apart(data, taken))


def _spell(data: dict[str, Any]) -> None:
    for name, bound in (("start", "earliest_start"), ("end", "latest_end")):
        day = data.get(bound)
        # Readers take numbers and the like for another way of counting time.
        if isinstance(day, str) and _DAY.fullmatch(day):
            data[name] = day
