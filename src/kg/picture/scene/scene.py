"""What a picture shows: things, ties, and what is said of the whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from kg.contract import GROUPS

__all__ = ["Node", "Phase", "Scene", "Tie"]


@dataclass(slots=True)
class Node:
    """A thing that the picture shows."""

    id: str
    label: str
    label_ur: str
    kind: str
    kind_label: str
    kind_label_ur: str
    group: str
    lat: float | None
    lon: float | None
    when: dict[str, str]
    degree: int = 0
    focus: bool = False
    short: str = ""
    note: str = ""
    count: int = 1
    share: float | None = None
    area: bool = False
    block: int | None = None
    also: list[str] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)

    def name(self, language: str) -> str:
        """Give the label in a language, in English where it has none."""
        return (self.label_ur if language == "ur" else "") or self.label

    def kind_name(self, language: str) -> str:
        """Give the words for its kind in a language, in English where there are none."""
        return (self.kind_label_ur if language == "ur" else "") or self.kind_label


@dataclass(slots=True)
class Tie:
    """An edge of the network; `source` and `target` are indices into the scene's nodes."""

    source: int
    target: int
    key: str
    kind: str
    kind_label: str
    kind_label_ur: str
    symmetric: bool
    sign: int | None
    gathers: bool
    colour: str
    mark: str
    when: dict[str, str]
    certainty: str | None
    last_known: str
    observed: str
    modality: str
    modality_label: str
    detail: str
    within: str | None
    order: int | None
    claimants: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)
    other_accounts: list[str] = field(default_factory=list)
    paint: str = ""
    count: int = 1
    within_label: str = ""
    within_label_ur: str = ""

    def kind_name(self, language: str) -> str:
        """Give the words for its kind in a language, in English where there are none."""
        return (self.kind_label_ur if language == "ur" else "") or self.kind_label

    @property
    def claim(self) -> bool:
        """Say whether somebody claims or plans this, so that it is no fact."""
        return self.modality != "asserted"


@dataclass(slots=True)
class Phase:
    """What a thing was for a time."""

    thing: str
    label: str
    label_ur: str
    phase: str
    phase_ur: str
    when: dict[str, str]
    claim: bool
    observed: str = ""


@dataclass(slots=True)
class Scene:
    """A network made ready to be drawn.

    Title and source line are in its language, `titles` and `sources` in both, `dated` the source
    line of a timeline, which shows phases too; `said` are sentences of the whole, each in English
    and Urdu.
    """

    title: str
    language: str
    on: str | None
    observed_until: str | None
    claims: bool
    source_line: str
    nodes: list[Node]
    ties: list[Tie]
    said: list[tuple[str, str]] = field(default_factory=list)
    licence: str = ""
    phases: list[Phase] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    dated: dict[str, str] = field(default_factory=dict)

    @property
    def notes(self) -> list[str]:
        """Give the sentences that are said of the whole, in the scene's language."""
        return [urdu if self.language == "ur" else english for english, urdu in self.said]

    def told_in(self, language: str) -> Scene:
        """Give the same scene in a language."""
        title = self.titles.get(language, self.title)
        source = self.sources.get(language, self.source_line)
        return replace(self, language=language, title=title, source_line=source)

    def groups(self) -> dict[str, int]:
        """Count the things of each visual group that is there."""
        found = Counter[str]()
        for node in self.nodes:
            found[node.group] += node.count
        return {name: found[name] for name in GROUPS if name in found}

    def count_ties(self) -> None:
        """Count at each thing, as its degree, the ties that it has."""
        for node in self.nodes:
            node.degree = 0
        for tie in self.ties:
            self.nodes[tie.source].degree += 1
            self.nodes[tie.target].degree += tie.source != tie.target

    @property
    def focus(self) -> list[int]:
        """Give the indices of the nodes that the network was asked about."""
        return [index for index, node in enumerate(self.nodes) if node.focus]
