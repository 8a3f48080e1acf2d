"""The pages: what each shows, in both languages, as data too, and what they make of bad input."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

import kg.web.routes
from kg.engine import OxigraphEngine
from kg.query import questions
from samples import HEAD, engine_over, ontology_files, quads_of, run_kg
from webs import client

HTML = {"accept": "text/html"}
WEB = Path(kg.web.routes.__file__).parent


@pytest.fixture(scope="module")
def site(engine: OxigraphEngine) -> Iterator[TestClient]:
    with client(engine) as made:
        yield made


@pytest.fixture(scope="module")
def small(sample: OxigraphEngine) -> Iterator[TestClient]:
    with client(sample) as made:
        yield made


class _Page(HTMLParser):
    """Links, ids and labels of a page, and whether every element that is opened is closed."""

    VOID = ("meta", "link", "input", "br", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.open: list[str] = []
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.names |= {named.get("name") or ""}
        assert not any(name.startswith("on") and name != "on" for name in named), named
        self.links += [named[n] or "" for n in ("href", "src", "action") if n in named]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(site: TestClient, path: str, status: int = 200) -> _Page:
    reply = site.get(path, headers=HTML)
    assert reply.status_code == status, reply.text[:2000]
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return _Page(reply.text)


# What pages show


def test_a_thing_shows_its_ties_on_the_day_with_what_says_so(site: TestClient) -> None:
    found = page(site, "/id/cento?on=1957")
    text = " ".join(found.text.split())
    for said in ("Central Treaty Organization", "Ties on 31 December 1957", "founding member",
                 "24 February 1955 to 24 March 1959", "certain", "Library of Congress",
                 "Another statement gives", "Claims", "Names and codes over time"):  # fmt: skip
        assert said in text, said
    # Nobody was a member ten years before it was founded.
    assert ">founding member<" not in site.get("/id/cento?on=1940", headers=HTML).text
    # The date goes along.
    assert any(link == "/id/pakistan?on=1957" for link in found.links)


def test_a_thing_is_called_by_the_name_of_the_day(site: TestClient) -> None:
    then = page(site, "/id/cento?on=1957").text
    assert "Baghdad Pact" in then.partition("Ties on")[0]
    assert "Later: Central Treaty Organization" in then
    # Of two names of one time the label stands; and at all times it is the label.
    for path in ("/id/cento?on=1965", "/id/cento", "/id/pakistan?on=1957"):
        assert "Later:" not in page(site, path).text
    assert ">Baghdad Pact</a>" in site.get("/id/pakistan?on=1957", headers=HTML).text
    urdu = page(site, "/id/cento?on=1957&lang=ur").text
    assert "اس دن کا نام: Baghdad Pact" in urdu


def test_an_event_lends_its_time_to_who_took_part(site: TestClient) -> None:
    text = site.get("/id/pakistan?kind=Participation", headers=HTML).text
    (time,) = re.findall(r"First Kashmir war[^<]*</a></td><td><bdi>([^<]*)</bdi>", text)
    assert time == "October 1947 to 1 January 1949"


def test_a_permanent_link_says_when_the_data_are_others(site: TestClient) -> None:
    path = "/questions/members-at?organization=cento&on=1957"
    found = page(site, path)
    (address,) = {link for link in found.links if "data=" in link and link.startswith("http")}
    again = page(site, address.removeprefix("http://localhost"))
    assert "Rows: 5" in " ".join(again.text.split())
    assert "may be another one" not in again.text
    assert "may be another one" in page(site, f"{path}&data=0123456789abcdef").text


def test_the_guide_is_read_here_and_leads_on(site: TestClient) -> None:
    first = page(site, "/guide")
    pages = [link for link in first.links if link.startswith("/guide/")]
    assert len(pages) == 6
    for path in pages:
        found = page(site, path)
        assert "pre" in found.tags or "table" in found.tags
        for link in found.links:
            assert not link.endswith(".md"), (path, link)
    # What leads out of the guide keeps its words.
    assert "The gallery shows" in page(site, "/guide/pictures").text
    assert "first-questions" in page(site, "/guide/first-question", 404).text
    assert 'dir="rtl"' in site.get("/guide/citing?lang=ur", headers=HTML).text


def test_what_is_drawn_and_compared_is_what_the_command_line_offers(site: TestClient) -> None:
    form = page(site, "/draw")
    offered = set(re.findall(r"--([a-z-]+)", main_help("draw")))
    # A file's own options are those of who runs the server; between, view and claims are fields.
    left = {"help", "data", "account", "base", "force", "output", "language", "corridor"}
    assert offered - left <= form.names, offered - left - form.names
    drawn = "/draw.svg?name=cento&"
    for asked in (
        "on=1955,1957,1960",
        "from=1955&to=1960",
        "on=1957&shade=membership&view=map",
        "on=1957&size=16:9",
        "on=1957&title=Mine",
        "all=yes&view=timeline&lanes=kind",
    ):
        assert site.get(f"{drawn}{asked}").text.startswith("<svg"), asked
    assert "31 December 1960" in site.get(f"{drawn}on=1955,1957,1960").text
    for wrong, said in (("from=1955", "between two days"), ("scale=x&size=A4", "no scale"),
                        ("view=globe", "unknown view"), ("lanes=x&view=timeline", "unknown lanes"),
                        ("on=1957&from=1955&to=1956", "say when")):  # fmt: skip
        reply = site.get(f"{drawn}{wrong}")
        assert (reply.status_code, said in reply.text) == (400, True), wrong
    text = site.get("/compare.csv?name=cento&before=1955&after=1979").text
    assert len(text.splitlines()) > 5
    assert site.get("/compare.json?name=cento&before=1955&after=1979").json()
    assert site.get("/compare.json?name=cento").status_code == 400


def main_help(command: str) -> str:
    """Give the help of a command without its examples."""
    return run_kg(command, "--help").stdout.partition("examples:")[0]


def test_what_is_claimed_stands_apart_and_is_marked(site: TestClient) -> None:
    text = site.get("/id/cento", headers=HTML).text
    claims = text.partition('<section class="claims">')[2]
    assert claims.count('class="mark"') > 3
    assert 'class="mark"' not in text.partition('<section class="claims">')[0]


def test_a_statement_has_a_page_too(site: TestClient) -> None:
    found = page(site, "/id/membership-cento-pakistan")
    assert "membership" in found.text
    assert any(link.endswith("/id/pakistan") for link in found.links)


@pytest.mark.parametrize("name", sorted(questions()))
def test_each_question_has_a_form_and_answers_its_example(site: TestClient, name: str) -> None:
    which = questions()[name]
    form = page(site, f"/questions/{name}")
    assert form.tags.count("input") + form.tags.count("select") >= len(which.parameters)
    answer = page(site, f"/questions/{name}?{urlencode(which.example)}")
    assert "Answer" in answer.text
    assert "How to cite" in answer.text


def test_an_answer_is_in_words_with_its_sources_and_what_asks_it(site: TestClient) -> None:
    path = "/questions/members-at?organization=cento&on=1957"
    found = page(site, path)
    text = " ".join(found.text.split())
    assert "Who is a member of Central Treaty Organization on 31 December 1957?" in text
    assert "23 September 1955 to 12 March 1979" in text
    assert "Rows: 5" in text
    assert len(re.findall(r"statement", text)) >= 5
    assert "SELECT ?member" in text
    assert re.search(r"data=[0-9a-f]{16}", text)


def test_an_answer_is_the_same_in_every_file(site: TestClient) -> None:
    asked = "organization=cento&on=1957"
    text = site.get(f"/questions/members-at.csv?{asked}").text
    rows = list(csv.DictReader(io.StringIO(text)))
    tabbed = site.get(f"/questions/members-at.tsv?{asked}").text
    assert rows == list(csv.DictReader(io.StringIO(tabbed), delimiter="\t"))
    as_json = site.get(f"/questions/members-at.json?{asked}").json()
    assert [each["member"] for each in as_json] == [each["member"] for each in rows]
    assert {each["member_label"] for each in rows} == {
        "Imperial Iran", "Iraq", "Pakistan", "Turkey", "United Kingdom",
    }  # fmt: skip
    sheet = site.get(f"/questions/members-at.xlsx?{asked}")
    assert sheet.content.startswith(b"PK")
    turtle = site.get(f"/questions/members-at.ttl?{asked}").content
    said = {str(quad.subject.value) for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert "https://w3id.org/khyber/id/membership-cento-pakistan" in said
    drawn = site.get(f"/questions/members-at.svg?{asked}")
    assert ET.fromstring(drawn.text).tag.endswith("svg")
    assert site.get(f"/questions/members-at.png?{asked}").content.startswith(b"\x89PNG")


def test_what_is_missing_or_wrong_is_said_beside_the_form(site: TestClient) -> None:
    for asked, said in (
        ("organization=cento", "the parameter 'on' is missing"),
        ("organization=cento&on=soon", "this is not a day"),
        ("organization=nowhere-at-all&on=1957", "nothing in the graph has this name"),
        ("organization=pakistan&on=1957", "takes a kg:Organization"),
        ("organization=cento&on=1957&nope=1", "has no parameter 'nope'"),
    ):
        found = page(site, f"/questions/members-at?{asked}", 400)
        assert said in found.text, asked
        assert "select" in found.tags or "input" in found.tags


def test_several_values_of_a_parameter_are_a_list(site: TestClient) -> None:
    asked = "organization=cento&organization=seato&on=1957"
    rows = site.get(f"/questions/members-at.json?{asked}").json()
    assert len(rows) == 13


def test_search_finds_things_questions_and_what_is_near(site: TestClient) -> None:
    assert "/id/myanmar" in page(site, "/?q=Burma").links
    assert any("allies-at" in link for link in page(site, "/?q=who was allied with Iran").links)
    assert "/?q=Pakistan" in page(site, "/?q=Pakistn").links
    # What is not typed to its end is found too.
    assert "/id/pakistan" in page(site, "/?q=pakis").links
    names = [each["slug"] for each in site.get("/suggest?q=paki").json()]
    assert names[0] == "pakistan"
    assert site.get("/suggest?q=").json() == []


def test_a_comparison_says_what_joined_and_left(site: TestClient) -> None:
    found = page(site, "/compare?name=cento&before=1955&after=1959")
    assert "left" in found.text
    assert "Iraq" in found.text
    assert "changed" in page(site, "/compare?name=cento&before=facts&after=claims").text
    assert "this is not a day" in page(site, "/compare?name=cento&before=1955&after=19x", 400).text


def test_a_picture_is_drawn_in_each_form(site: TestClient) -> None:
    begins = {"svg": b"<svg", "png": b"\x89png", "html": b"<!doctype html>", "graphml": b"<?xml",
              "gexf": b"<?xml", "json": b"{", "csv": b"source"}  # fmt: skip
    for form, begin in begins.items():
        reply = site.get(f"/draw.{form}?name=cento&on=1957")
        assert reply.status_code == 200
        assert reply.content.lower().lstrip().startswith(begin), reply.content[:80]
    live = site.get("/draw.html?name=cento").headers["content-security-policy"]
    assert "sandbox allow-scripts" in live
    assert "allow-same-origin" not in live
    assert "unknown view" in page(site, "/draw?name=cento&view=globe", 400).text
    assert page(site, "/draw?between=pakistan, iran&on=1957").tags.count("iframe") == 1
    assert page(site, "/draw?question=members-at&organization=cento&on=1957").tags.count("iframe")


def test_the_reference_and_the_sources_link_to_each_other(site: TestClient) -> None:
    assert "/ontology/Membership" in page(site, "/ontology").links
    found = page(site, "/ontology/Membership")
    assert "/ontology/organization" in found.links
    assert "/questions/members-at" in found.links
    first = next(link for link in page(site, "/source").links if link.startswith("/source/"))
    assert "What rests on it" in page(site, first).text


# Languages


def test_every_word_is_there_in_both_languages() -> None:
    words = tomllib.loads((WEB / "words.toml").read_text(encoding="utf-8"))
    for key, said in words.items():
        assert set(said) == {"en", "ur"}, key
        assert re.findall(r"\{\w+\}", said["en"]) == re.findall(r"\{\w+\}", said["ur"]), key
    used = " ".join(file.read_text(encoding="utf-8") for file in (WEB / "templates").iterdir())
    keys = set(re.findall(r"say\('(\w+)'", used))
    assert (
        keys - set(words) - {"certainty_", "view_", "change_", "terms_", "lanes_", "reason_"}
        == set()
    )


@pytest.mark.parametrize("path", ["/", "/id/cento", "/questions", "/about", "/sparql", "/nope"])
def test_urdu_pages_run_from_right_to_left_and_stay_urdu(site: TestClient, path: str) -> None:
    reply = site.get(f"{path}?lang=ur", headers=HTML)
    assert '<html lang="ur" dir="rtl">' in reply.text
    text = re.sub(r"<form[^>]*>|<link[^>]*>|<header>.*?</nav>", "", reply.text, flags=re.DOTALL)
    links = re.findall(r'href="(/(?:id|questions)[^"]*)"', text)
    assert all("lang=ur" in each or "." in urlsplit(each).path for each in links), links


def test_a_language_that_is_not_there_is_refused(site: TestClient) -> None:
    assert "no pages in this language" in page(site, "/?lang=fr", 400).text


# Linked data


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt"),
     ("application/rdf+xml;q=0.9, text/html;q=0.5", "rdf")],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/id/cento", "/ontology/Membership", "/concept/observer"])
def test_a_program_is_sent_to_the_document_about_a_thing(
    site: TestClient, path: str, accept: str, suffix: str
) -> None:
    reply = site.get(path, headers={"accept": accept})
    assert reply.status_code == 303
    assert reply.headers["location"] == f"{path}.{suffix}"
    assert "Accept" in reply.headers["vary"]
    document = site.get(reply.headers["location"])
    assert document.status_code == 200
    assert accept.startswith(document.headers["content-type"].partition(";")[0])
    form = ox.RdfFormat.from_extension(suffix)
    subjects = {str(each.subject) for each in ox.parse(document.content, format=form)}
    ours = path.replace("/", "https://w3id.org/khyber/", 1)
    assert f"<{ours}>" in subjects


def test_a_page_says_where_its_data_are_and_what_it_is(site: TestClient) -> None:
    text = site.get("/id/cento", headers=HTML).text
    assert '<link rel="alternate" type="text/turtle" href="/id/cento.ttl">' in text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    said = json.loads(block)
    assert said["@id"] == "https://w3id.org/khyber/id/cento"
    assert said["@type"] == "Organization"
    assert "CENTO" in said["alternateName"]
    state = site.get("/id/pakistan", headers=HTML).text
    assert '"@type": "Country"' in state


def test_a_form_that_is_not_there_is_refused(site: TestClient) -> None:
    for path in ("/id/cento.docx", "/questions/members-at.docx?on=1957", "/draw.docx?name=cento"):
        assert site.get(path).status_code == 406
    assert site.get("/id/cento", headers={"accept": "image/png"}).status_code == 406


# Every link that a page has leads somewhere


def test_every_link_of_the_main_pages_leads_somewhere(site: TestClient) -> None:
    begin = ["/", "/id/cento?on=1957", "/questions/members-at?organization=cento&on=1957",
             "/compare?name=cento&before=1955&after=1979", "/draw?name=cento", "/about",
             "/ontology/Membership", "/sparql", "/?lang=ur"]  # fmt: skip
    wanted: dict[str, str] = {}
    for path in begin:
        for link in page(site, path).links:
            whole = urljoin(f"http://localhost{path}", link)
            if urlsplit(whole).hostname == "localhost":
                wanted.setdefault(whole.partition("#")[0], path)
    assert len(wanted) > 150
    # Pictures are drawn by a test of their own; questions by another.
    some = [each for each in wanted if "/draw." not in each and "/questions/" not in each]
    for link in some[::3]:
        assert site.get(link, headers=HTML).status_code in (200, 303), (link, wanted[link])


# Bad input

HOSTILE = [
    '"><script>alert(1)</script><img src=x onerror=alert(1)>', "{{7*7}}", "../../etc/passwd",
    "a\r\nX-Injected: 1", "\u202egnp.exe", "a" * 5000, "1e999", "9999-99-99", "٢٠٢٠", "id:",
    "javascript:alert(1)", "SELECT * {", "پاکستان", "%", "&",
]  # fmt: skip
PATHS = [
    "/?q=X", "/?on=X", "/?lang=X", "/id/X", "/id/cento?on=X", "/id/cento?kind=X", "/id/X.ttl",
    "/id/cento.X",
    "/questions?q=X", "/questions/X", "/questions/members-at?organization=X&on=1957",
    "/questions/members-at?organization=cento&on=X", "/questions/members-at?X=X",
    "/questions/members-at.csv?organization=X&on=X", "/questions/events-during?start=X&end=X",
    "/compare?name=X&before=X&after=X", "/compare?name=cento&before=1955&after=X", "/draw?name=X",
    "/draw?name=cento&on=X&kind=X&view=X", "/draw.svg?name=X", "/draw?between=X",
    "/draw.svg?name=cento&title=X", "/draw?question=X", "/draw?name=cento&accounts=X",
    "/draw?name=cento&from=X&to=X",
    "/draw.svg?name=cento&size=X&scale=X&shade=X&node-size=X&lanes=X", "/guide/X",
    "/compare.csv?name=cento&before=X&after=X", "/compare.X",
    "/ontology/X", "/concept/X", "/source/X", "/suggest?q=X", "/static/X", "/static/X.css",
    "/sparql?query=X",
    "/sparql?query=ASK{}&format=X", "/sparql?query=ASK{}&default-graph-uri=X", "/catalog.X", "/X",
    "/X/X", "/about?on=X", "/reconcile?queries=X", "/reconcile?extend=X",
    "/reconcile/suggest/entity?prefix=X",
    "/reconcile/preview?id=X",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_hostile_input_gets_a_page_and_runs_nowhere(small: TestClient, path: str) -> None:
    for text in HOSTILE:
        written = path.replace("X", quote(text, safe="", errors="surrogatepass"))
        reply = small.get(written, headers=HTML)
        assert reply.status_code in (200, 303, 400, 404, 406, 413), (written, reply.text[:300])
        assert "x-injected" not in reply.headers
        assert "Traceback" not in reply.text
        if reply.headers["content-type"].startswith("text/html"):
            assert "<script>alert" not in reply.text
            assert "<img src=x" not in reply.text
            assert 'href="javascript:' not in reply.text
            if "/draw." not in path:
                _Page(reply.text)


@pytest.mark.parametrize(
    "path", ["/", "/id/cento", "/questions", "/draw", "/about", "/static/style.css"]
)
def test_methods_that_a_page_does_not_take_are_refused(site: TestClient, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
        assert site.request(method, path).status_code == 405
    head = site.head(path, headers=HTML)
    assert head.status_code == 200
    assert head.content == b""


@pytest.mark.parametrize(
    "path",
    ["/?q=a&q=b", "/id/cento?on=1957&on=1958", "/compare?before=1&before=2", "/?lang=ur&lang=ur"],
)  # fmt: skip
def test_a_parameter_that_is_there_twice_is_refused(site: TestClient, path: str) -> None:
    assert site.get(path, headers=HTML).status_code == 400


def test_what_is_not_there_names_what_is_near(site: TestClient) -> None:
    for path, near in (
        ("/id/pakistn", "Pakistan"), ("/questions/member-at", "members-at"),
        ("/ontology/Membershp", "Membership"), ("/id/cento-1", "cento"),
    ):  # fmt: skip
        found = page(site, path, 404)
        assert near in found.text, path
        said = site.get(path, headers={"accept": "application/json"}).json()
        assert (said["status"], near in json.dumps(said)) == (404, True)


HOSTILE_DATA = """
id:evil a kg:Alliance ; skos:prefLabel EVIL@en, EVIL@ur ; skos:altLabel EVIL@en ;
    skos:definition EVIL@en ; kg:time "1955/1979"^^edtf:EDTF ; kg:statedIn id:evil-paper .
