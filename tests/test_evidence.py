"""Evidence: what says so, down to the passage."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg.engine import OxigraphEngine
from kg.errors import SourceError, UsageError
from kg.evidence import Evidence, evidence_of, passage_text
from kg.query.origins import Origin, origins_of
from kg.vocabulary import CLAIMS as CLAIMS_ACCOUNT
from kg.vocabulary import FACTS, ID
from samples import CLAIMS, SAMPLE, engine_over, ontology_files, quads_of, write_turtle

TEXT = "Not «this» one، پاکستان\n  and   the words go on here."


def of(engine: OxigraphEngine, name: str) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for each in evidence_of(engine, name):
        found.setdefault(each.statement, []).append(each)
    return found


def test_a_statement_names_its_sources(sample: OxigraphEngine) -> None:
    found = of(sample, "membership-league-arcadia")["id:membership-league-arcadia"]
    (passage, document) = sorted(found, key=lambda each: each.title)
    assert passage.statement == "id:membership-league-arcadia"
    assert passage.time == "1950/1979"
    assert passage.modality == "asserted"
    assert (passage.title, passage.publisher) == ("A text", "A press")
    assert passage.locator == "text-1.txt, characters 4 to 20"
    assert (passage.start, passage.end, passage.file) == (4, 20, "text-1.txt")
    assert document.title == "Treaty series"
    assert document.locator == "https://example.org/treaties"
    assert document.reviewed == "2026-11-20"
    assert document.file == ""


def test_a_statement_is_told_in_words(sample: OxigraphEngine) -> None:
    each = evidence_of(sample, "membership-league-borduria")[0]
    assert each.in_words.startswith("membership: ")
    assert "member Borduria" in each.in_words
    assert "organisation League of Arcadia" in each.in_words


def test_a_thing_has_the_evidence_of_all_that_it_is_a_party_to(sample: OxigraphEngine) -> None:
    found = of(sample, "Cimmeria")
    assert {"id:dispute-high-pass", "id:territorial-claim-1", "id:pact"} <= set(found)
    assert "id:support-1" not in found


def test_a_claim_says_who_claims_it_and_how(sample: OxigraphEngine) -> None:
    found = of(sample, "cimmeria")
    (plan,) = found["id:high-road-cimmeria"]
    assert (plan.modality, plan.claimant) == ("prospective", "Cimmeria")
    (alleged,) = found["id:support-cimmeria-raid"]
    assert (alleged.modality, alleged.claimant) == ("alleged", "unnamed")


def test_what_was_not_checked_says_so(sample: OxigraphEngine) -> None:
    (each,) = evidence_of(sample, "partnership-league-cimmeria")
    assert (each.title, each.reviewed, each.locator) == ("", "unreviewed", "")


def test_a_thing_without_evidence_has_none(sample: OxigraphEngine) -> None:
    assert [e for e in evidence_of(sample, "sea-port") if e.statement == "id:sea-port"] == []


def test_why_gives_a_table(sample: OxigraphEngine) -> None:
    table = kg.why(sample, "membership-league-arcadia")
    assert list(table.columns) == list(Evidence._fields[:9])
    # Its own two sources, and the one of the account that rivals it.
    assert list(table["statement"].str.slice(-1)) == ["a", "a", "2"]
    assert len(kg.why(sample, "sea-port").columns) == 9


@pytest.mark.parametrize(
    ("typed", "near"), [("membership-league-arcadja", "membership-league-arc")]
)
def test_an_unknown_name_is_refused_with_the_nearest(
    sample: OxigraphEngine, typed: str, near: str
) -> None:
    with pytest.raises(UsageError, match=f"Nearest: .*{near}"):
        evidence_of(sample, typed)


@pytest.fixture
def sourced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """Give evidence in a text that lies in the folder of the sources."""
    data = TEXT.encode("utf-8")
    (tmp_path / "text-1.txt").write_bytes(data)
    monkeypatch.setenv("KG_SOURCES", str(tmp_path))
    text = SAMPLE.read_text(encoding="utf-8")
    old = text.split('kg:sha256 "', 1)[1].split('"', 1)[0]
    own = tmp_path / "own.ttl"
    own.write_text(text.replace(old, hashlib.sha256(data).hexdigest()), encoding="utf-8")
    engine = engine_over(quads_of([*ontology_files(), own, CLAIMS]))
    return evidence_of(engine, "dispute-high-pass")[0]


def test_a_passage_is_cut_by_code_points_and_folded(sourced: Evidence) -> None:
    assert passage_text(sourced) == " ".join(TEXT[4:20].split()) == "«this» one، پاکس"
    longer = sourced._replace(end=len(TEXT))
    assert passage_text(longer) == "«this» one، پاکستان and the words go on here."


def test_without_the_folder_there_is_the_locator_alone(
    sourced: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_SOURCES")
    assert passage_text(sourced) is None


def test_a_document_has_no_passage(sourced: Evidence) -> None:
    assert passage_text(sourced._replace(file="")) is None


def test_a_missing_text_and_another_version_of_it_are_refused(
    sourced: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text-1.txt").write_text("Another text altogether, which is longer than that.")
    with pytest.raises(SourceError, match="another version of the text"):
        passage_text(sourced)
    (tmp_path / "text-1.txt").unlink()
    with pytest.raises(SourceError, match="does not hold it"):
        passage_text(sourced)
    monkeypatch.setenv("KG_SOURCES", str(tmp_path / "nowhere"))
    with pytest.raises(SourceError, match="names no folder"):
        passage_text(sourced)


def test_the_membership_of_pakistan_in_cento_is_sourced(graph: kg.Graph) -> None:
    table = kg.why(graph, "membership-cento-pakistan")
    passages = table[table["locator"].str.contains(", characters ")]
    assert not passages.empty
    assert not table[table["reviewed"].str.fullmatch(r"\d{4}-\d{2}-\d{2}")].empty


def test_a_file_of_your_own_has_evidence_too(tmp_path: Path) -> None:
    own = write_turtle(
        tmp_path / "own.ttl",
        "id:x a kg:Support ; kg:supporter id:arcadia ; kg:supported id:league ;\n"
        "    prov:wasDerivedFrom id:treaty-series .",
    )
    engine = engine_over(quads_of([*ontology_files(), SAMPLE, own]))
    assert [each.title for each in evidence_of(engine, "x")] == ["Treaty series"]


def test_an_event_says_who_took_part_and_where_before_what_says_so(graph: kg.Graph) -> None:
    table = kg.why(graph, "salala-attack")
    assert table["statement"][0] == "id:salala-attack"
    assert table["in_words"][0] == (
        "attack: Salala attack in 2011; attacked Pakistan Armed Forces; attacker NATO; "
        "takes place at Salala"
    )
    assert table["time"][0] == "2011-11-26"
    assert table["title"].notna().all()


@pytest.mark.parametrize("name", ["salala-attack", "cento", "pakistan", "dispute-kashmir"])
def test_facts_come_before_what_is_claimed(graph: kg.Graph, name: str) -> None:
    found = evidence_of(graph.engine, name)
    assert found[0].statement == f"id:{name}"
    claimed = [each.modality != "asserted" for each in found]
    assert claimed == sorted(claimed)
    assert set(claimed) == {False, True}


CLAIMED_TO_TAKE_PART = """
SELECT ?event ?name { GRAPH id:claims { ?claim kg:event ?event ; kg:participant ?who }
  ?event a kg:Event . ?who skos:prefLabel ?name FILTER(LANG(?name) = "en")
  FILTER NOT EXISTS { ?fact kg:event ?event ; kg:participant ?who } }"""


def test_who_took_part_by_a_claim_alone_is_not_in_the_line_of_a_fact(graph: kg.Graph) -> None:
    pairs = kg.ask(graph, CLAIMED_TO_TAKE_PART)
    assert isinstance(pairs, pd.DataFrame)
    assert len(pairs) >= 1
    for event, name in zip(pairs["event"], pairs["name"], strict=True):
        own = [e.in_words for e in evidence_of(graph.engine, event) if e.statement == event]
        assert own
        assert not any(words.endswith(name) or f"{name};" in words for words in own)


TOLD = SAMPLE.with_name("evidence.txt").read_text(encoding="utf-8").split("\n\n")[1:]
PASSAGE = ("A text", "A press", "text-1.txt, characters 4 to 20", "", "text-1.txt")
DOCUMENT = ("Treaty series", "An archive", "https://example.org/treaties", "2026-11-20", "")
NOWHERE = ("", "", "", "unreviewed", "")
BY_DOCUMENT = {"code-cimmeria", "pact", "succession-cimmeria", "holding-ada"}


@pytest.mark.parametrize("told", TOLD)
def test_all_that_is_told_of_a_thing(sample: OxigraphEngine, told: str) -> None:
    name, *lines = told.splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines]
    found = evidence_of(sample, name)
    assert [list(each[:5]) for each in found] == [[f"id:{row[0]}", *row[1:]] for row in rows]
    for each in found:
        slug = each.statement.removeprefix("id:")
        origin = DOCUMENT if slug in BY_DOCUMENT else PASSAGE
        origin = NOWHERE if slug == "partnership-league-cimmeria" else origin
        assert each[5:10] == origin
        assert (each.start, each.end, len(each.sha256)) == (
            (4, 20, 64) if origin is PASSAGE else (0, 0, 0)
        )


def test_a_table_of_evidence_has_a_row_for_each(sample: OxigraphEngine) -> None:
    table, found = kg.why(sample, "cimmeria"), evidence_of(sample, "cimmeria")
    assert [tuple(row) for row in table.itertuples(index=False)] == [each[:9] for each in found]


def test_origins_are_those_of_what_is_wanted_in_the_accounts_that_are_read(
    sample: OxigraphEngine,
) -> None:
    both = {f"{ID}membership-league-arcadia", f"{ID}membership-league-arcadia-2"}
    found = origins_of(sample, both)
    assert {name.rpartition("/")[2]: [o.title for o in each] for name, each in found.items()} == {
        "membership-league-arcadia": ["A text", "Treaty series"],
        "membership-league-arcadia-2": ["A text"],
    }
    assert set(origins_of(sample, both, [FACTS])) == {f"{ID}membership-league-arcadia"}
    assert set(origins_of(sample, both, [CLAIMS_ACCOUNT])) == {f"{ID}membership-league-arcadia-2"}
    assert origins_of(sample, {f"{ID}sea-port"}) == origins_of(sample, set()) == {}
    many = {f"{ID}nothing-{number}" for number in range(2000)}
    assert origins_of(sample, many | both) == found


def test_origins_stand_in_order_of_title_and_place(tmp_path: Path) -> None:
    own = write_turtle(
        tmp_path / "own.ttl",
        "".join(
            f"id:p{start} a kg:Passage ; dcterms:isPartOf id:text-1 ; oa:start {start} ;"
            f" oa:end {start + 3} .\n"
            for start in (30, 4, 100)
        )
        + "id:other a kg:Document ; dcterms:title 'A second' .\n"
        "id:x a kg:Support ; kg:supporter id:arcadia ; kg:supported id:league ;\n"
        "    prov:wasDerivedFrom id:p30, id:other, id:p4, id:p100 ; kg:statedIn id:treaty-series .",
    )
    engine = engine_over(quads_of([*ontology_files(), SAMPLE, own]))
    (found,) = origins_of(engine, {f"{ID}x"}).values()
    assert [each.line for each in found] == [
        "A second", "A text [4–7]", "A text [30–33]", "A text [100–103]", "Treaty series",
    ]  # fmt: skip
    assert [each.locator for each in found[:2]] == ["", "text-1.txt, characters 4 to 7"]
    assert found[0] == Origin("A second", "", "", "", "", "", 0, 0)
    (unread,) = origins_of(engine, {f"{ID}partnership-league-cimmeria"}).values()
    assert [each.line for each in unread] == ["unreviewed"]
    assert evidence_of(engine, "x")[0].claimant == ""


def test_a_text_is_read_as_it_was_written(sourced: Evidence, tmp_path: Path) -> None:
    """Its line ends are as many code points as they were, whatever the system makes of them."""
    data = "Zeile\r\nzwei\rdrei ü".encode()
    (tmp_path / "text-1.txt").write_bytes(data)
    whole = sourced._replace(sha256=hashlib.sha256(data).hexdigest(), start=7, end=18)
    assert passage_text(whole) == "zwei drei ü"
    assert passage_text(whole._replace(start=17)) == "ü"
    with pytest.raises(SourceError) as caught:
        passage_text(whole._replace(file="text-2.txt"))
    assert caught.value.where == str(tmp_path / "text-2.txt")
    with pytest.raises(SourceError) as caught:
        passage_text(whole._replace(sha256="0"))
    assert caught.value.where == str(tmp_path / "text-1.txt")
    assert "offsets would mislead" in caught.value.mend
