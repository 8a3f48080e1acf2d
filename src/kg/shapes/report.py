"""The report: what is wrong, where, and how to mend it, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.counting import counted

__all__ = ["Report", "Violation"]


class Violation(NamedTuple):
    """One fault.

    Attributes:
        thing: The compact name of what is wrong, or an empty string where a file is.
        label: Its label in English.
        rule: The rule that it breaks, as a sentence.
        value: The value that breaks it; empty where something is missing.
        where: File and line, where known.
        mend: How to mend it, as a sentence.
    """

    thing: str
    label: str
    rule: str
    value: str
    where: str
    mend: str

    def __str__(self) -> str:
        """Give the fault as one line."""
        name = f"{self.label} ({self.thing})" if self.label and self.thing else self.thing
        found = f" Found: {self.value}." if self.value else ""
        parts = [f"{self.where}:" if self.where else "", f"{name}:" if name else ""]
        return " ".join(" ".join([*parts, f"{self.rule}{found}", self.mend]).split())


class Report(Sequence[Violation]):
    """Every fault that a check found, in the order of place and thing; true where there is none."""

    def __init__(self, violations: Sequence[Violation], checked: int) -> None:
        self.violations = sorted(set(violations), key=lambda v: (v.where, v.thing, v.rule, v.value))
        self.checked = checked

    def __getitem__(self, index: int) -> Violation:  # type: ignore[override]
        """Give one fault."""
        return self.violations[index]

    def __iter__(self) -> Iterator[Violation]:
        """Give every fault."""
        return iter(self.violations)

    def __len__(self) -> int:
        """Count the faults."""
        return len(self.violations)

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.violations

    def __str__(self) -> str:
        """Give the report as text, a line for each fault."""
        if self.ok:
            return f"Nothing is wrong in {counted(self.checked, 'statement')}."
        head = f"{counted(len(self), 'fault')} in {counted(self.checked, 'statement')}:"
        return "\n".join([head, *map(str, self.violations)])

    __repr__ = __str__
