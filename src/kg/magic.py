"""The notebook magic: ``%load_ext kg``, then ``%ask`` on a line or ``%%ask`` in a cell.

%ask members-at --organization cento --on 1957-01-01

%%ask --into states
SELECT ?state WHERE { ?m kg:organization id:sco ; kg:member ?state }
"""

from __future__ import annotations

import argparse
import builtins
import keyword
import re
import shlex
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from kg.cells import frame_html
from kg.cli.parameters import parted, read_parameters, read_places_into
from kg.errors import KgError, UsageError
from kg.query import ask, is_sparql, labels, question, questions
from kg.rdf import AnyGraph, Graph, engine_of, load
from kg.terms import compact

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["Asker", "load_ipython_extension"]

_MOST: Final = 60
_MATCHER: Final = "khyber_matcher"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(message, mend="write --name value pairs; %%ask --help says more")


def _parser() -> argparse.ArgumentParser:
    # Without abbreviations a question's own parameter, such as --time, is never taken for ours.
    parser = _Parser(prog="%%ask", add_help=False, allow_abbrev=False)
    parser.add_argument("--into")
    parser.add_argument("--draw", action="store_true")
    parser.add_argument("--claims", action="store_true")
    parser.add_argument("--accounts", nargs="+")
    parser.add_argument("--evidence", action="store_true")
    parser.add_argument("--labels", default="en")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--time-limit", type=float)
    parser.add_argument("--help", action="store_true")
    return parser


_HELP = """%ask QUESTION, or %%ask over a cell: [QUESTION] [--PARAMETER VALUE …]
  SPARQL in the cell below, or a question of the catalogue by name.
  --into NAME     keep the frame in a variable
  --draw          draw the statements that the answer rests on
  --claims        let claims answer beside facts
  --accounts NAME …   the accounts that answer, such as facts claims
  --evidence      say what each row rests on
  --labels LANG   language of the label columns (default: en)
  --limit N, --time-limit SECONDS
  The graph is the variable `graph` where it is one, rdflib's too, else the shipped one."""


