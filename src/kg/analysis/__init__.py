"""Measuring networks: balance, change between two, series over time, and panels for statistics."""

from kg.analysis.accounts import AccountComparison, Matched, compare_accounts
from kg.analysis.balancing import Balance, balance
from kg.analysis.change import Change, Comparison
from kg.analysis.comparing import compare
from kg.analysis.frustration import Frustration
from kg.analysis.null import Null
from kg.analysis.over_time import MEASURES, series
from kg.analysis.panels import PANELS, panel
from kg.analysis.spanning import span

__all__ = [
    "MEASURES",
    "PANELS",
    "AccountComparison",
    "Balance",
    "Change",
    "Comparison",
    "Frustration",
    "Matched",
    "Null",
    "balance",
    "compare",
    "compare_accounts",
    "panel",
    "series",
    "span",
]
