"""Horizons: the days between which each account speaks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from kg.engine import Engine
from kg.query.reading import rows

__all__ = ["horizons", "spoken_for"]

_HORIZONS: Final = """
SELECT ?account ?first ?last WHERE { ?account a kg:Account .
  OPTIONAL { ?account kg:observedFrom ?first } OPTIONAL { ?account kg:observedUntil ?last } }"""


def horizons(
    engine: Engine, accounts: Collection[str] | None = None
) -> dict[str, tuple[date | None, date | None]]:
    """Give the first and the last day for which each account speaks; None where it says none.

    Args:
        engine: The graph's engine.
        accounts: The accounts that are read and told of, as IRIs; all that are described if None.
    """
    read = engine.accounts() if accounts is None else accounts
    found = {iri: (first, last) for iri, first, last in rows(engine, _HORIZONS, accounts=read)}
    return found if accounts is None else {each: found[each] for each in accounts if each in found}


def spoken_for(engine: Engine, accounts: Collection[str]) -> tuple[date | None, date | None]:
    """Give the first and the last day for which any of some accounts speaks.

    Where one account looks further than another, it is its horizon that counts.
    """
    spans = horizons(engine, accounts).values()
    first = min((first for first, _ in spans if first), default=None)
    return first, max((last for _, last in spans if last), default=None)
