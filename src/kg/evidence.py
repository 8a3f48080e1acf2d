"""Evidence: what says so, down to the passage."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.arguments import held
from kg.engine import Engine, Rows
from kg.errors import SourceError
from kg.paths import sources_folder
from kg.query import label_of, labels, origins_of, resolve, rows, to_frame
from kg.rdf import AnyGraph, engine_of
from kg.terms import compact

if TYPE_CHECKING:
    import pandas as pd


__all__ = ["Evidence", "evidence_of", "passage_text", "why"]

# A thing's own evidence, and that of every relation that it is a party to.
_WHY: Final = """
SELECT DISTINCT ?statement ?time ?modality ?claimant WHERE {
  { BIND(?thing AS ?statement) } UNION { ?statement a kg:Relation ; ?party ?thing }
  OPTIONAL { ?statement kg:time ?time } OPTIONAL { ?statement kg:modality ?modality }
  OPTIONAL { ?statement kg:claimant ?claimant } } ORDER BY ?statement"""


class Evidence(NamedTuple):
    """One source of one statement.

    Attributes:
        statement: The compact name of the statement.
        in_words: The statement in words; of an event, who took part and where.
        time: Its EDTF time, or an empty string.
        modality: How it stands: asserted, attributed, alleged, prospective.
        claimant: Who claims it, where somebody does.
        title: The source's title; empty where the statement was not checked against a document.
        publisher: The source's publisher, where known.
        locator: File and offsets of a passage, the key of a row, or the address of a document.
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


def evidence_of(
    engine: Engine,
    name: str,
    known: Mapping[str, str] | None = None,
    without: Collection[str] = (),
) -> list[Evidence]:
    """Give the evidence of a thing, and of every statement that it is a party to.

    The thing itself comes first, then the facts about it, then what is claimed of it.

    Args:
        engine: The graph's engine.
        name: A slug, a label or a code.
        known: Every label by IRI, where somebody has read them already.
        without: IRIs of statements that are left out.

    Raises:
        UsageError: The name stands for nothing, or for several things.
    """
    names, thing = labels(engine) if known is None else known, resolve(engine, name)
    every = rows(engine, _WHY, accounts=engine.accounts(), thing=thing)
    found = [row for row in every if row[0] not in without]
    found.sort(key=lambda row: (row[0] != thing, row[3] is not None))
    wanted = {statement for statement, *_ in found}
    in_words, origins = _in_words(engine, wanted, names), origins_of(engine, wanted)
    return [
        Evidence(
            compact(statement),
            in_words.get(statement, label_of(names, statement)),
            "" if time is None else str(time),
            label_of(names, modality) if modality else "asserted",
            label_of(names, claimant) if claimant else "",
            origin.title,
            origin.publisher,
            origin.locator or origin.url,
            origin.reviewed,
            *origin[4:8],
        )
        for statement, time, modality, claimant in found
        for origin in origins.get(statement, ())
    ]


# What a statement names; and of a thing that lends its time to those who take part in it, these.
_PARTS: Final = """
SELECT DISTINCT ?statement ?kind ?property ?value WHERE {
  ?statement kg:kind ?kind .
  { ?statement ?property ?value . ?property a owl:ObjectProperty .
    FILTER(STRSTARTS(STR(?property), STR(kg:)) && ?property NOT IN (
      kg:kind, kg:modality, kg:claimant, kg:differsFrom, kg:reviewStatus, kg:statedIn))
    FILTER(EXISTS { ?value skos:prefLabel ?label } || EXISTS { ?value a kg:Relation }) }
  UNION
  { ?how kg:edgeTime ?to ; kg:edgeTo ?to ; kg:edgeFrom ?from .
    ?part kg:kind ?how ; ?to ?statement ; ?from ?value .
    OPTIONAL { ?part ?names ?role . ?role a skos:Concept
               FILTER(?names NOT IN (kg:modality, kg:claimant, kg:reviewStatus)) }
    FILTER(EXISTS { ?statement kg:claimant ?who } || NOT EXISTS { ?part kg:claimant ?whose })
    BIND(COALESCE(?role, ?from) AS ?property) }
}"""


def _in_words(engine: Engine, wanted: set[str], names: Mapping[str, str]) -> dict[str, str]:
    """Give each statement as a line: its kind, its name, its parties and what else it names."""
    said: dict[str, tuple[list[str], list[str]]] = {}
    found = rows(engine, _PARTS, accounts=engine.accounts(), statement=wanted) if wanted else ()
    for statement, kind, prop, value in found:
        name = [names[statement]] if statement in names else []
        _, parts = said.setdefault(statement, ([label_of(names, kind), *name], []))
        short = label_of(names, prop).removeprefix("has ").removeprefix("is ")
        parts.append(f"{short} {label_of(names, value)}")
    return {
        iri: f"{kind}: {'; '.join(name + sorted(parts))}"
        for iri, ((kind, *name), parts) in said.items()
    }


@held
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
