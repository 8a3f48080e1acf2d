"""What cannot be given: a page, a line of JSON or a line of text, and the status that says so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from kg.errors import DataError, KgError, SourceError
from kg.web.accepting import best_of
from kg.web.asked import HTML, Asked, Reply
from kg.web.rendering import render
from kg.web.site import Site

__all__ = ["NotFound", "NotTaken", "Refused", "fault_reply", "held_to_forms"]

JSON: Final = "application/json"
_TEXT: Final = "text/plain"


class Refused(KgError):  # noqa: N818 - not always a fault
    """A request that is well formed and not carried out, with its status of HTTP."""

    status = 400


class NotFound(Refused):
    """There is nothing at this address."""

    status = 404


class NotTaken(Refused):
    """None of the forms that are there is one that the visitor takes."""

    status = 406


def held_to_forms(suffix: str, forms: Iterable[str]) -> None:
    """Refuse a suffix that says none of the forms that there are.

    Raises:
        NotTaken: It says none; those that there are are named.
    """
    there = [f".{each}" for each in forms]
    if suffix not in there:
        mend = f"take {', '.join(there)}"
        raise NotTaken("this form is not there", where=suffix, mend=mend)


def fault_reply(site: Site | None, asked: Asked, error: KgError) -> Reply:
    """Give an error as the visitor takes it: a page, JSON, or one line of text."""
    status = error.status if isinstance(error, Refused) else 400
    if isinstance(error, SourceError):
        status = 500
    said = {
        "status": status,
        "error": error.what,
        "where": error.where,
        "mend": error.mend,
        "candidates": list(error.candidates),
    }
    media = best_of(asked.accept, (_TEXT, JSON, HTML)) or _TEXT
    if asked.path.startswith(("/sparql", "/reconcile")) and media == HTML:
        media = _TEXT if asked.method == "POST" else HTML
    if media == JSON or asked.path.startswith("/reconcile"):
        body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
        return Reply(body, JSON, status, cached=False)
    if media == HTML and site is not None:
        return _page(site, asked, error, status)
    line = f"{error}\n".encode("utf-8", "replace")
    return Reply(line, f"{_TEXT}; charset=utf-8", status, cached=False)


def _page(site: Site, asked: Asked, error: KgError, status: int) -> Reply:
    where = error.where if not isinstance(error, DataError) or error.path is None else error.name
    # The language itself may be what is wrong.
    plain = [(name, value) for name, value in asked.query if name not in ("lang", "on")]
    lang = [each for each in asked.query if each in (("lang", "en"), ("lang", "ur"))][:1]
    shown = Asked("GET", asked.path, [*plain, *lang], base=asked.base)
    reply = render(site, shown, "fault.html", error=error, where=where, status=status)
    reply.status, reply.cached = status, False
    return reply
