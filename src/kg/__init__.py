"""Khyber: a dated, sourced knowledge graph of states, alliances, corridors and events.

Five verbs: `load`, `check`, `ask`, `project`, `draw`; beside them `why` and `describe`, and of
networks `signed`, `balance`, `compare`, `series` and `panel`. Each is imported when it is first
used, so that ``import kg`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.release import VERSION

if TYPE_CHECKING:
    from kg.analysis import balance as balance
    from kg.analysis import compare as compare
    from kg.analysis import panel as panel
    from kg.analysis import series as series
    from kg.events import events as events
    from kg.evidence import why as why
    from kg.network import project as project
    from kg.network import signed as signed
    from kg.picture import draw as draw
    from kg.picture import explore as explore
    from kg.query import ask as ask
    from kg.query import questions as questions
    from kg.query import resolve_all as resolve
    from kg.rdf import Graph as Graph
    from kg.rdf import load as load
    from kg.reference import describe as describe
    from kg.reference import template as template
    from kg.shapes import check as check

__all__ = [
    "Graph",
    "ask",
    "balance",
    "check",
    "compare",
    "describe",
    "draw",
    "events",
    "explore",
    "load",
    "panel",
    "project",
    "questions",
    "resolve",
    "series",
    "signed",
    "template",
    "why",
]

__version__ = VERSION

_HOMES = {
    "Graph": "kg.rdf",
    "ask": "kg.query",
    "balance": "kg.analysis",
    "check": "kg.shapes",
    "compare": "kg.analysis",
    "describe": "kg.reference",
    "draw": "kg.picture",
    "events": "kg.events",
    "explore": "kg.picture",
    "load": "kg.rdf",
    "panel": "kg.analysis",
    "project": "kg.network",
    "questions": "kg.query",
    "resolve": "kg.query:resolve_all",
    "series": "kg.analysis",
    "signed": "kg.network",
    "template": "kg.reference",
    "why": "kg.evidence",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute, whatever it is
    """Import a public name from its room when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    room, _, own = _HOMES[name].partition(":")
    value = getattr(import_module(room), own or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Name what is public, imported or not."""
    return sorted([*globals(), *_HOMES])


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401 - IPython's shell, not imported here
    """Register the notebook magic; what ``%load_ext kg`` calls."""
    from kg.magic import load_ipython_extension as register  # noqa: PLC0415

    register(shell)
