"""What changed between two versions of a graph, as an editor reads it.

Every node has a name, its own or one that comes from what is said of it (`nameless`), so a
difference of two versions is a difference of two sets of statements.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.counting import counted
from kg.editing.nameless import told_apart
from kg.editing.versions import Version, quads_of
from kg.errors import DataError
from kg.period import words
from kg.terms import compact, slug, value_of
from kg.vocabulary import CLAIMS, FACTS, PREFIXES, RDF_TYPE, kg

__all__ = ["Change", "Difference", "diff"]

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_TITLE: Final = PREFIXES["dcterms"] + "title"
_EVIDENCE: Final = (PREFIXES["prov"] + "wasDerivedFrom", kg("statedIn"))
_PART_OF: Final = PREFIXES["dcterms"] + "isPartOf"
_TIME: Final = kg("time")
_ACCOUNTS: Final = {slug(FACTS): "", slug(CLAIMS): ", a claim"}
_WORDS: Final = {"added": "Added", "withdrawn": "Withdrawn", "changed": "Changed"}


class Change(NamedTuple):
    """What happened to one thing.

    Attributes:
        what: ``"added"``, ``"withdrawn"`` or ``"changed"``.
        thing: Its compact name.
        kind: Its class, as a compact name.
        label: Its preferred label in English, else its slug in words; of a thing outside our
            namespaces, its IRI.
        time: Its EDTF time in the newer version that has it, or None.
        account: The slug of its account, such as ``"facts"``.
        sources: The titles of what it is derived from.
        removed: Property and value of each statement that is gone.
        new: Property and value of each statement that is new.
    """

    what: str
    thing: str
    kind: str
    label: str
    time: str | None
    account: str
    sources: tuple[str, ...]
    removed: tuple[tuple[str, str], ...]
    new: tuple[tuple[str, str], ...]

    def lines(self) -> Iterator[str]:
        """Give the change as lines: the thing, then what of it changed."""
        when = f", {_in_words(self.time)}" if self.time else ""
        whose = _ACCOUNTS.get(self.account, f", in {self.account}")
        said = f" [{'; '.join(self.sources)}]" if self.sources else ""
        name = f" ({self.thing})" if self.thing != self.label else ""
        yield f"  {self.label}{name}{when}{whose}{said}"
        if self.what == "changed":
            yield from (f"    - {name} {value}" for name, value in self.removed)
            yield from (f"    + {name} {value}" for name, value in self.new)


@dataclass(frozen=True)
class Difference:
    """All changes between two versions; true where there is one.

    Attributes:
        changes: In the order of kind, of what happened, and of label.
        removed: How many statements are gone.
        new: How many statements are new.
    """

    changes: tuple[Change, ...]
    removed: int
    new: int

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.changes)

    def __str__(self) -> str:
        """Give the changes as an editor's list, per kind and thing."""
        if not self.changes:
            return "Nothing changed."
        counts = defaultdict[str, list[Change]](list)
        for change in self.changes:
            counts[f"{_WORDS[change.what]}: {spoken(change.kind)}"].append(change)
        head, new = counted(len(self.changes), "thing"), counted(self.new, "statement")
        parts = [f"{head}: {new} new, {self.removed:,} gone."]
        for title, changes in counts.items():
            parts += [f"{title} ({len(changes)})", *(x for c in changes for x in c.lines())]
        return "\n".join(parts)

    def to_json(self) -> str:
        """Give the changes as JSON: counts, and a list of objects with `Change`'s attributes."""
        changes = [change._asdict() for change in self.changes]
        whole = {"new": self.new, "removed": self.removed, "changes": changes}
        return json.dumps(whole, ensure_ascii=False, indent=2)


def diff(old: Version, new: Version) -> Difference:
    """Give what changed from one version of a graph to another.

    Args:
        old: A file, a folder of files, a git revision of the folder one works in (``HEAD~1``,
            ``v0.1.0``, ``HEAD:data``), or statements.
        new: The same.

    Raises:
        UsageError: A name stands for none of these.
        DataError: A file is not well formed.

    >>> print(diff([], []))
    Nothing changed.
    """
    before, after = _Side(told_apart(quads_of(old))), _Side(told_apart(quads_of(new)))
    gone, come = before.quads - after.quads, after.quads - before.quads
    touched = {(q.subject, q.graph_name) for q in gone | come}
    removed, added = _by_thing(gone), _by_thing(come)
    changes = [
        _change(before, after, key, removed.get(key, []), added.get(key, [])) for key in touched
    ]
    ordered = sorted(changes, key=lambda c: (c.kind, list(_WORDS).index(c.what), c.label, c.thing))
    return Difference(tuple(ordered), len(gone), len(come))


