"""Evidence: what says so, down to the passage."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.engine import Engine, Rows, cells_of, node
from kg.errors import SourceError
from kg.paths import sources_folder
from kg.query import label_of, labels, resolve, to_frame
from kg.rdf import AnyGraph, engine_of
from kg.sparql import Query
from kg.terms import compact, text_of, value_of

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["Evidence", "evidence_of", "passage_text", "why"]

# A thing's own evidence, and that of every relation that it is a party to.
_WHY: Final = """
SELECT DISTINCT ?statement ?time ?modality ?claimant ?status ?title ?publisher ?date ?url
                ?reviewed ?file ?sha ?start ?end WHERE {
  { BIND(?thing AS ?statement) } UNION { ?statement a kg:Relation ; ?party ?thing }
  OPTIONAL { ?statement kg:time ?time } OPTIONAL { ?statement kg:modality ?modality }
  OPTIONAL { ?statement kg:claimant ?claimant } OPTIONAL { ?statement kg:reviewStatus ?status }
  OPTIONAL {
    ?statement prov:wasDerivedFrom|kg:statedIn ?origin .
    { ?origin dcterms:isPartOf ?source ; oa:start ?start ; oa:end ?end .
      ?source dcterms:identifier ?file ; kg:sha256 ?sha }
    UNION { ?origin a kg:Document . BIND(?origin AS ?source) }
    ?source dcterms:title ?title .
    OPTIONAL { ?source dc:publisher ?publisher } OPTIONAL { ?source dcterms:date ?date }
    OPTIONAL { ?source rdfs:seeAlso ?url } OPTIONAL { ?source kg:reviewed ?reviewed }
  }
  FILTER(BOUND(?title) || BOUND(?status))
} ORDER BY ?statement ?file ?start ?title"""


class Evidence(NamedTuple):
    """One source of one statement.

    Attributes:
        statement: The compact name of the statement.
        in_words: The statement in words.
        time: Its EDTF time, or an empty string.
        modality: How it stands: asserted, attributed, alleged, prospective.
        claimant: Who claims it, where somebody does.
        title: The source's title; empty where the statement was not checked against a document.
        publisher: The source's publisher, where known.
        locator: File and offsets of a passage, or the address of a document.
        reviewed: The day on which somebody read the document, or ``unreviewed``.
        file: The text's file name, for a passage.
        sha256: The text's checksum, for a passage.
        start: The passage's first code point.
        end: The code point after its last.
    """

    statement: str
    in_words: str
    time: str
    modality: str
    claimant: str
    title: str
    publisher: str
    locator: str
    reviewed: str
    file: str
    sha256: str
    start: int
    end: int


def evidence_of(engine: Engine, name: str) -> list[Evidence]:
    """Give the evidence of a thing, and of every statement that it is a party to.

    Raises:
        UsageError: The name stands for nothing, or for several things.
    """
    iri = resolve(engine, name)
    names = labels(engine)
    answer = engine.query(Query(_WHY, {"thing": [node(iri)]}, engine.accounts()))
    rows = list(cells_of(answer))
    in_words = _in_words(engine, {text_of(row[0]) for row in rows}, names)
    return [_evidence(row, names, in_words) for row in rows]


def _evidence(row: Any, names: dict[str, str], in_words: dict[str, str]) -> Evidence:  # noqa: ANN401
    statement, time, modality, claimant, status, *source = row
    title, publisher, _date, url, reviewed, file, sha, start, end = map(_text, source)
    locator = f"{file}, characters {start} to {end}" if file else url
    return Evidence(
        compact(statement.value),
        in_words.get(statement.value, label_of(names, statement.value)),
        _text(time),
        label_of(names, modality.value) if modality else "asserted",
        label_of(names, claimant.value) if claimant else "",
        title,
        publisher,
        locator,
        "unreviewed" if status else reviewed,
        file,
        sha,
        int(start or 0),
        int(end or 0),
    )


def _text(term: Any) -> str:  # noqa: ANN401
    value = value_of(term)
    return "" if value is None else str(value)


_PARTS: Final = """
SELECT ?statement ?kind ?property ?value WHERE {
  ?statement kg:kind ?kind . ?kind rdfs:subClassOf* kg:Relation . ?statement ?property ?value .
  ?property a owl:ObjectProperty . FILTER(STRSTARTS(STR(?property), STR(kg:)))
  FILTER(?property NOT IN (kg:kind, kg:modality, kg:claimant, kg:differsFrom, kg:reviewStatus))
}"""


def _in_words(engine: Engine, wanted: set[str], names: dict[str, str]) -> dict[str, str]:
    """Give each relation as a line: its kind, and its parties and what else it names."""
    said: dict[str, list[str]] = {}
    bound = {"statement": [node(iri) for iri in sorted(wanted)]}
    answer = engine.query(Query(_PARTS, bound, engine.accounts()))
    for row in cells_of(answer):
        statement, kind, prop, value = map(text_of, row)
        parts = said.setdefault(statement, [label_of(names, kind)])
        short = label_of(names, prop).removeprefix("has ").removeprefix("is ")
        parts.append(f"{short} {label_of(names, value)}")
    return {iri: f"{parts[0]}: {'; '.join(sorted(parts[1:]))}" for iri, parts in said.items()}


def why(graph: AnyGraph, name: str) -> pd.DataFrame:
    """Give the evidence of a thing as a table.

    Args:
        graph: What `kg.load` gives, any rdflib graph, or an engine.
        name: A thing's slug, label or code, or a statement's slug.

    Returns:
        A frame with the columns statement, in_words, time, modality, claimant, title, publisher,
        locator and reviewed, a row for each source of each statement.

    Raises:
        UsageError: The name stands for nothing (the nearest names are given), or for several.
    """
    shown = Evidence._fields[: Evidence._fields.index("file")]
    found = evidence_of(engine_of(graph), name)
    return to_frame(Rows(shown, [])).assign(
        **{field: [getattr(each, field) for each in found] for field in shown}
    )


def passage_text(each: Evidence) -> str | None:
    """Give the words of a passage, where ``KG_SOURCES`` names the folder of the texts.

    Returns:
        The passage with its white space folded, or None where there is no passage or no folder.

    Raises:
        SourceError: The folder does not hold the text, or holds another version of it.
    """
    folder = sources_folder()
    if folder is None or not each.file:
        return None
    text = _checked(folder / each.file, each.sha256)
    return " ".join(text[each.start : each.end].split())


def _checked(path: Path, sha256: str) -> str:
    try:
        data = path.read_bytes()
    except OSError:
        raise SourceError("the folder of the texts does not hold it", where=str(path)) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SourceError(
            "this is another version of the text than the one that was read",
            where=str(path),
            mend="offsets would mislead; use the file with the checksum that the graph gives",
        )
    return data.decode("utf-8")
