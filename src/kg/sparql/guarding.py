"""What a query may not do: change the graph, or reach out of it.

The query is cut into the terminals of the SPARQL 1.1 grammar (section 19.8), so that a word inside
a string, an IRI, a comment or a prefixed name is never taken for a keyword. In that grammar the
bare words SERVICE and FROM have one meaning each, so tokens say as much as a parse tree would; see
docs/decisions/0003-guard-on-tokens.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from kg.errors import QueryError
from kg.sparql.keeping import kept
from kg.sparql.nesting import is_small, too_large
from kg.terms import expand

__all__ = ["Token", "allowed_calls", "cut", "guard", "guard_update", "named_graphs", "tokens"]

_TERMINALS: Final = re.compile(
    r"""
      (?P<space>   [\x20\t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string>  \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<lang>    @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<var>     [?$]\w+ )
    | (?P<blank>   _:[\w.-]+ )
    | (?P<name>    (?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\s])* )
    | (?P<word>    [^\W\d]\w* )
    | (?P<number>  [0-9][0-9.eE]* )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH".split())
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class Token(NamedTuple):
    """A terminal of a query: its kind, its text, and where it stands."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """Give the terminals of a query, white space and comments left out.

    >>> [t.text for t in tokens("ASK { ?s kg:time 'SERVICE' } # FROM")]
    ['ASK', '{', '?s', 'kg:time', "'SERVICE'", '}']
    """
    for match in _TERMINALS.finditer(sparql):
        kind = match.lastgroup or "other"
        if kind != "space":
            yield Token(kind, match.group(), match.start())


@kept
def cut(sparql: str) -> tuple[Token, ...]:
    """Give the terminals of a query; those of a short one are kept for who asks again."""
    return tuple(tokens(sparql))


def guard(sparql: str, *, graphs: Collection[str] = (), services: Collection[str] = ()) -> None:
    """Refuse a query that would change the graph or reach out of it.

    Args:
        sparql: The query.
        graphs: IRIs of the named graphs that ``FROM`` may name.
        services: IRIs of the endpoints that ``SERVICE`` may name; none by default.

    Raises:
        QueryError: The query is an update, or names a service or a graph that it may not; or it
            holds half a character, or is too large for any engine.
    """
    _hold_to_unicode(sparql)
    _hold_to_size(sparql)
    _guard_one_reading(sparql, graphs, services)
    # Engines differ in where they read codepoint escapes, so a query passes in either reading.
    other = _unescaped(sparql)
    if other != sparql:
        guard(other, graphs=graphs, services=services)


def guard_update(sparql: str) -> None:
    """Refuse an update that would reach out of the graph.

    Raises:
        QueryError: It loads from an address, or asks a service; or it holds half a character, or is
            too large for any engine.
    """
    _hold_to_unicode(sparql)
    _hold_to_size(sparql)
    for token in tokens(_unescaped(sparql)):
        if _word(token) in ("LOAD", "SERVICE"):
            raise QueryError(
                f"{_word(token)} would reach another address, and updates stay on this machine",
                where=_place(sparql, token.start),
                mend="load a file with kg.load(FILE, writable=True)",
            )


def _hold_to_unicode(sparql: str) -> None:
    """Refuse half of a surrogate pair, which Python makes of bytes that are no UTF-8."""
    try:
        sparql.encode()
    except UnicodeEncodeError as error:
        raise QueryError(
            "this is no character, as in text that was not UTF-8",
            where=_place(sparql, error.start),
            mend="write it anew",
        ) from None


def _hold_to_size(sparql: str) -> None:
    """Refuse what would end the process that it is asked in."""
    if not is_small(sparql) and (found := too_large(tokens(sparql))):
        at, what, mend = found
        raise QueryError(what, where=_place(sparql, at), mend=mend)


def allowed_calls(sparql: str, services: Collection[str]) -> str:
    """Give a query with each call to an endpoint that is allowed made a look into a graph.

    What it gives is never asked: it is what is left to look at once those calls are allowed.
    """
    found = list(tokens(sparql))
    prefixes = {name: iri for name, iri in _declared(found).items() if _is_once(name, sparql)}
    for here in reversed(range(len(found) - 1)):
        target = found[here + 2] if _word(found[here + 1]) == "SILENT" else found[here + 1]
        known = target.kind == "iri" or target.text.partition(":")[0] in prefixes
        if _word(found[here]) == "SERVICE" and known and _iri(target, prefixes) in services:
            sparql = f"{sparql[: found[here].start]}GRAPH {sparql[target.start :]}"
    return sparql


def _is_once(prefix: str, sparql: str) -> bool:
    """Say whether one place at most declares a prefix, wherever an engine may read one."""
    return len(re.findall(rf"{re.escape(prefix)}:(?:\s|#[^\r\n]*)*<", sparql)) == 1


def named_graphs(found: Sequence[Token]) -> list[tuple[bool, str]]:
    """Give each graph that FROM names, and whether it does so with NAMED."""
    prefixes, graphs = _declared(found), []
    for here, token in enumerate(found):
        if _word(token) == "FROM":
            named = _word(found[here + 1]) == "NAMED"
            graphs.append((named, _iri(found[here + 1 + named], prefixes)))
    return graphs


def _unescaped(sparql: str) -> str:
    """Read codepoint escapes (SPARQL 1.1, section 19.2), which may stand for any character."""
    return _CODEPOINT.sub(_character, sparql)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - Unicode's own bounds
    return match[0] if code > sys.maxunicode or surrogate else chr(code)


def _guard_one_reading(sparql: str, graphs: Collection[str], services: Collection[str]) -> None:
    first = next((t for t in tokens(sparql) if _word(t) in _UPDATES or _word(t) in _FORMS), None)
    if first and _word(first) in _UPDATES:
        raise QueryError(
            f"{_word(first)} is an update, and the graph is only read",
            where=_place(sparql, first.start),
            mend="ask with SELECT, ASK, CONSTRUCT or DESCRIBE",
        )
    capitals = sparql.upper()
    if "SERVICE" not in capitals and "FROM" not in capitals:
        return  # Where the letters do not stand, no token is the word.
    found = cut(sparql)
    prefixes = _declared(found)
    for here, token in enumerate(found):
        word = _word(token)
        if word == "SERVICE":
            _allow(sparql, found, here, prefixes, services)
        elif word == "FROM":
            _allow(sparql, found, here, prefixes, graphs)


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""


def _declared(found: Sequence[Token]) -> dict[str, str]:
    return {
        found[i + 1].text.removesuffix(":"): found[i + 2].text[1:-1]
        for i, token in enumerate(found[:-2])
        if _word(token) == "PREFIX" and found[i + 2].kind == "iri"
    }


def _allow(
    sparql: str,
    found: Sequence[Token],
    here: int,
    prefixes: dict[str, str],
    allowed: Collection[str],
) -> None:
    """Look at what follows a SERVICE or a FROM, and refuse it unless it is allowed."""
    rest = [t for t in found[here + 1 : here + 3] if _word(t) not in ("NAMED", "SILENT")]
    target = rest[0] if rest else found[here]
    iri = _iri(target, prefixes)
    if iri in allowed:
        return
    word = _word(found[here])
    if word == "FROM" and target.kind not in ("iri", "name"):
        mend = "write the address of a graph behind it, or leave it out"
        raise QueryError("FROM names no graph", where=_place(sparql, target.start), mend=mend)
    what, mend = {
        "SERVICE": (
            "would reach another endpoint, and queries stay on this machine",
            "name the endpoint in services=[…] to allow it",
        ),
        "FROM": (
            "names a graph that is not one of this data set's own",
            f"known graphs: {', '.join(sorted(allowed)) or 'none'}; or leave FROM out",
        ),
    }[word]
    raise QueryError(f"{word} {target.text} {what}", where=_place(sparql, target.start), mend=mend)


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind != "name":
        return ""
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else expand(token.text)


def _place(sparql: str, at: int) -> str:
    line = sparql.count("\n", 0, at) + 1
    column = at - (sparql.rfind("\n", 0, at) + 1) + 1
    return f"line {line}, column {column}"
