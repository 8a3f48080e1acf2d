"""The text of a query: its tokens, what it may not say, and terms for its variables."""

from kg.sparql.binding import Binding, Bindings, kind_of_braces, with_values
from kg.sparql.columns import order_of_star
from kg.sparql.guarding import Token, allowed_calls, guard, guard_update, named_graphs, tokens
from kg.sparql.joining import with_joined_texts
from kg.sparql.keeping import kept
from kg.sparql.query import Asked, Query, prefixes_in
from kg.sparql.tags import capital_tags, with_folded_tags

__all__ = [
    "Asked",
    "Binding",
    "Bindings",
    "Query",
    "Token",
    "allowed_calls",
    "capital_tags",
    "guard",
    "guard_update",
    "kept",
    "kind_of_braces",
    "named_graphs",
    "order_of_star",
    "prefixes_in",
    "tokens",
    "with_folded_tags",
    "with_joined_texts",
    "with_values",
]
