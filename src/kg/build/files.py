"""RDF files: which format, what a parser gives of them, and what is wrong in one clear line."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.build.json_ld import NO_BASE, hold_to_depth, whole
from kg.build.malformed import not_well_formed, unreadable
from kg.build.unpacking import needs_opening, opened, unpacked
from kg.errors import DataError, UsageError
from kg.terms import text_of

__all__ = [
    "format_of",
    "has_graphs",
    "is_rdf",
    "parse",
    "prefixes_of",
    "reading",
    "salvaged",
    "utf8_of",
]

_MOST_FAULTS: Final = 50
_WITH_GRAPHS: Final = (".trig", ".nq", ".jsonld", ".json")
# Ontologies go by the first of these whatever they are written in.
_OF_ANY_FORM: Final = (".owl", ".xml")
_GOING_ON: Final = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.TRIG,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.N_QUADS,
)


def format_of(path: Path) -> ox.RdfFormat:
    """Give the RDF format that a file's suffix stands for, ``.gz`` left aside.

    Raises:
        UsageError: The suffix stands for none.
        DataError: It says nothing by itself, and the file cannot be read.
    """
    suffix = unpacked(path).suffix.lower()
    if suffix in _OF_ANY_FORM:
        with reading(path), opened(path) as file:
            return ox.RdfFormat.RDF_XML if _is_xml(file.read(1024)) else ox.RdfFormat.TURTLE
    found = ox.RdfFormat.from_extension(suffix.removeprefix("."))
    if found is None:
        raise UsageError(
            f"the suffix {suffix!r} stands for no RDF format",
            path=path,
            mend="use .ttl, .trig, .nt, .nq, .n3, .jsonld, .rdf or .owl, or one of them with .gz",
        )
    return found


def is_rdf(path: Path) -> bool:
    """Say whether a file's suffix stands for an RDF format."""
    suffix = unpacked(path).suffix.lower()
    known = ox.RdfFormat.from_extension(suffix.removeprefix("."))
    return known is not None or suffix in _OF_ANY_FORM


def _is_xml(head: bytes) -> bool:
    return head.lstrip().startswith((b"<?xml", b"<!", b"<rdf:RDF"))


def has_graphs(path: Path) -> bool:
    """Say whether a file of this format says itself in which graph a statement stands."""
    return unpacked(path).suffix.lower() in _WITH_GRAPHS


def salvaged(path: Path) -> tuple[list[ox.Quad], list[DataError], set[str]]:
    """Read what can be read of a file that is not well formed.

    After a fault the parser of Turtle and its kin goes on with the next statement; of any other
    format, and where it is not the syntax that is at fault, there is nothing to give.

    Returns:
        The statements; the faults, in the order of their lines; and, as text, the subjects of
        statements that broke off.
    """
    quads, faults, broken = list[ox.Quad](), dict[int | None, DataError](), set[str]()
    found = parse(path, apart=True) if format_of(path) in _GOING_ON else iter(())
    last = None
    while len(faults) < _MOST_FAULTS:
        try:
            quad = next(found)
            # What RDF 1.2 alone can say is refused by who reads the file whole.
            if ox.Triple not in (type(quad.subject), type(quad.object)):
                quads.append(quad)
        except (StopIteration, OSError, ValueError, EOFError, zlib.error):
            break
        except SyntaxError as error:
            fault = not_well_formed(path, error, error.lineno or _line_read(path))
            if faults and fault.line == last and str(fault) == str(faults[last]):
                break
            # What follows in a line that is torn is torn by the same fault.
            last = fault.line
            faults.setdefault(last, fault)
            broken |= {text_of(quad.subject) for quad in quads[-1:]}
    return quads, [*faults.values()], broken


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a parser says of a file into one clear line.

    Raises:
        DataError: The file is not well formed, or is not UTF-8.
    """
    try:
        yield
    except SyntaxError as error:
        raise not_well_formed(path, error, error.lineno or _line_read(path)) from None
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise unreadable(path, error) from None


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
    with opened(path) as file:
        lines = _ByLine(file)
        with suppress(SyntaxError):
            for _ in ox.parse(input=cast("IO[bytes]", lines), format=format_of(path)):
                pass
        return max(lines.line, 1)


def parse(
    path: Path, file: IO[bytes] | None = None, *, apart: bool = False, base: str | None = None
) -> Iterator[ox.Quad]:
    """Parse a file.

    Args:
        path: The file.
        file: The same file, open, where its reading is watched.
        apart: Whether a node without a name gets one that no other file's has.
        base: The IRI that relative ones are of, where the file names none.

    Raises:
        UsageError: Its suffix stands for no RDF format.
        SyntaxError: It is not well formed; see `reading`.
        DataError: A graph in it has no name, or a relative IRI no base, or it nests too deep.
    """
    form = format_of(path)
    how: dict[str, Any] = {"format": form, "rename_blank_nodes": apart, "base_iri": base}
    if form == ox.RdfFormat.RDF_XML:
        _check_xml(path)
    elif form == ox.RdfFormat.JSON_LD:
        hold_to_depth(path)
        how |= {"base_iri": base or NO_BASE, "lenient": True}
    if file is None and not needs_opening(path):
        found: Iterator[ox.Quad] = ox.parse(path=path, **how)
    else:
        found = _parsed_open(opened(path, file), how)
    if form == ox.RdfFormat.JSON_LD:
        found = whole(path, found)
    return _in_named_graphs(path, found) if has_graphs(path) else found


def _in_named_graphs(path: Path, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Refuse a graph without a name: nobody could ask for the account that it would be.

    Raises:
        DataError: There is one.
    """
    for quad in quads:
        if isinstance(quad.graph_name, ox.BlankNode):
            raise DataError(
                f"a graph has no name, and so no account: {quad.triple}",
                path=path,
                mend="give the graph a name in id:, or leave it out",
            )
        yield quad


def _check_xml(path: Path) -> None:
    """Hold a file to XML: the engine takes one that breaks off for whole."""
    from xml.parsers import expat  # noqa: PLC0415 - few files are XML

    parser = expat.ParserCreate(namespace_separator="")
    with opened(path) as file:
        try:
            parser.ParseFile(file)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise SyntaxError(said, (str(path), error.lineno, error.offset, None)) from None
        except LookupError as error:
            raise SyntaxError(str(error), (str(path), 1, 1, None)) from None


def _parsed_open(file: IO[bytes], how: dict[str, Any]) -> Iterator[ox.Quad]:
    with file:
        yield from ox.parse(input=file, **how)


def prefixes_of(path: Path) -> dict[str, str]:
    """Give the prefixes that a file declares, by name.

    Raises:
        DataError: The file is not well formed.
    """
    with reading(path), opened(path) as file:
        found = ox.parse(input=file, format=format_of(path))
        for _ in found:
            pass
        return dict(found.prefixes)


def utf8_of(path: Path) -> str:
    """Give the text of a file to its last letter; a parser takes any bytes in a comment.

    Raises:
        DataError: It is not UTF-8.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mend = "save it as UTF-8"
        raise DataError("this is not UTF-8 text", path=path, line=line, mend=mend) from None
