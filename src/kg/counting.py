"""Counts in words: one row, two rows."""

from __future__ import annotations

__all__ = ["counted", "listed"]


def counted(number: float, thing: str, things: str | None = None) -> str:
    """Give a number with what it counts, in the singular or the plural.

    >>> counted(1, "row"), counted(1200, "row"), counted(0, "reply", "replies")
    ('1 row', '1,200 rows', '0 replies')
    """
    shown = f"{number:,.0f}"
    return f"{shown} {thing if shown == '1' else things or f'{thing}s'}"


def listed(words: list[str], last: str = "or") -> str:
    """Give words as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b or c')
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
