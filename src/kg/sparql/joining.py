"""GROUP_CONCAT over whatever a variable has: Oxigraph joins texts, and gives nothing for the rest.

Other engines join the texts of IRIs and numbers too, as SPARQL's own STR gives them, and nobody who
gets an empty cell would look for the reason there.
"""

from __future__ import annotations

from typing import Final

from kg.sparql.guarding import tokens
from kg.sparql.keeping import kept

__all__ = ["with_joined_texts"]

# Texts with a language stay as they are, so that what is joined of one language has it too.
_TEXT: Final = "COALESCE(IF(LANG({0}) = '', STR({0}), {0}), STR({0}))"


@kept
def with_joined_texts(sparql: str) -> str:
    """Give a query in which each variable that GROUP_CONCAT joins is a text.

    >>> with_joined_texts("SELECT (GROUP_CONCAT(?s) AS ?all) { ?s a kg:Alliance }")[:50]
    "SELECT (GROUP_CONCAT(COALESCE(IF(LANG(?s) = '', ST"
    """
    if "GROUP_CONCAT" not in sparql.upper():
        return sparql
    found = list(tokens(sparql))
    for here in reversed(range(len(found) - 3)):
        if (found[here].kind, found[here].text.upper()) != ("word", "GROUP_CONCAT"):
            continue
        first, *rest = found[here + 2 :]
        joined, after = rest[:2] if first.text.upper() == "DISTINCT" else (first, rest[0])
        if joined.kind == "var" and after.text in (")", ";"):
            end = joined.start + len(joined.text)
            sparql = f"{sparql[: joined.start]}{_TEXT.format(joined.text)}{sparql[end:]}"
    return sparql
