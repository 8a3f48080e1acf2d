"""The contract of a network: what its nodes, its ties and the network itself carry.

`kg.project` writes it, and leaves out what is not known; pictures and graph formats read it. A
network made by hand may leave out more. Days are ISO 8601 days as text.
"""

from __future__ import annotations

from typing import Final, Literal, NotRequired, TypeAlias, TypedDict, get_args

from kg.period import Bounds, Certainty

__all__ = [
    "BOUNDS", "GROUPS", "VERSION", "Dated", "Group", "NetworkData", "NodeData", "PhaseData",
    "SourceData", "TieData",
]  # fmt: skip

VERSION: Final = 1

Group: TypeAlias = Literal[
    "state", "organization", "person", "group", "place", "corridor", "event", "office", "concept",
    "other",
]  # fmt: skip
"""The visual class of a node; what the ontology says of a class in ``kg:visualGroup``."""

GROUPS: Final[tuple[Group, ...]] = get_args(Group)
BOUNDS: Final = Bounds._fields[:4]


class Dated(TypedDict):
    """When something holds; all None or empty for what has no time.

    Attributes:
        time: The EDTF literal.
        time_words: The same in English words.
        earliest_start: The first day on which it can have begun.
        latest_start: The last day on which it can have begun.
        earliest_end: The first day on which it can have ended.
        latest_end: The last day on which it can have ended.
    """

    time: str | None
    time_words: str
    earliest_start: str | None
    latest_start: str | None
    earliest_end: str | None
    latest_end: str | None


class SourceData(TypedDict):
    """One source of a tie; what is not known is empty.

    Attributes:
        title: The document's title.
        publisher: Who published it.
        locator: Where in it.
        url: Its address.
        reviewed: The day on which somebody read it.
        status: ``text`` (a passage), ``reviewed`` or ``unreviewed``.
    """

    title: str
    publisher: str
    locator: str
    url: str
    reviewed: str
    status: str


class NodeData(Dated):
    """What a node carries.

    Attributes:
        label: Its name, at the network's day where it had several.
        label_ur: Its name in Urdu.
        short: What it is called for short, such as its initials.
        kind: The local name of its most specific class.
        kind_label: The class in English words.
        kind_label_ur: The class in Urdu words.
        group: Its visual class.
        lat: Latitude in degrees (WGS 84).
        lon: Longitude in degrees.
        area: Whether it is an area, of which latitude and longitude are one point; absent if not.
        block: The number of its group, where a partition is shown.
        also: What else it is called, in any language.
        evidence: Its own sources, of an event.
    """

    label: str
    label_ur: str | None
    short: str | None
    kind: str
    kind_label: str
    kind_label_ur: str | None
    group: Group
    lat: float | None
    lon: float | None
    area: NotRequired[bool]
    block: NotRequired[int]
    also: list[str]
    evidence: list[SourceData]


class TieData(Dated):
    """What a tie carries; its key is the slug of its relation.

    Attributes:
        kind: The local name of its class.
        kind_label: The class in English words.
        kind_label_ur: The class in Urdu words.
        symmetric: Whether it has no direction.
        sign: 1 for a friendly tie, -1 for a hostile one.
        gathers: Whether its start is one of those that its end gathers, as an organisation members.
        colour: The name of the colour that its kind has in every picture.
        mark: The name of the mark on its line that tells kinds of like colours apart.
        certainty: How surely it holds at the network's day.
        last_known: The day on which it was last known to hold, where the network's day lies later.
        observed_until: The last day on which it was observed, where it is not known to have ended.
        restates: The slug of the organisation whose members are its parties, just they: its treaty.
        account: Whose it is, where several accounts are in the network: their slugs.
        modality: ``asserted``, ``attributed``, ``alleged`` or ``prospective``.
        modality_label: The modality in words.
        claimants: Who claims it.
        detail: What it says, in few words.
        facts: What it says, as pairs of words: what of, and what.
        evidence: Its sources.
        other_accounts: Sentences on what others say instead.
        within: The slug of the thing within which it is ordered.
        within_label: The label of that thing.
        within_label_ur: The same in Urdu.
        order: Its number in that order.
    """

    kind: str
    kind_label: str
    kind_label_ur: str | None
    symmetric: bool
    sign: int | None
    gathers: bool
    colour: str | None
    mark: str | None
    certainty: Certainty | None
    last_known: str | None
    observed_until: str | None
    restates: str | None
    account: str | None
    modality: str
    modality_label: str
    claimants: list[str]
    detail: str
    facts: list[list[str]]
    evidence: list[SourceData]
    other_accounts: list[str]
    within: str | None
    within_label: NotRequired[str]
    within_label_ur: NotRequired[str | None]
    order: int | None


class PhaseData(Dated):
    """What a thing was for a time, such as built or in use; a timeline shows it.

    Attributes:
        relation: The slug of the relation that says so.
        thing: The slug of the thing.
        label: Its label.
        label_ur: Its label in Urdu.
        phase: What it was, in English words.
        phase_ur: The same in Urdu.
        claim: Whether somebody claims or plans it.
        observed_until: The last day on which it was observed, where it is not known to have ended.
    """

    relation: str
    thing: str
    label: str
    label_ur: NotRequired[str]
    phase: str
    phase_ur: NotRequired[str]
    claim: NotRequired[bool]
    observed_until: NotRequired[str]


class NetworkData(TypedDict):
    """What the network itself carries.

    Attributes:
        contract: The version of this contract.
        title: What a picture of it is headed with.
        title_ur: The same in Urdu, without the day.
        on: The day at which it is taken; None for all times.
        observed_until: The last day for which one of its accounts speaks.
        accounts: The slugs of the accounts that are in it.
        claims: Whether claims are in it.
        focus: The ids of the nodes that it is about.
        name_at: The name that a node bore on the day, by its id.
        source: What it is taken from.
        licence_name: Under which licence.
        source_line: What it is taken from, and under which licence.
        licence: The address of that licence.
        notes: Sentences that stand under a picture of it; only where there are some.
        phases: What the things that it is about, and their parts, were for a time.
        essential: The kinds of tie that matter most of what it is about; only where all are in it.
        undated: How many ties without any date were left out; only where some were.
    """

    contract: int
    title: str
    title_ur: str | None
    on: str | None
    observed_until: str | None
    accounts: list[str]
    claims: bool
    focus: list[str]
    name_at: dict[str, str]
    source: str
    licence_name: str
    source_line: str
    licence: NotRequired[str]
    notes: NotRequired[list[str]]
    phases: NotRequired[list[PhaseData]]
    essential: NotRequired[list[str]]
    undated: NotRequired[int]
