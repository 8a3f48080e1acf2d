"""Processes that make the replies, so that each can be ended: at a limit, or when it fails."""

from kg.web.workers.line import Broken, Given, Late, Rest
from kg.web.workers.pool import Busy, Pool, Started, fault_of

__all__ = ["Broken", "Busy", "Given", "Late", "Pool", "Rest", "Started", "fault_of"]
