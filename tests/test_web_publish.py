"""A site without a server: every link leads to a file, data describe themselves."""

from __future__ import annotations

import csv
import json
import re
from hashlib import sha256
from pathlib import Path
from shutil import copytree
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
id:Foo a kg:Alliance ; skos:prefLabel "Large Foo"@en ; kg:statedIn id:paper .
id:foo a kg:Alliance ; skos:prefLabel "Small foo"@en ; kg:statedIn id:paper .
id:پیمان a kg:State ; skos:prefLabel "Paiman"@en ; kg:statedIn id:paper .
<https://w3id.org/khyber/id/a.b> a kg:State ; skos:prefLabel "Dotted"@en ; kg:statedIn id:paper .
id:p1 a kg:Position ; kg:positionHolder id:arcadia ; kg:about c:border-security ;
    kg:stance c:in-favour ; prov:wasDerivedFrom id:paper .
id:f1 a kg:Membership ; kg:organization id:foo ; kg:member id:پیمان ; prov:wasDerivedFrom id:paper .
id:f2 a kg:Membership ; kg:organization id:foo ; kg:member <https://w3id.org/khyber/id/a.b> ;
    prov:wasDerivedFrom id:paper .
"""
MANY = 45
DATA += "".join(
    f"""
id:s{number} a kg:State ; skos:prefLabel "State {number}"@en ; kg:statedIn id:paper .
id:n{number} a kg:Membership ; kg:organization id:Foo ; kg:member id:s{number} ;
    prov:wasDerivedFrom id:paper ."""
    for number in range(MANY)
)


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
        rows = [row for row in csv.DictReader(file) if row["target"] == "northern-pact"]
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
    about = (made.folder / "ur/about.html").read_text(encoding="utf-8")
    for each in (*croissant["distribution"], {"@id": "croissant.json"}, {"@id": "catalog.ttl"}):
        assert f'href="../{each["@id"]}"' in about


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


def test_a_changed_label_is_written_where_it_stands_and_nowhere_else(
    made: Made, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    copytree(made.folder, folder)
    before = {each: each.stat().st_mtime_ns for each in folder.rglob("*.html")}
    own = write_turtle(tmp_path / "own.ttl", DATA.replace('"Borduria"', '"Great Borduria"'))
    engine = engine_over(quads_of([*ontology_files(), own]))
    again = publish(Site(engine), folder, address="https://example.org/kg", processes=2)
    assert (again.removed, again.files) == (0, made.said.files)
    pages = [page for page, at in before.items() if page.stat().st_mtime_ns != at]
    for page in pages:
        # An answer is cited with the version of the data.
        cites = page.name == "about.html" or "questions" in page.parts
        assert cites or "Borduria" in page.read_text(encoding="utf-8"), page
    assert folder / "id" / "borduria.html" in pages
    assert folder / "index.html" not in pages


def test_a_page_holds_every_tie_for_there_is_no_other_that_does(made: Made) -> None:
    (page,) = (made.folder / "id").glob("Foo-*.html")
    text = page.read_text(encoding="utf-8")
    assert text.count('<a href="s') == MANY
    assert "kind=" not in text
    source = (made.folder / "source/paper.html").read_text(encoding="utf-8")
    assert source.count("id/s") == MANY


def test_names_that_differ_in_case_alone_lead_each_to_its_own(made: Made) -> None:
    for name, label in (("Foo", "Large Foo"), ("foo", "Small foo")):
        (page,) = (made.folder / "id").glob(f"{name}-??????.html")
        # An address from outside, which knows of no other, finds it as well.
        for each in (page, made.folder / "id" / f"{name}.html"):
            assert f"<h1>{label}</h1>" in each.read_text(encoding="utf-8")
    assert list((made.folder / "ontology").glob("corridor-??????.html"))


def test_what_no_address_holds_is_named_and_leads_nowhere(made: Made) -> None:
    assert made.said.without_page == ("a.b",)
    (page,) = (made.folder / "id").glob("foo-??????.html")
    text = page.read_text(encoding="utf-8")
    assert "<td>a.b</td>" in text or "<td>Dotted</td>" in text
    assert 'href="%D9%BE%DB%8C%D9%85%D8%A7%D9%86.html"' in text


def test_a_tie_to_a_concept_leads_to_the_reference(made: Made) -> None:
    text = (made.folder / "id/arcadia.html").read_text(encoding="utf-8")
    assert 'href="../concept/border-security.html"' in text


def test_the_first_page_leads_to_the_things_of_each_kind(made: Made) -> None:
    text = (made.folder / "index.html").read_text(encoding="utf-8")
    (way,) = re.findall(r'href="(questions/things-of-kind/kg-State-[^"]*)"', text)
    listed = (made.folder / way).read_text(encoding="utf-8")
    assert f"Rows: {MANY + 4}" in listed
    assert "Arcadia" in listed


def test_an_answer_is_cited_with_what_it_was_asked_with(made: Made) -> None:
    text = (made.folder / "questions/things-of-kind.html").read_text(encoding="utf-8")
    assert re.search(r"https://example.org/kg/questions/things-of-kind\?kind=[^&]+&amp;data=", text)


@pytest.mark.parametrize("address", ["", "example.org", "ftp://a", "https://a b", "https://a> ."])
def test_an_address_that_is_none_is_refused(made: Made, tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match="this is no address of a site"):
        publish(Site(made.engine), tmp_path / "site", address=address)
    assert not (tmp_path / "site").exists()


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
