"""Files as people have them: odd paths, marks, packed, of other suffixes, wrong on some line."""

from __future__ import annotations

import gzip
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.build import build, find_line, read_quads
from kg.build.progress import _Counted
from kg.cli.main import main
from kg.errors import DataError, KgError, UsageError
from kg.paths import existing
from kg.shapes import check
from samples import HEAD, run_kg, write_turtle

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e.org/">

<rdf:Description rdf:about="http://e.org/a">
<e:b>1</e:b>
</rdf:Description>
</rdf:RDF>
"""
TURTLE = "<http://e.org/a> <http://e.org/b> '1' ."
NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=40)
ODD = ["my data", "two\nlines", 'it\'s "so"', "داده‌ها", "\u202eesrever", " a  b ", "-x", "a:3: b"]


@pytest.mark.parametrize("name", ODD[:5])
def test_check_places_a_fault_whatever_the_path_is_made_of(tmp_path: Path, name: str) -> None:
    folder = tmp_path / f"x{name}"
    folder.mkdir()
    path = write_turtle(folder / "own.ttl", "id:x a kg:Membrship .")
    (fault,) = check(path)
    assert (fault.thing, fault.where) == ("kg:Membrship", f"{path}:{HEAD.count(chr(10)) + 1}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(NAMES)
@example("my data")
@example("two\nlines")
@example('it\'s "so"')
@example("داده‌ها")
@example("\u202eesrever")
@example(" a  b ")
@example("a:3: b")
def test_a_fault_is_placed_whatever_the_path_is_made_of(tmp_path: Path, name: str) -> None:
    folder = tmp_path / f"x{name}"
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return
    path = write_turtle(folder / "own.ttl", "id:x a kg:Membrship .")
    line = HEAD.count("\n") + 1
    with pytest.raises(DataError) as caught:
        build([path])
    error = caught.value
    assert (error.path, error.line, error.name) == (str(path), line, "kg:Membrship")
    assert len(str(error).splitlines()) == 1
    assert not set(str(error)) & set("\u202e\u2028\x1b")


@pytest.mark.parametrize("name", ODD)
def test_a_query_is_read_from_any_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name / "q{ .rq"
    path.parent.mkdir()
    assert main(["ask", str(path.with_name("absent.rq"))]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "there is no such file" in err
    path.write_text("ASK { id:pakistan a kg:State }", encoding="utf-8")
    assert main(["ask", str(path)]) == 0
    assert capsys.readouterr().out == "yes\n"


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path) -> None:
    asked = b"\xef\xbb\xbfASK { id:pakistan a kg:State }"
    (tmp_path / "q.rq").write_bytes(asked)
    assert run_kg("ask", tmp_path / "q.rq").stdout == "yes\n"
    done = subprocess.run(
        [sys.executable, "-m", "kg", "ask", "-"], input=asked, capture_output=True, check=False
    )
    assert done.stdout == b"yes\n"
    for name in ("own.ttl", "own.nt", "own.trig", "own.n3"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + TURTLE.replace("'", '"').encode())
        assert len(read_quads(tmp_path / name)) == 1
        assert len(build([tmp_path / name])) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.owl", XML), ("a.xml", XML), ("a.rdf", XML), ("a.owl", TURTLE), ("a.n3", TURTLE),
        ("a.TTL", TURTLE), ("a.json", '{"@id": "http://e.org/a", "http://e.org/b": "1"}'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_packed_or_goes_by_another_suffix_is_read(
    tmp_path: Path, name: str, text: str, packed: bool
) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    (quad,) = read_quads(path)
    assert quad.object.value == "1"  # type: ignore[union-attr]
    assert len(build([path])) == 1
    assert find_line(path, "http://e.org/b").startswith(f"{path}:")


def test_a_packed_file_belongs_to_the_account_that_it_describes(tmp_path: Path) -> None:
    path = tmp_path / "own.nt.gz"
    account = "<https://w3id.org/khyber/ontology/Account>"
    said = f"<urn:x:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {account} .\n"
    path.write_bytes(gzip.compress(said.encode()))
    (quad,) = read_quads(path)
    assert str(quad.graph_name) == "<urn:x:a>"


@pytest.mark.parametrize(
    "data",
    [gzip.compress(TURTLE.encode() * 9, mtime=0)[:-9], b"no gzip", b"\x1f\x8b\x08" + b"\x07" * 40],
)
def test_what_is_packed_wrongly_is_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.ttl.gz").write_bytes(data)
    with pytest.raises(DataError, match=r"a\.ttl\.gz: cannot be read"):
        read_quads(tmp_path / "a.ttl.gz")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("<e:b>1", "<e:b><e:c>1", 5),
        ("1</e:b>", "&no;</e:b>", 5),
        ('about="http://e.org/a"', 'about="a b"', 4),
        ('about="http://e.org/a"', 'ID="a b"', 4),
        ("<e:b>", "<f:b>", 5),
        ("</rdf:RDF>", "", 7),
    ],
)
@pytest.mark.parametrize("before", [0, 20_000])
def test_rdf_xml_that_is_wrong_is_placed(
    tmp_path: Path, old: str, new: str, line: int, before: int
) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(XML.replace(old, new).replace("\n\n", "\n" * (before + 2), 1), encoding="utf-8")
    with pytest.raises(DataError, match="not well formed") as caught:
        read_quads(path)
    assert caught.value.line in (line + before, line + before + 1)
    assert caught.value.path == str(path)


def test_a_line_stands_once_in_a_message(tmp_path: Path) -> None:
    for text in ("\n\n<a:b> <a:b> <c> .", "\n\n<a:b> <a:b> ;; .", "\n\n<a:b> <a:b> 'c\n ."):
        (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
        with pytest.raises(DataError) as caught:
            read_quads(tmp_path / "a.ttl")
        assert caught.value.line == 3
        assert "line" not in caught.value.what
        assert caught.value.what.startswith("not well formed: column ")


@pytest.mark.parametrize(
    "context",
    ['"https://schema.org/"', '["https://schema.org/", {}]', '{"@import": "https://schema.org/"}'],
)
def test_a_context_that_lies_elsewhere_is_named(tmp_path: Path, context: str) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(f'{{\n"@context": {context}, "@id": "http://e.org/a", "n": 1}}')
    with pytest.raises(DataError, match=r"https://schema\.org/ lies elsewhere.*Put the") as caught:
        read_quads(path)
    assert caught.value.line == 2


def test_a_long_file_is_counted_and_read_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_bytes(b"one\ntwo\n" * 1000)
    with (tmp_path / "a.nt").open("rb", buffering=0) as file:
        counted = io.BufferedReader(_Counted(file, "a.nt", 8000))
        assert (counted.readable(), counted.seekable(), counted.closed) == (True, False, False)
        with io.TextIOWrapper(counted, "utf-8", newline="\n") as lines:
            assert sum(1 for _ in lines) == 2000


def test_a_large_file_of_lines_is_shown_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "own.nt").write_text('<http://e.org/a> <http://e.org/b> "1" .\n' * 9)
    code = "import sys, kg.build.progress as p, kg.build.fill; p._LONG = 0"
    code += "; sys.modules['kg.build.fill']._LARGE = 0; from kg.build import build; "
    code += f"build([{str(tmp_path / 'own.nt')!r}])"
    ours, theirs = pty.openpty()
    done = subprocess.run([sys.executable, "-c", code], stderr=theirs, check=False)
    os.close(theirs)
    seen = os.read(ours, 10_000)
    os.close(ours)
    assert done.returncode == 0, seen
    assert b"own.nt [" in seen


@given(st.text(), st.text(), st.one_of(st.none(), st.integers(1, 9)))
def test_a_place_is_never_cut_apart_again(path: str, name: str, line: int | None) -> None:
    error = KgError("wrong", where=name, path=path, line=line)
    assert (error.path, error.line, error.name) == (path, line, name)
    assert error.place == (path if line is None else f"{path}:{line}")
    assert len(str(error).splitlines()) == 1


def test_a_pipe_is_named_as_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ttl")
    with pytest.raises(UsageError, match="a pipe or a device"):
        existing(tmp_path / "a.ttl")
