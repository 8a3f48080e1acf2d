"""What is wrong with a query that does not parse, named by what was typed.

The engine's parser says how far it came and what it could have read there, which names a keyword at
random: it stops behind the letters that it held against the text. The mistakes that people make are
few, and can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kg.engine.mistake import Mistake
from kg.engine.mistaken_columns import in_columns
from kg.engine.mistaken_groups import in_keywords, in_statements
from kg.engine.mistaken_scopes import in_scopes
from kg.engine.mistaken_terms import in_terms
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
# What other languages write, and what SPARQL writes for it.
_FOREIGN: Final = {
    "==": "=",
    "<>": "!=",
    "AND": "&&",
    "OR": "||",
    "IS": "=",
    "NULL": "!BOUND(…)",
    "LIKE": "CONTAINS(…, …) or REGEX(…, …)",
    "\u201c": '"',
    "\u201d": '"',
    "\u2018": "'",
    "\u2019": "'",
    "\u00a0": "a plain space",
    "\u200b": "nothing",
    "\ufeff": "nothing",
}
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PAIRS: Final = {"{": "}", "(": ")", "[": "]"}


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
        _foreign(found),
        in_terms(sparql, found),
        _address(sparql, found),
        _prefix(found),
        in_keywords(sparql, found),
        _word(found, at),
        in_columns(sparql, found),
        _brackets(found),
        _form(found),
        in_statements(found),
        in_scopes(found),
        _stuck(found, at, expected),
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
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        prefix, colon, _ = token.text.partition(":")
        if token.kind != "name" or not colon or prefix in known or prefix == "_":
            continue
        if prefix in ("http", "https") and after and after.text == "/":
            what = "the address that begins there stands without < and >"
            return Mistake(token.start, what, f"write <{prefix}://…>")
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
        # What stands between two comparisons looks like an address too: ?a<3&&?b>4.
        relative = re.fullmatch(r"<(?![A-Za-z][\w+.-]*:)[^&|=!()]*>", token.text)
        if token.kind == "iri" and not based and relative:
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
    if before == "AS" or before in _BEFORE_COLUMNS:
        what = f"{token.text} is no variable"
        return Mistake(token.start, what, f"write ?{token.text}", [f"?{token.text}"])
    # A name is as likely as a slip in a word that is written small.
    words = (*_FORMS, "PREFIX", "BASE") if token.start == found[0].start else _WORDS
    near = nearest(token.text.upper(), words, 1) if _is_like(token.text, words) else ""
    if token.start == found[0].start and not near:
        what = f"{token.text} begins no query"
        return Mistake(token.start, what, f"begin with {', '.join(_FORMS)} or PREFIX")
    mend = near or f'write id:{token.text}, or "{token.text}"'
    candidates = [near.removeprefix("nearest: ")] if near else []
    return Mistake(token.start, f"{token.text} is no word of SPARQL", mend, candidates)


def _foreign(found: Sequence[Token]) -> Mistake | None:
    """Find a sign or a word that other languages have."""
    for one, two in pairwise([*found, Token("", "", 0)]):
        doubled = one.text == two.text == "=" and two.start == one.start + 1
        said = "==" if doubled else one.text.upper()
        if said in _FOREIGN and one.kind in ("word", "other", "iri"):
            typed = one.text if one.text.isprintable() else f"U+{ord(one.text):04X}"
            what = f"{'==' if doubled else typed} is no {_kind(said)} of SPARQL"
            return Mistake(one.start, what, f"write {_FOREIGN[said]}")
        if one.kind == "lang" and one.text.lower() in ("@prefix", "@base"):
            word = one.text[1:].upper()
            what = f"{one.text} is how Turtle begins it"
            return Mistake(
                one.start, what, f"write {word} without @, and without a full stop behind"
            )
    return None


def _kind(said: str) -> str:
    return "word" if said.isalpha() else "sign"


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
            if not any(_PAIRS[each.text] == token.text for each in waiting):
                return Mistake(token.start, f"{token.text} closes nothing", "leave it out")
            last = waiting.pop()
            if _PAIRS[last.text] != token.text:
                what = f"{last.text} is not closed before {token.text}"
                return Mistake(last.start, what, f"write {_PAIRS[last.text]}")
    if waiting:
        last = waiting[-1]
        return Mistake(last.start, f"{last.text} is never closed", f"write {_PAIRS[last.text]}")
    return None


def _form(found: Sequence[Token]) -> Mistake | None:
    """Find a query without its pattern, or one with something behind its end."""
    words = [token.text.upper() if token.kind == "word" else "" for token in found]
    form = next((word for word in words if word in _FORMS), "")
    if not form:
        what = f"none of {', '.join(_FORMS)} stands in it"
        return Mistake(found[-1].start, what, "write one of them, and { … } behind")
    if "{" not in [token.text for token in found] and form != "DESCRIBE":
        what = f"{form} lacks its pattern"
        return Mistake(found[words.index(form)].start, what, "write it in braces: { ?s ?p ?o }")
    if form == "DESCRIBE" and found[words.index(form) + 1 :][:1] in ([], [*_braces(found)][:1]):
        return Mistake(
            found[words.index(form)].start, "DESCRIBE names nothing", "write what, or ?x { … }"
        )
    if form == "CONSTRUCT" and len([*_braces(found)]) == 1 and "WHERE" not in words:
        what = "CONSTRUCT lacks its pattern"
        return Mistake(found[words.index(form)].start, what, "write CONSTRUCT { … } WHERE { … }")
    depth = 0
    for here, token in enumerate(found):
        depth += (token.text in _PAIRS) - (token.text in _PAIRS.values())
        if token.text == ";" and depth == 0 and here:
            return Mistake(token.start, "; ends no query", "leave it out, and ask one at a time")
    return None


def _braces(found: Sequence[Token]) -> Iterator[Token]:
    return (token for token in found if token.text == "{")


def _stuck(found: Sequence[Token], at: int, expected: str) -> Mistake | None:
    """Say where the parser got stuck, where all that it says is which keywords it tried."""
    plain = re.sub(r"^expected (?:one of )?|\[[^\]]*\]", "", expected)
    if not plain or " " in re.sub(r'"[^"]*"|, | or others', "", plain):
        return None
    token = next((each for each in found if each.start >= at), found[-1])
    what = f"{token.text} is wrong there, or what follows it"
    return Mistake(token.start, what, "mend it there")


def _is_like(text: str, words: Sequence[str]) -> bool:
    """Say whether a word is near enough to one of some others for how it is written."""
    from difflib import get_close_matches  # noqa: PLC0415 - see `nearest`

    likeness = 0.6 if text.isupper() else 0.8
    return bool(get_close_matches(text.upper(), words, 1, likeness))
