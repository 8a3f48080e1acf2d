"""Coding: what the codes of one scheme stand for on a day, and what stands in the way of saying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from kg.engine import Engine, node_if_any
from kg.errors import UsageError, nearest
from kg.lexical import Value
from kg.query.bearers import lives, predecessors
from kg.query.names import label_of, labels
from kg.query.reading import rows
from kg.terms import compact, expand, slug
from kg.vocabulary import C

__all__ = ["CodeBook", "Coded", "code_schemes", "coded_rows", "codes_on"]

# What the list does not date holds while its bearer is there.
_CODES: Final = """
SELECT DISTINCT ?code ?thing (COALESCE(?since, ?born) AS ?start) (COALESCE(?until, ?gone) AS ?end)
WHERE {
  ?bearing kg:codeScheme ?scheme ; kg:code ?code ; kg:coded ?thing .
  OPTIONAL { ?bearing kg:earliestStart ?since } OPTIONAL { ?bearing kg:latestEnd ?until }
  OPTIONAL { ?thing kg:earliestStart ?born } OPTIONAL { ?thing kg:latestEnd ?gone } }"""
_SCHEMES: Final = "SELECT DISTINCT ?scheme WHERE { ?bearing kg:codeScheme ?scheme }"


class Coded(NamedTuple):
    """A thing that bears a code, and between which days; None where nothing bounds them."""

    thing: str
    start: date | None
    end: date | None

    def on(self, day: date | None) -> bool:
        """Say whether it bore the code on a day; on any, where none is given."""
        if day is None:
            return True
        return (self.start or day) <= day <= (self.end or day)

    def __str__(self) -> str:
        """Give it with the years in which it bore the code."""
        years = f"{self.start.year if self.start else ''}–{self.end.year if self.end else ''}"
        return f"{compact(self.thing)} ({years})" if years != "–" else compact(self.thing)


class CodeBook:
    """The codes of one scheme, read once.

    Args:
        engine: The graph's engine.
        scheme: The scheme's name, such as ``cow`` or ``c:cow``.

    Raises:
        UsageError: No code of such a scheme is in the graph.
    """

    def __init__(self, engine: Engine, scheme: str) -> None:
        iri = expand(scheme) if ":" in scheme else C + scheme
        self.name = slug(iri)
        self._found: dict[str, list[Coded]] = defaultdict(list)
        self._borne: dict[str, list[tuple[str, Coded]]] = defaultdict(list)
        if node_if_any(iri):
            for code, *borne in rows(engine, _CODES, accounts=engine.accounts(), scheme=iri):
                self._found[_key(str(code))].append(coded := Coded(*borne))
                self._borne[coded.thing].append((str(code), coded))
        if not self._found:
            known = code_schemes(engine)
            mend = nearest(self.name, known) or f"schemes: {', '.join(known)}"
            raise UsageError("no code of this scheme is known", where=scheme, mend=mend)

    def bearers(self, code: str) -> list[Coded]:
        """Give everything that bears a code at any time, the earliest first."""
        found = self._found.get(_key(code), [])
        return sorted(found, key=lambda each: (each.start or date.min, each.thing))

    def borne_by(self, thing: str) -> list[tuple[str, Coded]]:
        """Give the codes that a thing bears at any time, each with its days, the earliest first."""
        return sorted(self._borne.get(thing, []), key=lambda one: (one[1].start or date.min, one))

    def find(self, code: str, day: date | None = None) -> tuple[str, list[Coded]]:
        """Give what a code stands for on a day.

        Returns:
            ``code`` and the one thing that bears it; ``ambiguous`` and all that do; ``gap`` and
            those that bear it on other days; ``unknown`` and none.
        """
        every = self.bearers(code)
        then = [each for each in every if each.on(day)]
        things = {each.thing for each in then}
        if len(things) == 1:
            return "code", then[:1]
        if things:
            return "ambiguous", then
        return ("gap", every) if every else ("unknown", [])


def _key(code: str) -> str:
    """Give a code as it is compared: numbers without their leading zeros, letters as capitals."""
    plain = code.strip().removesuffix(".0") if code.strip("0123456789. ") == "" else code.strip()
    return plain.lstrip("0") or "0" if plain.isdigit() else plain.upper()


def code_schemes(engine: Engine) -> list[str]:
    """Give the names of the schemes of which there are codes."""
    found = rows(engine, _SCHEMES, accounts=engine.accounts())
    return sorted(slug(scheme) for (scheme,) in found)


def codes_on(
    engine: Engine, scheme: str, things: Sequence[str | None], days: Sequence[date | None]
) -> list[list[Value]]:
    """Give the one code of a scheme that each thing bears on its day, and what stands in the way.

    Args:
        engine: The graph's engine.
        scheme: The scheme's name.
        things: Things, as IRIs or compact names; None where there is none.
        days: A day for each; None is any.

    Returns:
        For each the code, None where there is not one; and, where there is not, the codes that it
        bears with their years, and on the day those of what was there before it.

    Raises:
        UsageError: No code of such a scheme is in the graph.
    """
    book = CodeBook(engine, scheme)
    asked = {*zip(things, days, strict=True)}
    told = {
        (thing, day): _code(engine, book, expand(thing), day) if thing else (None, None)
        for thing, day in asked
    }
    return [[*told[key]] for key in zip(things, days, strict=True)]


def _code(
    engine: Engine, book: CodeBook, thing: str, day: date | None
) -> tuple[str | None, str | None]:
    every = book.borne_by(thing)
    then = {code for code, coded in every if coded.on(day)}
    if len(then) == 1:
        return then.pop(), None
    if not then and day:
        earlier = sorted(each for each in predecessors(engine, {thing}) if each != thing)
        every += [each for one in earlier for each in book.borne_by(one) if each[1].on(day)]
    return None, "; ".join(dict.fromkeys(f"{code} {coded}" for code, coded in every)) or None


def coded_rows(
    engine: Engine, typed: Sequence[str], scheme: str, days: Sequence[date | None], language: str
) -> list[list[Value]]:
    """Give a row for each code, with the columns of `kg.query.resolving.resolved_columns`."""
    book = CodeBook(engine, scheme)
    # A column repeats itself, and each code and day is looked up once.
    found = {
        (code, day): book.find(code, day) if code.strip() else ("blank", [])
        for code, day in zip(typed, days, strict=True)
    }
    known = labels(engine, language, {each.thing for _, every in found.values() for each in every})
    told = {key: _row(engine, *key, *each, known) for key, each in found.items()}
    return [list(told[key]) for key in zip(typed, days, strict=True)]


def _row(
    engine: Engine,
    code: str,
    day: date | None,
    how: str,
    every: list[Coded],
    known: dict[str, str],
) -> list[Value]:
    if how == "code":
        thing = every[0].thing
        return [code, compact(thing), label_of(known, thing), "code", 1.0, None]
    before = _before(engine, every, day) if how == "gap" and day else []
    others = "; ".join(dict.fromkeys([*map(str, every), *before])) or None
    return [code if how != "blank" else None, None, None, how, 0.0, others]


def _before(engine: Engine, every: list[Coded], day: date) -> list[str]:
    """Give what was there on a day in the place of those that bear a code later."""
    earlier = predecessors(engine, {each.thing for each in every})
    there = [Coded(iri, *life) for iri, life in lives(engine, earlier).items()]
    return [f"{each}, there before" for each in sorted(there) if each.on(day)]
