"""A site without a server: every link leads to a file, data describe themselves."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser

from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.web import Published, Site, publish
from kg.web.still.folder import Folder
from kg.web.still.naming import file_of, rewritten
from links import follow
from samples import engine_over, ontology_files, quads_of, write_turtle

pytestmark = pytest.mark.slow
DATA = """
id:northern-pact a kg:Alliance ; skos:prefLabel "Northern Pact"@en, "شمالی معاہدہ"@ur ;
    kg:time "1955/1979"^^edtf:EDTF ; kg:statedIn id:paper .
id:arcadia a kg:State ; skos:prefLabel "Arcadia"@en ; kg:statedIn id:paper .
id:borduria a kg:State ; skos:prefLabel "Borduria"@en ; kg:statedIn id:paper .
id:paper a kg:Document ; dcterms:title "A paper"@en ; kg:reviewed "2024-01-01"^^xsd:date .
id:m1 a kg:Membership ; kg:organization id:northern-pact ; kg:member id:arcadia ;
    kg:time "1955/1979"^^edtf:EDTF ; prov:wasDerivedFrom id:paper .
id:m2 a kg:Membership ; kg:organization id:northern-pact ; kg:member id:borduria ;
    kg:time "1956/1979"^^edtf:EDTF ; prov:wasDerivedFrom id:paper .
"""


class Made(NamedTuple):
    """A published site: its folder, what was said of it, and its graph."""

    folder: Path
    said: Published
    engine: OxigraphEngine


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("published")
    own = write_turtle(folder / "own.ttl", DATA)
    engine = engine_over(quads_of([*ontology_files(), own]))
    said = publish(Site(engine), folder / "site", address="https://example.org/kg", processes=2)
    return Made(folder / "site", said, engine)


def test_every_link_of_every_page_leads_to_a_file(made: Made) -> None:
    assert made.said.broken == ()
    followed = follow(made.folder)
    assert (followed.broken, followed.leaving) == ([], [])
    assert followed.pages > 500
    assert followed.links > 20 * followed.pages


def test_each_thing_has_its_page_and_its_data(made: Made) -> None:
    for name in ("id/northern-pact", "id/m1", "ontology/Membership", "concept/observer"):
        for suffix in (".html", ".ttl", ".jsonld"):
            assert (made.folder / f"{name}{suffix}").stat().st_size > 100, name + suffix
    assert (made.folder / "pictures/northern-pact.svg").read_text().startswith("<svg")
    assert "Arcadia" in (made.folder / "id/northern-pact.html").read_text(encoding="utf-8")
    assert (made.folder / "source/paper.html").is_file()
    assert "<form" not in (made.folder / "id/northern-pact.html").read_text(encoding="utf-8")


def test_each_page_is_there_in_urdu_and_leads_to_the_other_language(made: Made) -> None:
    every = {each.relative_to(made.folder) for each in made.folder.rglob("*.html")}
    plain = {each for each in every if each.parts[0] not in ("ur", "pictures")}
    assert {Path("ur") / each for each in plain} == {e for e in every if e.parts[0] == "ur"}
    urdu = (made.folder / "ur/id/northern-pact.html").read_text(encoding="utf-8")
    assert '<html lang="ur" dir="rtl">' in urdu
    assert "شمالی معاہدہ" in urdu
    assert 'href="../../id/northern-pact.html" lang="en"' in urdu
    assert 'href="arcadia.html"' in urdu
    english = (made.folder / "id/northern-pact.html").read_text(encoding="utf-8")
    assert 'href="../ur/id/northern-pact.html" lang="ur"' in english


def test_the_dump_is_the_graph(made: Made) -> None:
    quads = set(
        ox.parse((made.folder / "data/khyber.nq").read_bytes(), format=ox.RdfFormat.N_QUADS)
    )
    assert len(quads) == made.engine.size()
    with (made.folder / "data/ties.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["relation"], row["source"], row["target"], row["time"]) for row in rows] == [
        ("m1", "arcadia", "northern-pact", "1955/1979"),
        ("m2", "borduria", "northern-pact", "1956/1979"),
    ]


def test_what_describes_the_data_names_files_that_are_there(made: Made) -> None:
    crate = json.loads((made.folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    by_id = {each["@id"]: each for each in crate["@graph"]}
    assert by_id["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    for each in by_id["./"]["hasPart"]:
        file = made.folder / each["@id"]
        assert str(file.stat().st_size) == by_id[each["@id"]]["contentSize"]
    croissant = json.loads((made.folder / "croissant.json").read_text(encoding="utf-8"))
    for each in croissant["distribution"]:
        assert sha256((made.folder / each["@id"]).read_bytes()).hexdigest() == each["sha256"]
    head = (made.folder / "data/ties.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [field["name"] for field in croissant["recordSet"][0]["field"]] == head
    catalog = (made.folder / "catalog.ttl").read_text(encoding="utf-8")
    assert "https://example.org/kg/data/khyber.nq" in catalog
    assert "sparqlEndpoint" not in catalog


def test_search_and_pages_work_from_a_folder(made: Made, chromium: Browser) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((made.folder / "index.html").as_uri())
    page.fill("#q", "northern")
    page.click("#found a")
    page.wait_for_load_state()
    assert page.url.endswith("/id/northern-pact.html")
    assert page.inner_text("h1") == "Northern Pact"
    page.click("text=Arcadia >> nth=0")
    assert page.url.endswith("/id/arcadia.html")
    assert said == []
    page.close()


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    engine = engine_over(quads_of([*ontology_files(), write_turtle(tmp_path / "a.ttl", DATA)]))
    with pytest.raises(UsageError, match="holds other files"):
        publish(Site(engine), folder)
    assert [each.name for each in folder.iterdir()] == ["mine.txt"]


def test_a_second_run_writes_nothing_anew(made: Made) -> None:
    stray = made.folder / "id" / "gone.html"
    stray.write_text("old", encoding="utf-8")
    manifest = made.folder / ".khyber-site.json"
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps([*listed, "id/gone.html"]), encoding="utf-8")
    again = publish(Site(made.engine), made.folder, address="https://example.org/kg", processes=2)
    assert (again.written, again.removed) == (0, 1)
    assert again.files == made.said.files
    assert not stray.exists()


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("/", "index.html"), ("/id/a", "id/a.html"), ("/id/a.ttl", "id/a.ttl"), ("/compare", None),
        ("/questions", "questions/index.html"), ("/draw.svg?name=id%3Aa", "pictures/a.svg"),
        ("/draw.svg?name=a&on=1970", None), ("/id/a?on=1970", None), ("/sparql?query=x", None),
        ("/static/x.css", "static/x.css"), ("/id/a?lang=ur", "ur/id/a.html"),
        ("/sparql", "sparql.html"), ("/guide", "guide/index.html"),
        ("/guide/citing", "guide/citing.html"),
    ],
)  # fmt: skip
def test_an_address_has_its_file(link: str, file: str | None) -> None:
    assert file_of(link) == file


def test_links_are_relative_to_the_page() -> None:
    text, links = rewritten('<a href="/id/b">b</a><a href="/compare">s</a>', "id/a.html")
    assert text == '<a href="b.html">b</a><a >s</a>'
    assert links == ["/id/b"]


def test_what_was_stopped_in_the_middle_can_be_gone_on_with(tmp_path: Path) -> None:
    with Folder(tmp_path / "site") as begun:
        assert begun.before == frozenset()
        begun.write("about.html", b"half")
    with Folder(tmp_path / "site") as again:
        assert again.before == {"about.html"}
