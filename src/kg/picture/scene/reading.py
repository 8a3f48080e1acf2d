"""Reading a network once, with every missing attribute given a plain default.

The attributes are those of `kg.contract`; a network made by hand may carry none of them. No value
is trusted: texts are stripped of what no file format can hold, links of every scheme but http and
https.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from kg.attributes import whole
from kg.contract import BOUNDS, GROUPS, Dated, NetworkData, NodeData, SourceData, TieData
from kg.errors import DataError, UsageError
from kg.period import bounds
from kg.picture.scene.scene import Node, Phase, Scene, Tie
from kg.picture.scene.words import LANGUAGES, WORDS, day_words
from kg.terms import slug

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

_PAIR: Final = 2
__all__ = ["clean", "read", "safe_url"]

# What XML 1.0 cannot hold, and the controls that would turn the reading direction of what follows.
_ILLEGAL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(value: object) -> str:
    """Give a value as text that every format can hold; None is an empty text."""
    return "" if value is None else _ILLEGAL.sub("", str(value)).strip()


def safe_url(value: object) -> str:
    """Give a web address, or an empty text where its scheme is neither http nor https."""
    text = clean(value)
    return text if re.match(r"https?://[^\s]+$", text, re.IGNORECASE) else ""


def read(network: nx.Graph[Any], *, title: str | None, language: str) -> Scene:
    """Read a network.

    Args:
        network: Any networkx graph; one that is undirected gives symmetric ties.
        title: Heading; None takes the network's own.
        language: ``"en"`` or ``"ur"``.

    Raises:
        UsageError: It is not a networkx graph, or the language is not known.
    """
    if not all(hasattr(network, name) for name in ("nodes", "edges", "graph", "is_multigraph")):
        raise UsageError(
            f"a {type(network).__name__} cannot be drawn",
            mend="give a networkx graph, such as kg.project returns",
        )
    if language not in LANGUAGES:
        raise UsageError(f"unknown language {language!r}", mend='choose "en" or "ur"')
    told = cast("NetworkData", whole(network.graph))
    given: object = told.get("name_at")
    names: dict[Any, str] = given if isinstance(given, dict) else {}
    focus = {clean(name) for name in _several(told.get("focus"))}
    index = {node: number for number, node in enumerate(network.nodes)}
    nodes = [_node(node, data, names, focus) for node, data in network.nodes(data=True)]
    on = clean(told.get("on")) or None
    ties = _lent(nodes, _ties(network, index))
    titles = _titles(told, title, on)
    phases = [_phase(each) for each in _notes(told.get("phases")) if isinstance(each, dict)]
    sources = _source_lines(told, ties)
    found = Scene(
        title=titles[language],
        language=language,
        on=on,
        observed_until=clean(told.get("observed_until")) or None,
        claims=bool(told.get("claims")),
        source_line=sources[language],
        licence=safe_url(told.get("licence")),
        said=[(clean(note), clean(note)) for note in _notes(told.get("notes"))],
        phases=phases,
        nodes=nodes,
        ties=ties,
        titles=titles,
        sources=sources,
        dated=_source_lines(told, [*ties, *phases]),
    )
    found.count_ties()
    return found


def _titles(told: NetworkData, title: str | None, on: str | None) -> dict[str, str]:
    english = clean(title if title is not None else told.get("title")) or "Network"
    urdu = clean(told.get("title_ur")) if title is None else ""
    day = f"، {day_words(on, 'ur')}" if on else ""
    return {"en": english, "ur": f"{urdu}{day}" if urdu else english}


def _source_lines(told: NetworkData, drawn: Sequence[Tie | Phase]) -> dict[str, str]:
    """Give the source line with the last day on which something that is drawn was observed."""
    line, source = clean(told.get("source_line")), clean(told.get("source"))
    if not source or len(_several(told.get("accounts"))) > 1:
        return dict.fromkeys(LANGUAGES, line)
    # What began after the account's last day was seen to begin.
    seen = (day for each in drawn for day in (each.observed, each.when.get("earliest_start", "")))
    last = max(seen, default="") if any(each.observed for each in drawn) else ""
    day, licence = last or clean(told.get("observed_until")), clean(told.get("licence_name"))
    undated = told.get("undated") if isinstance(told.get("undated"), int) else 0
    english = [source, f"data to {day_words(day, 'en')}" if day else "", licence]
    urdu = [source, f"معلومات {day_words(day, 'ur')} تک" if day else "", licence]
    if undated:
        english.append(f"{undated:,} undated {'tie' if undated == 1 else 'ties'} left out")
        urdu.append(f"{undated:,} {WORDS['ur']['left_out']}")
    return {"en": "; ".join(filter(None, english)), "ur": "؛ ".join(filter(None, urdu))}


def _node(node: object, data: NodeData, names: Mapping[Any, str], focus: set[str]) -> Node:
    label = clean(data.get("label")) or clean(slug(str(node))) or "(no name)"
    now = clean(names.get(node))
    group = clean(data.get("group"))
    kind = clean(data.get("kind"))
    return Node(
        id=clean(node),
        label=now or label,
        label_ur=clean(data.get("label_ur")),
        kind=kind,
        kind_label=clean(data.get("kind_label")) or kind,
        kind_label_ur=clean(data.get("kind_label_ur")),
        group=group if group in GROUPS else "other",
        lat=_degrees(data.get("lat"), 90),
        lon=_degrees(data.get("lon"), 180),
        when=_when(data),
        focus=clean(node) in focus,
        short=clean(data.get("short")) if now in ("", label) else "",
        note=label if now and now != label else "",
        area=data.get("area") is True,
        block=_number(data.get("block")),
        also=[clean(name) for name in data.get("also") or ()],
        evidence=[_evidence(source) for source in _sources(data.get("evidence"))],
    )


def _lent(nodes: list[Node], ties: list[Tie]) -> list[Tie]:
    """Give ties that say no time that of the event at one of their ends."""
    for tie in ties:
        for end in (tie.target, tie.source):
            if not tie.when and nodes[end].group == "event":
                tie.when = dict(nodes[end].when)
    return ties


def _ties(network: nx.Graph[Any], index: dict[Any, int]) -> list[Tie]:
    found: list[tuple[Any, Any, object, TieData]]
    if network.is_multigraph():
        found = list(network.edges(keys=True, data=True))
    else:
        found = [(u, v, f"{u}-{v}", data) for u, v, data in network.edges(data=True)]
    directed = network.is_directed()
    return [
        _tie(index[u], index[v], key, cast("TieData", whole(data)), directed)
        for u, v, key, data in found
    ]


def _tie(source: int, target: int, key: object, data: TieData, directed: bool) -> Tie:
    kind = clean(data.get("kind")) or "Tie"
    modality = clean(data.get("modality")) or "asserted"
    order, sign = data.get("order"), data.get("sign")
    return Tie(
        source=source,
        target=target,
        key=clean(key),
        kind=kind,
        kind_label=clean(data.get("kind_label")) or kind.lower(),
        kind_label_ur=clean(data.get("kind_label_ur")),
        symmetric=bool(data.get("symmetric", not directed)),
        sign=int(sign) if sign in (1, -1) else None,
        gathers=bool(data.get("gathers")),
        colour=clean(data.get("colour")),
        mark=clean(data.get("mark")),
        when=_when(data),
        certainty=clean(data.get("certainty")) or None,
        last_known=clean(data.get("last_known"))[:10],
        observed=clean(data.get("observed_until"))[:10],
        modality=modality,
        modality_label=clean(data.get("modality_label")) or modality,
        detail=clean(data.get("detail")),
        within=clean(data.get("within")) or None,
        order=int(order) if isinstance(order, int | float) else None,
        claimants=[clean(who) for who in _several(data.get("claimants"))],
        facts=[
            (clean(pair[0]), clean(pair[1]))
            for pair in _several(data.get("facts"))
            if len(_several(pair)) == _PAIR
        ],
        evidence=[_evidence(source) for source in _sources(data.get("evidence"))],
        other_accounts=[clean(text) for text in _several(data.get("other_accounts"))],
        paint=kind,
        within_label=clean(data.get("within_label")) or clean(data.get("within")),
        within_label_ur=clean(data.get("within_label_ur")),
    )


def _sources(told: object) -> list[SourceData]:
    """Give sources; those of a file that holds only plain values are one text."""
    if isinstance(told, str):
        return [cast("SourceData", {"title": told})]
    return list(cast("list[SourceData]", told or ()))


def _several(value: object) -> Sequence[Any]:
    """Give a list as it is, and nothing for what is none, such as a text."""
    return value if isinstance(value, list | tuple) else ()


def _evidence(source: SourceData) -> dict[str, str]:
    names = ("title", "publisher", "locator", "reviewed", "status")
    return {**{name: clean(source.get(name)) for name in names}, "url": safe_url(source.get("url"))}


def _when(data: Dated) -> dict[str, str]:
    time = clean(data.get("time"))
    given = {name: clean(data.get(name))[:10] for name in BOUNDS}
    if time and not any(given.values()):
        given = _derived(time)
    words = clean(data.get("time_words")) or time
    dated = {"time": time, "words": words, "words_ur": day_words(time, "ur"), **given}
    return {name: value for name, value in dated.items() if value}


def _derived(time: str) -> dict[str, str]:
    try:
        found = bounds(time)
    except DataError:
        return {}
    return {name: day.isoformat() for name, day in zip(BOUNDS, found[:4], strict=True) if day}


def _degrees(value: object, limit: int) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if -limit <= value <= limit else None


def _notes(told: object) -> list[object]:
    return [*told] if isinstance(told, list | tuple) else []


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _phase(data: dict[str, Any]) -> Phase:
    return Phase(
        thing=clean(data.get("thing")),
        label=clean(data.get("label")) or clean(data.get("thing")),
        label_ur=clean(data.get("label_ur")),
        phase=clean(data.get("phase")),
        phase_ur=clean(data.get("phase_ur")),
        when=_when(cast("Dated", data)),
        claim=data.get("claim") is True,
        observed=clean(data.get("observed_until"))[:10],
    )
