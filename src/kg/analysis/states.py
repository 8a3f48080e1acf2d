"""The states of a panel: which there were on a day, and the codes that they bore then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.network import Names, groups, times
from kg.period import Bounds, Certainty, certainty
from kg.query import rows
from kg.terms import slug

__all__ = ["State", "States"]

_OF_KIND: Final = "SELECT DISTINCT ?thing WHERE { ?thing kg:kind ?kind }"
_CODES: Final = """
SELECT ?naming ?thing ?code ?scheme WHERE {
  ?naming kg:coded ?thing ; kg:code ?code ; kg:codeScheme ?scheme }"""


class State(NamedTuple):
    """A state on a day.

    Attributes:
        iri: The state.
        label: Its name.
        exists: How surely it was there.
        codes: Its codes on the day, in the order of `States.schemes`; None where it bore none.
    """

    iri: str
    label: str
    exists: Certainty
    codes: tuple[str | None, ...]


class States:
    """The states of a graph, with their lives and codes, read once.

    Args:
        engine: The graph's engine.

    Attributes:
        schemes: The schemes of codes, as names of columns.
    """

    def __init__(self, engine: Engine) -> None:
        kinds = {cls for cls, group in groups(engine).items() if group == "state"}
        everywhere = engine.accounts()
        found = rows(engine, _OF_KIND, accounts=everywhere, kind=kinds) if kinds else ()
        self._all = sorted(thing for (thing,) in found)
        coded = [
            row for row in rows(engine, _CODES, accounts=everywhere) if row[1] in set(self._all)
        ]
        self._known = times(engine, {*self._all, *(row[0] for row in coded)}, accounts=everywhere)
        self._names = Names(engine)
        self._names.read(self._all)
        by_scheme: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for naming, thing, code, scheme in sorted(coded, key=str):
            by_scheme[slug(scheme).replace("-", "_")][thing].append((naming, str(code)))
        self._codes = dict(sorted(by_scheme.items()))
        self.schemes = tuple(self._codes)

    def all(self) -> list[str]:
        """Give every state of whatever time, as an IRI."""
        return list(self._all)

    def at(self, day: date) -> list[State]:
        """Give the states of a day.

        A state is there within its life; where that is not known, as long as it bears a dated code;
        where it has none, always. A code without a date holds as long as the state is there.
        """
        found = []
        for iri in self._all:
            exists = self._exists(iri, day)
            if exists:
                codes = tuple(self._code(each.get(iri, ()), day) for each in self._codes.values())
                found.append(State(iri, self._names.of(iri), exists, codes))
        return found

    def _exists(self, iri: str, day: date) -> Certainty | None:
        if iri in self._known:
            return certainty(self._known[iri][1], day)
        dated = [
            self._known[naming][1]
            for each in self._codes.values()
            for naming, _ in each.get(iri, ())
            # A code of which only the end is known says nothing of a beginning.
            if naming in self._known and self._known[naming][1].earliest_start
        ]
        return _surest(dated, day) if dated else "possible"

    def _code(self, borne: Iterable[tuple[str, str]], day: date) -> str | None:
        held = [
            code
            for naming, code in borne
            if naming not in self._known or certainty(self._known[naming][1], day)
        ]
        return held[0] if held else None


def _surest(many: Iterable[Bounds], day: date) -> Certainty | None:
    order: tuple[Certainty, ...] = ("certain", "last known", "possible")
    found = {certainty(each, day) for each in many}
    return next((each for each in order if each in found), None)
