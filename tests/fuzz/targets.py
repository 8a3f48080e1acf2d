"""Every target, by name; each is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from fuzz.target import Target

__all__ = ["HOMES", "target"]

HOMES: Final = {
    "loader": ("fuzz.loading", "TARGET"),
    "guard": ("fuzz.querying", "TARGET"),
    "guard, rdflib": ("fuzz.querying", "EVALUATOR"),
    "binder": ("fuzz.binding", "TARGET"),
    "values to terms": ("fuzz.values", "VALUES"),
    "texts to values": ("fuzz.values", "TEXTS"),
    "times": ("fuzz.times", "TARGET"),
    "places": ("fuzz.places", "TARGET"),
    "messages": ("fuzz.messages", "TARGET"),
    "parameters": ("fuzz.calls", "PARAMETERS"),
    "commands": ("fuzz.calls", "COMMANDS"),
    "names": ("fuzz.naming", "TARGET"),
    "networks": ("fuzz.networks", "TARGET"),
}


def target(name: str) -> Target:
    """Give a target."""
    module, attribute = HOMES[name]
    found: Target = getattr(import_module(module), attribute)
    return found
