"""Events beside the graph: reports by the million, counted in DuckDB and never stated as facts."""

import sys
from types import ModuleType
from typing import Any

from kg.events.reports import Events, events
from kg.events.sources import EventSource, event_source, event_sources

__all__ = ["EventSource", "Events", "event_source", "event_sources", "events"]


class _Callable(ModuleType):
    """The room under the name of its function: ``kg.events("gdelt", "*.CSV")``."""

    def __call__(self, *given: Any, **named: Any) -> Events:  # noqa: ANN401 - handed on
        return events(*given, **named)


# A package that was imported stands in the place of what `kg` exports by the same name.
sys.modules[__name__].__class__ = _Callable
