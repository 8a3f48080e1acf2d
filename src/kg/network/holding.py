"""The network that `project` gives: a networkx graph that its own writers can write."""

from __future__ import annotations

import networkx as nx

from kg.attributes import Attributes

__all__ = ["Network"]


class Network(nx.MultiDiGraph):  # type: ignore[misc]
    """A network whose attributes writers find as plain values; see `kg.attributes.Attributes`."""

    graph_attr_dict_factory = Attributes
    node_attr_dict_factory = Attributes
    edge_attr_dict_factory = Attributes
