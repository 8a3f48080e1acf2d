"""The canonical writer: the same statements, the same bytes."""

from __future__ import annotations

import random
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.build import read_quads
from kg.cli.format import formatted
from kg.editing.turtle import write
from kg.errors import DataError, UsageError
from kg.vocabulary import ID, KG, PREFIXES, RDF_TYPE, C
from samples import CLAIMS, SAMPLE, write_turtle

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LOCALS = st.from_regex(r"(?:[A-Za-z0-9_.()'~:/-]|%20|آ){1,12}", fullmatch=True)
IRIS = st.builds(
    lambda base, local: ox.NamedNode(base + local),
    st.sampled_from([ID, KG, C, PREFIXES["skos"], "https://example.org/", "urn:x:"]),
    LOCALS,
)
DATATYPES = st.sampled_from(["integer", "decimal", "boolean", "double", "date", "string"])
TAGS = st.sampled_from(["en", "ur", "zh-hant"])
NUMBERS = st.sampled_from(["1", "-1.5", "1.", ".5", "+3", "true", "1e3", "1957-01-01"])
EDTF = ox.NamedNode(PREFIXES["edtf"] + "EDTF")
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, TAGS),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + name)),
        st.one_of(TEXTS, NUMBERS),
        DATATYPES,
    ),
    st.builds(lambda text: ox.Literal(text, datatype=EDTF), TEXTS),
)  # fmt: skip
PREDICATES = st.one_of(IRIS, st.just(ox.NamedNode(RDF_TYPE)))
TRIPLES = st.lists(st.builds(ox.Triple, IRIS, PREDICATES, st.one_of(IRIS, LITERALS)), max_size=8)


