"""The text of a query: its tokens, what it may not say, and terms for its variables."""

from kg.sparql.binding import Binding, Bindings, kind_of_braces, with_values
from kg.sparql.guarding import Token, allowed_calls, guard, guard_update, tokens

__all__ = [
    "Binding",
    "Bindings",
    "Token",
    "allowed_calls",
    "guard",
    "guard_update",
    "kind_of_braces",
    "tokens",
    "with_values",
]