class Asker:
    """What the magic keeps: the shell that it runs in, and the shipped graph once it is opened."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self._graph: Graph | None = None
        self._known: list[tuple[str, str]] | None = None
        self._noted = ""
        self._others: Callable[[Any], str] | None = None

    @property
    def graph(self) -> AnyGraph:
        """Give the user's own ``graph`` where that is one, else the shipped graph.

        Another thing of that name is no graph of statements, and it is said that it is not asked.
        """
        own = self.shell.user_ns.get("graph")
        if own is not None:
            with suppress(UsageError):
                engine_of(own)
                return own  # type: ignore[no-any-return]
            kind = type(own).__name__
            if kind != self._noted:
                print(f"note: graph is a {kind}; the shipped graph is asked")  # noqa: T201
            self._noted = kind
        self._graph = self._graph or load()
        return self._graph

    def ask(self, line: str, cell: str = "") -> object:
        """Run one ``%%ask``: a frame, a bool, a graph or a picture; None where it failed."""
        try:
            return self._ask(line, cell)
        except KgError as error:
            # One clear line, and no traceback of ours in the reader's notebook.
            print(f"%%ask: {error}")  # noqa: T201
            return None

    def _ask(self, line: str, cell: str) -> object:
        parser = _parser()
        known, rest = parted(parser, _split(line))
        options, places = parser.parse_known_args(known)
        if options.help:
            print(_HELP)  # noqa: T201
            return None
        if options.into is not None:
            _check_name(options.into)
        # A cell stays as it is, so that the line and column of a mistake are those that one sees.
        cell = cell.removeprefix("\ufeff")
        query = cell if is_sparql(cell.strip()) else cell.strip()
        if not query and places:
            # A sentence goes as it is, and gets the questions that suit it.
            query = places.pop(0) if places[0] in questions() else " ".join(places)
        if not query:
            raise UsageError("nothing is asked", mend="name a question, or write SPARQL")
        parameters = read_parameters(rest, parser)
        if query in questions():
            parameters = read_places_into(question(query), places, parameters)
        result = ask(
            self.graph,
            query,
            remarks=True,
            claims=options.claims,
            accounts=options.accounts,
            limit=options.limit,
            labels=options.labels,
            time_limit=options.time_limit,
            evidence=options.evidence,
            **parameters,
        )
        if hasattr(result, "attrs"):
            self._show_as_cells(type(result))
        if options.into:
            self.shell.user_ns[options.into] = result
        if options.draw:
            return self._picture(query, parameters, result, options)
        return None if options.into else result

    def _picture(
        self, query: str, parameters: dict[str, Any], result: object, options: argparse.Namespace
    ) -> object:
        """Draw what an answer rests on; of SPARQL that rests on nothing, the two of each row."""
        from kg.network import resting  # noqa: PLC0415 - only pictures need it
        from kg.picture import draw  # noqa: PLC0415

        how = {"claims": options.claims, "accounts": options.accounts}
        try:
            return draw(resting(self.graph, query, parameters, **how))
        except UsageError:
            raise
        except KgError:
            if not is_sparql(query):
                raise
            return draw(result)

    def _show_as_cells(self, frames: type) -> None:
        """Have the notebook show frames that were asked for with labels that open the evidence."""
        html = getattr(self.shell.display_formatter, "formatters", {}).get("text/html")
        if html is None:
            return
        before = html.type_printers.get(frames)
        if getattr(before, "__func__", None) is not Asker._html:
            # Whoever shows frames in a way of their own goes on showing all but ours.
            self._others = html.for_type(frames, self._html)

    def _html(self, frame: Any) -> str:  # noqa: ANN401 - pandas is imported late
        if not {"query", "parameters", "claims"} <= frame.attrs.keys():
            plain: str = self._others(frame) if self._others else frame._repr_html_()
            return plain
        return frame_html(frame, engine_of(self.graph), self._labels())

    def _labels(self) -> dict[str, str]:
        return labels(engine_of(self.graph))

    def complete(self, context: CompletionContext) -> SimpleMatcherResult:
        """Complete a prefix, a term, an entity or a question inside an ``%ask`` cell.

        What is typed is looked for at the start of compact names, and inside labels: ``kara``
        finds ``id:karachi``. The label is shown where JupyterLab shows a completion's type.
        """
        from IPython.core.completer import SimpleCompletion  # noqa: PLC0415

        typed = re.split(r"[\s{}();,.|/^]", context.text_until_cursor)[-1]
        if not typed or not re.match(r"\s*%%?ask\b", context.full_text):
            return {"completions": []}
        # JupyterLab sets a completion's type in a narrow column, word under word.
        found = [
            SimpleCompletion(name, type=label.replace(" ", "\u00a0"))
            for name, label in self._matching(typed)
        ]
        return {"completions": found, "matched_fragment": typed, "suppress": True}

    def _matching(self, typed: str) -> list[tuple[str, str]]:
        wanted, names = typed.casefold(), self._names()
        starts = [pair for pair in names if pair[0].casefold().startswith(wanted)]
        inside = [pair for pair in names if ":" not in wanted and wanted in pair[1].casefold()]
        return list(dict.fromkeys(starts + inside))[:_MOST]

    def warm(self) -> None:
        """Read the names that completion offers; a graph that cannot be read is told when asked."""
        with suppress(KgError):
            self._names()

    def _names(self) -> list[tuple[str, str]]:
        if self._known is None:
            things = ((compact(iri), label) for iri, label in self._labels().items())
            asked = ((name, each.text) for name, each in questions().items())
            self._known = sorted(things) + sorted(asked)
        return self._known


def _check_name(name: str) -> None:
    """Refuse a name that Python does not take, or that hides something of Python's own."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UsageError(f"{name!r} is no name of a variable", mend="write --into NAME")
    if hasattr(builtins, name):
        raise UsageError(f"{name!r} is Python's own, and would be hidden", mend="take another name")


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise UsageError(f"the line cannot be read: {error}", mend="close the quotes") from None


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register ``%%ask`` and its completer; what ``%load_ext kg`` calls."""
    asker = Asker(shell)
    # The first completion must not outlast JupyterLab's patience, so names are read beforehand.
    threading.Thread(target=asker.warm, daemon=True).start()
    shell.register_magic_function(asker.ask, "line_cell", "ask")  # type: ignore[arg-type]
    # The matcher of an earlier %load_ext is replaced, so that nothing is completed twice.
    matchers = shell.Completer.custom_matchers
    matchers[:] = [each for each in matchers if getattr(each, "__name__", "") != _MATCHER]
    matchers.append(_matcher(asker))


def _matcher(asker: Asker) -> Callable[[CompletionContext], SimpleMatcherResult]:
    """Wrap the completer as IPython's second matcher interface asks for it."""
    from IPython.core.completer import context_matcher  # noqa: PLC0415

    @context_matcher()  # type: ignore[untyped-decorator]
    def khyber_matcher(context: CompletionContext) -> SimpleMatcherResult:
        return asker.complete(context)

    return khyber_matcher  # type: ignore[no-any-return]
