"""The text of a query: its tokens, what it may not say, and terms for its variables."""

from kg.sparql.binding import Binding, Bindings, kind_of_braces, with_values
from kg.sparql.guarding import Token, allowed_calls, guard, guard_update, named_graphs, tokens
from kg.sparql.query import Asked, Query

__all__ = [
    "Asked",
    "Binding",
    "Bindings",
    "Query",
    "Token",
    "allowed_calls",
    "guard",
    "guard_update",
    "kind_of_braces",
    "named_graphs",
    "tokens",
    "with_values",
]
