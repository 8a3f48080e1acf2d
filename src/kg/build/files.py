"""RDF files: which format, which graph, and on which line a fault is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.errors import DataError, UsageError
from kg.paths import existing
from kg.terms import expand
from kg.vocabulary import CLAIMS

__all__ = [
    "find_line",
    "find_name",
    "format_of",
    "graph_of",
    "has_graphs",
    "parsed",
    "read_quads",
    "reading",
]

GraphName: TypeAlias = ox.NamedNode | ox.DefaultGraph
_IN_NAME = re.compile(r"[\w:-]")
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


def graph_of(path: Path) -> GraphName:
    """Give the graph that a file is loaded into: claims where its name ends so, else the facts."""
    return ox.NamedNode(CLAIMS) if path.stem.endswith("claims") else ox.DefaultGraph()


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


def read_quads(path: str | Path) -> list[ox.Quad]:
    """Read a file, its triples put into the graph that its name stands for.

    Raises:
        UsageError: There is no such file, or its suffix stands for no RDF format.
        DataError: It is not well formed; the line says where.
    """
    file = existing(path)
    with reading(file):
        return list(parsed(file))


def parsed(path: Path, file: IO[bytes] | None = None, *, apart: bool = False) -> Iterator[ox.Quad]:
    """Parse a file, its triples put into the graph that its name stands for.

    Args:
        path: The file.
        file: The same file, open, where its reading is watched.
        apart: Whether a node without a name gets one that no other file's has.

    Raises:
        UsageError: Its suffix stands for no RDF format.
        SyntaxError: It is not well formed; see `reading`.
    """
    form = format_of(path)
    quads = (
        ox.parse(input=file, format=form, rename_blank_nodes=apart)
        if file
        else ox.parse(path=path, format=form, rename_blank_nodes=apart)
    )
    graph = graph_of(path)
    if has_graphs(path) or isinstance(graph, ox.DefaultGraph):
        return quads
    return (ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)


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
