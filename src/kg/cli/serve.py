"""``kg serve``: the graph as pages in a browser and as a SPARQL endpoint."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from kg.cli.options import add_data
from kg.errors import UsageError

__all__ = ["run"]

_NEEDED = ("uvicorn", "httptools", "jinja2")


def run(_: str, parser: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    """Run ``kg serve``."""
    parser.epilog = "Ctrl-C ends it; the signal HUP takes in changed data without a pause."
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
    parser.add_argument("--port", type=int, default=8000, help="the port; a free one if 0")
    parser.add_argument("--root-path", default="", metavar="PATH", help="where the site lies")
    parser.add_argument("--workers", type=int, metavar="N", help="processes that answer")
    parser.add_argument("--memory", action=argparse.BooleanOptionalAction, default=True,
                        help="keep the graph in memory")  # fmt: skip
    parser.add_argument("--time-limit", type=float, default=30.0, metavar="S",
                        help="seconds that a request may take")  # fmt: skip
    parser.add_argument("--most-bytes", type=int, default=1_000_000_000, metavar="N",
                        help="how long an answer may be")  # fmt: skip
    parser.add_argument("--most-memory", type=int, default=2_000, metavar="MB",
                        help="what a process may take beside the graph")  # fmt: skip
    parser.add_argument("--most-waiting", type=int, default=256, metavar="N",
                        help="requests that may wait")  # fmt: skip
    parser.add_argument("--patience", type=float, default=20.0, metavar="S",
                        help="seconds that a head or a body may take to come")  # fmt: skip
    parser.add_argument("--allow-host", action="append", default=[], metavar="NAME",
                        help="a name by which the server goes")  # fmt: skip
    parser.add_argument("--address", default="", metavar="URL", help="the address of the site")
    parser.add_argument("--reload", action="store_true", help="take in files that change")
    parser.add_argument("--cors", action="store_true", help="let pages of other sites read this")
    parser.add_argument("--log-queries", action="store_true", help="log what is asked too")
    parser.add_argument("--quiet", action="store_true", help="log no requests")
    parser.add_argument("--check", action="store_true", help="open everything, and end")
    add_data(parser)
    options = parser.parse_args(arguments)
    _have_parts()
    _serve(options)
    return 0


def _have_parts() -> None:
    missing = [each for each in _NEEDED if find_spec(each) is None]
    if missing:
        mend = "pip install 'khyber-kg[web]'"
        raise UsageError(f"kg serve needs {' and '.join(missing)}", mend=mend)


def _serve(options: argparse.Namespace) -> None:
    from kg.web import Limits, Opened, Settings, serve  # noqa: PLC0415 - 0.3 s

    workers = os.cpu_count() or 2 if options.workers is None else options.workers
    if workers < 1:
        raise UsageError(f"{workers} is no number of processes", mend="give 1 or more")
    if not 0 < options.time_limit <= 1e6:  # noqa: PLR2004 - some days
        raise UsageError(f"{options.time_limit:g} is no limit in time", mend="give seconds")
    opened = Opened(options.data, options.account, options.base, options.memory)
    whole = min(options.most_bytes, Limits.whole)
    limits = Limits(seconds=options.time_limit, bytes=options.most_bytes, whole=whole,
                    memory=options.most_memory, waiting=options.most_waiting,
                    patience=options.patience)  # fmt: skip
    root = "/" + options.root_path.strip("/") if options.root_path.strip("/") else ""
    if options.check:
        print(f"{opened.engine().describe()}; nothing is wrong with it")
        return
    level = logging.WARNING if options.quiet else logging.INFO
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    settings = Settings(
        opened, options.host, options.port, root, workers, limits, options.allow_host,
        options.address.rstrip("/"), options.reload, options.log_queries, options.cors,
    )  # fmt: skip
    serve(settings)
