"""What is wrong with a query that does not parse, named by what was typed.

The engine's parser says how far it came and what it could have read there, which names a keyword at
random: it stops behind the letters that it held against the text. The mistakes that people make are
few, and can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from kg.errors import nearest
from kg.sparql import Token, tokens
from kg.vocabulary import PREFIXES

__all__ = ["Mistake", "find_mistake"]

_WORDS: Final = (
    "ASK SELECT CONSTRUCT DESCRIBE PREFIX BASE WHERE FROM NAMED DISTINCT REDUCED OPTIONAL FILTER "
    "UNION MINUS GRAPH SERVICE SILENT BIND VALUES AS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET "
    "UNDEF NOT IN EXISTS COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES "
    "DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS "
    "ENCODE_FOR_URI STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS "
    "TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM "
    "ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRUE FALSE A TRIPLE SUBJECT "
    "PREDICATE OBJECT ISTRIPLE ADJUST LATERAL VERSION LANGDIR HASLANG HASLANGDIR STRLANGDIR"
).split()
_BEFORE_COLUMNS: Final = ("SELECT", "DISTINCT", "REDUCED")
_KEYWORD: Final = re.compile(r"[A-Za-z]\w+")
_PAIRS: Final = {"{": "}", "(": ")", "[": "]"}


class Mistake(NamedTuple):
    """A mistake: where in the text, what it is, how to mend it, and what may have been meant."""

    at: int
    what: str
    mend: str
    candidates: Sequence[str] = ()


def find_mistake(sparql: str, line: int, column: int, expected: str) -> Mistake | None:
    """Find the mistake in a query that does not parse.

    Args:
        sparql: The query.
        line: The line that the engine names, from 1.
        column: The column that it names, from 1.
        expected: What it says of that place.

    Returns:
        The mistake, or None where it is none of those that are known by sight.
    """
    found = list(tokens(sparql))
    if not found:
        return Mistake(0, "it is empty", "write SELECT, ASK, CONSTRUCT or DESCRIBE")
    at = _place(sparql, line, column, expected)
    known = (
        _quote(found),
        _address(sparql, found),
        _prefix(found),
        _word(found, at),
        _column(sparql, found),
        _sign(found, at),
        _brackets(found),
    )
    return next((each for each in known if each), None)


def _place(sparql: str, line: int, column: int, expected: str) -> int:
    """Give where the parser stopped: at the beginning of the last keyword that it tried."""
    start = 0
    for _ in range(line - 1):
        start = sparql.find("\n", start) + 1
    plain = re.sub(r"^expected (?:one of )?|\[[^\]]*\]", "", expected)
    words = _KEYWORD.findall(plain)
    return max(start + column - 1 - min(map(len, words), default=0), 0)


def _prefix(found: Sequence[Token]) -> Mistake | None:
    pairs = pairwise(found)
    declared = {b.text.rstrip(":") for a, b in pairs if a.text.upper() == "PREFIX"}
    known = {*PREFIXES, *declared}
    for before, token in zip([None, *found], found, strict=False):
        prefix, colon, _ = token.text.partition(":")
        if token.kind != "name" or not colon or prefix in known or prefix == "_":
            continue
        if before is None or before.text.upper() != "PREFIX":
            near = nearest(prefix, known) or f"write PREFIX {prefix}: <…> before the query"
            return Mistake(token.start, f"the prefix {prefix}: is not declared", near)
    return None


def _address(sparql: str, found: Sequence[Token]) -> Mistake | None:
    based = any(token.text.upper() == "BASE" for token in found)
    for token in found:
        if token.text == "<" and re.match(r"<[A-Za-z][\w+.-]*:", sparql[token.start :]):
            what = "the address that begins there is not well formed"
            return Mistake(token.start, what, 'write no space and none of <>"{}|^`\\ in it')
        if token.kind == "iri" and not based and not re.match(r"<[A-Za-z][\w+.-]*:", token.text):
            plain = re.fullmatch(r"<[\w-]+>", token.text)
            mend = f"write id:{token.text[1:-1]}, or the whole address" if plain else ""
            what = f"the address {token.text} has no scheme"
            return Mistake(token.start, what, mend or "write the whole address")
    return None


def _word(found: Sequence[Token], at: int) -> Mistake | None:
    """Find a word that is none of SPARQL's: the one at the place, else the first."""
    wrong = [
        (before.text.upper(), token)
        for before, token in pairwise([Token("other", "", 0), *found])
        if token.kind == "word" and token.text.upper() not in _WORDS
    ]
    if not wrong:
        return None
    before, token = next(
        (each for each in wrong if each[1].start <= at <= each[1].start + len(each[1].text)),
        wrong[0],
    )
    if before == "PREFIX":
        what = f"the prefix {token.text} lacks its colon"
        return Mistake(token.start, what, f"write PREFIX {token.text}: <…>")
    near = nearest(token.text.upper(), _WORDS, 1)
    mend = near or f'write id:{token.text}, or "{token.text}"'
    candidates = [near.removeprefix("nearest: ")] if near else []
    return Mistake(token.start, f"{token.text} is no word of SPARQL", mend, candidates)


