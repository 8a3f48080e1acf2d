"""Files that are not what their suffix says, and JSON-LD that would be read in part."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.build import read_quads
from kg.errors import DataError, KgWarning
from samples import run_python

TRIPLE = '<http://e.org/a> <http://e.org/p> "x" .\n'
SUFFIXES = ("ttl", "trig", "n3", "nt", "nq", "rdf", "owl", "jsonld")
PAGE = "<!DOCTYPE html>\n<html><head><title>404</title><br></head></html>"
XML = '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
PACKED = gzip.compress(b"".join(TRIPLE.replace("x", str(n)).encode() for n in range(5000)))

# In any format: what a file holds, what is said of it, and how it is to be mended.
KINDS: list[tuple[bytes, str, str]] = [
    (TRIPLE.encode("utf-16"), "this is UTF-16 text", "Save it as UTF-8"),
    (TRIPLE.encode("utf-16-le"), "this is UTF-16 text", "Save it as UTF-8"),
    (TRIPLE.encode("utf-16-be"), "this is UTF-16 text", "Save it as UTF-8"),
    (TRIPLE.encode("utf-32"), "this is UTF-32 text", "Save it as UTF-8"),
    (b"PK\x03\x04\x14\x00 [Content_Types].xml", "this is a ZIP archive", "Unpack it"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "this is a PDF", "Give the RDF file"),
    (PACKED, "this is packed with gzip", "Add .gz to its name"),
    (b"BZh91AY&SY\x94$|\x0e", "this is packed", "Unpack it"),
    (b"\xfd7zXZ\x00\x00", "this is packed", "Unpack it"),
    (b"\0" * 64, "this is no text: it begins with zeros", "Fetch it anew"),
    (PAGE.encode(), "this is a page of HTML", "Fetch the RDF file itself"),
    (b'\n <html lang="en">\n<head><meta></html>', "this is a page of HTML", "Fetch the RDF"),
    (b"version https://git-lfs.github.com/spec/v1\nsize 9\n", "Git LFS", "Run git lfs pull"),
    (b"SELECT * { ?s ?p ?o }", "this is a query", "Ask it with kg ask FILE"),
    (b"state,from\nIran,1955\n", "this is a table", "Make statements of it with kg import"),
]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("content", "what", "mend"), KINDS)
def test_what_is_no_rdf_is_named_as_what_it_is(
    tmp_path: Path, suffix: str, content: bytes, what: str, mend: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_quads(path)
    assert what in caught.value.what
    assert mend in str(caught.value)
    assert (caught.value.path, caught.value.line) == (str(path), 1)


@pytest.mark.parametrize(
    ("suffix", "text", "what", "right"),
    [
        ("ttl", XML, "this is XML", ".rdf"),
        ("nt", XML, "this is XML", ".rdf"),
        ("jsonld", XML, "this is XML", ".rdf"),
        ("ttl", '{"@id": "http://e.org/a"}', "this is JSON", ".jsonld"),
        ("rdf", '[{"@id": "http://e.org/a"}]', "this is JSON", ".jsonld"),
        ("nt", "@prefix e: <http://e.org/> .\ne:a e:p e:b .", "this is Turtle", ".ttl"),
        ("rdf", "PREFIX e: <http://e.org/>\ne:a e:p e:b .", "this is Turtle", ".ttl"),
        ("jsonld", "@base <http://e.org/> .", "this is Turtle", ".ttl"),
        ("rdf", TRIPLE, "these are N-Triples", ".nt"),
        ("jsonld", TRIPLE, "these are N-Triples", ".nt"),
    ],
)
def test_rdf_of_another_format_is_named(
    tmp_path: Path, suffix: str, text: str, what: str, right: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=what) as caught:
        read_quads(path)
    assert caught.value.mend == f"give it the suffix of its format: {right}"
    (tmp_path / f"a{right}").write_text(text, encoding="utf-8")
    read_quads(tmp_path / f"a{right}")


XML_OPEN = XML.replace("/>", ' xmlns:e="http://e.org/">\n')


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("a.ttl", f"{TRIPLE}<http://e.org/a b> a 1 .", 2, "Invalid IRI.*%20 for a space"),
        ("a.nt", f"{TRIPLE}<http://e.org/a b> <a:b> 1 .", 2, "Invalid IRI.*%20 for a space"),
        ("a.ttl", f'{TRIPLE}<a:a> <a:b> "x"@en_GB .', 2, "@en_GB is no language tag. Write @en-GB"),
        ("a.nt", f'{TRIPLE}<a:a> <a:b> "x"@en_GB .', 2, "@en_GB is no language tag. Write @en-GB"),
        ("a.rdf", f'{XML_OPEN}<e:A e:p="a" xml:lang="en_GB"/></rdf:RDF>', 2, "such as en-GB"),
        ("a.ttl", f'{TRIPLE}<a:a> <a:b> "C:\\windows" .', 2, r"Write \\\\ for a backslash"),
        ("a.ttl", f"{TRIPLE}<<<<<<< HEAD\n{TRIPLE}=======\n", 2, "a merge has left its marks"),
        ("a.ttl", f'{TRIPLE}<a:a> <a:b> "x"', 2, "End the statement with a full stop"),
        ("a.ttl", f"{TRIPLE}<a:a> <a:b> [ <a:b> 1 .", 2, "Close it with ]"),
        ("a.rdf", f"{XML_OPEN}<e:A>a&b</e:A></rdf:RDF>", 2, "Write &amp; for &"),
        ("a.rdf", f"{XML_OPEN}<e:A></e:B></rdf:RDF>", 2, "Close each element with its own name"),
        ("a.rdf", f"{XML_OPEN}<f:A/></rdf:RDF>", 2, "Declare it in the first element"),
        ("a.rdf", " ", 1, "it is empty"),
        ("a.jsonld", "\n", 1, "it is empty"),
        ("a.jsonld", '{"@id": "http://e.org/a",}', 1, "Take away the comma"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_with_how_to_mend_it(
    tmp_path: Path, name: str, text: str, line: int, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        read_quads(path)
    assert caught.value.line in (line, line - 1 or 1)
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PACKED[: len(PACKED) // 2], "it was cut off"),
        (PACKED[:-8] + b"\1\2\3\4" + PACKED[-4:], "it is damaged"),
        (PACKED[:400] + b"\xff" * 40 + PACKED[440:], "it is damaged"),
        (TRIPLE.encode(), "Take .gz from its name: it is not packed"),
    ],
)
@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld"])
def test_a_packed_file_that_is_cut_or_damaged_is_said(
    tmp_path: Path, suffix: str, content: bytes, said: str
) -> None:
    path = tmp_path / f"a.{suffix}.gz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=f"cannot be read: .*{said}"):
        read_quads(path)


# JSON-LD: what a strict parser leaves out without a word

THING = {"@id": "http://e.org/a", "http://e.org/p": "x"}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({**THING, "@id": "http://e.org/a b"}, "<http://e.org/a b>: this is no address"),
        ({**THING, "@type": "http://e.org/a b"}, "<http://e.org/a b>: this is no address"),
        ({**THING, "http://e.org/p q": 1}, "<http://e.org/p q>: this is no address"),
        ({**THING, "http://e.org/q": {"@id": "http://e.org/b<"}}, "this is no address"),
        ({"@id": "http://e.org/g h", "@graph": [THING]}, "<http://e.org/g h>: this is no address"),
        ({"@context": {"@vocab": "http://e.org/ "}, **THING, "q": 1}, "this is no address"),
        (
            {**THING, "http://e.org/q": {"@value": "x", "@type": "http://e.org/a b"}},
            "<http://e.org/a b>: this is no address",
        ),
        (
            {**THING, "http://e.org/q": {"@value": "x", "@language": "en_GB"}},
            "en_GB: this is no language tag. Write en-GB",
        ),
        (
            {**THING, "http://e.org/q": {"@value": "x", "@language": "abcdefghijk"}},
            "this is no language tag",
        ),
        ({"@context": {"@language": "en_GB"}, **THING}, "this is no language tag"),
    ],
)
@pytest.mark.parametrize("base", [None, "http://base.org/"])
def test_json_ld_is_read_whole_or_not_at_all(
    tmp_path: Path, document: dict[str, object], said: str, base: str | None
) -> None:
    from kg.build.files import parse  # noqa: PLC0415 - the door for a base

    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        list(parse(path, base=base))
    name = caught.value.name.removeprefix("<").removesuffix(">")
    where = [n for n, line in enumerate(path.read_text().splitlines(), 1) if name in line]
    assert caught.value.line == (where[0] if where else None)


def test_keys_that_stand_for_no_address_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps({**THING, **{f"k{n}": n for n in range(9)}}), encoding="utf-8")
    with pytest.warns(KgWarning, match=r"no context makes an address of k0, k1, k2, k3, k4, …;"):
        assert len(read_quads(path)) == 1


def test_json_ld_as_it_should_be_is_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    context = {"p": "http://e.org/p", "@language": "de-AT", "q": {"@id": "http://e.org/q"}}
    path.write_text(json.dumps({"@context": context, "@id": "http://e.org/a", "p": "x", "q": [1]}))
    found = {str(quad.object) for quad in read_quads(path)}
    assert found == {'"x"@de-at', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}


@pytest.mark.parametrize("opening", ['{"http://e.org/p":', '{"http://e.org/p":{"@list":['])
def test_json_ld_that_nests_too_deep_ends_no_process(tmp_path: Path, opening: str) -> None:
    closing = opening[::-1].translate(str.maketrans("{[", "}]")).replace('"', "")
    closing = "".join(each for each in closing if each in "}]")
    path = tmp_path / "a.jsonld"
    for depth, said in ((300, "read"), (20_000, "1,000 brackets stand in one another")):
        path.write_text(f"{opening * depth}1{closing * depth}")
        code = f"""
from kg.build import read_quads
try:
    print("read", len(read_quads({str(path)!r})))
except Exception as error:
    print(error)"""
        done = run_python("-c", code)
        assert (done.returncode, done.stderr) == (0, "")
        assert said in done.stdout
    path.write_text(json.dumps({"@id": "http://e.org/a", "http://e.org/p": "{[" * 9000}))
    assert len(read_quads(path)) == 1
