"""Measuring networks: balance, change between two, series over time, and panels for statistics."""

from kg.analysis.balancing import Balance, balance
from kg.analysis.frustration import Frustration
from kg.analysis.null import Null

__all__ = ["Balance", "Frustration", "Null", "balance"]
