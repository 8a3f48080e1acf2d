"""Processes that make the replies, so that each can be ended: at a limit, or when it fails."""

from kg.web.workers.pool import Broken, Busy, Late, Pool, Started, fault_of

__all__ = ["Broken", "Busy", "Late", "Pool", "Started", "fault_of"]
