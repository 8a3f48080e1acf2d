"""What is wrong with a file that does not parse: what it is, where it stops, and how to mend it.

A parser says what it did not expect. Whoever gave it a page of HTML, a spreadsheet or a file that
is not text is told so instead.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from kg.build.json_ld import GIVE_BASE
from kg.build.lines import text_in
from kg.build.unpacking import opened, unpacked
from kg.errors import DataError, nearest
from kg.vocabulary import PREFIXES

__all__ = ["not_well_formed", "unreadable"]

_NO_SCHEME: Final = (
    "No scheme found in an absolute IRI",
    "an address is relative, and the file names no base",
)
_PLACE: Final = re.compile(
    r"^Parser error (?:at line \d+ (?:between columns|column) (\d+)(?: and \d+)?"
    r"|between line \d+ column (\d+) and line \d+ column \d+): "
)
_NO_PREFIX: Final = re.compile(r"The prefix ([\w-]*): has not been declared")
_REMOTE: Final = re.compile(r'"@(?:context|import)"\s*:[\s\[]*"([^"]*)"')
_TAG: Final = re.compile(r"@([A-Za-z]+(?:[-_]\w+)*_\w+)")
_UTF_8: Final = "save it as UTF-8"
# How to mend what a parser stops at, by words of what it says.
_MENDS: Final = {
    "A dot is expected": "end what stands before it with a semicolon or a full stop",
    "Triples should be followed by a dot": "end the statement with a full stop",
    "Unexpected end of file": "close the text, the bracket or the statement that begins there",
    "Line jumps are not allowed": 'close the text with " in its own line',
    "No scheme found": "write a name such as id:pakistan, or the whole address in < >",
    "Invalid IRI": 'write an address without <>"{}|^`\\, and %20 for a space',
    "is not a valid predicate": "put a property there, such as kg:time; a name holds no space",
    "is not a valid RDF object": "put a value there, or take away a sign that is too many",
    "is not a valid subject": "begin a statement with a name, or take away a sign that is too many",
    "should end with a ']'": "close it with ], or end what stands before with a semicolon",
    "Unexpected escape character": r"write \\ for a backslash",
    "anguage tag": "write one with hyphens, such as en-GB",
    "language subtag": "write one with hyphens, such as en-GB",
    "UTF-8": _UTF_8,
    "Trailing commas": "take away the comma",
    "followed by a comma": "write a comma between two keys, and } at the end",
    "variables are not allowed": "rules and variables of N3 are not read: take them out",
    "mismatched tag": "close each element with its own name",
    "unbound prefix": 'declare it in the first element: xmlns:NAME="…"',
    "invalid token": "write &amp; for & and &lt; for < in texts and addresses",
    "no element found": "close what is open: the file is cut off, or says nothing",
    "amplification": "write out what the entities stand for",
    "ENTITY": "write out what the entities stand for",
}
_RENAME: Final = "give it the suffix of its format: "
# What a file is instead, by how it begins: as bytes, without white space and in small letters.
_KINDS: Final = (
    (rb"\0{4}", "this is no text: it begins with zeros", "fetch it anew"),
    (rb"\xff\xfe\0\0|\0\0\xfe\xff|..?\0\0\0", "this is UTF-32 text", _UTF_8),
    (rb"\xff\xfe|\xfe\xff|.\0|\0[^\0]", "this is UTF-16 text", _UTF_8),
    (rb"pk\x03\x04", "this is a ZIP archive, or a file of Excel or Word",
     "unpack it, or make statements of a table with kg import"),
    (rb"%pdf-", "this is a PDF", "give the RDF file"),
    (rb"\x1f\x8b", "this is packed with gzip", "add .gz to its name"),
    (rb"bzh\d|\xfd7zxz|\x28\xb5\x2f\xfd|7z\xbc\xaf", "this is packed", "unpack it"),
    (rb"<!doctype html|<html|<head", "this is a page of HTML",
     "fetch the RDF file itself: a server gave a page in its place"),
    (rb"version https://git-lfs", "this only stands for a file of Git LFS", "run git lfs pull"),
)  # fmt: skip
# The same, where the suffix says that it is something else.
_OTHERS: Final = (
    (rb"<\?xml|<rdf:rdf", (".rdf", ".owl", ".xml"), "this is XML", f"{_RENAME}.rdf"),
    (rb"\{\s*(\"|\})|\[\s*\{", (".jsonld", ".json"), "this is JSON", f"{_RENAME}.jsonld"),
    (rb"@prefix|prefix\s|@base|base\s*<", (".ttl", ".trig", ".n3", ".owl"), "this is Turtle",
     f"{_RENAME}.ttl"),
    (rb"<[a-z][^<>\s]*>\s*<[a-z]", (".ttl", ".trig", ".n3", ".nt", ".nq", ".owl"),
     "these are N-Triples", f"{_RENAME}.nt"),
    (rb"(?:select|ask|construct|describe)\s.*\{", (), "this is a query", "ask it with kg ask FILE"),
    (rb"[^\n<>{}\[\]@#]*[,;\t][^\n<>{}\[\]@#]*\r?\n[^\n<>{}\[\]@#]*[,;\t][^\n<>]*(\n|$)", (),
     "this is a table", "make statements of it with kg import"),
)  # fmt: skip
_HEAD: Final = 1_000


def not_well_formed(path: Path, error: SyntaxError, line: int | None) -> DataError:
    """Give what is wrong with a file at which a parser stopped, and where."""
    said = str(error.msg)
    if "LoadDocumentCallback" in said:
        return _remote(path)
    if kind := _kind_of(path):
        return DataError(f"not well formed: {kind[0]}", path=path, line=1, mend=kind[1])
    what = _PLACE.sub(lambda place: f"column {place[1] or place[2]}: ", said)
    if "\ufeff" in said:
        what, mend = "it begins with a byte order mark", "save it without one"
    elif _NO_SCHEME[0] in said:
        what, mend = what.replace(*_NO_SCHEME), GIVE_BASE
    else:
        what, mend = _in_line(path, line, what) or (what, _mend(said))
    return DataError(f"not well formed: {what}", path=path, line=line, mend=mend)


def unreadable(path: Path, error: Exception) -> DataError:
    """Give what is wrong with a file that cannot be read to its end."""
    mend = ""
    if isinstance(error, EOFError):
        mend = "fetch it anew: it was cut off"
    elif "gzip" in str(error):
        mend = "take .gz from its name: it is not packed"
    elif isinstance(error, zlib.error) or "CRC" in str(error):
        mend = "fetch it anew: it is damaged"
    return DataError(f"cannot be read: {str(error).rstrip('.')}", path=path, mend=mend)


def _remote(path: Path) -> DataError:
    content = text_in(path)
    found = _REMOTE.search(content)
    return DataError(
        f"the context {found[1] if found else ''} lies elsewhere, and none is fetched",
        path=path,
        line=content.count("\n", 0, found.start(1)) + 1 if found else None,
        mend="put the context itself into the file",
    )


def _kind_of(path: Path) -> tuple[str, str] | None:
    """Say what a file is that is not what its suffix says, and how to mend that."""
    head, suffix = b"", unpacked(path).suffix.lower()
    with suppress(OSError, EOFError, zlib.error), opened(path) as file:
        head = file.read(_HEAD)
    begins = head.lstrip(b" \t\r\n").lower()
    if not begins and suffix in (".rdf", ".jsonld", ".json"):
        return "it is empty", "fetch it anew, or leave it out"
    for pattern, what, mend in _KINDS:
        if re.match(pattern, begins, re.DOTALL):
            return what, mend
    for pattern, known, what, mend in _OTHERS:
        if suffix not in known and re.match(pattern, begins, re.DOTALL):
            return what, mend
    return None


def _in_line(path: Path, line: int | None, what: str) -> tuple[str, str] | None:
    """Say what is wrong in the line at which a parser stopped, where that can be seen."""
    lines = text_in(path).splitlines() if line else []
    text = lines[line - 1] if line and line <= len(lines) else ""
    if re.match(r"(<<<<<<<|=======|>>>>>>>)(\s|$)", text):
        return "a merge has left its marks there", "choose between the two, and take the marks out"
    if "Unexpected character" in what and (tag := _TAG.search(text)):
        return f"@{tag[1]} is no language tag", f"write @{tag[1].replace('_', '-')}"
    return None


def _mend(said: str) -> str:
    """Say how to mend what a parser stops at."""
    if prefix := _NO_PREFIX.search(said):
        known = PREFIXES.get(prefix[1], "…")
        near = "" if prefix[1] in PREFIXES else nearest(prefix[1], PREFIXES)
        line = f"write @prefix {prefix[1]}: <{known}> . at the head of the file"
        return f"{line}, or mend the prefix; {near}" if near else line
    return next((mend for words, mend in _MENDS.items() if words in said), "mend the syntax there")
