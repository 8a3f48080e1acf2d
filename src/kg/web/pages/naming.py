"""The names of a day: what was called otherwise then is shown as it was called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Final

from kg.errors import DataError
from kg.period import bounds, certainty
from kg.query import rows
from kg.vocabulary import ID
from kg.web.site import Site

__all__ = ["names_on"]

_NAMES: Final = """SELECT ?thing ?name ?time WHERE {
  ?bearing kg:named ?thing ; kg:name ?name ; kg:time ?time }"""


def names_on(site: Site, day: str | None, borne: Mapping[str, str]) -> dict[str, str]:
    """Give the names of a day that stand for labels which the things did not bear on it.

    Args:
        site: The site.
        day: The day as ISO 8601; None for all times, where labels stand.
        borne: The names that things bore on the day for certain, by slug; see `kg.project`.
    """
    if day is None:
        return {}
    dated = site.kept("namings", lambda: _dated(site))
    label, on = site.labels["en"], date.fromisoformat(day)
    return {
        short: name
        for short, name in borne.items()
        if not any(
            called == label.get(ID + short) and _held(time, on)
            for called, time in dated.get(ID + short, ())
        )
    }


def _dated(site: Site) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for thing, name, time in rows(site.engine, _NAMES):
        found[thing].append((str(name), str(time)))
    return found


def _held(time: str, on: date) -> bool:
    with suppress(DataError):
        return certainty(bounds(time), on) is not None
    return False
