"""The addresses of the site, and what stands at each."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Final, NamedTuple

from kg.errors import KgError, nearest
from kg.web.asked import Asked, Reply
from kg.web.faults import NotFound, Refused, fault_reply
from kg.web.site import Site

__all__ = ["ROUTES", "Route", "handle", "import_all"]

_LOG: Final = logging.getLogger("kg.web")
_SLUG: Final = r"[\w-]+"


class Route(NamedTuple):
    """One kind of address.

    Attributes:
        path: Its pattern; names in braces are slugs, and ``{suffix}`` is a suffix that says a form.
        where: The module below `kg.web`, and the function in it.
        methods: The methods that it takes.
    """

    path: str
    where: str
    methods: tuple[str, ...] = ("GET",)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Give the pattern as a regular expression."""
        return re.compile(_pattern(self.path))

    @property
    def view(self) -> Callable[..., Reply]:
        """Give the function."""
        module, _, name = self.where.partition(":")
        found: Callable[..., Reply] = getattr(import_module(f"kg.web.{module}"), name)
        return found


class Ours(Refused):
    """A mistake in the code."""

    status = 500


class NotAllowed(Refused):
    """The address takes other methods."""

    status = 405


ROUTES: Final = (
    Route("/", "pages.home:home"),
    Route("/about", "pages.home:about"),
    Route("/suggest", "pages.home:suggest"),
    Route("/static/{name}{suffix}", "pages.home:static"),
    Route("/id/{slug}{suffix}", "pages.thing:thing"),
    Route("/ontology/?", "pages.reading:terms"),
    Route("/ontology/{name}{suffix}", "pages.reading:term"),
    Route("/concept/{name}{suffix}", "pages.reading:concept"),
    Route("/source/?", "pages.reading:sources"),
    Route("/source/{slug}{suffix}", "pages.reading:source"),
    Route("/questions/?", "pages.asking:listed"),
    Route("/questions/{name}{suffix}", "pages.asking:question"),
    Route("/draw{suffix}", "pages.drawing:draw"),
    Route("/compare", "pages.drawing:compare"),
    Route("/sparql/?", "sparql.protocol:sparql", ("GET", "POST")),
    Route("/reconcile/?", "pages.matching:reconcile", ("GET", "POST")),
    Route("/reconcile/suggest/{what}", "pages.matching:suggested"),
    Route("/reconcile/properties", "pages.matching:proposed"),
    Route("/reconcile/preview", "pages.matching:preview"),
    Route("/.well-known/void", "sparql.describing:void"),
    Route("/catalog{suffix}", "sparql.describing:catalogue"),
)


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
    except KgError as error:
        return fault_reply(site, asked, error)
    except Exception:  # noqa: BLE001 - a trace is never a reply
        # What is wrong is ours, and is told to who runs the server alone.
        _LOG.exception("%s", asked.path)
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
