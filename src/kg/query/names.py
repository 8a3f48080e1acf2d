"""Names: what a person types, and the one thing in the graph that it stands for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kg.engine import Engine, cells_of
from kg.errors import UsageError, nearest
from kg.query.reading import rows
from kg.sparql import Query
from kg.terms import compact, expand, slug, text_of
from kg.vocabulary import ID, KG, C

__all__ = ["find", "label_of", "labels", "resolve"]

_LABELS: Final = """
SELECT ?thing ?label WHERE {
  { ?thing skos:prefLabel|skos:altLabel ?label }
  UNION { ?assignment kg:coded ?thing ; kg:code ?label }
  UNION { ?naming kg:named ?thing ; kg:name ?label }
}"""
_PREFERRED: Final = "SELECT ?thing ?label WHERE { ?thing skos:prefLabel|dcterms:title ?label }"
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _folded(text: str) -> str:
    """Fold case, white space, hyphens and marks, so that a name is found as people write it."""
    plain = _MARKS.sub("", unicodedata.normalize("NFC", text)).casefold()
    return re.sub(r"[\s\-–—]+", " ", plain).strip()


def find(engine: Engine, name: str) -> list[str]:
    """Give the IRIs of everything that a name may stand for.

    A slug, a compact name or an IRI that the graph declares is taken before any label; then a
    preferred or alternative label in any language, a code, or a name borne for a time.
    """
    if not _folded(name):
        return []
    try:
        direct = [expand(name)] if ":" in name else [ns + name for ns in (ID, KG, C)]
    except UsageError:
        direct = []
    found = [iri for iri in direct if _is_iri(iri) and engine.declares(iri)]
    if found:
        return found[:1]
    wanted = _folded(name)
    return sorted(
        {
            thing
            for thing, label in rows(engine, _LABELS, accounts=engine.accounts())
            if _folded(str(label)) == wanted
        }
    )


def _is_iri(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text) is not None


def resolve(engine: Engine, name: str) -> str:
    """Give the IRI of the one thing that a name stands for.

    Args:
        engine: The graph's engine.
        name: A slug, compact name or IRI, a label in any language, or a code such as ``PAK``.

    Raises:
        UsageError: The name stands for nothing (the nearest names are given), or for several
            things (all are given).
    """
    found = find(engine, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{name!r} may mean {', '.join(map(compact, found))}",
            where=name,
            mend="use one of these",
        )
    every = rows(engine, _LABELS, accounts=engine.accounts())
    known = {_folded(str(label)) for _, label in every}
    near = nearest(name.casefold(), known.union(map(slug, engine.names_in(ID))))
    raise UsageError(
        "nothing in the graph has this name",
        where=name,
        mend=near or "try kg ask things-named",
    )


def labels(engine: Engine, language: str = "en") -> dict[str, str]:
    """Give the preferred label of each thing, by IRI: in a language, else in English.

    Args:
        engine: The graph's engine.
        language: A language tag, such as ``en`` or ``ur``.
    """
    chosen: dict[str, str] = {}
    answer = engine.query(Query(_PREFERRED, accounts=engine.accounts()))
    for thing, label in cells_of(answer):
        own, iri = getattr(label, "language", None), text_of(thing)
        if own == language or (own in ("en", None) and iri not in chosen):
            chosen[iri] = text_of(label)
    return chosen


def label_of(known: dict[str, str], iri: str) -> str:
    """Give a thing's label, else its slug in words, else its IRI."""
    if label := known.get(iri):
        return label
    short = slug(iri)
    return short.replace("-", " ") if short != iri else compact(iri)
