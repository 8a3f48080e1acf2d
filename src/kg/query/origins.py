"""Origins: what says so, read once for tables, pictures, notebooks and ``why``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Final, NamedTuple

from kg.engine import Engine
from kg.query.reading import rows_about

__all__ = ["Origin", "origins_of"]

_SAID: Final = """
SELECT ?thing ?origin ?status WHERE {
  { ?thing prov:wasDerivedFrom|kg:statedIn ?origin } UNION { ?thing kg:reviewStatus ?status } }"""
# Many things rest on one document, and what is known of it is read once.
_ORIGINS: Final = """
SELECT DISTINCT ?origin ?title ?publisher ?url ?reviewed ?file ?sha ?start ?end ?row WHERE {
  { ?origin dcterms:isPartOf ?source ; oa:start ?start ; oa:end ?end .
    ?source dcterms:identifier ?file ; kg:sha256 ?sha }
  UNION { ?origin a kg:Document . BIND(?origin AS ?source) }
  UNION { ?origin a kg:Row ; kg:rowKey ?row ; dcterms:isPartOf ?source }
  ?source dcterms:title ?title .
  OPTIONAL { ?source dc:publisher ?publisher } OPTIONAL { ?source rdfs:seeAlso ?url }
  OPTIONAL { ?source kg:reviewed ?reviewed } }"""


class Origin(NamedTuple):
    """One source of one thing; what is not known is empty.

    Attributes:
        title: The source's title; empty where the thing was not checked against a document.
        publisher: Who published it.
        url: Its address.
        reviewed: The day on which somebody read it, or ``unreviewed``.
        file: The text's file name, for a passage.
        sha256: The text's checksum, for a passage.
        start: The passage's first code point.
        end: The code point after its last.
        row: The key of a row, for a data set.
    """

    title: str
    publisher: str
    url: str
    reviewed: str
    file: str
    sha256: str
    start: int
    end: int
    row: str = ""

    @property
    def locator(self) -> str:
        """Give where in the text a passage stands, or which row it is; empty for a document."""
        if self.row:
            return f"row {self.row}"
        return f"{self.file}, characters {self.start} to {self.end}" if self.file else ""

    @property
    def line(self) -> str:
        """Give the title, with the offsets of a passage, or that nothing was checked."""
        place = (
            f" [{self.start}–{self.end}]" if self.file else f" [{self.locator}]" if self.row else ""
        )
        return f"{self.title}{place}" if self.title else self.reviewed


_UNCHECKED: Final = Origin("", "", "", "unreviewed", "", "", 0, 0)


def origins_of(
    engine: Engine, wanted: Collection[str], accounts: Collection[str] | None = None
) -> dict[str, list[Origin]]:
    """Give the origins of each thing that is wanted and names one, in order of title and place.

    Args:
        engine: What is asked.
        wanted: IRIs.
        accounts: The accounts that are read; all if None.
    """
    asked = engine.accounts() if accounts is None else accounts
    wished = set(wanted)
    said = [row for row in rows_about(engine, _SAID, wished, accounts=asked) if row[0] in wished]
    known = _described(engine, {origin for _, origin, _ in said if origin}, asked)
    found: dict[str, set[Origin]] = defaultdict(set)
    for thing, origin, status in said:
        found[thing] |= {_UNCHECKED} if status else known.get(origin, set())
    return {thing: sorted(each, key=_place) for thing, each in found.items() if each}


def _described(
    engine: Engine, wanted: Collection[str], accounts: Collection[str]
) -> dict[str, set[Origin]]:
    found: dict[str, set[Origin]] = defaultdict(set)
    for origin, *said, start, end, row in rows_about(
        engine, _ORIGINS, wanted, ("origin",), accounts=accounts
    ):
        title, publisher, url, reviewed, file, sha, key = (
            "" if each is None else str(each) for each in (*said, row)
        )
        place = (int(start or 0), int(end or 0))
        found[origin].add(Origin(title, publisher, url, reviewed, file, sha, *place, key))
    return found


def _place(origin: Origin) -> tuple[str, str, int, Origin]:
    return origin.title, origin.file, origin.start, origin
