"""Verdicts: how two accounts stand to each other on one tie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.engine import Engine, account_iri
from kg.network import project
from kg.period import words
from kg.query import horizons

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CLASSES", "Account", "Matched", "matched", "read_account"]

CLASSES: Final = (
    "agree", "differ by days", "differ by convention", "only here", "only there",
    "outside coverage",
)  # fmt: skip
"""How two accounts stand to each other on one tie."""

_FAR: Final = 10**9


class Spell(NamedTuple):
    """One relation of one account: its ends, its time and the days that bound it."""

    relation: str
    kind: str
    start: str
    end: str
    time: str
    since: tuple[str | None, str | None]
    until: tuple[str | None, str | None]


class Matched(NamedTuple):
    """What two accounts say of one tie.

    Attributes:
        kind: The label of its kind.
        start: The label of the party that it starts from.
        end: The label of the one that it leads to.
        here: Its time in the first account, in words; empty where that says nothing of it.
        there: Its time in the second.
        verdict: One of ``agree``, ``differ by days``, ``differ by convention``, ``only here``,
            ``only there``, ``outside coverage``.
        days: By how many days the starts or the ends lie apart, the larger of both; None where
            they are not compared.
        accounts: The names of the two accounts.
        why: What explains it: the convention, the span that is not covered, the reason that the
            first account gives for its own dating; empty where nothing does.
        relations: The names of the relations.
    """

    kind: str
    start: str
    end: str
    here: str
    there: str
    verdict: str
    days: int | None
    accounts: tuple[str, str]
    why: str
    relations: tuple[str, ...]


class Account(NamedTuple):
    """What one account says of ties, and the days that it speaks for."""

    name: str
    since: date | None
    until: date | None
    spells: dict[tuple[str, str, str], list[Spell]]
    labels: dict[str, str]
    spoken_of: set[str]


def read_account(
    engine: Engine, name: str, about: str | Sequence[str], kinds: list[str] | None
) -> Account:
    """Read what an account says of the ties of some things."""
    network: nx.MultiDiGraph[Any] = project(engine, None, about=about, accounts=[name], kinds=kinds)
    since, until = horizons(engine).get(account_iri(name), (None, None))
    spells: dict[tuple[str, str, str], list[Spell]] = defaultdict(list)
    for start, end, key, data in network.edges(keys=True, data=True):
        one, two = sorted((start, end)) if data.get("symmetric") else (start, end)
        spells[str(data["kind"]), one, two].append(_spell(str(key), one, two, data))
    labels = {str(node): str(d.get("label", node)) for node, d in network.nodes(data=True)}
    return Account(name, since, until, spells, labels, {end for _, _, end in spells})


def _spell(key: str, start: str, end: str, data: dict[str, Any]) -> Spell:
    said = [data.get(each) for each in _BOUNDS]
    time = str(data.get("time") or "")
    return Spell(key, str(data.get("kind_label", data["kind"])), start, end, time,
                 (said[0], said[1]), (said[2], said[3]))  # fmt: skip


_BOUNDS: Final = ("earliest_start", "latest_start", "earliest_end", "latest_end")


def matched(here: Account, there: Account, reasons: dict[str, str]) -> Iterator[Matched]:
    """Give a row for each tie of either account."""
    labels = {**there.labels, **here.labels}
    pairs = []
    for identity in sorted({*here.spells, *there.spells}):
        pairs += _paired(here.spells.get(identity, []), there.spells.get(identity, []))
    shared = Counter(
        (one.end, one.since, two.since) for one, two in pairs if one and two
    )  # fmt: skip
    from kg.datasets import data_sets  # noqa: PLC0415 - shapes and all, and only here

    conventions = data_sets()[there.name].conventions if there.name in data_sets() else ()
    for one, two in pairs:
        either = one or two
        assert either is not None  # noqa: S101 - of every pair there is one
        verdict, days, why = _verdict(one, two, here, there)
        if verdict == "differ by days" and one and two and conventions:
            # Members that began together do so in both, on another day.
            alike = shared[one.end, one.since, two.since] > 1
            if alike and not _apart(one.until, two.until, here, there):
                verdict, why = "differ by convention", conventions[0]
        if one and not why:
            why = next((v for k, v in reasons.items() if k.endswith(f"/{one.relation}")), "")
        yield Matched(
            either.kind, labels.get(either.start, either.start), labels.get(either.end, either.end),
            _words(one), _words(two), verdict, days, (here.name, there.name), why,
            tuple(each.relation for each in (one, two) if each),
        )  # fmt: skip


def _words(spell: Spell | None) -> str:
    return "" if spell is None else words(spell.time) if spell.time else "no time"


def _paired(
    here: Sequence[Spell], there: Sequence[Spell]
) -> list[tuple[Spell | None, Spell | None]]:
    """Pair the spells of one tie: those that overlap, the nearest starts first."""
    near = sorted(
        ((_gap(one.since, two.since), at, on) for (at, one), (on, two) in
         product(enumerate(here), enumerate(there)) if _overlap(one, two)),
    )  # fmt: skip
    left, right = set(range(len(here))), set(range(len(there)))
    found: list[tuple[Spell | None, Spell | None]] = []
    for _, at, on in near:
        if at in left and on in right:
            left.remove(at)
            right.remove(on)
            found.append((here[at], there[on]))
    found += [(here[at], None) for at in sorted(left)]
    return found + [(None, there[on]) for on in sorted(right)]


def _overlap(one: Spell, two: Spell) -> bool:
    first = max(one.since[0] or "", two.since[0] or "")
    last = min(one.until[1] or "9999", two.until[1] or "9999")
    return first <= last


def _verdict(
    one: Spell | None, two: Spell | None, here: Account, there: Account
) -> tuple[str, int | None, str]:
    if one and two:
        apart = max(_gap(one.since, two.since), _apart(one.until, two.until, here, there))
        if not apart:
            return "agree", 0, ""
        return "differ by days", None if apart >= _FAR else apart, ""
    spell, other = (one, there) if one else (two, here)
    if why := spell and _uncovered(spell, other, {**there.labels, **here.labels}):
        return "outside coverage", None, why
    return ("only here" if one else "only there"), None, ""


def _apart(
    one: tuple[str | None, str | None],
    two: tuple[str | None, str | None],
    here: Account,
    there: Account,
) -> int:
    """Give by how many days two ends lie apart; an end that is open agrees with any later one."""
    for (_, latest), (earliest, _), account in ((one, two, here), (two, one, there)):
        is_open = latest is None and account.until is not None
        if is_open and (earliest is None or earliest >= str(account.until)):
            return 0
    return _gap(one, two)


def _gap(one: tuple[str | None, str | None], two: tuple[str | None, str | None]) -> int:
    """Give the days between two ranges; 0 where they meet."""
    first, last = max(one[0] or "0001", two[0] or "0001"), min(one[1] or "9999", two[1] or "9999")
    return 0 if first <= last else (_day(first) - _day(last)).days


def _day(text: str) -> date:
    return date.fromisoformat(text) if len(text) > 4 else date(int(text), 1, 1)  # noqa: PLR2004


def _uncovered(spell: Spell, other: Account, labels: dict[str, str]) -> str:
    """Say why an account cannot be expected to tell of a spell; empty where it could."""
    if spell.end not in other.spoken_of and spell.start not in other.spoken_of:
        return f"{other.name} says nothing of {labels.get(spell.end, spell.end)}"
    if other.until and (spell.since[0] or "") > str(other.until):
        return f"{other.name} ends on {other.until}"
    if other.since and (spell.until[1] or "9999") < str(other.since):
        return f"{other.name} begins on {other.since}"
    return ""