id:evil-state a kg:State ; skos:prefLabel EVIL@en ; kg:statedIn id:evil-paper .
id:evil-paper a kg:Document ; dcterms:title EVIL@en ; dc:publisher EVIL ;
    rdfs:seeAlso <javascript:alert(1)> ; kg:reviewed "2024-01-01"^^xsd:date .
id:evil-tie a kg:Membership ; kg:organization id:evil ; kg:member id:evil-state ;
    kg:time "1955/1979"^^edtf:EDTF ; prov:wasDerivedFrom id:evil-paper .
"""
EVIL_PATHS = [
    "/id/evil", "/id/evil-state?on=1960", "/id/evil-tie", "/source/evil-paper", "/source", "/about",
    "/questions/members-at?organization=evil&on=1960", "/draw?name=id:evil", "/id/evil?lang=ur",
    "/compare?name=id:evil&before=1950&after=1960",
]  # fmt: skip
EVIL = "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"


def test_labels_and_addresses_of_a_hostile_graph_are_text(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        HEAD + HOSTILE_DATA.replace("EVIL", json.dumps(EVIL)),
        encoding="utf-8",
    )  # fmt: skip
    with client(engine_over(quads_of([*ontology_files(), own]))) as site:
        for path in EVIL_PATHS:
            reply = site.get(path, headers=HTML)
            assert reply.status_code == 200, (path, reply.text)
            assert "<script>alert" not in reply.text
            assert "<img src=x" not in reply.text
            assert 'href="javascript' not in reply.text
            _Page(reply.text)
        drawn = site.get("/draw.svg?name=id:evil").text
        assert not [each for each in ET.fromstring(drawn).iter() if each.tag.endswith("script")]
