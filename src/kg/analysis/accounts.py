"""Accounts compared: what two or more say of the same ties, agreement and difference row by row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from kg.analysis.verdicts import CLASSES, Matched, matched, read_account
from kg.counting import counted
from kg.query import rows
from kg.rdf import AnyGraph, engine_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AccountComparison", "Matched", "compare_accounts"]

_REASONS: Final = "SELECT ?relation ?reason WHERE { ?relation kg:preferenceReason ?reason }"


class AccountComparison:
    """What accounts say of the same ties.

    Attributes:
        matched: A row for each tie and pair of accounts.
        conventions: What their descriptions say of lines drawn otherwise, by account.
    """

    def __init__(
        self, matched: Sequence[Matched], conventions: dict[str, tuple[str, ...]], about: str
    ) -> None:
        self.matched, self.conventions, self._about = list(matched), conventions, about

    def counts(self) -> dict[str, int]:
        """Give how many ties stand how."""
        found = Counter(each.verdict for each in self.matched)
        return {each: found[each] for each in CLASSES if found[each]}

    def frame(self) -> pd.DataFrame:
        """Give a row for each tie: the fields of `Matched`, and the two accounts apart."""
        import pandas as pd  # noqa: PLC0415 - 0.5 s

        names = [each for each in Matched._fields if each != "accounts"]
        told = [
            [getattr(m, n) if n != "relations" else ", ".join(m.relations) for n in names]
            for m in self.matched
        ]
        frame = pd.DataFrame(told, columns=names)
        frame["days"] = frame["days"].astype("Int64")
        frame.insert(0, "account_there", [each.accounts[1] for each in self.matched])
        frame.insert(0, "account_here", [each.accounts[0] for each in self.matched])
        return frame

    def to_json(self) -> str:
        """Give the same as JSON."""
        told = [each._asdict() for each in self.matched]
        said = {"counts": self.counts(), "conventions": self.conventions, "ties": told}
        return json.dumps(said, ensure_ascii=False, indent=1)

    def __str__(self) -> str:
        """Give the same in words, what differs first."""
        lines = []
        for pair in dict.fromkeys(each.accounts for each in self.matched):
            lines += ["", f"{self._about}{' and '.join(pair)}"]
            for verdict in (*CLASSES[1:], CLASSES[0]):
                own = [e for e in self.matched if (e.accounts, e.verdict) == (pair, verdict)]
                if own:
                    only = {"only here": pair[0], "only there": pair[1]}
                    head = f"only in {only[verdict]}" if verdict in only else verdict
                    lines += [f"{head}: {counted(len(own), 'tie')}", *map(_line, own)]
        for account, said in self.conventions.items():
            lines += ["", f"{account} draws lines of its own:", *(f"  {each}" for each in said)]
        return "\n".join(lines).lstrip("\n") if self.matched else "nothing to compare"


def _line(each: Matched) -> str:
    here, there = each.accounts
    times = [f"{name}: {time}" for name, time in ((here, each.here), (there, each.there)) if time]
    said = f"  {each.start}, {each.kind}, {each.end}: {'; '.join(times)}"
    apart = f" ({counted(each.days, 'day')} apart)" if each.days else ""
    return f"{said}{apart}{f' [{each.why}]' if each.why else ''}"


def compare_accounts(
    graph: AnyGraph,
    accounts: Sequence[str],
    *,
    about: str | Sequence[str] = (),
    kinds: Iterable[str] | None = None,
) -> AccountComparison:
    """Say of each tie how the first of some accounts stands to each of the others.

    Ties are the same where they are of one kind, have the same ends and overlap in time. Two
    datings agree where some reading of both is the same; what is still open when an account ends
    agrees with any later end. A start that several members of one whole share, and that differs
    alike for all of them, is a convention of the account, if its description tells of any. What
    lies outside of the days of an account, or within a whole of which it says nothing, is outside
    of its coverage, and neither a yes nor a no.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        accounts: Their names, two or more.
        about: Names of things; only ties that touch one of them are compared.
        kinds: Kinds of tie; all if None.

    Raises:
        UsageError: An account, a name or a kind is unknown.
    """
    from kg.datasets import data_sets  # noqa: PLC0415 - shapes and all, and only here

    engine = engine_of(graph)
    wanted = None if kinds is None else list(kinds)
    first, *others = (read_account(engine, name, about, wanted) for name in accounts)
    reasons = {str(r): str(why) for r, why in rows(engine, _REASONS, accounts=engine.accounts())}
    found = [row for other in others for row in matched(first, other, reasons)]
    conventions = {name: data_sets()[name].conventions for name in accounts if name in data_sets()}
    names = [about] if isinstance(about, str) else list(about)
    return AccountComparison(found, conventions, f"{', '.join(names)}: " if names else "")
