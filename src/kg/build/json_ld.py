"""JSON-LD as RDF: the parser drops what is no RDF without a word, and here it is said.

A strict parser leaves out a statement whose address or language tag is none. So it is told to be
lenient, and what it then gives is looked at.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.build.unpacking import content_of
from kg.errors import DataError, KgWarning

__all__ = ["GIVE_BASE", "NO_BASE", "hold_to_depth", "whole"]

NO_BASE: Final = "no-base://khyber.invalid/"
"""What relative IRIs are of where nothing says it, to be found again."""

GIVE_BASE: Final = "write it whole, or give the base: kg load FILE --base IRI, or base=IRI"
# The parser goes down into objects on the stack of its process, and fell at 3,136 (8 MB).
_DEPTH: Final = 1_000
_STRING: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NO_BRACKET: Final = bytes(set(range(256)) - set(b"{[]}"))
_STEPS: Final = {ord("{"): 1, ord("["): 1, ord("}"): -1, ord("]"): -1}
_NO_SCHEME: Final = "No scheme"
_NAMED: Final = 5


def hold_to_depth(path: Path) -> None:
    """Refuse a file that nests so deep that its parser would end the process.

    Raises:
        DataError: It does.
    """
    with content_of(path) as content:
        data = bytes(content)
    if data.count(b"{") + data.count(b"[") <= _DEPTH:
        return
    brackets = _STRING.sub(b"", data).translate(None, _NO_BRACKET)
    if max(accumulate(_STEPS[each] for each in brackets)) > _DEPTH:
        what = f"more than {_DEPTH:,} brackets stand in one another"
        raise DataError(what, path=path, mend="write things side by side, each with its @id")


def whole(path: Path, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give what a lenient parser gives where it is RDF, and refuse what would be lost.

    A key that no context makes an address says nothing in JSON-LD; a note names it.

    Raises:
        DataError: An address or a language tag is none, or an address is relative to none.
    """
    known, left = set[object](), dict[str, None]()
    for quad in quads:
        predicate = quad.predicate
        if predicate not in known:
            try:
                ox.NamedNode(predicate.value)
            except ValueError as error:
                if not str(error).startswith(_NO_SCHEME):
                    raise _no_iri(path, predicate.value, error) from None
                left[predicate.value] = None
                continue
            _hold(path, predicate)
            known.add(predicate)
        for term in (quad.subject, quad.object, quad.graph_name):
            if term not in known:
                _hold(path, term)
                if isinstance(term, ox.NamedNode):
                    known.add(term)
        yield _folded(quad)
    if left:
        named = ", ".join([*left][:_NAMED]) + (", …" if left.keys() - [*left][:_NAMED] else "")
        line = f"{path}: no context makes an address of {named}; what stands there says nothing"
        warnings.warn(line, KgWarning, stacklevel=2)


def _folded(quad: ox.Quad) -> ox.Quad:
    """Give a statement with its language tag in small letters, as a strict parser does."""
    term = quad.object
    tag = term.language if isinstance(term, ox.Literal) else None
    if not isinstance(term, ox.Literal) or not tag or tag.islower():
        return quad
    text = ox.Literal(term.value, language=tag, direction=term.direction)
    return ox.Quad(quad.subject, quad.predicate, text, quad.graph_name)


def _hold(path: Path, term: object) -> None:
    """Hold a term to what RDF allows."""
    if isinstance(term, ox.NamedNode):
        _hold_iri(path, term.value)
    elif isinstance(term, ox.Literal):
        if term.language:
            _hold_tag(path, term.language)
        _hold_iri(path, term.datatype.value)


def _hold_iri(path: Path, iri: str) -> None:
    if iri.startswith(NO_BASE):
        name = f"<{iri.removeprefix(NO_BASE)}>"
        what = "an address is relative, and the file names no base"
        raise DataError(what, path=path, where=name, mend=GIVE_BASE)
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise _no_iri(path, iri, error) from None


def _no_iri(path: Path, iri: str, error: ValueError) -> DataError:
    what = f"this is no address ({error})"
    return DataError(what, path=path, line=_line_of(path, iri), where=f"<{iri}>",
                     mend="write it whole, with %20 for a space")  # fmt: skip


def _hold_tag(path: Path, tag: str) -> None:
    try:
        ox.Literal("", language=tag)
    except ValueError:
        mend = f"write {tag.replace('_', '-')}" if "_" in tag else "write one such as en or en-GB"
        raise DataError(
            "this is no language tag", path=path, line=_line_of(path, tag), where=tag, mend=mend
        ) from None


def _line_of(path: Path, text: str) -> int | None:
    """Give the line of the first place of a text; None where it is put together or escaped."""
    with suppress(OSError, ValueError), content_of(path) as content:
        at = content.find(text.encode())
        return bytes(content[:at]).count(b"\n") + 1 if at >= 0 else None
    return None
