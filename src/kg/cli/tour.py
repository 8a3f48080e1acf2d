"""``kg tour``: the guided first run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.cli.table import write
from kg.counting import counted
from kg.engine import Rows
from kg.errors import UsageError
from kg.network import project
from kg.opening import open_engine
from kg.paths import shipped
from kg.query import answer, table_in_words
from kg.shapes import check

if TYPE_CHECKING:
    from kg.engine import OxigraphEngine
    from kg.remote import RemoteEngine

__all__ = ["run"]


class _Stop(NamedTuple):
    """One stop of the tour: a question, and the picture that goes with it."""

    heading: str
    question: str
    parameters: dict[str, str]
    claims: bool
    file: str
    about: str
    on: str | None


_STOPS: Final = (
    _Stop(
        "Who was in CENTO, then called the Baghdad Pact, on 1 January 1957?",
        "members-at",
        {"organization": "cento", "on": "1957-01-01"},
        False,
        "cento",
        "cento",
        "1957-01-01",
    ),
    _Stop(
        "Who was in the SCO on 31 December 2024?",
        "members-at",
        {"organization": "sco", "on": "2024-12-31"},
        False,
        "sco",
        "sco",
        "2024-12-31",
    ),
    _Stop(
        "Who takes part in CPEC, as a fact or as a plan?",
        "corridor-participants",
        {"corridor": "cpec"},
        True,
        "cpec",
        "cpec",
        None,
    ),
)
_NEXT: Final = """\
What to try next:
  kg ask                                   all questions
  kg why membership-cento-pakistan         what says so, down to the passage
  kg draw nato --on 2011-11-26 -o nato.html
  kg describe Membership                   what a term means"""
_IN_CHECKOUT: Final = "  make lab                                 the notebooks"


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg tour``."""
    parser.add_argument("-o", "--output", default="tour", metavar="FOLDER", help="default: tour")
    folder = Path(parser.parse_args(arguments).output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make the folder ({(error.strerror or '').lower()})",
            where=str(folder),
            mend="name another with -o",
        ) from None
    _progress("building the graph")
    engine = open_engine()
    size = counted(engine.size(), "statement")
    print(f"The graph: {size} on states, alliances, corridors and events.")
    _progress("checking it")
    files = sorted(shipped("data").glob("*.ttl"))
    report = check(files[0], *files[1:])
    print(f"The check: {str(report).splitlines()[0]}\n")
    written = [path for stop in _STOPS for path in _show(engine, stop, folder)]
    print("Pictures, each one file that opens anywhere:")
    print("\n".join(f"  {path}" for path in written))
    print(f"\n{_NEXT}")
    # A wheel ships neither the notebooks nor what opens them.
    if all(Path(name).exists() for name in ("Makefile", "notebooks", "src/kg")):
        print(_IN_CHECKOUT)
    return 0 if report.ok else 1


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"… {text}", file=sys.stderr)


def _show(engine: OxigraphEngine | RemoteEngine, stop: _Stop, folder: Path) -> list[Path]:
    """Answer one question as a table, and draw its picture as HTML and SVG."""
    from kg.picture import draw  # noqa: PLC0415 - layouts cost 0.3 s to import

    print(stop.heading)
    result = answer(engine, stop.question, stop.parameters, claims=stop.claims)
    if isinstance(result, Rows):
        write(result.names, table_in_words(engine, result), "table")
    print()
    network = project(engine, stop.on, about=stop.about, claims=stop.claims)
    picture = draw(network)
    return [
        Path(picture.save(folder / f"{stop.file}{suffix}", force=True))
        for suffix in (".html", ".svg")
    ]
