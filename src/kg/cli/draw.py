"""``kg draw`` and ``kg project``: a network at a date, as a picture or as a graph file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.network import project
from kg.store import open_store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["run"]

# What is drawn of an alliance or a corridor when nothing else is asked for: the ties that make it.
_STRUCTURE: Final = (
    "Membership", "Partnership", "CorridorParticipation", "Crossing", "Connection", "Stop",
    "Suspension", "Designation",
)  # fmt: skip


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg draw`` or ``kg project``."""
    parser.epilog = (
        "kg draw cento --on 1957-01-01 -o cento.html; "
        "kg draw --between pakistan iran --view timeline -o talks.svg; "
        "kg draw --corridor cpec --view map -o cpec.png"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="things whose ties are drawn")
    parser.add_argument("--corridor", metavar="NAME", help="a corridor: its route, parties, states")
    parser.add_argument("--between", nargs=2, metavar="NAME", help="only ties between these two")
    parser.add_argument("--on", metavar="DATE", help="the day to draw; all times if none")
    parser.add_argument("--kind", action="append", metavar="KIND", help="only this kind of tie")
    parser.add_argument("--claims", action="store_true", help="claims too, dashed")
    parser.add_argument("--title", default="", help="what the picture is headed with")
    parser.add_argument("--language", choices=("en", "ur"), default="en")
    parser.add_argument("--view", choices=("network", "map", "timeline"), default="network")
    parser.add_argument("--data", action="append", default=[], metavar="FILE", help="your own file")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the suffix says how")
    options = parser.parse_args(arguments)
    network = _network(options)
    _say(network, _save(options, network))
    return 0


def _network(options: argparse.Namespace) -> nx.MultiDiGraph[str]:
    names = [*options.names, *([options.corridor] if options.corridor else [])]
    if not names and not options.between:
        raise UsageError("nothing is named to be drawn", mend="name a thing, such as kg draw cento")
    kinds = options.kind or (None if options.between or options.claims else _STRUCTURE)
    return project(
        open_store(options.data),
        options.on,
        about=names,
        between=tuple(options.between) if options.between else None,
        kinds=kinds,
        claims=options.claims,
        title=options.title,
    )


def _save(options: argparse.Namespace, network: nx.MultiDiGraph[str]) -> Path:
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

    picture = draw(network, language=options.language, view=options.view)
    return Path(picture.save(options.output, force=options.force))


def _say(network: nx.MultiDiGraph[str], path: Path) -> None:
    print(f"{path}: {network.number_of_nodes()} nodes, {network.number_of_edges()} ties")
