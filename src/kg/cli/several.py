"""``kg draw`` over time: several days side by side, or what changed between two."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.counting import counted
from kg.errors import KgError, UsageError
from kg.network import project
from kg.opening import open_engine

if TYPE_CHECKING:
    import networkx as nx

    from kg.engine import OxigraphEngine
    from kg.picture import Panels, Picture
    from kg.remote import RemoteEngine

__all__ = ["add_times", "draw_times", "has_times"]


def add_times(parser: argparse.ArgumentParser) -> None:
    """Add the options that say when."""
    parser.add_argument("--on", nargs="+", metavar="DATE",
                        help="the day to draw, or several; all times if none")  # fmt: skip
    parser.add_argument("--from", dest="since", metavar="DATE",
                        help="with --to: what joined, left and stayed")  # fmt: skip
    parser.add_argument("--to", dest="until", metavar="DATE", help="the last day of --from")


def has_times(options: argparse.Namespace) -> bool:
    """Say whether more than one day is asked for; read one day, and names behind it, in place."""
    days = [day for at, day in enumerate(options.on or ()) if not at or _is_day(day)]
    options.names += [name for name in options.on or () if name not in days]
    options.on = days[0] if len(days) == 1 else days or None
    return len(days) > 1 or options.since is not None or options.until is not None


def _is_day(text: str) -> bool:
    return text[:1].isdigit() or text in ("today", "now")


def draw_times(options: argparse.Namespace) -> int:
    """Draw several days, or what changed between two, into the file that is asked for."""
    if options.question or options.view == "timeline":
        raise UsageError("a question and a timeline tell of time themselves",
                         mend="leave out --question and --view timeline, or the days")  # fmt: skip
    changed = options.since is not None or options.until is not None
    drawn: Panels | Picture
    drawn, networks = _changed(options) if changed else _side_by_side(options)
    path = drawn.save(options.output, force=options.force, size=options.size,
                      scale=options.scale, transparent=options.transparent)  # fmt: skip
    ties = [counted(network.number_of_edges(), "tie") for network in networks]
    print(f"{Path(path)}: {', '.join(ties)}")
    return 0


def _side_by_side(options: argparse.Namespace) -> tuple[Panels, list[nx.MultiDiGraph[str]]]:
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

    engine, choice = _choice(options)
    days: list[Any] = options.on
    networks = project(engine, days, **choice)
    _refuse_nothing(networks)
    return draw(networks, title=options.title or None, **_look(options)), networks


def _changed(options: argparse.Namespace) -> tuple[Picture, list[nx.MultiDiGraph[str]]]:
    from kg.analysis import span  # noqa: PLC0415 - numpy, 0.1 s
    from kg.picture import draw  # noqa: PLC0415

    if options.since is None or options.until is None:
        raise UsageError("what changed is told between two days", mend="give --from and --to")
    if options.on:
        raise UsageError("--from and --to say when", mend="leave out --on")
    engine, choice = _choice(options)
    if not options.all and choice["about"]:
        # What became of a tie takes the place of its kind, by which what matters is chosen.
        choice["essential"] = not choice["kinds"]
    network = span(engine, options.since, options.until, title=options.title, **choice)
    _refuse_nothing([network])
    return draw(network, **{**_look(options), "all": True}), [network]


def _look(options: argparse.Namespace) -> dict[str, Any]:
    return {"language": options.language, "view": options.view, "shade": options.shade,
            "all": options.all, "size": options.node_size, "gather": options.gather}  # fmt: skip


def _choice(options: argparse.Namespace) -> tuple[OxigraphEngine | RemoteEngine, dict[str, Any]]:
    """Give the graph, and what of it is drawn."""
    engine = open_engine(options.data, account=options.account, base=options.base)
    names = [*options.names, *([options.corridor] if options.corridor else [])]
    if not names and not options.between and not options.all:
        raise UsageError("nothing is named to be drawn", mend="name a thing, such as kg draw cento")
    return engine, {
        "about": names,
        "between": tuple(options.between) if options.between else None,
        "kinds": options.kind,
        "claims": options.claims,
        "accounts": options.accounts,
    }


def _refuse_nothing(networks: list[nx.MultiDiGraph[str]]) -> None:
    if not any(network.number_of_edges() for network in networks):
        raise KgError("there is nothing to draw: no tie is known on these days",
                      where=str(networks[0].graph.get("title", "")),
                      mend="name other days, or other kinds of tie")  # fmt: skip
