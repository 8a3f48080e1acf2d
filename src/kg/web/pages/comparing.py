"""Comparisons: what differs between two days, or two accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.network import structure
from kg.terms import slug
from kg.web.asked import Asked, Reply
from kg.web.faults import held_to_forms
from kg.web.pages.choosing import Choice, choice_of
from kg.web.pages.drawing import kinds_of_tie
from kg.web.rendering import render
from kg.web.site import Site

if TYPE_CHECKING:
    from kg.analysis import Comparison

__all__ = ["FORMS", "compare"]

FORMS: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
"""The media types of a comparison by the suffix of its address."""


def compare(site: Site, asked: Asked, suffix: str) -> Reply:
    """Show what differs between two days, or two accounts; by suffix that alone."""
    if suffix:
        held_to_forms(suffix, FORMS)
        return _file(site, asked, suffix[1:])
    choice = choice_of(asked)
    before, after = asked.one("before"), asked.one("after")
    found, error = None, None
    if before and after:
        try:
            found = _compared(site, choice, before, after)
        except UsageError as wrong:
            error = wrong
    reply = render(site, asked, "compare.html", choice=choice, before=before, after=after,
                   found=found, error=error, accounts=site.engine.accounts(),
                   kept=[(name, value) for name, value in asked.query if value],
                   kinds=kinds_of_tie(site, asked))  # fmt: skip
    if error:
        reply.status, reply.cached = 400, False
    return reply


def _file(site: Site, asked: Asked, form: str) -> Reply:
    before, after = asked.one("before"), asked.one("after")
    if not before or not after:
        raise UsageError("two days, or two accounts, are compared", mend="give before and after")
    found = _comparison(site, choice_of(asked), before, after)
    text = found.to_json() if form == "json" else found.frame().to_csv(index=False)
    return Reply(text.encode("utf-8", "replace"), FORMS[form])


def _compared(site: Site, choice: Choice, before: str, after: str) -> dict[str, Any]:
    found = _comparison(site, choice, before, after)
    return {"changes": found.changes("joined", "left", "changed"), "reason": found.reason,
            "stayed": len(found.changes("stayed")),
            "days": bool(found.before.on and found.after.on)}  # fmt: skip


def _comparison(site: Site, choice: Choice, before: str, after: str) -> Comparison:
    from kg.analysis import compare as compared  # noqa: PLC0415 - numpy, 0.1 s

    names, claims = choice.about, choice.claims
    kinds = choice.kinds or (structure(site.engine, names) if names and not claims else None)
    on = next(iter(choice.days), None) if {before, after} <= _names(site) else None
    return compared(before, after, graph=site.engine, about=names, kinds=kinds, claims=claims,
                    on=on)  # fmt: skip


def _names(site: Site) -> set[str]:
    """Give what accounts are called."""
    return {slug(each) for each in site.engine.accounts()}
