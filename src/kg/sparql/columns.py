"""The columns of ``SELECT *``: in the order in which the query names them.

The recommendation leaves the order open; Oxigraph gives the alphabet's.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.sparql.guarding import tokens
from kg.sparql.keeping import kept

__all__ = ["order_of_star"]


def order_of_star(sparql: str, names: Sequence[str]) -> list[int]:
    """Give the places of an answer's columns in the order in which its query names them.

    >>> order_of_star("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    [2, 1, 0]
    """
    places, named = list(range(len(names))), _named_by_star(sparql)
    if named is None:
        return places
    return sorted(places, key=lambda at: (*named, names[at]).index(names[at]))


@kept
def _named_by_star(sparql: str) -> tuple[str, ...] | None:
    """Give the variables of a query in their order, None where it names its columns itself."""
    found = list(tokens(sparql))
    words = [token.text.upper() for token in found]
    after = words[words.index("SELECT") + 1 :] if "SELECT" in words else []
    if [word for word in after[:2] if word not in ("DISTINCT", "REDUCED")][:1] != ["*"]:
        return None
    return tuple(dict.fromkeys(token.text[1:] for token in found if token.kind == "var"))
