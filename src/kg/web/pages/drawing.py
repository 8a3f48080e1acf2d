"""Pictures and comparisons: with everything that the command line offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.engine import Rows
from kg.errors import UsageError
from kg.network import project, structure
from kg.query import answer, columns_of, questions
from kg.stopping import scratch
from kg.web.asked import Asked, Reply
from kg.web.faults import NotTaken
from kg.web.rendering import render
from kg.web.site import Site

if TYPE_CHECKING:
    from kg.picture import Picture

__all__ = ["FORMS", "compare", "draw", "picture_of", "picture_reply"]

FORMS: Final = {
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "graphml": "application/xml",
    "gexf": "application/xml",
}
"""The media types of a picture by the suffix of its address."""

_VIEWS: Final = ("network", "map", "timeline")
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
_MOST: Final = 2


def draw(site: Site, asked: Asked, suffix: str) -> Reply:
    """Show a picture and the form that makes it; by suffix the picture alone."""
    names = _names(asked)
    if suffix:
        if suffix[1:] not in FORMS:
            mend = f"take .{', .'.join(FORMS)}"
            raise NotTaken("this form is not there", where=suffix, mend=mend)
        return picture_reply(_picture(site, asked, names), suffix[1:])
    found, error = None, None
    if names or asked.one("question") or asked.one("between"):
        try:
            found = _picture(site, asked, names)
        except UsageError as wrong:
            error = wrong
    kept = [(name, value) for name, value in asked.query if value]
    view = asked.one("view") or "network"
    reply = render(site, asked, "draw.html", drawn=found, error=error, names=names, kept=kept,
                   forms=FORMS, views=_VIEWS, view=view, kinds=_kinds(site, asked))  # fmt: skip
    if error:
        reply.status, reply.cached = 400, False
    return reply


def _names(asked: Asked) -> list[str]:
    """Give what is drawn: names, each in a parameter of its own or with commas between."""
    given = [*asked.all("name"), *asked.all("corridor")]
    return [name.strip() for each in given for name in each.split(",") if name.strip()]


def _kinds(site: Site, asked: Asked) -> list[tuple[str, str]]:
    """Give the kinds of tie with their labels."""
    model, known = site.model, site.labels[asked.language]
    found = [each for each in model.classes if model.values(each, "kg:edgeFrom")]
    return sorted((each.rpartition("/")[2], known.get(each, each)) for each in found)


def _picture(site: Site, asked: Asked, names: Sequence[str]) -> Picture:
    between = [each.strip() for each in asked.one("between").split(",") if each.strip()]
    if between and len(between) != _MOST:
        raise UsageError("two names are needed between which ties are drawn", where="between",
                         mend="write them with a comma")  # fmt: skip
    if which := asked.one("question"):
        names = _answered(site, asked, which)
    if not names and not between:
        raise UsageError("nothing is named to be drawn", mend="name a thing, such as cento")
    claims = asked.one("claims") == "yes"
    kinds = [each for each in asked.all("kind") if each]
    plain = not (between or claims or which or asked.all("accounts"))
    return picture_of(
        site, asked, names, on=asked.one("on") or None, claims=claims, kinds=kinds,
        between=between, accounts=[each for each in asked.all("accounts") if each],
        title=asked.one("title"), structural=plain,
    )  # fmt: skip


def _answered(site: Site, asked: Asked, which: str) -> list[str]:
    """Give the things in the first column of things that a question answers."""
    declared = questions().get(which)
    wanted = [p.name for p in declared.parameters] if declared else []
    given = {name: asked.one(name) for name in wanted if asked.one(name)}
    result = answer(site.engine, which, given, claims=asked.one("claims") == "yes")
    for column in columns_of(result)[0] if isinstance(result, Rows) else []:
        names = [cell for cell in column if isinstance(cell, str) and cell.startswith("id:")]
        if names:
            return list(dict.fromkeys(names))
    raise UsageError("the question answers nothing that can be drawn", where=which)


def picture_of(
    site: Site,
    asked: Asked,
    about: Sequence[str],
    *,
    on: str | None,
    structural: bool,
    **more: Any,  # noqa: ANN401 - see `kg.network.project`
) -> Picture:
    """Draw the network about some things.

    Args:
        site: The site.
        asked: What was asked, for its language and its view.
        about: Names.
        on: The day; all times if None.
        structural: Whether only the ties that make up the things are drawn, where no kind is named.
        more: What else `kg.network.project` takes.
    """
    from kg.picture import draw as drawn  # noqa: PLC0415 - layouts cost 0.3 s

    kinds, between = more.pop("kinds", None), more.pop("between", None)
    accounts = more.pop("accounts", None)
    own = structure(site.engine, about) if structural and about else None
    network = project(
        site.engine, on, about=about, kinds=kinds or own, accounts=accounts or None,
        between=(between[0], between[1]) if between else None, **more,
    )  # fmt: skip
    view = asked.one("view") or "network"
    made: Picture = drawn(network, language=asked.language, view=view)
    return made


def picture_reply(picture: Picture, form: str) -> Reply:
    """Give a picture in one of its forms."""
    policy = {"Content-Security-Policy": _LIVE if form == "html" else _STILL}
    if form == "html":
        return Reply(picture.to_html().encode("utf-8", "replace"), FORMS[form], headers=policy)
    if form == "svg":
        return Reply(picture.to_svg().encode("utf-8", "replace"), FORMS[form], headers=policy)
    if form == "png":
        return Reply(picture.to_png(), FORMS[form])
    with scratch("khyber-picture-") as folder:
        file = picture.save(folder / f"network.{form}")
        return Reply(file.read_bytes(), FORMS[form])


def compare(site: Site, asked: Asked) -> Reply:
    """Show what differs between two days, or two accounts."""
    names = _names(asked)
    before, after = asked.one("before"), asked.one("after")
    found, error = None, None
    if before and after:
        try:
            found = _compared(site, asked, names, before, after)
        except UsageError as wrong:
            error = wrong
    reply = render(site, asked, "compare.html", names=names, before=before, after=after,
                   found=found, error=error, accounts=site.engine.accounts())  # fmt: skip
    if error:
        reply.status, reply.cached = 400, False
    return reply


def _compared(
    site: Site, asked: Asked, names: Sequence[str], before: str, after: str
) -> dict[str, Any]:
    from kg.analysis import compare as compared  # noqa: PLC0415 - numpy, 0.1 s

    kinds = structure(site.engine, names) if names else None
    claims = asked.one("claims") == "yes"
    found = compared(before, after, graph=site.engine, about=names, kinds=kinds, claims=claims)
    return {"changes": found.changes("joined", "left", "changed"), "reason": found.reason,
            "stayed": len(found.changes("stayed"))}  # fmt: skip
