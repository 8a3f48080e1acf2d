"""A plain pyvis network, for whoever wants to go on in pyvis."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from kg.picture.scene import CLAIM_DASH, SHAPES, last_known_words, paints, stroke_of

if TYPE_CHECKING:
    from kg.picture.place import View
    from kg.picture.scene import Scene

__all__ = ["to_pyvis"]

_SHAPES = {"circle": "dot", "down": "triangleDown", "pentagon": "hexagon", "cross": "square"}


def to_pyvis(scene: Scene, view: View) -> Any:  # noqa: ANN401 - pyvis carries no types
    """Give a `pyvis.network.Network`: directed, so that it keeps parallel ties, physics off.

    pyvis puts titles into its page as markup, so they are escaped here.
    """
    from pyvis.network import Network  # noqa: PLC0415

    found = Network(directed=True, notebook=False, cdn_resources="in_line")
    found.toggle_physics(status=False)
    for number, node in enumerate(scene.nodes):
        shape, fill = SHAPES[node.group]
        at = view.at[number] or (0.0, 0.0)
        found.add_node(
            node.id,
            label=node.label,
            title=escape(node.kind_label),
            color=fill,
            x=at[0],
            y=at[1],
            shape=_SHAPES.get(shape, shape),
            size=view.radii[number],
        )
    colours = {paint.key: paint.colour for paint in paints(scene)}
    for tie in scene.ties:
        last = last_known_words(tie.last_known, "en") if tie.last_known else ""
        told = [tie.kind_label, tie.when.get("words", ""), last, tie.detail]
        found.add_edge(
            scene.nodes[tie.source].id,
            scene.nodes[tie.target].id,
            title=escape(" · ".join(part for part in told if part)),
            color=colours[tie.paint],
            dashes=list(CLAIM_DASH if tie.claim else stroke_of(tie.certainty).dash) or False,
        )
    return found
