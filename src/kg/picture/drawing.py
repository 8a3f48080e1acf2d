"""Draw a network: read it, fold what is too large, place everything, offer the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, overload

from kg.arguments import held
from kg.errors import UsageError, nearest
from kg.picture.panels import Panels
from kg.picture.picture import Picture
from kg.picture.place import LANES, Timeline, map_view, network_view, several_views, shut, timeline
from kg.picture.scene import (
    MOST_MEMBERS,
    Scene,
    again,
    chosen,
    closed,
    day_words,
    fold,
    from_table,
    gathered,
    is_table,
    paint_routes,
    read,
    resize,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from kg.picture.place import Point, View

__all__ = ["draw"]

_VIEWS: Final = ("network", "map", "timeline")
_MOST_DATED: Final = 800


@overload
def draw(
    network: list[Any],
    *,
    layout: str | Mapping[Any, Point] | None = ...,
    title: str | None = ...,
    language: str = ...,
    seed: int = ...,
    view: str | None = ...,
    shade: Any = ...,  # noqa: ANN401
    all: bool = ...,
    size: str | None = ...,
    source: str | None = ...,
    target: str | None = ...,
    lanes: str | None = ...,
    gather: int = ...,
) -> Panels: ...


@overload
def draw(
    network: nx.Graph[Any] | Any,  # noqa: ANN401
    *,
    layout: str | Mapping[Any, Point] | None = ...,
    title: str | None = ...,
    language: str = ...,
    seed: int = ...,
    view: str | None = ...,
    shade: Any = ...,  # noqa: ANN401
    all: bool = ...,
    size: str | None = ...,
    source: str | None = ...,
    target: str | None = ...,
    lanes: str | None = ...,
    gather: int = ...,
) -> Picture: ...


@held
def draw(  # noqa: PLR0913 - the ways of drawing, all by name
    network: nx.Graph[Any] | Any,
    *,
    layout: str | Mapping[Any, Point] | None = None,
    title: str | None = None,
    language: str = "en",
    seed: int = 7,
    view: str | None = None,
    shade: Any = None,
    all: bool = False,  # noqa: A002 - as the option is called
    size: str | None = None,
    source: str | None = None,
    target: str | None = None,
    lanes: str | None = None,
    gather: int = MOST_MEMBERS,
) -> Picture | Panels:
    """Draw a network, or several side by side.

    Args:
        network: As `kg.project` gives it, or any networkx graph; attributes that are missing get
            plain defaults. Of all ties about some things, those are drawn that matter most of them,
            and the picture says how many are left out. A data frame's rows are ties between what
            stands in its columns ``source`` and ``target``, or in the only two that it has. A list
            of networks, such as `kg.project` gives for several days, is drawn as small multiples,
            with everything at the same place in each.
        layout: ``"alliance"``, ``"dyad"``, ``"sets"``, ``"ego"``, ``"corridor"``, ``"groups"`` or
            ``"stress"``; None takes what fits; a mapping from node id to x and y (such as another
            picture's `positions`) keeps those places.
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
        lanes: What has a lane on the timeline: ``"organization"``, ``"actor"`` or ``"kind"``; None
            takes what fits.
        gather: How many members of one thing are drawn one by one; those beyond are drawn as one
            thing with their number, which opens on the page. Those with most ties stay, then those
            that joined first. Tables, search and graph formats hold every one.

    Returns:
        A picture that shows itself in a notebook and saves itself by suffix; of a list, `Panels`.

    Raises:
        UsageError: It is no network, a name is not known, a data frame does not say what its ends
            are, or the view has nothing to show.
    """
    if _are_several(network):
        given = {"layout": layout, "language": language, "seed": seed, "view": view,
                 "shade": shade, "all": all, "size": size, "gather": gather}  # fmt: skip
        return _several(network, title, given)
    view = view or ("network" if shade is None else "map")
    if view not in _VIEWS:
        mend = nearest(view, _VIEWS) or f"choose one of {', '.join(_VIEWS)}"
        raise UsageError(f"unknown view {view!r}", mend=mend)
    if lanes is not None and lanes not in LANES:
        mend = nearest(lanes, LANES) or f"choose one of {', '.join(LANES)}"
        raise UsageError(f"unknown lanes {lanes!r}", mend=mend)
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
    lots, said = gathered(scene, gather)
    scene.said += said
    whole_view, less = (shut(scene, lots, layout, seed) if lots
                        else (network_view(scene, layout, seed), None))  # fmt: skip
    views = {"network": whole_view}
    placed = map_view(scene, shade)
    if placed:
        views["map"] = placed
    by_lane = _lanes(scene, lanes)
    _offered(view, views, by_lane)
    return Picture(network, scene, views, by_lane, view, less)


def _are_several(given: object) -> bool:
    return isinstance(given, list | tuple) and all(hasattr(each, "edges") for each in given)


def _several(networks: Sequence[nx.Graph[Any]], title: str | None, given: dict[str, Any]) -> Panels:
    """Draw networks side by side, everything that is in two of them at the same place."""
    import networkx as nx  # noqa: PLC0415 - 0.2 s

    if not networks:
        raise UsageError("there is nothing to draw side by side", mend="give two networks or more")
    if given["view"] == "timeline":
        raise UsageError("a timeline tells all days at once", mend="draw one network, or view=map")
    whole = nx.compose_all([*networks])
    whole.graph.update(title=_common(networks), on=None, name_at={})
    union = draw(whole, title=title, **given)
    view = union.views[union.view]
    same = {**{each: given[each] for each in ("language", "seed", "size")}, "all": True,
            "gather": len(whole)}  # fmt: skip
    scenes = [draw(_within(each, union.network), **same).scene for each in networks]
    less, base = union.shut, union.scene
    if less and union.view == "network":
        scenes = [closed(each, again(each, base, less.lots))[0] for each in scenes]
        base, view = less.scene, less.view
    views = several_views(scenes, base, view, given["shade"])
    return Panels(union.scene, scenes, views, view.extent)


def _common(networks: Sequence[nx.Graph[Any]]) -> str:
    """Give the titles of networks without their days, each once."""
    titles = []
    for network in networks:
        day = day_words(str(network.graph.get("on") or ""), "en")
        titles.append(str(network.graph.get("title", "Network")).removesuffix(f" on {day}"))
    return ", ".join(dict.fromkeys(titles))


def _within(network: nx.Graph[Any], whole: nx.Graph[Any]) -> nx.Graph[Any]:
    """Leave out of a network what the whole, as it is drawn, leaves out."""
    found = network.copy()
    found.remove_nodes_from([node for node in network if node not in whole])
    keyed = {"keys": True} if network.is_multigraph() else {}
    kept = set(whole.edges(**keyed))
    found.remove_edges_from([edge for edge in found.edges(**keyed) if edge not in kept])
    return found


def _lanes(scene: Scene, by: str | None) -> dict[str, tuple[Scene, Timeline]]:
    found = {}
    for language in ("en", "ur"):
        told = scene.told_in(language)
        told.source_line = scene.dated[language]
        found[language] = (told, timeline(told, by))
    return {
        name: (told, lanes)
        for name, (told, lanes) in found.items()
        if lanes is not None and sum(len(lane.items) for lane in lanes.lanes) <= _MOST_DATED
    }


def _offered(view: str, views: dict[str, View], lanes: dict[str, Any]) -> None:
    if view == "map" and "map" not in views:
        raise UsageError(
            "nothing to set on a map",
            mend="give two things or more with lat and lon, or view=network",
        )
    if view == "timeline" and not lanes:
        raise UsageError(
            "nothing to set on a timeline",
            mend=f"give from one to {_MOST_DATED} dated things and ties, or view=network",
        )
