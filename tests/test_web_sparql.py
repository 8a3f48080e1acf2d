"""The endpoint: the SPARQL 1.1 Protocol's own cases, forms of answers, descriptions of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import rdflib
from starlette.testclient import TestClient

from kg.engine import GRAPHS, TABLES, OxigraphEngine
from kg.query import questions
from kg.vocabulary import CLAIMS, PREFIXES
from kg.web.site import Limits
from webs import client

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
DATA = "http://example.org/data/"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def documents() -> OxigraphEngine:
    """Give three graphs, each of which says of its own address that it is a document."""
    store = ox.Store()
    kind, document = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(DATA + "Document")
    for number in (1, 2, 3):
        graph = ox.NamedNode(f"{DATA}{number}")
        store.add(ox.Quad(graph, kind, document, graph))
    return OxigraphEngine(store, fixed=True)


@pytest.fixture(scope="module")
def three() -> Iterator[TestClient]:
    with client(documents()) as made:
        yield made


@pytest.fixture(scope="module")
def site(engine: OxigraphEngine) -> Iterator[TestClient]:
    with client(engine) as made:
        yield made


def is_document(*numbers: int, form: str = "{}") -> str:
    return " ".join(form.format(f"<{DATA}{n}> a ?type{n} .") for n in numbers)


BOTH = "ASK { " + is_document(1, 2) + " }"
NAMED = (
    f"ASK {{ GRAPH ?g1 {{ <{DATA}1> a ?t1 }} GRAPH ?g2 {{ <{DATA}2> a ?t2 }} "
    f"FILTER NOT EXISTS {{ GRAPH ?g3 {{ <{DATA}3> a ?t3 }} }} }}"
)
FULL = (
    f"ASK {{ <{DATA}3> a ?t GRAPH ?g1 {{ <{DATA}1> a ?t1 }} GRAPH ?g2 {{ <{DATA}2> a ?t2 }} "
    f"FILTER NOT EXISTS {{ GRAPH ?g3 {{ <{DATA}3> a ?t3 }} }} }}"
)


def default(*numbers: int) -> list[tuple[str, str]]:
    return [("default-graph-uri", f"{DATA}{number}") for number in numbers]


def named(*numbers: int) -> list[tuple[str, str]]:
    return [("named-graph-uri", f"{DATA}{number}") for number in numbers]


def send(three: TestClient, way: str, query: str, dataset: list[tuple[str, str]]) -> bool:
    """Send a query in one of the protocol's ways, and give the truth value that it answers."""
    rest = urlencode(dataset)
    if way == "get":
        reply = three.get(f"/sparql?{urlencode([('query', query), *dataset])}")
    elif way == "form":
        body = urlencode([("query", query), *dataset])
        reply = three.post("/sparql/", content=body, headers={"content-type": FORM})
    elif way == "form with the graphs in the address":
        body = urlencode({"query": query})
        reply = three.post(f"/sparql/?{rest}", content=body, headers={"content-type": FORM})
    else:
        reply = three.post(f"/sparql?{rest}", content=query, headers={"content-type": DIRECT})
    assert reply.status_code == 200, reply.text
    said: bool = reply.json()["boolean"]
    return said


WAYS = ["get", "form", "form with the graphs in the address", "direct"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "dataset", "wanted"),
    [
        ("ASK {}", [], True),
        ("ASK {}", [("default-graph-uri", "http://nowhere.example/0")], True),
        (BOTH, default(1, 2), True),
        (BOTH, default(1), False),
        (BOTH, [], False),
        (NAMED, named(1, 2), True),
        (NAMED, named(1, 2, 3), False),
        (FULL, default(3) + named(1, 2), True),
        (f"ASK FROM <{DATA}3> {{ GRAPH ?g {{ <{DATA}1> a ?t }} }}", named(1, 2), True),
        (f"ASK FROM <{DATA}3> {{ <{DATA}3> a ?t }}", named(1, 2), False),
        (f"ASK FROM <{DATA}3> {{ <{DATA}3> a ?t }}", default(1), False),
    ],
)
def test_the_protocols_data_set_is_asked_however_it_is_sent(
    three: TestClient, way: str, query: str, dataset: list[tuple[str, str]], wanted: bool
) -> None:
    assert send(three, way, query, dataset) is wanted


BAD_UPDATE = "CLEAR NAMED"
REACHING = "ASK { SERVICE <http://x.example/> {} }"
CHANGING = "INSERT DATA { <a:a> <a:b> 1 }"
NO_ACCOUNT = quote(PREFIXES["id"] + "claim")
USING = b"using-graph-uri=http%3A%2F%2Fa.example%2F&update=CLEAR%20ALL"


