"""The network that `project` gives: a networkx graph that its own writers can write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from kg.attributes import Attributes

__all__ = ["Network"]


class Network(nx.MultiDiGraph):  # type: ignore[misc]
    """A network whose attributes writers find as plain values; see `kg.attributes.Attributes`."""

    graph_attr_dict_factory = Attributes
    node_attr_dict_factory = Attributes
    edge_attr_dict_factory = Attributes

    def add_ties(self, ties: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> None:
        """Add ties between nodes that are in it: the two ends, the key and the attributes of each.

        The same as `add_edge` of each, which looks at every tie for nodes and keys to make, in a
        third of the time.
        """
        out, into = self._succ, self._pred
        for source, target, key, data in ties:
            parallel = out[source].get(target)
            if parallel is None:
                parallel = out[source][target] = into[target][source] = {}
            parallel[key] = Attributes(data)
        nx._clear_cache(self)  # noqa: SLF001 - what every method does that adds
