"""What a network says of itself: its title, whose it is, and the last day that was observed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from kg import contract
from kg.contract import NetworkData
from kg.network.kinds import Kind
from kg.network.names import Names
from kg.period import Bounds, words
from kg.release import LICENCE, VERSION
from kg.terms import slug
from kg.vocabulary import CLAIMS

__all__ = ["about", "joined", "last_observed", "observed"]

_AND: Final = {"en": (", ", " and "), "ur": ("، ", " اور ")}


def joined(words_: Sequence[str], language: str = "en") -> str:
    """Give words as a sentence lists them.

    >>> joined(["Iran", "Iraq", "Turkey"])
    'Iran, Iraq and Turkey'
    """
    comma, last = _AND[language]
    return last.join(filter(None, [comma.join(words_[:-1]), *words_[-1:]]))


def last_observed(times: Iterable[Bounds], horizon: date | None) -> date | None:
    """Give the last day on which what has these times was observed; what ended, up to the horizon.

    What began later was observed then, although the account as a whole does not speak for the day.

    Args:
        times: The bounds of relations.
        horizon: The last day for which an account speaks.
    """
    every = list(times)
    last = max(filter(None, map(observed, every)), default=horizon)
    begun = (when.earliest_start for when in every)
    return max((day for day in (last, *begun) if day), default=None)


def observed(when: Bounds) -> date | None:
    """Give the last day on which something was observed that is not known to have ended.

    What began on an unknown day was observed on the first on which it can have begun, or later.
    """
    return when.earliest_start if when.last_known == when.latest_start else when.last_known


def about(  # noqa: PLR0913 - all by name
    on: date | None,
    title: str,
    named: Mapping[str, str],
    *,
    names: Names | None,
    short: Mapping[str, str],
    focus: Sequence[str],
    kinds: Sequence[Kind],
    accounts: Sequence[str],
    days: Mapping[str, date],
    last: date | None,
) -> NetworkData:
    """Give what a network carries itself.

    Args:
        on: The day at which it is taken.
        title: What somebody wants it headed with; made from the rest if empty.
        named: The names that things bore on the day.
        names: Labels; slugs stand for them if None.
        short: What things are called for short in the title.
        focus: What it is about.
        kinds: The kinds that were asked for; empty if none was.
        accounts: The accounts that are in it.
        days: The last day for which an account speaks.
        last: The last day on which one of its ties was observed.
    """
    day = on.isoformat() if on else None
    # Of several accounts each says its own last day; of one, that of what is here.
    ends = dict.fromkeys(days, last) if len(accounts) == 1 and last else days
    spoken = {each: words(until.isoformat()) for each, until in ends.items()}
    same = len(set(spoken.values())) == 1
    until = [f"; {'data' if same else slug(each)} to {said}" for each, said in spoken.items()]
    when = f" on {words(day)}" if day else ""
    urdu = "" if title or not names else _subject(focus, kinds, {}, names, "ur")
    called = {**short, **named}
    return {
        "contract": contract.VERSION,
        "title": title or f"{_subject(focus, kinds, called, names, 'en') or 'All ties'}{when}",
        "title_ur": urdu or None,
        "on": day,
        "observed_until": max(days.values()).isoformat() if days else None,
        "accounts": [slug(each) for each in accounts],
        "claims": CLAIMS in accounts,
        "focus": [slug(iri) for iri in focus],
        "name_at": {slug(iri): name for iri, name in sorted(named.items())},
        "source": f"Khyber {VERSION}",
        "licence_name": "CC BY 4.0",
        "licence": LICENCE,
        "source_line": f"Khyber {VERSION}{''.join(until[:1] if same else until)}; CC BY 4.0",
    }


def _subject(
    focus: Sequence[str],
    kinds: Sequence[Kind],
    named: Mapping[str, str],
    names: Names | None,
    language: str,
) -> str:
    """Give what it is about in words: things, and the kinds that were asked for."""

    def word(iri: str, default: str) -> str:
        urdu = names.urdu(iri) if names and language == "ur" else None
        return urdu or named.get(iri) or default

    things = joined([word(f, names.of(f) if names else slug(f)) for f in focus], language)
    ties = joined([word(kind.iri, kind.label) for kind in kinds], language)
    said = ": ".join(filter(None, [things, ties]))
    return said[:1].upper() + said[1:]