def _columns(found: Sequence[Token]) -> Iterator[int]:
    """Give the tokens that begin a column of SELECT, or what follows BIND, and are no variable."""
    selecting, here = False, 0
    while here < len(found):
        text = found[here].text.upper()
        if text in _BEFORE_COLUMNS:
            selecting = True
        elif text in ("{", "WHERE", "FROM"):
            selecting = False
        elif selecting or (here and found[here - 1].text.upper() == "BIND"):
            yield here
            called = found[here].kind in ("word", "name", "iri") and here + 1 < len(found)
            here = _end(found, here + called)
        here += 1


def _end(found: Sequence[Token], start: int) -> int:
    depth = 0
    for here in range(start, len(found)):
        depth += (found[here].text == "(") - (found[here].text == ")")
        if not depth:
            return here
    return len(found) - 1


def _column(sparql: str, found: Sequence[Token]) -> Mistake | None:
    """Find a column that is computed and not named with AS, or a comma between columns."""
    for start in _columns(found):
        token, held = found[start], found[start].text == "("
        end = _end(found, start if held else min(start + 1, len(found) - 1))
        text = sparql[token.start : found[end].start + 1]
        if token.text == ",":
            return Mistake(token.start, "SELECT has no commas between its columns", "leave it out")
        if held and found[end].text == ")" and not _is_named(found[start:end]):
            inside, last = text[1:-1].strip(), found[end - 1]
            name = last.text if last.kind == "var" and inside != last.text else "?n"
            inside = inside.removesuffix(name).rstrip()
            return Mistake(token.start, f"{text} lacks AS", f"write ({inside} AS {name})")
        if token.kind == "word" and found[end].text == ")":
            what = f"{text} stands in SELECT without parentheses and AS"
            return Mistake(token.start, what, f"write ({text} AS ?n)")
    return None


def _is_named(group: Sequence[Token]) -> bool:
    depth = 0
    for token in group:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 1 and token.text.upper() == "AS":
            return True
    return False


def _sign(found: Sequence[Token], at: int) -> Mistake | None:
    for one, two in pairwise(found):
        if one.text == two.text == "=" and two.start == one.start + 1:
            return Mistake(one.start, "== is no sign of SPARQL", "write =")
        if one.text.upper() == "FILTER" and two.kind == "var" and two.start == at:
            return Mistake(two.start, "FILTER lacks its parentheses", "write FILTER(…)")
    return None


def _quote(found: Sequence[Token]) -> Mistake | None:
    loose = next((t for t in found if t.text in ('"', "'")), None)
    return loose and Mistake(
        loose.start, "the text that begins there has no end", "close the quotes"
    )


def _brackets(found: Sequence[Token]) -> Mistake | None:
    waiting: list[Token] = []
    for token in found:
        if token.text in _PAIRS:
            waiting.append(token)
        elif token.text in _PAIRS.values():
            if not waiting or _PAIRS[waiting[-1].text] != token.text:
                return Mistake(token.start, f"{token.text} closes nothing", "leave it out")
            waiting.pop()
    if waiting:
        last = waiting[-1]
        return Mistake(last.start, f"{last.text} is never closed", f"write {_PAIRS[last.text]}")
    return None
