"""Files to a store: read, derived, built once, opened in milliseconds."""

from kg.build.drafting import Draft, draft
from kg.build.drafting_apart import apart
from kg.build.files import is_rdf, prefixes_of, utf8_of
from kg.build.fill import complete
from kg.build.lines import find_line
from kg.build.portioning import portions
from kg.build.sorting import Sorter
from kg.build.sources import read_quads
from kg.build.stores import build, open_store

__all__ = [
    "Draft",
    "Sorter",
    "apart",
    "build",
    "complete",
    "draft",
    "find_line",
    "is_rdf",
    "open_store",
    "portions",
    "prefixes_of",
    "read_quads",
    "utf8_of",
]
