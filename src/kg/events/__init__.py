"""Events beside the graph: reports by the million, counted in DuckDB and never stated as facts."""

from kg.events.reports import Events, events
from kg.events.sources import EventSource, event_source, event_sources

__all__ = ["EventSource", "Events", "event_source", "event_sources", "events"]
