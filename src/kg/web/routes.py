"""The addresses of the site, and what stands at each."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Final, NamedTuple

from kg.engine import GRAPHS, TABLES
from kg.errors import KgError, nearest
from kg.web.asked import HTML, Asked, Reply
from kg.web.faults import NotFound, Refused, fault_reply
from kg.web.site import Site

__all__ = ["ROUTES", "Route", "fault_said", "handle", "import_all"]

_LOG: Final = logging.getLogger("kg.web")
_SLUG: Final = r"[\w-]+"


class Route(NamedTuple):
    """One kind of address.

    Attributes:
        path: Its pattern; names in braces are slugs, and ``{suffix}`` is a suffix that says a form.
        where: The module below `kg.web`, and the function in it.
        takes: The parameters that it takes, as `kg.web.api` describes them.
        like: A name that stands in its path, for who tries it.
        gives: The media types in which it is there without a suffix.
        forms: The module below `kg.web`, and the table in it of media types by suffix.
        methods: The methods that it takes.
    """

    path: str
    where: str
    takes: tuple[str, ...] = ()
    like: str = ""
    gives: tuple[str, ...] = (HTML,)
    forms: str = ""
    methods: tuple[str, ...] = ("GET",)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Give the pattern as a regular expression."""
        return re.compile(_pattern(self.path))

    @property
    def view(self) -> Callable[..., Reply]:
        """Give the function."""
        found: Callable[..., Reply] = _there(self.where)
        return found

    @property
    def suffixes(self) -> dict[str, str]:
        """Give the media types by suffix."""
        found: dict[str, str] = _there(self.forms) if self.forms else {}
        return found


def _there(where: str) -> Any:  # noqa: ANN401 - whatever stands there
    module, _, name = where.partition(":")
    return getattr(import_module(f"kg.web.{module}"), name)


class Ours(Refused):
    """A mistake in the code."""

    status = 500


class NotAllowed(Refused):
    """The address takes other methods."""

    status = 405


_LINKED: Final = "sparql.describing:SUFFIXES"
_JSON: Final = ("application/json",)
_BOTH: Final = ("GET", "POST")
_ALWAYS: Final = ("on", "lang")
_LOOKS: Final = ("view", "title", "shade", "lanes", "node-size", "gather", "size",
                 "scale", "transparent")  # fmt: skip
_CHOSEN: Final = ("name", "between", "question", "query", "kind", "all", "claims", "accounts")
_DRAWN: Final = (*_CHOSEN, "from", "to", *_LOOKS)
_COMPARED: Final = ("name", "before", "after", "kind", "claims")
_ASKED: Final = ("query", "default-graph-uri", "named-graph-uri", "format")
ROUTES: Final = (
    Route("/", "pages.home:home", ("q", *_ALWAYS)),
    Route("/about", "pages.home:about", _ALWAYS),
    Route("/suggest", "pages.home:suggest", ("q", *_ALWAYS), gives=_JSON),
    Route("/static/{name}{suffix}", "pages.home:static", (), "style", (), "pages.home:FORMS"),
    Route("/id/{slug}{suffix}", "pages.thing:thing", ("kind", *_ALWAYS), "cento", forms=_LINKED),
    Route("/ontology/?", "pages.reading:terms", _ALWAYS),
    Route("/ontology/{name}{suffix}", "pages.reading:term", _ALWAYS, "Relation", forms=_LINKED),
    Route("/concept/{name}{suffix}", "pages.reading:concept", _ALWAYS, "observer", forms=_LINKED),
    Route("/source/?", "pages.reading:sources", _ALWAYS),
    Route("/source/{slug}{suffix}", "pages.reading:source", _ALWAYS, "source-text-002",
          forms=_LINKED),
    Route("/questions/?", "pages.asking:listed", ("q", *_ALWAYS)),
    Route("/questions/{name}{suffix}", "pages.asking:question", ("claims", "data", "lang"),
          "members-at", forms="pages.asking:FORMS"),
    Route("/draw{suffix}", "pages.drawing:draw", (*_DRAWN, *_ALWAYS), forms="pages.drawing:FORMS"),
    Route("/compare{suffix}", "pages.comparing:compare", (*_COMPARED, *_ALWAYS),
          forms="pages.comparing:FORMS"),
    Route("/guide/?", "pages.guiding:guides", _ALWAYS),
    Route("/guide/{name}", "pages.guiding:guide", _ALWAYS, "citing"),
    Route("/sparql/?", "sparql.protocol:sparql", _ASKED, gives=(*TABLES, *GRAPHS, HTML),
          methods=_BOTH),
    Route("/reconcile/?", "pages.matching:reconcile", ("queries", "extend"), gives=_JSON,
          methods=_BOTH),
    Route("/reconcile/suggest/{what}", "pages.matching:suggested", ("prefix",), "entity", _JSON),
    Route("/reconcile/properties", "pages.matching:proposed", ("type", "limit"), gives=_JSON),
    Route("/reconcile/preview", "pages.matching:preview", ("id",)),
    Route("/.well-known/void", "sparql.describing:void", gives=tuple(GRAPHS)),
    Route("/catalog{suffix}", "sparql.describing:catalogue", gives=tuple(GRAPHS), forms=_LINKED),
    Route("/openapi.json", "api:openapi", gives=_JSON),
)  # fmt: skip


def _pattern(path: str) -> str:
    text = path.replace(".", r"\.").replace("{suffix}", r"(?P<suffix>(?:\.[a-z]{2,8})?)")
    return re.sub(r"\{(\w+)\}", lambda match: f"(?P<{match[1]}>{_SLUG})", text)


@cache
def _compiled() -> list[tuple[re.Pattern[str], Route]]:
    return [(each.pattern, each) for each in ROUTES]


def import_all() -> None:
    """Import what stands at every address, so that a process that is forked has it already."""
    for each in ROUTES:
        _ = each.view


def handle(site: Site, asked: Asked) -> Reply:
    """Give what stands at an address, or say why nothing does.

    What is wrong is said in words, with a status of HTTP; nothing of the kind is raised.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            return _handled(site, asked)
    except Exception as error:  # noqa: BLE001 - a trace is never a reply
        return fault_said(site, asked, error)


def fault_said(site: Site, asked: Asked, error: Exception) -> Reply:
    """Give the reply that says what is wrong; what is wrong with the code is told to the log."""
    if isinstance(error, KgError):
        return fault_reply(site, asked, error)
    if isinstance(error, MemoryError):
        raise error  # The process has no use any more; who waits for it hears of its end.
    _LOG.error("%s", asked.path, exc_info=error)
    return fault_reply(site, asked, Ours("this is a fault of the server's own"))


def _handled(site: Site, asked: Asked) -> Reply:
    for pattern, route in _compiled():
        if match := pattern.fullmatch(asked.path):
            if asked.method not in route.methods:
                allowed = ", ".join(("GET", "HEAD", *route.methods[1:]))
                raise NotAllowed(f"this address takes {allowed}", where=asked.path)
            return route.view(site, asked, **match.groupdict())
    first = asked.path.split("/")[1]
    tops = {each.path.split("/")[1].partition("{")[0].removesuffix("?") for each in ROUTES}
    raise NotFound("there is no page at this address", where=asked.path, mend=nearest(first, tops))
