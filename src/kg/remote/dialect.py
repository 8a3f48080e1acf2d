"""Where servers differ from the recommendation: each difference here, once, with its reason."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import pyoxigraph as ox

from kg.engine import Cell
from kg.sparql import Bindings, Token, kind_of_braces, tokens, with_values
from kg.vocabulary import PREFIXES

__all__ = ["boolean_of", "for_virtuoso", "mended_term", "mended_triple", "with_prefixes"]

_BOOLEAN: Final = PREFIXES["xsd"] + "boolean"
_WORDS: Final = {"0": "false", "1": "true"}
_GEOMETRY: Final = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_WKT: Final = ox.NamedNode(PREFIXES["geo"] + "wktLiteral")
_NAMELESS: Final = re.compile(r"nodeID://([A-Za-z0-9_]+)")
_NUMBER: Final = re.compile(r"-?\d+\.\d+")
_DIGITS: Final = 10
_ASKED: Final = ["__ASK_RETVAL"]


def with_prefixes(sparql: str) -> str:
    """Declare the known prefixes that a query uses and does not declare.

    A server knows none of ours. They go before the first line, without a line break, so that the
    line numbers of the server's own messages stay right.
    """
    found = list(tokens(sparql))
    declared = {b.text for a, b in pairwise(found) if a.text.upper() == "PREFIX"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    missing = sorted(p for p in used if p in PREFIXES and f"{p}:" not in declared)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + sparql


def for_virtuoso(sparql: str, bindings: Bindings) -> str:
    """Give a query with terms for its variables, in the form that Virtuoso 7.2 answers rightly.

    It loses inline data on the way into a path of any length ("transitive start not given"), a
    MINUS and an OPTIONAL, so one term stands as itself, and only several are inline data. A
    variable that is a column of the answer is bound by inline data besides; as a column of a
    subquery it is left out. A path whose last step may be missing is written as two paths.

    Not mended: in some of its plans, a path of any length between two given terms takes an end
    that it does not lead to (seen in one question, on ten times the shipped graph).
    """
    found = list(tokens(sparql))
    single = {name: str(each[0]) for name, each in bindings.items() if len(each) == 1}
    changes = [*_optional_steps(found)]
    kept = {name: each for name, each in bindings.items() if name not in single}
    for token, where in _variables(found):
        name = token.text[1:]
        if name in single and where == "group":
            changes.append((token.start, token.start + len(token.text), single[name]))
        elif name in single and where == "column":
            changes.append((token.start, token.start + len(token.text), ""))
        elif name in single:
            kept[name] = bindings[name]
    for start, end, text in sorted(changes, reverse=True):
        sparql = f"{sparql[:start]}{text}{sparql[end:]}"
    return with_values(sparql, kept)


def _optional_steps(found: list[Token]) -> Iterator[tuple[int, int, str]]:
    """Give each ``first/last?`` as ``(first|first/last)``, with where it starts and ends."""
    for here in range(len(found) - 3):
        first, slash, last, mark = found[here : here + 4]
        if (slash.text, mark.text) == ("/", "?") and {first.kind, last.kind} <= {"name", "iri"}:
            yield first.start, mark.start + 1, f"({first.text}|{first.text}/{last.text})"


def _variables(found: list[Token]) -> Iterator[tuple[Token, str]]:
    """Give each variable with where it stands: a group, a column of a subquery, or elsewhere."""
    kinds: list[str] = []
    depth = 0
    for here, token in enumerate(found):
        if token.text in "()":
            depth += 1 if token.text == "(" else -1
        if token.text == "{":
            kinds.append(kind_of_braces(found, here))
        elif token.text == "}" and kinds:
            kinds.pop()
        elif token.kind == "var":
            before = [each.text.upper() for each in found[max(here - 2, 0) : here]]
            names = before[-1:] in (["AS"], ["VALUES"]) or before == ["BOUND", "("]
            group, column = kinds[-1:] == ["group"], kinds[-1:] == ["subquery"] and not depth
            yield token, "elsewhere" if names else "group" if group else "column" if column else ""


def boolean_of(names: Sequence[str], cells: Iterator[Sequence[Cell]]) -> bool | None:
    """Give the answer to ASK that came as a table, or None where the table is one.

    Virtuoso 7.2 answers ASK with a table of one integer, in a column of this name.
    """
    if list(names) != _ASKED:
        return None
    row = next(cells, None)
    return row is not None and getattr(row[0], "value", "0") not in ("0", "false")


def mended_term(term: Any) -> Any:  # noqa: ANN401 - any term, given back or replaced
    """Give a term as it was loaded, where a server has a form of its own for it.

    Virtuoso writes truth values as 0 and 1; it gives points a datatype of its own, and keeps them
    as floats of 32 bits, so that 37.95 comes back as 37.950000762939. Nodes without a name come as
    addresses of a scheme of its own.
    """
    if isinstance(term, ox.NamedNode) and (nameless := _NAMELESS.fullmatch(term.value)):
        return ox.BlankNode(nameless[1])
    if not isinstance(term, ox.Literal):
        return term
    datatype = term.datatype.value
    if datatype == _BOOLEAN and term.value in _WORDS:
        return ox.Literal(_WORDS[term.value], datatype=term.datatype)
    if datatype != _GEOMETRY:
        return term
    return ox.Literal(_NUMBER.sub(lambda n: _shortest(n.group()), term.value), datatype=_WKT)


def _shortest(number: str) -> str:
    """Give the shortest number that has the same value as a float of 32 bits.

    That is the number as it was written if it had six significant digits or fewer, and up to a
    longitude of 128 degrees also if it had five decimals (IEEE 754, binary32).
    """
    value = _as_float32(number)
    forms = (f"{float(number):.{digits}g}" for digits in range(1, _DIGITS))
    return next((form for form in forms if _as_float32(form) == value), number)


def _as_float32(number: str) -> bytes:
    return struct.pack("f", float(number))


def mended_triple(triple: ox.Triple) -> ox.Triple:
    """Give a triple with its terms as they were loaded; see `mended_term`."""
    subject, value = mended_term(triple.subject), mended_term(triple.object)
    return ox.Triple(subject, triple.predicate, value)
