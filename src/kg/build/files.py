"""RDF files: which format, which account, and on which line a fault is."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Final, NamedTuple, TypeAlias

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
    "parsed",
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
_WITH_GRAPHS = (".trig", ".nq", ".jsonld")


def format_of(path: Path) -> ox.RdfFormat:
    """Give the RDF format that a file's suffix stands for.

    Raises:
        UsageError: The suffix stands for none.
    """
    found = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if found is None:
        raise UsageError(
            f"the suffix {path.suffix!r} stands for no RDF format",
            where=str(path),
            mend="use .ttl, .trig, .nt, .nq, .jsonld or .rdf",
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
                where, name = str(source.path), compact(account)
                what = f"the file describes {name}, " + (
                    f"which {other} describes too" if len(found) == 1 else "and other accounts too"
                )
                raise DataError(what, where=where, mend="give each account one file that says so")
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
    if not path.stat().st_size:
        return b""
    found = []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
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
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return words.search(content) is not None


def graph_text(quad: ox.Quad) -> str:
    """Give the graph of a statement as N-Quads writes it, with a space before it."""
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"


def has_graphs(path: Path) -> bool:
    """Say whether a file of this format says itself in which graph a statement stands."""
    return path.suffix in _WITH_GRAPHS


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a parser says of a file into one clear line.

    Raises:
        DataError: The file is not well formed, or is not UTF-8.
    """
    try:
        yield
    except SyntaxError as error:
        where = f"{path}:{error.lineno or 1}"
        what = re.sub(r"^Parser error at line \d+ column (\d+):", r"column \1:", str(error.msg))
        raise DataError(
            f"not well formed: {what}", where=where, mend="mend the syntax there"
        ) from None
    except (OSError, ValueError) as error:
        raise DataError(f"cannot be read: {error}", where=str(path)) from None


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
    form = format_of(source.path)
    quads = (
        ox.parse(input=file, format=form, rename_blank_nodes=apart)
        if file
        else ox.parse(path=source.path, format=form, rename_blank_nodes=apart)
    )
    if source.account in (None, FACTS):
        return quads
    default, graph = ox.DefaultGraph(), source.graph
    return (
        ox.Quad(q.subject, q.predicate, q.object, graph) if q.graph_name == default else q
        for q in quads
    )


def find_line(path: str | Path, *texts: str) -> str:
    """Give ``file:line`` of the first line after which all texts have stood, each after the last.

    Triples do not carry their lines, so a fault that shows after parsing is found again as text;
    where a text is not found, the line of the one before it is given.
    """
    content = _content(str(path), Path(path).stat().st_mtime_ns)
    at = 0
    for text in texts:
        found = _find_word(content, text, at)
        if found < 0:
            break
        at = found
    return f"{path}:{content.count(chr(10), 0, at) + 1}"


def find_name(path: str | Path, name: str) -> str:
    """Give ``file:line`` of the first place of a compact name, or of its IRI; else nothing."""
    content = _content(str(path), Path(path).stat().st_mtime_ns)
    forms = (name, f"<{expand(name)}>")
    return next((find_line(path, f) for f in forms if _find_word(content, f, 0) >= 0), "")


@lru_cache(maxsize=4)
def _content(path: str, _changed: int) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _find_word(content: str, text: str, start: int) -> int:
    """Find a text that is not part of a longer name; -1 where there is none."""
    at = content.find(text, start)
    while at >= 0:
        before, after = content[at - 1 : at], content[at + len(text) : at + len(text) + 1]
        if not (before and _IN_NAME.match(before)) and not (after and _IN_NAME.match(after)):
            return at
        at = content.find(text, at + 1)
    return -1
