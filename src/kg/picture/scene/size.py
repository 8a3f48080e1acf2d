"""How large things are, where a reader asks for a ranking: by ties, centrality or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.picture.scene.scene import Scene

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["resize"]

_KNOWN: Final = ("degree", "centrality")


def resize(scene: Scene, network: nx.Graph[Any], size: str | None) -> None:
    """Give each thing its share of the largest, and say what the size means.

    Args:
        scene: What is drawn.
        network: Where an attribute of nodes is read.
        size: ``"degree"``, how many ties a thing has; ``"centrality"``, on how many shortest paths
            it lies (betweenness, Freeman 1977); or a number that nodes carry; None ranks nothing.

    Raises:
        UsageError: No node carries such a number, or one is below nothing.
    """
    if size is None:
        return
    values = _values(scene, network, size)
    most = max(values, default=0.0) or 1.0
    for node, value in zip(scene.nodes, values, strict=True):
        node.share = value / most
    most_said = f"{most:,.4g}"
    scene.said.append(
        (f"Area: {size}, up to {most_said}.", f"رقبہ: {size}، زیادہ سے زیادہ {most_said}۔")
    )


def _values(scene: Scene, network: nx.Graph[Any], size: str) -> list[float]:
    if size == "degree":
        return [float(node.degree) for node in scene.nodes]
    if size == "centrality":
        return _betweenness(scene)
    carried = {str(node): data.get(size) for node, data in network.nodes(data=True)}
    found = [carried.get(node.id) for node in scene.nodes]
    if not any(_is_number(value) for value in found):
        mend = f"take {', '.join(_KNOWN)}, or the name of a number that nodes carry"
        raise UsageError(f"no node carries a number {size!r}", mend=mend)
    numbers = [float(value) if _is_number(value) else 0.0 for value in found]  # type: ignore[arg-type]
    if min(numbers) < 0:
        raise UsageError(f"an area cannot be below nothing, as {size!r} is", mend="take another")
    return numbers


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124


def _betweenness(scene: Scene) -> list[float]:
    import networkx as nx  # noqa: PLC0415

    graph = nx.empty_graph(len(scene.nodes))
    graph.add_edges_from((tie.source, tie.target) for tie in scene.ties)
    found = nx.betweenness_centrality(graph)
    return [found[place] for place in range(len(scene.nodes))]
