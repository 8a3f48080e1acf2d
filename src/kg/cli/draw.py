"""``kg draw`` and ``kg project``: a network at a date, as a picture or as a graph file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.options import add_accounts, add_data
from kg.cli.parameters import parted, read_parameters
from kg.counting import counted
from kg.engine import OxigraphEngine, Rows
from kg.errors import UsageError
from kg.network import project, structure
from kg.opening import open_engine
from kg.query import answer, columns_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.remote import RemoteEngine

__all__ = ["run"]


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg draw`` or ``kg project``."""
    parser.epilog = (
        "Of a question the ties of what it answers are drawn; its parameters are options."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="things whose ties are drawn")
    parser.add_argument("--corridor", metavar="NAME", help="a corridor: its route, parties, states")
    parser.add_argument("--between", nargs=2, metavar="NAME", help="only what ties these two")
    parser.add_argument("--question", metavar="NAME", help="the ties of what a question answers")
    parser.add_argument("--on", metavar="DATE", help="the day to draw; all times if none")
    parser.add_argument("--kind", action="append", metavar="KIND", help="only this kind of tie")
    add_accounts(parser)
    parser.add_argument("--title", default="", help="what the picture is headed with")
    parser.add_argument("--language", choices=("en", "ur"), default="en")
    parser.add_argument("--view", choices=("network", "map", "timeline"))
    parser.add_argument("--shade", metavar="WHAT", help="shade states on the map by a kind of tie, "
                        "a fact such as status, or ties for how many")  # fmt: skip
    parser.add_argument("--size", metavar="SIZE", help="of a picture: 1600x900, 16:9 or A4")
    parser.add_argument("--scale", type=float, metavar="N", help="pixels of a PNG for each unit")
    parser.add_argument("--transparent", action="store_true", help="leave the ground out")
    add_data(parser)
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the suffix says how")
    known, rest = parted(parser, arguments)
    options = parser.parse_intermixed_args(known)
    if rest and not options.question:
        parser.error(f"{rest[0]!r} is no option of kg draw")
    network = _network(options, read_parameters(rest, parser))
    path = _save(options, network)
    nodes, ties = network.number_of_nodes(), network.number_of_edges()
    print(f"{path}: {counted(nodes, 'node')}, {counted(ties, 'tie')}")
    return 0


def _network(
    options: argparse.Namespace, parameters: dict[str, str | list[str]]
) -> nx.MultiDiGraph[str]:
    engine = open_engine(options.data, account=options.account, base=options.base)
    names = [*options.names, *([options.corridor] if options.corridor else [])]
    if options.question:
        names += _answered(engine, options, parameters)
    if not names and not options.between:
        raise UsageError("nothing is named to be drawn", mend="name a thing, such as kg draw cento")
    plain = not (options.between or options.claims or options.accounts or options.question)
    return project(
        engine,
        options.on,
        about=names,
        between=tuple(options.between) if options.between else None,
        kinds=options.kind or (structure(engine, names) if plain else None),
        claims=options.claims,
        accounts=options.accounts,
        title=options.title,
    )


def _answered(
    engine: OxigraphEngine | RemoteEngine,
    options: argparse.Namespace,
    parameters: dict[str, str | list[str]],
) -> list[str]:
    """Give the things in the first column of things that a question answers."""
    if options.on:
        parameters.setdefault("on", options.on)
    result = answer(
        engine, options.question, parameters, claims=options.claims, accounts=options.accounts
    )
    columns = columns_of(result)[0] if isinstance(result, Rows) else []
    for column in columns:
        names = [cell for cell in column if isinstance(cell, str) and cell.startswith("id:")]
        if names:
            return list(dict.fromkeys(names))
    raise UsageError(
        "the question answers nothing that can be drawn", where=options.question,
        mend="kg ask shows what it answers",
    )  # fmt: skip


def _save(options: argparse.Namespace, network: nx.MultiDiGraph[str]) -> Path:
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

    picture = draw(network, language=options.language, view=options.view, shade=options.shade)
    return picture.save(options.output, force=options.force, size=options.size,
                        scale=options.scale, transparent=options.transparent)  # fmt: skip
