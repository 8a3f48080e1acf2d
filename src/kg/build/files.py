"""RDF files: which format, which account, and on which line a fault is."""

from __future__ import annotations

import io
import mmap
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Final, NamedTuple, TypeAlias, cast

import pyoxigraph as ox

from kg.errors import DataError, UsageError
from kg.paths import existing
from kg.terms import compact, expand, text_of
from kg.vocabulary import FACTS, RDF_TYPE, kg

__all__ = [
    "GraphName",
    "Source",
    "accounts_in",
    "contains",
    "find_line",
    "find_name",
    "format_of",
    "graph_text",
    "has_graphs",
    "is_rdf",
    "parsed",
    "prefixes_of",
    "read_quads",
    "reading",
    "said_with",
    "settled",
]

GraphName: TypeAlias = ox.NamedNode | ox.DefaultGraph
_IN_NAME = re.compile(r"[\w:-]")
_ACCOUNT: Final = kg("Account")
_ACCOUNT_WORD: Final = re.compile(rb"Account\b")
_OF_LINES: Final = (".nt", ".nq")
_WITH_GRAPHS = (".trig", ".nq", ".jsonld", ".json")
_BOM = b"\xef\xbb\xbf"
# Ontologies go by the first of these whatever they are written in.
_OF_ANY_FORM = (".owl", ".xml")
_PLACE = re.compile(
    r"^Parser error (?:at line \d+ (?:between columns|column) (\d+)(?: and \d+)?"
    r"|between line \d+ column (\d+) and line \d+ column \d+): "
)
_REMOTE = re.compile(r'"@(?:context|import)"\s*:[\s\[]*"([^"]*)"')


def format_of(path: Path) -> ox.RdfFormat:
    """Give the RDF format that a file's suffix stands for, ``.gz`` left aside.

    Raises:
        UsageError: The suffix stands for none.
    """
    suffix = _unpacked(path).suffix.lower()
    if suffix in _OF_ANY_FORM:
        with _opened(path) as file:
            return ox.RdfFormat.RDF_XML if _is_xml(file.read(1024)) else ox.RdfFormat.TURTLE
    found = ox.RdfFormat.from_extension(suffix.removeprefix("."))
    if found is None:
        raise UsageError(
            f"the suffix {suffix!r} stands for no RDF format",
            path=path,
            mend="use .ttl, .trig, .nt, .nq, .n3, .jsonld, .rdf or .owl, or one of them with .gz",
        )
    return found


class Source(NamedTuple):
    """A file, and the account that it belongs to.

    Attributes:
        path: The file.
        account: The account's IRI, where the caller says it, or where it is settled; statements
            that the file itself puts into a named graph belong to the account of that name.
    """

    path: Path
    account: str | None = None

    @property
    def graph(self) -> GraphName:
        """Give the graph that its statements stand in where it names none."""
        if self.account in (None, FACTS):
            return ox.DefaultGraph()
        return ox.NamedNode(self.account)


def settled(sources: Iterable[Source]) -> list[Source]:
    """Give files with their accounts: the caller's, else the one that a file describes.

    A file that says of something that it is an account belongs to that account; any other one to
    the facts. Its name says nothing.

    Raises:
        DataError: A file is not well formed, describes more than one account, or one that another
            file describes too.
    """
    made, files = [], dict[str, Path]()
    for source in sources:
        found = _described(source.path)
        for account in sorted(found):
            other = files.setdefault(account, source.path)
            if len(found) > 1 or other != source.path:
                name = compact(account)
                what = f"the file describes {name}, " + (
                    f"which {other} describes too" if len(found) == 1 else "and other accounts too"
                )
                raise DataError(
                    what, path=source.path, mend="give each account one file that says so"
                )
        made.append(Source(source.path, source.account or next(iter(found), FACTS)))
    return made


def _described(path: Path) -> set[str]:
    return accounts_in(said_with(Source(path), _ACCOUNT_WORD))


def said_with(source: Source, words: re.Pattern[bytes]) -> Iterator[ox.Quad]:
    """Give the statements of a file in which some words stand, and perhaps others.

    Of a file of lines only those lines are parsed, any other file as a whole or not at all.

    Raises:
        DataError: The file is not well formed.
    """
    lines = source.path.suffix in _OF_LINES
    data = _lines_with(source.path, words) if lines else b""
    if data or (not lines and contains(source.path, words)):
        with reading(source.path):
            yield from parsed(source, BytesIO(data) if lines else None)