_Key: TypeAlias = tuple[
    ox.NamedNode | ox.BlankNode | ox.Triple, ox.NamedNode | ox.BlankNode | ox.DefaultGraph
]


@dataclass
class _Side:
    """One version, with what is looked up in it: by subject, and by subject and graph."""

    quads: set[ox.Quad]
    about: dict[str, dict[str, list[str]]] = field(init=False)
    keys: set[_Key] = field(init=False)

    def __post_init__(self) -> None:
        self.about = defaultdict(lambda: defaultdict(list))
        self.keys = {(quad.subject, quad.graph_name) for quad in self.quads}
        for quad in self.quads:
            told = (RDF_TYPE, _LABEL, _TITLE, *_EVIDENCE, _PART_OF, _TIME)
            wanted = quad.predicate.value in told
            if wanted and getattr(quad.object, "language", None) in ("en", None):
                self.about[_text(quad.subject)][quad.predicate.value].append(_text(quad.object))

    def first(self, thing: str, *properties: str) -> str | None:
        """Give the first value, in the order of their texts, of the first property that has one."""
        found = self.about.get(thing, {})
        return next((min(found[each]) for each in properties if each in found), None)


def _by_thing(quads: Iterable[ox.Quad]) -> Mapping[_Key, list[ox.Quad]]:
    found = defaultdict[_Key, list[ox.Quad]](list)
    for quad in quads:
        found[quad.subject, quad.graph_name].append(quad)
    return found


def _change(
    before: _Side, after: _Side, key: _Key, removed: list[ox.Quad], added: list[ox.Quad]
) -> Change:
    was, stays = key in before.keys, key in after.keys
    what = "changed" if was and stays else "added" if stays else "withdrawn"
    side, thing = (after if stays else before), _text(key[0])
    sides = (side, after, before)
    return Change(
        what,
        compact(thing),
        compact(side.first(thing, RDF_TYPE) or "") or "thing",
        _label(sides, thing),
        side.first(thing, _TIME),
        slug(FACTS) if isinstance(key[1], ox.DefaultGraph) else slug(_text(key[1])),
        tuple(_sources(sides, thing)),
        _pairs(sides, removed),
        _pairs(sides, added),
    )


def _label(sides: Iterable[_Side], thing: str) -> str:
    found = (side.first(thing, _LABEL, _TITLE) for side in sides)
    return next((label for label in found if label), spoken(thing))


def _sources(sides: tuple[_Side, ...], thing: str) -> list[str]:
    """Give the titles of what a thing is derived from; of a passage, the title of its text."""
    said = (s.about.get(thing, {}) for s in sides)
    origins = next((found[each] for found in said for each in _EVIDENCE if each in found), [])
    whole = (next((p for s in sides if (p := s.first(o, _PART_OF))), o) for o in origins)
    return sorted({_label(sides, each) for each in whole})


def _pairs(sides: Iterable[_Side], quads: Iterable[ox.Quad]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((compact(q.predicate.value), _shown(sides, q.object)) for q in quads))


def _shown(sides: Iterable[_Side], term: object) -> str:
    if isinstance(term, ox.NamedNode):
        label = next((x for s in sides if (x := s.first(term.value, _LABEL, _TITLE))), None)
        return f"{label} ({compact(term.value)})" if label else compact(term.value)
    if isinstance(term, ox.Literal):
        tag = f" @{term.language}" if term.language else ""
        return f"{value_of(term)}{tag}"
    return _text(term)


def _text(term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return str(term)
    return str(getattr(term, "value", term))


def spoken(name: str) -> str:
    """Give the last part of a name in words; what is no name of a known prefix stays as it is.

    >>> spoken("kg:OfficeHolding"), spoken("https://w3id.org/khyber/id/iran-pakistan-pipeline")
    ('office holding', 'iran pakistan pipeline')
    >>> spoken("http://example.org/a")
    'http://example.org/a'
    """
    name = compact(name)
    if ":" in name and name.partition(":")[0] not in PREFIXES:
        return name
    last = slug(name).rpartition(":")[2].replace("-", " ")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last).lower()


def _in_words(time: str) -> str:
    try:
        return words(time)
    except DataError:
        return time