@pytest.mark.parametrize(
    ("method", "path", "media", "body", "status"),
    [
        ("PUT", "/sparql?query=ASK%20%7B%7D", FORM, b"", 405),
        ("DELETE", "/sparql", FORM, b"", 405),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", "", b"", 400),
        ("POST", "/sparql", "text/plain", b"ASK {}", 415),
        ("POST", "/sparql", "", b"query=ASK%20%7B%7D", 415),
        ("POST", "/sparql", "", b"ASK {}", 415),
        ("POST", "/sparql", f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), 415),
        ("POST", "/sparql", DIRECT, "ASK {}".encode("utf-16"), 400),
        ("POST", "/sparql", DIRECT, b"ASK { ?s \xff ?o }", 400),
        ("GET", "/sparql?query=ASK%20%7B%FF%7D", "", b"", 400),
        ("GET", "/sparql?query=ASK%20%7B", "", b"", 400),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", FORM, urlencode({"query": REACHING}).encode(), 400),
        ("POST", "/sparql", FORM, urlencode({"query": CHANGING}).encode(), 400),
        ("GET", "/sparql?update=CLEAR%20ALL", "", b"", 403),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 403),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL&update=CLEAR%20ALL", 403),
        ("POST", "/sparql", FORM, USING, 403),
        ("POST", "/sparql", UPDATE, b"CLEAR ALL", 403),
        ("POST", "/sparql", UPDATE, BAD_UPDATE.encode(), 403),
        ("POST", "/sparql", f"{UPDATE}; charset=UTF-16", "CLEAR ALL".encode("utf-16"), 403),
        ("POST", "/sparql", "text/plain", b"CLEAR ALL", 415),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not%20an%20iri", "", b"", 400),
        ("GET", f"/sparql?query=ASK%7B%7D&default-graph-uri={NO_ACCOUNT}", "", b"", 400),
        ("GET", "/sparql?query=ASK%7B%7D&format=docx", "", b"", 406),
    ],
)  # fmt: skip
def test_what_the_protocol_does_not_allow_is_refused(
    three: TestClient, method: str, path: str, media: str, body: bytes, status: int
) -> None:
    before = send(three, "get", "ASK { GRAPH ?g { ?s ?p ?o } }", [])
    given = {"content-type": media} if media else {}
    reply = three.request(method, path, content=body, headers=given)
    assert reply.status_code == status, reply.text
    assert len(reply.text.splitlines()) == 1
    assert send(three, "get", "ASK { GRAPH ?g { ?s ?p ?o } }", []) is before


ACCOUNT = quote(CLAIMS, safe="")


def test_an_account_is_a_graph_of_the_protocols_data_set(site: TestClient) -> None:
    query = quote("SELECT (COUNT(*) AS ?n) { ?r a kg:Relation ; kg:claimant ?who }")
    found = site.get(f"/sparql?query={query}&default-graph-uri={ACCOUNT}&format=csv")
    assert int(found.text.splitlines()[1]) > 10
    assert site.get(f"/sparql?query={query}&format=csv").text.splitlines()[1] == "0"
    # The ontology and the things that all speak of are there whichever account is asked.
    both = quote("ASK { kg:Membership skos:prefLabel ?a . id:pakistan skos:prefLabel ?b }")
    assert site.get(f"/sparql?query={both}&default-graph-uri={ACCOUNT}").json()["boolean"]


SELECT = """SELECT ?a ?b ?c ?d ?e ?f WHERE { VALUES (?a ?b ?c ?d ?e ?f) {
  (id:x "plain" "x\\ty\\n\\"z\\" é"@en 1.5 true "1957"^^edtf:EDTF)
  (UNDEF "" 7 1e0 UNDEF <a:b>) } }"""


@pytest.mark.parametrize("media", TABLES)
@pytest.mark.parametrize("query", [SELECT, "ASK {}", "ASK { id:none ?p ?o }", "SELECT * {}"])
def test_a_table_equals_what_the_engine_writes(
    engine: OxigraphEngine, site: TestClient, media: str, query: str
) -> None:
    reply = site.get("/sparql", params={"query": query}, headers={"accept": media})
    assert reply.headers["content-type"].partition(";")[0] == media
    found = engine.store.query(query, prefixes=PREFIXES)
    assert not isinstance(found, ox.QueryTriples)
    if isinstance(found, ox.QueryBoolean) and media.startswith("text/"):
        assert reply.text == f"{str(bool(found)).lower()}\n"
    else:
        assert reply.content == found.serialize(format=TABLES[media])


