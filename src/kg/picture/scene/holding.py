"""Whether a tie holds on a day, by the rule of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.contract import BOUNDS

if TYPE_CHECKING:
    from kg.picture.scene.scene import Tie

__all__ = ["holds"]


def holds(tie: Tie, on: str | None) -> bool:
    """Say whether a tie holds on a day on some reading of its dates.

    Args:
        tie: One without any date holds at no day.
        on: An ISO 8601 day; None asks of all times, at which everything holds.
    """
    if not on:
        return True
    days = [tie.when.get(name) for name in BOUNDS]
    first, last = days[0], days[-1]
    return any(days) and (not first or on >= first) and (not last or on <= last)
