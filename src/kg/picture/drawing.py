"""Draw a network: read it, fold what is too large, place everything, offer the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError, nearest
from kg.picture.picture import Picture
from kg.picture.place import Timeline, map_view, network_view, timeline
from kg.picture.scene import Scene, chosen, fold, from_table, is_table, paint_routes, read, resize

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from kg.picture.place import Point, View

__all__ = ["draw"]

_VIEWS: Final = ("network", "map", "timeline")
_MOST_DATED: Final = 400


def draw(  # noqa: PLR0913 - the ways of drawing, all by name
    network: nx.Graph[Any] | Any,  # noqa: ANN401 - or any data frame
    *,
    layout: str | Mapping[Any, Point] | None = None,
    title: str | None = None,
    language: str = "en",
    seed: int = 7,
    view: str | None = None,
    shade: Any = None,  # noqa: ANN401 - or any data frame
    all: bool = False,  # noqa: A002 - as the option is called
    size: str | None = None,
    source: str | None = None,
    target: str | None = None,
) -> Picture:
    """Draw a network.

    Args:
        network: As `kg.project` gives it, or any networkx graph; attributes that are missing get
            plain defaults. Of all ties about some things, those are drawn that matter most of them,
            and the picture says how many are left out. A data frame's rows are ties between what
            stands in its columns ``source`` and ``target``, or in the only two that it has.
        layout: ``"alliance"``, ``"dyad"``, ``"sets"``, ``"ego"``, ``"corridor"`` or ``"stress"``;
            None takes what fits; a mapping from node id to x and y (such as another picture's
            `positions`) keeps those places.
        title: Heading; None takes the network's own.
        language: ``"en"`` or ``"ur"``.
        seed: Of the stress layout. The same call gives the same bytes.
        view: What is shown first: ``"network"``, ``"map"`` or ``"timeline"``; None shows the map
            where states are shaded, else the network.
        shade: What states are shaded by on the map: a kind of tie (the members of an alliance, or
            how many memberships each has), a fact that ties tell, such as ``"status"``, ``"ties"``
            for how many there are; or a mapping or a data frame from states, by id or label, to
            numbers or words.
        all: Whether all ties of a network are drawn, also those that do not matter most.
        size: What the area of a thing tells: ``"degree"``, ``"centrality"`` (betweenness), or a
            number that nodes carry; None ranks nothing.
        source: The column of a data frame in which ties start.
        target: The column in which they end.

    Returns:
        A picture that shows itself in a notebook and saves itself by suffix.

    Raises:
        UsageError: It is no network, a name is not known, a data frame does not say what its ends
            are, or the view has nothing to show.
    """
    view = view or ("network" if shade is None else "map")
    if view not in _VIEWS:
        mend = nearest(view, _VIEWS) or f"choose one of {', '.join(_VIEWS)}"
        raise UsageError(f"unknown view {view!r}", mend=mend)
    if is_table(network):
        network = from_table(network, source, target)
    elif source or target:
        raise UsageError("only a table has columns of source and target", mend="leave them out")
    whole = read(network, title=title, language=language)
    drawn, said = chosen(network, every=all)
    if drawn is not network:
        network, whole = drawn, read(drawn, title=title, language=language)
        whole.said += said
    resize(whole, network, size)
    scene = fold(whole)
    paint_routes(scene)
    views = {"network": network_view(scene, layout, seed)}
    placed = map_view(scene, shade)
    if placed:
        views["map"] = placed
    lanes = _lanes(scene)
    _offered(view, views, lanes)
    return Picture(network, scene, views, lanes, view)


def _lanes(scene: Scene) -> dict[str, tuple[Scene, Timeline]]:
    if sum(bool(node.when) for node in scene.nodes) + len(scene.ties) > _MOST_DATED:
        return {}
    scenes = {language: scene.told_in(language) for language in ("en", "ur")}
    found = {language: (told, timeline(told)) for language, told in scenes.items()}
    return {name: (told, lanes) for name, (told, lanes) in found.items() if lanes is not None}


def _offered(view: str, views: dict[str, View], lanes: dict[str, Any]) -> None:
    if view == "map" and "map" not in views:
        raise UsageError(
            "nothing to set on a map",
            mend="give two things or more with lat and lon, or view=network",
        )
    if view == "timeline" and not lanes:
        raise UsageError(
            "nothing to set on a timeline",
            mend=f"give a network with dates and at most {_MOST_DATED} ties, or view=network",
        )
