"""The index of names: every name in the graph as it is compared, kept beside a built store.

To read all names and fold them costs a tenth of a second, and what was built does not change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg.engine import Engine
from kg.errors import UsageError
from kg.folding import folded_lines
from kg.paths import write_whole
from kg.query.reading import rows

__all__ = ["bearers_of", "names_by_key"]

_NAMES: Final = """
SELECT DISTINCT ?thing ?name WHERE {
  { ?thing skos:prefLabel|skos:altLabel ?name }
  UNION { ?assignment kg:coded ?thing ; kg:code ?name ; kg:codeScheme ?scheme
    FILTER NOT EXISTS { ?scheme kg:onlyInScheme true } }
  UNION { ?naming kg:named ?thing ; kg:name ?name }
}"""
# The number is of the way in which names are folded.
_FILE: Final = "names-1.txt"
# So many keys are looked for one by one before the whole index is taken apart.
_FEW: Final = 40


def bearers_of(engine: Engine, keys: Collection[str]) -> set[str]:
    """Give the IRIs of what bears a name that folds to one of some keys."""
    text = _index(engine)
    if len(keys) > _FEW:
        by_key = defaultdict(set)
        for line in text.splitlines():
            key, thing, _ = line.split("\t", 2) if line else ("", "", "")
            by_key[key].add(thing)
        return {thing for key in keys for thing in by_key.get(key, ())}
    found = set()
    for key in keys:
        start = f"\n{key}\t"
        at = text.find(start)
        while at >= 0:
            begins = at + len(start)
            found.add(text[begins : text.index("\t", begins)])
            at = text.find(start, begins)
    return found


def names_by_key(engine: Engine) -> dict[str, str]:
    """Give every name in the graph by its folded form, one where several fold alike."""
    lines = (line.split("\t", 2) for line in _index(engine).splitlines() if line)
    return {key: name for key, _, name in lines}


def _index(engine: Engine) -> str:
    """Give a line for each name: folded, the IRI of its thing, and as it is written."""
    folder: Path | None = getattr(engine, "folder", None)
    if folder is not None:
        with suppress(OSError, UnicodeDecodeError):
            return (folder / _FILE).read_text(encoding="utf-8")
    pairs = [
        (thing, " ".join(str(name).split()))
        for thing, name in rows(engine, _NAMES, accounts=engine.accounts())
    ]
    keys = folded_lines("\n".join(name for _, name in pairs)) if pairs else []
    lines = sorted(
        f"{key}\t{thing}\t{name}\n" for key, (thing, name) in zip(keys, pairs, strict=True)
    )
    text = "\n" + "".join(lines)
    if folder is not None:
        # Where nothing can be written, the next start reads the names again.
        with suppress(UsageError, OSError):
            write_whole(folder / _FILE, text)
    return text
