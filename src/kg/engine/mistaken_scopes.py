"""Mistakes in what variables stand for: not grouped, named twice, or computed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kg.engine.mistake import Mistake, end_of
from kg.sparql import Token, tokens

__all__ = ["in_aggregates", "in_scopes"]

_AGGREGATES: Final = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())
_NAMES: Final = "|".join(sorted(_AGGREGATES))
_NESTED: Final = re.compile(rf"(?is)\b(?:{_NAMES})\s*\(.*\b(?:{_NAMES})\s*\(")
_AFTER: Final = frozenset("HAVING ORDER LIMIT OFFSET VALUES".split())
_BARE: Final = frozenset("DISTINCT REDUCED".split())


class _Select(NamedTuple):
    """A SELECT: its columns, what stands in its braces, and what follows these."""

    start: int
    columns: Sequence[Token]
    group: Sequence[Token]
    after: Sequence[Token]


def in_scopes(found: Sequence[Token]) -> Mistake | None:
    """Find a variable that is not what its place asks for."""
    if mistake := _nothing_behind(found):
        return mistake
    for select in _selects(found):
        looks = (_twice, _over, _star, _ungrouped, _misplaced)
        if mistake := next((each for look in looks if (each := look(select))), None):
            return mistake
    return None


def in_aggregates(sparql: str) -> Mistake | None:
    """Find what counts inside of what counts: the engine takes it, and gives nothing for it."""
    if not _NESTED.search(sparql):
        return None
    found = list(tokens(sparql))
    for here, token in enumerate(found[:-1]):
        if _is(token, *_AGGREGATES) and found[here + 1].text == "(":
            inside = found[here + 2 : end_of(found, here + 1)]
            if inner := next((t for t in inside if _is(t, *_AGGREGATES)), None):
                what = f"{inner.text} stands inside of {token.text}"
                return Mistake(inner.start, what, "count the inner one in a subquery of its own")
    return None


def _selects(found: Sequence[Token]) -> Iterator[_Select]:
    for here, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "SELECT":
            continue
        braces = [at for at in range(here, len(found)) if found[at].text == "{"][:1]
        if braces:
            close = _closing(found, braces[0])
            behind = _closing(found, close + 1, depth=1)
            head = [t for t in found[here + 1 : braces[0]] if t.text.upper() not in _BARE]
            columns = head[: next((i for i, t in enumerate(head) if _is(t, "WHERE", "FROM")), None)]
            yield _Select(
                token.start, columns, found[braces[0] + 1 : close], found[close + 1 : behind]
            )


def _closing(found: Sequence[Token], start: int, depth: int = 0) -> int:
    for here in range(start, len(found)):
        depth += (found[here].text == "{") - (found[here].text == "}")
        if depth == 0:
            return here
    return len(found)


def _is(token: Token, *words: str) -> bool:
    return token.kind == "word" and token.text.upper() in words


def _plain(columns: Sequence[Token]) -> Iterator[Token]:
    """Give the columns that are variables, not computed."""
    depth = 0
    for token in columns:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.kind == "var":
            yield token


def _named(columns: Sequence[Token]) -> Iterator[Token]:
    """Give the variables that computed columns are named by."""
    for before, token in pairwise(columns):
        if _is(before, "AS") and token.kind == "var":
            yield token


def _twice(select: _Select) -> Mistake | None:
    seen = set[str]()
    for token in sorted([*_plain(select.columns), *_named(select.columns)], key=lambda t: t.start):
        if token.text[1:] in seen:
            what = f"{token.text} stands twice among the columns"
            return Mistake(token.start, what, "leave one out, or name it otherwise")
        seen.add(token.text[1:])
    return None


def _over(select: _Select) -> Mistake | None:
    """Find what is computed and named as what has a value already."""
    grouped = {t.text[1:] for t in select.after} if _grouping(select) is not None else None
    own = {t.text[1:] for t in select.group if t.kind == "var"} if grouped is None else set[str]()
    for token in _named(select.columns):
        if token.text[1:] in own:
            what = f"{token.text} has a value already, in the braces"
            return Mistake(token.start, what, "name what is computed otherwise")
    return _bound_again(select.group)


def _bound_again(group: Sequence[Token]) -> Mistake | None:
    """Find BIND of a variable that what stands before it in its own braces has given a value."""
    inside = [set[str]()]
    for here, token in enumerate(group):
        if token.text == "{":
            inside.append(set())
        elif token.text == "}" and len(inside) > 1:
            inner = inside.pop()
            inside[-1] |= inner
        elif token.kind == "var":
            inside[-1].add(token.text[1:])
        elif _is(token, "BIND") and here + 1 < len(group):
            name = group[end_of(group, here + 1) - 1]
            if name.kind == "var" and name.text[1:] in inside[-1]:
                what = f"{name.text} has a value already where BIND computes it"
                return Mistake(name.start, what, "name what is computed otherwise")
    return None


def _star(select: _Select) -> Mistake | None:
    if [t.text for t in select.columns] == ["*"] and _grouping(select) is not None:
        what = "SELECT * stands beside GROUP BY"
        return Mistake(select.columns[0].start, what, "name the columns: what is grouped by, …")
    return None


def _ungrouped(select: _Select) -> Mistake | None:
    """Find a column that is neither grouped by nor counted."""
    by = _grouping(select)
    counts = any(_is(t, *_AGGREGATES) for t in [*select.columns, *select.after])
    if by is None and not counts:
        return None
    for token in _plain(select.columns):
        if token.text[1:] not in (by or ()):
            first = next((t for t in select.columns if _is(t, *_AGGREGATES)), None)
            beside = "" if by is not None or not first else f" beside {first.text.upper()}"
            name = token.text
            what = f"{name} is a column{beside}, and nothing groups by it"
            return Mistake(token.start, what, f"write GROUP BY {name}, or (SAMPLE({name}) AS ?n)")
    return None


def _grouping(select: _Select) -> set[str] | None:
    """Give the variables that GROUP BY names; None where there is none."""
    starts = [i for i, t in enumerate(select.after) if _is(t, "GROUP")]
    if not starts:
        return None
    named = set[str]()
    for token in select.after[starts[0] + 1 :]:
        if _is(token, *_AFTER):
            break
        named |= {token.text[1:]} if token.kind == "var" else set()
    return named


def _misplaced(select: _Select) -> Mistake | None:
    """Find what counts rows where there are none yet."""
    for here, token in enumerate(select.group):
        if _is(token, "SELECT"):
            return None
        if _is(token, "FILTER", "BIND"):
            held = select.group[here : end_of(select.group, min(here + 1, len(select.group) - 1))]
            if count := next((t for t in held if _is(t, *_AGGREGATES)), None):
                what = f"{count.text} stands in {token.text.upper()}, where nothing is grouped yet"
                return Mistake(count.start, what, "write HAVING(…) behind the braces and GROUP BY")
    return None


def _nothing_behind(found: Sequence[Token]) -> Mistake | None:
    """Find GROUP BY or ORDER BY at the end, or before another keyword."""
    for here, token in enumerate(found[1:], 1):
        follows = found[here + 1] if here + 1 < len(found) else Token("other", "}", 0)
        if _is(token, "BY") and (follows.text == "}" or _is(follows, "GROUP", *_AFTER)):
            said = f"{found[here - 1].text.upper()} BY"
            return Mistake(token.start, f"{said} names nothing", f"write {said} and a variable")
    return None
