"""Templates: filled in by putting values in place of what stands in capitals, they are sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.cli import main
from kg.engine import OxigraphEngine
from kg.errors import UsageError
from kg.reference import made_from, template
from kg.shapes import check, read_rules
from kg.terms import compact, expand
from samples import CLAIMS, HEAD, SAMPLE, cells, engine_over, ontology_files, quads_of, write_turtle

# What is filled in where a thing of the class is not in the sample, by what the line says.
LITERALS = {
    "YYYY-MM-DD": "1956-07-01",
    "TEXT": "a text",
}


def live_lines(text: str) -> list[str]:
    return [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


class Filler:
    """Fills a template from the sample, as somebody would who reads the comment of each line."""

    def __init__(self, engine: OxigraphEngine, kind: str) -> None:
        self.engine, self.kind = engine, kind
        rows = cells(
            engine,
            f"SELECT ?thing {{ ?thing a {kind} FILTER(STRSTARTS(STR(?thing), STR(id:))) }} "
            "ORDER BY ?thing LIMIT 1",
            claims=True,
        )
        # The template takes the place of this thing, so that all that it is in stays consistent.
        self.thing = str(rows[0][0]) if rows else f"id:new-{kind.partition(':')[2].lower()}"
        self.is_there = bool(rows)

    def fill(self, text: str) -> str:
        blocks = text.split("\n\n")
        return "\n\n".join(["", *map(self._block, blocks[1:])])

    def _block(self, block: str) -> str:
        own = re.match(r"(id:\S*SLUG|id:DOCUMENT) a (\S+)", block)
        assert own, block
        main_thing = own[2] == self.kind
        name = self.thing if main_thing else f"id:filled-{own[2].partition(':')[2].lower()}"
        lines = self._values(live_lines(block)[1:], name if main_thing else "")
        said = [f"{name} a {own[2]}", *lines]
        return " ;\n".join(said) + " ."

    def _values(self, lines: list[str], thing: str) -> Iterator[str]:
        for line in lines:
            found = re.fullmatch(r"    (\S+) (.+?) [;.](?:  # (.*))?", line)
            assert found, line
            prop, given, comment = found[1], found[2], found[3] or ""
            kept = self._kept(thing, prop) if thing and self.is_there else []
            if kept:
                yield f"    {prop} {', '.join(kept)}"
            elif prop != "kg:time" or not (thing and self.is_there):
                values = (self._put(each, comment) for each in given.split(", "))
                yield f"    {prop} {', '.join(values)}"

    def _kept(self, thing: str, prop: str) -> list[str]:
        store, subject = self.engine.store, ox.NamedNode(expand(thing))
        quads = store.quads_for_pattern(subject, ox.NamedNode(expand(prop)), None, None)
        # What still goes on needs a day, as its comment says; here it has ended.
        return [str(quad.object).replace('/.."', '/1970"') for quad in quads]

    def _put(self, given: str, comment: str) -> str:
        """Give a value for what stands in capitals."""
        for word, value in LITERALS.items():
            given = given.replace(word, value)
        if "VALUE" in given:
            return "1" if "integer" in given else given.replace("VALUE", "1.0")
        if given == "id:DOCUMENT":
            return "id:filled-document"
        if given in ("id:SLUG", "<https://ADDRESS>"):
            return self.thing if given == "id:SLUG" else "<https://example.org/>"
        if given.startswith("c:"):
            return self._entry(comment)
        if given.startswith("id:"):
            return self._of_class(comment, given)
        return given

    def _entry(self, comment: str) -> str:
        # A code list's entries stand in the comment, or the first few of them.
        return str(re.findall(r"(?<!describe )c:(?!scheme-)[\w-]+", comment)[0])

    def _of_class(self, comment: str, given: str) -> str:
        kind = re.findall(r"kg:\w+", comment)
        # Another one for each number, so that two parties are two.
        at = int(given[-1]) - 1 if given[-1].isdigit() else 0
        rows = cells(
            self.engine,
            f"SELECT ?x {{ ?x a {kind[0] if kind else 'kg:State'} "
            "FILTER(STRSTARTS(STR(?x), STR(id:))) } ORDER BY ?x",
        )
        return str(rows[at][0])


def filled(engine: OxigraphEngine, kind: str, *, claim: bool = False) -> tuple[str, str]:
    """Give a filled template, and the thing in whose place it stands."""
    filler = Filler(engine, kind)
    return filler.fill(template(engine, kind, claim=claim)), filler.thing


def faults_of(text: str, thing: str) -> list[str]:
    """Check a filled template in the sample, in whose place its thing stands."""
    told = list(ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))
    ours = {quad.subject for quad in told}
    beside = [*ontology_files()]
    stands = [q for q in quads_of([SAMPLE, CLAIMS]) if q.subject != ox.NamedNode(expand(thing))]
    graph = next(
        (
            q.graph_name
            for q in quads_of([SAMPLE, CLAIMS])
            if q.subject == ox.NamedNode(expand(thing))
        ),
        ox.DefaultGraph(),
    )
    made = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in told]
    report = check(engine_over([*quads_of(beside), *stands, *made]))
    names = {expand(each.thing): str(each) for each in report}
    return [said for iri, said in names.items() if ox.NamedNode(iri) in ours]


KINDS = [
    "Membership", "Partnership", "Suspension", "Agreement", "Obligation", "Support", "Sanction",
    "Dispute", "Conflict", "Rivalry", "Alignment", "Cooperation", "Designation", "Presence",
    "Deployment", "Provision", "Description", "Assessment", "Comparison", "Armament", "Influence",
    "DiplomaticRelations", "OfficeHolding", "Succession", "Secession", "CodeAssignment", "Naming",
    "CorridorParticipation", "Crossing", "Transit", "Connection", "Stop", "CorridorStatus",
    "Participation", "Administration", "Control", "TerritorialClaim", "Contiguity", "Seat",
    "Relation", "Event", "Attack", "War", "Visit", "State", "Alliance", "Person", "Office", "Place",
    "Road", "Corridor", "Programme", "Project", "Document", "Text", "Passage", "Quantity",
    "Government",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_filled_from_the_sample_is_sound(sample: OxigraphEngine, kind: str) -> None:
    text, thing = filled(sample, f"kg:{kind}")
    assert not re.search(r"SLUG|YYYY|TEXT|VALUE", text), text
    assert faults_of(text, thing) == [], text


def test_every_class_that_can_be_made_has_a_template_that_is_turtle(sample: OxigraphEngine) -> None:
    made = [name for name, _ in made_from(sample)]
    assert {f"kg:{kind}" for kind in KINDS} <= set(made)
    targets = {t for shape in read_rules().shapes for t in shape.targets}
    assert {compact(each) for each in targets} <= set(made)
    for name in made:
        text = template(sample, name)
        assert f"a {name} ;" in text
        assert len(list(ox.parse(text, format=ox.RdfFormat.TURTLE))) > 0
        # With every # taken away it is Turtle still.
        open_text = re.sub(r"(?m)^    # ", "    ", text)
        assert len(list(ox.parse(open_text, format=ox.RdfFormat.TURTLE))) >= text.count("\n    ")


@pytest.mark.parametrize("kind", ["Position", "Characterization", "Support", "Relation"])
def test_a_claim_says_how_it_stands_and_who_makes_it(sample: OxigraphEngine, kind: str) -> None:
    text = template(sample, kind, claim=True)
    live = "\n".join(live_lines(text))
    assert "kg:modality c:MODALITY ;" in live
    assert "kg:claimant id:CLAIMANT ;" in live
    assert "# Then: kg check FILE --account claims" in text
    assert "kg:modality" not in template(sample, kind)
    body, thing = filled(sample, f"kg:{kind}", claim=True)
    claims = ox.NamedNode(expand("id:claims"))
    told = [
        ox.Quad(q.subject, q.predicate, q.object, claims)
        for q in ox.parse(HEAD + body, format=ox.RdfFormat.TURTLE)
    ]
    own = ox.NamedNode(expand(thing))
    stands = [q for q in quads_of([SAMPLE, CLAIMS]) if q.subject != own]
    report = check(engine_over([*quads_of(ontology_files()), *stands, *told]))
    assert [str(each) for each in report if each.thing == thing] == []


def test_a_template_that_is_not_filled_in_is_told_what_is_to_be_filled(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    assert main(["new", "membership", "-o", str(own)]) == 0
    told = {(each.value or each.thing): each for each in check(own)}
    assert {"id:MEMBER", "id:ORGANIZATION", "c:STATUS"} <= set(told)
    assert all(each.where.startswith(f"{own}:") for each in told.values())


def test_a_template_filled_in_is_sound_beside_the_shipped_data(tmp_path: Path) -> None:
    text = template(kg.load(), "event")
    for word, value in {
        "id:SLUG": "id:meeting-of-x",
        "id:DOCUMENT": "id:report-on-x",
        "TEXT": "Meeting of X",
        '"YYYY-MM-DD"^^edtf': '"2020-05"^^edtf',
        "YYYY-MM-DD": "2026-11-20",
    }.items():
        text = text.replace(word, value)
    own = tmp_path / "own.ttl"
    own.write_text(text, encoding="utf-8")
    assert str(check(own)).startswith("Nothing is wrong in ")


def test_what_can_be_made_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new"]) == 0
    lines = [line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert ["office holding", "kg:OfficeHolding"] in lines
    assert [label for label, _ in lines] == sorted((label for label, _ in lines), key=str.casefold)


@pytest.mark.parametrize(
    "typed", ["office holding", "OfficeHolding", "kg:OfficeHolding", "office-holding"]
)
def test_a_class_is_found_however_it_is_typed(sample: OxigraphEngine, typed: str) -> None:
    assert template(sample, typed) == template(sample, "kg:OfficeHolding")


@pytest.mark.parametrize(
    ("typed", "near"), [("membrship", "membership"), ("qqqq", "kg new"), ("", "kg new")]
)
def test_what_cannot_be_made_is_refused_with_the_nearest(
    sample: OxigraphEngine, typed: str, near: str
) -> None:
    with pytest.raises(UsageError, match=f"there is no such kind. .*{near}"):
        template(sample, typed)


def test_a_file_that_is_there_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_turtle(tmp_path / "own.ttl", "")
    before = own.read_text(encoding="utf-8")
    assert main(["new", "visit", "-o", str(own)]) == 2
    assert "add --force" in capsys.readouterr().err.lower()
    assert own.read_text(encoding="utf-8") == before
    assert main(["new", "visit", "-o", str(own), "--force"]) == 0
    assert "a kg:Visit ;" in own.read_text(encoding="utf-8")
    assert main(["new", "visit", "-o", str(tmp_path / "no" / "own.ttl")]) == 2
