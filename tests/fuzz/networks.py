"""Networks with attributes of every kind to files, which their own readers read back."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from fuzz.mutating import any_text
from fuzz.target import Judge, Target, Wrong
from kg.attributes import Attributes, simple, whole
from kg.picture import export

__all__ = ["TARGET"]

_KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]
_NAMES = [
    "id",
    "source",
    "label",
    "weight",
    "type",
    "start",
    "x",
    "x_json",
    "x_",
    "earliest_start",
    "title",
    "a b",
    "<&\"'",
    "آ",
]
_IDS = [
    1,
    "1",
    "a",
    "b",
    1.5,
    ("t", 1),
    None.__class__,
    "<x>",
    "\u202ea",
    "",
    " ",
    "a\x00b",
    "=1+1",
    10**30,
]


def _value(pick: Random) -> Any:
    return pick.choice(
        [
            None,
            True,
            0,
            -1,
            2**53 + 1,
            2**63,
            10**40,
            1.5,
            float("nan"),
            float("inf"),
            any_text(pick, 5),
            any_text(pick, 5),
            [1, "a", None],
            [],
            {"k": [1.5]},
            {1, 2},
            (1, (2, [3])),
            date(1957, 1, 1),
            np.int64(3),
            np.float32(0.1),
            pd.NA,
            pd.Timestamp("1957-01-01"),
            np.array([[1, 2]]),
            object,
            b"x",
            "1957-01-01",
            "true",
            "=cmd",
            "\r\n",
            "]]>",
            1j,
        ]
    )


def _data(pick: Random) -> dict[Any, Any]:
    names = pick.sample([*_NAMES, any_text(pick, 4), 7], k=pick.choice((0, 1, 2, 4)))
    return {name: _value(pick) for name in names if name != ""}


def _made(pick: Random) -> nx.Graph:
    net = pick.choice(_KINDS)(title=any_text(pick, 5), x=_value(pick))
    for node in pick.sample(_IDS, k=pick.randint(0, 4)):
        net.add_node(node)
        net.nodes[node].update(_data(pick))
    nodes = list(net)
    for _ in range(pick.randint(0, 4) if nodes else 0):
        u, v = pick.choice(nodes), pick.choice(nodes)
        net.add_edge(
            u,
            v,
            **(
                {"key": pick.choice([0, "k", 1.5])}
                if net.is_multigraph() and pick.random() < 0.3
                else {}
            ),
        )
    for *_, data in net.edges(data=True):
        data.update(_data(pick))
    return net


@contextmanager
def _judging() -> Iterator[Judge]:
    logging.getLogger("networkx").setLevel(logging.ERROR)
    yield _judge


def _judge(net: nx.Graph) -> None:
    size = (net.number_of_nodes(), net.number_of_edges())
    readers: dict[Callable[..., str], Callable[[str], tuple[int, int]]] = {
        export.gexf: lambda text: _size(nx.read_gexf(io.BytesIO(text.encode()))),
        export.graphml: lambda text: _size(nx.parse_graphml(text, force_multigraph=True)),
        export.node_link: lambda text: _size(nx.node_link_graph(json.loads(text), edges="edges")),
        export.cytoscape: lambda text: _size(nx.cytoscape_graph(json.loads(text))),
        export.node_list: lambda text: (len(_rows(text)), size[1]),
        export.edge_list: lambda text: (size[0], len(_rows(text))),
    }
    for write, read in readers.items():
        text = write(net)
        if read(text) != size:
            raise Wrong(f"{write.__name__} gives {read(text)}, and not {size}")
        if write(net) != text:
            raise Wrong(f"{write.__name__} gives something else the second time")
    _hold_values(net)


def _hold_values(net: nx.Graph) -> None:
    """Hold what JSON keeps of a node to what it was: numbers of 64 bits, texts, lists."""
    back = nx.node_link_graph(json.loads(export.node_link(net)), edges="edges")
    for (_, was), (_, now) in zip(net.nodes(data=True), back.nodes(data=True), strict=True):
        for name in ("x", "weight", "a b"):
            value = simple(was.get(name))
            plain = isinstance(value, bool | str) or (isinstance(value, int) and abs(value) < 2**53)
            if plain and str(value).isalnum() and now.get(name) != value:
                raise Wrong(f"{name} was {value!r}, and is {now.get(name)!r}")
        held = Attributes(was)
        taken = {f"{name}_json" for name in was} & set(map(str, was))
        if not taken and whole(dict(held.items())).keys() - set(map(str, was)) - set(was):
            raise Wrong(f"other attributes than {was} come back")


def _size(net: nx.Graph) -> tuple[int, int]:
    return net.number_of_nodes(), net.number_of_edges()


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


TARGET = Target("networks", 5, _made, _judging)
