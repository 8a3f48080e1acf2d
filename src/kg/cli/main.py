"""The door: reads the command, runs it, and turns an error into one line and a status."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from kg import __version__
from kg.cli.supervising import part_in_two
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

__all__ = ["main", "parser"]

_INTERRUPTED = 130
# What ends by itself when it is told to, after what it has begun.
_LASTING = "serve"

# Each command's module, imported only when the command runs; and its line in the help.
_COMMANDS = {
    "tour": ("tour", "the guided first run: build, check, ask, draw"),
    "load": ("load", "build the graph and say what is in it"),
    "check": ("check", "hold the graph, or data files, to the rules"),
    "ask": ("ask", "ask a question by name, or in SPARQL"),
    "project": ("draw", "write a network at a date to a graph file"),
    "draw": ("draw", "draw a network at a date as HTML, SVG or PNG"),
    "compare": ("compare", "say what differs between two days, accounts or versions"),
    "balance": ("balance", "say how balanced the network of states is at a date"),
    "panel": ("panel", "write a row for each state, pair or membership and year"),
    "import": ("importing", "make statements of a table or of a data set of the field"),
    "datasets": ("datasets", "list the data sets of the field that can be imported"),
    "resolve": ("resolve", "find what names and codes stand for, at a date"),
    "why": ("why", "show what says so, down to the passage"),
    "describe": ("why", "say what a term of the ontology means"),
    "new": ("new", "print a template of a statement, to be filled in"),
    "format": ("format", "put data files into canonical order"),
    "diff": ("versions", "say what changed between two versions of the data"),
    "mcp": ("mcp", "serve the graph to an assistant, over the Model Context Protocol"),
    "push": ("versions", "publish the graph to a SPARQL server"),
    "publish": ("publish", "write the pages as a folder of files, for any host"),
    "serve": ("serve", "serve pages in a browser and a SPARQL endpoint"),
}


class _Parser(argparse.ArgumentParser):
    """A parser that speaks in one line, as every other error here does."""

    def format_help(self) -> str:
        """Give the help, with examples of the command at its end."""
        from kg.cli.examples import examples  # noqa: PLC0415 - only help needs them

        own = examples().get(self.prog.removeprefix("kg "), ())
        lines = "\n".join(f"  {each}" for each in own)
        return super().format_help() + (f"\nexamples:\n{lines}\n" if lines else "")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # Of help that cannot be written, as on a full disk, the library says nothing.
        if file and file is sys.stdout:
            file.write(message)
        else:
            super()._print_message(message, file)

    def error(self, message: str) -> None:  # type: ignore[override]
        said = UsageError(message, mend=f"see {self.prog} --help")
        self.exit(2, f"{self.prog}: {said}\n")


def parser() -> argparse.ArgumentParser:
    """Give the parser of the top level, which knows the commands by name only."""
    lines = "\n".join(f"  {name:10}{text}" for name, (_, text) in _COMMANDS.items())
    top = _Parser(
        prog="kg",
        usage="kg COMMAND [ARGUMENT ...]",
        description="Khyber: who stood with whom on a date, and what says so.",
        epilog=f"commands:\n{lines}\n\nkg COMMAND --help says more of each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"khyber-kg {__version__}")
    top.add_argument("command", choices=list(_COMMANDS), metavar="COMMAND", help=argparse.SUPPRESS)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What follows ``kg``; the process's own arguments if None.

    Returns:
        The exit status: 0 for done, 1 for a fault found, 2 for a call that cannot be carried out.
    """
    if arguments is not None:
        return _carried_out(list(arguments))
    # What is imported lives as long as the process: to look for garbage among it is in vain.
    gc.set_threshold(100_000)
    try:
        _open_streams()
        status = None if sys.argv[1:2] == [_LASTING] else part_in_two()
    except KeyboardInterrupt:
        return _INTERRUPTED
    if status is None:
        try:
            status = _carried_out(sys.argv[1:])
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 0
        atexit._run_exitfuncs()  # noqa: SLF001 - the public way is the end that is left out
    # All is said, and to take the interpreter apart costs as much as to be parted in two.
    os._exit(status)


def _carried_out(given: list[str]) -> int:
    name = f"kg {given[0]}" if given and given[0] in _COMMANDS else "kg"
    shown, warnings.showwarning = warnings.showwarning, _show_warning
    try:
        try:
            status = _run(given)
        finally:
            # A full disk, or a reader that has left, shows when what was printed goes out.
            sys.stdout.flush()
    except KgError as error:
        _say(f"{name}: {error}")
        return error.exit_status
    except BrokenPipeError:
        # The reader, such as head, has what it wants.
        _let_go_of_output()
        return 0
    except OSError as error:
        _let_go_of_output()
        # Every file's own errors are named where it is opened.
        why = (error.strerror or str(error)).lower()
        what = f"cannot be read or written ({why})"
        _say(f"{name}: {KgError(what, path=error.filename or 'standard output')}")
        return 1
    finally:
        warnings.showwarning = shown
    return status


def _run(given: list[str]) -> int:
    if not given:
        parser().print_help()
        return 0
    known = parser().parse_args(given[:1])
    module, text = _COMMANDS[known.command]
    run = import_module(f"kg.cli.{module}")
    about = f"{text[0].upper()}{text[1:]}."
    # A question's parameter may begin as an option does, so no option has a short form.
    own = _Parser(prog=f"kg {known.command}", description=about, allow_abbrev=False)
    status: int = run.run(known.command, own, given[1:])
    return status


def _open_streams() -> None:
    """Have what cannot be shown replaced, and what is closed refuse instead of being missing."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            # Its number is free, and the next file would be written to as if it were the terminal.
            mode = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            with suppress(OSError):
                opened = os.open(os.devnull, mode)
                if opened != number:
                    os.dup2(opened, number)
            setattr(sys, name, open(number, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif stream.errors in ("strict", "surrogateescape") and name != "stdin":
            # The second is Python's own in the C locale, and fails at any other letter too.
            stream.reconfigure(errors="replace")


def _let_go_of_output() -> None:
    """Have Python's own flush at the end go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(line: str) -> None:
    # Where nobody can be told, the status says it.
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    _say(f"note: {message}")