def _lines_with(path: Path, words: re.Pattern[bytes]) -> bytes:
    found = []
    with _content_of(path) as content:
        at = 0
        while match := words.search(content, at):
            start, at = content.rfind(b"\n", 0, match.start()) + 1, content.find(b"\n", match.end())
            at = len(content) if at < 0 else at + 1
            found.append(content[start:at])
    return b"".join(found)


def accounts_in(quads: Iterable[ox.Quad]) -> set[str]:
    """Give the accounts that statements describe."""
    return {
        text_of(quad.subject)
        for quad in quads
        if quad.predicate.value == RDF_TYPE and text_of(quad.object) == _ACCOUNT
    }


def contains(path: Path, words: re.Pattern[bytes]) -> bool:
    """Say whether any of some words stands in a file."""
    with _content_of(path) as content:
        return words.search(content) is not None


@contextmanager
def _content_of(path: Path) -> Iterator[mmap.mmap | bytes]:
    """Give what a file holds, unpacked, without reading what need not be read."""
    if path.suffix.lower() == ".gz" or not path.stat().st_size:
        with reading(path), _opened(path) as packed:
            yield packed.read()
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


def graph_text(quad: ox.Quad) -> str:
    """Give the graph of a statement as N-Quads writes it, with a space before it."""
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"


def is_rdf(path: Path) -> bool:
    """Say whether a file's suffix stands for an RDF format."""
    suffix = _unpacked(path).suffix.lower()
    known = ox.RdfFormat.from_extension(suffix.removeprefix("."))
    return known is not None or suffix in _OF_ANY_FORM


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def _is_xml(head: bytes) -> bool:
    return head.lstrip().startswith((b"<?xml", b"<!", b"<rdf:RDF"))


def has_graphs(path: Path) -> bool:
    """Say whether a file of this format says itself in which graph a statement stands."""
    return _unpacked(path).suffix.lower() in _WITH_GRAPHS


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a parser says of a file into one clear line.

    Raises:
        DataError: The file is not well formed, or is not UTF-8.
    """
    try:
        yield
    except SyntaxError as error:
        raise _not_well_formed(path, error) from None
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise DataError(f"cannot be read: {error}", path=path) from None


def _not_well_formed(path: Path, error: SyntaxError) -> DataError:
    said = str(error.msg)
    if "LoadDocumentCallback" in said:
        content = _text(path)
        found = _REMOTE.search(content)
        return DataError(
            f"the context {found[1] if found else ''} lies elsewhere, and none is fetched",
            path=path,
            line=content.count("\n", 0, found.start(1)) + 1 if found else None,
            mend="put the context itself into the file",
        )
    what = _PLACE.sub(lambda place: f"column {place[1] or place[2]}: ", said)
    if "\ufeff" in said:
        what, mend = "it begins with a byte order mark", "save it without one"
    else:
        mend = "mend the syntax there"
    line = error.lineno or _line_read(path)
    return DataError(f"not well formed: {what}", path=path, line=line, mend=mend)


class _ByLine:
    """A file that is read line by line, and says how many were asked for."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.line = file, 0

    def read(self, size: int = -1, /) -> bytes:
        """Give the next line, or some of it."""
        data = self._file.readline(size)
        self.line += data.endswith(b"\n")
        return data


def _line_read(path: Path) -> int:
    """Give the line at which a parser stops that does not say where: the last that it asked for."""
    with _opened(path) as file:
        lines = _ByLine(file)
        with suppress(SyntaxError):
            for _ in ox.parse(input=cast("IO[bytes]", lines), format=format_of(path)):
                pass
        return max(lines.line, 1)


def read_quads(path: str | Path, account: str | None = None) -> list[ox.Quad]:
    """Read a file, its statements put into the graph of its account; see `settled`.

    Raises:
        UsageError: There is no such file, or its suffix stands for no RDF format.
        DataError: It is not well formed; the line says where.
    """
    file = existing(path)
    format_of(file)
    with reading(file):
        return [quad for each in settled([Source(file, account)]) for quad in parsed(each)]


