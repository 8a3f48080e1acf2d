"""Every target, by name."""

from __future__ import annotations

from typing import Final

from fuzz import (
    binding,
    calls,
    loading,
    messages,
    naming,
    networks,
    places,
    querying,
    times,
    values,
)
from fuzz.target import Target

__all__ = ["TARGETS"]

_ALL: Final = (
    loading.TARGET,
    querying.TARGET,
    querying.EVALUATOR,
    binding.TARGET,
    values.VALUES,
    values.TEXTS,
    times.TARGET,
    places.TARGET,
    messages.TARGET,
    calls.PARAMETERS,
    calls.COMMANDS,
    naming.TARGET,
    networks.TARGET,
)
TARGETS: Final[dict[str, Target]] = {each.name: each for each in _ALL}
