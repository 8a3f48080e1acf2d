"""The rules of the shipped data; each failure lists every offender."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import kg
from kg.cli.format import formatted
from kg.engine import OxigraphEngine, Rows
from kg.paths import shipped
from kg.picture.place.ground import area_at
from kg.picture.place.outline import areas
from kg.shapes import check
from kg.sparql import Query
from kg.terms import text_of
from kg.vocabulary import CLAIMS, FACTS, ID, C
from parts import part
from samples import ROOT, cells

DATA = sorted(shipped("data").glob("*.ttl"))
RUN = 9
# The press, by what it calls itself; what it republishes is a copy, and the body comes first.
PRESS = re.compile(
    r"\b((?<!UN )news|newswire|times|tribune|post|herald|globe|reuters|agence|journal|daily"
    r"|observer|express|today|television|tv|radio|tass|upi|rfe|rte|bbc|cnn|dawn|fandom|wikipedia|forum)\b",
    re.IGNORECASE,
)
# Letters of Arabic that Urdu writes otherwise: yeh, kaf, alef maksura, teh marbuta, heh.
NOT_URDU = re.compile("[A-Za-z\u064a\u0643\u0649\u0629\u0647]")
JOINING = set("a an and at by for from in of on or the to with".split())


def rows(engine: OxigraphEngine, sparql: str, *, claims: bool = True) -> list[list[str]]:
    answer = engine.query(Query(sparql, accounts=(FACTS, CLAIMS) if claims else (FACTS,)))
    assert isinstance(answer, Rows)
    return [[text_of(cell) for cell in row] for row in answer.cells]


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_a_data_file_is_in_canonical_order(path: Path) -> None:
    assert formatted(path) == path.read_text(encoding="utf-8"), "run kg format"


def test_nothing_is_wrong_in_the_data() -> None:
    report = check(DATA[0], *DATA[1:])
    assert report.ok, str(report)


def test_nothing_is_wrong_in_the_whole_graph(graph: kg.Graph) -> None:
    report = kg.check(graph)
    assert report.ok, str(report)


def test_no_name_is_dangling(engine: OxigraphEngine) -> None:
    wrong = rows(
        engine,
        """SELECT DISTINCT ?s ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?o), STR(id:)))
           FILTER NOT EXISTS { ?o a ?class } }""",
    )
    assert wrong == []


def test_every_relation_and_event_is_sourced_or_marked(engine: OxigraphEngine) -> None:
    for kind in ("Relation", "Event"):
        wrong = rows(
            engine,
            f"""SELECT ?r {{ ?r a kg:{kind}
                FILTER NOT EXISTS {{ ?r prov:wasDerivedFrom|kg:statedIn ?source }}
                FILTER NOT EXISTS {{ ?r kg:reviewStatus c:unreviewed }} }}""",
        )
        assert wrong == []


def test_every_passage_and_document_is_used(engine: OxigraphEngine) -> None:
    for kind in ("Passage", "Document"):
        wrong = rows(
            engine,
            f"""SELECT ?x {{ ?x a kg:{kind}
                FILTER NOT EXISTS {{ ?y prov:wasDerivedFrom|kg:statedIn ?x }} }}""",
        )
        assert wrong == []


def test_no_fact_is_a_claim_and_no_claim_a_fact(engine: OxigraphEngine) -> None:
    claimed = {s for (s,) in rows(engine, "SELECT ?s { GRAPH id:claims { ?s kg:modality ?m } }")}
    assert claimed
    facts = {s for (s,) in rows(engine, "SELECT DISTINCT ?s { ?s ?p ?o }", claims=False)}
    assert sorted(claimed & facts) == []


def test_every_claim_has_a_claimant_and_a_modality(engine: OxigraphEngine) -> None:
    wrong = rows(
        engine,
        """SELECT DISTINCT ?r { VALUES ?class { kg:Relation kg:Event }
           GRAPH id:claims { ?r a ?class }
           FILTER NOT EXISTS { GRAPH id:claims { ?r kg:modality ?m ; kg:claimant ?who } } }""",
    )
    assert wrong == []


def test_facts_point_at_claims_only_to_answer_correct_or_differ_from_them(
    engine: OxigraphEngine,
) -> None:
    wrong = rows(
        engine,
        """SELECT ?s ?p ?o { ?s ?p ?o . GRAPH id:claims { ?o kg:modality ?m }
           FILTER(?p NOT IN (kg:answers, kg:corrects, kg:differsFrom)) }""",
        claims=False,
    )
    assert wrong == []


def test_slugs_are_lower_case_words(engine: OxigraphEngine) -> None:
    names = {iri.rpartition("/")[2] for iri in engine.names_in("https://w3id.org/khyber/id/")}
    assert sorted(n for n in names if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", n)) == []


def test_every_state_has_codes_and_labels_in_both_languages(engine: OxigraphEngine) -> None:
    states = {s for (s,) in rows(engine, "SELECT ?s { ?s a kg:State }")}
    coded = {s for (s,) in rows(engine, "SELECT ?s { ?a kg:coded ?s }")}
    assert sorted(states - coded) == []
    languages: dict[str, set[object]] = defaultdict(set)
    found = cells(engine, "SELECT ?s (LANG(?l) AS ?t) { ?s a kg:State ; skos:prefLabel ?l }")
    for state, tag in found:
        languages[str(state)].add(tag)
    assert len(languages) == len(states)
    assert {state: tags for state, tags in languages.items() if tags != {"en", "ur"}} == {}


def test_every_stop_of_a_corridor_has_coordinates_and_its_own_number(
    engine: OxigraphEngine,
) -> None:
    stops = cells(engine, "SELECT ?c ?n ?w { ?s a kg:Stop ; kg:corridor ?c ; kg:order ?n ; kg:stopsAt/geo:hasGeometry/geo:asWKT ?w }")  # fmt: skip  # noqa: E501
    (count,) = cells(engine, "SELECT (COUNT(*) AS ?n) { ?s a kg:Stop }")
    assert [len(stops)] == count
    numbers: dict[object, list[object]] = defaultdict(list)
    for corridor, number, _ in stops:
        numbers[corridor].append(number)
    assert {c: n for c, n in numbers.items() if len(set(n)) != len(n)} == {}


def test_coordinates_lie_on_the_earth(engine: OxigraphEngine) -> None:
    for place, wkt in cells(engine, "SELECT ?s ?w { ?s geo:asWKT ?w }"):
        match = re.fullmatch(r"POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)", str(wkt))
        assert match, (place, wkt)
        assert abs(float(match[1])) <= 180, place
        assert abs(float(match[2])) <= 90, place


def test_a_place_lies_in_the_land_of_the_state_that_it_is_in_the_territory_of(
    engine: OxigraphEngine,
) -> None:
    """Coasts and borders of the drawn map are thinned: a third of a degree is near enough."""
    found = cells(
        engine,
        """SELECT ?place ?wkt ?name {
           ?place kg:inTerritoryOf ?state ; geo:hasGeometry/geo:asWKT ?wkt .
           ?state skos:prefLabel ?name FILTER(LANG(?name) = "en") }""",
    )
    steps = (-0.3, 0, 0.3)
    astray, held = [], 0
    drawn = {name for name, *_ in areas()} - {"Liechtenstein", "Monaco", "San Marino"}
    for place, wkt, name in found:
        lon, lat = (float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", str(wkt)))
        here = area_at(lon, lat)
        held += here == name
        # An islet is not drawn.
        if name in drawn and here not in {name, ""}:
            near = {area_at(lon + x, lat + y) for x in steps for y in steps}
            astray += [] if name in near else [(place, near)]
    assert held > 200
    assert astray == []


def test_urdu_is_written_in_the_letters_of_urdu(engine: OxigraphEngine) -> None:
    found = rows(engine, 'SELECT ?x ?label { ?x ?p ?label FILTER(LANG(?label) = "ur") }')
    assert len(found) > 1000
    assert [row for row in found if NOT_URDU.search(row[1])] == []


@pytest.mark.parametrize("kind", ["Person", "Organization", "Corridor", "Event"])
def test_what_a_picture_names_has_a_label_in_urdu(engine: OxigraphEngine, kind: str) -> None:
    found = cells(
        engine,
        f"""SELECT DISTINCT ?x ?urdu {{ ?x a kg:{kind} ; skos:prefLabel ?label .
            OPTIONAL {{ ?x skos:prefLabel ?urdu FILTER(LANG(?urdu) = "ur") }} }}""",
    )
    assert len(found) > 30
    assert [thing for thing, urdu in found if urdu is None] == []


def test_no_newspaper_is_an_official_page(engine: OxigraphEngine) -> None:
    found = cells(
        engine,
        """SELECT ?document ?publisher {
           ?document kg:textKind c:official-page ; dc:publisher ?publisher }""",
    )
    assert len(found) > 80
    assert [row for row in found if PRESS.search(str(row[1]).split(" at ")[0])] == []


def test_a_document_was_not_opened_in_the_future(engine: OxigraphEngine) -> None:
    for document, day in cells(engine, "SELECT ?d ?r { ?d kg:reviewed ?r }"):
        assert "2026-11-01" <= str(day) <= "2030-01-01", document


# What is held to the four texts needs their folder, and is named as not run where it is absent.


def texts_of(engine: OxigraphEngine) -> dict[str, tuple[str, str]]:
    """Give file name and checksum of each text, by IRI."""
    sparql = "SELECT ?t ?f ?c { ?t a kg:Text ; dcterms:identifier ?f ; kg:sha256 ?c }"
    return {text: (name, digest) for text, name, digest in rows(engine, sparql)}


@cache
def seeds() -> dict[str, str]:
    files = sorted(part("texts").glob("*.txt"))
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def test_the_graph_names_the_four_texts(engine: OxigraphEngine) -> None:
    assert len(texts_of(engine)) == 4


def test_each_text_has_the_checksum_of_its_file(engine: OxigraphEngine) -> None:
    texts = dict(texts_of(engine).values())
    assert set(seeds()) == set(texts)
    for name, text in seeds().items():
        assert texts[name] == hashlib.sha256(text.encode("utf-8")).hexdigest(), name


def passages(engine: OxigraphEngine) -> list[tuple[str, str, int, int]]:
    """Give each passage with the file name of its text and its offsets."""
    names = texts_of(engine)
    sparql = (
        "SELECT ?p ?t ?a ?b { ?p a kg:Passage ; dcterms:isPartOf ?t ; oa:start ?a ; oa:end ?b }"
    )
    return [(p, names[t][0], int(start), int(end)) for p, t, start, end in rows(engine, sparql)]


def test_every_passage_is_named_by_its_offsets(engine: OxigraphEngine) -> None:
    assert passages(engine)
    for passage, file, start, end in passages(engine):
        assert passage.endswith(f"passage-{file[:3]}-{start}-{end}")


def test_every_passage_lies_inside_its_text(engine: OxigraphEngine) -> None:
    for passage, file, start, end in passages(engine):
        cut = seeds()[file][start:end]
        assert len(cut) == end - start, passage
        assert cut.strip(), passage


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str, size: int = RUN) -> set[tuple[str, ...]]:
    """Give each run of words of a text that is more than names joined to each other."""
    found = re.findall(r"\w+", text)
    return {
        tuple(word.lower() for word in run)
        for at in range(len(found) - size + 1)
        for run in [found[at : at + size]]
        if any(word[0].islower() and word not in JOINING for word in run)
    }


def tracked() -> list[Path]:
    """Give the files that are, or are about to be, in the repository."""
    listed = subprocess.run(
        [part("git"), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=part("checkout"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def shared_runs(theirs: set[tuple[str, ...]], text: str) -> set[str]:
    mine = words(text)
    windows = zip(*(mine[at:] for at in range(RUN)), strict=False)
    return {" ".join(run) for run in set(windows) & theirs}


def test_no_sentence_of_a_text_stands_in_a_file_of_the_repository() -> None:
    theirs = {run for text in seeds().values() for run in runs(text)}
    copied = {}
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if found := shared_runs(theirs, content):
            copied[str(path.relative_to(ROOT))] = sorted(found)
    assert copied == {}


def test_a_copied_sentence_would_be_found() -> None:
    text = "The alliance was formed in a year that nobody now remembers at all, it is said."
    theirs = runs(text)
    assert shared_runs(theirs, f'kg:note "He wrote: {text.upper()}"@en .')
    assert not shared_runs(theirs, "The alliance was formed in a year that few remember.")
    assert not runs(
        "United Nations Protection Force in Bosnia Herzegovina Croatia Serbia Montenegro"
    )


def codes_on(engine: OxigraphEngine, year: int) -> list[list[str]]:
    """Give scheme, code and bearer of each code that holds on the first of January of a year.

    An unknown start is long past; what begins or ends in that year, on no known day, does not hold.
    """
    day = f'"{year}-01-01"^^xsd:date'
    return rows(
        engine,
        f"""SELECT ?scheme ?code ?actor {{
          ?a a kg:CodeAssignment ; kg:codeScheme ?scheme ; kg:code ?code ; kg:coded ?actor .
          OPTIONAL {{ ?a kg:earliestStart ?first ; kg:latestStart ?begun }}
          OPTIONAL {{ ?a kg:earliestEnd ?ended ; kg:latestEnd ?last }}
          FILTER(!BOUND(?begun) || ?begun <= {day})
          FILTER(!BOUND(?ended) || ?ended > {day} || ?last = {day}) }}""",
    )


@pytest.mark.parametrize("year", range(1947, 2025))
def test_a_code_means_one_state_and_a_state_bears_one_code_of_each_list(
    engine: OxigraphEngine, year: int
) -> None:
    bearers, codes = defaultdict(set), defaultdict(set)
    for scheme, code, actor in codes_on(engine, year):
        bearers[scheme, code].add(actor)
        codes[actor, scheme].add(code)
    assert len(bearers) > 500
    assert {key: found for key, found in bearers.items() if len(found) > 1} == {}
    assert {key: found for key, found in codes.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("scheme", "code", "year", "state"),
    [
        ("cow", "365", 1980, "soviet-union"),
        ("cow", "365", 1992, "russia"),
        ("cow", "345", 1980, "yugoslavia"),
        ("cow", "345", 2000, "serbia"),
        ("gleditsch-ward", "345", 2000, "serbia"),
        ("gleditsch-ward", "345", 2007, None),
        ("gleditsch-ward", "340", 2007, "serbia"),
        ("gleditsch-ward", "340", 1980, None),
        ("cow", "630", 1979, "imperial-iran"),
        ("cow", "630", 1980, "iran"),
        ("cow", "255", 1980, None),
        ("cow", "255", 1991, "germany"),
        ("gleditsch-ward", "260", 1950, "west-germany"),
        ("gleditsch-ward", "260", 1991, "germany"),
        ("cow", "679", 1991, "yemen"),
        ("gleditsch-ward", "678", 1990, "north-yemen"),
        ("gleditsch-ward", "678", 1991, "yemen"),
        ("gleditsch-ward", "713", 2000, "taiwan"),
        ("cow-abbreviation", "SAF", 1950, "south-africa"),
        ("iso-3166-1-alpha-2", "CS", 1990, "czechoslovakia"),
        ("iso-3166-1-alpha-2", "CS", 2004, "serbia"),
        ("iso-3166-1-alpha-2", "CS", 2010, None),
        ("iso-3166-1-alpha-3", "YUG", 2003, "serbia"),
    ],
)
def test_a_code_that_changed_hands_means_whoever_bore_it_then(
    engine: OxigraphEngine, scheme: str, code: str, year: int, state: str | None
) -> None:
    found = [row[2] for row in codes_on(engine, year) if row[:2] == [f"{C}{scheme}", code]]
    assert found == ([f"{ID}{state}"] if state else [])


def test_no_two_relations_say_the_same(engine: OxigraphEngine) -> None:
    """Two sources that state one relation stand on one node."""
    evidence = "prov:wasDerivedFrom, kg:reviewStatus, kg:quantity"
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for relation, prop, value in rows(
        engine,
        f"""SELECT ?r ?p ?o {{ ?r a kg:Relation ; ?p ?o FILTER(?p NOT IN ({evidence})) }}""",
        claims=False,
    ):
        said[relation].add((prop, value))
    alike: dict[frozenset[tuple[str, str]], list[str]] = defaultdict(list)
    for relation, values in said.items():
        alike[frozenset(values)].append(relation)
    assert [each for each in alike.values() if len(each) > 1] == []


def test_no_two_things_bear_one_name_or_one_wikidata_item(engine: OxigraphEngine) -> None:
    for sparql in (
        """SELECT ?l ?k { ?x kg:kind ?k ; skos:prefLabel ?l . FILTER(LANG(?l) = "en")
           FILTER(STRSTARTS(STR(?x), STR(id:))) } GROUP BY ?l ?k HAVING(COUNT(DISTINCT ?x) > 1)""",
        """SELECT ?c { ?a kg:coded ?x ; kg:codeScheme c:wikidata ; kg:code ?c }
           GROUP BY ?c HAVING(COUNT(DISTINCT ?x) > 1)""",
    ):
        assert rows(engine, sparql) == []