def parsed(
    source: Source, file: IO[bytes] | None = None, *, apart: bool = False
) -> Iterator[ox.Quad]:
    """Parse a file, its statements put into the graph of its account.

    Args:
        source: The file.
        file: The same file, open, where its reading is watched.
        apart: Whether a node without a name gets one that no other file's has.

    Raises:
        UsageError: Its suffix stands for no RDF format.
        SyntaxError: It is not well formed; see `reading`.
    """
    quads = _parsed(source.path, file, apart=apart)
    if source.account in (None, FACTS):
        return quads
    default, graph = ox.DefaultGraph(), source.graph
    return (
        ox.Quad(q.subject, q.predicate, q.object, graph) if q.graph_name == default else q
        for q in quads
    )


def _parsed(path: Path, file: IO[bytes] | None, *, apart: bool) -> Iterator[ox.Quad]:
    form = format_of(path)
    if form == ox.RdfFormat.RDF_XML:
        _check_xml(path)
    if file is None and not _needs_opening(path):
        return ox.parse(path=path, format=form, rename_blank_nodes=apart)
    return _parsed_open(_opened(path, file), form, apart=apart)


def _check_xml(path: Path) -> None:
    """Hold a file to XML: the engine takes one that breaks off for whole."""
    from xml.parsers import expat  # noqa: PLC0415 - few files are XML

    parser = expat.ParserCreate()
    with _opened(path) as file:
        try:
            parser.ParseFile(file)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise SyntaxError(said, (str(path), error.lineno, error.offset, None)) from None


def _parsed_open(file: IO[bytes], form: ox.RdfFormat, *, apart: bool) -> Iterator[ox.Quad]:
    with file:
        yield from ox.parse(input=file, format=form, rename_blank_nodes=apart)


def _needs_opening(path: Path) -> bool:
    """Say whether a file holds more than its text: it is packed, or has a byte order mark."""
    if path.suffix.lower() == ".gz":
        return True
    with path.open("rb") as file:
        return file.read(len(_BOM)) == _BOM


def _opened(path: Path, file: IO[bytes] | None = None) -> IO[bytes]:
    """Open a file, or take it open, so that its text is read, without a byte order mark."""
    if path.suffix.lower() == ".gz":
        import gzip  # noqa: PLC0415 - few files are packed

        opened = cast("IO[bytes]", gzip.open(file or path, "rb"))  # noqa: SIM115 - as below
    else:
        opened = file or path.open("rb")
    buffered = io.BufferedReader(cast("io.RawIOBase", opened))
    try:
        if buffered.peek(len(_BOM)).startswith(_BOM):
            buffered.read(len(_BOM))
    except BaseException:
        buffered.close()
        raise
    return buffered


def prefixes_of(path: Path) -> dict[str, str]:
    """Give the prefixes that a file declares, by name.

    Raises:
        DataError: The file is not well formed.
    """
    with reading(path), _opened(path) as file:
        found = ox.parse(input=file, format=format_of(path))
        for _ in found:
            pass
        return dict(found.prefixes)


def find_line(path: str | Path, *texts: str) -> str:
    """Give ``file:line`` of the first line after which all texts have stood, each after the last.

    Triples do not carry their lines, so a fault that shows after parsing is found again as text;
    where a text is not found, the line of the one before it is given.
    """
    return f"{path}:{_line_of(_text(Path(path)), *texts)}"


def find_name(path: str | Path, name: str) -> int | None:
    """Give the line of the first place of a compact name, or of its IRI; None where it is not."""
    content = _text(Path(path))
    forms = (name, f"<{expand(name)}>")
    return next((_line_of(content, f) for f in forms if _find_word(content, f, 0) >= 0), None)


def _line_of(content: str, *texts: str) -> int:
    at = 0
    for text in texts:
        found = _find_word(content, text, at)
        if found < 0:
            break
        at = found
    return content.count("\n", 0, at) + 1


def _text(path: Path) -> str:
    """Give the text of a file, read anew where it may have changed."""
    stat = path.stat()
    return _content(path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _content(path: Path, *_changed: int) -> str:
    with _opened(path) as file:
        return file.read().decode("utf-8", "replace")


def _find_word(content: str, text: str, start: int) -> int:
    """Find a text that is not part of a longer name; -1 where there is none."""
    at = content.find(text, start)
    while at >= 0:
        before, after = content[at - 1 : at], content[at + len(text) : at + len(text) + 1]
        if not (before and _IN_NAME.match(before)) and not (after and _IN_NAME.match(after)):
            return at
        at = content.find(text, at + 1)
    return -1
