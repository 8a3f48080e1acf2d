"""Mistakes in what braces hold: keywords without what belongs to them, and statements cut short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.engine.mistake import Mistake, end_of
from kg.sparql import Token, kind_of_braces

__all__ = ["in_keywords", "in_statements"]

_BRACED: Final = frozenset({"OPTIONAL", "MINUS", "UNION", "EXISTS", "WHERE"})
_BY: Final = frozenset({"GROUP", "ORDER"})
_COUNTS: Final = frozenset({"LIMIT", "OFFSET"})
_COMPARING: Final = frozenset("=<>!&|+*/")
_WANTED: Final = {
    "": "a statement has three",
    ";": "a property and a value follow ;",
    ",": "a value follows the comma",
}
_NUMBERS: Final = ("no terms", "one term", "two terms", "three terms", "four terms", "five terms")
_OWED: Final = {"": 3, ";": 2, ",": 1}
_WORDS: Final = ("A", "TRUE", "FALSE")
_TERMS: Final = ("var", "iri", "name", "blank", "number", "string")


def in_keywords(sparql: str, found: Sequence[Token]) -> Mistake | None:
    """Find a keyword without what has to follow it."""
    mistakes = (_after(sparql, found, here) for here in range(len(found)))
    return next((each for each in mistakes if each), None)


def _after(sparql: str, found: Sequence[Token], here: int) -> Mistake | None:
    token = found[here]
    word = token.text.upper() if token.kind == "word" else ""
    if word in ("FILTER", "HAVING"):
        return _condition(sparql, found, here)
    follows = found[here + 1] if here + 1 < len(found) else Token("", "", len(sparql))
    alone = word == "UNION" and (not here or found[here - 1].text != "}")
    counts = follows.kind == "number" and follows.text.isdigit()
    groups = "{ … } UNION { … }" if word == "UNION" else f"{word} {{ … }}"
    wrong = {
        "braces": word in _BRACED and (follows.text != "{" or alone),
        "BY": word in _BY and follows.text.upper() != "BY",
        "number": word in _COUNTS and not counts,
        "parentheses": word == "BIND" and follows.text != "(",
        "name": word == "GRAPH" and follows.text == "{",
    }
    lacks = next((each for each, is_so in wrong.items() if is_so), None)
    mend = {
        "braces": groups,
        "BY": f"{word} BY",
        "number": f"{word} and a whole number",
        "parentheses": "BIND(… AS ?name)",
        "name": "GRAPH ?g { … }",
    }
    what = f"{word} lacks its {lacks}" if lacks != "name" else "GRAPH names no graph"
    return Mistake(token.start, what, f"write {mend[lacks]}") if lacks else None


def _condition(sparql: str, found: Sequence[Token], here: int) -> Mistake | None:
    """Find a condition of which not all stands in its parentheses."""
    word, first = found[here].text.upper(), here + 1
    if first >= len(found) or found[first].kind in ("var", "number", "string"):
        at = found[min(first, len(found) - 1)].start
        return Mistake(at, f"{word} lacks its parentheses", f"write {word}(…)")
    if found[first].text.upper() in ("NOT", "EXISTS"):
        return None
    called = found[first].kind in ("word", "name", "iri")
    end = end_of(found, min(first + called, len(found) - 1))
    signs = [token.text for token in found[end + 1 : end + 3]]
    if signs[:1] and signs[0] in _COMPARING and signs != ["<", "<"]:
        told = sparql[found[first].start : found[end].start + 1]
        what = f"what follows {told} is no part of {word}"
        return Mistake(found[end + 1].start, what, f"write {word}( … ) around the whole condition")
    return None


def in_statements(found: Sequence[Token]) -> Mistake | None:
    """Find a statement that has not three terms, among those that are written plainly."""
    for start, sign, terms in _statements(found):
        owed, given = _OWED[sign], len(terms)
        if given == owed or (not given and sign != ","):
            continue
        stands = "stands" if given == 1 else "stand"
        what = f"{_NUMBERS[min(given, 5)]} {stands} where {_WANTED[sign]}"
        what += f": {' '.join(terms[:5])}" if terms else ""
        mend = "complete it" if given < owed else "write . between two statements"
        return Mistake(start, what, mend)
    return None


def _statements(found: Sequence[Token]) -> Iterator[tuple[int, str, list[str]]]:
    """Give each plain run of terms in a group: where it begins, the sign before it, its terms."""
    inside: list[str] = []
    start, sign, terms, plain = 0, "", list[str](), False
    for here, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        # The number takes the full stop behind it.
        stops = token.kind == "number" and token.text.endswith(".")
        if (token.kind in _TERMS and not stops) or word in _WORDS or stops:
            start = start if terms else token.start
            terms.append(token.text)
        elif token.kind == "other" and token.text not in "{}.;,":
            plain = False  # A path, a list, a datatype: what a parser is needed for.
        if not (stops or word not in ("", *_WORDS) or token.text in ("{", "}", ".", ";", ",")):
            continue
        if plain:
            yield start, sign, terms
        if token.text == "{":
            inside.append(kind_of_braces(found, here))
        elif token.text == "}" and inside:
            inside.pop()
        goes_on = token.text in (";", ",") and plain
        begins = stops or token.text in ("{", ".") or goes_on
        plain = begins and inside[-1:] in (["group"], ["template"])
        sign, terms = token.text if token.text in (";", ",") else "", []