@pytest.mark.parametrize("media", GRAPHS)
@pytest.mark.parametrize("query", ["DESCRIBE id:cento", "CONSTRUCT WHERE { ?s a kg:Alliance }"])
def test_a_graph_equals_what_the_engine_answers(
    engine: OxigraphEngine, site: TestClient, media: str, query: str
) -> None:
    reply = site.get("/sparql", params={"query": query}, headers={"accept": media})
    assert reply.headers["content-type"].partition(";")[0] == media
    triples = {q.triple for q in ox.parse(reply.content, format=GRAPHS[media])}
    wanted = engine.store.query(query, prefixes=PREFIXES)
    assert triples == set(wanted)  # type: ignore[arg-type]
    assert triples


@pytest.mark.parametrize(
    ("accept", "query", "wanted"),
    [
        ("", SELECT, "application/sparql-results+json"),
        ("*/*", SELECT, "application/sparql-results+json"),
        ("application/json", SELECT, "application/sparql-results+json"),
        ("text/*;q=0.5, application/sparql-results+xml;q=0.4", SELECT, "text/csv"),
        ("application/xml", SELECT, "application/sparql-results+xml"),
        ("application/sparql-results+xml, */*;q=0.1", "ASK {}", "application/sparql-results+xml"),
        ("application/json", "DESCRIBE id:cento", "application/ld+json"),
        ("text/plain", "DESCRIBE id:cento", "application/n-triples"),
        ("text/turtle;q=0, */*", "DESCRIBE id:cento", "application/n-triples"),
    ],
)
def test_the_form_is_what_the_client_takes_best(
    site: TestClient, accept: str, query: str, wanted: str
) -> None:
    reply = site.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert (reply.status_code, reply.headers["content-type"].partition(";")[0]) == (200, wanted)
    assert "Accept" in reply.headers["vary"]


def test_a_relative_address_is_of_the_endpoint(site: TestClient) -> None:
    query = "SELECT ?a ?b { VALUES ?a { <s> } BIND(<#x> AS ?b) }"
    found = site.get("/sparql", params={"query": query, "format": "csv"}).text.splitlines()
    assert found[1] == "http://localhost/s,http://localhost/sparql#x"
    own = f"BASE <http://example.org/> {query}"
    found = site.get("/sparql", params={"query": own, "format": "csv"}).text.splitlines()
    assert found[1] == "http://example.org/s,http://example.org/#x"


def test_what_no_form_suits_is_refused(site: TestClient) -> None:
    reply = site.get("/sparql", params={"query": SELECT}, headers={"accept": "image/png"})
    assert reply.status_code == 406


def test_an_answer_that_is_too_long_is_an_error_and_no_torn_answer(sample: OxigraphEngine) -> None:
    with client(sample, Limits(bytes=10_000)) as small:
        query = "SELECT * { ?s ?p ?o . ?s2 ?p2 ?o2 }"
        for media in TABLES:
            reply = small.get("/sparql", params={"query": query}, headers={"accept": media})
            assert reply.status_code == 400
            assert "10,000 bytes" in reply.text


def test_a_mistake_is_named_with_its_place_and_what_is_near(site: TestClient) -> None:
    reply = site.get(
        "/sparql", params={"query": "SELCT ?s { ?s ?p ?o }"}, headers={"accept": "application/json"}
    )
    said = reply.json()
    assert said["where"] == "line 1, column 1"
    assert said["candidates"] == ["SELECT"]


# What it says of itself


def graph_of(site: TestClient, path: str, media: str = "text/turtle") -> rdflib.Graph:
    reply = site.get(path, headers={"accept": media})
    assert reply.status_code == 200, reply.text
    return rdflib.Graph().parse(data=reply.content, format=media)


def test_the_service_description_is_there_in_every_form(site: TestClient) -> None:
    replies = {media: site.get("/sparql", headers={"accept": media}).content for media in GRAPHS}
    sizes = {len(list(ox.parse(text, format=GRAPHS[media]))) for media, text in replies.items()}
    assert len(sizes) == 1


def test_the_service_names_its_endpoint_and_its_accounts(site: TestClient) -> None:
    graph = graph_of(site, "/sparql")
    sd = rdflib.Namespace(SD)
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert list(graph.objects(service, sd.endpoint)) == [rdflib.URIRef("http://localhost/sparql")]
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert len(list(graph.objects(service, sd.resultFormat))) == 8
    (dataset,) = graph.objects(service, sd.defaultDataset)
    (default_graph,) = graph.objects(dataset, sd.defaultGraph)
    assert (default_graph, rdflib.RDF.type, sd.Graph) in graph
    names = {n for g in graph.objects(dataset, sd.namedGraph) for n in graph.objects(g, sd.name)}
    assert names == {rdflib.URIRef(CLAIMS)}


