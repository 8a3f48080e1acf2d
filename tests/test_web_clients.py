"""Clients of others, each as its users call it, against a server as it runs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from reconciler import reconcile
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from parts import part
from test_web_matching import WANTED
from webs import MEMBERS, Running, asked, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(tmp_path_factory.mktemp("server"), "--workers", "2") as running:
        yield running


def test_sparqlwrapper_reads_tables_and_graphs(server: Running) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setReturnFormat(JSON)
    for method in ("GET", POST):
        client.setMethod(method)
        client.setQuery(MEMBERS)
        found: Any = client.queryAndConvert()
        labels = [row["label"]["value"] for row in found["results"]["bindings"]]
        assert "Pakistan" in labels
    client.setMethod("GET")
    client.setReturnFormat(TURTLE)
    client.setQuery("DESCRIBE id:cento")
    text: Any = client.queryAndConvert()
    assert len(Graph().parse(data=text, format="turtle")) > 5


def test_rdflibs_store_asks_and_reads_by_pattern(server: Running) -> None:
    remote = Graph(SPARQLStore(f"{server.url}/sparql"))
    found = [str(row[0]) for row in remote.query(MEMBERS)]  # type: ignore[index]
    assert found == sorted(found)
    assert "Turkey" in found
    cento = URIRef("https://w3id.org/khyber/id/cento")
    assert len(list(remote.predicate_objects(cento))) > 5


def test_pandas_reads_a_table_from_its_address(server: Running) -> None:
    frame = pd.read_csv(server.url + asked(MEMBERS, "csv"))
    assert "Pakistan" in set(frame.label)


def test_curl_asks_and_a_proxy_of_http_1_0_too(server: Running) -> None:
    form = ["--data-urlencode", f"query={MEMBERS}", "--data", "format=tsv"]
    done = subprocess.run(
        ["curl", "-sS", "--fail", "--http1.0", *form, f"{server.url}/sparql"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert '"Pakistan"@en' in done.stdout


def comunica(server: Running, query: str, form: str) -> str:
    """Ask with Comunica's command line."""
    program = part("comunica")
    done = subprocess.run(
        ["node", program, f"sparql@{server.url}/sparql", query, "-t", form],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


NAMED = """PREFIX kg: <https://w3id.org/khyber/ontology/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.mark.slow
def test_comunica_asks_and_gets_tables_and_graphs(server: Running) -> None:
    members = MEMBERS.replace("id:cento", "<https://w3id.org/khyber/id/cento>")
    rows = json.loads(comunica(server, NAMED + members, "application/sparql-results+json"))
    labels = [row["label"]["value"] for row in rows["results"]["bindings"]]
    ours = json.loads(server.get(asked(MEMBERS))[2])
    assert labels == [row["label"]["value"] for row in ours["results"]["bindings"]]
    built = NAMED + "CONSTRUCT WHERE { ?s a kg:Alliance ; skos:prefLabel ?name }"
    graph = Graph().parse(data=comunica(server, built, "text/turtle"), format="turtle")
    assert len(graph) == len(
        Graph().parse(data=server.get(asked(built, "ttl"))[2], format="turtle")
    )
    assert comunica(server, "ASK { ?s ?p ?o }", "simple").strip() == "true"


# It calls pandas as pandas will no longer be called.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_reconciler_matches_fifty_names_with_dates(server: Running) -> None:
    rows = [(name, year, wanted) for (name, year), wanted in WANTED.items()]
    table = pd.DataFrame(rows, columns=["name", "year", "wanted"])
    assert len(table) == 50
    # It asks for each name once, so that a name of two years stands in two tables.
    again = table.name.duplicated()
    left_open = {}
    for each in (table[~again], table[again]):
        found: Any = reconcile(
            each.name, property_mapping={"date": each.year}, top_res="all",
            reconciliation_endpoint=f"{server.url}/reconcile",
        )  # fmt: skip
        matched = found[found.match].set_index("input_value").id.to_dict()
        for name, year, wanted in each.itertuples(index=False):
            if name not in matched:
                left_open[name, year] = set(found[found.input_value == name].id)
            else:
                assert matched[name] == wanted
    # There were two of this name: neither is taken for the other.
    assert left_open == {("Germany", "1970"): {"east-germany", "west-germany"}}
