"""The endpoint on suites of others: W3C's queries and protocol, Reconciliation's schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from jsonschema import Draft7Validator
from rdflib.compare import isomorphic
from referencing import Registry
from referencing.jsonschema import DRAFT7
from starlette.testclient import TestClient

from kg.engine import GRAPHS, TABLES, OxigraphEngine
from kg.vocabulary import PREFIXES
from parts import part
from suites import Request, evaluations, protocol, protocol_data
from webs import client

# A query of the suite that asks a graph by an address relative to itself; the guard takes none.
RELATIVE = "construct/constructwhere04"
NUMBERED = re.compile(rb"\b[0-9a-f]{28,32}\b")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


# W3C's SPARQL 1.1 query evaluation


@pytest.mark.parametrize("number", range(4))
def test_every_query_of_the_suite_is_answered_as_the_engine_answers_it(number: int) -> None:
    wrong, counted = [], 0
    for each in evaluations(part("evaluation")):
        with client(OxigraphEngine(each.store, fixed=True)) as site:
            found = each.store.query(each.query, prefixes=PREFIXES)
            media = list(GRAPHS if isinstance(found, ox.QueryTriples) else TABLES)[number]
            accept = {"accept": media}
            reply = site.get("/sparql", params={"query": each.query}, headers=accept)
            refused = reply.status_code == 400 and "one of this data set's own" in reply.text
            good = refused if each.name == RELATIVE else _is_same(found, media, reply.content)
            counted += 1
            if not good:
                wrong.append((each.name, reply.status_code, reply.text[:200]))
    assert wrong == []
    assert counted > 200


def _is_same(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, media: str, body: bytes
) -> bool:
    if isinstance(found, ox.QueryTriples):
        wanted = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
        got = [quad.triple for quad in ox.parse(body, format=GRAPHS[media])]
        return isomorphic(_graph(wanted), _graph(ox.serialize(got, format=ox.RdfFormat.N_TRIPLES)))
    if isinstance(found, ox.QueryBoolean) and media.startswith("text/"):
        return body == f"{str(bool(found)).lower()}\n".encode()
    return _named_in_order(body) == _named_in_order(found.serialize(format=TABLES[media]) or b"")


def _graph(text: bytes | None) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text or b"", format="nt")


def _named_in_order(body: bytes) -> bytes:
    """Give an answer with the names that nodes without one got by chance as numbers."""
    numbers: dict[bytes, int] = {}
    return NUMBERED.sub(lambda m: b"n%d" % numbers.setdefault(m[0], len(numbers)), body)


# W3C's SPARQL 1.1 Protocol


def sent(site: TestClient, request: Request) -> str:
    """Send a request; give what is wrong with its reply, nothing where it is good."""
    reply = site.request(
        request.method, request.path.replace("/sparql/", "/sparql", 1), content=request.body,
        headers={**request.headers, "accept": request.headers.get("accept", "*/*")},
    )  # fmt: skip
    if reply.status_code not in request.statuses:
        return f"{reply.status_code}, {reply.text[:100]}"
    media = reply.headers["content-type"].partition(";")[0]
    forms = {"boolean": [*TABLES], "tabular": [*TABLES], "RDF": [*GRAPHS]}.get(request.form)
    if forms is not None and media not in forms:
        return f"{media} for {request.form}"
    if request.boolean is not None and reply.json()["boolean"] is not request.boolean:
        return f"{not request.boolean} for {request.boolean}"
    return ""


def test_the_protocols_queries_and_refusals_pass_and_updates_are_refused() -> None:
    folder = part("protocol")
    found: dict[str, str] = {}
    with client(OxigraphEngine(protocol_data(folder), fixed=True)) as site:
        for name, requests in protocol(folder):
            if name.startswith("update_"):
                first = site.request(
                    requests[0].method, requests[0].path, content=requests[0].body,
                    headers=requests[0].headers,
                )  # fmt: skip
                found[name] = "" if first.status_code == 403 else f"{first.status_code}"
            else:
                found[name] = next(filter(None, (sent(site, each) for each in requests)), "")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len([name for name in found if name.startswith("update_")]) == 7
    assert len(found) == 34


def test_the_service_description_passes_its_tests() -> None:
    folder = part("protocol")
    with client(OxigraphEngine(protocol_data(folder), fixed=True)) as site:
        reply = site.get("/sparql")
    media = reply.headers["content-type"].partition(";")[0]
    assert media in GRAPHS
    graph = rdflib.Graph().parse(data=reply.content, format=media)
    endpoint = rdflib.URIRef("http://localhost/sparql")
    services = list(graph.subjects(SD.endpoint, endpoint))
    assert len(services) == 1
    # As the test of the schema has it: what the vocabulary names is used at its domain and range.
    assert (services[0], rdflib.RDF.type, SD.Service) in graph
    for dataset in graph.objects(services[0], SD.defaultDataset):
        assert (dataset, rdflib.RDF.type, SD.Dataset) in graph
        for named in graph.objects(dataset, SD.namedGraph):
            assert (named, rdflib.RDF.type, SD.NamedGraph) in graph
            assert len(list(graph.objects(named, SD.name))) == 1
    used = {p for _, p, _ in graph if str(p).startswith(str(SD))}
    assert used <= {SD.endpoint, SD.url, SD.supportedLanguage, SD.resultFormat, SD.defaultDataset,
                    SD.namedGraph, SD.name, SD.graph, SD.defaultGraph}  # fmt: skip


# The Reconciliation API 0.2


@pytest.fixture(scope="module")
def site(engine: OxigraphEngine) -> Iterator[TestClient]:
    with client(engine) as made:
        yield made


def validator(folder: Path, name: str) -> Draft7Validator:
    """Give what holds a reply to one of the schemas, which name each other by their files."""
    said = {
        file.name: DRAFT7.create_resource(json.loads(file.read_text(encoding="utf-8")))
        for file in (folder / "schemas").glob("*.json")
    }
    named: Registry[Any] = Registry().with_resources(said.items())
    return Draft7Validator(said[f"{name}.json"].contents, registry=named)


QUERIES = """{"q0": {"query": "Germany", "properties": [{"pid": "date", "v": "1970"}]},
    "q1": {"query": "cento", "type": "Organization", "limit": 3},
    "q2": {"query": "nothing is called that"}}"""


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("manifest", "/reconcile"),
        ("reconciliation-result-batch", f"/reconcile?{urlencode({'queries': QUERIES})}"),
        ("data-extension-property-proposal", "/reconcile/properties?type=State&limit=20"),
        ("suggest-entities-response", "/reconcile/suggest/entity?prefix=pak"),
        ("suggest-types-response", "/reconcile/suggest/type?prefix=a"),
        ("suggest-properties-response", "/reconcile/suggest/property?prefix=t"),
    ],
)  # fmt: skip
def test_what_is_replied_validates(site: TestClient, schema: str, path: str) -> None:
    judge = validator(part("reconciliation"), schema)
    reply = site.get(path)
    assert reply.status_code == 200
    said = reply.json()
    assert [f"{e.json_path}: {e.message[:200]}" for e in judge.iter_errors(said)] == []
    assert said


def test_every_property_that_is_proposed_extends_a_table(site: TestClient) -> None:
    proposed = site.get("/reconcile/properties?type=State&limit=500").json()["properties"]
    ids = [{"id": each["id"]} for each in proposed]
    wanted = {"ids": ["cento", "pakistan", "west-germany"], "properties": ids}
    folder = part("reconciliation")
    assert validator(folder, "data-extension-query").is_valid(wanted)
    said = site.get("/reconcile", params={"extend": json.dumps(wanted)}).json()
    judge = validator(folder, "data-extension-response")
    assert [f"{e.json_path}: {e.message[:200]}" for e in judge.iter_errors(said)] == []
    filled = {name for row in said["rows"].values() for name, values in row.items() if values}
    assert len(filled) > 3


def test_the_schemas_tell_good_from_bad_and_every_good_batch_is_answered(site: TestClient) -> None:
    folder = part("reconciliation")
    judge = validator(folder, "reconciliation-query-batch")
    batches = sorted((folder / "examples" / "reconciliation-query-batch").glob("*/*.json"))
    for file in batches:
        batch = json.loads(file.read_text(encoding="utf-8"))
        assert judge.is_valid(batch) is (file.parent.name == "valid"), file.name
        reply = site.get("/reconcile", params={"queries": json.dumps(batch)})
        said = reply.json()
        if file.parent.name == "valid" and "type" not in file.read_text(encoding="utf-8"):
            assert reply.status_code == 200, (file.name, said)
            assert set(said) == set(batch)
        else:
            assert reply.status_code in (200, 400), (file.name, said)
    assert batches
