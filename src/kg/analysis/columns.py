"""The columns of panels: their names, types and meanings, and the codebook made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

__all__ = ["Column", "codebook", "columns_of"]

_DAY: Final = "A year stands for its last day, 31 December."
_MISSING: Final = "What is not known is NA (an empty cell, in Stata a missing value) and never 0."


class Column(NamedTuple):
    """A column of a panel: its name, its pandas type, and what it means."""

    name: str
    dtype: str
    meaning: str


def columns_of(what: str, schemes: Sequence[str], projections: Mapping[str, str]) -> list[Column]:
    """Give the columns of a panel.

    Args:
        what: ``"state-year"``, ``"dyad-year"`` or ``"membership"``.
        schemes: The schemes of codes, as names of columns.
        projections: The labels of one-mode ties, by the names of their columns.
    """
    year = Column("year", "Int64", "the year")
    covered = Column("covered", "boolean", "whether the data speaks for the day at all")
    if what == "membership":
        return [
            year, *_state("state", "", schemes),
            Column("organization", "string", "the organisation, by its slug"),
            Column("organization_label", "string", "its name in English"),
            Column("member", "Int64", "1 for a member; 0 for none, only where complete; else NA"),
            Column("certainty", "string", "how surely it is a member on the day; NA for none"),
            covered,
            Column("complete", "boolean", "whether all members of the organisation are known"),
        ]  # fmt: skip
    if what == "state-year":
        return [
            year, *_state("state", "", schemes),
            Column("exists", "string", "how surely the state is there on the day"), covered,
            Column("memberships", "Int64", "organisations that it is known to be a member of; "
                   "a lower bound, NA where none is known"),
            Column("memberships_complete", "Int64", "of organisations all of whose members are "
                   "known, those that it is a member of; 0 is none"),
            *(Column(name, "Int64", f"states that it is tied to ({label}); NA where none is known")
              for name, label in projections.items()),
        ]  # fmt: skip
    return [
        year, *_state("state1", "1", schemes), *_state("state2", "2", schemes), covered,
        Column("shared_complete", "Int64", "organisations all of whose members are known of which "
               "both are members; 0 is none"),
        Column("friendly", "boolean", "true where a friendly tie is known; else NA"),
        Column("hostile", "boolean", "true where a hostile tie is known; else NA"),
        *(Column(name, "Int64", f"reasons why both are tied ({label}); NA where none is known")
          for name, label in projections.items()),
    ]  # fmt: skip


def _state(name: str, number: str, schemes: Sequence[str]) -> list[Column]:
    which = {"1": "the first state", "2": "the second state"}.get(number, "the state")
    return [
        Column(name, "string", f"{which}, by its slug"),
        Column(f"{name}_label", "string", f"the name of {which} in English"),
        *(Column(f"{scheme}_{number}" if number else scheme, "string",
                 f"the code of {which} on the day in {scheme}; NA where it bears none; a code that "
                 "is not dated holds while the state is there") for scheme in schemes),
    ]  # fmt: skip


def codebook(
    what: str, columns: Sequence[Column], first: int, last: int, rule: str, source: str
) -> str:
    """Give the codebook of a panel as text."""
    counted = {
        "certain": "Ties count that hold for certain on the day.",
        "last known": "Ties count that hold for certain, or were last known to, on the day.",
        "possible": "Ties count that hold on some reading of their dates.",
    }[rule]
    wide = max(len(each.name) for each in columns)
    lines = [f"{each.name:{wide}}  {each.dtype:8}  {each.meaning}" for each in columns]
    head = [f"{what}, {first} to {last}", source, "", _DAY, counted, _MISSING, ""]
    return "\n".join([*head, *lines]) + "\n"
