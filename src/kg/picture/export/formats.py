"""Graph formats for other programs: dates, evidence and modality are kept.

Of each source a file has title, locator and address; in GraphML, GEXF and CSV, which hold only
plain values, each attribute of one type (see `kg.attributes`), all of them as one text. An
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
from kg.picture.scene import clean
from kg.separated import write_separated

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["cytoscape", "edge_list", "flattened", "graphml", "node_link", "node_list", "replace",
           "tidy"]  # fmt: skip

_BOOLEAN: Final = re.compile(r'<key id="([^"]*)"[^>]*attr\.type="boolean"')
# Names by which every format says something else than an attribute.
_IDS: Final = frozenset({"id", "source", "target", "key", "value"})
_KEYS: Final = {"keys": True}
# Of a source, what finds it again; the rest of it fills files, and stands in the graph.
_SOURCE: Final = ("title", "locator", "url")


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
    found = {
        clean(name): _scrubbed(value) for name, value in apart(simple(whole(data)), _IDS).items()
    }
    if "evidence" in found:
        found["evidence"] = _sources(found["evidence"])
    return found


def _sources(told: Any) -> Any:  # noqa: ANN401 - what a network made by hand has there
    """Give of each source what finds it again."""
    if not isinstance(told, list) or not all(isinstance(source, dict) for source in told):
        return told
    found = [{name: each[name] for name in _SOURCE if each.get(name)} for each in told]
    return [source for at, source in enumerate(found) if source and source not in found[:at]]


def _scrubbed(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {clean(key): _scrubbed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def flattened(network: nx.Graph[Any]) -> nx.MultiDiGraph[Any]:
    """Give a network with plain attributes only."""
    found = tidy(network)
    nodes = [data for _, data in found.nodes(data=True)]
    ties = [data for *_, data in found.edges(data=True)]
    for data in (found.graph, *nodes, *ties):
        data.update({name: _lines(data[name]) for name in ("evidence",) if name in data})
        replace(data, flat(data))
    of_one_type(nodes)
    of_one_type(ties)
    return found


def _lines(told: Any) -> Any:  # noqa: ANN401 - as above
    """Give sources as one text: title, locator and address of each."""
    if not isinstance(told, list) or not all(isinstance(source, dict) for source in told):
        return told
    return " | ".join(", ".join(map(str, source.values())) for source in told)


def replace(data: dict[str, Any], by: dict[str, Any]) -> None:
    """Put other attributes in the place of a thing's own."""
    data.clear()
    data.update(by)


def graphml(network: nx.Graph[Any]) -> str:
    """Give GraphML."""
    import networkx as nx  # noqa: PLC0415

    text = "\n".join(nx.generate_graphml(flattened(network)))
    # networkx writes Python's True, which XML Schema's boolean, and so other readers, do not know.
    for name in set(_BOOLEAN.findall(text)):
        data = re.compile(rf'(<data key="{re.escape(name)}">)(True|False)(?=</data>)')
        text = data.sub(lambda found: found[1] + found[2].lower(), text)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n"


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
    plain = flattened(network)
    rows = [{"source": u, "target": v, "key": key, **data}
            for u, v, key, data in plain.edges(keys=True, data=True)]  # fmt: skip
    return _csv(rows, ["source", "target", "key"])


def node_list(network: nx.Graph[Any]) -> str:
    """Give the things as CSV: id, then every attribute."""
    return _csv(
        [{"id": node, **data} for node, data in flattened(network).nodes(data=True)], ["id"]
    )


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
