"""Pictures: a form with everything that the command line offers, and each as a file."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from kg.errors import KgError
from kg.query import questions
from kg.stopping import scratch
from kg.web.asked import Asked, Reply
from kg.web.faults import held_to_forms
from kg.web.pages.choosing import Choice, choice_of, drawn, looks_of
from kg.web.rendering import render
from kg.web.site import Site

if TYPE_CHECKING:
    from kg.picture import Panels, Picture

__all__ = ["FORMS", "draw", "kinds_of_tie", "picture_reply"]

FORMS: Final = {
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "graphml": "application/xml",
    "gexf": "application/xml",
}
"""The media types of a picture by the suffix of its address."""

# Of several pictures side by side there is a sheet and no page.
_SHEETS: Final = ("svg", "png", "pdf")
_VIEWS: Final = ("network", "map", "timeline")
_LANES: Final = ("organization", "actor", "kind")
# A picture that answers back has scripts in it, which are named by their checksums in the page
# itself; what it may do is the same: nothing of another host.
_LIVE: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; "
    "sandbox allow-scripts allow-popups allow-downloads"
)
# An SVG that is opened by itself runs nothing.
_STILL: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def draw(site: Site, asked: Asked, suffix: str) -> Reply:
    """Show a picture and the form that makes it; by suffix the picture alone."""
    choice = choice_of(asked)
    if suffix:
        held_to_forms(suffix, FORMS)
        made = site.lately(("picture", *asked.query), lambda: drawn(site, asked, choice))
        return picture_reply(made, suffix[1:], asked)
    found, error = None, None
    if choice.is_any or choice.since:
        try:
            found = drawn(site, asked, choice)
        except KgError as wrong:
            error = wrong
    return _page(site, asked, choice, found, error)


def _page(
    site: Site, asked: Asked, choice: Choice, found: Picture | Panels | None, error: KgError | None
) -> Reply:
    scene = getattr(found, "scene", None)
    reply = render(
        site, asked, "draw.html", drawn=found, scene=scene, error=error, choice=choice,
        kept=[(name, value) for name, value in asked.query if value], questions=questions(),
        forms=[each for each in (FORMS if scene else _SHEETS) if _is_had(each)],
        views=_VIEWS, lanes=_LANES, kinds=kinds_of_tie(site, asked), accounts=site.spans,
    )  # fmt: skip
    if error:
        reply.status, reply.cached = 400, False
    return reply


def _is_had(form: str) -> bool:
    return form != "pdf" or find_spec("typst") is not None


def kinds_of_tie(site: Site, asked: Asked) -> list[tuple[str, str]]:
    """Give the kinds of tie with their labels."""
    model, known = site.model, site.labels[asked.language]
    found = [each for each in model.classes if model.values(each, "kg:edgeFrom")]
    return sorted((each.rpartition("/")[2], known.get(each, each)) for each in found)


def picture_reply(picture: Picture | Panels, form: str, asked: Asked) -> Reply:
    """Give a picture in one of its forms, as large as is asked for."""
    with scratch("khyber-picture-") as folder:
        body = picture.save(folder / f"network.{form}", **looks_of(asked)).read_bytes()
    policy = _LIVE if form == "html" else _STILL
    return Reply(body, FORMS[form], headers={"Content-Security-Policy": policy})
