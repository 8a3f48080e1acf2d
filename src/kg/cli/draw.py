"""``kg draw`` and ``kg project``: a network at a date, as a picture or as a graph file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.cli.options import add_accounts, add_data
from kg.cli.parameters import parted, read_parameters
from kg.cli.several import add_times, draw_times, has_times
from kg.counting import counted
from kg.engine import OxigraphEngine
from kg.errors import KgError, UsageError
from kg.network import project, resting
from kg.opening import open_engine
from kg.query import question

if TYPE_CHECKING:
    import networkx as nx

    from kg.picture import Picture
    from kg.remote import RemoteEngine

__all__ = ["run"]


def run(verb: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg draw`` or ``kg project``."""
    parser.epilog = (
        "Of a question the statements are drawn that its answer rests on; "
        "its parameters are options."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="things whose ties are drawn")
    parser.add_argument("--corridor", metavar="NAME", help="a corridor: its route, parties, states")
    parser.add_argument("--between", nargs=2, metavar="NAME", help="only what ties these two")
    parser.add_argument("--question", metavar="NAME", help="what a question's answer rests on")
    add_times(parser)
    parser.add_argument("--kind", action="append", metavar="KIND", help="only this kind of tie")
    parser.add_argument(
        "--all",
        action="store_true",
        help="every tie, not those alone that matter most; with no name the whole graph",
    )
    parser.add_argument("--node-size", metavar="WHAT", help="what the area of a thing tells: "
                        "degree, centrality, or a number that things carry")  # fmt: skip
    parser.add_argument("--gather", type=int, default=60, metavar="N", help="how many members "
                        "of one thing are drawn each; the others are drawn as one")  # fmt: skip
    add_accounts(parser)
    parser.add_argument("--title", default="", help="what the picture is headed with")
    parser.add_argument("--language", choices=("en", "ur"), default="en")
    parser.add_argument("--view", choices=("network", "map", "timeline"))
    parser.add_argument("--shade", metavar="WHAT", help="shade states on the map by a kind of tie, "
                        "a fact such as status, or ties for how many")  # fmt: skip
    parser.add_argument("--lanes", choices=("organization", "actor", "kind"),
                        help="what has a lane on the timeline")  # fmt: skip
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
    if has_times(options):
        return draw_times(options)
    network = _network(options, read_parameters(rest, parser))
    picture = _saved(options, network, verb)
    drawn = picture.network
    nodes, ties = drawn.number_of_nodes(), drawn.number_of_edges()
    print(f"{options.output}: {counted(nodes, 'node')}, {counted(ties, 'tie')}")
    for note in picture.scene.told_in("en").notes:
        print(f"note: {note}")
    return 0


def _network(
    options: argparse.Namespace, parameters: dict[str, str | list[str]]
) -> nx.MultiDiGraph[str]:
    engine = open_engine(options.data, account=options.account, base=options.base)
    if options.question:
        return _answered(engine, options, parameters)
    names = [*options.names, *([options.corridor] if options.corridor else [])]
    if not names and not options.between and not options.all:
        raise UsageError(
            "nothing is named to be drawn",
            mend="name a thing, such as kg draw cento, or draw everything with --all",
        )
    return project(
        engine,
        options.on,
        about=names,
        between=tuple(options.between) if options.between else None,
        kinds=options.kind,
        claims=options.claims,
        accounts=options.accounts,
        title=options.title,
    )


def _answered(
    engine: OxigraphEngine | RemoteEngine,
    options: argparse.Namespace,
    parameters: dict[str, str | list[str]],
) -> nx.MultiDiGraph[str]:
    """Give the statements that a question's answer rests on."""
    asked = {each.name for each in question(options.question).parameters}
    if options.corridor and "corridor" in asked:
        parameters.setdefault("corridor", options.corridor)
    elif options.corridor:
        options.names.append(options.corridor)
    if options.names or options.between or options.kind:
        raise UsageError(
            "a question says itself what is drawn",
            mend="leave out names, --between and --kind, or the question",
        )
    if options.on and "on" in asked:
        parameters.setdefault("on", options.on)
    return resting(
        engine,
        options.question,
        parameters,
        claims=options.claims,
        accounts=options.accounts,
        on=options.on,
        title=options.title,
    )


def _saved(options: argparse.Namespace, network: nx.MultiDiGraph[str], verb: str) -> Picture:
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

    if verb == "draw" and not network.number_of_edges():
        raise _empty(options, network)
    picture: Picture = draw(
        network,
        language=options.language,
        view=options.view,
        shade=options.shade,
        all=options.all or verb == "project",
        size=options.node_size,
        lanes=options.lanes,
        gather=options.gather,
    )
    picture.save(options.output, force=options.force, size=options.size,
                 scale=options.scale, transparent=options.transparent)  # fmt: skip
    return picture


def _empty(options: argparse.Namespace, network: nx.MultiDiGraph[str]) -> KgError:
    what = network.graph["title"]
    other = "another day, or none for all times" if options.on else "another thing"
    rest = "" if options.claims else ", or let claims in with --claims"
    kinds = ", or other kinds of tie" if options.kind else ""
    return KgError("there is nothing to draw: no tie is known", where=what,
                   mend=f"name {other}{kinds}{rest}")  # fmt: skip
