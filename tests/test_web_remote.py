"""Pages with a server of others behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kg.engine import OxigraphEngine, cells_of
from kg.remote.publishing import push
from kg.remote.remote import open_endpoint
from kg.sparql import Query
from kg.vocabulary import CLAIMS, FACTS, PREFIXES
from kg.web.site import Site
from servers import oxigraph
from webs import client, serving_here

HTML = {"accept": "text/html"}
PAGES = (
    "/", "/?q=arcadia", "/id/league", "/id/league?on=1957", "/id/arcadia", "/id/text-1",
    "/questions", "/questions/members-at?organization=league&on=1957", "/about",
    "/questions/members-at.json?organization=league&on=1957", "/ontology/Membership",
    "/compare?name=league&before=1930&after=1957", "/draw?name=league", "/source",
    "/source/treaty-series", "/sparql", "/suggest?q=arc", "/id/nowhere",
    "/sparql?query=ASK%7Bid:league+?p+?o%7D&format=json",
    "/sparql?query=SELECT*%7Bid:league+?p+?o%7DORDER+BY+?p+?o&format=csv", "/sparql?query=SELCT",
    "/reconcile?queries=%7B%22q%22:%7B%22query%22:%22Arcadia%22%7D%7D", "/.well-known/void",
)  # fmt: skip


@pytest.fixture(scope="module", params=["a server that was pushed to", "a server of kg serve"])
def endpoint(sample: OxigraphEngine, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a server with the sample in it."""
    if "serve" in request.param.split():
        with serving_here(sample) as address:
            yield address
        return
    with oxigraph() as server:
        push(server.addresses, sample)
        yield server.addresses.query


def said(text: str) -> str:
    """Give a page without the version of the data, which each engine counts in its own way."""
    return re.sub(r"\b[0-9a-f]{16}\b", "VERSION", text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_over_a_remote_server_is_the_page_over_the_graph_itself(
    endpoint: str, sample: OxigraphEngine, path: str
) -> None:
    with client(open_endpoint(endpoint)) as remote, client(sample) as here:
        found, wanted = (each.get(path, headers=HTML) for each in (remote, here))
        assert found.status_code == wanted.status_code, found.text[:500]
        assert found.headers["content-type"] == wanted.headers["content-type"]
        assert said(found.text) == said(wanted.text)


def test_accounts_and_numbers_are_those_of_the_graph_itself(
    endpoint: str, sample: OxigraphEngine
) -> None:
    remote = open_endpoint(endpoint)
    assert (remote.accounts(), remote.size()) == (sample.accounts(), sample.size())
    for name in ("member", "no-such-property"):
        term = PREFIXES["kg"] + name
        assert remote.declares(term) is sample.declares(term)
    text = "SELECT ?r ?who { ?r kg:member|kg:party ?who }"
    for asked in ([FACTS], [FACTS, CLAIMS], [CLAIMS]):
        both = [
            sorted(str([*row]) for row in cells_of(each.query(Query(text, accounts=asked))))
            for each in (remote, sample)
        ]
        assert both[0] == both[1]
    assert both[0]


def test_the_data_have_a_version_that_stays_as_long_as_they_do(endpoint: str) -> None:
    one, other = (Site(open_endpoint(endpoint)).version for _ in range(2))
    assert one == other
