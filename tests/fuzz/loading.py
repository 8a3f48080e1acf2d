"""Bytes to the loader: files of every format, whole, slipped and packed.

What is accepted holds as many statements as it has, comes back from N-Quads, is stored, differs
from nothing, and as Turtle is written so that it reads the same. Where no statement was changed, it
holds those that it was made of.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyoxigraph as ox

from fuzz.mutating import any_text, mutated
from fuzz.target import Judge, Target, Wrong, is_one_line
from kg.build import read_quads
from kg.build.fill import fill
from kg.build.sources import Source, settled
from kg.build.stores import _first
from kg.cli.format import formatted
from kg.editing import diff
from kg.errors import KgError
from kg.vocabulary import kg
from samples import CLAIMS, HEAD, SAMPLE

__all__ = ["TARGET"]

CORNERS = r"""
<http://e/a> <http://e/p> 1, -2.5, .5, 1e3, +0, true, "x"@en-GB, 'y'@ar--rtl, '''long "q"
 text''', "\u00e9\n\t\\\U0001F1F5" .
@base <http://e/x/> . <a> <p> <#b>, <>, <../c?d> .
_:x <http://e/p> [ <http://e/q> ( 1 2 "three" ) ; ; ], [] .
[] a <http://e/C> ; <http://e/p> <http://e/%20>, () .
PREFIX e: <http://e/> BASE <http://e/x/> e:a\~b e:p-q.r <#f>, e:1a, e:%41, e: .
<http://e/آ> <http://e/p> "آرکیڈیا"@ur, "a\u0301\r\b\f\"" .
id:n kg:note "007"^^xsd:integer, "1957-01-01Z"^^xsd:date, "True"^^xsd:boolean, "1e400"^^xsd:double .
id:n kg:time "1900/.."^^edtf:EDTF, "19XX~"^^edtf:EDTF, "last year"^^edtf:EDTF, "1957" .
id:mine a kg:Account ; kg:observedUntil "2020-02-30"^^xsd:date . id:yours a kg:Account .
kg:New rdfs:subClassOf kg:Relation, kg:New ; kg:edgeFrom kg:member . id:r a kg:New .
<http://e/a> <http://e/p> <http://e/b> {| <http://e/q> 1 |} .
<http://e/r> rdf:reifies <<( <http://e/a> <http://e/p> <http://e/b> )>> .
<< <http://e/a> <http://e/p> 1 ~ <http://e/r> >> <http://e/q> 2 .
# a remark of its own
VERSION "1.2"
"""
_BLOCKS = [
    *(f"{each} .\n" for each in re.split(r" \.\n", SAMPLE.read_text(encoding="utf-8"))[12:]),
    *CORNERS.strip().splitlines(keepends=True),
]
_WORDS = (
    b'<http://e/a>  _:b [] () ( [ {| |} << >> <<( )>> . ; , a "x" \'\'\' """ @en @en--ltr ^^ # '
    b"<b> <http://e/ > kg:time id:x x: : { } GRAPH @prefix PREFIX @base \\u0000 \\uD800 \\x - + "
    b"1 1.e5 true { } <x/> <!-- --> <![CDATA[ &amp; &x; <!DOCTYPE <?xml encoding='utf-16'?> "
    b"rdf:about='a' rdf:parseType='Literal' rdf:ID='1' xml:lang='' xmlns:x='' "
    b'"@context": "@id": "@value": "@graph": "@type": "@list": "@language": "@direction": '
    b'"@reverse": "@included": "@base": null [] {} 1e999 -'
)
_BYTES = (b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\0", b"\n", b"\r\n", b" ")
_PIECES = [*_WORDS.split(), *_BYTES]
_FORMS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".owl": ox.RdfFormat.RDF_XML,
    ".n3": ox.RdfFormat.TURTLE,
}
_SUFFIXES = [*_FORMS, ".ttl", ".ttl", ".ttl", ".jsonld"]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|\\\\[bfuU]")
# A line of N-Quads, read by another hand; what its terms hold is the parser's to judge.
_TERM = r'(?:<[^<>"\s]*>|_:[^\s<>"]+|"(?:[^"\\]|\\.)*"(?:\^\^\s*<[^<>"\s]*>|@[A-Za-z0-9-]+)?)'
_LINE = re.compile(rf"\s*(?:{_TERM}\s*){{3,4}}\.\s*(?:#.*)?", re.DOTALL)


class File(NamedTuple):
    """A file's suffix and bytes, and the statements that it was made of, where none was changed."""

    suffix: str
    data: bytes
    quads: frozenset[ox.Quad] | None


@lru_cache(maxsize=1)
def _statements() -> list[ox.Quad]:
    claims = "id:claims"
    found = [*read_quads(SAMPLE), *read_quads(CLAIMS, claims)]
    for block in CORNERS.strip().splitlines(keepends=True):
        with suppress(SyntaxError, StopIteration):
            text = f"{HEAD}{block}" if "\n" in block else block
            found += list(ox.parse(text, format=ox.RdfFormat.TRIG))
    # What a file says of accounts, and triples as terms, have a bearing on all the rest of it.
    account = ox.NamedNode(kg("Account"))
    return [q for q in found if account != q.object and ox.Triple not in map(type, q.triple)]


def _made(pick: Random) -> File:
    suffix = pick.choice(_SUFFIXES)
    quads: frozenset[ox.Quad] | None = None
    if suffix in (".ttl", ".trig", ".n3") and pick.random() < 0.7:
        text = HEAD + "".join(pick.choices(_BLOCKS, k=pick.randint(1, 5)))
        data = text.encode()
    else:
        form = _FORMS[suffix]
        drawn = pick.choices(_statements(), k=pick.randint(1, 6))
        if not form.supports_datasets:
            drawn = [ox.Quad(q.subject, q.predicate, q.object) for q in drawn]
        if form == ox.RdfFormat.RDF_XML:  # XML has no way to say what it calls no character.
            drawn = [q for q in drawn if not _CONTROL.search(str(q.object))]
        quads = frozenset(drawn)
        data = ox.serialize(sorted(quads, key=str), format=form) or b""
    others = [each.encode() for each in _BLOCKS]
    if pick.random() < 0.8:
        data, quads = mutated(pick, data, _PIECES, others), None
    elif pick.random() < 0.1:
        data, quads = any_text(pick, 40).encode("utf-8", "surrogatepass"), None
    if pick.random() < 0.05:
        data = b"\xef\xbb\xbf" + data
    if pick.random() < 0.15:
        data, suffix = gzip.compress(data, 1, mtime=0), f"{suffix}.gz"
        if pick.random() < 0.5:
            data, quads = mutated(pick, data, [b"\x1f\x8b", b"\0"]), None
    return File(suffix, data, quads)


@contextmanager
def _judging() -> Iterator[Judge]:
    # In memory where that can be had: a disk would be all that is measured.
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
    with TemporaryDirectory(prefix="khyber-fuzz-", dir=place) as folder:
        yield lambda file: _judge(Path(folder), file)


def _judge(folder: Path, file: File) -> None:
    path = folder / f"x{file.suffix}"
    path.write_bytes(file.data)
    try:
        quads = read_quads(path)
    except KgError as error:
        if file.quads is not None:
            raise Wrong(f"well formed, and refused: {error}") from None
        raise
    if file.quads is not None and canonical(quads) != canonical(file.quads):
        raise Wrong(f"not what it was made of: {quads}")
    _hold_whole(file, len(quads))
    _come_back(folder, quads)
    if diff(path, path):
        raise Wrong("differs from itself")
    if zlib.crc32(file.data) % 4 == 0:  # It takes as long as all the rest.
        _stored(path, quads)
    if path.suffix == ".ttl":
        _formatted(folder, path, quads)


def canonical(quads: frozenset[ox.Quad] | list[ox.Quad]) -> set[ox.Quad]:
    """Give statements with the same names for their blank nodes, whatever those were."""
    made = ox.Dataset(quads)
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(made)


def _hold_whole(file: File, count: int) -> None:
    """Hold what was read to another reading of the file: that it is all there."""
    data, suffix = file.data, file.suffix
    if suffix.endswith(".gz"):
        try:
            data, suffix = gzip.decompress(data), suffix.removesuffix(".gz")
        except (OSError, EOFError, zlib.error) as error:
            raise Wrong(f"read, and not packed well: {error}") from None
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    if suffix in (".nt", ".nq"):
        lines = [
            x for x in re.split("[\r\n]+", text) if x.strip(" \t") and x.lstrip(" \t")[0] != "#"
        ]
        wrong = [
            x for x in lines if not _LINE.fullmatch(x) and not x.lstrip().startswith("VERSION")
        ]
        if wrong or count > len(lines):
            raise Wrong(f"{count} statements of {len(lines)} lines, and no such line: {wrong[:1]}")
    if suffix == ".jsonld":
        try:
            json.loads(text)
        except ValueError as error:
            raise Wrong(f"read, and no JSON: {error}") from None


def _come_back(folder: Path, quads: list[ox.Quad]) -> None:
    copy = folder / "copy.nq"
    copy.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    if canonical(read_quads(copy)) != canonical(quads):
        raise Wrong("does not come back from N-Quads")


def _stored(path: Path, quads: list[ox.Quad]) -> None:
    plain, filled = ox.Store(), ox.Store()
    plain.extend(quads)
    if faults := fill(filled, settled([Source(path)])):
        _hold_to_one_line(_first(faults, [path]))
    if lost := {q for q in plain if not _nameless(q)} - set(filled):
        raise Wrong(f"read and not stored: {list(lost)[:2]}")
    if sum(map(_nameless, plain)) > sum(map(_nameless, filled)):
        raise Wrong("statements of nodes without names were not stored")


def _hold_to_one_line(fault: KgError) -> None:
    if not is_one_line(str(fault)):
        raise Wrong(f"a fault that is not said in one line: {fault}")


def _nameless(quad: ox.Quad) -> bool:
    return ox.BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name))


def _formatted(folder: Path, path: Path, quads: list[ox.Quad]) -> None:
    try:
        text = formatted(path)
    except KgError:
        return
    copy = folder / "copy.ttl"
    copy.write_text(text, encoding="utf-8", newline="")
    if set(read_quads(copy)) != set(quads):
        raise Wrong(f"formatted into something else: {text!r}")
    if formatted(copy) != text:
        raise Wrong(f"formatted twice it is not the same: {text!r}")


TARGET = Target("loader", 70, _made, _judging)