def test_void_counts_what_is_there(site: TestClient, engine: OxigraphEngine) -> None:
    graph, void = graph_of(site, "/.well-known/void"), rdflib.Namespace(VOID)
    kg = rdflib.Namespace(PREFIXES["kg"])
    (part,) = graph.subjects(void["class"], kg.Membership)
    counted = engine.query("SELECT (COUNT(*) AS ?n) { ?m a kg:Membership }")
    ((wanted,),) = counted.cells  # type: ignore[union-attr]
    assert str(graph.value(part, void.entities)) == wanted.value  # type: ignore[union-attr]
    (prop,) = graph.subjects(void["property"], kg.member)
    assert int(str(graph.value(prop, void.triples))) > 100
    assert (None, void.sparqlEndpoint, rdflib.URIRef("http://localhost/sparql")) in graph


def test_void_says_its_own_terms_of_data_sets_alone_and_counts_in_integers(
    site: TestClient,
) -> None:
    """Hold it to the domains and ranges of "Describing Linked Datasets with VoID" (W3C, 2011)."""
    graph, void = graph_of(site, "/.well-known/void"), rdflib.Namespace(VOID)
    known = set(graph.subjects(rdflib.RDF.type, void.Dataset))
    # The range of a partition is a data set, whether or not that is said.
    for part, whose in ((void.classPartition, "class"), (void.propertyPartition, "property")):
        for each in graph.objects(None, part):
            assert len(list(graph.objects(each, void[whose]))) == 1
            known.add(each)
    said = [each for each in graph if str(each[1]).startswith(VOID)]
    assert said
    assert {subject for subject, _, _ in said} <= known
    for name in ("triples", "entities", "distinctSubjects", "distinctObjects"):
        for subject in graph.subjects(void[name]):
            (count,) = graph.objects(subject, void[name])
            assert isinstance(count, rdflib.Literal)
            assert count.datatype == rdflib.XSD.integer
            assert int(count) >= 0


def test_every_question_is_an_executable_that_runs(site: TestClient) -> None:
    graph, sh = graph_of(site, "/sparql"), rdflib.Namespace(PREFIXES["sh"])
    found = dict(graph.subject_objects(sh.select))
    assert {str(each).rpartition("/")[2] for each in found} == set(questions())
    for text in sorted(map(str, found.values()))[::12]:
        reply = site.post("/sparql", content=text.encode(), headers={"content-type": DIRECT})
        assert reply.status_code == 200, text
    declared = {(str(graph.value(d, sh.prefix)), str(graph.value(d, sh.namespace)))
                for d in graph.objects(None, sh.declare)}  # fmt: skip
    assert declared == set(PREFIXES.items())


def test_catalogues_find_the_data_set(site: TestClient) -> None:
    graph, dcat = graph_of(site, "/catalog.ttl"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    (dataset,) = graph.objects(None, dcat.dataset)
    (distribution,) = graph.objects(dataset, dcat.distribution)
    assert graph.value(distribution, dcat.accessURL) == rdflib.URIRef("http://localhost/sparql")
    assert graph.value(dataset, rdflib.DCTERMS.license)
    assert site.get("/catalog.docx").status_code == 406


# The classes of values that DCAT-AP 3 asks for (its ranges, as of release 3.0.1).
RANGES = {
    "dcterms:publisher": "foaf:Agent", "dcterms:license": "dcterms:LicenseDocument",
    "dcterms:conformsTo": "dcterms:Standard", "foaf:homepage": "foaf:Document",
    "dcat:landingPage": "foaf:Document", "dcat:dataset": "dcat:Dataset",
    "dcat:service": "dcat:DataService", "dcat:distribution": "dcat:Distribution",
    "dcat:accessService": "dcat:DataService", "dcat:servesDataset": "dcat:Dataset",
}  # fmt: skip


@pytest.mark.parametrize("name", RANGES)
def test_what_describes_the_data_says_what_each_value_is(site: TestClient, name: str) -> None:
    graph = graph_of(site, "/catalog.ttl")
    names = dict(graph.namespaces())
    term, wanted = (
        names[each.partition(":")[0]] + each.partition(":")[2] for each in (name, RANGES[name])
    )
    values = list(graph.objects(None, rdflib.URIRef(term)))
    assert values
    assert all((each, rdflib.RDF.type, rdflib.URIRef(wanted)) in graph for each in values)


def test_people_get_a_page_to_ask_in(site: TestClient) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    hostile = {"query": 'ASK { "</textarea>" ?p ?o }'}
    page = site.get("/sparql", params=hostile, headers={"accept": accept})
    assert page.headers["content-type"].startswith("text/html")
    assert "&lt;/textarea&gt;" in page.text
    # What the form sends is answered, and not shown again.
    form = {"query": "ASK {}", "format": "json"}
    sent = site.get("/sparql", params=form, headers={"accept": accept})
    assert json.load(BytesIO(sent.content)) == {"head": {}, "boolean": True}
