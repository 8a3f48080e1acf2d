"""Sources: files with the accounts that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.build.files import format_of, parse, reading
from kg.build.unpacking import content_of
from kg.errors import DataError
from kg.paths import existing
from kg.terms import compact, text_of
from kg.vocabulary import FACTS, RDF_TYPE, kg

__all__ = [
    "GraphName",
    "Source",
    "accounts_in",
    "contains",
    "graph_text",
    "parsed",
    "read_quads",
    "said_with",
    "settled",
]

GraphName: TypeAlias = ox.NamedNode | ox.DefaultGraph
_ACCOUNT: Final = kg("Account")
_ACCOUNT_WORD: Final = rb"Account\b"
_OF_LINES: Final = (".nt", ".nq")
# What may begin a triple that is a term in RDF 1.2; in a file of lines nothing else can.
_TRIPLE_TERM: Final = [rb"<<"]
_TRIPLE_TERM_OR_SIGN: Final = [rb"<<", rb"\{\|", rb"~"]
_TRIPLE_TERM_IN_XML: Final = [rb"""parseType\s*=\s*["']Triple""", rb"annotation\w*\s*="]


class Source(NamedTuple):
    """A file, and the account that it belongs to.

    Attributes:
        path: The file.
        account: The account's IRI, where the caller says it, or where it is settled; statements
            that the file itself puts into a named graph belong to the account of that name.
        base: The IRI that relative ones are of, where the file names none.
    """

    path: Path
    account: str | None = None
    base: str | None = None

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
        DataError: A file is not well formed, holds a triple as a term, describes more than one
            account, or one that another file describes too.
    """
    made, files = [], dict[str, Path]()
    for source in sources:
        _without_triple_terms(source)
        found = accounts_in(said_with(source, _ACCOUNT_WORD))
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
        made.append(source._replace(account=source.account or next(iter(found), FACTS)))
    return made


def _without_triple_terms(source: Source) -> None:
    """Refuse RDF 1.2: rdflib, SHACL engines and most servers take no triple as a term."""
    path = source.path
    form, begins = format_of(path), _TRIPLE_TERM_OR_SIGN
    if form == ox.RdfFormat.RDF_XML:
        begins = _TRIPLE_TERM_IN_XML
    elif form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        begins = _TRIPLE_TERM
    if not contains(path, *begins):
        return
    with reading(path):
        quads = parse(path, base=source.base)
        held = any(ox.Triple in (type(q.subject), type(q.object)) for q in quads)
    if held:
        with content_of(path) as content:
            at = next((match.start() for match in re.finditer(b"|".join(begins), content)), 0)
            line = content[:at].count(b"\n") + 1
        raise DataError(
            "a triple stands as a term, and RDF 1.2 is not read here",
            path=path,
            line=line,
            mend="say it of a thing with a name",
        )


def said_with(source: Source, *words: bytes) -> Iterator[ox.Quad]:
    """Give the statements of a file in which some words stand, and perhaps others.

    Of a file of lines only those lines are parsed, any other file as a whole or not at all.

    Raises:
        DataError: The file is not well formed.
    """
    if not contains(source.path, *words):
        return
    if source.path.suffix in _OF_LINES:
        for line in _lines_with(source.path, re.compile(b"|".join(words))):
            # One that is not well formed is named, in its place, by who reads the whole file.
            with suppress(SyntaxError):
                yield from ox.parse(line, format=format_of(source.path))
    else:
        with reading(source.path):
            yield from parsed(source)


def _lines_with(path: Path, words: re.Pattern[bytes]) -> Iterator[bytes]:
    with reading(path), content_of(path) as content:
        at = 0
        while match := words.search(content, at):
            start, at = content.rfind(b"\n", 0, match.start()) + 1, content.find(b"\n", match.end())
            at = len(content) if at < 0 else at + 1
            yield content[start:at]


def accounts_in(quads: Iterable[ox.Quad]) -> set[str]:
    """Give the accounts that statements describe."""
    return {
        text_of(quad.subject)
        for quad in quads
        if quad.predicate.value == RDF_TYPE and text_of(quad.object) == _ACCOUNT
    }


def contains(path: Path, *words: bytes) -> bool:
    """Say whether any of some words stands in a file; each is a regular expression.

    Each is sought alone: as alternatives of one expression they take three times as long.
    """
    with reading(path), content_of(path) as content:
        return any(re.search(word, content) for word in words)


def graph_text(graph: object) -> str:
    """Give the graph of a statement as N-Quads writes it, with a space before it."""
    return "" if isinstance(graph, ox.DefaultGraph) else f" {graph}"


def read_quads(path: str | Path, account: str | None = None) -> list[ox.Quad]:
    """Read a file, its statements put into the graph of its account; see `settled`.

    Raises:
        UsageError: There is no such file, or its suffix stands for no RDF format.
        DataError: It is not well formed; the line says where.
    """
    file = existing(path)
    format_of(file)
    with reading(file):
        whose = settled([Source(file, account)])
        return [quad for each in whose for quad in parsed(each, apart=True)]


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
    quads = parse(source.path, file, apart=apart, base=source.base)
    if source.account in (None, FACTS):
        return quads
    default, graph = ox.DefaultGraph(), source.graph
    return (
        ox.Quad(q.subject, q.predicate, q.object, graph) if q.graph_name == default else q
        for q in quads
    )
