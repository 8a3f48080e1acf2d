"""What of a network a picture draws: what matters of what it is about, and nothing twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from kg.attributes import whole
from kg.counting import counted
from kg.picture.scene.words import enumerated

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

__all__ = ["Said", "chosen"]

Said = tuple[str, str]
"""A sentence in English and in Urdu."""

Edge = tuple[Any, Any, Any, dict[str, Any]]
_ALL: Final = "--all"
_TWO: Final = 2


def chosen(network: nx.Graph[Any], *, every: bool) -> tuple[nx.Graph[Any], list[Said]]:
    """Give that part of a network that is drawn, and what is said of the rest.

    Args:
        network: Where its graph attribute ``essential`` names kinds of tie, these are drawn, or all
            where none of them is there. A tie that ``restates`` who the members of something are
            is left out beside them.
        every: Whether all kinds are drawn.
    """
    told = whole(network.graph)
    kinds = set() if every else set(_several(told.get("essential")))
    if not network.is_multigraph() or not (kinds or _restating(network)):
        return network, []
    ties: list[Edge] = list(network.edges(keys=True, data=True))
    essential = [tie for tie in ties if tie[3].get("kind") in kinds] or ties
    once = _once(essential)
    kept = _of_both(once, _several(told.get("focus"))) if kinds else once
    if len(kept) == len(ties):
        return network, []
    said = [
        _left_out(ties, essential),
        _alone(once, kept, len(_several(told.get("focus")))),
        _restated(network, essential, once, kept),
    ]
    return _part(network, kept), [sentence for sentence in said if sentence]


def _several(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _restating(network: nx.Graph[Any]) -> bool:
    return any("restates" in data for *_, data in network.edges(data=True))


def _once(ties: list[Edge]) -> list[Edge]:
    """Leave out ties between members of what they restate."""
    members = {(u, v) for u, v, _, data in ties if data.get("gathers")}
    return [
        (u, v, key, data)
        for u, v, key, data in ties
        if not {(u, data.get("restates")), (v, data.get("restates"))} & members
    ]


def _of_both(ties: list[Edge], focus: Collection[Any]) -> list[Edge]:
    """Of several things keep what ties two of them: ties between them, and to what both have."""
    if len(focus) < _TWO or any(data.get("gathers") and v in focus for _, v, _, data in ties):
        return ties
    near = [{end for u, v, *_ in ties if each in (u, v) for end in (u, v)} for each in focus]
    times = Counter(end for each in near for end in each)
    both = {end for end, number in times.items() if number >= _TWO} | set(focus)
    kept = [tie for tie in ties if tie[0] in both and tie[1] in both]
    return kept or ties


def _alone(ties: list[Edge], kept: list[Edge], asked: int) -> Said | None:
    before, after = ({end for u, v, *_ in each for end in (u, v)} for each in (ties, kept))
    number = len(before - after)
    if not number:
        return None
    of, urdu = ("the two", "دونوں") if asked == _TWO else ("them", "ان")
    return (
        (
            f"{counted(number, 'thing')} tied to one of {of} alone left out; {_ALL} draws "
            f"{'it' if number == 1 else 'them'}."
        ),
        f"{number:,} اجزا، جن کا تعلق {urdu} میں سے صرف ایک سے ہے، شامل نہیں۔",
    )


def _part(network: nx.Graph[Any], kept: list[Edge]) -> nx.Graph[Any]:
    found = network.__class__()
    found.graph.update(whole(network.graph))
    ends = {end for u, v, *_ in kept for end in (u, v)}
    ends |= set(_several(whole(network.graph).get("focus")))
    found.add_nodes_from((node, whole(data)) for node, data in network.nodes.data() if node in ends)
    for u, v, key, data in kept:
        found.add_edge(u, v, key=key, **whole(data))
    return found


def _left_out(ties: list[Edge], drawn: list[Edge]) -> Said | None:
    number = len(ties) - len(drawn)
    if not number:
        return None
    kinds = len({tie[3].get("kind") for tie in ties} - {tie[3].get("kind") for tie in drawn})
    english = f"{counted(number, 'tie')} of {counted(kinds, 'kind')} left out"
    of, what = (
        ("قسم" if kinds == 1 else "اقسام"),
        ("کا", "تعلق") if number == 1 else ("کے", "تعلقات"),
    )
    urdu = f"{kinds:,} {of} {what[0]} {number:,} {what[1]} شامل نہیں"
    return f"{english}; {_ALL} draws them.", f"{urdu}؛ \u200e{_ALL} سے سب بنتے ہیں۔"


def _restated(
    network: nx.Graph[Any], ties: list[Edge], once: list[Edge], kept: list[Edge]
) -> Said | None:
    gone = {key for _, _, key, _ in ties} - {key for _, _, key, _ in once}
    here = {end for u, v, *_ in kept for end in (u, v)}
    wholes = sorted({data["restates"] for _, _, key, data in ties if key in gone} & here)
    if not wholes:
        return None
    names = {node: network.nodes[node] for node in wholes}
    english = [data.get("short") or data.get("label") or node for node, data in names.items()]
    urdu = [data.get("label_ur") or data.get("label") or node for node, data in names.items()]
    stand = "treaty of {} stands" if len(wholes) == 1 else "treaties of {} stand"
    return (
        f"The {stand.format(enumerated(english, 'en'))} as membership.",
        f"{enumerated(urdu, 'ur')} کے معاہدے رکنیت کے طور پر دکھائے گئے ہیں۔",
    )
