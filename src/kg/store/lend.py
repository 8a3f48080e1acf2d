"""Lent time: a relation that has no time of its own takes that of what it is part of.

A state takes part in an event when the event takes place; a corridor crosses a state only once
there is a corridor. Which property lends its time is declared in the ontology (``kg:edgeTime``).
Only bounds are lent; ``kg:time`` stays what a source says.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

__all__ = ["lend_times"]

# A corridor has been there since the earliest time at which anything is said of its status; nothing
# is said of an end, so that a tie of it is possible and never certain.
_LIVES: Final = """
INSERT { ?corridor kg:earliestStart ?first ; kg:latestStart ?last } WHERE {
  { SELECT ?corridor (MIN(?early) AS ?first) (MIN(?late) AS ?last) WHERE {
      ?status a kg:CorridorStatus ; kg:corridor ?corridor ;
        kg:earliestStart ?early ; kg:latestStart ?late } GROUP BY ?corridor }
  FILTER NOT EXISTS { ?corridor kg:time ?own }
}"""
_PARTS: Final = """
INSERT { ?part ?bound ?day } WHERE {
  ?part a kg:Corridor ; kg:partOf+ ?whole . ?whole a kg:Corridor ; ?bound ?day .
  VALUES ?bound { kg:earliestStart kg:latestStart kg:earliestEnd kg:latestEnd }
  FILTER NOT EXISTS { ?part kg:earliestStart ?own }
}"""
_FACTS: Final = """
INSERT { ?relation ?bound ?day } WHERE {
  ?kind kg:edgeTime ?part . ?relation kg:kind ?kind ; ?part ?whole . ?whole ?bound ?day .
  VALUES ?bound { kg:earliestStart kg:latestStart kg:earliestEnd kg:latestEnd }
  FILTER NOT EXISTS { ?relation kg:time ?own }
}"""
_CLAIMS: Final = """
INSERT { GRAPH id:claims { ?relation ?bound ?day } } WHERE {
  ?kind kg:edgeTime ?part . GRAPH id:claims { ?relation kg:kind ?kind ; ?part ?whole }
  { ?whole ?bound ?day } UNION { GRAPH id:claims { ?whole ?bound ?day } }
  VALUES ?bound { kg:earliestStart kg:latestStart kg:earliestEnd kg:latestEnd }
  FILTER NOT EXISTS { GRAPH id:claims { ?relation kg:time ?own } }
}"""


def lend_times(store: ox.Store) -> None:
    """Give the bounds of what it is part of to each relation that has no time of its own."""
    for update in (_LIVES, _PARTS, _FACTS, _CLAIMS):
        store.update(update, prefixes=PREFIXES)
