"""Graph formats for other programs: dates, evidence and modality are kept, nothing is lost.

GraphML, GEXF and CSV hold only plain values, each attribute of one type; see `kg.attributes`. An
attribute whose name a format keeps for itself, such as ``id``, is written with an underscore.
"""

from __future__ import annotations

import io
import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from kg.attributes import apart, flat, json_ready, of_one_type, simple, unused, whole
from kg.lexical import spelled
from kg.picture.print import escape
from kg.picture.scene import clean
from kg.separated import write_separated

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["cytoscape", "edge_list", "gexf", "graphml", "node_link", "node_list", "tidy"]

_BOOLEAN: Final = re.compile(r'<key id="([^"]*)"[^>]*attr\.type="boolean"')
# Names by which every format, or GEXF, says something else than an attribute.
_IDS: Final = frozenset({"id", "source", "target", "key", "value"})
_GEXF: Final = frozenset("pid type viz parents slices spells start end tie".split())
_DAY: Final = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}")
_KEYS: Final = {"keys": True}
_META: Final = re.compile(r"<meta.*?</meta>", re.DOTALL)


def tidy(network: nx.Graph[Any]) -> nx.MultiDiGraph[Any]:
    """Give a network as a multigraph with text ids and clean JSON values.

    An undirected network's ties become symmetric ones.
    """
    import networkx as nx  # noqa: PLC0415

    found: nx.MultiDiGraph[Any] = nx.MultiDiGraph(**_clean(network.graph))
    names: dict[Any, str] = {}
    used: set[str] = set()
    for node, data in network.nodes(data=True):
        # The things 1 and "1" are two, and stay so.
        names[node] = unused(clean(node), used)
        used.add(names[node])
        found.add_node(names[node], **_clean(data))
    told = {} if network.is_directed() else {"symmetric": True}
    for u, v, *keys, data in network.edges(data=True, **_KEYS if network.is_multigraph() else {}):
        key = {"key": clean(*keys)} if keys else {}
        found.add_edge(names[u], names[v], **key, **{**told, **_clean(data)})
    return found


def _clean(data: Any) -> dict[str, Any]:  # noqa: ANN401 - attributes of networkx
    """Give attributes as clean JSON values, under no name that a format keeps for itself."""
    return {
        clean(name): _scrubbed(value) for name, value in apart(simple(whole(data)), _IDS).items()
    }


def _scrubbed(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {clean(key): _scrubbed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def _flat(network: nx.Graph[Any]) -> nx.MultiDiGraph[Any]:
    """Give a network with plain attributes only."""
    found = tidy(network)
    nodes = [data for _, data in found.nodes(data=True)]
    ties = [data for *_, data in found.edges(data=True)]
    for data in (found.graph, *nodes, *ties):
        _replace(data, flat(data))
    of_one_type(nodes)
    of_one_type(ties)
    return found


def _replace(data: dict[str, Any], by: dict[str, Any]) -> None:
    data.clear()
    data.update(by)


def graphml(network: nx.Graph[Any]) -> str:
    """Give GraphML."""
    import networkx as nx  # noqa: PLC0415

    text = "\n".join(nx.generate_graphml(_flat(network)))
    # networkx writes Python's True, which XML Schema's boolean, and so other readers, do not know.
    for name in set(_BOOLEAN.findall(text)):
        data = re.compile(rf'(<data key="{re.escape(name)}">)(True|False)(?=</data>)')
        text = data.sub(lambda found: found[1] + found[2].lower(), text)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n"


def gexf(network: nx.Graph[Any]) -> str:
    """Give dynamic GEXF 1.2: each tie and event lives from its earliest start to its latest end.

    A tie's key is its attribute ``tie``; what is known of the whole network stands, as JSON, in the
    file's description.
    """
    import networkx as nx  # noqa: PLC0415

    plain = _flat(network)
    told = json.dumps(json_ready(tidy(network).graph), ensure_ascii=False)
    plain.graph = {"name": str(plain.graph.get("title", ""))}
    for _, data in plain.nodes(data=True):
        _set_apart(data)
        _spell(data)
    for number, (_, _, key, data) in enumerate(plain.edges(keys=True, data=True)):
        # GEXF wants ids that are unique in the file; keys are so only between two things.
        _set_apart(data)
        data["id"], data["tie"] = f"e{number}", key
        _spell(data)
    if any("start" in data or "end" in data for *_, data in plain.edges(data=True)):
        plain.graph["mode"] = "dynamic"
    buffer = io.BytesIO()
    nx.write_gexf(plain, buffer, version="1.2draft")
    # networkx stamps the day and its own version; the same call is to give the same bytes.
    meta = f"<meta>\n    <description>{escape(told)}</description>\n  </meta>"
    return _META.sub(lambda _: meta, buffer.getvalue().decode("utf-8"), count=1) + "\n"


def _set_apart(data: dict[str, Any]) -> None:
    """Rename attributes that GEXF reads in a sense of its own, such as a weight that is text."""
    weight = isinstance(data.get("weight"), int | float) and not isinstance(data["weight"], bool)
    taken = _GEXF if weight else {*_GEXF, "weight"}
    _replace(data, apart(data, taken))


def _spell(data: dict[str, Any]) -> None:
    for name, bound in (("start", "earliest_start"), ("end", "latest_end")):
        day = data.get(bound)
        # Readers take numbers and the like for another way of counting time.
        if isinstance(day, str) and _DAY.fullmatch(day):
            data[name] = day


def node_link(network: nx.Graph[Any]) -> str:
    """Give node-link JSON as networkx reads it, with ``edges`` as the name of the ties."""
    import networkx as nx  # noqa: PLC0415

    return _json(nx.node_link_data(tidy(network), edges="edges"))


def cytoscape(network: nx.Graph[Any]) -> str:
    """Give Cytoscape JSON (elements with data, read by Cytoscape and Cytoscape.js)."""
    import networkx as nx  # noqa: PLC0415

    data = nx.cytoscape_data(tidy(network))
    used = {node["data"]["id"] for node in data["elements"]["nodes"]}
    for edge in data["elements"]["edges"]:
        # Ids are unique among nodes and ties; keys are so only between two things.
        name = f"{edge['data']['source']} {edge['data']['key']}"
        numbers = (f"{name} {number}" for number in count(2))
        edge["data"]["id"] = name if name not in used else next(n for n in numbers if n not in used)
        used.add(edge["data"]["id"])
    return _json(data)


def _json(value: object) -> str:
    return json.dumps(json_ready(value), ensure_ascii=False, indent=1) + "\n"


def edge_list(network: nx.Graph[Any]) -> str:
    """Give the ties as CSV: source, target, key, then every attribute; lists as JSON."""
    plain = _flat(network)
    rows = [{"source": u, "target": v, "key": key, **data}
            for u, v, key, data in plain.edges(keys=True, data=True)]  # fmt: skip
    return _csv(rows, ["source", "target", "key"])


def node_list(network: nx.Graph[Any]) -> str:
    """Give the things as CSV: id, then every attribute."""
    return _csv([{"id": node, **data} for node, data in _flat(network).nodes(data=True)], ["id"])


def _csv(rows: list[dict[str, Any]], first: list[str]) -> str:
    names = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    buffer = io.StringIO()
    lines = ([_cell(row.get(name, "")) for name in names] for row in rows)
    write_separated([names, *lines], buffer)
    return buffer.getvalue()


def _cell(value: object) -> object:
    """Keep a spreadsheet from running a label as a formula: it is data, whatever it begins with."""
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else spelled(value)
