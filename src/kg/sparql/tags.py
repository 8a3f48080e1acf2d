"""Language tags: compared without regard to case, as RDF 1.1 (section 3.3) has them.

Oxigraph keeps every tag in lower case and rdflib as it was written, so ``LANG(?l) = "en-GB"`` finds
nothing on the one and ``"en-gb"`` nothing on the other. Such a comparison is asked in lower case on
both sides. Elsewhere a tag with capitals is pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.sparql.guarding import Token, tokens
from kg.sparql.keeping import kept

__all__ = ["capital_tags", "with_folded_tags"]

_TAG: Final = re.compile(r"""(["'])[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\1""")


@kept
def with_folded_tags(sparql: str) -> str:
    """Give a query in which what is compared with ``LANG(…)`` is so without regard to case.

    >>> with_folded_tags("ASK { ?s ?p ?l FILTER(LANG(?l) = 'en-GB') }")
    "ASK { ?s ?p ?l FILTER(LCASE(LANG(?l)) = 'en-gb') }"
    """
    found = list(tokens(sparql))
    changes: list[tuple[int, int, str]] = []
    for first, last in _calls(found):
        compared = [each for each in _compared(found, first, last) if _folds(each)]
        if compared:
            end = found[last].start + 1
            changes += [(found[first].start, found[first].start, "LCASE("), (end, end, ")")]
            changes += [(t.start, t.start + len(t.text), t.text.lower()) for t in compared]
    for start, end, text in sorted(set(changes), reverse=True):
        sparql = f"{sparql[:start]}{text}{sparql[end:]}"
    return sparql


@kept
def capital_tags(sparql: str) -> tuple[str, ...]:
    """Give what may be a tag with capitals in a query that looks at tags: none is kept so."""
    found = list(tokens(sparql))
    if not any(token.text.upper() == "LANG" for token in found):
        return ()
    texts = [token.text for token in found if token.kind == "string" and _TAG.fullmatch(token.text)]
    return tuple(sorted({text for text in texts if "-" in text and text != text.lower()}))


def _calls(found: Sequence[Token]) -> list[tuple[int, int]]:
    """Give each call of LANG with a variable: the indices of its first and its last token."""
    return [
        (here, here + 3)
        for here in range(len(found) - 3)
        if (found[here].kind, found[here].text.upper()) == ("word", "LANG")
        and [found[here + 1].text, found[here + 2].kind, found[here + 3].text] == ["(", "var", ")"]
    ]


def _compared(found: Sequence[Token], first: int, last: int) -> list[Token]:
    """Give the texts that a call is compared with, on either side or in a list."""
    after = [token.text.upper() for token in found[last + 1 : last + 4]]
    rest = found[last + 1 :]
    if after[:1] == ["="]:
        return _strings(rest[1:2])
    if after[:2] == ["!", "="]:
        return _strings(rest[2:3])
    if after[:2] == ["IN", "("] or after == ["NOT", "IN", "("]:
        texts = [token.text for token in rest]
        return _strings(rest[: texts.index(")")] if ")" in texts else [])
    if first >= 2 and found[first - 1].text == "=":  # noqa: PLR2004 - a text, and the sign
        return _strings([found[first - 3 if found[first - 2].text == "!" else first - 2]])
    return []


def _strings(found: Sequence[Token]) -> list[Token]:
    return [token for token in found if token.kind == "string"]


def _folds(token: Token) -> bool:
    """Say whether case makes a difference in a tag; those of one part are in lower case anyway."""
    return bool(_TAG.fullmatch(token.text)) and (
        "-" in token.text or token.text.lower() != token.text
    )
