"""What the page's ``mount(root, data, host)`` is given, as a type; its parts are as documented."""

from __future__ import annotations

from typing import Any, Final, TypedDict

__all__ = ["PAYLOAD", "Payload"]

PAYLOAD: Final = 3
"""The version of `Payload`: raised when a script that reads one would misread the next."""


class Payload(TypedDict):
    """Everything that a page shows, ready to be written as JSON.

    ``assets/payload.js`` says the same, and what a thing, a tie, a view, a strand and a label
    carry, as types that the scripts are checked against.

    Attributes:
        version: `PAYLOAD`.
        contract: The version of the network's contract.
        title: Heading.
        source: What it is taken from, and under which licence.
        titles: Heading in each language.
        sources: Source line in each language.
        dated: The same of the timeline, which shows phases too.
        lang: Language that is shown first.
        view: Name of the view that is shown first.
        offered: Names of the views that a reader may switch between.
        on: The day at which the network was taken; None for all times.
        until: The day up to which anything was observed.
        claims: Whether claims are shown at first.
        years: First and last stop of the clock; None in a picture of one day.
        words: Words of the page by language.
        months: Names of the months by language.
        counts: Singular and plural of what is counted, by language.
        claimDash: Dash of a claim's line, in pixels.
        marks: Corners of each mark on a line.
        strokes: Width, opacity and dash by certainty.
        notes: Notes by language and view.
        groups: Fill, corners and number of each visual class.
        paints: Kinds of tie: key, words, colour, mark and number.
        nodes: Things, in the order of the network.
        ties: Ties, by the indices of their things.
        gathered: Members that are drawn as one: visual class, and indices of hub and members.
        views: Places in pixels, lines and labels by name.
        timelines: The timeline in each language, as SVG.
    """

    version: int
    contract: int
    title: str
    source: str
    titles: dict[str, str]
    sources: dict[str, str]
    dated: dict[str, str]
    lang: str
    view: str
    offered: list[str]
    on: str | None
    until: str | None
    claims: bool
    years: list[int] | None
    words: dict[str, dict[str, str]]
    months: dict[str, list[str]]
    counts: dict[str, dict[str, tuple[str, str]]]
    claimDash: tuple[float, ...]
    marks: dict[str, list[tuple[float, float]]]
    strokes: dict[str, dict[str, Any]]
    notes: dict[str, dict[str, list[str]]]
    groups: dict[str, Any]
    paints: list[dict[str, Any]]
    nodes: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    gathered: list[dict[str, Any]]
    views: dict[str, Any]
    timelines: list[str]
