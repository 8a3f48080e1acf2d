"""What the engine itself would read as a call to another address, and the refusal of it.

Oxigraph reads keywords without a word boundary (``SERVICEe:x``, ``1SERVICE<…>``), and where the
specification's tokens and the engine part, the engine decides. So its own parser is asked. A text
that holds the letters of the keyword in no reading of its escapes cannot use it. In any other text
the letters are broken, everywhere and alike: inside a string, a comment, an address or a name
nothing of the grammar changes, but where they were read as the keyword, nothing can stand that
begins so, and the broken twin no longer parses. See docs/decisions/0003-guard-on-tokens.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.sparql import allowed_calls
from kg.vocabulary import PREFIXES

__all__ = ["holds_letters", "query_stays_inside", "update_stays_inside"]

# Python folds more letters together than any engine does, such as the long s.
_SERVICE: Final = re.compile("(servic)(e)", re.IGNORECASE)
_LOAD: Final = re.compile("(servic|loa)(e|d)", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def holds_letters(sparql: str) -> bool:
    """Say whether a query holds the letters of SERVICE in any reading of its escapes."""
    if sparql.isascii() and "\\" not in sparql and "SERVICE" not in sparql.upper():
        return False
    return any(_SERVICE.search(each) for each in _readings(sparql))


def query_stays_inside(
    sparql: str,
    services: Collection[str] = (),
    prefixes: Mapping[str, str] = PREFIXES,
) -> None:
    """Refuse a query in which the engine reads a call to an endpoint that is not allowed.

    Args:
        sparql: The query as the engine is to read it, its parameters bound.
        services: Endpoints that it may call.
        prefixes: Those that the engine is given beside the ones that the query declares.

    Raises:
        QueryError: It calls another one, or may: what is in doubt is refused.
    """
    if not holds_letters(sparql):
        return
    inside = allowed_calls(sparql, services) if services else sparql

    def parses(text: str) -> None:
        ox.Store().query(text, prefixes=dict(prefixes))

    if not _stays_inside(inside, _SERVICE, parses):
        raise QueryError(
            "the query is read as one that reaches another endpoint, "
            "and queries stay on this machine",
            mend="leave SERVICE out, or name the endpoint in services=[…] and write it in full",
        )


def update_stays_inside(update: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Refuse an update that the engine would reach out with.

    Args:
        update: The update as the engine is to read it.
        prefixes: Those that the engine is given beside the ones that the update declares.

    Raises:
        QueryError: It loads from an address or calls an endpoint, or may.
    """

    def parses(text: str) -> None:
        ox.Store().update(text, prefixes=dict(prefixes))

    if any(_LOAD.search(each) for each in _readings(update)) and not _stays_inside(
        update, _LOAD, parses
    ):
        raise QueryError(
            "the update would reach another address, and updates stay on this machine",
            mend="load a file with kg.load(FILE, writable=True)",
        )


def _stays_inside(sparql: str, letters: re.Pattern[str], parses: Callable[[str], None]) -> bool:
    """Say whether every reading of a text parses with the letters broken in it."""
    for reading in _readings(sparql):
        twin = letters.sub(_broken, reading)
        # Letters that only an escape puts together are nothing that anybody types.
        if any(letters.search(each) for each in _readings(twin)):
            return False
        try:
            parses(twin)
        except (SyntaxError, UnicodeError):
            return False
        except (OSError, RuntimeError, ValueError):
            continue  # It parses, and an empty store has nothing for it.
    return True


def _broken(match: re.Match[str]) -> str:
    return match[1] + ("x" if match[2].islower() else "X")


def _readings(text: str) -> Iterator[str]:
    """Give a text as it is, and with its codepoint escapes read, once, twice, to the end.

    Engines differ in where they read them (SPARQL 1.1, section 19.2).
    """
    yield text
    while (read := _ESCAPE.sub(_character, text)) != text:
        yield read
        text = read


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    surrogate = 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - Unicode's own bounds
    return match[0] if code > sys.maxunicode or surrogate else chr(code)