def triples_of(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


@given(TRIPLES)
def test_what_is_written_is_read_as_the_same_statements(triples: list[ox.Triple]) -> None:
    assert triples_of(write(triples)) == set(triples)


@given(TRIPLES, st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(
    triples: list[ox.Triple], shuffler: random.Random
) -> None:
    text = write(triples)
    shuffler.shuffle(triples)
    assert write([*triples, *triples]) == text


@given(TRIPLES)
def test_writing_what_was_written_gives_the_same_bytes(triples: list[ox.Triple]) -> None:
    text = write(triples, "A heading\n\nof lines")
    assert write(triples_of(text), "A heading\n\nof lines") == text


@given(TEXTS)
def test_another_reader_reads_the_same_text(text: str) -> None:
    triple = ox.Triple(ox.NamedNode(f"{ID}a"), ox.NamedNode(f"{KG}note"), ox.Literal(text))
    graph = rdflib.Graph().parse(data=write([triple]), format="turtle")
    assert [str(value) for value in graph.objects()] == [text]


@pytest.mark.parametrize("path", [SAMPLE, CLAIMS], ids=lambda p: p.name)
def test_a_file_is_formatted_once_and_for_all(path: Path, tmp_path: Path) -> None:
    once = formatted(path)
    again = tmp_path / path.name
    again.write_text(once, encoding="utf-8")
    assert formatted(again) == once
    assert {q.triple for q in read_quads(again)} == {q.triple for q in read_quads(path)}
    assert once.splitlines()[0] == path.read_text(encoding="utf-8").splitlines()[0]


def test_a_thing_is_written_as_people_look_for_it() -> None:
    quads = ox.parse(
        f"""
        @prefix id: <{ID}> . @prefix kg: <{KG}> . @prefix skos: <{PREFIXES["skos"]}> .
        id:b kg:party id:z, id:a ; kg:order 7 ; skos:prefLabel "B"@en ; a kg:Pact .
        id:a a kg:Pact . id:c a kg:Actor .
        """,
        format=ox.RdfFormat.TURTLE,
    )
    assert write(quads, "Head") == (
        "# Head\n"
        f"@prefix id: <{ID}> .\n@prefix kg: <{KG}> .\n@prefix skos: <{PREFIXES['skos']}> .\n\n"
        "### Actor\n\nid:c a kg:Actor .\n\n"
        "### Pact\n\nid:a a kg:Pact .\n\n"
        'id:b a kg:Pact ;\n    skos:prefLabel "B"@en ;\n'
        "    kg:order 7 ;\n    kg:party id:a, id:z .\n"
    )


def test_only_prefixes_that_are_used_are_declared() -> None:
    note = ox.Literal('see "skos: x" and xsd:date')
    text = write([ox.Triple(ox.NamedNode(f"{ID}a"), ox.NamedNode(f"{KG}note"), note)])
    prefixes = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == ["id:", "kg:"]


def test_what_has_no_canonical_order_is_refused(tmp_path: Path) -> None:
    blank = write_turtle(tmp_path / "blank.ttl", "id:a kg:party [ kg:party id:b ] .")
    with pytest.raises(DataError, match=r"blank\.ttl: a blank node .*Give it a name in id:"):
        formatted(blank)
    lines = tmp_path / "a.nt"
    lines.write_text("<a:a> <a:b> <a:c> .\n")
    with pytest.raises(DataError, match="only Turtle"):
        formatted(lines)
    with pytest.raises(UsageError, match="no such file"):
        formatted(tmp_path / "absent.ttl")


WRITTEN_TAGS = st.sampled_from(["en", "en-GB", "EN-us", "zh-Hant-TW", "en-gb", "x-Pig-Latin"])
QUOTES = st.sampled_from(['"', "'", '"""', "'''"])


@given(st.lists(st.tuples(TEXTS, WRITTEN_TAGS, QUOTES), min_size=1, max_size=4))
def test_a_language_tag_stays_as_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, literals: list[tuple[str, str, str]]
) -> None:
    # Of tags of one text that differ in case alone, the first with capitals is kept.
    first: dict[tuple[str, str], str] = {}
    for text, tag, _ in sorted(literals, key=lambda each: each[1] == each[1].lower()):
        first.setdefault((text, tag.lower()), tag)
    path = tmp_path_factory.mktemp("tags") / "tags.ttl"
    lines = [
        f'<urn:x:{n}> <urn:x:label> {_quoted(text, quote)}@{tag} . # "x"@No-TAG'
        for n, (text, tag, quote) in enumerate(literals)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    out = formatted(path)
    assert '# "x"@No-TAG' in out  # a comment stays a comment
    found = re.findall(r"@([A-Za-z-]+) \.$", out, re.MULTILINE)
    assert sorted(found) == sorted(first[text, tag.lower()] for text, tag, _ in literals)
    path.write_text(out, encoding="utf-8")
    assert formatted(path) == out


def _quoted(text: str, quote: str) -> str:
    escaped = "".join(f"\\U{ord(c):08X}" if c in "\\\"'\n\r#@" else c for c in text)
    return f"{quote}{escaped}{quote}"


# What a file says besides its statements


COMMENTED = """# head

# of the file
@prefix ex: <http://example.org/> . # about ex
PREFIX un: <http://example.org/unused/>
# above b
ex:b ex:p 2 ; # in b
  ex:q "a # none", '''a
# none''', <http://a/#b>, 1.5 . # behind b
#glued
ex:a ex:p 1.#too
# behind all
"""


def test_comments_stay_at_their_things(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(COMMENTED, encoding="utf-8")
    once = formatted(path)
    assert once == (
        "# head\n# of the file\n# about ex\n"
        "@prefix ex: <http://example.org/> .\n@prefix un: <http://example.org/unused/> .\n\n"
        "### no class\n\n"
        "# glued\n# too\nex:a ex:p 1 .\n\n"
        "# above b\n# in b\n# behind b\n"
        'ex:b ex:p 2 ;\n    ex:q "a # none", "a\\n# none", 1.5, <http://a/#b> .\n\n'
        "# behind all\n"
    )
    path.write_text(once, encoding="utf-8")
    assert formatted(path) == once


def test_a_comment_at_something_without_a_name_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text("@base <http://example.org/> .\n\n# lost\n<a> <b> <c> .\n")
    with pytest.raises(DataError, match="comments on lines 3 stand at nothing") as caught:
        formatted(path)
    assert (caught.value.path, caught.value.line) == (str(path), 3)


@given(st.lists(st.integers(0, 1000), max_size=4))
def test_no_comment_is_ever_lost(places: list[int]) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    marks = [f" # mark {number}" for number, _ in enumerate(places)]
    for place, mark in zip(places, marks, strict=True):
        ends = [match.end() - 1 for match in re.finditer(r"[.;]\n", text)]
        end = ends[place % len(ends)]
        text = f"{text[:end]}{mark}{text[end:]}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.ttl"
        path.write_text(text, encoding="utf-8")
        once = formatted(path)
        path.write_text(once, encoding="utf-8")
        assert formatted(path) == once
        assert set(read_quads(path)) == set(read_quads(SAMPLE))
    said = [each for each in text.splitlines() if each.startswith("# ")]
    assert all(mark.strip() in once for mark in marks)
    assert all(each in once for each in said)


def test_the_longest_namespace_of_the_users_own_is_meant_and_a_direction_is_kept() -> None:
    own = {"a": "urn:x/", "b": "urn:x/y/", "e": "urn:x/y/z/", "kg": "urn:k/", "d": "urn:x/y/"}
    values = [ox.NamedNode(iri) for iri in ("urn:x/1", "urn:x/y/2", "urn:x/y/z/3", "urn:k/4")]
    triples = [ox.Triple(ox.NamedNode("urn:x/s"), ox.NamedNode("urn:x/p"), each) for each in values]
    text = write(triples, prefixes=own)
    assert "a:s a:p <urn:k/4>, a:1, b:2, e:3 ." in text
    assert "@prefix kg: <urn:k/>" not in text
    runs = ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    said = write([ox.Triple(ox.NamedNode("urn:x/s"), ox.NamedNode("urn:x/p"), runs)])
    assert '"x"@ar--rtl' in said


def test_a_thing_stands_under_its_classes_and_a_text_is_none() -> None:
    def section(*classes: ox.NamedNode | ox.Literal) -> str:
        kind, thing = ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{ID}a")
        text = write([ox.Triple(thing, kind, each) for each in classes])
        return next(line for line in text.splitlines() if line.startswith("###"))

    assert section(ox.NamedNode(f"{KG}State"), ox.NamedNode(f"{KG}Actor")) == "### Actor State"
    assert section(ox.Literal("text")) == "### no class"
    assert section(ox.NamedNode("urn:x"), ox.Literal("text")) == "### urn:x"


def test_what_nobody_sees_is_written_as_an_escape() -> None:
    text = "nul \x00 bell \x07 delete \x7f mark \ufeff"
    triple = ox.Triple(ox.NamedNode(f"{ID}a"), ox.NamedNode("urn:p"), ox.Literal(text))
    written = write([triple])
    assert written.isascii()
    assert written.replace("\n", "").isprintable()
    assert [each.triple for each in ox.parse(written, format=ox.RdfFormat.TURTLE)] == [triple]


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("a.ttl", "# a word", "# a word\n"),
        ("a.ttl", " \n", ""),
        ("a.TTL", "@prefix ex: <urn:ex:> .", "@prefix ex: <urn:ex:> .\n"),
    ],
)
def test_a_file_that_says_nothing_gets_no_lines(
    tmp_path: Path, name: str, text: str, written: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    assert formatted(file) == written
