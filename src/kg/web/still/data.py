"""The graph as files, and what describes them: VoID and DCAT 3, RO-Crate 1.2, Croissant 1.0."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from kg.engine import graph_as, write_answer
from kg.network import project
from kg.release import VERSION
from kg.separated import write_separated
from kg.sparql import Query
from kg.terms import slug
from kg.web.site import Site
from kg.web.sparql.describing import ABOUT, LICENCE, dataset_only

__all__ = ["data_files"]

_ALL: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_COLUMNS: Final = (
    "source", "target", "kind", "time", "earliest_start", "latest_start", "earliest_end",
    "latest_end", "sign", "modality", "account",
)  # fmt: skip
_ENOUGH: Final = 1 << 40
_SAID: Final = {
    "nq": "Every statement, with its account, as N-Quads",
    "ttl": "The statements of one account, with the ontology and what all accounts speak of",
    "csv": "Every tie with its two ends, its time and its bounds",
}
_MEDIA: Final = {
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "csv": "text/csv",
    "jsonld": "application/ld+json",
}


def data_files(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """Give each file with its content, what describes them last."""
    made: dict[str, bytes] = {"data/khyber.nq": _quads(site)}
    for account in site.engine.accounts():
        made[f"data/{slug(account)}.ttl"] = _account(site, account, "text/turtle")
    made["data/ties.csv"] = _ties(site)
    yield from made.items()
    yield from _described(site, address, made)


def _account(site: Site, account: str, media: str) -> bytes:
    answer = site.engine.query(Query(_ALL, dataset=((False, account),)))
    return write_answer(answer, media, _ENOUGH)


def _quads(site: Site) -> bytes:
    """Give every statement as N-Quads, each with its account, in an order that stays."""
    lines: list[str] = []
    for account in site.engine.accounts():
        text = _account(site, account, "application/n-triples").decode("utf-8")
        lines += [f"{line.removesuffix(' .')} <{account}> ." for line in text.splitlines()]
    return "\n".join([*sorted(lines), ""]).encode("utf-8")


def _ties(site: Site) -> bytes:
    network = project(site.engine, accounts=site.engine.accounts(), detail=False)
    out = io.StringIO()
    found = [
        [key, *(_told(one, two, data, name) for name in _COLUMNS)]
        for one, two, key, data in network.edges(keys=True, data=True)
    ]
    write_separated([["relation", *_COLUMNS], *sorted(found)], out)
    return out.getvalue().encode("utf-8")


def _told(one: str, two: str, data: dict[str, Any], name: str) -> str:
    ends = {"source": one, "target": two}
    value = ends.get(name, data.get(name))
    return "" if value is None else str(value)


def _described(site: Site, address: str, made: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    turtle = dataset_only(site, address, list(made))
    for suffix, media in (("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
        yield f"catalog.{suffix}", graph_as(turtle, media)
    yield "void.ttl", graph_as(turtle, "text/turtle")
    yield "ro-crate-metadata.json", _json(_crate(site, address, made))
    yield "croissant.json", _json(_croissant(site, address, made))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _crate(site: Site, address: str, made: dict[str, bytes]) -> dict[str, Any]:
    """Describe the folder as an RO-Crate (specification 1.2, root data entity and its parts)."""
    files = [
        {
            "@id": name,
            "@type": "File",
            "name": name.rpartition("/")[2],
            "description": _SAID[name.rpartition(".")[2]],
            "encodingFormat": _MEDIA[name.rpartition(".")[2]],
            "contentSize": str(len(content)),
        }
        for name, content in made.items()
    ]
    about = {"@id": "https://w3id.org/ro/crate/1.2"}
    root: dict[str, Any] = {
        "@id": "./", "@type": "Dataset", "name": "Khyber", "description": ABOUT,
        "datePublished": site.until.isoformat(), "license": {"@id": LICENCE},
        "publisher": {"@id": "#publisher"}, "version": site.release,
        "identifier": {"@id": "#identifier"}, "hasPart": [{"@id": each["@id"]} for each in files],
    }  # fmt: skip
    return {
        "@context": "https://w3id.org/ro/crate/1.2/context",
        "@graph": [
            {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": about,
             "about": {"@id": "./"}},
            root,
            *files,
            {"@id": "#publisher", "@type": "Organization", "name": "The Khyber developers",
             "url": address},
            {"@id": "#identifier", "@type": "PropertyValue", "name": "address", "value": address},
            {"@id": LICENCE, "@type": "CreativeWork", "name": "CC BY 4.0",
             "description": "Creative Commons Attribution 4.0 International"},
        ],
    }  # fmt: skip


_CONTEXT: Final = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs",
    "column": "cr:column", "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/", "separator": "cr:separator",
    "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip


def _croissant(site: Site, address: str, made: dict[str, bytes]) -> dict[str, Any]:
    """Describe the table of ties for machine learning (Croissant format specification 1.0)."""
    objects = [
        {
            "@type": "cr:FileObject", "@id": name, "name": name,
            "contentUrl": f"{address}/{name}", "contentSize": f"{len(content)} B",
            "encodingFormat": _MEDIA[name.rpartition(".")[2]],
            "sha256": sha256(content).hexdigest(),
        }
        for name, content in made.items()
    ]  # fmt: skip
    fields = [
        {
            "@type": "cr:Field", "@id": f"ties/{name}", "name": name, "dataType": "sc:Text",
            "source": {"fileObject": {"@id": "data/ties.csv"}, "extract": {"column": name}},
        }
        for name in ("relation", *_COLUMNS)
    ]  # fmt: skip
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "name": "Khyber", "description": ABOUT,
        "conformsTo": "http://mlcommons.org/croissant/1.0", "license": LICENCE, "url": address,
        "version": VERSION, "datePublished": site.until.isoformat(),
        "citeAs": f"The Khyber developers. Khyber {site.release}.", "distribution": objects,
        "creator": {"@type": "sc:Organization", "name": "The Khyber developers"},
        "recordSet": [{"@type": "cr:RecordSet", "@id": "ties", "name": "ties", "field": fields}],
    }  # fmt: skip
